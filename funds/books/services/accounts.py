"""A bank account comes into use by two people; funds are put into it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.translation import gettext as _

from funds.books.models import AccountFund, BankAccount
from funds.books.rules.statements import HEADINGS
from funds.books.selectors.balances import get_moved
from funds.books.selectors.unsettled import list_unsettled
from funds.books.services.refusals import BooksRefused, books_write, require_of
from funds.books.states import ACCOUNT_TRANSITIONS, AccountState, Kind
from funds.ledgers.models import Fund
from hardship.accounts.models import User, people_of, stood_in_for
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.fields import blind_index
from hardship.kernel.files import Accepted
from hardship.kernel.money import format_yuan


@dataclass(frozen=True)
class AccountTold:
    """What finance says of an account; `opening` is yuan at the end of `opening_on`."""

    kind: str
    name: str
    bank_name: str
    number: str
    opening: Decimal
    opening_on: date
    bank_branch: str = ""


@books_write
def enter_account(*, told: AccountTold, funds: Collection[int], proof: Accepted, by: User) -> BankAccount:
    """登记: an account of the person's own union with the funds (keys) that lie in it and the bank's paper of
    its balance. A second person confirms it. Raises BooksRefused."""
    require_of(by.union, by, Role.FINANCE)
    if told.opening_on > timezone.localdate():
        raise BooksRefused(_("期初日期不能晚于今天。"), "opening_on")
    account = BankAccount(
        union=by.union, number_index=blind_index(told.number, "bank_card"), entered_by=by,
        entered_for=stood_in_for(by), proof_type=proof.media_type, **vars(told),
    )  # fmt: skip
    account.proof.save(f"proof.{proof.extension}", ContentFile(proof.content), save=False)
    account.save()
    for fund in Fund.objects.filter(pk__in=funds, union=by.union).order_by("pk"):
        AccountFund.objects.create(account=account, fund=fund, added_by=by)
    audit.record("bank_account.enter", target=account, by=by, opening=f"{told.opening:.2f}")
    return account


@books_write
def take_account_step(*, account_id: int, action: str, by: User, comment: str = "") -> BankAccount:
    """确认、退回、销户: takes one row of states.ACCOUNT_TRANSITIONS. Raises Refused with a sentence,
    BankAccount.DoesNotExist outside the person's scope."""
    account: BankAccount = workflow.lock(
        BankAccount.objects.visible_to(by).select_related("union"), account_id
    )
    workflow.take(
        ACCOUNT_TRANSITIONS, account, action=action, by=by, comment=comment, blocker=account_blocker,
        note="why" if comment else "", stamp="confirmed" if action == "confirm" else "ended",
        effect=_effect,
        log=lambda step: audit.record(f"bank_account.{action}", target=account, by=by),
    )  # fmt: skip
    if account.state == AccountState.DROPPED:
        AccountFund.objects.filter(account=account).delete()
    return account


def account_blocker(account: BankAccount, row: workflow.Transition, by: User) -> str:
    """Why this person may not take a step that their role allows, or ''."""
    if account.union_id != by.union_id:
        return _("只能办理本工会的账户。")
    if row.action == "confirm" and not {account.entered_by_id, account.entered_for_id}.isdisjoint(
        people_of(by)
    ):
        return _("这个账户是您登记的，要由另一位财务或审批人确认。")
    return ""


def _effect(step: workflow.Step[BankAccount]) -> None:
    account = step.record
    if step.row.action != "confirm":
        account.ended_for = stood_in_for(step.by)
        if step.row.action == "close":
            _require_settled(account)
        return
    account.confirmed_for = stood_in_for(step.by)
    there = get_moved(account, until=account.opening_on)
    if account.kind == Kind.SPECIAL and there != account.opening:
        said = {"there": format_yuan(there), "opening": format_yuan(account.opening)}
        raise BooksRefused(_(
            "归入本户的资金到期初日期账面余额是 %(there)s 元，银行是 %(opening)s 元。"
            "请退回，另选一个没有在途款项的日期重新登记，或者先补记漏记的账。"
        ) % said)  # fmt: skip


def _require_settled(account: BankAccount) -> None:
    """Raises BooksRefused naming all that is open: nothing can be settled in an account that is closed."""
    wrong = list(list_unsettled(account))
    if wrong:
        raise BooksRefused(_("还不能销户：%(why)s。") % {"why": "；".join(wrong)})


@books_write
def add_fund(*, account_id: int, fund_id: int, by: User) -> AccountFund:
    """归户: the money of this fund lies in this account from now on. Raises BooksRefused for one that moved
    money in what was counted already or lies in another one, and for an account that is not in use."""
    account: BankAccount = workflow.lock(
        BankAccount.objects.visible_to(by).select_related("union"), account_id
    )
    require_of(account.union, by, Role.FINANCE)
    if not account.takes_funds:
        raise BooksRefused(_("账户没有启用或已经销户，不能归入资金。"), "fund")
    share = AccountFund.objects.create(account=account, fund_id=fund_id, added_by=by)
    audit.record("bank_account.add_fund", target=account, by=by, fund=fund_id)
    return share


@books_write
def remove_fund(*, account_id: int, fund_id: int, by: User) -> BankAccount:
    """移出: a fund was put into the wrong account. Raises BooksRefused once it moved money."""
    account: BankAccount = workflow.lock(
        BankAccount.objects.visible_to(by).select_related("union"), account_id
    )
    require_of(account.union, by, Role.FINANCE)
    AccountFund.objects.get(account=account, fund=fund_id).delete()
    audit.record("bank_account.remove_fund", target=account, by=by, fund=fund_id)
    return account


@books_write
def set_headings(*, account_id: int, headings: Mapping[str, str], by: User) -> BankAccount:
    """对账单列名: how this bank heads its statements where it does so otherwise than we know; kept for the
    next one. Raises BooksRefused."""
    account: BankAccount = workflow.lock(
        BankAccount.objects.visible_to(by).select_related("union"), account_id
    )
    require_of(account.union, by, Role.FINANCE, Role.CASHIER)
    account.headings = {key: text for key, text in headings.items() if key in HEADINGS and text}
    account.save(update_fields=["headings"])
    audit.record("bank_account.headings", target=account, by=by, headings=account.headings)
    return account
