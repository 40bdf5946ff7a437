"""What a donation does in the books: it is received into the fund of its source, use and year, bound to its
use at once, and taken out again with a void receipt."""

import uuid
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds.donations.models import Donation, Drive
from funds.donations.services.refusals import DonationRefused
from funds.ledgers import services as ledger
from funds.ledgers.models import BudgetLine, Fund, FundUse, Journal
from funds.ledgers.states import POOL, Source
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.kernel.money import format_yuan

NAMES = {
    Source.DONATION: gettext_lazy("%(year)s年社会捐赠（%(use)s）"),
    Source.ENTRUSTED: gettext_lazy("%(year)s年职工互助代管款（%(use)s）"),
}


def bring_in(donation: Donation, *, by: User) -> None:
    """到账 and 编制指标, both on the day of the donation; sets fund and journals. Raises LedgerRefused."""
    keeper = _keeper(donation, by, donation.entered_for or donation.entered_by)
    fund = _fund_of(donation, keeper)
    if donation.drive is not None and donation.drive.fund_id is None:
        Drive.objects.filter(pk=donation.drive.pk).update(fund=fund)
    donation.fund, on, memo = fund, donation.given_on, _("捐赠 %(n)s") % {"n": donation.pk}
    donation.journal = ledger.receive(
        fund_id=fund.pk,
        amount=donation.amount,
        by=keeper,
        key=_key(donation, "receive"),
        on=on,
        memo=memo,
        is_unbounded=True,
    )
    line = _line_of(donation, fund, keeper)
    donation.assignment = ledger.assign(
        line_id=line.pk, amount=donation.amount, by=keeper, key=_key(donation, "assign"), on=on, memo=memo
    )


def take_out(donation: Donation, *, by: User) -> None:
    """冲销 of both journals of a void receipt. Raises DonationRefused once the money is spent or held."""
    keeper = _keeper(donation, by, donation.void_asked_for or donation.void_asked_by)
    on = timezone.localdate()
    steps = ((donation.assignment, _key(donation, "unassign")), (donation.journal, reversal_key(donation)))
    try:
        for journal, key in steps:
            if journal is not None and not Journal.objects.filter(reverses=journal).exists():
                ledger.reverse(journal_id=journal.pk, reason=donation.why, by=keeper, key=key, on=on)
    except ledger.InsufficientBalance as refusal:
        raise DonationRefused(
            _(
                "这笔捐款已经用出去或者已被审批占用，账上可用的只有 %(free)s 元，"
                "不能作废 %(amount)s 元的收据。请先撤回占用它的审批，或把钱调回这条指标，再来作废。"
            )
            % {"free": format_yuan(refusal.free), "amount": format_yuan(donation.amount)}
        ) from refusal


def reversal_key(donation: Donation) -> uuid.UUID:
    """The id that the journal of the reversal gets."""
    return _key(donation, "void")


def _key(donation: Donation, step: str) -> uuid.UUID:
    return uuid.uuid5(donation.uid, step)


def _keeper(donation: Donation, by: User, asked: User | None) -> User:
    """Whose name the journal bears: the second person's if they keep the books, else whoever asked for it."""
    if by.has_role(Role.FINANCE) or asked is None:
        return by
    return asked.at(donation.union)


def _fund_of(donation: Donation, keeper: User) -> Fund:
    """The fund of this source, use and year, or of the drive; it permits no other use."""
    year, use, drive = donation.given_on.year, donation.use, donation.drive
    words = {"year": year, "use": use.name if use else ""}
    document_no = _("募捐活动 %(n)s 号") % {"n": drive.pk} if drive else _("捐赠〔%(year)s〕%(use)s") % words
    known = Fund.objects.filter(union=donation.union, source=donation.source)
    found = known.filter(document_no__in=(document_no, _again(document_no)), **_alone(donation)).first()
    if found is not None:
        return found
    is_taken = known.filter(document_no=document_no).exists()
    return ledger.create_fund(
        union=donation.union,
        source=donation.source,
        document_no=_again(document_no) if is_taken else document_no,
        document_on=donation.given_on,
        name=drive.name if drive else str(NAMES[Source(donation.source)]) % words,
        total=donation.amount,
        uses=[donation.use_id or ""],
        by=keeper,
    )


def _again(document_no: str) -> str:
    """The number where somebody registered another fund by hand under the first one."""
    return _("%(number)s之二") % {"number": document_no}


def _alone(donation: Donation) -> dict[str, Any]:
    """The condition that a fund permits the use of the donation and no other."""
    wider = FundUse.objects.exclude(use__in=(donation.use_id, POOL)).values("fund")
    permitting = FundUse.objects.filter(use=donation.use_id).exclude(fund__in=wider)
    return {"pk__in": permitting.values("fund")}


def _line_of(donation: Donation, fund: Fund, keeper: User) -> BudgetLine:
    year, use = donation.given_on.year, donation.use_id or ""
    found = BudgetLine.objects.filter(fund=fund, use=use, year=year, union=donation.union).first()
    return found or ledger.open_line(fund_id=fund.pk, use=use, year=year, by=keeper)
