"""Bank accounts, as their union and those above it read them."""

from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from funds.books.models import AccountFund, BankAccount, Reconciliation, Statement
from funds.books.states import AccountState, StatementState
from funds.ledgers.models import BudgetLine, Fund, Posting
from funds.ledgers.selectors import with_buckets
from funds.ledgers.states import CASH_BUCKETS, FISCAL_SPECIAL, POOL, Source
from hardship.accounts.models import Union, User, people_of

STEPS = ("entered", "confirmed", "ended")


def list_accounts(*, user: User) -> QuerySet[Any]:
    """The accounts of the scope: `balance` is what the newest statement ends with, `covered_on` its last day,
    `signed_on` the last month that was signed, `open_lines` how many lines are not matched."""
    rows: QuerySet[BankAccount] = BankAccount.objects.visible_to(user)
    taken = Statement.objects.filter(account=OuterRef("pk"), state=StatementState.TAKEN).order_by("-until_on")
    months = Reconciliation.objects.filter(account=OuterRef("pk")).order_by().values("account")
    return (
        rows.select_related("union", *(f"{step}_{hand}" for step in STEPS for hand in ("by", "for")))
        .annotate(
            balance=Coalesce(Subquery(taken.values("closing")[:1]), F("opening")),
            covered_on=Coalesce(Subquery(taken.values("until_on")[:1]), F("opening_on")),
            signed_on=Subquery(months.annotate(last=Max("month")).values("last")),
            open_lines=Count(
                "lines", filter=Q(lines__matched__isnull=True, lines__statement__state=StatementState.TAKEN)
            ),
        )
        .order_by("union__path", "pk")
    )


def list_accounts_to_confirm(user: User) -> QuerySet[BankAccount]:
    """What waits for this person as the second one, of their own union."""
    people = sorted(people_of(user))
    rows = BankAccount.objects.visible_to(user).filter(union=user.union_id, state=AccountState.ENTERED)
    return rows.exclude(entered_by__in=people).exclude(entered_for__in=people)


def count_open_accounts(union: Union) -> int:
    """How many accounts of a union are in use or wait to be."""
    return BankAccount.objects.filter(
        union=union, state__in=(AccountState.ENTERED, AccountState.OPEN)
    ).count()


def list_homeless_funds(union: Union) -> QuerySet[Fund]:
    """The funds of a union that lie in no account on record."""
    return Fund.objects.filter(union=union, bank_share__isnull=True).order_by("-document_on", "-pk")


def list_shares(account: BankAccount) -> QuerySet[Any]:
    """The funds of an account, the oldest first, and whether each `moved` money: then it stays there."""
    postings = Posting.objects.filter(account__line__fund=OuterRef("fund"), account__bucket__in=CASH_BUCKETS)
    shares = AccountFund.objects.filter(account=account).select_related("fund")
    return shares.annotate(moved=Exists(postings)).order_by("fund__document_on", "pk")


def list_interest_funds(account: BankAccount) -> QuerySet[Fund]:
    """The funds of this account that interest is booked into."""
    return Fund.objects.filter(bank_share__account=account, source=Source.INTEREST).order_by("-document_on")


def list_fee_lines(account: BankAccount) -> QuerySet[Any]:
    """The lines of this account that may bear the bank's fees and have something left."""
    lines = BudgetLine.objects.filter(fund__bank_share__account=account).exclude(
        fund__source__in=FISCAL_SPECIAL
    )
    found = with_buckets(lines.exclude(use=POOL).select_related("fund", "use"))
    return found.filter(available_yuan__gt=0).order_by("-year", "fund_id", "use_id")
