"""Which programmes are stopped (停办), and what is said of it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.policies.models import Halt, HaltStep, Programme
from cases.policies.states import IN_HALT, OPEN_HALT, HaltState
from hardship.accounts.models import people_of
from hardship.kernel.scope import Part

if TYPE_CHECKING:
    from hardship.accounts.models import User

WAITING = {HaltState.ASKED: "ask", HaltState.LIFTING: "ask_lift"}  # for a second person, since which step


def get_halt(programme: Programme) -> Halt | None:
    """The stop of a programme that is asked for or in force; None where there is none."""
    return list_halts([programme]).get(programme.pk)


def list_halts(programmes: Iterable[Programme]) -> dict[int, Halt]:
    """The same of many, by the keys of the programmes, in one query."""
    keys = {(row.union_id, row.code): row.pk for row in programmes}
    rows = Halt.objects.filter(union__in={union for union, _code in keys}, state__in=OPEN_HALT)
    rows = rows.filter(code__in={code for _union, code in keys}).select_related("union")
    found = {(row.union_id, row.code): row for row in rows}
    return {pk: found[key] for key, pk in keys.items() if key in found}


def list_obstacles(programmes: Iterable[Programme]) -> dict[int, str]:
    """Why nobody may begin an application, of those that are stopped: since when, why, by whom."""
    return {pk: say_halt(row) for pk, row in list_halts(programmes).items() if row.state in IN_HALT}


def say_halt(halt: Halt) -> str:
    """Of a stop that is in force."""
    steps = list(halt.steps.select_related("by", "stood_in_for").order_by("pk"))
    asked = next(row for row in steps if row.action == "ask")
    agreed = next(row for row in steps if row.action == "confirm")
    return _(
        "“%(name)s”已由%(union)s停办，从 %(day)s 起不受理新的申请：%(why)s（%(asked)s申请，%(agreed)s同意）。"
        "此前提交的继续办理。"
    ) % {
        "name": halt.name, "union": halt.union.name, "why": asked.comment, "asked": asked.who,
        "day": timezone.localdate(agreed.at).isoformat(), "agreed": agreed.who,
    }  # fmt: skip


def get_asked(halt: Halt) -> HaltStep | None:
    """The step that waits for a second person; None where none does."""
    action = WAITING.get(HaltState(halt.state))
    return halt.steps.filter(action=action).order_by("-pk").first() if action else None


def get_last(halt: Halt) -> HaltStep:
    found: HaltStep = halt.steps.order_by("-pk")[0]
    return found


def list_past(programme: Programme) -> list[HaltStep]:
    """Everything that was done to stop it and to let it go on, the latest first."""
    rows = HaltStep.objects.filter(halt__union=programme.union_id, halt__code=programme.code)
    return list(rows.select_related("by", "stood_in_for").order_by("-pk"))


def list_to_look_at(user: "User") -> QuerySet[Halt]:
    """The stops that wait for a second person, which this one may be: those of their own union, and where one
    below does not review by itself, of that (services.halts)."""
    people = sorted(people_of(user))
    later = HaltStep.objects.filter(halt=OuterRef("halt"), pk__gt=OuterRef("pk"))
    mine = HaltStep.objects.filter(
        Q(by__in=people) | Q(stood_in_for__in=people), ~Exists(later), halt=OuterRef("pk")
    )
    rows: QuerySet[Halt] = Halt.objects.in_hands_of(user, Part.REVIEW).filter(state__in=WAITING)
    return rows.filter(~Exists(mine)).select_related("union")
