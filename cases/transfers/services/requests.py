"""申请转入: a union asks the one that holds somebody's file for it; that one agrees or declines."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import Household
from cases.archives.rules.moving import why_not_asked
from cases.archives.selectors.entry import asks_too_often, get_holder
from cases.archives.services.entry.lookups import note_holder
from cases.archives.services.lifecycle import LEAVING
from cases.archives.services.refusals import FileRefused
from cases.transfers.models import Transfer, TransferRequest
from cases.transfers.selectors import list_waiting_for
from cases.transfers.states import HOLDER_ACTIONS, REQUEST_TRANSITIONS, RequestState, TransferState
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.jobs.states import WORKER
from hardship.kernel import workflow
from hardship.kernel.fields import blind_index
from hardship.messaging import services as messaging

ASK, ANSWERED, TAKEN_BACK = "transfers.ask", "transfers.answered", "transfers.taken_back"


def ask(*, id_number: str, reason: str, by: User) -> TransferRequest:
    """Ask the union that holds this person's active file to hand it over; its clerks get a message and have
    it on their desk. That this person was told who holds the file stays on record when the rest is refused.

    Raises FileRefused when nobody holds the person, when the file cannot move (now), when this union is
    offered it, waits for an answer already or asked today, or when this person has learnt of too many files
    of other unions within the hour.
    """
    if not by.has_role(Role.CLERK):
        raise FileRefused(_("只有经办人可以申请转入。"))
    if asks_too_often(by):
        raise FileRefused(_("一小时内查到的外单位档案过多，请稍后再试。"))
    index = blind_index(id_number, "id_number")
    holder = get_holder("id_number_index", index)
    if holder is None:
        raise FileRefused(_("没有查到此人的有效档案，可以直接建档。"))
    note_holder(holder, index, by=by)
    return _ask_for(holder, id_number, reason.strip(), by)


@transaction.atomic
def answer(*, request_id: int, action: str, by: User, comment: str = "") -> TransferRequest:
    """Take one row of states.REQUEST_TRANSITIONS but for agree, which `moving.offer` takes with the transfer.

    Raises Refused, TransferRequest.DoesNotExist for anybody of neither side.
    """
    scope = TransferRequest.objects.visible_to(by)
    household_id = scope.values_list("household_id", flat=True).get(pk=request_id)
    # the file first: an offer locks it before it answers the requests
    workflow.lock(Household.objects.all(), household_id)
    row: TransferRequest = workflow.lock(scope.select_related("holder", "asker"), request_id)
    return _take(row, action, by, comment)


def agree(household: Household, offered: Transfer, *, by: User) -> None:
    """The file was offered to a union that had asked for it; the caller has locked the file."""
    row = list_waiting_for(household).filter(asker=offered.target).select_for_update(of=("self",)).first()
    if row is not None:
        row.transfer = offered
        _take(row, "agree", by, "")


def lapse(household: Household, *, why: str, by: User | None) -> None:
    """Nobody has to answer the requests for this file any more; those who asked are told."""
    for row in list_waiting_for(household).select_for_update(of=("self",)):
        row.household = household
        _take(row, "lapse", by, why, roles={WORKER})


@LEAVING.add("transfers.requests")
def lapse_of_leaving(household: Household, by: User | None) -> None:
    """The family has left: there is nothing to hand over."""
    lapse(household, why=_("档案已退出，可以重新建档"), by=by)


def list_request_buttons(row: TransferRequest, by: User) -> list[workflow.Transition]:
    """What this person may do with a request. To agree is a page of its own, on which the file is offered."""
    return workflow.buttons(REQUEST_TRANSITIONS, row, by=by, blocker=_blocker)


@transaction.atomic
def _ask_for(found: Household, id_number: str, reason: str, by: User) -> TransferRequest:
    holder: Household = workflow.lock(Household.objects.select_related("union"), found.pk)
    why = why_not_asked(by.union, holder) or _why_not_again(holder, by)
    if why:
        raise FileRefused(why)
    if not reason:
        raise FileRefused(_("请写明申请转入的原因。"), "reason")
    made = TransferRequest.objects.create(
        household=holder, holder=holder.union, asker=by.union, id_number=id_number, reason=reason,
        file_no=holder.file_no or "", asked_by=by,
    )  # fmt: skip
    audit.record(
        "transfer.ask", target=holder, by=by, union=holder.union, code=by.union.code, request=made.pk
    )
    messaging.send(ASK, about=made, union=made.holder, role=Role.CLERK, by=by, number=_said_of(made))
    return made


def _why_not_again(holder: Household, by: User) -> str:
    """A union asks for nothing that it is offered, waits for one answer, and asks the same holder once a day,
    however many of its people press."""
    words = {"union": holder.union.name}
    if holder.transfers.filter(state=TransferState.OFFERED, target=by.union).exists():
        return _("“%(union)s”已经提出把这份档案转来，请在“档案转移”里接收。") % words
    before = holder.transfer_requests.filter(asker=by.union, holder=holder.union)
    if before.filter(state=RequestState.WAITING).exists():
        return _("已经申请过转入此人的档案，正等“%(union)s”答复；急的请打电话联系。") % words
    if before.filter(asked_at__date=timezone.localdate()).exists():
        return _("今天已经申请过转入这份档案，请改天再申请，或打电话与“%(union)s”联系。") % words
    return ""


def _take(
    row: TransferRequest,
    action: str,
    by: User | None,
    comment: str,
    roles: Collection[str] | None = None,
) -> TransferRequest:
    """`roles` are those of the system, which nothing of either side keeps from a step."""
    workflow.take(
        REQUEST_TRANSITIONS, row, action=action, by=by, comment=comment, stamp="answered", note="comment",
        blocker=None if roles else _blocker, roles=roles,
        log=lambda step: audit.record(
            f"transfer.ask_{action}", target=row.household, by=by, union=row.holder, request=row.pk,
            code=row.asker.code,
        ),
    )  # fmt: skip
    _tell(row, by)
    return row


def _blocker(row: TransferRequest, step: workflow.Transition, by: User) -> str:
    home = row.holder if step.action in HOLDER_ACTIONS else row.asker
    if by.union_id != home.pk:
        return _("只有“%(union)s”的经办人可以办理“%(label)s”。") % {"union": home.name, "label": step.label}
    if step.action == "agree" and row.transfer_id is None:
        return _("请在“转移档案”页面向“%(union)s”提出转移，就是同意转出。") % {"union": row.asker.name}
    return ""


def _tell(row: TransferRequest, by: User | None) -> None:
    """Each side is told what the other did. Who asked is not told the number of a file that is not theirs; of
    an agreed request the offer itself tells."""
    if row.state == RequestState.WITHDRAWN:
        messaging.send(TAKEN_BACK, about=row, union=row.holder, role=Role.CLERK, by=by, number=_said_of(row))
    elif row.state != RequestState.AGREED:
        label = str(RequestState(row.state).label)
        messaging.send(ANSWERED, about=row, union=row.asker, role=Role.CLERK, by=by, number=label)


def _said_of(row: TransferRequest) -> str:
    """Which file which union asks for, for the side that holds it."""
    return f"{row.file_no} → {row.asker.name}"[:60]
