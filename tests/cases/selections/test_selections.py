"""帮扶对象名单: gathered after the survey, decided row by row by the union above, frozen afterwards."""

from io import BytesIO

import openpyxl
import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from cases.archives.models import Household
from cases.selections import services
from cases.selections.models import Selection, SelectionRow, SelectionStep
from cases.selections.selectors import list_candidates, list_for_approval
from cases.selections.states import SELECTION_TRANSITIONS, SelectionState
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.workflow import Refused
from tests.factories import HouseholdFactory, UnionFactory, UserFactory, promote
from tests.threads import after_this

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("G3")]
YEAR = timezone.localdate().year


def home(cast, **more):
    return HouseholdFactory(filed=True, **{
        "union": cast.union, "clerk": cast.clerk, "reviewer": cast.reviewer, **more
    })  # fmt: skip


def make(by, title="帮扶对象名单"):
    return services.make_selection(year=YEAR, title=title, by=by)


def add(selection, by, households=None):
    rows = Household.objects.all() if households is None else Household.objects.filter(pk__in=households)
    return services.add_households(selection_id=selection.pk, households=rows, by=by)


def step(selection, action, by, comment=""):
    return services.take_step(selection_id=selection.pk, action=action, by=by, comment=comment)


def decide(selection, action, by, keys=None, reason=""):
    return services.decide_rows(selection_id=selection.pk, action=action, by=by, keys=keys, reason=reason)


@pytest.fixture
def handed_in(cast, reference):
    """A list of three households that waits for the county."""
    for _n in range(3):
        home(cast)
    selection = make(cast.clerk)
    add(selection, cast.clerk)
    return step(selection, "submit", cast.clerk)


def test_a_list_is_gathered_decided_row_by_row_and_approved(cast, handed_in):
    assert list_for_approval(cast.reviewer).get() == handed_in
    one, two, three = SelectionRow.objects.order_by("pk")
    assert decide(handed_in, "agree", cast.reviewer, [one.pk]) == 1
    decide(handed_in, "refuse", cast.reviewer, [two.pk], "已购商品房")
    decide(handed_in, "back", cast.reviewer, [three.pk], "补低保证")
    with pytest.raises(Refused, match="还有 1 户没有审定或已退回核实"):
        step(handed_in, "approve", cast.reviewer)
    step(handed_in, "return", cast.reviewer, "一户补低保证")
    step(handed_in, "submit", cast.clerk)
    three.refresh_from_db()
    assert (three.state, three.decided_by) == ("open", None)
    assert decide(handed_in, "agree", cast.reviewer) == 1
    done = step(handed_in, "approve", cast.reviewer)
    assert (done.state, done.decided_by) == ("approved", cast.reviewer)
    assert sorted(SelectionRow.objects.values_list("state", flat=True)) == ["agreed", "agreed", "refused"]
    actions = AuditRecord.objects.about(handed_in).order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["selection.make", "selection.add", "selection.submit", *["selection.decide"] * 3,
                             "selection.return", "selection.submit", "selection.decide",
                             "selection.approve"]  # fmt: skip


@pytest.mark.parametrize("state", SelectionState.values)
@pytest.mark.parametrize("action", ["submit", "withdraw", "approve", "return"])
def test_a_step_does_what_the_table_says_and_nothing_else(cast, handed_in, action, state):
    decide(handed_in, "agree", cast.reviewer)
    route = {"draft": ["withdraw"], "returned": ["return"], "approved": ["approve"]}.get(state, [])
    for before in route:
        step(handed_in, before, cast.clerk if before == "withdraw" else cast.reviewer, "请补正")
    by = cast.clerk if action in ("submit", "withdraw") else cast.reviewer
    row = next(
        (
            r
            for r in SELECTION_TRANSITIONS
            if (r.action, r.role) == (action, by_role(by)) and state in r.source
        ),
        None,
    )
    if row is None:
        with pytest.raises(Refused):
            step(handed_in, action, by, "意见")
    else:
        step(handed_in, action, by, "意见")
    handed_in.refresh_from_db()
    assert handed_in.state == (row.target if row else state)


def by_role(user):
    return next(iter(user.roles))


def test_whoever_made_any_part_of_it_approves_none(cast, reference):
    home(cast)
    both = UserFactory(union=cast.county, roles=[Role.CLERK, Role.REVIEWER])
    county = make(both, "区名单")
    add(county, both)
    step(county, "submit", both)
    with pytest.raises(Refused, match="名单由负责的工会审定"):
        decide(county, "agree", cast.reviewer)
    assert decide(county, "agree", cast.approver) == 1
    assert list_for_approval(cast.approver).get() == county
    assert not list_for_approval(cast.reviewer).exists()
    step(county, "approve", cast.approver)


def test_a_company_alone_approves_by_a_second_person(reference, cast):
    alone = UnionFactory(parent=None)
    first, second = (UserFactory(union=alone, role=role) for role in (Role.CLERK, Role.APPROVER))
    HouseholdFactory(
        filed=True, union=alone, clerk=first, reviewer=UserFactory(union=alone, role=Role.REVIEWER)
    )
    selection = make(first)
    add(selection, first)
    step(selection, "submit", first)
    first = promote(first, Role.APPROVER)
    for refused in (lambda: decide(selection, "agree", first), lambda: step(selection, "approve", first)):
        with pytest.raises(Refused, match="您参与过这份名单"):
            refused()
    assert not list_for_approval(first).exists()
    decide(selection, "agree", second)
    assert step(selection, "approve", second).is_approved


def test_candidates_are_in_force_in_scope_and_on_no_list_of_the_year(cast, reference):
    mine, other = home(cast), home(cast)
    HouseholdFactory(union=cast.union, clerk=cast.clerk)
    theirs = UserFactory(union=cast.elsewhere.parent, role=Role.REVIEWER)
    home(cast, union=cast.elsewhere, clerk=cast.stranger, reviewer=theirs)
    selection = make(cast.clerk)
    assert add(selection, cast.clerk, [mine.pk]) == 1
    row = list_candidates(selection, cast.clerk).get()
    assert (row, row.origin) == (other, "new")
    second = make(cast.reviewer, "区名单")
    assert add(second, cast.reviewer) == 1  # the one that stands on none
    services.remove_rows(selection_id=second.pk, keys=[r.pk for r in second.rows.all()], by=cast.reviewer)
    assert add(selection, cast.clerk) == 1


@pytest.mark.parametrize(
    ("work", "message"),
    [
        (lambda cast, s: make(cast.auditor), "由经办人或审核人建立"),
        (lambda cast, s: make(cast.clerk), "已有同名的名单"),
        (lambda cast, s: add(s, cast.clerk), "名单已经提交，撤回以后才能修改"),
        (lambda cast, s: add(s, cast.reviewer), "经办人、审核人可以办理"),
        (lambda cast, s: decide(s, "refuse", cast.reviewer), "“不同意”必须填写意见"),
        (lambda cast, s: decide(s, "agree", cast.clerk), "名单由负责的工会审定"),
        (lambda cast, s: decide(s, "agree", cast.approver), "名单由负责的工会审定"),
        (lambda cast, s: step(s, "return", cast.reviewer), "必须填写意见"),
        (lambda cast, s: step(make(cast.clerk, "空"), "submit", cast.clerk), "名单上还没有家庭"),
    ],
)
def test_what_is_refused(cast, handed_in, work, message):
    with pytest.raises(Refused, match=message):
        work(cast, handed_in)
    with pytest.raises(Selection.DoesNotExist):
        step(handed_in, "approve", cast.stranger)


def test_pages(cast, handed_in, as_user):
    at = reverse("selections:selection", args=[handed_in.uid])
    assert as_user(cast.stranger).get(at).status_code == 404
    reviewer = as_user(cast.reviewer)
    decide_at = reverse("selections:rows_decide", args=[handed_in.uid])
    key = handed_in.rows.first().pk
    assert "请先勾选家庭" in reviewer.post(decide_at, {"action": "agree"}).content.decode()
    refused = reviewer.post(decide_at, {"action": "refuse", "pk": key})
    assert refused.status_code == 409
    assert reviewer.post(decide_at, {"action": "agree", "all": "1"}).status_code == 302
    page = reviewer.get(f"{at}?state=agreed").content.decode()
    assert page.count('name="pk"') == 3
    content = reviewer.post(reverse("selections:export", args=[handed_in.uid])).content
    cells = [cell for row in openpyxl.load_workbook(BytesIO(content)).active.values for cell in row]
    assert cells.count("同意") == 3
    paper = reviewer.get(reverse("selections:selection_pdf", args=[handed_in.uid]))
    assert paper.content.startswith(b"%PDF")


def test_households_are_ticked_or_all_that_were_found(cast, reference, as_user):
    one = home(cast)
    home(cast)
    client = as_user(cast.clerk)
    assert client.post(reverse("selections:selection_new"), {"year": YEAR, "title": ""}).status_code == 422
    assert (
        client.post(reverse("selections:selection_new"), {"year": YEAR, "title": "名单"}).status_code == 302
    )
    selection = Selection.objects.get()
    at = reverse("selections:candidates", args=[selection.uid])
    assert client.get(at).content.decode().count('name="pk"') == 2
    add_at = reverse("selections:add", args=[selection.uid])
    client.post(add_at, {"pk": one.pk})
    assert selection.rows.get().household == one
    client.post(f"{add_at}?origin=new", {"all": "1"})
    assert selection.rows.count() == 2
    client.post(reverse("selections:rows_remove", args=[selection.uid]), {"pk": selection.rows.first().pk})
    assert selection.rows.filter(removed_at__isnull=True).count() == 1


@pytest.mark.parametrize("rows", [1, 20])
def test_a_list_asks_as_much_for_twenty_as_for_one(
    cast, reference, as_user, django_assert_max_num_queries, rows
):
    for _n in range(rows):
        home(cast)
    selection = make(cast.clerk)
    add(selection, cast.clerk)
    client = as_user(cast.clerk)
    at = reverse("selections:selection", args=[selection.uid])
    client.get(at)
    with django_assert_max_num_queries(11):
        client.get(at)


class TestWithoutPython:
    """What the database refuses by itself."""

    def test_an_approved_list_stays_as_it_is(self, cast, handed_in):
        decide(handed_in, "agree", cast.reviewer)
        step(handed_in, "approve", cast.reviewer)
        for sql, why in (
            ("UPDATE selections_selectionrow SET state = 'refused', reason = 'x'", "selection_row_frozen"),
            ("UPDATE selections_selectionrow SET removed_at = now()", "selection_row_frozen"),
            ("DELETE FROM selections_selectionrow", "selection_row_not_deleted"),
            ("UPDATE selections_selection SET state = 'draft'", "selection_frozen"),
        ):
            refuses(sql, why)

    def test_rows_wait_or_were_made_by_who_decides(self, cast, handed_in):
        refuses("UPDATE selections_selection SET state = 'approved', decided_at = now(), decided_by_id = %s",
                "selection_decided", cast.reviewer.pk)  # fmt: skip
        refuses("UPDATE selections_selectionrow SET state = 'agreed', decided_at = now(), decided_by_id = %s",
                "selection_row_by_another", cast.clerk.pk)  # fmt: skip
        decide(handed_in, "agree", cast.reviewer)
        helper = UserFactory(union=cast.county, role=Role.REVIEWER)
        SelectionStep.objects.create(selection=handed_in, action="add", is_making=True, by=helper)
        refuses("UPDATE selections_selection SET state = 'approved', decided_at = now(), decided_by_id = %s",
                "selection_decided", helper.pk)  # fmt: skip

    def test_nobody_joins_a_list_that_waits_and_nobody_stands_on_two(self, cast, handed_in):
        other = home(cast)
        row = SelectionRow(selection=handed_in, household=other, year=YEAR, origin="new", persons=1)
        with pytest.raises(IntegrityError, match="selection_row_late"), transaction.atomic():
            row.save()
        row.selection, row.household = make(cast.clerk, "另一份"), handed_in.rows.first().household
        with pytest.raises(IntegrityError, match="selection_row_once_a_year"), transaction.atomic():
            row.save()


def refuses(sql, why, *values):
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match=why), transaction.atomic():
        cursor.execute(sql, values)


@pytest.mark.django_db(transaction=True)
def test_two_lists_take_a_household_at_once(cast):
    HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)
    mine, theirs = make(cast.clerk), make(cast.reviewer, "区名单")
    with after_this(lambda: add(theirs, cast.reviewer)) as second:
        add(mine, cast.clerk)
    assert "刚被列入本年度另一份名单" in str(second)
    assert SelectionRow.objects.count() == 1
