"""办事指南 shown to anybody: begun and ended by an administrator or an approver of the union itself."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cases.applications.models import PublishedGuide
from cases.applications.selectors.guides import get_guide
from cases.applications.services.refusals import ApplicationRefused
from cases.applications.states import GUIDE_ROLES, GUIDE_TRANSITIONS
from cases.leads.services.questionnaires import new_token
from hardship.accounts.models import User, stood_in_for
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.checks import broken


@transaction.atomic
def publish_guide(*, programme_id: int, by: User) -> PublishedGuide:
    """Shows the guide of a programme of the person's own union to anybody, at the address that it had before
    if it had one. Raises ApplicationRefused for a programme that is not given there today or is stopped, for
    others than GUIDE_ROLES, and for a guide that is shown already."""
    if not by.has_role(*GUIDE_ROLES):
        raise ApplicationRefused(_("办事指南由本工会的管理员或者审批人公开。"))
    guide = get_guide(by, programme_id)
    if guide is None or guide.halted:
        raise ApplicationRefused(_("这个项目现在不受理申请，不能公开办事指南。"))
    programme = guide.programme
    earlier = PublishedGuide.objects.filter(union=by.union, code=programme.code).first()
    try:
        with transaction.atomic():
            row: PublishedGuide = PublishedGuide.objects.create(
                union=by.union, code=programme.code, name=programme.name,
                token=earlier.token if earlier else new_token(), opened_by=by, opened_for=stood_in_for(by),
            )  # fmt: skip
    except IntegrityError as error:
        if broken(error) != "published_guide_open_once":
            raise
        raise ApplicationRefused(_("这份办事指南已经公开。")) from error
    audit.record("guide.publish", target=row, by=by, version=guide.version)
    return row


@transaction.atomic
def take_guide_step(*, published_id: int, action: str, by: User) -> PublishedGuide:
    """Takes one row of states.GUIDE_TRANSITIONS. Raises Refused; DoesNotExist outside the person's scope."""
    rows = PublishedGuide.objects.visible_to(by).select_related("union")
    row: PublishedGuide = workflow.lock(rows, published_id)

    def stand_in(_step: workflow.Step[PublishedGuide]) -> None:
        row.ended_for = stood_in_for(by)

    workflow.take(
        GUIDE_TRANSITIONS, row, action=action, by=by, blocker=_blocker, effect=stand_in, stamp="ended",
        log=lambda _step: audit.record(f"guide.{action}", target=row, by=by),
    )  # fmt: skip
    return row


def list_guide_buttons(row: PublishedGuide, by: User) -> list[workflow.Transition]:
    """What this person may do with a published guide now."""
    return workflow.buttons(GUIDE_TRANSITIONS, row, by=by, blocker=_blocker)


def _blocker(row: PublishedGuide, _row: workflow.Transition, by: User) -> str:
    if row.union_id == by.union_id:
        return ""
    return _("这份办事指南由“%(union)s”公开和停止公开。") % {"union": row.union.name}
