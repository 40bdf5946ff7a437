"""What the database refuses of urgent aid, whoever asks: going around Python."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from cases.applications.models import Application
from cases.applications.selectors.urgent import get_urgent
from cases.applications.states import State as ApplicationState
from cases.approvals.models import ApprovalStep
from cases.completions import services
from cases.completions.models import Completion, CompletionStep, UrgentTerms
from cases.notices.models import NoticeEntry
from cases.notices.services import record_objection
from cases.policies.models import Programme
from funds.payments.models import Payable, Payment
from tests.cases.completions.conftest import let_go_by
from tests.cases.completions.test_completions import WORDS, entry_of, hand_in, on_notice
from tests.factories import unguarded

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B8")]


def test_what_was_refused_is_in_no_batch_and_what_was_paid_is_not_ended(cast, owed):
    refused_by("completion_ends_unpaid", lambda: step_of(owed, "end", "waiting", "ended", None))
    line = Payment.objects.get()
    with unguarded():
        Completion.objects.filter(pk=owed.pk).update(state="refused")
        Payable.objects.update(state="open")
    line.pk = None
    refused_by("refused_aid_is_not_paid", lambda: line.save(force_insert=True))


def refused_by(constraint, write):
    with pytest.raises((IntegrityError, DatabaseError)) as caught, transaction.atomic():
        _at_once(write)
    diagnosis = caught.value.__cause__.diag
    assert (diagnosis.constraint_name or diagnosis.message_primary) == constraint


def _at_once(write):
    """With what is asked at the end of a transaction."""
    write()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def terms_of(application, **more):
    kept = {"round": application.round + 1, "most": 3000, "workdays": 10, **more}
    return UrgentTerms.objects.create(application=application, **kept)


def step_of(completion, action, source, target, by, **more):
    return CompletionStep.objects.create(
        completion=completion, action=action, source=source, target=target, by=by, **more
    )


def leave(completion, state):
    """Its line leaves its notice beside every service."""
    with unguarded():
        NoticeEntry.objects.filter(pk=entry_of(completion).pk).update(state=state, closed_at=timezone.now())


def approve(application, by):
    """The step that approves it, beside every service."""
    return ApprovalStep.objects.create(
        application=application, round=application.round, action="approve", source="approval",
        target="approved", stage_no=application.stage_no, is_decision=True,
        content_hash=application.content_hash, maker=application.submitted_by, by=by,
    )  # fmt: skip


def test_no_terms_for_what_is_not_urgent(make):
    refused_by("urgent_within_its_terms", lambda: terms_of(make(is_urgent=False)))


def test_nor_above_their_sum(make):
    application = make()
    refused_by("urgent_within_its_terms", lambda: terms_of(application, most="2999.99"))
    assert terms_of(application, most=3000).pk


def test_nor_while_the_union_owes_a_completion(make, owed):
    following = make()
    let_go_by(owed)
    refused_by("urgent_after_what_is_owed", lambda: terms_of(following))


def test_without_a_notice_nothing_is_approved_that_has_no_terms(cast, make):
    """A route without a notice, written beside the service, is no way to the money."""
    application = make(ApplicationState.APPROVAL)
    with unguarded():
        UrgentTerms.objects.filter(application=application).delete()
    refused_by("step_after_the_notice", lambda: approve(application, cast.approver))


def test_nothing_is_decided_on_at_once_but_where_its_route_says_so(cast, make):
    """What is handed in goes to its review: a step beside the service leads past it for no application."""
    application = make()

    def hand_in_at_once():
        ApprovalStep.objects.create(
            application=application, round=1, action="submit", source="draft", target="approval", next_no=0,
            content_hash=application.content_hash, maker=cast.clerk, by=cast.clerk,
        )  # fmt: skip

    refused_by("step_after_the_review", hand_in_at_once)


def test_nor_above_the_sum_of_its_terms(cast, make):
    application = make(ApplicationState.APPROVAL)
    with unguarded():
        UrgentTerms.objects.filter(application=application).update(most=2999)
    refused_by("step_after_the_notice", lambda: approve(application, cast.approver))


def test_nor_on_terms_of_what_is_not_urgent(cast, make):
    application = make(ApplicationState.APPROVAL)
    with unguarded():
        Application.objects.filter(pk=application.pk).update(is_urgent=False)
    refused_by("step_after_the_notice", lambda: approve(application, cast.approver))


def test_within_its_terms_it_is(cast, make):
    application = make(ApplicationState.APPROVAL)
    assert approve(application, cast.approver).pk


def test_an_urgent_approval_leaves_a_completion(cast, make):
    application = make(ApplicationState.APPROVAL)

    def around():
        approve(application, cast.approver)
        Application.objects.filter(pk=application.pk).update(state="approved", stage_no=None)

    refused_by("urgent_leaves_a_completion", around)


def test_urgent_stays_as_it_was_submitted(make):
    application = make(ApplicationState.REVIEW)
    rows = Application.objects.filter(pk=application.pk)
    refused_by("application_stays_as_submitted", lambda: rows.update(is_urgent=False))


def test_urgent_is_written_by_somebody(make):
    rows = Application.objects.filter(pk=make().pk)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with unguarded():  # what the draft left behind is of this transaction
        type(rows.get()).edits.rel.related_model.objects.filter(application=rows.get()).delete()
    refused_by("application_content_leaves_edit", lambda: rows.update(is_urgent=False))


class TestACompletion:
    def test_is_of_urgent_aid_alone(self, make):
        application = make(is_urgent=False)
        row = Completion(application=application, union=application.union, due_on=timezone.localdate())
        refused_by("completion_of_urgent_aid", row.save)

    def test_keeps_its_day(self, owed):
        rows = Completion.objects.filter(pk=owed.pk)
        refused_by("completion_keeps_its_day", lambda: rows.update(due_on="2030-01-01"))
        refused_by("completion_stays", lambda: rows.update(opened_at="2020-01-01 00:00Z"))

    def test_until_it_is_sent_back_and_then_for_a_later_one(self, cast, owed):
        rows = Completion.objects.filter(pk=owed.pk)
        later, earlier = owed.due_on + timedelta(days=1), owed.due_on - timedelta(days=1)

        def move(action, source, target, by, due_on):
            step_of(owed, action, source, target, by)
            rows.update(state=target, account=WORDS, content_hash="0" * 64, due_on=due_on)

        refused_by(
            "completion_keeps_its_day", lambda: move("submit", "waiting", "submitted", cast.clerk, later)
        )
        hand_in(owed, cast.clerk)
        with unguarded():
            rows.update(account=WORDS, content_hash="0" * 64)
        refused_by(
            "completion_keeps_its_day", lambda: move("return", "submitted", "waiting", cast.reviewer, earlier)
        )
        move("return", "submitted", "waiting", cast.reviewer, later)
        assert rows.get().due_on == later

    def test_stays_as_it_was_handed_in(self, cast, owed):
        hand_in(owed, cast.clerk)
        rows = Completion.objects.filter(pk=owed.pk)
        refused_by("completion_stays", lambda: rows.update(account="别的"))

    def test_moves_by_its_steps_alone(self, owed):
        rows = Completion.objects.filter(pk=owed.pk)
        told = {"account": WORDS, "content_hash": "0" * 64}
        refused_by("completion_moves_by_steps", lambda: rows.update(state="submitted", **told))

    def test_is_not_removed(self, make):
        completion = make(ApplicationState.APPROVED).completion
        with pytest.raises(DatabaseError), transaction.atomic():
            Completion.objects.filter(pk=completion.pk)._raw_delete("default")

    def test_no_step_from_where_it_is_not(self, cast, owed):
        refused_by(
            "completion_step_from_where_it_is",
            lambda: step_of(owed, "return", "submitted", "waiting", cast.reviewer),
        )

    def test_no_step_beside_the_table(self, cast, owed):
        refused_by(
            "completion_step_of_the_table",
            lambda: step_of(owed, "accept", "waiting", "on_notice", cast.reviewer),
        )

    def test_nobody_judges_what_they_handed_in_or_applied_for(self, cast, owed):
        completion = hand_in(owed, cast.clerk)
        for by in (cast.clerk, None):
            refused_by(
                "completion_judged_by_another",
                lambda by=by: step_of(completion, "accept", "submitted", "on_notice", by),
            )

    def test_nobody_stands_in_without_being_asked_to(self, cast, owed):
        completion = hand_in(owed, cast.clerk)
        refused_by(
            "completion_by_who_stands_in",
            lambda: step_of(
                completion, "return", "submitted", "waiting", cast.reviewer, stood_in_for=cast.city_reviewer
            ),
        )

    def test_its_notice_comes_after_the_money(self, cast, make):
        completion = hand_in(make(ApplicationState.APPROVED).completion, cast.clerk)
        refused_by(
            "completion_after_the_money",
            lambda: step_of(completion, "accept", "submitted", "on_notice", cast.reviewer),
        )

    def test_its_notice_follows(self, cast, owed):
        completion = hand_in(owed, cast.clerk)
        refused_by(
            "completion_is_shown", lambda: step_of(completion, "accept", "submitted", "done", cast.reviewer)
        )
        with unguarded():  # as where the programme has no notice
            Programme.objects.filter(pk=completion.application.programme_id).update(notice_days=0)
        assert step_of(completion, "accept", "submitted", "done", cast.reviewer).pk

    def test_it_is_done_when_its_notice_is_over(self, cast, owed):
        completion = on_notice(owed, cast)

        def conclude():
            return step_of(completion, "conclude", "on_notice", "done", None)

        refused_by("completion_after_its_notice", conclude)
        leave(completion, "withdrawn")
        refused_by("completion_after_its_notice", conclude)
        leave(completion, "passed")
        assert conclude().pk

    def test_nor_while_an_objection_waits(self, cast, owed):
        completion = on_notice(owed, cast)
        record_objection(
            entry_id=entry_of(completion).pk,
            text="家里有车。",
            received_on=timezone.localdate(),
            by=cast.clerk,
        )
        leave(completion, "passed")
        refused_by(
            "completion_after_its_notice", lambda: step_of(completion, "conclude", "on_notice", "done", None)
        )

    def test_who_had_a_hand_sends_nothing_back_from_its_notice(self, cast, owed):
        completion = on_notice(owed, cast)
        for by in (cast.clerk, None):
            refused_by(
                "completion_judged_by_another",
                lambda by=by: step_of(completion, "return", "on_notice", "waiting", by),
            )


def test_the_service_asks_what_is_owed_by_itself(cast, make, owed):
    """With the database's guard out of the way, and whatever the page said of it before."""
    following = make()
    let_go_by(owed)
    with unguarded(), pytest.raises(services.CompletionRefused, match="超期没有补办"):
        services.keep_terms(following, get_urgent(following))
