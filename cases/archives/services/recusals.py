"""回避: somebody declares that they stay out of a case; a leader of their union agrees or not."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cases.archives.models import CaseRecusal, Household
from cases.archives.services.refusals import FileRefused
from cases.archives.states.recusals import LEADERS, RECUSAL_TRANSITIONS
from hardship.accounts.models import User
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.messaging import services as messaging


@transaction.atomic
def declare_recusal(*, household_id: int, cause: str, reason: str, by: User) -> CaseRecusal:
    """Stay out of a case from now on, in all its steps; the leaders of the person's union are told.

    Raises FileRefused when they stay out of it already, or act for somebody else, Household.DoesNotExist
    outside of their scope.
    """
    household = Household.objects.visible_to(by).get(pk=household_id)
    if by.stands_for is not None:
        raise FileRefused(_("回避由本人申请。代办期间请先回到您本人的岗位。"))
    try:
        with transaction.atomic():
            row = CaseRecusal.objects.create(
                household=household, union=by.union, declared_by=by, cause=cause, reason=reason.strip()
            )
    except IntegrityError as error:
        raise FileRefused(_("您已经申请回避这家，不用再申请。")) from error
    audit.record("recusal.declare", target=household, by=by, recusal=row.pk, cause=cause)
    for role in LEADERS:
        messaging.send("archives.recusal", about=row, union=by.union, by=by, role=role)
    return row


@transaction.atomic
def decide_recusal(*, recusal_id: int, action: str, by: User, comment: str = "") -> CaseRecusal:
    """Take one row of RECUSAL_TRANSITIONS. Raises Refused, CaseRecusal.DoesNotExist outside of the scope."""
    rows = CaseRecusal.objects.visible_to(by).select_related("household__union", "declared_by", "union")
    row: CaseRecusal = workflow.lock(rows, recusal_id)
    workflow.take(
        RECUSAL_TRANSITIONS, row, action=action, by=by, comment=comment, blocker=recusal_decision_blocker,
        stamp="decided", note="comment",
        log=lambda step: audit.record(f"recusal.{action}", target=row.household, by=by, recusal=row.pk),
    )  # fmt: skip
    messaging.send(f"archives.recusal_{action}", about=row, union=row.union, by=by, to=row.declared_by)
    return row


def recusal_decision_blocker(row: CaseRecusal, step: workflow.Transition, by: User) -> str:
    """Why this person may not say whether somebody stays out, or ''."""
    return _("不能决定自己的回避，请由其他负责人办理。") if row.declared_by_id == by.pk else ""
