"""A change is done on its day: everything or nothing, in one transaction."""

import logging
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hardship.accounts.models import Union
from hardship.accounts.services import create_union, end, hang, rename
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.messaging import services as messaging
from hardship.trees.models import UnionChange
from hardship.trees.selectors import list_due, list_obstacles, movables, rows_of
from hardship.trees.services.planning import HELD_UP, ChangeRefused, lock_sides
from hardship.trees.states import TRANSITIONS, WORKER, Kind

logger = logging.getLogger(__name__)


def carry_out_due() -> int:
    """Do what was confirmed for today or before, each for itself; how many were done. What cannot be done
    yet stays, with the reason, and is tried again; whoever planned it is told once."""
    return sum(_try(key) for key in list_due(timezone.localdate()).values_list("pk", flat=True))


def _try(key: int) -> bool:
    """One that fails leaves the others to be done."""
    try:
        return _do(key)
    except UnionChange.DoesNotExist:  # taken back meanwhile
        return False
    except Exception as failure:  # noqa: BLE001  # of any room; its words may be personal and stay out of the log
        logger.error("the change %s of a union failed: %s", key, type(failure).__name__)
        _hold_up(key, _("系统没有办成，请联系系统维护人员。"))
        return False


def _do(key: int) -> bool:
    try:
        with transaction.atomic():
            change: UnionChange = workflow.lock(list_due(timezone.localdate()), key)
            carry_out(change)
    except workflow.Refused as refusal:
        _hold_up(key, str(refusal))
        return False
    return True


def carry_out(change: UnionChange) -> None:
    """Do a confirmed change now. The caller is in a transaction and has locked it. Raises Refused, which
    says what is to be settled first."""
    workflow.take(
        TRANSITIONS, change, action="carry_out", by=None, roles={WORKER}, effect=_effect,
        log=lambda step: audit.record(
            f"union.{change.kind}", target=change.union, by=change.decided_by, union=change.union,
            change=change.pk, planned_by=change.planned_by_id, moved=change.moved,
            to=change.target.code if change.target else change.name,
        ),
    )  # fmt: skip


def _effect(step: workflow.Step[UnionChange]) -> None:
    change = step.record
    # the unions first, in the order in which whatever begins there waits for them (closed_unions.sql)
    change.union, change.target = lock_sides(change.union_id, change.target_id)
    _require_open(change)
    change.parent, change.done_on, change.held_up = change.union.parent, timezone.localdate(), ""
    obstacles = list_obstacles(change)
    if obstacles:
        words = {"union": change.union.name, "what": "；".join(obstacles)}
        raise ChangeRefused(_("“%(union)s”还有：%(what)s。请先办结，再办理变更。") % words)
    _EFFECTS[Kind(change.kind)](change)


def _require_open(change: UnionChange) -> None:
    """Either may have been closed since the change was planned."""
    for union in (change.union, change.target):
        if union is not None and union.closed_on is not None:
            raise ChangeRefused(
                _("“%(union)s”已撤销，这项变更不能再办，请撤回后另行提出。") % {"union": union.name}
            )


def _rename(change: UnionChange) -> None:
    rename(union=change.union, name=change.name, short_name=change.short_name)


def _hang(change: UnionChange) -> None:
    assert change.target is not None  # noqa: S101 (union_change_complete)
    hang(union=change.union, parent=change.target)


def _merge(change: UnionChange) -> None:
    assert change.target is not None  # noqa: S101 (union_change_complete)
    _move_to(change.target, change)
    change.save()  # done, before the union ends: a change that is open would keep it from that
    end(union=change.union, on=timezone.localdate())


def _split(change: UnionChange) -> None:
    source = change.union
    if holder := Union.objects.filter(code=change.code).first():
        words = {"code": change.code, "union": holder.name}
        raise ChangeRefused(_("编码 %(code)s 已是“%(union)s”的，请撤回后用另一个编码提出。") % words)
    change.made = create_union(
        code=change.code, name=change.name, short_name=change.short_name, level=source.level,
        parent=source.parent, region_code=source.region_code, by=None,
    )  # fmt: skip
    _move_to(change.made, change)


def _move_to(target: Union, change: UnionChange) -> None:
    """Takes along what goes, kind by kind, and counts it."""
    for kind, movable in movables():
        keys = list(rows_of(change, kind, movable).values_list("pk", flat=True))
        if keys:
            movable.move(movable.rows(change.union).filter(pk__in=keys), target, change)
            change.moved[kind] = len(keys)


def _hold_up(key: int, why: str) -> None:
    with transaction.atomic():
        change: UnionChange = workflow.lock(list_due(timezone.localdate()).select_related("union"), key)
        if change.held_up != why[:600]:
            change.held_up = why[:600]
            change.save(update_fields=["held_up"])
            messaging.send(HELD_UP, about=change, union=change.union, to=change.planned_by, by=None)
    logger.info("a change of a union waits for what is not settled", extra={"change": key})


_EFFECTS: dict[Kind, Callable[[UnionChange], None]] = {
    Kind.RENAME: _rename,
    Kind.MOVE: _hang,
    Kind.MERGE: _merge,
    Kind.SPLIT: _split,
}
