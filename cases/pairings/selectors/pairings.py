"""Reads of pairings: the list, what waits, who lags, what is in one, and who may do what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, Prefetch, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import Household
from cases.archives.selectors.aid import list_records
from cases.archives.selectors.recusals import kept_out, recusal_blocker
from cases.archives.states import IN_FORCE_STATES
from cases.archives.states.aid import GiverKind
from cases.giving.selectors.deeds import list_deeds
from cases.pairings.models import Pairing, PairingNote, PairingStep, PairingYear
from cases.pairings.rules import Terms, earned_reward, visits_wanted
from cases.pairings.selectors.helpers import GONE
from cases.pairings.selectors.terms import Book
from cases.pairings.states import HAND_OVER, HELD_STATES, LIVE_STATES, TRANSITIONS, VISIT_WAYS, State
from hardship.accounts.models import User, people_of
from hardship.accounts.states import Role
from hardship.kernel import workflow
from hardship.kernel.scope import Part, competent_id

WITH = ("household__head", "household__union", "helper__user", "helper__union")
SOON = timedelta(days=14)
AID = "aid|"  # how forms name the deeds by which a family got something (giving.selectors.deeds)


def visits_in(year: int, path: str = "") -> Q:
    """Notes of a year that are visits, and that no later record corrects."""
    return Q(
        **{f"{path}on__year": year, f"{path}way__in": VISIT_WAYS, f"{path}visit__correction__isnull": True}
    )


def list_pairings(user: User) -> QuerySet[Pairing]:
    """Those of the scope with `visits` (days of this year on which somebody went there); in no order."""
    return visits_this_year(Pairing.objects.visible_to(user).select_related(*WITH))


def visits_this_year(rows: QuerySet[Pairing]) -> QuerySet[Pairing]:
    """With `visits`, the days of this year on which somebody went there."""
    this = timezone.localdate().year
    return rows.annotate(visits=Count("notes__on", distinct=True, filter=visits_in(this, "notes__")))


def late(rows: QuerySet[Pairing]) -> QuerySet[Pairing]:
    """Those whose next visit is overdue."""
    return rows.filter(state=State.RUNNING, next_visit_on__lt=timezone.localdate())


def to_settle(rows: QuerySet[Pairing]) -> QuerySet[Pairing]:
    """Those whose helper left, or whose household is on file no more: to be handed over or ended."""
    out = ~Q(household__state__in=IN_FORCE_STATES)
    return rows.filter(GONE | out, state__in=LIVE_STATES)


def list_due(user: User) -> QuerySet[Pairing]:
    """What this person has to see to within two weeks, late ones included: as the helper, or for a household
    of their own union whose helper has no account or lags."""
    today = timezone.localdate()
    mine = Q(helper__user__in=people_of(user))
    others = Q(household__union=user.union_id) & (Q(helper__user__isnull=True) | Q(next_visit_on__lt=today))
    rows = Pairing.objects.visible_to(user).select_related(*WITH)
    return rows.filter(mine | others, state=State.RUNNING, next_visit_on__lte=today + SOON)


def list_to_agree(user: User) -> QuerySet[Pairing]:
    """What waits for this person's word: of none that they proposed or would be the helper of."""
    people = people_of(user)
    rows = Pairing.objects.in_hands_of(user, Part.REVIEW).filter(state=State.PROPOSED)
    rows = rows.exclude(Q(created_by__in=people) | Q(stood_in_for__in=people)).exclude(
        helper__user__in=people
    )
    return rows.exclude(kept_out(user, "household")).select_related(*WITH)


def list_to_begin(user: User) -> QuerySet[Pairing]:
    """What was agreed to and has not begun yet, of the person's union."""
    rows = Pairing.objects.visible_to(user).filter(household__union=user.union_id, state=State.AGREED)
    return rows.select_related(*WITH)


def list_to_settle(user: User) -> QuerySet[Pairing]:
    """What the clerks of the person's union are to hand over or to end."""
    rows = Pairing.objects.visible_to(user).filter(household__union=user.union_id)
    return to_settle(rows).select_related(*WITH)


def list_of_household(household: Household) -> list[Pairing]:
    """Every pairing of one household, the newest first, with its visits of this year."""
    return list(visits_this_year(household.pairings.select_related(*WITH)).order_by("-pk"))


def notes_of(pairing: Pairing) -> list[PairingNote]:
    """What was done, the latest first."""
    rows = pairing.notes.select_related("by", "stood_in_for", "visit__correction")
    return list(rows.order_by("-on", "-pk"))


def with_everything(rows: QuerySet[Pairing]) -> QuerySet[Pairing]:
    """With steps, notes and years, as the booklet prints them."""
    steps = PairingStep.objects.select_related("by", "stood_in_for").order_by("pk")
    notes = PairingNote.objects.select_related("by", "stood_in_for", "visit__correction").order_by("on", "pk")
    years = PairingYear.objects.select_related("judged_by", "judged_for").order_by("year")
    return rows.select_related(*WITH, "created_by", "stood_in_for").prefetch_related(
        Prefetch("steps", steps), Prefetch("notes", notes), Prefetch("years", years)
    )


@dataclass(frozen=True)
class YearFigures:
    """A year of a pairing: `row` is its target and result, if there is one; visits made and asked for, all
    notes, what the helper gave, what the rule would reward."""

    year: int
    row: PairingYear | None
    visits: int
    wanted: int
    notes: int
    own: Decimal
    reward: Decimal | None

    @property
    def is_short(self) -> bool:
        return self.visits < self.wanted


def years_of(pairing: Pairing, terms: Terms, until: int) -> list[YearFigures]:
    """The years of a pairing up to `until`, the latest first. What was asked for in a year is by the rule of
    today: a rule that changes says from which day on."""
    if pairing.begun_on is None:
        return []
    rows, notes = {row.year: row for row in pairing.years.all()}, list(pairing.notes.all())
    last = min(until, pairing.ended_on.year) if pairing.ended_on else until
    years = set(range(pairing.begun_on.year, last + 1)) | set(rows)
    return [_figures(year, rows.get(year), notes, pairing, terms) for year in sorted(years, reverse=True)]


def _figures(
    year: int, row: PairingYear | None, notes: Sequence[PairingNote], pairing: Pairing, terms: Terms
) -> YearFigures:
    mine = [note for note in notes if note.on.year == year]
    assert pairing.begun_on is not None  # noqa: S101 (years_of)
    return YearFigures(
        year=year, row=row, visits=len({note.on for note in mine if note.counts}),
        wanted=visits_wanted(year, pairing.begun_on, terms.visits), notes=len(mine),
        own=sum((note.own_yuan for note in mine if note.own_yuan), Decimal(0)),
        reward=earned_reward(terms, row.effect, row.income) if row else None,
    )  # fmt: skip


def list_given(pairing: Pairing) -> list[tuple[str, str]]:
    """What came to the family through the union since the pairing began: for a note to name."""
    rows = list_records(pairing.household)
    ours = {f"{AID}{row.source}.{row.key}" for row in rows if row.giver_kind == GiverKind.UNION}
    since = pairing.begun_on or pairing.from_on
    return [one for one in list_deeds(pairing.household, since) if one[0] in ours]


def step_blocker(pairing: Pairing, row: workflow.Transition, by: User) -> str:
    """What keeps this person from a step that their role allows, or ''."""
    household = pairing.household
    whose = competent_id(household, row.part) if row.part else household.union_id
    if by.union_id != whose:
        return _("这一步由审核工会办理。") if row.part else not_own(household, by)
    if row.is_decision and (why := hand_blocker(pairing, by)):
        return why
    return _begin_blocker(pairing) if row.action == "begin" else ""


def _begin_blocker(pairing: Pairing) -> str:
    if pairing.from_on > timezone.localdate():
        return _("约定 %(day)s 起结对，到那天再开始。") % {"day": pairing.from_on.isoformat()}
    if pairing.helper.gone_on is not None:
        return _("“%(name)s”已经离岗，请换人结对。") % {"name": pairing.helper.name}
    return ""


def hand_blocker(pairing: Pairing, by: User) -> str:
    """Why this person decides nothing of it, or ''. The database has the same rule (pairings_had_a_hand)."""
    if by.pk in (pairing.created_by_id, pairing.stood_in_for_id):
        return _("不能审核自己提出的结对，请由其他人员办理。")
    if pairing.helper.user_id == by.pk:
        return _("不能审核由自己帮扶的结对，请由其他人员办理。")
    return recusal_blocker(pairing.household, by)


def not_own(household: Household, by: User) -> str:
    """Why somebody is no clerk of the household's union, or ''."""
    if household.union_id == by.union_id and by.has_role(Role.CLERK):
        return ""
    return _("只有“%(union)s”的经办人可以办理这户的结对。") % {"union": household.union.name}


def start_blocker(household: Household, by: User) -> str:
    """Why this person may not propose a pairing for the household, or ''."""
    if why := not_own(household, by):
        return why
    if household.state not in IN_FORCE_STATES:
        state = household.get_state_display()
        return _("档案现在是“%(state)s”，在册的家庭才结对帮扶。") % {"state": state}
    return ""


def note_blocker(pairing: Pairing, by: User) -> str:
    """Why this person may not write down what was done, or ''."""
    if not pairing.is_running:
        return _("结对中的才能登记，这一对现在是“%(state)s”。") % {"state": pairing.get_state_display()}
    return "" if pairing.helper.user_id in people_of(by) else not_own(pairing.household, by)


def judge_blocker(pairing: Pairing, by: User) -> str:
    """Why this person may not say what came of a year, or '': it is the reviewer's word, not the helper's."""
    if not by.has_role(Role.REVIEWER) or by.union_id != competent_id(pairing.household, Part.REVIEW):
        return _("年度成效由审核工会的审核人评定。")
    if pairing.helper.user_id == by.pk:
        return _("不能评定自己的帮扶成效，请由其他人员办理。")
    return recusal_blocker(pairing.household, by)


def list_buttons(pairing: Pairing, by: User) -> list[workflow.Transition]:
    """What this person may do now; to hand over has a page of its own."""
    rows = workflow.buttons(TRANSITIONS, pairing, by=by, blocker=step_blocker)
    return [row for row in rows if row.action != HAND_OVER]


def may_hand_over(pairing: Pairing, by: User) -> bool:
    return pairing.state in HELD_STATES and not not_own(pairing.household, by)


def get_obstacle(pairing: Pairing, by: User) -> str:
    """Why this person may not do what their role would allow, or ''."""
    return workflow.obstacle(TRANSITIONS, pairing, by=by, blocker=step_blocker)


def sums_of(rows: QuerySet[Pairing]) -> dict[str, object]:
    """How many of these run and lag, and what helpers gave of their own this year, yuan."""
    this, bare = timezone.localdate().year, rows.order_by()
    own = PairingNote.objects.filter(pairing__in=bare.values("pk"), on__year=this)
    return {
        "running": bare.filter(state=State.RUNNING).count(),
        "late": late(bare).count(),
        "own": own.aggregate(total=Sum("own_yuan"))["total"] or Decimal(0),
    }


def wanted_now(rows: Sequence[Pairing], on: date) -> dict[int, int]:
    """How many visits of this year are asked for, by the key of the pairing; the rules are read once."""
    book = Book(on)
    return {
        row.pk: visits_wanted(on.year, row.begun_on, book.of(row.household).visits)
        for row in rows
        if row.begun_on is not None
    }
