"""Applications of a file that is handed to another union, and of a union that is merged into another one."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.applications.models import Application
from cases.applications.services.waivers import drop_asked
from cases.applications.states import EDITABLE_STATES, OPEN_STATES
from cases.archives.services.refusals import FileRefused
from cases.transfers.services import HOLD_UPS, MOVERS
from hardship.accounts.models import Union
from hardship.trees.models import UnionChange
from hardship.trees.selectors import MOVABLES, Movable


@MOVERS.add("applications")
def follow(household_id: int) -> Callable[[Union], None]:
    """Applications that are still being written go with a file that is handed to another union.

    One that somebody reviews is to be decided first: what was submitted stays as it was submitted. Closed
    ones keep the union that they were decided in, which spent the money and answers for it.
    """
    rows = Application.objects.filter(household=household_id, state__in=OPEN_STATES).select_related("union")
    locked = rows.select_for_update(of=("self",)).order_by("pk")
    busy = [row for row in locked if row.state not in EDITABLE_STATES]
    if busy:
        raise FileRefused(
            _("这户有 %(count)s 份申请正在审核（%(first)s），请“%(union)s”办结或撤回后再接收。")
            % {"count": len(busy), "first": busy[0].number, "union": busy[0].union.name}
        )

    def move(target: Union) -> None:
        written = Application.objects.filter(household=household_id, state__in=EDITABLE_STATES)
        written.update(union=target)
        drop_asked(written)

    return move


@HOLD_UPS.add("applications")
def name_busy(households: QuerySet[Any]) -> str:
    """How many applications of these files somebody reviews."""
    rows = Application.objects.filter(household__in=households, state__in=OPEN_STATES)
    count = rows.exclude(state__in=EDITABLE_STATES).count()
    return _("正在审核的申请 %(n)s 份") % {"n": count} if count else ""


def _begun_for_others(union: Union) -> QuerySet[Application]:
    """What is being written at a union's desk for families of other unions; that of its own goes with the
    file."""
    rows = Application.objects.filter(desk=union, state__in=EDITABLE_STATES).exclude(union=union)
    ordered: QuerySet[Application] = rows.order_by("pk")
    return ordered


def _give_desk(rows: QuerySet[Any], target: Union, _change: UnionChange) -> None:
    rows.update(desk=target)


def _name_busy_desk(_rows: QuerySet[Any], change: UnionChange) -> str:
    busy = Application.objects.filter(desk=change.union, state__in=OPEN_STATES).exclude(union=change.union)
    count = busy.exclude(state__in=EDITABLE_STATES).count()
    return _("窗口受理、正在审核的外单位申请 %(n)s 份") % {"n": count} if count else ""


MOVABLES.add("applications.open")(
    Movable(
        label=gettext_lazy("窗口受理的外单位申请"), order=30, rows=_begun_for_others, move=_give_desk,
        blocker=_name_busy_desk, settles=("applications.open",),
    )
)  # fmt: skip
