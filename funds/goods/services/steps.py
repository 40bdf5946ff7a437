"""The steps of a slip: checked, received, refused, sent back, taken back."""

from django.utils.translation import gettext as _

from funds.goods.models import Slip
from funds.goods.services.refusals import goods_write
from funds.goods.services.slips import lock_lots, lock_slip
from funds.goods.services.sources import lock_source, tell_source
from funds.goods.states import TRANSITIONS, Kind
from hardship.accounts.models import User, people_of, stood_in_for
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.scope import Part, competent_id
from hardship.messaging import services as messaging

ANSWERED = "goods.answered"


@goods_write
def take_step(*, slip_id: int, action: str, by: User, comment: str = "") -> Slip:
    """Take one row of states.TRANSITIONS: what is checked moves the goods, what is received puts them into
    the other store. Raises Refused with a sentence, also where less lies there than the slip takes out;
    Slip.DoesNotExist out of scope."""
    lock_source(Slip.objects.visible_to(by).get(pk=slip_id))
    slip = lock_slip(slip_id, by)
    lock_lots(slip.store, slip.lines.values_list("lot", flat=True))
    slip.checked_for = stood_in_for(by)
    workflow.take(
        TRANSITIONS, slip, action=action, by=by, comment=comment, blocker=step_blocker, stamp="checked",
        note="note", log=lambda step: audit.record(f"goods.{action}", target=slip, by=by, number=str(slip)),
    )  # fmt: skip
    tell_source(slip, by)
    if slip.made_by_id != by.pk:
        messaging.send(ANSWERED, about=slip, union=slip.union, to=slip.made_by, by=by, number=str(slip))
    return slip


def list_buttons(slip: Slip, by: User) -> list[workflow.Transition]:
    """What this person may do with a slip now."""
    return workflow.buttons(TRANSITIONS, slip, by=by, blocker=step_blocker)


def step_blocker(slip: Slip, row: workflow.Transition, by: User) -> str:
    """Why this person may not take a step that their role allows, or ''."""
    is_maker = not {slip.made_by_id, slip.made_for_id}.isdisjoint(people_of(by))
    if row.action == "withdraw":
        return "" if is_maker else _("只有制单人可以撤回。")
    if is_maker:
        return _("制单、复核由两个人分别办理，您是制单人。")
    if slip.kind == Kind.TRANSFER:
        return _target_blocker(slip, by)
    if by.union_id == slip.union_id:
        return ""
    if row.role == Role.REVIEWER and by.union_id == competent_id(slip, Part.REVIEW):
        return ""
    return _("由本工会的另一位，或审核工会的审核人复核。")


def _target_blocker(slip: Slip, by: User) -> str:
    if slip.to_store is not None and slip.to_store.union_id == by.union_id:
        return ""
    return _("由调入仓库的工会点收。")
