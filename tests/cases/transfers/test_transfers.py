"""A file goes from one union to another with its history, and only when the other accepts."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from cases.applications.models import Application
from cases.applications.states import State as ApplicationState
from cases.archives.models import ChangeRequest, Household
from cases.archives.services.life.changes import save_change
from cases.archives.services.steps import take_step
from cases.archives.states import Section, State
from cases.transfers import services as transfers
from cases.transfers.models import Transfer
from cases.transfers.states import RECEIVER_ACTIONS, TRANSFER_TRANSITIONS, TransferState
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.desk.selectors import count_todo, list_todo
from hardship.kernel.workflow import Refused
from tests.factories import (
    ApplicationFactory,
    HouseholdFactory,
    UnionFactory,
    UserFactory,
    close_file,
    take,
)
from tests.threads import at_once
from tests.worlds import world

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("A8", "A10")]


@world
def filed(cast):
    return HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)


@world
def receiver(cast):
    """A clerk of a union in another city."""
    return UserFactory(union=cast.elsewhere, role=Role.CLERK)


def offer(household, target, by):
    return transfers.offer(household_id=household.pk, target=target, note="调往新单位", by=by)


def decide(row, action, by, comment="同意"):
    return transfers.decide(transfer_id=row.pk, action=action, by=by, comment=comment)


def test_accepting_moves_scope_and_history_and_keeps_the_number(cast, filed, receiver):
    number = filed.file_no
    row = offer(filed, cast.elsewhere, cast.clerk)
    assert not Household.objects.visible_to(receiver).exists()
    decide(row, "accept", receiver)
    filed.refresh_from_db()
    new = cast.elsewhere
    assert (filed.union, filed.county, filed.city) == (new, new.county, new.city)
    assert (filed.file_no, filed.number_union, filed.state) == (number, cast.union, State.FILED)
    assert Household.objects.visible_to(receiver).get() == filed
    assert not Household.objects.visible_to(cast.clerk).exists()
    assert (filed.assessments.count(), filed.steps.count()) == (1, 3)
    step = filed.steps.latest("pk")
    assert (step.action, step.label) == ("transfer", "转入本工会")
    unions = AuditRecord.objects.about(filed).filter(action="transfer.accept").values_list("union", flat=True)
    assert set(unions) == {cast.union.pk, new.pk}


def test_a_moved_file_does_not_stand_in_the_way_of_the_numbers_there(cast, filed, receiver):
    there = HouseholdFactory(filed=True, union=cast.elsewhere)
    assert (there.file_year, there.file_seq) == (filed.file_year, filed.file_seq)
    decide(offer(filed, cast.elsewhere, cast.clerk), "accept", receiver)
    again = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk)
    assert again.file_seq == filed.file_seq + 1


def test_open_applications_go_along_and_closed_ones_stay_where_they_were_decided(
    cast, reference, filed, receiver
):
    draft = ApplicationFactory(household=filed, union=cast.union, clerk=cast.clerk, programme="medical")
    over = ApplicationFactory(
        household=filed, union=cast.union, clerk=cast.clerk, state=ApplicationState.WITHDRAWN
    )
    decide(offer(filed, cast.elsewhere, cast.clerk), "accept", receiver)
    draft.refresh_from_db()
    over.refresh_from_db()
    assert (draft.union, draft.county, draft.city) == (cast.elsewhere, *[
        getattr(cast.elsewhere, level) for level in ("county", "city")])  # fmt: skip
    assert (over.union, over.county) == (cast.union, cast.county)


def test_an_application_under_review_is_decided_first(cast, reference, filed, receiver):
    application = ApplicationFactory(
        household=filed, union=cast.union, clerk=cast.clerk, state=ApplicationState.REVIEW
    )
    row = offer(filed, cast.elsewhere, cast.clerk)
    with pytest.raises(Refused, match=application.number):
        decide(row, "accept", receiver)
    filed.refresh_from_db()
    assert filed.union == cast.union
    take(application, "reject", by=cast.reviewer)
    decide(row, "accept", receiver)
    assert Application.objects.get(pk=application.pk).union == cast.union


def test_what_holds_a_file_up_is_told_before_it_is_tried(as_user, cast, reference, filed, receiver):
    reviewed = ApplicationFactory(
        household=filed, union=cast.union, clerk=cast.clerk, state=ApplicationState.REVIEW
    )
    draft = ApplicationFactory(household=filed, union=cast.union, clerk=cast.clerk, programme="medical")

    def read(who, name, *args):
        return as_user(who).get(reverse(f"transfers:{name}", args=args)).content.decode()

    offering = read(cast.clerk, "new", filed.pk)
    assert reviewed.number in offering
    assert all(reverse("applications:detail", args=[row.pk]) in offering for row in (reviewed, draft))
    row = offer(filed, cast.elsewhere, cast.clerk)
    assert reverse("applications:detail", args=[reviewed.pk]) in read(cast.clerk, "transfer", row.uid)
    there = read(receiver, "transfer", row.uid)
    assert reviewed.number in there
    assert reviewed.programme.name not in there
    assert (reverse("applications:detail", args=[reviewed.pk]) in there, "接收档案" in there) == (
        False,
        False,
    )
    answer = as_user(receiver).post(
        reverse("transfers:step", args=[row.uid]), {"action": "accept", "comment": "同意"}
    )
    assert answer.status_code == 409
    assert f"请“{cast.union.name}”办结或撤回后再接收" in answer.content.decode()
    take(reviewed, "reject", by=cast.reviewer)
    assert "接收档案" in read(receiver, "transfer", row.uid)


def test_a_waiting_change_goes_along(cast, filed, receiver):
    asked = save_change(
        household_id=filed.pk,
        section=Section.HOUSING,
        data={"homes": 2},
        version=filed.version,
        by=cast.clerk,
    )
    decide(offer(filed, cast.elsewhere, cast.clerk), "accept", receiver)
    assert ChangeRequest.objects.visible_to(receiver).get() == asked


@pytest.mark.parametrize("state", TransferState)
@pytest.mark.parametrize("action", sorted({row.action for row in TRANSFER_TRANSITIONS}))
def test_decide_does_what_the_table_says_and_nothing_else(cast, filed, receiver, action, state):
    row = offer(filed, cast.elsewhere, cast.clerk)
    over = {} if state == TransferState.OFFERED else {"decided_at": filed.created_at}
    Transfer.objects.filter(pk=row.pk).update(state=state, **over)
    right, wrong = (receiver, cast.clerk) if action in RECEIVER_ACTIONS else (cast.clerk, receiver)
    for person in (wrong, cast.reviewer, UserFactory(union=cast.union, role=Role.AUDITOR)):
        with pytest.raises(Refused):
            decide(row, action, person)
    legal = {(step.action, source): step for step in TRANSFER_TRANSITIONS for source in step.source}
    step = legal.get((action, state))
    if step is None:
        with pytest.raises(Refused):
            decide(row, action, right)
    else:
        assert decide(row, action, right).state == step.target


def test_refusing_needs_a_reason_and_leaves_the_file_where_it_is(cast, filed, receiver):
    row = offer(filed, cast.elsewhere, cast.clerk)
    with pytest.raises(Refused, match="意见"):
        decide(row, "refuse", receiver, comment=" ")
    decide(row, "refuse", receiver, comment="不是我单位职工")
    filed.refresh_from_db()
    assert filed.union == cast.union
    offer(filed, cast.elsewhere, cast.clerk)


def test_what_is_not_offered(cast, filed, receiver):
    closed = UnionFactory(parent=cast.county, closed_on="2026-01-01")
    for target in (cast.union, closed, UnionFactory(parent=None)):
        with pytest.raises(Refused):
            offer(filed, target, cast.clerk)
    with pytest.raises(Refused, match="经办人"):
        offer(filed, cast.elsewhere, cast.reviewer)
    offer(filed, cast.elsewhere, cast.clerk)
    with pytest.raises(Refused, match="已在转移中"):
        offer(filed, UnionFactory(parent=cast.county), cast.clerk)
    draft = HouseholdFactory(union=cast.union, clerk=cast.clerk)
    with pytest.raises(Refused, match="在档"):
        offer(draft, cast.elsewhere, cast.clerk)


def test_a_family_that_left_meanwhile_is_not_taken_over(cast, filed, receiver):
    row = offer(filed, cast.elsewhere, cast.clerk)
    take_step(household_id=filed.pk, action="leave", by=cast.clerk, comment="自愿")
    row.refresh_from_db()
    assert row.state == TransferState.WITHDRAWN
    with pytest.raises(Refused):
        decide(row, "accept", receiver)


@pytest.mark.django_db(transaction=True)
def test_two_accept_one_transfer_at_once():
    filed = HouseholdFactory(filed=True)
    target = UnionFactory(parent=filed.union.parent)
    row = offer(filed, target, UserFactory(union=filed.union))
    people = [UserFactory(union=target) for _turn in range(2)]
    results = at_once(lambda by: decide(row, "accept", by), people)
    assert sorted(isinstance(result, Refused) for result in results) == [False, True]
    assert filed.steps.filter(action="transfer").count() == 1


@pytest.mark.django_db(transaction=True)
def test_accepting_and_withdrawing_at_once_leave_one_of_them():
    filed = HouseholdFactory(filed=True)
    target, clerk = UnionFactory(parent=filed.union.parent), UserFactory(union=filed.union)
    row = offer(filed, target, clerk)
    moves = [("accept", UserFactory(union=target)), ("withdraw", clerk)]
    results = at_once(lambda move: decide(row, *move), moves)
    assert sorted(isinstance(result, Refused) for result in results) == [False, True]
    row.refresh_from_db()
    filed.refresh_from_db()
    assert (row.state == TransferState.ACCEPTED) == (filed.union == target)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("transfer_state_known", {"state": "x", "decided_at": "2026-01-05T00:00:00Z"}),
        ("transfer_decided_when_over", {"state": "accepted"}),
    ],
)
def test_the_database_refuses_a_transfer_that_cannot_be(cast, filed, name, values):
    row = offer(filed, cast.elsewhere, cast.clerk)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Transfer.objects.filter(pk=row.pk).update(**values)


def test_the_database_wants_two_unions_and_one_offer(cast, filed):
    row = offer(filed, cast.elsewhere, cast.clerk)
    with pytest.raises(IntegrityError, match="transfer_to_another"), transaction.atomic():
        Transfer.objects.filter(pk=row.pk).update(target=cast.union)
    with pytest.raises(IntegrityError, match="transfer_offered_once"), transaction.atomic():
        Transfer.objects.create(household=filed, source=cast.union, target=cast.city, file_no="x", note="x")


# pages


def test_both_sides_see_it_on_the_desk(cast, filed, receiver):
    offer(filed, cast.elsewhere, cast.clerk)
    assert "转来待接收的档案" in [group.label for group in list_todo(receiver)]
    assert "转出等待对方接收的档案" in [group.label for group in list_todo(cast.clerk)]
    assert count_todo(receiver)["transfers:transfers"] == 1


def test_offered_typed_accepted_and_opened(as_user, cast, filed, receiver):
    client, url = as_user(cast.clerk), reverse("transfers:new", args=[filed.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"target": "没有这个工会", "note": "x"}).status_code == 422
    assert client.post(url, {"target": cast.union.code, "note": "x"}).status_code == 409
    answer = client.post(url, {"target": cast.elsewhere.code, "note": "调往新单位"})
    row = Transfer.objects.get()
    assert answer.url == reverse("transfers:transfer", args=[row.uid])
    client = as_user(receiver)
    assert client.get(reverse("archives:case", args=[filed.pk])).status_code == 404
    text = client.get(reverse("transfers:transfer", args=[row.uid])).content.decode()
    assert str(filed) in text
    assert "接收以后才能打开" in text
    step = reverse("transfers:step", args=[row.uid])
    assert client.post(step, {"action": "refuse"}).status_code == 409
    assert client.post(step, {"action": "accept"}).url == reverse("archives:case", args=[filed.pk])
    assert client.get(reverse("archives:case", args=[filed.pk])).status_code == 200
    assert client.post(step, {"action": "accept"}).status_code == 409


def test_the_new_union_sees_the_aid_that_was_given_before(as_user, cast, reference, filed, receiver):
    over = ApplicationFactory(
        household=filed, union=cast.union, clerk=cast.clerk, state=ApplicationState.REJECTED
    )
    decide(offer(filed, cast.elsewhere, cast.clerk), "accept", receiver)
    client = as_user(receiver)
    text = client.get(reverse("desk:case", args=[filed.pk]), {"tab": "aid"}).content.decode()
    assert over.number in text
    assert reverse("applications:detail", args=[over.pk]) not in text
    log = client.get(reverse("desk:case", args=[filed.pk]), {"tab": "log"}).content.decode()
    assert "审核通过，建档" in log


def test_lists_do_not_ask_more_for_more_rows(as_user, cast, django_assert_max_num_queries):
    for _turn in range(3):
        household = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)
        offer(household, cast.elsewhere, cast.clerk)
    client = as_user(cast.clerk)
    with django_assert_max_num_queries(12):
        client.get(reverse("transfers:transfers"))


def test_a_file_that_is_not_in_force_any_more_is_not_taken_over(cast, filed, receiver):
    """As if it had been closed without the offer being withdrawn: the state of the file alone tells."""
    row = offer(filed, cast.elsewhere, cast.clerk)
    close_file(filed)
    with pytest.raises(Refused, match="提出转移以后有了变化"):
        decide(row, "accept", receiver)
    filed.refresh_from_db()
    assert filed.union == cast.union
