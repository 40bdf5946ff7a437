"""Records that a worker asks for a review of a decision, and what other people answer."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.approvals.models import ApprovalStep
from cases.approvals.selectors.along import stage_of
from cases.approvals.selectors.reviewed import reopen_blocker
from cases.approvals.services.steps import reopen
from cases.outcomes.models import Appeal
from cases.outcomes.rules import APPEAL_WORKDAYS
from cases.outcomes.selectors.appeals import answer_blocker, appeal_blocker, last_day
from cases.outcomes.selectors.decided import get_decision
from cases.outcomes.services.refusals import OutcomeRefused
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.messaging import services as messaging

APPEALED, ANSWERED = "outcomes.appealed", "outcomes.answered"


@transaction.atomic
def appeal(
    *, application_id: int, step_id: int, received_on: date, way: str, reason: str, by: User
) -> Appeal:
    """The worker asks for a review of the decision `step_id`, the one that the page showed. Raises
    OutcomeRefused, Application.DoesNotExist outside the person's scope."""
    application = Application.objects.visible_to(by).select_for_update(of=("self",)).get(pk=application_id)
    step = _require(application, step_id, by)
    _require_in_time(step, received_on)
    made: Appeal = Appeal.objects.create(
        step=step, received_on=received_on, way=way, reason=reason, recorded_by=by
    )
    audit.record("application.appeal", target=application, by=by, step=step.pk)
    _tell_reviewers(made, application, by)
    return made


@transaction.atomic
def answer_appeal(*, appeal_id: int, is_changed: bool, answer: str, by: User) -> Appeal:
    """Upheld or changed, with the reason. A changed decision stays on record and gives way to a new round,
    without whoever took it, where one can begin (reopen_blocker). Raises OutcomeRefused, Appeal.DoesNotExist
    outside the scope."""
    scope = Application.objects.visible_to(by).values("pk")
    rows = Appeal.objects.select_for_update(of=("self",)).select_related("step__application")
    row: Appeal = rows.get(pk=appeal_id, step__application__in=scope)
    blocker = answer_blocker(row, by)
    if blocker:
        raise OutcomeRefused(blocker)
    row.is_changed, row.answer = is_changed, answer
    row.answered_at, row.answered_by = timezone.now(), by
    row.save(update_fields=["is_changed", "answer", "answered_at", "answered_by"])
    application = row.step.application
    audit.record("application.answer_appeal", target=application, by=by, is_changed=is_changed)
    if is_changed and not reopen_blocker(application):
        reopen(application_id=application.pk, by=by, comment=answer)
    if row.recorded_by is not None:
        messaging.send(
            ANSWERED, about=application, union=application.union, to=row.recorded_by, by=by,
            number=application.number or "",
        )  # fmt: skip
    return row


def _require(application: Application, step_id: int, by: User) -> ApprovalStep:
    blocker, step = appeal_blocker(application, by), get_decision(application)
    if blocker or step is None:
        raise OutcomeRefused(blocker)
    if step.pk != step_id:
        raise OutcomeRefused(_("这份申请刚有新的决定，请刷新页面、核对后再登记。"))
    return step


def _require_in_time(step: ApprovalStep, received_on: date) -> None:
    if not timezone.localdate(step.at) <= received_on <= timezone.localdate():
        raise OutcomeRefused(_("申请复核的日期须在作出决定以后、今天以前。"), "received_on")
    last = last_day(step)
    if last is not None and received_on > last:
        raise OutcomeRefused(
            _("告知以后 %(days)s 个工作日内可以申请复核，这个决定到 %(day)s 为止。")
            % {"days": APPEAL_WORKDAYS, "day": last.isoformat()},
            "received_on",
        )


def _tell_reviewers(row: Appeal, application: Application, by: User) -> None:
    stage = stage_of(row.step)
    union, role = (stage.union, stage.role) if stage else (application.union, Role.REVIEWER)
    messaging.send(
        APPEALED, about=application, union=union, role=role, by=by, number=application.number or ""
    )
