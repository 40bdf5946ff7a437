"""撤回修改: the clerk takes an application back into the draft until somebody has acted on it."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from cases.applications import services as applications
from cases.applications.models import Application
from cases.applications.selectors.returned import open_parts
from cases.applications.services import ApplicationRefused
from cases.applications.states import State
from cases.approvals.models import Correction, CorrectionAnswer
from cases.approvals.selectors import list_options
from cases.approvals.selectors.inbox import list_tab
from cases.approvals.selectors.resubmission import get_resubmission
from cases.approvals.services import take_step
from cases.approvals.services.corrections import Corrections
from cases.approvals.templatetags.mending import corrected_rows, correction_words
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused
from tests.factories import UserFactory, make_evidence, take

pytestmark = pytest.mark.django_db

SQL = """INSERT INTO approvals_approvalstep (application_id, round, action, source, target, stage_no,
         is_decision, comment, content_hash, parts, at, maker_id, by_id)
         SELECT id, round, 'recall', state, 'draft', stage_no, false, '', content_hash, '{}', now(),
         submitted_by_id, %s FROM applications_application WHERE id = %s"""


def hand_on(application, cast):
    colleague = UserFactory(union=cast.county, role=Role.REVIEWER)
    seen = application.content_hash
    take_step(
        application_id=application.pk, action="hand_on", by=cast.reviewer, seen_hash=seen, comment="出差",
        handed_to=colleague.pk,
    )  # fmt: skip
    return Application.objects.get(pk=application.pk)


def test_it_is_a_draft_again_with_its_number_and_is_submitted_anew(cast, make):
    application = make(State.REVIEW)
    number = application.number
    application = take(application, "recall", by=cast.clerk)
    assert (application.state, application.number) == (State.DRAFT, number)
    assert (application.awaits, application.due_on, application.stage_no) == (None, None, None)
    assert not list_tab(user=cast.reviewer, tab="todo").exists()
    application.evidence.add(make_evidence(application.household, kind="hardship", by=cast.clerk))
    application = take(application, "submit", by=cast.clerk)
    assert (application.state, application.number, application.round) == (State.REVIEW, number, 2)
    assert get_resubmission(application, is_changed=False) is None, "nobody decided on what was before"


def test_what_was_recalled_is_passed_over_when_changes_are_shown(cast, make):
    application = make(State.RETURNED)
    for action in ("submit", "recall", "submit"):
        application = take(application, action, by=cast.clerk)
    found = get_resubmission(application, is_changed=False)
    assert (found.decided.action, found.decided.round, application.round) == ("return", 1, 3)


WHY = [("reason", "请写明治疗情况。")]


@pytest.fixture
def came_back(cast, make):
    """Came back for its reason alone, was handed in again, and recalled."""
    application = take(make(State.REVIEW), "return", by=cast.reviewer, corrections=Corrections(WHY))
    assert application.due_on is not None
    for action in ("submit", "recall"):
        application = take(application, action, by=cast.clerk)
    return application


def test_what_came_back_stays_closed_and_due_when_it_is_recalled(cast, as_user, came_back):
    returned = came_back.steps.get(action="return")
    resubmitted = came_back.steps.get(action="submit", round=2)
    assert (came_back.state, came_back.due_on) == (State.DRAFT, resubmitted.due_on)
    assert came_back.due_on > timezone.localdate()
    assert open_parts(came_back) == {"reason"}
    with pytest.raises(ApplicationRefused, match="不在这次退回补正的范围内"):
        applications.save(
            application_id=came_back.pk, version=came_back.version, by=cast.clerk, reason=came_back.reason,
            evidence_ids=[],
        )  # fmt: skip
    page = as_user(cast.clerk).get(f"/applications/{came_back.pk}/edit/").text
    for words in (f"{returned.by} ", "退回补正", "请写明治疗情况。", "只有写明的栏目和还缺的可以改"):
        assert words in page


def test_a_correction_is_answered_again_after_a_recall_and_the_last_answer_is_shown(cast, make):
    application = take(make(State.REVIEW), "return", by=cast.reviewer, corrections=Corrections(WHY))
    key = Correction.objects.get().pk
    for words in ("理由属实", "已写明治疗情况"):
        said = Corrections(answers=[(key, words)])
        application = take(application, "submit", by=cast.clerk, corrections=said)
        if words == "理由属实":
            application = take(application, "recall", by=cast.clerk)
    assert [row.text for row in CorrectionAnswer.objects.order_by("pk")] == ["理由属实", "已写明治疗情况"]
    [row] = corrected_rows(application.steps.get(action="return"))
    assert row["answer"].text == "已写明治疗情况"
    told = correction_words(list(application.steps.order_by("pk")))
    assert [words for words in told.values() if "答复" in words] == [
        "答复“申请理由”：理由属实", "答复“申请理由”：已写明治疗情况",
    ]  # fmt: skip


def test_the_database_takes_one_answer_to_a_correction_with_a_step(cast, make):
    """Written with the submission, as the service does, past its own list."""
    application = take(make(State.REVIEW), "return", by=cast.reviewer, corrections=Corrections(WHY))
    key = Correction.objects.get().pk
    add = "INSERT INTO approvals_correctionanswer (correction_id, step_id, text) VALUES (%s, %s, 'x')"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO approvals_approvalstep (application_id, round, action, source, target, is_decision,
               comment, content_hash, parts, at, maker_id, by_id)
               SELECT id, round, 'submit', state, 'review', false, '', content_hash, '{}', now(),
               submitted_by_id, %s FROM applications_application WHERE id = %s RETURNING id""",
            [cast.clerk.pk, application.pk],
        )
        step = cursor.fetchone()[0]
        cursor.execute(add, [key, step])
        with pytest.raises(DatabaseError) as caught, transaction.atomic():
            cursor.execute(add, [key, step])
        transaction.set_rollback(True)
    assert caught.value.__cause__.diag.constraint_name == "correction_answered_once_a_step"


def test_not_after_somebody_has_acted(cast, make):
    application = hand_on(make(State.REVIEW), cast)
    assert [row.action for row in list_options(application, cast.clerk).buttons] == ["withdraw"]
    with pytest.raises(Refused, match="已经有人办理，不能撤回修改"):
        take(application, "recall", by=cast.clerk)
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SQL, [cast.clerk.pk, application.pk])
    assert caught.value.__cause__.diag.constraint_name == "step_recalls_what_nobody_acted_on"


@pytest.mark.parametrize("who", ["reviewer", "approver", "stranger"])
def test_only_the_clerks_of_its_union(who, cast, make):
    application = make(State.REVIEW)
    assert "recall" not in [row.action for row in list_options(application, getattr(cast, who)).buttons]
    with pytest.raises((Refused, Application.DoesNotExist)):
        take(application, "recall", by=getattr(cast, who))


def test_the_page_offers_it_and_opens_the_draft(as_user, cast, make):
    application, client = make(State.REVIEW), as_user(cast.clerk)
    assert "撤回修改" in client.get(f"/applications/{application.pk}/").text
    sent = {"action": "recall", "seen_hash": application.content_hash}
    answer = client.post(f"/approvals/{application.pk}/step/", sent, follow=True)
    assert "已撤回，可以继续修改" in answer.text
    assert "继续填写" in answer.text
