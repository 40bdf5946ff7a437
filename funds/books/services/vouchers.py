"""记账凭证 are drawn up from the journals, slips and losses of a month, and checked by somebody who made
none of them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from funds.books.models import CashEntry, Voucher, VoucherEntry, VoucherPaper
from funds.books.rules.cash import entries_of_cash, paid_in_cash
from funds.books.rules.goods import entries_of_goods
from funds.books.rules.papers import papers_of_cash, papers_of_goods, papers_of_loss
from funds.books.rules.subjects import Entry, Money, entries_of, entries_of_loss, merged
from funds.books.selectors.balances import end_of
from funds.books.selectors.cash import count_missing_gifts, count_missing_payouts, list_undrawn_cash
from funds.books.selectors.goods import Moved, list_moved_goods
from funds.books.selectors.losses import find_lent, list_undrawn_losses
from funds.books.selectors.undone import list_years_undone
from funds.books.selectors.vouchers import list_unchecked, list_undrawn
from funds.books.services.papers import attach, papers_of_journals
from funds.books.services.refusals import BooksRefused, books_write, require_of
from funds.books.states import SECOND
from funds.ledgers.models import Journal
from funds.ledgers.selectors import Paper
from funds.ledgers.states import CASH_BUCKETS, Side
from funds.loans.models import Loan
from hardship.accounts.models import Union, User, people_of, stood_in_for
from hardship.accounts.states import Role
from hardship.audit import services as audit

Drawn = tuple[Voucher, Sequence[Paper]]


@books_write
def draw_vouchers(*, union: Union, month: date, by: User) -> list[Voucher]:
    """记账: a voucher for each journal of the month (its first day) that moved money and has none, and for
    each slip that moved goods and each loan that was written off, numbered on from the last one. Raises
    BooksRefused when there is none."""
    require_of(union, by, Role.FINANCE)
    if missing := count_missing_gifts(union, month):
        told = {"n": missing}
        raise BooksRefused(_("%(n)s 笔现金捐款还没有登记现金日记账，请出纳先登记，否则记成银行存款。") % told)
    if missing := count_missing_payouts(union, month):
        told = {"n": missing}
        raise BooksRefused(_("%(n)s 笔现金发放还没有登记现金日记账，请出纳先登记，否则记成银行存款。") % told)
    journals = list(list_undrawn(union=union, month=month).select_related("reverses"))
    goods = [row for row in list_moved_goods(union=union, until=end_of(month)) if row.on >= month]
    cash = list(list_undrawn_cash(union=union, months=[month]))
    losses = list_undrawn_losses(union=union, months=[month]).select_related(
        "commitment__line__fund", "commitment__line__use"
    )
    if not (journals or goods or cash or losses):
        raise BooksRefused(_("%(month)s 没有等着记账的收付和物资。") % {"month": f"{month:%Y-%m}"})
    drawn: list[Drawn] = [
        (_draw_cash(entry, month, by), _named(papers_of_cash(entry.kind))) for entry in cash
    ]
    drawn += _draw_journals(journals, month, by)
    drawn += [(_draw_loss(loan, month, by), _named(papers_of_loss())) for loan in losses]
    drawn += [
        (_draw_goods(row, union, month, by), _named(papers_of_goods(row.slip.kind, row.slip.invoice_no)))
        for row in goods
    ]
    attach(drawn, by)
    made = [voucher for voucher, _papers in drawn]
    audit.record("voucher.draw", target=union, by=by, month=f"{month:%Y-%m}", vouchers=len(made))
    return made


def _named(names: Sequence[str]) -> list[Paper]:
    return [Paper(name) for name in names]


def _draw_journals(journals: Sequence[Journal], month: date, by: User) -> list[Drawn]:
    entries = CashEntry.objects.filter(journal__in=journals, undone__isnull=True)
    in_cash = frozenset(entries.values_list("journal", flat=True))
    papers = papers_of_journals(journals, in_cash)
    return [(_draw(row, month, by, is_cash=row.pk in in_cash), papers[row.pk]) for row in journals]


def _draw(journal: Journal, month: date, by: User, *, is_cash: bool) -> Voucher:
    memo = f"{journal.get_event_display()} {journal.memo}".strip()[:200]
    voucher = Voucher.objects.create(
        union_id=journal.union_id, month=month, on=journal.on, journal=journal, memo=memo,
        maker_id=journal.made_by_id, maker_for_id=journal.made_for_id, drawn_by=by,
        drawn_for=stood_in_for(by),
    )  # fmt: skip
    lines = [
        (fund, entry)
        for fund, entries in _by_fund(journal).items()
        for entry in (paid_in_cash(entries) if is_cash else entries)
    ]
    return _with_entries(voucher, lines)


def _draw_cash(entry: CashEntry, month: date, by: User) -> Voucher:
    voucher = Voucher.objects.create(
        union_id=entry.union_id, month=month, on=entry.on, cash=entry,
        memo=f"{entry.get_kind_display()} {entry.paper_no} {entry.memo}".strip()[:200],
        maker_id=entry.made_by_id, maker_for_id=entry.made_for_id, drawn_by=by, drawn_for=stood_in_for(by),
    )  # fmt: skip
    return _with_entries(voucher, [(None, one) for one in entries_of_cash(entry.kind, entry.amount)])


def _draw_loss(loan: Loan, month: date, by: User) -> Voucher:
    """核销: whoever asked for it is the maker; the memo names the decision."""
    voucher = Voucher.objects.create(
        union_id=loan.union_id, month=month, on=timezone.localdate(loan.written_at), loan=loan,
        memo=_("核销周转金 %(loan)s %(document)s") % {"loan": loan.number, "document": loan.document_no},
        maker_id=loan.asked_by_id, maker_for_id=loan.asked_for_id, drawn_by=by, drawn_for=stood_in_for(by),
    )  # fmt: skip
    line = loan.commitment.line
    money = Money(line.fund.source, line.use.expense_subject, is_lent=True)
    return _with_entries(voucher, [(line.fund_id, one) for one in entries_of_loss(money, loan.written_off)])


def _draw_goods(moved: Moved, union: Union, month: date, by: User) -> Voucher:
    slip = moved.slip
    memo = " ".join(filter(None, (slip.get_kind_display(), slip.party, slip.memo)))[:200]
    voucher = Voucher.objects.create(
        union=union, month=month, on=moved.on, slip=slip, memo=memo, maker_id=slip.made_by_id,
        maker_for_id=slip.made_for_id, drawn_by=by, drawn_for=stood_in_for(by),
    )  # fmt: skip
    return _with_entries(voucher, [(None, entry) for entry in entries_of_goods(slip.kind, moved.change)])


def _with_entries(voucher: Voucher, lines: Sequence[tuple[int | None, Entry]]) -> Voucher:
    """Writes the entries, those of the debit side first, and reads the number that the database gave."""
    VoucherEntry.objects.bulk_create(
        VoucherEntry(
            voucher=voucher, position=place, subject=entry.subject, fund_id=fund, side=entry.side,
            amount=entry.amount,
        )
        for place, (fund, entry) in enumerate(sorted(lines, key=lambda line: line[1].side == Side.CREDIT), 1)
    )  # fmt: skip
    voucher.refresh_from_db(fields=["number"])
    return voucher


def _by_fund(journal: Journal) -> dict[int, list[Entry]]:
    """The entries of a journal by the key of the fund that they are about, each subject once."""
    original = journal.reverses or journal
    sums: dict[tuple[int, Money, bool], Decimal] = defaultdict(Decimal)
    postings = journal.postings.filter(account__bucket__in=CASH_BUCKETS)
    rows = list(postings.select_related("account__line__fund", "account__line__use"))
    years, lent = list_years_undone(original, rows), find_lent(rows)
    for row in rows:
        line = row.account.line
        money = Money(line.fund.source, line.use.expense_subject, row.commitment_id in lent)
        sums[line.fund_id, money, years[row.pk] < original.year] += row.amount
    reversal = {"is_reversal": journal.is_reversal, "is_late": original.year < journal.year}
    found: dict[int, list[Entry]] = defaultdict(list)
    for (fund, money, is_earlier), amount in sums.items():
        found[fund] += entries_of(original.event, money, amount, of_earlier_year=is_earlier, **reversal)
    return {fund: merged(entries) for fund, entries in found.items()}


@books_write
def check_vouchers(*, union: Union, month: date, by: User) -> int:
    """审核: every voucher of the month that is not checked, by somebody who neither made nor drew any of
    them; returns how many. Raises BooksRefused."""
    require_of(union, by, *SECOND)
    rows = list(list_unchecked(union=union, month=month).select_for_update(of=("self",)))
    if not rows:
        raise BooksRefused(_("%(month)s 没有等着审核的凭证。") % {"month": f"{month:%Y-%m}"})
    if any(check_blocker(row, by) for row in rows):
        raise BooksRefused(check_blocker(next(row for row in rows if check_blocker(row, by)), by))
    if row := find_own_papers(rows, by):
        raise BooksRefused(_("%(voucher)s的附件是您登记的，要由另一位财务或审批人审核。") % {"voucher": row})
    stamp = {"checked_at": timezone.now(), "checked_by": by, "checked_for": stood_in_for(by)}
    Voucher.objects.filter(pk__in=[row.pk for row in rows]).update(**stamp)
    audit.record("voucher.check", target=union, by=by, month=f"{month:%Y-%m}", vouchers=len(rows))
    return len(rows)


def find_own_papers(vouchers: Sequence[Voucher], by: User) -> Voucher | None:
    """The first of these of which this person, or whom they stand in for, named or counted a paper."""
    people = people_of(by)
    mine = Q(set_by__in=people) | Q(set_for__in=people)
    paper = VoucherPaper.objects.filter(mine, voucher__in=vouchers).select_related("voucher").first()
    return paper.voucher if paper else None


def check_blocker(voucher: Voucher, by: User) -> str:
    """Why this person may not check a voucher, or ''."""
    hands = {voucher.maker_id, voucher.maker_for_id, voucher.drawn_by_id, voucher.drawn_for_id}
    if not hands.isdisjoint(people_of(by)):
        return _("%(voucher)s是您制单或记账的，要由另一位财务或审批人审核。") % {"voucher": voucher}
    return ""
