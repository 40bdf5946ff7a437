"""Reads of the ledger: lines with what lies in their buckets, journals, totals. Amounts are yuan."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from funds.ledgers.models import Balance, BudgetLine, Commitment, Fund, Journal, Period, Posting, Use
from funds.ledgers.rules import share
from funds.ledgers.states import EVENTS, POOL, Bucket, Side
from hardship.accounts.models import Union, User
from hardship.kernel.registry import Registry
from hardship.kernel.searches import Search

ZERO = Decimal("0.00")
NUMBER = re.compile(r"记?[-字第 ]*([0-9]{4})[-年 ]*([0-9]{1,7})号?")
COMMITMENT_SEARCHES: Registry[Callable[[Search, User], QuerySet[Any]]] = Registry(
    "commitment_searches", "The keys of the commitments that somebody looks for, by whom they are for."
)


def list_uses() -> QuerySet[Use]:
    """The uses that money can be spent on; the pool is not one of them."""
    return Use.objects.exclude(code=POOL).order_by("expense_subject", "code")


def list_funds(*, user: User) -> QuerySet[Fund]:
    """The funds of the user's scope, newest document first, with their permitted uses fetched."""
    funds: QuerySet[Fund] = Fund.objects.visible_to(user)
    return funds.select_related("union").prefetch_related("uses").order_by("-document_on", "-pk")


def with_buckets(lines: QuerySet[BudgetLine]) -> QuerySet[Any]:
    """The lines with one annotation per bucket: `source_yuan` is what the line was given, `available_yuan`
    and the others what lies there."""
    return lines.annotate(
        **{
            f"{bucket.value}_yuan": Coalesce(
                Sum(_signed(bucket, "accounts__balance__"), filter=Q(accounts__bucket=bucket)), ZERO
            )
            for bucket in Bucket
        }
    )


def _signed(bucket: Bucket, prefix: str = "") -> Any:
    debit, credit = F(f"{prefix}debit"), F(f"{prefix}credit")
    return debit - credit if bucket == Bucket.SOURCE else credit - debit


def list_lines(*, user: User) -> QuerySet[Any]:
    """The budget lines of the user's scope with their buckets: newest year first, then union, fund, use."""
    lines: QuerySet[BudgetLine] = BudgetLine.objects.visible_to(user)
    found = with_buckets(lines.select_related("union", "fund", "use"))
    return found.order_by("-year", "union__path", "fund_id", "use_id")


def list_lines_to_show(*, user: User) -> QuerySet[Any]:
    """The lines of `list_lines` without the pools that were assigned wholly: they say nothing in a list."""
    return list_lines(user=user).exclude(use=POOL, source_yuan=0)


def line_buckets(line_id: int) -> dict[str, Decimal]:
    """What lies in each bucket of one line, by the bucket's code."""
    return bucket_totals(BudgetLine.objects.filter(pk=line_id))


def bucket_totals(lines: QuerySet[BudgetLine]) -> dict[str, Decimal]:
    """The sum of each bucket over these lines, by the bucket's code; zero where there is nothing."""
    ids = lines.order_by().values("pk")
    rows = (
        Balance.objects.filter(account__line__in=ids)
        .values("bucket")
        .annotate(debits=Sum("debit"), credits=Sum("credit"))
    )
    totals = dict.fromkeys(Bucket.values, ZERO)
    for row in rows:
        net = row["credits"] - row["debits"]
        totals[row["bucket"]] = -net if row["bucket"] == Bucket.SOURCE else net
    return totals


def get_usable_lines(
    *, union: Union, use: str, on: date, amount: Decimal = ZERO, year: int | None = None
) -> QuerySet[BudgetLine]:
    """The lines of this union that `amount` yuan for this use can be committed on at that date, the one that
    expires first in front. Without `year` lines of every year up to that of `on` count."""
    lines: QuerySet[BudgetLine] = BudgetLine.objects.filter(union=union, use=use)
    lines = lines.filter(year=year) if year else lines.filter(year__lte=on.year)
    lines = lines.filter(Q(fund__use_by__isnull=True) | Q(fund__use_by__gte=on))
    return (
        with_buckets(lines.select_related("union", "fund", "use"))
        .filter(available_yuan__gte=amount)
        .order_by(F("fund__use_by").asc(nulls_last=True), "year", "pk")
    )


def of_whole(name: str, path: str) -> Combinable:
    """So many yuan of a commitment at `path`, with those of its parts on further lines: an expression."""
    parts = Commitment.objects.filter(part_of=OuterRef(f"{path}_id")).order_by().values("part_of")
    return F(f"{path}__{name}") + Coalesce(Subquery(parts.annotate(all=Sum(name)).values("all")), ZERO)


def list_journals(*, user: User, line_id: int | None = None) -> QuerySet[Any]:
    """The journals of the user's scope, newest first; of one line those that touch it.

    `amount` is what was moved (there), `debits` the sum of their debit side, `is_reversed` what it says."""
    journals: QuerySet[Any] = Journal.objects.visible_to(user)
    debits = Posting.objects.filter(journal=OuterRef("pk"), side=Side.DEBIT)
    if line_id is not None:
        debits = debits.filter(account__line=line_id)
        journals = journals.filter(pk__in=Posting.objects.filter(account__line=line_id).values("journal"))
    total = debits.order_by().values("journal").annotate(total=Sum("amount")).values("total")
    reversals = Journal.objects.filter(reverses=OuterRef("pk"))
    mirrored = [event for event, entry in EVENTS.items() if entry.mirrored]
    assigns = Q(event__in=mirrored) | Q(reverses__event__in=mirrored)
    once = F("debits") / 2 if line_id is None else F("debits")  # an assignment debits two lines
    journals = journals.annotate(debits=Subquery(total), is_reversed=Exists(reversals)).annotate(
        amount=Case(When(assigns, then=once), default=F("debits"))
    )
    return (
        journals.select_related("union", "made_by", "made_for", "reverses")
        .defer("canonical", "reverses__canonical")
        .order_by("-year", "-number", "pk")
    )


def numbered(text: str) -> Q | None:
    """The condition for what somebody typed as the number of a voucher, such as 记-2026-00035."""
    found = NUMBER.fullmatch(text)
    return Q(year=int(found[1]), number=int(found[2])) if found else None


def search_journals(journals: QuerySet[Any], search: Search, *, user: User) -> QuerySet[Any]:
    """Those with this number, those whose memo has the text, and those that moved money for whom it means:
    rooms that know whose money it is say which commitments (COMMITMENT_SEARCHES)."""
    moved = Q()
    for find in COMMITMENT_SEARCHES:
        moved |= Q(pk__in=Posting.objects.filter(commitment__in=find(search, user)).values("journal"))
    if search.kind == "file_no":
        moved |= numbered(search.value) or Q(memo__contains=search.value)
    return journals.filter(moved) if moved else journals.none()


def list_periods(*, user: User) -> QuerySet[Period]:
    """The months of the user's own union's books, newest first, with the number of journals in each."""
    periods: QuerySet[Period] = Period.objects.visible_to(user).filter(union=user.union)
    return periods.select_related("closed_by").annotate(count=Count("journals")).order_by("-month")


def used_percent(totals: Mapping[str, Decimal]) -> int:
    """Percent of bucket totals that is committed, on its way, paid or handed down."""
    idle = totals[Bucket.AVAILABLE] + totals[Bucket.FROZEN] + totals[Bucket.RETURNED]
    return share(totals[Bucket.SOURCE] - idle, totals[Bucket.SOURCE])


def source_name(source: str) -> str:
    """What "applications.application:42" is called on a page: 帮扶申请 42; empty for nothing."""
    label, _colon, key = source.partition(":")
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        return source
    if model is Union:
        return str(Union.objects.filter(pk=key).first() or source)
    return f"{model._meta.verbose_name} {key}"


def list_postings(*, journal: Journal, line_id: int | None = None) -> QuerySet[Posting]:
    """The postings of a journal in their order, with account and line; of one line only its own."""
    postings = journal.postings.select_related("account__line__fund", "account__line__use", "commitment")
    if line_id is not None:
        postings = postings.filter(account__line=line_id)
    return postings.order_by("position")


def trial_balance(*, unions: Iterable[int] | None = None) -> QuerySet[Balance]:
    """The balance of every account that was ever touched, with its line fetched, in the order of accounts."""
    balances = Balance.objects.exclude(debit=0, credit=0)
    if unions is not None:
        balances = balances.filter(account__line__union__in=list(unions))
    return balances.select_related(
        "account__line__union", "account__line__fund", "account__line__use"
    ).order_by("account")
