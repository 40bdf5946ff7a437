"""A statement: taken in and looked through, then its lines are kept as a whole, or it is dropped; the newest
one may be taken back."""

import hashlib
from datetime import date, timedelta
from decimal import Decimal

from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.translation import gettext as _

from funds.books.models import BankAccount, Statement, StatementLine
from funds.books.rules import Reading, read_statement
from funds.books.selectors.balances import get_bank_balance, get_covered_until
from funds.books.selectors.statements import judge_statement
from funds.books.services.booking import let_go_of_reversed
from funds.books.services.refusals import BooksRefused, RowsRefused, books_write, require_of
from funds.books.states import IMPORTERS, SECOND, StatementState
from hardship.accounts.models import User, people_of, stood_in_for
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.files import contents_of

ONE_DAY = timedelta(days=1)


@books_write
def receive_statement(
    *, account_id: int, name: str, content: bytes, until_on: date, closing: Decimal, by: User
) -> Statement:
    """Takes a file in to be looked through: what the bank says up to `until_on`, with `closing` yuan left.
    Nothing is kept of its lines yet.

    Raises SheetError for what cannot be read, BooksRefused for a file that was there before or days that are
    covered already."""
    account: BankAccount = workflow.lock(
        BankAccount.objects.visible_to(by).select_related("union"), account_id
    )
    require_of(account.union, by, *IMPORTERS)
    if not account.is_open:
        raise BooksRefused(_("账户确认启用以后才能导入对账单。"))
    covered = get_covered_until(account)
    _require_days(covered, until_on)
    sha256 = hashlib.sha256(content).hexdigest()
    _require_new(account, sha256)
    statement = Statement(
        union=account.union, account=account, from_on=covered + ONE_DAY, until_on=until_on,
        opening=get_bank_balance(account, until=covered), closing=closing, original_name=name[:120],
        sha256=sha256, rows=len(read_statement(content, own=account.headings).lines),
        taken_by=by, taken_for=stood_in_for(by),
    )  # fmt: skip
    statement.file.save(name, ContentFile(content), save=False)
    statement.save()
    audit.record("bank_statement.receive", target=account, by=by, sha256=sha256, rows=statement.rows)
    return statement


def _require_days(covered: date, until_on: date) -> None:
    if until_on <= covered:
        said = {"day": f"{covered:%Y-%m-%d}"}
        raise BooksRefused(_("到 %(day)s 的对账单已经导入，请选之后的截止日期。") % said, "until_on")
    if until_on >= timezone.localdate():
        raise BooksRefused(_("截止日期要在今天以前：今天还会有新的流水。"), "until_on")


def _require_new(account: BankAccount, sha256: str) -> None:
    same = (
        Statement.objects.filter(account=account, sha256=sha256).exclude(state=StatementState.DROPPED).first()
    )
    if same is not None:
        said = {"day": f"{timezone.localdate(same.taken_at):%Y-%m-%d}", "name": same.importer}
        raise BooksRefused(_("这份对账单 %(day)s 已由%(name)s上传，不用再传。") % said, "file")


@books_write
def take_statement(*, statement_id: int, by: User) -> Statement:
    """Keeps every line of a statement that was looked through. Raises RowsRefused naming what does not fit,
    or BooksRefused."""
    statement = _lock_waiting(statement_id, by)
    judged = judge_statement(statement)
    if judged.problems:
        raise RowsRefused(judged.problems)
    _keep_lines(statement, judged.reading)
    audit.record("bank_statement.take", target=statement.account, by=by, rows=len(judged.reading.lines))
    return _end(statement, StatementState.TAKEN, by)


def _keep_lines(statement: Statement, reading: Reading) -> None:
    StatementLine.objects.bulk_create(
        StatementLine(
            statement=statement, account=statement.account, row=line.row, on=line.on, way=line.way,
            amount=line.amount, balance=line.balance, summary=line.summary, party=line.party,
            serial=line.serial, fingerprint=mark,
        )
        for line, mark in zip(reading.lines, reading.fingerprints(), strict=True)
    )  # fmt: skip


@books_write
def drop_statement(*, statement_id: int, by: User) -> Statement:
    """放弃: the file is not what was meant; it stays on record, and may come again."""
    statement = _lock_waiting(statement_id, by)
    audit.record("bank_statement.drop", target=statement.account, by=by, sha256=statement.sha256)
    return _end(statement, StatementState.DROPPED, by)


@books_write
def withdraw_statement(*, statement_id: int, why: str, by: User) -> Statement:
    """退回: the newest statement was not what was meant, as one with a wrong last day; its lines go. Raises
    BooksRefused for whoever brought it in, and while something of it is matched, asked for, booked or signed.
    A line of which a booking was refused stays for that booking, and may come in again."""
    statement = _lock(statement_id, by)
    require_of(statement.account.union, by, *SECOND)
    refused = withdraw_blocker(statement, by)
    if refused:
        raise BooksRefused(refused)
    for line in StatementLine.objects.filter(statement=statement, bookings__isnull=False):
        let_go_of_reversed(line)
    statement.state, statement.why, statement.withdrawn_at = StatementState.DROPPED, why, timezone.now()
    statement.withdrawn_by, statement.withdrawn_for = by, stood_in_for(by)
    statement.save(update_fields=["state", "why", "withdrawn_at", "withdrawn_by", "withdrawn_for"])
    audit.record("bank_statement.withdraw", target=statement.account, by=by, sha256=statement.sha256)
    return statement


def withdraw_blocker(statement: Statement, by: User) -> str:
    """Why this person may not take a statement back, or ''."""
    if not statement.is_taken:
        return _("这份对账单%(state)s，不能再办。") % {"state": statement.get_state_display()}
    hands = {statement.taken_by_id, statement.taken_for_id, statement.ended_by_id, statement.ended_for_id}
    if not hands.isdisjoint(people_of(by)):
        return _("这份对账单是您导入的，要由另一位财务或审批人退回。")
    return ""


def _lock(statement_id: int, by: User) -> Statement:
    """The account first, as everybody does who writes into it."""
    rows = Statement.objects.visible_to(by)
    workflow.lock(BankAccount.objects.all(), rows.values_list("account_id", flat=True).get(pk=statement_id))
    statement: Statement = workflow.lock(rows.select_related("account__union"), statement_id)
    return statement


def _lock_waiting(statement_id: int, by: User) -> Statement:
    statement = _lock(statement_id, by)
    require_of(statement.account.union, by, *IMPORTERS)
    if not statement.is_waiting:
        raise BooksRefused(_("这份对账单%(state)s，不能再办。") % {"state": statement.get_state_display()})
    return statement


def _end(statement: Statement, state: StatementState, by: User) -> Statement:
    statement.state, statement.ended_at = state, timezone.now()
    statement.ended_by, statement.ended_for = by, stood_in_for(by)
    statement.save(update_fields=["state", "ended_at", "ended_by", "ended_for"])
    return statement


def read_original(statement: Statement) -> bytes:
    """The bytes that the bank gave."""
    return contents_of(statement.file)
