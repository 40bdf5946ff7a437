"""Statements of accounts: how a file fits what is there, before anything of it is kept."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from funds.books.models import BankAccount, Statement, StatementLine
from funds.books.rules import Reading, read_statement
from funds.books.states import StatementState
from hardship.accounts.models import User
from hardship.kernel.files import contents_of
from hardship.kernel.sheets import SheetError


@dataclass(frozen=True)
class Judged:
    """What taking a statement in would do: the lines that are new, how many rows were there before, and all
    that keeps it from coming in, as (row, sentence)."""

    reading: Reading
    known: int

    @property
    def problems(self) -> list[tuple[int, str]]:
        return self.reading.problems

    def total(self, way: str) -> Decimal:
        return sum((line.amount for line in self.reading.lines if line.way == way), Decimal(0))

    def count(self, way: str) -> int:
        return sum(line.way == way for line in self.reading.lines)


def list_statements(*, user: User) -> QuerySet[Statement]:
    """The statements of the user's scope, the newest first."""
    rows: QuerySet[Statement] = Statement.objects.visible_to(user)
    hands = ("taken_by", "taken_for", "ended_by", "withdrawn_by", "withdrawn_for")
    return rows.select_related("account__union", *hands).order_by("-until_on", "-pk")


def judge_statement(statement: Statement) -> Judged:
    """How the file of a statement fits its account. Rows of earlier days that came in before are left out;
    others of them, and rows after its last day, are problems; so is a file that cannot be read any more,
    since the headings of the bank were changed after it came."""
    try:
        read = read_statement(contents_of(statement.file), own=statement.account.headings)
    except SheetError as unreadable:
        return Judged(Reading([], [(0, str(unreadable))]), known=0)
    marks = dict(zip(read.lines, read.fingerprints(), strict=True))
    taken = StatementLine.objects.filter(account=statement.account, fingerprint__in=marks.values())
    known = set(taken.values_list("fingerprint", flat=True))
    fresh = [line for line in read.lines if marks[line] not in known]
    strange = [
        (line.row, _("日期 %(day)s 不在这份对账单的起止日期之内。") % {"day": f"{line.on:%Y-%m-%d}"})
        for line in fresh
        if not statement.from_on <= line.on <= statement.until_on
    ]
    whole = Reading(fresh, [*read.problems, *strange])
    if not strange:
        whole = whole.against(opening=statement.opening, closing=statement.closing)
    return Judged(whole, known=len(read.lines) - len(fresh))


def list_importers(account: BankAccount, first: date, last: date) -> set[int]:
    """The keys of who brought in the statements that tell of these days, and whom they stood in for."""
    taken = Statement.objects.filter(
        account=account, state=StatementState.TAKEN, from_on__lte=last, until_on__gte=first
    )
    hands = taken.values_list("taken_by", "taken_for", "ended_by", "ended_for")
    return {person for row in hands for person in row if person}
