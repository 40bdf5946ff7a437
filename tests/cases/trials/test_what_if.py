"""试行测算: a policy runs over the files in force and changes none of them."""

from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, transaction
from openpyxl import load_workbook

from cases.archives.models import Household
from cases.archives.selectors.cases import get_cases
from cases.policies import services as policies
from cases.policies.rules import assess, parse_policy
from cases.trials.models import WhatIf, WhatIfRow
from cases.trials.selectors import list_moves, list_rows
from cases.trials.services import amount_of, ask_what_if, judge, list_parts, prepare, write_rows
from hardship.audit.models import AuditRecord
from hardship.jobs.services import run_pending
from hardship.kernel.workflow import Refused
from tests.cases.policies.texts import BROKEN, SIMPLE
from tests.factories import HouseholdFactory, close_file
from tests.worlds import world

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("A2", "F5")]
# twelve times stricter: nobody of the cast is in hardship any more
STRICT = SIMPLE.replace("than: {standard: living", 'than: {times: "0.1", standard: living').replace(
    ", times: 2}", "}"
)
FREE = STRICT[: STRICT.index("examples:")] + "examples: []\n"


@world
def filed(cast, reference):
    return [
        HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)
        for _place in range(2)
    ]


@world
def draft(cast):
    return policies.save_draft(text=FREE, union=cast.city, by=cast.administrator)


def run(draft, cast):
    asked = ask_what_if(policy_id=draft.pk, by=cast.administrator)
    run_pending()
    return WhatIf.objects.get(pk=asked.pk)


def test_a_file_becomes_the_case_that_the_policies_judge(filed, cast):
    household = filed[0]
    case = get_cases([household.pk], on=household.filed_on)[household.pk]
    assert (case.size, case.traits["main_cause"]) == (3, "illness")
    assert [income.amount for income in case.incomes] == [25200, 34800]
    outcome = assess(parse_policy(SIMPLE), case)
    assert outcome.category == household.category == "deep"


def test_who_changes_is_counted_and_no_file_is_touched(filed, draft, cast):
    before = list(Household.objects.order_by("pk").values())
    done = run(draft, cast)
    assert done.is_done
    assert [(move.before, move.after, move.files) for move in list_moves(done)] == [("deep", "", 2)]
    row = done.rows.first()
    assert (row.amount_after, row.is_changed) == (0, True)
    assert list(Household.objects.order_by("pk").values()) == before
    assert AuditRecord.objects.get(action="policy.what_if").data["count"] == 2


def test_what_it_would_cost_is_the_sum_of_what_is_known(filed, cast):
    draft = policies.save_draft(text=SIMPLE, union=cast.city, by=cast.administrator)
    done = run(draft, cast)
    assert [move.amount_after for move in list_moves(done)] == [10_000]


def test_a_job_that_comes_twice_writes_each_file_once(filed, draft, cast):
    done = run(draft, cast)
    before = list(done.rows.order_by("pk").values())
    for part in list_parts(done, after=0):
        write_rows(run=done, judged=judge(prepare(done), part))
    assert list(done.rows.order_by("pk").values()) == before


def test_errors_and_an_empty_archive_are_refused(cast, filed):
    broken = policies.save_draft(text=BROKEN, union=cast.city, by=cast.administrator)
    with pytest.raises(Refused, match="还有错误"):
        ask_what_if(policy_id=broken.pk, by=cast.administrator)
    with pytest.raises(Refused, match="没有试行测算的权限"):
        ask_what_if(policy_id=policies.load_policy(union=cast.union, text=SIMPLE).pk, by=cast.clerk)
    Household.objects.update(state="draft")
    whole = policies.save_draft(text=SIMPLE, union=cast.city, by=cast.administrator)
    with pytest.raises(Refused, match="还没有在档"):
        ask_what_if(policy_id=whole.pk, by=cast.administrator)


def test_the_page_tells_and_the_workbook_names_nobody(as_user, filed, draft, cast):
    client = as_user(cast.administrator)
    assert "测算 2 户" in client.get(f"/trials/{draft.uid}/").content.decode()
    answer = client.post(f"/trials/{draft.uid}/")
    assert "正在测算" in client.get(answer.url).content.decode()
    run_pending()
    page = client.get(answer.url).content.decode()
    assert filed[0].file_no in page
    assert filed[0].head.name not in page
    book = load_workbook(BytesIO(client.get(answer.url + "roster/").getvalue()))
    cells = [str(cell.value) for row in book.active.iter_rows() for cell in row]
    assert filed[1].file_no in cells
    assert not any(filed[0].head.name in cell for cell in cells)
    assert AuditRecord.objects.get(action="export.what_if").data["rows"] == 2


def test_the_database_keeps_rows_as_they_are(filed, draft, cast):
    done = run(draft, cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        WhatIfRow.objects.filter(run=done).update(after="deep")
    with pytest.raises(IntegrityError, match="what_if_not_beyond"), transaction.atomic():
        WhatIf.objects.filter(pk=done.pk).update(files_done=9)
    row = done.rows.first()
    with pytest.raises(IntegrityError, match="what_if_row_once"), transaction.atomic():
        WhatIfRow.objects.create(run=done, household=row.household, after_label="x")
    with pytest.raises(IntegrityError, match="not_negative"), transaction.atomic():
        WhatIfRow.objects.create(run=done, household=filed[0], after_label="x", amount_after=-1)
    connection.check_constraints()


def test_only_files_in_force_are_counted(filed, draft, cast):
    HouseholdFactory(complete=True, union=cast.union, clerk=cast.clerk)
    close_file(filed[1])
    done = run(draft, cast)
    assert (done.files_total, done.rows.count()) == (1, 1)
    assert done.rows.get().household == filed[0]


@dataclass
class Found:
    """As much of an outcome as the sum looks at: (yuan, refused) of each aid."""

    aids: list
    is_one_only: bool = False
    undecided: str = ""

    @property
    def amounts(self):
        return {place: SimpleNamespace(amount=yuan, refused=no) for place, (yuan, no) in enumerate(self.aids)}


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (Found([(Decimal(3000), ""), (Decimal(5000), "")]), 8000),
        (Found([(Decimal(3000), ""), (Decimal(5000), "")], is_one_only=True), 5000),
        (Found([(Decimal(3000), ""), (Decimal(5000), "已超额")]), 3000),
        (Found([(Decimal(3000), ""), (None, "")]), 3000),
        (Found([(None, "")]), 0),
        (Found([(None, "")], undecided="缺少收入"), None),
        (Found([]), None),
    ],
)
def test_aids_that_exclude_each_other_are_not_added(found, expected):
    assert amount_of(found) == expected


def test_what_cannot_be_told_is_no_change(filed, draft, cast):
    done = run(draft, cast)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        done.rows.filter(household=filed[0]).update(is_undecided=True)
        cursor.execute("SET session_replication_role = DEFAULT")
    assert [row.household for row in list_rows(done)] == [filed[1]]
    assert [row.household for row in list_rows(done, "undecided")] == [filed[0]]
    assert list_rows(done, "all").count() == 2
