"""Reads for duplicates: who shares a number, which pairs wait, what two files say of the same things."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Literal

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.archives.models import Household, Member
from cases.archives.rules import Contents
from cases.archives.selectors.entry import Duplicate, make_duplicate, name_person
from cases.archives.selectors.extensions import FILE_REMARKS, Remark
from cases.archives.states import ACTIVE_STATES, State
from cases.duplicates.models import DuplicateSuspicion, FileMerge
from cases.duplicates.states import DuplicateState
from hardship.accounts.models import User

NumberField = Literal["phone", "bank_card"]
NUMBER_FIELDS: tuple[NumberField, ...] = ("phone", "bank_card")
OPEN_STATES = (State.DRAFT, *ACTIVE_STATES)
SHOWN_TWINS = 5


def list_number_twins(
    *, field: NumberField, index: bytes, user: User, other_than: Household | None = None
) -> list[Duplicate]:
    """The other open households with this phone or card (its blind index), at most five.

    Of a file outside the person's scope only the union's name and the state are told, and only while it is
    active.
    """
    return [row for _index, row in _find(field, [index], user, other_than)][:SHOWN_TWINS]


def list_file_twins(file: Contents, user: User) -> list[tuple[NumberField, Duplicate]]:
    """The other open households that share a phone or a card with somebody of this one."""
    people, twins = (file.head, *file.members), []
    for field in NUMBER_FIELDS:
        indexes = {getattr(person, f"{field}_index"): person for person in people}
        known = {bytes(index): person for index, person in indexes.items() if index}
        found = _find(field, list(known), user, file.household)[:SHOWN_TWINS]
        twins += [(field, name_person(row, known[index])) for index, row in found]
    return twins


TWIN_SENTENCES: dict[NumberField, Any] = {
    "phone": gettext_lazy(
        "%(person)s的手机号码也填在%(union)s的另一户（%(state)s），请核对号码，或说明为什么共用。"
    ),
    "bank_card": gettext_lazy(
        "%(person)s的银行卡号也填在%(union)s的另一户（%(state)s），请核对卡号，或说明为什么共用。"
    ),
}


@FILE_REMARKS.add("duplicates")
def remark_on_twins(file: Contents, user: User) -> list[Remark]:
    """A sentence for each number that another open household has too."""
    return [_remark(field, twin) for field, twin in list_file_twins(file, user)]


def _remark(field: NumberField, twin: Duplicate) -> Remark:
    there = _("“%(union)s”") % {"union": twin.union} if twin.household_id else _("其他工会")
    text = str(TWIN_SENTENCES[field]) % {"person": twin.person, "union": there, "state": twin.state}
    remark = Remark(f"{field}:{twin.uid}:{twin.file}", text, (twin.number,))
    if twin.household_id is None:
        return replace(remark, home=twin.home)
    link = _("打开 %(name)s") % {"name": twin.name}
    return replace(remark, url=reverse("archives:case", args=[twin.household_id]), link=link)


def _find(
    field: NumberField, indexes: list[bytes], user: User, other_than: Household | None
) -> list[tuple[bytes, Duplicate]]:
    if not indexes:
        return []
    rows = Member.objects.filter(
        **{f"{field}_index__in": indexes}, removed_at__isnull=True, household__state__in=OPEN_STATES
    )
    if other_than is not None:
        rows = rows.exclude(household=other_than)
    found = list(rows.select_related("household__union", "household__head").order_by("pk")[:100])
    visible = _visible(user, {row.household_id for row in found})
    shown = [row for row in found if row.household_id in visible or row.in_active_file]
    return [
        (index, make_duplicate(row, index, row.household_id in visible))
        for row in shown
        for index in [bytes(getattr(row, f"{field}_index"))]
    ]


def _visible(user: User, keys: Iterable[int]) -> set[int]:
    rows = Household.objects.visible_to(user).filter(pk__in=list(keys))
    return set(rows.values_list("pk", flat=True))


def list_suspicions(user: User, *, state: str = "", reason: str = "") -> QuerySet[DuplicateSuspicion]:
    """The pairs with a side in the person's scope, the newest first."""
    rows = DuplicateSuspicion.objects.visible_to(user)
    rows = rows.filter(state=state) if state else rows.exclude(state=DuplicateState.GONE)
    rows = rows.filter(reason=reason) if reason else rows
    return with_sides(rows).order_by("-pk")


def with_sides(rows: QuerySet[DuplicateSuspicion]) -> QuerySet[DuplicateSuspicion]:
    """With both people, their files and unions."""
    return rows.select_related(
        "decided_by",
        "first__household__union", "first__household__head",
        "second__household__union", "second__household__head",
    )  # fmt: skip


def list_household_suspicions(household: Household, user: User) -> list[DuplicateSuspicion]:
    """The pairs of this household's people that nobody has decided on."""
    rows = DuplicateSuspicion.objects.visible_to(user).filter(state=DuplicateState.OPEN)
    mine = Q(first__household=household) | Q(second__household=household)
    return list(with_sides(rows.filter(mine)).order_by("-pk")[:SHOWN_TWINS])


def list_merges(household: Household) -> list[FileMerge]:
    """What was merged into this file, and into which one it was; only what still stands."""
    rows = FileMerge.objects.filter(Q(kept=household) | Q(merged=household), undone_at__isnull=True)
    return list(
        rows.select_related(
            "kept__head", "merged__head", "merged__union", "kept__union", "merged_by"
        ).order_by("pk")
    )


def list_merged_histories(household: Household) -> list[Household]:
    """The files that were merged into this one, with what belongs to them."""
    merged = Household.objects.filter(merges_out__kept=household, merges_out__undone_at__isnull=True)
    related = merged.select_related("head", "union")
    return list(
        related.prefetch_related("members", "steps__by", "evidence", "incomes", "expenses").order_by("pk")
    )
