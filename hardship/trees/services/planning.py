"""What an administrator plans for a union, and what keeps it from being planned."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hardship.accounts.models import Union, User
from hardship.accounts.services import require_hangs
from hardship.accounts.services.scope import is_keeper
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel.workflow import Refused
from hardship.messaging import services as messaging
from hardship.trees.models import UnionChange
from hardship.trees.selectors import get_open, movables, rows_of
from hardship.trees.states import MOST_AHEAD, MOST_CHOSEN, OPEN_STATES, Kind

PLANNED, CONFIRMED, HELD_UP = "trees.planned", "trees.confirmed", "trees.held_up"


class ChangeRefused(Refused):
    """A change of a union that may not be planned, confirmed or done."""


@dataclass(frozen=True)
class Plan:
    """What is to become of a union: `name`, `short_name` and `code` of a rename or of the union that is split
    off, `target` of a move or a merger, `chosen` keys by kind of what goes to the new union."""

    kind: str
    on: date
    document: str
    reason: str = ""
    target: Union | None = None
    name: str = ""
    short_name: str = ""
    code: str = ""
    chosen: Mapping[str, Collection[int]] = field(default_factory=dict)


@transaction.atomic
def plan(*, union_id: int, asked: Plan, by: User) -> UnionChange:
    """Plan a change of a union; nothing moves until somebody else above has confirmed it and its day has
    come.

    Raises ChangeRefused for whoever does not administer every union concerned, a day that is past or too far
    away, a union that ended or has a change under way, one that cannot go there, and nothing to change;
    Union.DoesNotExist out of scope.
    """
    key = Union.objects.visible_to(by).values_list("pk", flat=True).get(pk=union_id)
    union, target = lock_sides(key, asked.target.pk if asked.target else None)
    asked = replace(asked, target=target)
    _require_hand(union, asked, by)
    _require_day(asked.on)
    _require_free(union)
    _REQUIRE[Kind(asked.kind)](union, asked)
    change = UnionChange(
        union=union, kind=asked.kind, on=asked.on, target=asked.target, name=asked.name.strip(),
        short_name=asked.short_name.strip(), code=asked.code.strip(), document=asked.document.strip(),
        reason=asked.reason.strip(), planned_by=by,
        chosen={kind: sorted(keys) for kind, keys in asked.chosen.items() if keys},
    )  # fmt: skip
    _require_chosen(change)
    change.save()
    audit.record(
        "union_change.plan", target=change, by=by, change=change.kind, on=change.on.isoformat(),
        of=union.code, to=asked.target.code if asked.target else change.name,
    )  # fmt: skip
    messaging.send(
        PLANNED, about=change, union=union.parent or union, role=Role.ADMINISTRATOR, by=by,
        number=union.code,
    )  # fmt: skip
    return change


def lock_sides(union_id: int, target_id: int | None) -> tuple[Union, Union | None]:
    """The union of a change and the other one, as they are now, locked until the transaction ends: in the
    order of their keys, as one goes into the other while the other is to go into the first."""
    rows = Union.objects.filter(pk__in=(union_id, target_id or union_id)).select_related("parent")
    found = {row.pk: row for row in rows.select_for_update(of=("self",)).order_by("pk")}
    return found[union_id], found[target_id] if target_id else None


def _require_hand(union: Union, asked: Plan, by: User) -> None:
    if by.stands_for is not None:
        raise ChangeRefused(_("代办期间不能办工会变更，请先回到您本人的岗位。"))
    if not is_keeper(union, by) or (asked.target and not is_keeper(asked.target, by)):
        raise ChangeRefused(_("只有管理这些工会的管理员可以提出变更。"))
    if asked.kind != Kind.RENAME and union.pk == by.union_id:
        raise ChangeRefused(_("本工会的合并、分立和换上级，请由上级工会的管理员提出。"))


def _require_day(on: date) -> None:
    today = timezone.localdate()
    if on < today:
        raise ChangeRefused(_("起始日期不能早于今天：过去的档案和数字不再改动。"), "on")
    if on > today + timedelta(days=MOST_AHEAD):
        raise ChangeRefused(_("起始日期最多提前一年，请核对。"), "on")


def _require_free(union: Union) -> None:
    if union.closed_on is not None:
        raise ChangeRefused(_("“%(union)s”已撤销，不能再变更。") % {"union": union.name})
    if get_open(union) is not None:
        raise ChangeRefused(_("这个工会已有一项没有办完的变更，请先办完或撤回。"))


def _require_name(union: Union, asked: Plan) -> None:
    if not asked.name.strip() or not asked.short_name.strip():
        raise ChangeRefused(_("请填写新的名称和简称。"), "name")
    if (asked.name.strip(), asked.short_name.strip()) == (union.name, union.short_name):
        raise ChangeRefused(_("新名称与现在的一样，不用变更。"), "name")


def _require_above(union: Union, asked: Plan) -> None:
    if asked.target is None or asked.target.pk == union.parent_id:
        raise ChangeRefused(_("请选择另一个上级工会。"), "target")
    require_hangs(union, asked.target)


def _require_heir(union: Union, asked: Plan) -> None:
    target = asked.target
    if target is None or target.pk == union.pk or target.path.startswith(union.path):
        raise ChangeRefused(_("请选择并入哪个工会；不能是它自己或它的下级。"), "target")
    if target.closed_on is not None:
        raise ChangeRefused(_("“%(union)s”已撤销，不能并入。") % {"union": target.name}, "target")


def _require_new(union: Union, asked: Plan) -> None:
    if union.parent_id is None:
        raise ChangeRefused(_("最上一级的工会不能分立。"))
    if not asked.name.strip() or not asked.short_name.strip():
        raise ChangeRefused(_("请填写新工会的名称和简称。"), "name")
    if not asked.code.strip() or _is_taken(asked.code.strip()):
        raise ChangeRefused(_("请填写新工会的编码，不能与已有的、正在提出的重复。"), "code")
    if not any(asked.chosen.values()):
        raise ChangeRefused(_("请选择分到新工会去的人员、家庭或下级工会。"))


def _is_taken(code: str) -> bool:
    """By a union, or by one that is to be split off."""
    planned = UnionChange.objects.filter(code=code, state__in=OPEN_STATES)
    return Union.objects.filter(code=code).exists() or planned.exists()


def _require_chosen(change: UnionChange) -> None:
    """Raises ChangeRefused where something that was chosen is not there to go, or too much of it."""
    for kind, movable in movables():
        keys = change.chosen.get(kind, [])
        if len(keys) > MOST_CHOSEN:
            words = {"label": movable.label, "n": MOST_CHOSEN}
            raise ChangeRefused(_("“%(label)s”一次最多选 %(n)s 个，其余的另行转移。") % words)
        if change.kind == Kind.SPLIT and rows_of(change, kind, movable).count() != len(keys):
            raise ChangeRefused(
                _("选中的“%(label)s”有的已不在这个工会，请重新选择。") % {"label": movable.label}
            )


_REQUIRE = {
    Kind.RENAME: _require_name,
    Kind.MOVE: _require_above,
    Kind.MERGE: _require_heir,
    Kind.SPLIT: _require_new,
}
