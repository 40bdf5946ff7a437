"""A donation is entered by finance, confirmed by a second person, and perhaps made void by two: each step is
one transaction, with what it does in the books."""

import uuid
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds.donations.models import Donation, Donor, Drive, ReceiptCounter
from funds.donations.selectors import is_month_closed
from funds.donations.services import booking
from funds.donations.services.donors import DonorTold, find_or_make_donor
from funds.donations.services.drives import require_running
from funds.donations.services.refusals import DonationRefused, require_finance
from funds.donations.states import TRANSITIONS, Form
from funds.ledgers.states import Source
from hardship.accounts.models import User, people_of, stood_in_for
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.checks import broken
from hardship.kernel.numbers import next_number

# Constraint → its sentence, and the field of the form that it is about.
SENTENCES = {
    "donation_serial_once": (
        gettext_lazy("这个银行流水号已经登记过一笔捐赠，请核对是不是同一笔。"),
        "bank_serial",
    ),
    "donations_donation_uid_key": (gettext_lazy("这张表已经用过，请重新打开登记页面再填。"), None),
}


@dataclass(frozen=True)
class Gift:
    """What was given: `amount` is yuan, of goods what they are worth as `valued_by` says."""

    form: str
    amount: Decimal
    given_on: date
    source: str = ""
    use: str = ""
    method: str = ""
    bank_serial: str = ""
    goods: str = ""
    valued_by: str = ""
    wish: str = ""
    drive: Drive | None = None
    heads: int | None = None


@transaction.atomic
def enter(*, gift: Gift, donor: DonorTold | Donor | None, by: User, key: uuid.UUID) -> Donation:
    """登记: what somebody gave to the person's own union; without a donor it is anonymous. Nothing is in the
    books yet. The same key again finds what it made.

    Raises DonationRefused for who is not finance, a day to come, a closed month, a bank serial seen before.
    """
    require_finance(by)
    known = _find(key, by)
    if known is not None:
        return _same(known, gift)
    _require_day(gift, by)
    if gift.source == Source.ENTRUSTED and gift.drive is None:
        raise DonationRefused(_("为职工募捐的，请先拟定募捐活动，写明为谁募捐，再记在这个活动下。"))
    require_running(_lock(gift.drive, by), source=gift.source, use=gift.use, on=gift.given_on)
    try:
        with transaction.atomic():
            donation = _make(gift, donor, by, key)
    except IntegrityError as error:
        return _entered_meanwhile(error, gift, key, by)
    audit.record("donation.enter", target=donation, by=by, form=gift.form, amount=f"{gift.amount:.2f}")
    return donation


def _find(key: uuid.UUID, by: User) -> Donation | None:
    return Donation.objects.filter(uid=key, union=by.union).first()


def _same(known: Donation, gift: Gift) -> Donation:
    """What the same form made before. Raises DonationRefused for one that was changed since: what was typed
    is not taken for what is on record."""
    told = {name: value for name, value in vars(gift).items() if name not in ("use", "drive")}
    is_same = all(getattr(known, name) == value for name, value in told.items())
    if not (is_same and (known.use_id or "") == gift.use and known.drive == gift.drive):
        raise DonationRefused(_("这张表已经登记过一笔，改动没有记入；请重新打开登记页面再填。"))
    return known


def _entered_meanwhile(error: IntegrityError, gift: Gift, key: uuid.UUID, by: User) -> Donation:
    """What the same form, sent twice, made while this one waited; of anything else the refusal."""
    known = _find(key, by)
    if known is not None:
        return _same(known, gift)
    if broken(error) not in SENTENCES:
        raise error
    sentence, field = SENTENCES[broken(error)]
    raise DonationRefused(str(sentence), field) from error


def _lock(drive: Drive | None, by: User) -> Drive | None:
    """The drive as it stands, which nobody closes meanwhile."""
    if drive is None:
        return None
    rows = Drive.objects.filter(union=by.union).select_related("use")
    found: Drive = workflow.lock(rows, drive.pk)
    return found


def _require_day(gift: Gift, by: User) -> None:
    if gift.given_on > timezone.localdate():
        raise DonationRefused(_("捐赠日期不能晚于今天，请核对。"), "given_on")
    if gift.form == Form.MONEY and is_month_closed(union=by.union, day=gift.given_on):
        month = f"{gift.given_on:%Y-%m}"
        raise DonationRefused(
            _("%(month)s 已经结账，不能再记入；请按实际入账的日期登记。") % {"month": month}, "given_on"
        )


def _giver(donor: DonorTold | Donor | None, by: User) -> Donor | None:
    """Somebody on record of the person's own union, or as they are told of."""
    if isinstance(donor, Donor):
        return Donor.objects.get(pk=donor.pk, union=by.union)
    return find_or_make_donor(told=donor, by=by) if donor else None


def _make(gift: Gift, donor: DonorTold | Donor | None, by: User, key: uuid.UUID) -> Donation:
    told = {name: value for name, value in vars(gift).items() if name != "use"}
    donation = Donation(
        uid=key, union=by.union, donor=_giver(donor, by),
        use_id=gift.use or None, entered_by=by, entered_for=stood_in_for(by), **told,
    )  # fmt: skip
    donation.save()
    return donation


@transaction.atomic
def take_step(*, donation_id: int, action: str, by: User, comment: str = "") -> Donation:
    """确认、退回、撤回、申请作废、同意作废、不作废: takes one row of states.TRANSITIONS.

    Raises Refused with a sentence, Donation.DoesNotExist outside the person's scope."""
    rows = Donation.objects.visible_to(by).select_related(
        "union", "use", "donor", "journal", "assignment", "drive"
    )
    donation: Donation = workflow.lock(rows, donation_id)
    workflow.take(
        TRANSITIONS, donation, action=action, by=by, comment=comment, blocker=step_blocker, note="why",
        stamp=STAMPS.get(action, ""), effect=lambda step: _effect(step, action),
        log=lambda step: audit.record(f"donation.{action}", target=donation, by=by, number=donation.number),
    )  # fmt: skip
    if action == "void" and donation.is_money:
        booking.take_out(donation, by=by)
    return donation


STAMPS = {
    "confirm": "confirmed",
    "decline": "dropped",
    "withdraw": "dropped",
    "ask_void": "void_asked",
    "void": "void",
}


def step_blocker(donation: Donation, row: workflow.Transition, by: User) -> str:
    """Why this person may not take a step that their role allows, or ''."""
    if donation.union_id != by.union_id:
        return _("只能办理本工会的捐赠。")
    entered = {donation.entered_by_id, donation.entered_for_id}
    asked = {donation.void_asked_by_id, donation.void_asked_for_id}
    if row.action in ("confirm", "decline") and not entered.isdisjoint(people_of(by)):
        return _("这笔捐赠是您登记的，要由另一位财务或审批人确认。")
    if row.action == "withdraw" and entered.isdisjoint(people_of(by)):
        return _("只有登记的人可以撤回，您可以退回。")
    if row.action == "void" and not asked.isdisjoint(people_of(by)):
        return _("作废是您申请的，要由另一位财务或审批人同意。")
    return ""


def _effect(step: workflow.Step[Donation], action: str) -> None:
    donation = step.record
    if action in ("confirm", "ask_void", "void"):
        setattr(donation, f"{STAMPS[action]}_for", stood_in_for(step.by))
    if action == "keep":
        donation.void_asked_for = None
        step.clear("void_asked")
    if action == "confirm":
        _confirm(donation, step.by)
    if action == "void":
        donation.why = donation.why or _asked_why(donation)
        donation.reversal_id = booking.reversal_key(donation) if donation.is_money else None


def _asked_why(donation: Donation) -> str:
    """The reason that was given when it was asked for."""
    return str(Donation.objects.values_list("why", flat=True).get(pk=donation.pk))


def _confirm(donation: Donation, by: User) -> None:
    year = timezone.localdate().year
    if donation.is_money:
        booking.bring_in(donation, by=by)
    donation.receipt_year = year
    donation.receipt_seq = next_number(ReceiptCounter, union_id=donation.union_id, year=year)
    donation.number = f"{donation.union.code}-JZ{year}-{donation.receipt_seq:04d}"
