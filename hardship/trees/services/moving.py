"""What of the accounts goes along: the unions below, the people and what they hold there."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hardship.accounts.models import Appointment, StandIn, Union, User
from hardship.accounts.rules import clash_text, exclusive_pair
from hardship.accounts.selectors import list_lasting
from hardship.accounts.services import LEVEL_ORDER, carry_over, end_sessions, hang
from hardship.trees.models import UnionChange
from hardship.trees.selectors import MOVABLES, Movable


def _unions_below(union: Union) -> QuerySet[Union]:
    rows: QuerySet[Union] = union.children.open().order_by("path")
    return rows


def _hang_all(rows: QuerySet[Any], target: Union, _change: UnionChange) -> None:
    for one in rows:
        hang(union=one, parent=target)


def _of_no_lower_level(rows: QuerySet[Any], change: UnionChange) -> str:
    """Names the unions below that cannot hang under the one that takes them over."""
    target = change.target
    if target is None:
        return ""
    names = [one.name for one in rows if LEVEL_ORDER[one.level] <= LEVEL_ORDER[target.level]]
    if not names:
        return ""
    words = {"names": "、".join(names[:5]), "target": target.name}
    return _("下级工会 %(names)s 的级别不低于“%(target)s”，要先换上级") % words


def _people(union: Union) -> QuerySet[User]:
    """Who is at home in a union with a working account, or holds a post there, now or later."""
    lasting = Q(until_on__isnull=True) | Q(until_on__gte=timezone.localdate())
    posts = Appointment.objects.filter(lasting, user=OuterRef("pk"), union=union, revoked_at__isnull=True)
    rows: QuerySet[User] = User.objects.filter(Q(union=union, is_active=True) | Exists(posts))
    return rows.order_by("name", "pk")


def _carry_people(rows: QuerySet[Any], target: Union, change: UnionChange) -> None:
    """Their posts end today and go on at the other union; whoever is at home here is at home there. They
    sign in anew: what they see is that of another union."""
    source = change.union
    for person in rows.select_for_update(of=("self",)):
        carry_over(user=person, source=source, target=target, document=change.document, by=change.decided_by)
        if person.union_id == source.pk:
            person.union = target
            person.save(update_fields=["union"])
        end_sessions(person)


def _clashes(rows: QuerySet[Any], change: UnionChange) -> str:
    """Who holds posts that exclude each other once they are held at one union; and stand-ins under way."""
    lines = [line for person in rows for line in (_clash(person, change),) if line]
    running = StandIn.objects.overlapping(timezone.localdate(), None)
    posts = running.filter(appointment__user__in=rows.values("pk"), appointment__union=change.union)
    if held := posts.count():
        lines.append(_("没有结束的代办 %(n)s 次，请先结束，变更后另行安排") % {"n": held})
    return "；".join(lines)


def _clash(person: User, change: UnionChange) -> str:
    target = change.target
    there = {row.role for row in list_lasting(person, target)} if target else set()
    if target is None or not there:
        return ""
    coming = {row.role for row in list_lasting(person, change.union)}
    pair = exclusive_pair(there | coming)
    if pair is None:
        return ""
    held = next(role for role in pair[:2] if role in there)
    return clash_text(pair, name=person.name, held=held, where=target.name).rstrip("。")


MOVABLES.add("accounts.unions")(
    Movable(
        label=gettext_lazy("下级工会"), order=10, rows=_unions_below, move=_hang_all,
        blocker=_of_no_lower_level, title=lambda union: union.name,
    )
)  # fmt: skip
MOVABLES.add("accounts.people")(
    Movable(
        label=gettext_lazy("人员和他们的岗位"), order=90, rows=_people, move=_carry_people, blocker=_clashes,
        title=lambda person: f"{person.name}（{person.username}）",
    )
)  # fmt: skip
