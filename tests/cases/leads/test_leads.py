"""线索: heard of, passed on, contacted, settled; one open one for a person; what became of it."""

from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from cases.archives.models import Household
from cases.leads import services
from cases.leads.models import Lead
from cases.leads.selectors.leads import list_waiting
from cases.leads.services import Outcome, Told
from cases.leads.states import LEAD_TRANSITIONS, LeadState
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.desk import DUTIES
from hardship.kernel.documents import make_id_number
from hardship.kernel.workflow import Refused
from tests.factories import HouseholdFactory, UnionFactory, UserFactory, load_years
from tests.threads import after_this

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("G2")]
# What each action asks for beside its comment.
SAID = {
    "watch": {"look_on": date(2099, 12, 31)},
    "drop": {"reason": "declined"},
}


def told(**more):
    return Told(**{
        "channel": "visit", "heard_on": timezone.localdate(), "name": "程秀兰", "hardship": "丈夫住院",
        **more,
    })  # fmt: skip


def record(by, receiver=None, **more):
    return services.record_lead(told=told(**more), by=by, receiver=receiver)


def step(lead, action, by, comment="已打电话", **said):
    outcome = Outcome(**{**SAID.get(action, {}), **said})
    return services.take_step(lead_id=lead.pk, action=action, by=by, comment=comment, outcome=outcome)


@pytest.fixture
def number():
    return make_id_number("320602", date(1978, 3, 12), 662)


def test_a_lead_is_heard_of_passed_contacted_and_filed(cast, reference):
    lead = record(cast.reviewer, cast.union, phone="13912345678")
    assert (lead.union, lead.county, lead.state) == (cast.union, cast.county, "new")
    assert list_waiting(cast.clerk).get() == lead
    assert not list_waiting(cast.reviewer).exists()
    step(lead, "contact", cast.clerk)
    done = step(lead, "file", cast.clerk)
    household = Household.objects.get()
    assert (done.state, done.household, household.state) == ("file", household, "draft")
    assert (household.head.name, household.head.phone.reveal()) == ("程秀兰", "13912345678")
    assert Lead.objects.visible_to(cast.reviewer).get().closed_by == cast.clerk
    kept = list(lead.steps.order_by("pk").values_list("action", "passed_from", "passed_to"))
    assert kept == [("record", None, None), ("pass", cast.county.pk, cast.union.pk), ("contact", None, None),
                    ("file", None, None)]  # fmt: skip
    rows = AuditRecord.objects.about(lead).order_by("pk")
    assert [row.action for row in rows] == ["lead.record", "lead.pass", "lead.contact", "lead.file"]
    assert "程秀兰" not in str([row.data for row in rows])


@pytest.mark.parametrize("role", [Role.CLERK, Role.REVIEWER, Role.AUDITOR])
@pytest.mark.parametrize("state", LeadState.values)
@pytest.mark.parametrize("action", sorted({row.action for row in LEAD_TRANSITIONS}))
def test_a_step_does_what_the_table_says_and_nothing_else(cast, reference, action, state, role):
    lead = record(cast.clerk)
    route = {"contacted": ["contact"], "nothing": ["drop"]}.get(state, [] if state == "new" else [state])
    for before in route:
        step(lead, before, cast.clerk)
    beside = UnionFactory(parent=cast.county)
    actor = UserFactory(union=cast.union, role=role)
    row = next(
        (row for row in LEAD_TRANSITIONS if (row.action, row.role) == (action, role) and state in row.source),
        None,
    )
    steps = lead.steps.count()
    said = {"receiver": beside} if action == "pass" else {}
    if row is None:
        with pytest.raises(Refused):
            step(lead, action, actor, **said)
    else:
        step(lead, action, actor, **said)
    lead.refresh_from_db()
    assert lead.state == (row.target if row else state)
    assert lead.steps.count() == steps + bool(row)


def test_who_passed_it_sees_what_became_of_it_and_does_no_more(cast, reference, as_user):
    other = UnionFactory(parent=cast.county)
    theirs = UserFactory(union=other, role=Role.CLERK)
    lead = record(cast.clerk)
    at = reverse("leads:lead", args=[lead.uid])
    assert as_user(theirs).get(at).status_code == 404
    step(lead, "pass", cast.clerk, receiver=other)
    with pytest.raises(Refused, match=f"这条线索由“{other.name}”办理"):
        step(lead, "contact", cast.clerk)
    with pytest.raises(Lead.DoesNotExist):
        step(lead, "contact", cast.stranger)
    step(lead, "aid", theirs, "给予临时救助 500 元")
    page = as_user(cast.clerk).get(at).content.decode()
    assert "给予临时救助 500 元" in page
    assert 'name="action"' not in page
    passed = as_user(cast.clerk).get(f"{reverse('leads:leads')}?show=passed").content.decode()
    assert str(lead.uid) in passed
    assert as_user(cast.stranger).get(at).status_code == 404


@pytest.mark.parametrize(
    ("action", "said", "field", "message"),
    [
        ("watch", {"look_on": None}, "look_on", "请填写今天以后的下次关注日期"),
        ("watch", {"look_on": date(2026, 1, 5)}, "look_on", "请填写今天以后的下次关注日期"),
        ("drop", {"reason": ""}, "reason", "请选择不需办理的原因"),
        ("file", {"file_no": "没有的"}, "file_no", "本工会没有档案号为“没有的”的档案"),
        ("pass", {}, "receiver", "请选择下级工会，或同一上级的其他工会"),
    ],
)
def test_what_a_step_wants(cast, reference, action, said, field, message):
    lead = record(cast.clerk)
    with pytest.raises(Refused, match=message) as refusal:
        step(lead, action, cast.clerk, **said)
    assert refusal.value.field == field
    lead.refresh_from_db()
    assert lead.state == "new"


def test_a_lead_goes_down_or_across_and_never_up_or_out(cast, reference):
    for receiver in (cast.county, cast.city, cast.elsewhere, cast.union):
        with pytest.raises(Refused, match="请选择下级工会"):
            step(record(cast.clerk), "pass", cast.clerk, receiver=receiver)
    beside = UnionFactory(county_level=True, parent=cast.city)
    lead = record(cast.reviewer)
    assert step(lead, "pass", cast.reviewer, receiver=beside).union == beside


def test_somebody_watched_waits_until_the_day_of_the_next_look(cast, reference):
    lead = record(cast.clerk)
    step(lead, "watch", cast.clerk)
    assert not list_waiting(cast.clerk).exists()
    Lead.objects.update(due_on=timezone.localdate())
    assert list_waiting(cast.clerk).get() == lead


def test_where_no_clerk_is_the_reviewer_passes_it_on(cast, reference, as_user):
    waiting = DUTIES["leads.waiting"]
    lead = record(cast.reviewer)
    assert waiting.is_of(cast.reviewer)
    assert waiting.rows(cast.reviewer).get() == lead
    page = as_user(cast.reviewer).get(reverse("leads:lead", args=[lead.uid])).content.decode()
    assert f"“{cast.county.name}”没有经办人" in page
    assert "转给其他工会" in page
    clerk = UserFactory(union=cast.county, role=Role.CLERK)
    assert not list_waiting(cast.reviewer).exists()
    assert list_waiting(clerk).get() == lead
    page = as_user(cast.reviewer).get(reverse("leads:lead", args=[lead.uid])).content.decode()
    assert "没有经办人" not in page
    clerk.appointments.update(until_on=timezone.localdate() - timedelta(days=1))
    assert list_waiting(cast.reviewer).get() == lead
    clerk.appointments.update(until_on=None)
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    assert list_waiting(cast.reviewer).get() == lead
    step(lead, "pass", cast.reviewer, receiver=cast.union)
    assert not list_waiting(cast.reviewer).exists()
    assert list_waiting(cast.clerk).get() == lead


def test_a_file_that_is_there_is_linked(cast, reference):
    filed = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)
    lead = record(cast.clerk)
    assert step(lead, "file", cast.clerk, file_no=filed.file_no).household == filed
    theirs = UserFactory(union=UnionFactory(), role=Role.CLERK)
    with pytest.raises(Refused, match="本工会没有档案号"):
        step(record(theirs), "file", theirs, file_no=filed.file_no)


def test_one_open_lead_for_a_person(cast, reference, number):
    first = record(cast.clerk, id_number=number)
    with pytest.raises(Refused, match=f"由“{cast.union.name}”办理，不用重复登记") as refusal:
        record(cast.stranger, id_number=number)
    assert refusal.value.field == "id_number"
    step(first, "drop", cast.clerk)
    second = record(cast.stranger, id_number=number)
    with pytest.raises(Refused, match="不用重复登记"):
        step(first, "reopen", cast.clerk)
    assert Lead.objects.filter(state="new").get() == second


def test_the_number_is_looked_up_while_somebody_types(cast, reference, as_user, number):
    record(cast.stranger, id_number=number, phone="13912345678")
    page = as_user(cast.clerk).post(reverse("leads:id_check"), {"id_number": number}).content.decode()
    assert f"“{cast.elsewhere.name}”正在办理" in page
    assert "/leads/" not in page
    assert AuditRecord.objects.filter(action="id_check", by=cast.clerk, data__count=1).exists()
    page = as_user(cast.clerk).post(reverse("leads:phone_check"), {"number": "13912345678"}).content.decode()
    assert f"“{cast.elsewhere.name}”正在办理" in page
    filed = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)
    mine = as_user(cast.clerk).post(reverse("leads:id_check"), {"id_number": filed.head.id_number.reveal()})
    assert reverse("archives:case", args=[filed.pk]) in mine.content.decode()
    wrong = as_user(cast.clerk).post(reverse("leads:id_check"), {"id_number": "320602197803126620"})
    assert "errors" in wrong.content.decode()


def test_pages_keep_what_was_typed(cast, reference, as_user):
    client = as_user(cast.clerk)
    new = reverse("leads:lead_new")
    typed = {
        "channel": "hotline",
        "heard_on": "2026-1-5",
        "name": "程秀兰",
        "hardship": "",
        "receiver": cast.union.pk,
    }
    answer = client.post(new, typed)
    assert answer.status_code == 422
    assert "程秀兰" in answer.content.decode()
    assert client.post(new, {**typed, "hardship": "丈夫住院"}).status_code == 302
    lead = Lead.objects.get()
    at = reverse("leads:lead_step", args=[lead.uid])
    refused = client.post(at, {"action": "drop", "comment": "电话打了三次没人接"})
    assert refused.status_code == 409
    assert "电话打了三次没人接" in refused.content.decode()
    assert client.post(at, {"action": "file"}).url == reverse(
        "archives:tasks", args=[Household.objects.get().pk]
    )
    assert client.post(at, {"action": "file"}).status_code == 409


def test_what_was_heard_is_corrected_while_the_lead_is_open(cast, reference, as_user, number):
    lead = record(cast.clerk, phone="13912345678")
    client, at = as_user(cast.clerk), reverse("leads:lead_edit", args=[lead.uid])
    assert "139****5678" in client.get(at).content.decode()
    typed = {"channel": "visit", "heard_on": str(lead.heard_on), "name": "程秀兰", "hardship": "已出院"}
    assert client.post(at, {**typed, "id_number": number}).status_code == 302
    lead.refresh_from_db()
    assert (lead.hardship, lead.phone.reveal(), lead.id_number.reveal()) == ("已出院", "13912345678", number)
    row = AuditRecord.objects.about(lead).get(action="lead.change")
    assert row.data == {"fields": ["hardship", "id_number"]}
    other = record(cast.reviewer, cast.union)
    refused = client.post(reverse("leads:lead_edit", args=[other.uid]), {**typed, "id_number": number})
    assert refused.status_code == 409
    assert "不用重复登记" in refused.content.decode()
    step(lead, "aid", cast.clerk)
    assert "线索已经办结，不能再改" in client.post(at, typed).content.decode()


def test_numbers_are_masked_and_shown_one_by_one(cast, reference, as_user):
    lead = record(cast.clerk, phone="13912345678")
    client = as_user(cast.clerk)
    assert "13912345678" not in client.get(reverse("leads:lead", args=[lead.uid])).content.decode()
    shown = client.post(reverse("leads:reveal", args=[lead.uid, "phone"]))
    assert shown.content.decode() == "13912345678"
    assert AuditRecord.objects.about(lead).filter(action="reveal").count() == 1
    assert client.post(reverse("leads:reveal", args=[lead.uid, "name"])).status_code == 404


def test_the_list_as_a_workbook(cast, reference, as_user):
    record(cast.clerk, phone="13912345678")
    old = record(cast.clerk, name="王建国")
    Lead.objects.filter(pk=old.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    client = as_user(cast.reviewer)
    page = client.get(f"{reverse('leads:leads')}?show=overdue").content.decode()
    assert "王建国" in page
    assert "程秀兰" not in page
    content = client.post(reverse("leads:export")).content
    cells = [cell for row in openpyxl.load_workbook(BytesIO(content)).active.values for cell in row]
    assert {"程秀兰", "王建国", "139****5678", "走访"} <= set(cells)
    assert "13912345678" not in cells


@pytest.mark.parametrize("rows", [1, 20])
def test_the_list_asks_as_much_for_twenty_as_for_one(
    cast, reference, as_user, django_assert_max_num_queries, rows
):
    for _n in range(rows):
        record(cast.clerk)
    client = as_user(cast.clerk)
    client.get(reverse("leads:leads"))
    with django_assert_max_num_queries(7):
        client.get(reverse("leads:leads"))


class TestWithoutPython:
    """What the database refuses by itself."""

    @pytest.mark.parametrize(
        ("change", "constraint"),
        [
            ("due_on = NULL", "lead_is_due_while_open"),
            ("state = 'aid'", "lead_is_due_while_open"),
            ("state = 'file', due_on = NULL, closed_at = now()", "lead_filed_with_a_file"),
            ("state = 'nothing', due_on = NULL, closed_at = now()", "lead_dropped_for_a_reason"),
            ("hardship = ''", "lead_says_who_and_what"),
        ],
    )
    def test_a_lead_that_cannot_be(self, cast, reference, change, constraint):
        record(cast.clerk)
        with (
            connection.cursor() as cursor,
            pytest.raises(IntegrityError, match=constraint),
            transaction.atomic(),
        ):
            cursor.execute(f"UPDATE leads_lead SET {change}")


@pytest.mark.django_db(transaction=True)
class TestTwice:
    """Two people at the same moment."""

    @pytest.fixture(autouse=True)
    def _years(self):
        load_years()

    def test_one_file_is_opened(self, cast):
        lead = record(cast.clerk)
        with after_this(lambda: step(lead, "file", cast.clerk)) as second:
            step(lead, "file", cast.clerk)
        assert "可能已被他人处理" in str(second)
        assert Household.objects.count() == 1

    def test_one_lead_for_a_person(self, cast, number):
        with after_this(lambda: record(cast.stranger, id_number=number)) as second:
            record(cast.clerk, id_number=number)
        assert f"由“{cast.union.name}”办理" in str(second)
        assert Lead.objects.count() == 1
