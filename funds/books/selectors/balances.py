"""What the bank and the books say lies in an account. Amounts are yuan."""

from datetime import date, timedelta
from decimal import Decimal

from django.db import connection
from django.db.models import Max

from funds.books.models import BankAccount, Reconciliation, Statement
from funds.books.states import StatementState

_BEGINNING = date(1, 1, 1)


def get_moved(account: BankAccount, *, until: date, after: date = _BEGINNING) -> Decimal:
    """What the journals of its funds moved in the account after one day, up to and with another one."""
    return _ask("SELECT books_moved(%s, %s, %s)", account.pk, after, until)


def get_bank_balance(account: BankAccount, *, until: date) -> Decimal:
    """What the statements say was left at the end of a day."""
    return _ask("SELECT books_bank_balance(%s, %s)", account.pk, until)


def get_book_balance(account: BankAccount, *, until: date) -> Decimal:
    """What the books say was left at the end of a day."""
    return _ask("SELECT books_book_balance(%s, %s)", account.pk, until)


def _ask(sql: str, *parameters: int | date) -> Decimal:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return Decimal(cursor.fetchone()[0])


def get_covered_until(account: BankAccount) -> date:
    """The last day that its statements tell of; at first that of its opening balance."""
    taken = Statement.objects.filter(account=account, state=StatementState.TAKEN)
    last: date | None = taken.aggregate(last=Max("until_on"))["last"]
    return last or account.opening_on


def get_signed_until(account: BankAccount) -> date:
    """The last day of the last month that was signed; at first the day before the account begins."""
    last: date | None = Reconciliation.objects.filter(account=account).aggregate(last=Max("until_on"))["last"]
    return last or account.opening_on


def get_month_to_sign(account: BankAccount) -> date:
    """The first day of the month whose sheet is signed next."""
    return (get_signed_until(account) + timedelta(days=1)).replace(day=1)


def list_months(account: BankAccount, *, today: date) -> list[date]:
    """The first days of the months from that in which the account begins up to today's."""
    month = (account.opening_on + timedelta(days=1)).replace(day=1)
    months = []
    while month <= today:
        months.append(month)
        month = (month + timedelta(days=31)).replace(day=1)
    return months


def end_of(month: date) -> date:
    """The last day of the month."""
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
