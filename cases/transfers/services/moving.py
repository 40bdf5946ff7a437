"""A file goes to another union: offered by one, accepted by the other, moved in one transaction."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import FileStep, Household
from cases.archives.rules.moving import why_not_there
from cases.archives.selectors import content_hash
from cases.archives.selectors.extensions import HANGING
from cases.archives.services.edits import raise_version
from cases.archives.services.lifecycle import LEAVING
from cases.archives.services.refusals import FileRefused
from cases.archives.services.urging import Urging, open_day
from cases.archives.states import IN_FORCE_STATES, ChangeState
from cases.transfers.models import Transfer
from cases.transfers.services.requests import agree, lapse
from cases.transfers.states import RECEIVER_ACTIONS, TRANSFER_TRANSITIONS, TransferState
from hardship.accounts.models import Union, User
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.registry import Registry
from hardship.messaging import services as messaging
from hardship.messaging.models import Message
from hardship.messaging.selectors import list_urges

URGE = "transfers.urge"


@dataclass(frozen=True)
class Companion:
    """What is under way for a household and goes with its file, or holds it up until it is decided.

    `number` may be told to the union that receives; `title` and `url` only to those who see the file.
    """

    number: str
    title: str
    state: str
    url: str
    holds_up: bool


@HANGING.add("transfers")
def name_transfers(household: Household) -> str:
    """The transfer that a file was offered for."""
    under_way = (TransferState.OFFERED, TransferState.ACCEPTED)
    return _("档案转移") if household.transfers.filter(state__in=under_way).exists() else ""


Mover = Callable[[Union], None]
COMPANIONS: Registry[Callable[[int], list[Companion]]] = Registry(
    "transfers.companions",
    "Lists what is under way for a household and goes with its file to another union, or holds it up.",
)
MOVERS: Registry[Callable[[int], Mover]] = Registry(
    "transfers.movers",
    "Locks what goes with a household's file to another union, or refuses, before the household is locked; "
    "returns what moves it.",
)


def list_companions(household_id: int) -> list[Companion]:
    """Everything under way for the household; what holds the file up comes first."""
    rows = [row for companions in COMPANIONS for row in companions(household_id)]
    return sorted(rows, key=lambda row: not row.holds_up)


@transaction.atomic
def offer(*, household_id: int, target: Union, note: str, by: User) -> Transfer:
    """Offer a file in force to another union; it stays where it is until that union accepts. Its
    request for the file, if any, is agreed to by this.

    Raises FileRefused, Household.DoesNotExist outside the person's scope.
    """
    household: Household = workflow.lock(Household.objects.visible_to(by), household_id)
    why = offer_blocker(household, by) or why_not_there(target, household)
    if why:
        raise FileRefused(why)
    if not note.strip():
        raise FileRefused(_("请写明转移原因。"))
    made = Transfer.objects.create(
        household=household, source=household.union, target=target, note=note.strip(),
        file_no=household.file_no or "", offered_by=by,
    )  # fmt: skip
    audit.record("transfer.offer", target=household, by=by, transfer=made.pk, code=target.code)
    messaging.send("transfers.offer", about=made, union=target, role=Role.CLERK, number=made.file_no, by=by)
    agree(household, made, by=by)
    return made


@transaction.atomic
def decide(*, transfer_id: int, action: str, by: User, comment: str = "") -> Transfer:
    """Take one row of states.TRANSFER_TRANSITIONS.

    Accepting moves the file, what waits in it and its open applications, all or nothing; the file number
    stays. Raises Refused, Transfer.DoesNotExist for anybody of neither side.
    """
    scope = Transfer.objects.visible_to(by)
    household_id = scope.values_list("household_id", flat=True).get(pk=transfer_id)
    # the applications first, then the file, then the offer: the order in which approvals lock them
    movers = [lock(household_id) for lock in MOVERS] if action == "accept" else []
    # without a join: a file that moved while one waited for it would not be found
    household: Household = workflow.lock(Household.objects.all(), household_id)
    transfer: Transfer = workflow.lock(scope.select_related("source", "target"), transfer_id)

    def move(step: workflow.Step[Transfer]) -> None:
        if action == "accept":
            _move(household, transfer, movers, by, step.comment)

    workflow.take(
        TRANSFER_TRANSITIONS, transfer, action=action, by=by, comment=comment, blocker=_blocker,
        stamp="decided", note="comment", effect=move,
        log=lambda step: audit.record(
            f"transfer.{action}", target=household, by=by, union=transfer.source, transfer=transfer.pk,
            code=transfer.target.code,
        ),
    )  # fmt: skip
    return transfer


@transaction.atomic
def urge(*, transfer_id: int, by: User) -> Message:
    """Asks the clerks of the union that an offer went to to accept or decline it. Raises Refused,
    Transfer.DoesNotExist for anybody of neither side."""
    rows = Transfer.objects.visible_to(by).select_related("source", "target", "household")
    transfer: Transfer = workflow.lock(rows, transfer_id)
    if not may_urge(transfer, by):
        raise FileRefused(_("只有转出工会的经办人可以催办，而且要在对方答复以前。"))
    message = messaging.urge(
        URGE, about=transfer, union=transfer.target, role=Role.CLERK, since=open_day(), by=by,
        number=transfer.file_no,
    )  # fmt: skip
    audit.record("transfer.urge", target=transfer.household, by=by, transfer=transfer.pk, message=message.pk)
    return message


def may_urge(transfer: Transfer, by: User) -> bool:
    """Whether this person waits for the other side."""
    waits = transfer.state == TransferState.OFFERED
    return waits and by.has_role(Role.CLERK) and by.union_id == transfer.source_id


def get_urging(transfer: Transfer, by: User) -> Urging:
    """Whether this person may urge the other side, and the last time that somebody did."""
    last = list_urges(transfer).first()
    is_free = last is None or timezone.localdate(last.sent_at) < open_day()
    return Urging(is_open=is_free and may_urge(transfer, by), last=last)


@LEAVING.add("transfers")
def withdraw_offers(household: Household, by: User | None) -> None:
    """The family has left: nobody has to answer an offer of its file any more."""
    household.transfers.filter(state=TransferState.OFFERED).update(
        state=TransferState.WITHDRAWN, decided_at=timezone.now(), decided_by=by,
        comment=_("档案已退出，自动撤回"),
    )  # fmt: skip


def list_buttons(transfer: Transfer, by: User) -> list[workflow.Transition]:
    """What this person may do with an offer now."""
    return workflow.buttons(TRANSFER_TRANSITIONS, transfer, by=by, blocker=_blocker)


def offer_blocker(household: Household, by: User, *, is_offered: bool | None = None) -> str:
    """Why this person may not offer this file, or ''. A page that has counted the open offers of the file
    already says by `is_offered` whether there is one."""
    if household.union_id != by.union_id or not by.has_role(Role.CLERK):
        return _("只有“%(union)s”的经办人可以转移这份档案。") % {"union": household.union.name}
    if household.state not in IN_FORCE_STATES:
        return _("档案现在是“%(state)s”，在档的档案才能转移。") % {"state": household.get_state_display()}
    if is_offered is None:
        is_offered = household.transfers.filter(state=TransferState.OFFERED).exists()
    if is_offered:
        return _("这份档案已在转移中，请等对方接收，或先撤回。")
    return ""


def _blocker(transfer: Transfer, row: workflow.Transition, by: User) -> str:
    home = transfer.target if row.action in RECEIVER_ACTIONS else transfer.source
    if by.union_id != home.pk:
        return _("只有“%(union)s”的经办人可以办理“%(label)s”。") % {"union": home.name, "label": row.label}
    return ""


def _move(household: Household, row: Transfer, movers: list[Mover], by: User, comment: str) -> None:
    if household.union_id != row.source_id or household.state not in IN_FORCE_STATES:
        raise FileRefused(_("档案在提出转移以后有了变化，不能再接收，请对方重新提出。"))
    words = {"source": row.source.name, "target": row.target.name, "comment": comment}
    relocate(
        household, row.target, movers, by=by,
        said=_("由“%(source)s”转入“%(target)s”。%(comment)s") % words,
    )  # fmt: skip
    # what was recorded before stands under the old union, where it happened: this row leads there
    audit.record("transfer.accept", target=household, by=by, union=row.target, transfer=row.pk)


def relocate(household: Household, target: Union, movers: list[Mover], *, by: User | None, said: str) -> None:
    """Move a locked file, with what `movers` take along, to another union. The caller writes the audit row.
    Raises FileRefused where it cannot go there.

    The ancestor columns follow the union by trigger. The number stays the one that stands on paper and
    in vouchers: it keeps counting in the union that gave it (`number_union`).
    """
    why = why_not_there(target, household)
    if why:
        raise FileRefused(why)
    household.union = target
    household.save(update_fields=["union"])
    household.changes.filter(state=ChangeState.PENDING).update(union=target)
    lapse(household, why=_("档案已转到别的工会，请重新查询"), by=by)
    for move in movers:
        move(target)
    household.refresh_from_db(fields=["province", "city", "county", "township"])
    raise_version(household, by)
    FileStep.objects.create(
        household=household, action="transfer", source=household.state, target=household.state,
        comment=said, content_hash=content_hash(household), by=by,
    )  # fmt: skip
