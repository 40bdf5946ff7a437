"""Files of a union that is merged into another one, or split: they go along as a transfer moves them."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.archives.models import Household
from cases.archives.states import ACTIVE_STATES, State
from cases.transfers.models import Transfer, TransferRequest
from cases.transfers.services.moving import MOVERS, relocate
from cases.transfers.states import RequestState, TransferState
from hardship.accounts.models import Union
from hardship.kernel import workflow
from hardship.kernel.registry import Registry
from hardship.trees.models import UnionChange
from hardship.trees.selectors import MOVABLES, Movable
from hardship.trees.states import Kind

HOLD_UPS: Registry[Callable[[QuerySet[Household]], str]] = Registry(
    "transfers.hold_ups", "What keeps many files from going to another union: in words, '' for nothing."
)


def _files(union: Union) -> QuerySet[Household]:
    """What is drafted, under review or in force; what has left stays where it was closed."""
    rows: QuerySet[Household] = Household.objects.filter(union=union, state__in=(State.DRAFT, *ACTIVE_STATES))
    return rows.order_by("pk")


def _move_files(rows: QuerySet[Any], target: Union, change: UnionChange) -> None:
    """Each file with what goes along with it; the applications are locked before the file, as a transfer
    does."""
    words = {"source": change.union.name, "target": target.name, "kind": change.get_kind_display()}
    said = _("工会%(kind)s：由“%(source)s”转入“%(target)s”。") % words
    for key in list(rows.values_list("pk", flat=True)):
        movers = [lock(key) for lock in MOVERS]
        household: Household = workflow.lock(Household.objects.all(), key)
        relocate(household, target, movers, by=change.decided_by, said=said)


def _held_up(rows: QuerySet[Any], change: UnionChange) -> str:
    """Offers and requests that wait for an answer of the union or for its files, and what rooms above say."""
    lines = [ask(rows) for ask in HOLD_UPS]
    mine, theirs = Q(household__in=rows), Q(target=change.union)
    asked = Q(asker=change.union)
    is_over = change.kind == Kind.MERGE
    offers = Transfer.objects.filter(mine | theirs if is_over else mine, state=TransferState.OFFERED).count()
    requests = TransferRequest.objects.filter(asked, state=RequestState.WAITING).count() if is_over else 0
    if offers:
        lines.append(_("没有答复的档案转移 %(n)s 份") % {"n": offers})
    if requests:
        lines.append(_("没有答复的转入申请 %(n)s 份") % {"n": requests})
    return "；".join(line for line in lines if line)


def _find(union: Union, numbers: Collection[str]) -> Mapping[str, int]:
    rows = _files(union).filter(file_no__in=numbers)
    return {str(number): key for number, key in rows.values_list("file_no", "pk")}


MOVABLES.add("archives.files")(
    Movable(
        label=gettext_lazy("档案"), order=20, rows=_files, move=_move_files, blocker=_held_up,
        settles=("archives.files",), title=lambda file: file.file_no or _("未编号"), find=_find,
        help=gettext_lazy("档案号，一行一个或用逗号隔开"),
    )
)  # fmt: skip
