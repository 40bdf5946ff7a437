"""Social insurance of the worker by kind: by form, by roster, in the database, on the case page."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from cases.archives.models import Household, Member
from cases.archives.rules.insurance import INSURANCES, insurance_faults
from cases.archives.services.edits import record_edit
from cases.archives.states import InsuranceState, Section
from tests.cases.archives.typed import filled, section
from tests.cases.rosters.roster_files import person
from tests.cases.rosters.test_import import bring_in, upload
from tests.factories import HouseholdFactory

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("G6")]
KEYS = [f"{name}_{what}" for name in INSURANCES for what in ("insurance", "arrears")]


@pytest.mark.parametrize("state", ["", *InsuranceState])
@pytest.mark.parametrize("name", INSURANCES)
def test_months_are_owed_of_what_is_owed(name, state):
    found = insurance_faults({f"{name}_insurance": state, f"{name}_arrears": 3})
    assert bool(found) == (state not in ("interrupted", "owed"))
    assert not insurance_faults({f"{name}_insurance": state, f"{name}_arrears": 0})
    if found:
        assert f"{INSURANCES[name]}断缴或欠缴时才填月数" in found[f"{name}_arrears"]


def test_the_form_keeps_them_and_the_case_says_them(cast, as_user):
    household = HouseholdFactory(union=cast.union, clerk=cast.clerk, complete=True)
    client, address = as_user(cast.clerk), section(household, Section.WORKER)
    typed = {"name": household.head.name, "pension_insurance": "insured", "pension_arrears": "8"}
    refused = client.post(address, filled(household, **typed))
    assert refused.status_code == 422
    assert "养老保险断缴或欠缴时才填月数" in refused.content.decode()
    typed |= {"pension_insurance": "interrupted", "injury_insurance": "none"}
    assert client.post(address, filled(household, **typed)).status_code == 302
    text = client.get(reverse("archives:case", args=[household.pk])).content.decode()
    assert "养老保险断缴 8 个月、工伤保险未参保" in text


def test_a_roster_tells_them(cast):
    cells = {
        "pension_insurance": "欠缴", "pension_arrears": 12, "medical_insurance": "正常参保",
        "injury_insurance": "否",
    }  # fmt: skip
    wrong = {"unemployment_insurance": "参保", "unemployment_arrears": "2月"}
    made = bring_in(upload(cast, person(1, **cells), person(2, **wrong)), cast.clerk)
    head = Household.objects.get(import_row__roster=made).head
    assert [getattr(head, key) for key in KEYS] == ["owed", 12, "insured", None, "", None, "none", None]
    [issue] = [one for one in made.issues if one["level"] == "error"]
    assert (issue["row"], issue["column"]) == (5, "失业保险断欠月数")
    assert "失业保险断缴或欠缴时才填月数" in issue["why"]


@pytest.mark.parametrize(
    "columns", [{"pension_arrears": 1}, {"injury_insurance": "owed", "injury_arrears": 601}]
)
def test_the_database_refuses_months_without_a_debt(cast, columns):
    household = HouseholdFactory(union=cast.union, clerk=cast.clerk)
    record_edit(household=household, sections=["worker"], by=None)
    with pytest.raises(IntegrityError, match="member_arrears_with_their_state"), transaction.atomic():
        Member.objects.filter(pk=household.head_id).update(**columns)
