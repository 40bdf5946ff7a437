"""Plans of a scope, what waits for whom, and which unions with money have no plan."""

from decimal import Decimal
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from funds.budgets.models import Budget, BudgetRow
from funds.budgets.rules import edition_of
from funds.budgets.states import MONTH_OF_NEXT_PLAN, OPEN, OWN_ADJUSTMENTS, QUARTERS, VALID, State
from funds.ledgers.models import BudgetLine
from hardship.accounts.models import Union, User, people_of
from hardship.kernel.scope import Part, hands_of

ZERO = Decimal("0.00")


def list_budgets(*, user: User) -> QuerySet[Any]:
    """The versions of the scope, the newest year first, then by union: `heads` (person-times) and `yuan`."""
    heads = sum((F(f"rows__heads_{n}") for n in QUARTERS[1:]), F("rows__heads_1"))
    yuan = sum((F(f"rows__yuan_{n}") for n in QUARTERS[1:]), F("rows__yuan_1"))
    rows: QuerySet[Any] = Budget.objects.visible_to(user).select_related("union")
    told: QuerySet[Any] = rows.annotate(
        heads=Coalesce(Sum(heads), 0), yuan=Coalesce(Sum(yuan), ZERO)
    ).order_by("-year", "union__path", "-number", "-pk")
    return told


def get_rows(budget: Budget) -> list[BudgetRow]:
    """The rows of a version in their order, with their uses."""
    return list(budget.rows.select_related("use").order_by("position"))


def get_edition(budget: Budget) -> str:
    """What tells this state of a draft from every other one."""
    rows = [row.planned() for row in get_rows(budget)]
    return edition_of(rows, budget.strictness, budget.summary)


def list_to_check(user: User) -> QuerySet[Budget]:
    """Plans that somebody else handed in, of the own union or those that it reviews. By columns alone: the
    desk compiles it once for everybody (docs/adr/0018)."""
    mine = Q(union=user.union) | hands_of(user, Part.REVIEW)
    return _waiting(user, State.SUBMITTED).filter(mine)


def list_to_approve(user: User) -> QuerySet[Budget]:
    """Plans that were checked and that this approver may approve; second adjustments are those of unions
    below."""
    above = Q(number__gt=1 + OWN_ADJUSTMENTS, union__parent__isnull=False)
    mine = Q(union=user.union) | hands_of(user, Part.DECIDE)
    return _waiting(user, State.CHECKED).filter(mine & ~above | above & ~Q(union=user.union))


def _waiting(user: User, state: str) -> QuerySet[Budget]:
    """Plans of the scope in this state that other hands wrote."""
    rows: QuerySet[Budget] = Budget.objects.visible_to(user).filter(state=state)
    people = sorted(people_of(user))
    for hand in ("made_by", "made_for", "submitted_by", "submitted_for"):
        rows = rows.filter(~Q(**{f"{hand}__in": people}))
    return rows.select_related("union").order_by("pk")


def list_missing(*, user: User, year: int) -> QuerySet[Union]:
    """Unions of the scope that have money of that year or the one before, and neither a plan for the year nor
    one on its way."""
    lines = BudgetLine.objects.filter(union=OuterRef("pk"), year__in=(year - 1, year))
    plans = Budget.objects.filter(union=OuterRef("pk"), year=year, state__in=(*OPEN, *VALID))
    unions: QuerySet[Union] = Union.objects.visible_to(user).open()
    return unions.filter(Exists(lines)).exclude(Exists(plans)).order_by("path")


def list_own_missing(user: User) -> QuerySet[Union]:
    """The person's own union, from November on where its plan of the next year is missing, and all year where
    that of this year is."""
    today = timezone.localdate()
    years = (today.year, today.year + 1) if today.month >= MONTH_OF_NEXT_PLAN else (today.year,)
    lines = BudgetLine.objects.filter(union=OuterRef("pk"), year__in=(today.year - 1, today.year))
    plans = Budget.objects.filter(union=OuterRef("pk"), state__in=(*OPEN, *VALID))
    have = [Exists(plans.filter(year=year)) for year in years]
    rows: QuerySet[Union] = Union.objects.filter(pk=user.union_id)
    return rows.filter(Exists(lines)).exclude(*have).order_by("pk")
