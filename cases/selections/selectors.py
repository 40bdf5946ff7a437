"""The lists, one list with its households, who may still be put on it, whose turn it is."""

from collections.abc import Sequence

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Value, When

from cases.archives.models import Household
from cases.archives.states import IN_FORCE_STATES
from cases.selections.models import Selection, SelectionRow, SelectionStep
from cases.selections.states import OPEN_STATES, SETTLED, Origin, RowState, SelectionState
from cases.surveys.models import SurveyEntry
from cases.surveys.states import DONE
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.kernel.scope import Part, competent, hands_of


def list_selections(user: User) -> QuerySet[Selection]:
    """The lists of the scope, the newest year first, each with how many households stand on it (`households`)
    and how many of them are agreed to (`agreed`)."""
    live = Q(rows__removed_at__isnull=True)
    rows: QuerySet[Selection] = Selection.objects.visible_to(user).select_related("union")
    return rows.annotate(
        households=Count("rows", filter=live),
        agreed=Count("rows", filter=live & Q(rows__state=RowState.AGREED)),
    ).order_by("-year", "union__path", "-pk")


def list_rows(selection: Selection) -> QuerySet[SelectionRow]:
    """The households of a list; what is open first."""
    rows: QuerySet[SelectionRow] = SelectionRow.objects.filter(selection=selection, removed_at__isnull=True)
    return rows.select_related("household__head", "household__union", "decided_by").order_by(
        "household__union__path", "household__head__name_pinyin", "pk"
    )


def count_states(selection: Selection) -> dict[str, int]:
    """How many households of the list are in each state."""
    rows = SelectionRow.objects.filter(selection=selection, removed_at__isnull=True)
    found = dict(rows.values_list("state").annotate(number=Count("pk")))
    return {state: found.get(state, 0) for state in RowState.values}


def count_unsettled(selection: Selection) -> int:
    counts = count_states(selection)
    return sum(number for state, number in counts.items() if state not in SETTLED)


def list_candidates(selection: Selection, user: User) -> QuerySet[Household]:
    """The households in force of the list's union that stand on no list of that year, each with where it
    comes from (`origin`): the survey, newly filed in the year, or else a file that is there."""
    rows: QuerySet[Household] = Household.objects.visible_to(user)
    rows = rows.filter(
        state__in=IN_FORCE_STATES, **{f"{selection.union.scope_column}_id": selection.union_id}
    )
    taken = SelectionRow.objects.filter(
        household=OuterRef("pk"), year=selection.year, removed_at__isnull=True
    ).exclude(state=RowState.REFUSED)
    rows = rows.filter(~Exists(taken)).annotate(origin=_origin(selection))
    return rows.select_related("head", "union").order_by("union__path", "head__name_pinyin", "pk")


def _origin(selection: Selection) -> Case:
    verified = SurveyEntry.objects.filter(
        household=OuterRef("pk"), survey=selection.survey_id, status__in=DONE
    )
    return Case(
        When(Exists(verified), then=Value(Origin.SURVEY.value)),
        When(filed_on__year=selection.year, then=Value(Origin.NEW.value)),
        default=Value(Origin.CHOSEN.value),
    )


def has_made(selection: Selection, user: User) -> bool:
    """Whether this person made any part of the list at any time."""
    return SelectionStep.objects.filter(selection=selection, is_making=True, by=user).exists()


def list_for_approval(user: User) -> QuerySet[Selection]:
    """The lists that wait for this person's union and of which they made no part."""
    made = SelectionStep.objects.filter(selection=OuterRef("pk"), is_making=True, by=user)
    rows: QuerySet[Selection] = Selection.objects.visible_to(user).filter(state=SelectionState.SUBMITTED)
    rows = rows.alias(reviewer=competent(Part.REVIEW))
    # as rules.approving_part says it of one list
    mine = Q(pk__in=[])
    if user.has_role(Role.REVIEWER):
        mine |= hands_of(user, Part.REVIEW) & ~Q(union=user.union_id)
    if user.has_role(Role.APPROVER):
        mine |= hands_of(user, Part.DECIDE) & Q(reviewer=F("union"))
    return rows.filter(mine).filter(~Exists(made)).select_related("union")


def list_unfinished(user: User) -> QuerySet[Selection]:
    """The own union's lists that came back or were not handed in yet."""
    rows: QuerySet[Selection] = Selection.objects.filter(union=user.union_id, state__in=OPEN_STATES)
    return rows.select_related("union")


def list_steps(selection: Selection) -> Sequence[SelectionStep]:
    """What was done with a list, newest first."""
    return list(selection.steps.select_related("by").order_by("-pk"))
