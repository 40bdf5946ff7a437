"""Objections: which wait, who may answer them, who may not know where they come from."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.notices.models import SOURCES, NoticeEntry, Objection, PublicNotice
from cases.notices.selectors.notices import WAITING
from cases.notices.states import FOUND_RIGHT, ObjectionState
from hardship.accounts.models import User, people_of
from hardship.accounts.selectors import without_nearer
from hardship.accounts.states import CASE_WORKERS, Level, Role
from hardship.kernel import workflow
from hardship.kernel.scope import Part

ABOVE = (Role.REVIEWER, Role.APPROVER)  # who sees above to what is late below


def list_objections(user: User) -> QuerySet[Objection]:
    """Those to notices of the scope, for unions that review or stand above."""
    if Part.REVIEW not in user.union.parts:
        return Objection.objects.none()
    visible = PublicNotice.objects.visible_to(user).values("pk")
    rows = Objection.objects.filter(entry__notice__in=visible)
    return rows.select_related("entry__notice__union", "entry__union", "recorded_by", "answered_by")


def list_objection_duties(user: User) -> QuerySet[Objection]:
    """What the person's own union has to check, and what they may answer: nothing to a row in which they, or
    whom they stand in for, had a hand."""
    rows = list_objections(user).filter(Q(state__in=WAITING), entry__notice__union=user.union_id)
    return _answerable(rows, user)


def list_late_objections(rows: QuerySet[Objection]) -> QuerySet[Objection]:
    """Of these those whose answer is late."""
    return rows.filter(state__in=WAITING, due_on__lt=timezone.localdate())


def list_objections_late_below(user: User) -> QuerySet[Objection]:
    """What unions below have not answered in time, where no nearer union has anybody who could see to it, and
    the person may answer it."""
    union, path = user.union, "entry__notice__union"
    if union.level == Level.GRASSROOTS:
        return Objection.objects.none()
    late = list_late_objections(list_objections(user)).filter(**{f"{path}__{union.scope_column}": union.pk})
    return _answerable(without_nearer(late.exclude(**{path: union.pk}), union, path, *ABOVE), user)


def _answerable(rows: QuerySet[Objection], user: User) -> QuerySet[Objection]:
    """Without those to rows that this person, or whom they stand in for, is kept from; what is to be checked
    first holds nothing up, and anybody may take it as an objection."""
    for place, (label, room) in enumerate(SOURCES.items()):
        key = Func(F("entry__source"), Value(":"), Value(2), function="split_part", output_field=CharField())
        name, own = f"key{place}", Q(entry__source__startswith=f"{label}:")
        rows = rows.alias(**{name: Case(When(own, then=Cast(key, BigIntegerField())))})
        kept = Exists(room.list_kept_from(user).filter(pk=OuterRef(name)))
        rows = rows.exclude(Q(kept) & Q(state=ObjectionState.OPEN))
    return rows


def reads_objections(user: User) -> bool:
    """Whether this person reads what was objected: those who work on cases where objections are investigated,
    and above; for everybody else there is only how many there are."""
    return Part.REVIEW in user.union.parts and user.has_role(*CASE_WORKERS)


def is_objected(source: str) -> bool:
    """Whether an objection to a row waits for its answer, in whichever of its rounds it came."""
    return Objection.objects.filter(entry__source=source, state=ObjectionState.OPEN).exists()


@dataclass(frozen=True)
class Objected:
    """What is objected to a row: whether an objection `waits` for its answer, in whichever round it came, and
    the rounds in which one was `found_right`."""

    waits: bool = False
    found_right: frozenset[int] = frozenset()


def find_objected(sources: Collection[str]) -> dict[str, Objected]:
    """The same of many rows, by source."""
    rows = Objection.objects.filter(entry__source__in=sources).order_by()
    told: dict[str, list[tuple[int, str, str]]] = {source: [] for source in sources}
    for source, number, state, outcome in rows.values_list(
        "entry__source", "entry__round", "state", "outcome"
    ):
        told[source].append((number, state, outcome))
    return {
        source: Objected(
            any(state == ObjectionState.OPEN for _round, state, _outcome in found),
            frozenset(number for number, _state, outcome in found if outcome in FOUND_RIGHT),
        )
        for source, found in told.items()
    }


def is_objectable(entry: NoticeEntry) -> bool:
    """Whether a line may be objected to: while it hangs, and after that until its row is decided."""
    return not entry.is_withdrawn and entry.room.is_undecided(entry.key, entry.round)


def has_acted(entry: NoticeEntry, user: User) -> bool:
    """Whether this person, or whom they stand in for, had a hand in the row of a line."""
    return not people_of(user).isdisjoint(entry.room.find_actors(entry.key))


def may_know(entry: NoticeEntry, user: User) -> bool:
    """Whether this person may know who objected: they had no hand in the row and need not stay out of it."""
    return not has_acted(entry, user) and not workflow.of_both(partial(entry.room.keeps_out, entry.key), user)


def objection_blocker(objection: Objection, row: workflow.Transition, by: User) -> str:
    """What keeps this person from a step with an objection that their role allows, or ''. To accept one holds
    its row up and is no decision; whatever lets the row go on is for people who had no hand in it."""
    entry = objection.entry
    is_own = by.union_id == entry.notice.union_id
    if not row.is_decision:
        return _accept_blocker(entry) if is_own else _("异议由发布公示的工会办理。")
    if not is_own and (row.role == Role.CLERK or not _is_above(entry.notice, by)):
        return _("异议由发布公示的工会或上级工会调查答复。")
    if has_acted(entry, by):
        return _(
            "您经办、审核过这份申请，或者填写过这户的档案，异议要由没有经手的人调查答复；"
            "本工会没有别人的，请上级工会调查。"
        )
    return entry.room.keeps_out(entry.key, by)


def _accept_blocker(entry: NoticeEntry) -> str:
    return "" if is_objectable(entry) else _("这条公示已经撤下或已经批过，不能再作为异议办理。")


def _is_above(notice: PublicNotice, user: User) -> bool:
    return PublicNotice.objects.visible_to(user).filter(pk=notice.pk).exists()
