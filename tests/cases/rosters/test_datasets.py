"""HouseholdResource, used as somebody would who knows django-import-export."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from import_export.exceptions import ImportError as ImportRefused
from tablib import Dataset

from cases.archives.models import FileEdit, Household
from cases.rosters.datasets import HouseholdResource
from cases.rosters.models import RosterImport
from cases.rosters.rules.columns import EXTRA
from cases.rosters.rules.layout import label_of, layout_keys
from cases.rosters.states import ImportMode
from cases.rosters.tasks import check_file
from hardship.audit.models import AuditRecord
from tests.cases.rosters.roster_files import member, person
from tests.cases.rosters.test_import import upload
from tests.factories import HouseholdFactory

pytestmark = pytest.mark.django_db
KEYS = [*layout_keys(), *(column.key for column in EXTRA)]
BIG = person(1, persons=7, annual_income=None, monthly_per_capita=None) | {
    key: value for place in range(1, 6) for key, value in member(place, place, name=f"季小{place}").items()
}
SIXTH = {"former_no": "N0001", **member(1, 9, name="季小九")}
WRONG = person(3, sex="男", phone="12")


def dataset(*rows):
    return Dataset(*([row.get(key) for key in KEYS] for row in rows), headers=[label_of(key) for key in KEYS])


def resource(cast, mode=ImportMode.NEW, by=None):
    return HouseholdResource(union=cast.union, by=by or cast.clerk, mode=mode)


def errors(result):
    return [(row.number, row.error_dict) for row in result.invalid_rows]


@pytest.mark.requirement("A3")
def test_a_dry_run_says_what_the_check_page_says_and_stores_nothing(cast):
    result = resource(cast).import_data(dataset(BIG, SIXTH, WRONG), dry_run=True)
    assert (result.totals["new"], result.totals["invalid"], result.total_rows) == (1, 1, 3)
    [(number, found)] = errors(result)
    assert (number, list(found)) == (3, ["性别"])
    assert list(result.rows[1].remarks) == ["手机号码"]
    assert not Household.objects.exists()
    assert not RosterImport.objects.exists()
    assert not AuditRecord.objects.exists()


def test_its_sentences_are_those_of_the_check_of_a_workbook(cast):
    from cases.rosters.services import reopen_roster

    [(_number, found)] = errors(resource(cast).import_data(dataset(WRONG), dry_run=True))
    summary = check_file(reopen_roster(upload(cast, WRONG)), union=cast.union)
    assert found == {issue["column"]: [issue["why"]] for issue in summary.issues if issue["level"] == "error"}


@pytest.mark.requirement("A3")
def test_what_is_good_comes_in_with_its_trace_and_what_is_wrong_stays_out(cast):
    rows = dataset(BIG, SIXTH, WRONG, person(4, birth_on=date(1980, 5, 17)))
    result = resource(cast).import_data(rows)
    assert (result.totals["new"], result.totals["invalid"]) == (2, 1)
    first, second = Household.objects.order_by("former_no")
    assert (first.members.count(), second.former_no, second.union) == (7, "N0004", cast.union)
    assert AuditRecord.objects.filter(action="household.import", by=cast.clerk).count() == 2
    assert FileEdit.objects.filter(household=first, by=cast.clerk).exists()
    assert resource(cast).import_data(rows, dry_run=True).totals["invalid"] == 3


def test_what_is_exported_comes_in_again_without_change(cast):
    resource(cast).import_data(dataset(BIG, SIXTH, person(4)))
    exported = resource(cast, by=cast.reviewer).export(reason="年度核对")
    again = resource(cast, ImportMode.UPDATE).import_data(exported)
    assert (errors(again), again.totals["skip"], again.totals["update"]) == ([], 2, 0)
    assert RosterImport.objects.count() == 1
    assert AuditRecord.objects.get(action="export.archive_roster").data["rows"] == 2
    assert AuditRecord.objects.filter(action="roster.ask_full", by=cast.reviewer).count() == 1


def test_a_masked_export_of_filed_households_comes_in_again_by_their_number(cast):
    HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)
    exported = resource(cast).export(Household.objects.all())
    assert "***" in "".join(map(str, exported[0]))
    again = resource(cast, ImportMode.UPDATE).import_data(exported)
    assert (errors(again), again.totals["skip"]) == ([], 1)


def test_an_update_says_which_rows_change(cast):
    resource(cast).import_data(dataset(person(4), person(5)))
    rows = dataset(person(4, address="学田路 1 号"), person(5))
    assert resource(cast, ImportMode.UPDATE).import_data(rows, dry_run=True).totals["update"] == 1
    assert resource(cast, ImportMode.UPDATE).import_data(rows).totals["skip"] == 1
    assert Household.objects.get(former_no="N0004").address == "学田路 1 号"


def test_only_the_scope_and_only_whom_it_may_be_shown(cast):
    resource(cast).import_data(dataset(person(4)))
    assert len(resource(cast, by=cast.stranger).export(Household.objects.all())) == 0
    refused = resource(cast, by=cast.stranger).import_data(dataset(person(5)), dry_run=True)
    assert "经办人" in str(refused.base_errors[0].error)
    with pytest.raises(PermissionDenied):
        resource(cast, by=cast.clerk).export(reason="对账")
    assert Household.objects.count() == 1


def test_errors_can_be_raised_before_anything_is_written(cast):
    with pytest.raises(ImportRefused):
        resource(cast).import_data(dataset(person(4), WRONG), raise_errors=True)
    result = resource(cast).import_data(Dataset(["x"], headers=["没有这样的列"]))
    assert "没有找到表头" in str(result.base_errors[0].error)
    assert not Household.objects.exists()
