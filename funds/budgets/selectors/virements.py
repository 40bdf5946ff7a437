"""Virements of a scope, what waits for whom, and what a plan says of them."""

from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet, Sum
from django.utils.translation import gettext as _

from funds.budgets.models import Virement
from funds.budgets.selectors.ceilings import get_planned
from funds.budgets.selectors.distributions import list_givable_lines
from funds.budgets.states import OFF, Turn
from funds.ledgers.models import Balance, BudgetLine, Use
from funds.ledgers.states import POOL, Bucket, Source
from hardship.accounts.models import Union, User, people_of
from hardship.kernel.money import format_yuan

HANDS = tuple(f"{step}_{hand}" for step in ("made", "checked", "approved") for hand in ("by", "for"))


def list_virements(*, user: User) -> QuerySet[Any]:
    """The virements of the scope, the newest first."""
    rows: QuerySet[Any] = Virement.objects.visible_to(user)
    return rows.select_related("union", "line__fund", "line__use", "use", "journal").order_by(
        "-made_at", "-pk"
    )


def list_virements_to_check(user: User) -> QuerySet[Virement]:
    """Those of the own union that somebody else asked for. By columns alone (docs/adr/0018)."""
    return _waiting(user, Turn.SUBMITTED, "made")


def list_virements_to_approve(user: User) -> QuerySet[Virement]:
    """Those of the own union that two others asked for and checked."""
    return _waiting(user, Turn.CHECKED, "made", "checked")


def list_virements_to_book(user: User) -> QuerySet[Virement]:
    """Those of the own union that are approved and not in the books yet."""
    return _waiting(user, Turn.APPROVED)


def _waiting(user: User, state: str, *steps: str) -> QuerySet[Virement]:
    rows: QuerySet[Virement] = Virement.objects.visible_to(user).filter(state=state, union=user.union)
    for name in (f"{step}_{hand}" for step in steps for hand in ("by", "for")):
        for person in sorted(people_of(user)):
            rows = rows.exclude(**{name: person})
    return rows.order_by("pk")


def list_shiftable_lines(union: Union) -> QuerySet[Any]:
    """The lines of a union whose free money may go to another use of their fund."""
    return list_givable_lines(union).exclude(use=POOL).exclude(fund__source=Source.ENTRUSTED)


def list_uses_of(lines: QuerySet[BudgetLine]) -> QuerySet[Use]:
    """The uses that the funds of these lines permit."""
    uses: QuerySet[Use] = Use.objects.exclude(code=POOL).filter(permits__fund__lines__in=lines)
    return uses.distinct().order_by("code")


def say_of_plan(row: Virement) -> str:
    """What is to be changed in the plan of use when more was given to a use, on all lines of the union, than
    was planned for it; '' for a year without a plan in force, for what keeps within it and what moves
    nothing."""
    planned = None if row.is_off else get_planned(row.union_id, row.line.year, row.use_id)
    if planned is None:
        return ""
    there = Balance.objects.filter(
        account__line__union=row.union_id, account__line__use=row.use_id, account__line__year=row.line.year
    ).exclude(bucket=Bucket.SOURCE)
    given = there.aggregate(yuan=Sum(F("credit") - F("debit"), default=Decimal(0)))["yuan"]
    after = given if row.is_booked else given + row.amount
    if after <= planned:
        return ""
    words = {
        "year": row.line.year, "use": row.use.name, "planned": format_yuan(planned),
        "after": format_yuan(after)
    }  # fmt: skip
    return (
        _(
            "%(year)s 年使用计划中“%(use)s”安排 %(planned)s 元，调剂后这个用途的指标共 %(after)s 元："
            "请同时调整使用计划。"
        )
        % words
    )


def is_taken_back(row: Virement) -> bool:
    """Whether somebody asked for it to be taken back, and that was neither refused nor dropped."""
    return row.undone_by.exclude(state__in=OFF).exists()
