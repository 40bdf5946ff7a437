"""Reads of loans: the list by age, those of a household, what is out of a line, the check of the books."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds.ledgers.models import BudgetLine
from funds.ledgers.selectors import Difference, ledger_check
from funds.ledgers.selectors.checking import Unions
from funds.loans.models import Loan, LoanPart
from funds.loans.states import AGES, Age, State
from funds.payments.selectors.statements import WRITTEN_OFF
from hardship.accounts.models import User


def list_loans(*, user: User) -> QuerySet[Any]:
    """The loans of the scope, what has been due longest in front: `since` is the day of the first part that
    did not come."""
    rows: QuerySet[Any] = Loan.objects.visible_to(user).select_related("union", "commitment__line__fund")
    found: QuerySet[Any] = with_dates(rows).order_by(F("since").asc(nulls_last=True), "-pk")
    return found


def with_dates(rows: QuerySet[Any]) -> QuerySet[Any]:
    """With `since`, the day of the first part that did not come; None where all came."""
    parts = LoanPart.objects.filter(loan=OuterRef("pk"), upto__gt=OuterRef("repaid")).order_by("due_on")
    found: QuerySet[Any] = rows.annotate(since=Subquery(parts.values("due_on")[:1]))
    return found


def of_age(rows: QuerySet[Any], age: str, on: date) -> QuerySet[Any]:
    """Those that are out and as long overdue on that day."""
    out = rows.filter(state=State.LENT)
    if age == Age.DUE:
        return out.filter(since__gte=on)
    fewest, most = AGES[age]
    return out.filter(since__lte=on - timedelta(days=fewest), since__gte=on - timedelta(days=most))


def late(rows: QuerySet[Any], on: date) -> QuerySet[Any]:
    """Those that are out, of which a part was due before that day and did not come."""
    return rows.filter(state=State.LENT, since__lt=on)


def list_overdue(user: User) -> QuerySet[Any]:
    """Loans of the own union of which a part was due and did not come."""
    return late(list_loans(user=user).filter(union=user.union_id), timezone.localdate())


def list_to_write_off(user: User) -> QuerySet[Loan]:
    """What somebody of the union asked to be written off."""
    rows = Loan.objects.visible_to(user).filter(union=user.union_id, state=State.LENT, asked_at__isnull=False)
    found: QuerySet[Loan] = rows.exclude(asked_by=user.pk).exclude(asked_for=user.pk).order_by("pk")
    return found


def list_of_subject(subject: str) -> QuerySet[Any]:
    """The loans of a household such as "household:17", the newest first; they are no aid."""
    return with_dates(Loan.objects.filter(subject=subject).select_related("union")).order_by("-pk")


@WRITTEN_OFF.add("loans")
def get_written_off(commitments: Any) -> Mapping[Any, Decimal]:
    """By commitment what was written off of its loan; nothing is asked back of it any more."""
    rows = Loan.objects.filter(commitment__in=commitments, written_off__gt=0)
    return dict(rows.values_list("commitment", "written_off"))


@dataclass(frozen=True)
class Revolved:
    """What a revolving line did: yuan `lent` in all, `repaid`, `written_off`, and `out` (应收周转金)."""

    lent: Decimal
    repaid: Decimal
    written_off: Decimal

    @property
    def out(self) -> Decimal:
        return self.lent - self.repaid - self.written_off


def get_revolved(lines: QuerySet[BudgetLine]) -> Revolved:
    """Over these lines, of what reached its borrowers."""
    rows = Loan.objects.filter(commitment__line__in=lines, lent_on__isnull=False)
    sums = rows.aggregate(lent=Sum("amount"), back=Sum("repaid"), gone=Sum("written_off"))
    return Revolved(*(value or Decimal(0) for value in sums.values()))


def overdue_yuan(loan: Loan, on: date) -> Decimal:
    """How many yuan should have come by the day before and did not."""
    due = loan.parts.filter(due_on__lt=on).aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
    return max(due - loan.repaid, Decimal(0)) if loan.is_lent else Decimal(0)


@ledger_check("loans", gettext_lazy("每笔周转金借款与台账相符"))
def check_loans(unions: Unions) -> Iterator[Difference]:
    """What was lent and what came back, by the loans and by the ledger."""
    lent = Q(lent_on__isnull=False)
    wrong = Loan.objects.filter(
        lent & ~Q(commitment__paid=F("amount") - F("repaid"))
        | ~lent & Q(commitment__paid__gt=0)
        | ~Q(commitment__recovered=F("repaid"))
    ).select_related("commitment")
    if unions is not None:
        wrong = wrong.filter(union__in=unions)
    for row in wrong.order_by("pk"):
        there = _("已付 %s 已追回 %s") % (row.commitment.paid, row.commitment.recovered)
        yield Difference(_("借款 %s") % row.number, _("本金 %s 已还 %s") % (row.amount, row.repaid), there)
