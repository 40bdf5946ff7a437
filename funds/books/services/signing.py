"""余额调节表 is signed: by somebody who brought none of its statements in, once both sides agree."""

from datetime import date

from django.utils.translation import gettext as _

from funds.books.models import BankAccount, Reconciliation
from funds.books.selectors.matches import list_explainers
from funds.books.selectors.months import Sheet, get_sheet
from funds.books.selectors.statements import list_importers
from funds.books.services.refusals import BooksRefused, books_write, require_of
from funds.books.states import SECOND, Transit
from hardship.accounts.models import User, people_of, stood_in_for
from hardship.audit import services as audit
from hardship.kernel import workflow


@books_write
def sign_month(*, account_id: int, month: date, by: User) -> Reconciliation:
    """签字: freezes the sheet of a month (its first day) with what is in transit. Raises BooksRefused for
    whoever imported or matched without a journal, for what does not agree yet, and for a signed month."""
    account: BankAccount = workflow.lock(
        BankAccount.objects.visible_to(by).select_related("union"), account_id
    )
    require_of(account.union, by, *SECOND)
    sheet = get_sheet(account, month)
    why = sign_blocker(sheet, by)
    if why:
        raise BooksRefused(why)
    made = Reconciliation.objects.create(
        union=account.union, account=account, month=month, until_on=sheet.until,
        bank_balance=sheet.bank_balance, book_balance=sheet.book_balance,
        **{kind.value: sheet.sum(kind) for kind in Transit},
        agreed=sheet.bank_agreed, items=sheet.document()["items"], sha256=sheet.digest(),
        signed_by=by, signed_for=stood_in_for(by),
    )  # fmt: skip
    audit.record("bank_month.sign", target=made, by=by, month=f"{month:%Y-%m}", sha256=made.sha256)
    return made


def sign_blocker(sheet: Sheet, by: User) -> str:
    """Why this person may not sign this sheet now, or ''."""
    if sheet.signed is not None:
        return _("这个月已经签字。")
    wrong = [f"{check.label}（{check.text}）" for check in sheet.checks if not check.is_good]
    if wrong:
        return _("还不能签字：%(why)s。") % {"why": "；".join(wrong)}
    if not list_importers(sheet.account, sheet.month, sheet.until).isdisjoint(people_of(by)):
        return _("本月的对账单是您导入的，要由另一位财务或审批人签字。")
    if not list_explainers(sheet.account, sheet.month, sheet.until).isdisjoint(people_of(by)):
        return _("本月有的流水是您没有凭证就对上或放在一边的，要由另一位财务或审批人签字。")
    return ""
