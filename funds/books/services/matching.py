"""Lines of the bank are matched with journals of the books, by rule or by hand, and apart again."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from funds.books.models import BankAccount, LineMatch, MatchedJournal, MatchedLine
from funds.books.selectors.balances import get_signed_until
from funds.books.selectors.movements import list_lines, list_movements_of, suggest_matches, total
from funds.books.services.refusals import BooksRefused, books_write, require_of
from funds.books.states import MatchKind
from hardship.accounts.models import User, stood_in_for
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.money import format_yuan

ONE_DAY = timedelta(days=1)


def lock_account(account_id: int, by: User) -> BankAccount:
    """The account, which nobody else writes into meanwhile. Raises BooksRefused for who does not keep the
    books of its union."""
    account: BankAccount = workflow.lock(
        BankAccount.objects.visible_to(by).select_related("union"), account_id
    )
    require_of(account.union, by, Role.FINANCE)
    return account


@books_write
def match_by_hand(
    *, account_id: int, lines: Collection[int], journals: Collection[UUID], by: User, reason: str = ""
) -> LineMatch:
    """手工对账: these lines are these journals. Raises BooksRefused unless both come to the same, and
    for lines alone without a reason."""
    account = lock_account(account_id, by)
    if not (lines or journals):
        raise BooksRefused(_("请先勾选银行流水和凭证。"))
    if not (journals or reason.strip()):
        raise BooksRefused(_("只有银行流水、没有凭证的，请写明理由，如：退汇后当月重付。"))
    there = total(list_lines(account).filter(pk__in=lines))
    moved = sum((row.amount for row in list_movements_of(account, journals)), there * 0)
    if there != moved:
        said = {"bank": format_yuan(there), "books": format_yuan(moved), "off": format_yuan(there - moved)}
        raise BooksRefused(
            _("勾选的银行流水合计 %(bank)s 元，凭证合计 %(books)s 元，相差 %(off)s 元，不能对上。") % said
        )
    made = keep_match(account, MatchKind.HAND, lines, journals, by=by, reason=reason.strip())
    audit.record("bank_match.hand", target=account, by=by, lines=len(lines), journals=len(journals))
    return made


@books_write
def match_certain(*, account_id: int, by: User) -> int:
    """Matches all that is certain by rule, at once; returns how many. Raises BooksRefused when nothing is."""
    account = lock_account(account_id, by)
    certain = [one for one in suggest_matches(account) if one.is_certain]
    if not certain:
        raise BooksRefused(_("没有可以按规则确定的，请逐笔核对。"))
    for one in certain:
        keep_match(
            account, MatchKind.RULE, [item.key for item in one.lines], [item.key for item in one.movements],
            by=by, reason=one.reason,
        )  # fmt: skip
    audit.record("bank_match.rule", target=account, by=by, matches=len(certain))
    return len(certain)


@books_write
def set_aside(*, account_id: int, lines: Collection[int], reason: str, by: User) -> list[LineMatch]:
    """非帮扶资金: lines of a basic account that are no matter of this ledger, each with the reason."""
    account = lock_account(account_id, by)
    if account.is_special:
        raise BooksRefused(_("专户里只有帮扶资金，每一笔都要与账上对上或补记入账。"))
    if not (lines and reason.strip()):
        raise BooksRefused(_("请勾选银行流水，并写明为什么不是帮扶资金。"))
    made = [keep_match(account, MatchKind.ASIDE, [line], [], by=by, reason=reason.strip()) for line in lines]
    audit.record("bank_match.aside", target=account, by=by, lines=len(made))
    return made


@books_write
def unmatch(*, match_id: int, by: User) -> None:
    """撤销对账: the lines and journals are open again. Raises BooksRefused once their month
    is signed."""
    account_id = LineMatch.objects.values_list("account_id", flat=True).get(
        pk=match_id, account__in=BankAccount.objects.visible_to(by)
    )
    account = lock_account(account_id, by)
    match = LineMatch.objects.select_for_update(of=("self",)).get(pk=match_id)
    MatchedLine.objects.filter(match=match).delete()
    MatchedJournal.objects.filter(match=match).delete()
    audit.record("bank_match.undo", target=account, by=by, on=f"{match.on:%Y-%m-%d}", way=match.kind)
    match.delete()


def keep_match(
    account: BankAccount,
    kind: str,
    lines: Collection[int],
    journals: Collection[UUID],
    *,
    by: User,
    reason: str,
) -> LineMatch:
    """Writes a match; the database looks at its sums when the transaction ends."""
    found = list(list_lines(account).filter(pk__in=lines))
    moved = list_movements_of(account, journals)
    if len(found) != len(set(lines)) or len(moved) != len(set(journals)):
        raise BooksRefused(_("有的银行流水或凭证不在本户，请刷新后再看。"))
    open_from = (
        get_signed_until(account) + ONE_DAY
    )  # what a signed sheet shows in transit is settled after it
    on = max([open_from, *(line.on for line in found), *(row.journal.on for row in moved)])
    match = LineMatch.objects.create(
        account=account, kind=kind, on=on, reason=reason[:200], made_by=by, made_for=stood_in_for(by)
    )
    MatchedLine.objects.bulk_create(MatchedLine(match=match, line=line) for line in found)
    MatchedJournal.objects.bulk_create(
        MatchedJournal(match=match, account=account, journal=row.journal) for row in moved
    )
    return match
