"""申请转入: a union asks the one that holds somebody's file, and learns nothing else of it."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from cases.archives.forms import AskForm
from cases.archives.models import Household, NumberLookup
from cases.archives.services.steps import take_step
from cases.offices.models import Office
from cases.offices.states import Function
from cases.transfers import services as transfers
from cases.transfers.models import Transfer, TransferRequest
from cases.transfers.states import HOLDER_ACTIONS, REQUEST_TRANSITIONS, RequestState
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.desk.selectors import list_todo
from hardship.kernel.workflow import Refused
from hardship.messaging.models import Message
from tests.factories import HouseholdFactory, UnionFactory, UserFactory, id_number
from tests.threads import at_once
from tests.worlds import world

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("A8", "A10")]
REASON = "2026 年 9 月调入本单位"


@world
def filed(cast):
    return HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)


@world
def asking(cast):
    """A clerk of a union in another city."""
    return UserFactory(union=cast.elsewhere, role=Role.CLERK)


def ask(household, by, reason=REASON):
    return transfers.ask(id_number=household.head.id_number.reveal(), reason=reason, by=by)


def answer(row, action, by, comment="不是本单位职工了"):
    return transfers.answer(request_id=row.pk, action=action, by=by, comment=comment)


def start(client, household):
    return client.post(reverse("archives:new"), {"id_number": household.head.id_number.reveal()})


def send(client, household, **typed):
    sent = {"id_number": household.head.id_number.reveal(), "reason": REASON, **typed}
    return client.post(reverse("transfers:ask"), sent)


def page(client, row):
    return client.get(reverse("transfers:request", args=[row.uid]))


def test_who_is_active_elsewhere_gets_no_second_draft(cast, as_user, filed, asking):
    office = Office.objects.create(
        union=cast.union, kind="centre", name="学田帮扶中心", address="学田路1号", telephone="0513-85001234",
        hours="工作日", functions=[Function.values[0]], changed_by=cast.administrator,
    )  # fmt: skip
    reply = start(as_user(asking), filed)
    assert reply.status_code == 409
    for told in (cast.union.name, office.name, office.telephone, "申请转入的原因"):
        assert told in reply.text
    assert filed.head.name not in reply.text
    assert Household.objects.count() == 1
    assert AuditRecord.objects.get(action="id_check").data["count"] == 1


def test_ones_own_file_is_opened_instead(cast, as_user, filed):
    reply = start(as_user(cast.clerk), filed)
    assert reply.status_code == 409
    assert reverse("archives:case", args=[filed.pk]) in reply.text
    assert "申请转入" not in reply.text


def test_what_could_not_come_here_is_not_offered(as_user, filed):
    beyond = UserFactory(union=UnionFactory(), role=Role.CLERK)
    reply = start(as_user(beyond), filed)
    assert reply.status_code == 409
    assert "申请转入" not in reply.text
    assert "请先与该工会核实" in reply.text


def test_a_file_is_asked_for_and_waits_on_the_desk_of_who_holds_it(cast, as_user, filed, asking):
    reply = send(as_user(asking), filed)
    row = TransferRequest.objects.get()
    assert reply.url == reverse("transfers:request", args=[row.uid])
    assert (row.household, row.holder, row.asker, row.state) == (filed, cast.union, asking.union, "waiting")
    message = Message.objects.get(kind="transfers.ask")
    assert (message.union, message.role) == (cast.union, Role.CLERK)
    assert asking.union.name in message.number
    record = AuditRecord.objects.get(action="transfer.ask")
    assert (record.union, record.data["code"]) == (cast.union, asking.union.code)
    group = next(group for group in list_todo(cast.clerk) if group.label == "别的工会申请转入，待答复")
    assert asking.union.name in group.items[0].detail
    assert "今天提出" in group.items[0].detail
    with freeze_time("2040-01-03"):
        group = next(group for group in list_todo(cast.clerk) if group.label == "别的工会申请转入，待答复")
    assert "个工作日" in group.items[0].detail
    assert not [group for group in list_todo(asking) if group.label == "别的工会申请转入，待答复"]


def test_each_side_reads_what_is_its_own(as_user, cast, filed, asking):
    row = ask(filed, asking)
    number = filed.head.id_number.reveal()
    theirs = page(as_user(asking), row).text
    assert str(filed.head.id_number) in theirs
    assert REASON in theirs
    for secret in (filed.head.name, filed.file_no, number, reverse("archives:case", args=[filed.pk])):
        assert secret not in theirs
    ours = page(as_user(cast.clerk), row).text
    for told in (filed.head.name, filed.file_no, asking.union.name, REASON):
        assert told in ours
    assert number not in ours
    stranger = UserFactory(union=UnionFactory(), role=Role.CLERK)
    assert page(as_user(stranger), row).status_code == 404


def test_the_lists_of_both_sides(as_user, cast, filed, asking):
    ask(filed, asking)
    got = {}
    for side, person in (("there", asking), ("here", cast.clerk)):
        client = as_user(person)
        for name in ("requests", "asked"):
            got[side, name] = client.get(reverse(f"transfers:{name}")).text
            assert client.post(reverse(f"transfers:{name}_export")).status_code == 200
    assert filed.file_no in got["here", "requests"]
    assert str(filed.head.id_number) in got["there", "asked"]
    for key in (("there", "asked"), ("there", "requests"), ("here", "asked")):
        assert filed.file_no not in got[key]
        assert filed.head.name not in got[key]


@pytest.mark.parametrize("name", ["requests", "asked"])
def test_lists_do_not_ask_more_for_more_rows(as_user, cast, asking, name, django_assert_max_num_queries):
    for _turn in range(3):
        ask(HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer), asking)
    client = as_user(cast.clerk if name == "requests" else asking)
    with django_assert_max_num_queries(12):
        client.get(reverse(f"transfers:{name}"))


def test_who_agrees_offers_the_file_on_a_page_that_is_filled_in(as_user, cast, filed, asking):
    row, client = ask(filed, asking), as_user(cast.clerk)
    url = reverse("transfers:new", args=[filed.pk])
    assert f"{url}?request={row.uid}" in page(client, row).text
    shown = client.get(url, {"request": str(row.uid)})
    form = shown.context["form"]
    assert form["target"].value() == asking.union.code
    assert REASON in form["note"].value()
    client.post(url, {"target": form["target"].value(), "note": form["note"].value()})
    row.refresh_from_db()
    offered = Transfer.objects.get()
    assert (row.state, row.transfer, row.answered_by) == (RequestState.AGREED, offered, cast.clerk)
    assert Message.objects.get(kind="transfers.offer").union == asking.union
    assert AuditRecord.objects.filter(action="transfer.ask_agree").count() == 1
    assert reverse("transfers:transfer", args=[offered.uid]) in page(as_user(asking), row).text
    transfers.decide(transfer_id=offered.pk, action="accept", by=asking)
    filed.refresh_from_db()
    assert filed.union == asking.union


@pytest.mark.parametrize("typed", ["", "no-uuid", "6b1f0000-0000-4000-8000-000000000000"])
def test_a_page_of_offering_without_such_a_request_is_blank(as_user, cast, filed, typed):
    shown = as_user(cast.clerk).get(reverse("transfers:new", args=[filed.pk]), {"request": typed})
    assert shown.status_code == 200
    assert not shown.context["form"]["target"].value()


def test_a_request_of_another_file_fills_in_nothing(as_user, cast, filed, asking):
    other = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)
    row = ask(other, asking)
    shown = as_user(cast.clerk).get(reverse("transfers:new", args=[filed.pk]), {"request": str(row.uid)})
    assert not shown.context["form"]["target"].value()


def test_declining_wants_a_reason_which_the_other_side_reads(as_user, cast, filed, asking):
    row, client = ask(filed, asking), as_user(cast.clerk)
    url = reverse("transfers:request_step", args=[row.uid])
    assert client.post(url, {"action": "decline", "comment": " "}).status_code == 409
    assert client.post(url, {"action": "decline", "comment": "劳动关系还在本单位"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.answered_by) == (RequestState.DECLINED, cast.clerk)
    assert "劳动关系还在本单位" in page(as_user(asking), row).text
    message = Message.objects.get(kind="transfers.answered")
    assert (message.union, message.number) == (asking.union, "不同意")
    assert filed.file_no not in message.number
    filed.refresh_from_db()
    assert filed.union == cast.union


def test_who_asked_takes_it_back(as_user, cast, filed, asking):
    row = ask(filed, asking)
    url = reverse("transfers:request_step", args=[row.uid])
    assert as_user(asking).post(url, {"action": "withdraw"}).status_code == 302
    assert Message.objects.get(kind="transfers.taken_back").union == cast.union
    assert as_user(cast.clerk).post(url, {"action": "decline", "comment": "不同意"}).status_code == 409


@pytest.mark.parametrize("state", RequestState)
@pytest.mark.parametrize("action", ["decline", "withdraw"])
def test_answer_does_what_the_table_says_and_nothing_else(cast, filed, asking, action, state):
    row = ask(filed, asking)
    if state == RequestState.AGREED:
        transfers.offer(household_id=filed.pk, target=asking.union, note="同意", by=cast.clerk)
    elif state != RequestState.WAITING:
        TransferRequest.objects.filter(pk=row.pk).update(state=state, comment="x", answered_at=row.asked_at)
    right, wrong = (cast.clerk, asking) if action in HOLDER_ACTIONS else (asking, cast.clerk)
    for person in (wrong, cast.reviewer, UserFactory(union=cast.union, role=Role.AUDITOR)):
        with pytest.raises(Refused):
            answer(row, action, person)
    rows = [step for step in REQUEST_TRANSITIONS if step.action == action and state in step.source]
    if rows:
        assert answer(row, action, right).state == rows[0].target
    else:
        with pytest.raises(Refused):
            answer(row, action, right)


@pytest.mark.parametrize("action", ["agree", "lapse", "delete"])
def test_nobody_agrees_without_offering(cast, filed, asking, action):
    row = ask(filed, asking)
    with pytest.raises(Refused):
        answer(row, action, cast.clerk)
    row.refresh_from_db()
    assert row.state == RequestState.WAITING


def test_a_family_that_leaves_answers_the_request(cast, filed, asking):
    row = ask(filed, asking)
    take_step(household_id=filed.pk, action="leave", by=cast.clerk, comment="自愿")
    row.refresh_from_db()
    assert (row.state, row.comment) == (RequestState.LAPSED, "档案已退出，可以重新建档")
    record = AuditRecord.objects.get(action="transfer.ask_lapse")
    assert (record.by, record.union, record.data["code"]) == (cast.clerk, cast.union, asking.union.code)
    assert Message.objects.get(kind="transfers.answered").union == asking.union


def test_a_file_that_went_elsewhere_answers_the_other_requests(cast, filed, asking):
    row, third = ask(filed, asking), UnionFactory(parent=cast.county)
    other = UserFactory(union=third, role=Role.CLERK)
    offered = transfers.offer(household_id=filed.pk, target=third, note="调动", by=cast.clerk)
    transfers.decide(transfer_id=offered.pk, action="accept", by=other)
    row.refresh_from_db()
    assert (row.state, row.answered_by) == (RequestState.LAPSED, other)
    assert AuditRecord.objects.get(action="transfer.ask_lapse").by == other


def test_what_is_offered_to_a_union_is_not_asked_for_as_well(cast, filed, asking):
    offered = transfers.offer(household_id=filed.pk, target=asking.union, note="调动", by=cast.clerk)
    with pytest.raises(Refused, match=f"“{cast.union.name}”已经提出把这份档案转来，请在“档案转移”里接收。"):
        ask(filed, asking)
    assert not TransferRequest.objects.exists()
    assert ask(filed, UserFactory(union=UnionFactory(parent=cast.county), role=Role.CLERK)).is_waiting
    transfers.decide(transfer_id=offered.pk, action="refuse", by=asking, comment="不是本单位职工")
    assert ask(filed, asking).is_waiting


def test_who_holds_the_file_now_is_asked_on_the_day_on_which_another_declined(cast, filed, asking):
    answer(ask(filed, asking), "decline", cast.clerk)
    third = UnionFactory(parent=cast.county)
    other = UserFactory(union=third, role=Role.CLERK)
    offered = transfers.offer(household_id=filed.pk, target=third, note="调动", by=cast.clerk)
    transfers.decide(transfer_id=offered.pk, action="accept", by=other)
    row = ask(filed, asking)
    assert row.holder == third
    answer(row, "decline", other)
    with pytest.raises(Refused, match="今天已经申请过"):
        ask(filed, asking)


def test_a_union_waits_for_one_answer_and_asks_once_a_day(cast, filed, asking):
    row = ask(filed, asking)
    colleague = UserFactory(union=asking.union, role=Role.CLERK)
    for somebody in (asking, colleague):
        with pytest.raises(Refused, match="已经申请过转入此人"):
            ask(filed, somebody)
    answer(row, "decline", cast.clerk)
    with pytest.raises(Refused, match="今天已经申请过"):
        ask(filed, colleague)
    assert TransferRequest.objects.count() == 1
    with freeze_time(timezone.now() + timedelta(days=1)):
        ask(filed, colleague)
    assert (
        ask(filed, UserFactory(union=UnionFactory(parent=cast.county), role=Role.CLERK)).state
        == RequestState.WAITING
    )


@pytest.mark.django_db(transaction=True)
def test_two_of_a_union_ask_at_once():
    filed = HouseholdFactory(filed=True)
    union = UnionFactory(parent=filed.union.parent)
    people = [UserFactory(union=union, role=Role.CLERK) for _turn in range(2)]
    results = at_once(lambda by: ask(filed, by), people)
    assert sorted(isinstance(result, Refused) for result in results) == [False, True]
    assert TransferRequest.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_withdrawn_and_offered_at_once_leave_one_answer():
    filed = HouseholdFactory(filed=True)
    clerk = UserFactory(union=filed.union, role=Role.CLERK)
    asking = UserFactory(union=UnionFactory(parent=filed.union.parent), role=Role.CLERK)
    row = ask(filed, asking)
    moves = [
        lambda: answer(row, "withdraw", asking),
        lambda: transfers.offer(household_id=filed.pk, target=asking.union, note="同意", by=clerk),
    ]
    at_once(lambda move: move(), moves)
    row.refresh_from_db()
    assert (row.state, row.transfer is None) in ((RequestState.AGREED, False), (RequestState.WITHDRAWN, True))


def test_who_holds_a_file_is_counted_once_on_the_way_to_asking_for_it(as_user, filed, asking):
    client = as_user(asking)
    start(client, filed)
    send(client, filed)
    assert NumberLookup.objects.filter(by=asking).count() == 1
    assert AuditRecord.objects.filter(action="id_check", by=asking).count() == 2


def test_a_refused_request_leaves_its_trace_too(cast, asking):
    waiting = HouseholdFactory(submitted=True, union=cast.union, clerk=cast.clerk)
    with pytest.raises(Refused, match="还没有建档"):
        ask(waiting, asking)
    assert AuditRecord.objects.filter(action="id_check", by=asking).count() == 1


def test_what_cannot_be_asked_for_is_refused(cast, filed, asking):
    with pytest.raises(Refused, match="没有查到此人"):
        transfers.ask(id_number=id_number(), reason=REASON, by=asking)
    with pytest.raises(Refused, match="另一个工会"):
        ask(filed, cast.clerk)
    with pytest.raises(Refused, match="经办人"):
        ask(filed, cast.auditor)
    with pytest.raises(Refused, match="原因"):
        ask(filed, asking, reason=" ")


@pytest.mark.parametrize("typed", ["", "123", "<b>"])
def test_a_wrong_number_asks_for_nothing(as_user, filed, asking, typed):
    assert send(as_user(asking), filed, id_number=typed).status_code == 422
    assert not TransferRequest.objects.exists()


@pytest.mark.parametrize("typed", ["", "   ", "因" * 301])
def test_without_a_reason_the_page_asks_again_and_keeps_what_it_told(as_user, cast, filed, asking, typed):
    client = as_user(asking)
    start(client, filed)
    reply = send(client, filed, reason=typed)
    assert reply.status_code == 422
    assert cast.union.name in reply.text
    assert "申请转入的原因" in reply.text


def test_a_number_that_was_never_looked_up_is_told_nothing_without_a_reason(as_user, cast, filed, asking):
    reply = send(as_user(asking), filed, reason="")
    assert reply.status_code == 422
    assert cast.union.name not in reply.text
    assert has_linked_fields(reply)


def test_who_may_see_the_file_is_asked_for_the_reason_at_its_field(as_user, cast, filed):
    reply = send(as_user(UserFactory(union=cast.county, role=Role.CLERK)), filed, reason="")
    assert reply.status_code == 422
    assert cast.union.name in reply.text
    assert has_linked_fields(reply)
    assert not NumberLookup.objects.exists()


@pytest.mark.parametrize("reason", ["", REASON])
def test_what_was_typed_for_a_new_file_stays_beside_a_refused_request(as_user, filed, asking, reason):
    client = as_user(asking)
    ask(filed, asking)
    start(client, filed)
    reply = send(client, filed, reason=reason, name="季小梅")
    assert reply.status_code == (409 if reason else 422)
    assert 'name="name" value="季小梅"' in reply.text
    assert isinstance(reply.context["ask_form"], AskForm)
    assert not isinstance(reply.context["form"], AskForm)
    assert reply.context["form"]["name"].value() == "季小梅"
    assert has_linked_fields(reply)


def has_linked_fields(reply):
    """Whether each error on top of the page leads to a field that is there."""
    summary = re.search(r'<div class="error-summary".*?</div>', reply.text, re.DOTALL)[0]
    return all(f' id="{key}"' in reply.text for key in re.findall(r'href="#([^"]+)"', summary))


class TestTheDatabase:
    """What it refuses of requests, beside the program."""

    @pytest.mark.parametrize(
        ("name", "values"),
        [
            ("request_state_known", {"state": "x", "answered_at": "2026-01-05T00:00:00Z"}),
            ("request_answered_when_over", {"state": "withdrawn"}),
            ("request_agreed_with_its_transfer", {"state": "agreed", "answered_at": "2026-01-05T00:00:00Z"}),
            ("request_declined_with_reason", {"state": "declined", "answered_at": "2026-01-05T00:00:00Z"}),
            ("stays as it was asked", {"reason": "y"}),
            ("stays as it was asked", {"file_no": "y"}),
        ],
    )
    def test_an_answer_that_cannot_be(self, filed, asking, name, values):
        row = ask(filed, asking)
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            TransferRequest.objects.filter(pk=row.pk).update(**values)

    def test_what_is_answered_stays(self, cast, filed, asking):
        row = answer(ask(filed, asking), "decline", cast.clerk)
        rows = TransferRequest.objects.filter(pk=row.pk)
        for change in ({"comment": "其实同意"}, {"state": "waiting", "answered_at": None}):
            with pytest.raises(IntegrityError, match="stays as it was asked"), transaction.atomic():
                rows.update(**change)
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            rows.delete()

    def make(self, filed, asking, **values):
        row = TransferRequest(
            household=filed, holder=filed.union, asker=asking.union, id_number=id_number(), file_no="x",
            reason="y", asked_by=asking,
        )  # fmt: skip
        for name, value in values.items():
            setattr(row, name, value)
        row.save()

    def test_what_cannot_be_asked(self, cast, filed, asking):
        now = timezone.now()
        for name, values in (
            ("begins waiting", {"state": "withdrawn", "answered_at": now}),
            ("does not hold", {"holder": cast.county}),
            ("request_of_another", {"asker": filed.union}),
            ("request_says_why", {"reason": ""}),
        ):
            with pytest.raises(IntegrityError, match=name), transaction.atomic():
                self.make(filed, asking, **values)
        ask(filed, asking)
        with pytest.raises(IntegrityError, match="request_waits_once"), transaction.atomic():
            self.make(filed, asking)

    def test_agreed_is_what_was_offered(self, cast, filed, asking):
        row = ask(filed, asking)
        third = UnionFactory(parent=cast.county)
        offered = transfers.offer(household_id=filed.pk, target=third, note="调动", by=cast.clerk)
        with pytest.raises(IntegrityError, match="is not what request"), transaction.atomic():
            TransferRequest.objects.filter(pk=row.pk).update(
                state="agreed", transfer=offered, answered_at=timezone.now()
            )
