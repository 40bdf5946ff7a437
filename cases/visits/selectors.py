"""Reads of home visits: of one household, of a scope, the checklist in force, who was not visited."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.archives.models import Household
from cases.archives.selectors.extensions import HOME_VISITS, ChangeCause
from cases.archives.states import IN_FORCE_STATES, Section
from cases.visits.models import HomeVisit, VisitChecklist, VisitDraft
from cases.visits.rules import DEFAULT_NAME, Item, default_items, heard_otherwise
from hardship.accounts.models import Union, User
from hardship.accounts.states import Role
from hardship.kernel.keys import read_uid
from hardship.kernel.registry import Registry

KIND = "visit"  # of what a file is changed for
RECORDED: Registry[Callable[[HomeVisit, User], None]] = Registry(
    "visits.recorded", "What else follows from a home visit, in the transaction that records it."
)


@dataclass(frozen=True)
class Checklist:
    """The items to go through; `row` is the union's own that says so, None for the one that ships."""

    name: str
    items: tuple[Item, ...]
    row: VisitChecklist | None = None


def get_checklist(*, union: Union, on: date) -> Checklist:
    """What holds for a union that day: its own, else that of the nearest union above, else the default."""
    above = [int(part) for part in union.path.strip("/").split("/")]
    rows = VisitChecklist.objects.filter(union__in=above, effective__contains=on).select_related("union")
    row = max(rows, key=lambda row: above.index(row.union_id), default=None)
    if row is None:
        return Checklist(str(DEFAULT_NAME), default_items())
    return Checklist(row.name, row.get_items(), row)


def list_checklists(union: Union) -> list[VisitChecklist]:
    """The union's own, the newest first."""
    rows = VisitChecklist.objects.filter(union=union).select_related("created_by", "union")
    return list(rows.order_by("-effective"))


@HOME_VISITS.add("visits")
def standing() -> QuerySet[HomeVisit]:
    """The visits that no later one corrects."""
    return HomeVisit.objects.filter(correction__isnull=True)


def visits_of(household: Household) -> list[HomeVisit]:
    """Every visit of a file, the latest first, with its visitors and what corrects it."""
    rows = household.home_visits.select_related("created_by", "correction", "corrects")
    return list(rows.prefetch_related("visitors", "answers").order_by("-visited_on", "-pk"))


def visited_between(start: date, end: date, *, household: Household | None = None) -> QuerySet[HomeVisit]:
    """The standing visits from `start` to `end`, both included; of one file or of all."""
    rows = standing().filter(visited_on__range=(start, end))
    return rows.filter(household=household) if household is not None else rows


def list_visits(
    *, user: User, union: Union | None = None, year: int | None = None, mode: str = "", conclusion: str = ""
) -> QuerySet[HomeVisit]:
    """The visits of a person's scope, the latest first; corrected ones stand among them, marked."""
    rows = HomeVisit.objects.visible_to(user)
    if union is not None:
        rows = rows.filter(**{f"{union.scope_column}_id": union.pk})
    if year is not None:
        rows = rows.filter(visited_on__year=year)
    for name, value in (("mode", mode), ("conclusion", conclusion)):
        rows = rows.filter(**{name: value}) if value else rows
    rows = rows.select_related("household__head", "union", "correction").prefetch_related("visitors")
    return rows.order_by("-visited_on", "-pk")


def list_unvisited(
    *, user: User, since: date | None = None, union: Union | None = None
) -> QuerySet[Household]:
    """The files in force that nobody visited since that day (None: never), with the last visit as
    `last_visit`; the longest unvisited first."""
    seen = standing().filter(household=OuterRef("pk"))
    rows: QuerySet[Household] = Household.objects.visible_to(user).filter(state__in=IN_FORCE_STATES)
    if union is not None:
        rows = rows.filter(**{f"{union.scope_column}_id": union.pk})
    rows = rows.filter(~Exists(seen.filter(visited_on__gte=since) if since else seen))
    last = Subquery(seen.order_by("-visited_on").values("visited_on")[:1])
    return rows.annotate(last_visit=last).select_related("head", "union").order_by("union", "pk")


def get_visit_draft(*, household: Household, user: User, corrects: HomeVisit | None) -> VisitDraft | None:
    """What this person has typed of a visit and not recorded yet."""
    return VisitDraft.objects.filter(household=household, saved_by=user, corrects=corrects).first()


def list_colleagues(user: User) -> list[str]:
    """Who may have come along: the people of one's own union and of the one above, by name."""
    unions = [pk for pk in (user.union_id, user.union.parent_id) if pk]
    people = User.objects.working_at(*unions).order_by("name")
    return list(dict.fromkeys(people.values_list("name", flat=True)))


def find_colleagues(names: Sequence[str], *, user: User) -> dict[str, User]:
    """The people who bear these names alone among those of one's own union and of the one above."""
    unions = [pk for pk in (user.union_id, user.union.parent_id) if pk]
    found: dict[str, list[User]] = {}
    for person in User.objects.working_at(*unions).filter(name__in=names):
        found.setdefault(person.name, []).append(person)
    return {name: people[0] for name, people in found.items() if len(people) == 1}


def voices_cause(visit: HomeVisit, by: User) -> ChangeCause | None:
    """What was heard on a visit that stands otherwise in its file, to be taken over by a clerk of the file's
    union while the file may be written; None for nothing. A corrected visit says nothing any more."""
    household, found = visit.household, heard_otherwise(visit, visit.household)
    own = by.has_role(Role.CLERK) and household.union_id == by.union_id
    is_open = household.is_editable or household.is_in_force
    if visit.is_corrected or not found or not own or not is_open:
        return None
    said = _("%(day)s 入户调查时，本人的诉求、思想动态与档案不同，已按调查填在下面，核对后再保存。") % {
        "day": visit.visited_on.isoformat()
    }
    return ChangeCause(
        f"{KIND}:{visit.uid}", Section.CAUSES, {name: getattr(visit, name) for name in found}, said,
        reverse("visits:visit", args=[visit.uid]),
    )  # fmt: skip


def find_voices(household: Household, key: str, by: User) -> ChangeCause | None:
    """The same by the uid of a visit of this file."""
    rows = household.home_visits.select_related("household", "correction")
    visit = rows.filter(uid=read_uid(key)).first()
    return voices_cause(visit, by) if visit is not None else None


def draft_blocker(draft: VisitDraft, to: User) -> str:
    """Why a colleague may not go on with a draft, or ''."""
    mine = VisitDraft.objects.filter(household=draft.household_id, corrects=draft.corrects_id, saved_by=to.pk)
    if not mine.exists():
        return ""
    return _("“%(name)s”自己有这户的入户调查草稿，请先登记或清空。") % {"name": to.name}
