"""What of donations is printed: the receipt, the letter of thanks, what became of the money."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from funds.donations.models import Donation, Donor
from hardship.accounts.models import Union
from hardship.kernel.pdf import render_pdf


def receipt(donation: Donation) -> bytes:
    """捐赠收据, with 大写 and the code of its number; a void one says that it is void."""
    context: dict[str, Any] = {"donation": donation}
    return render_pdf("pdf/donation_receipt.html", context, title=_("捐赠收据"))


def letter(donation: Donation) -> bytes:
    """感谢信 for one gift."""
    return render_pdf("pdf/donation_letter.html", {"donation": donation}, title=_("感谢信"))


def feedback(
    *,
    funds: Sequence[Any],
    union: Union,
    on: date,
    donor: Donor | None = None,
    gifts: Sequence[Donation] = (),
) -> bytes:
    """捐赠资金使用反馈: the funds of `selectors.list_given_funds` as they stand `on` a day, for one donor
    with what they gave; nobody who was helped is named."""
    context: dict[str, Any] = {"funds": funds, "union": union, "on": on, "donor": donor, "gifts": gifts}
    return render_pdf("pdf/donation_feedback.html", context, title=_("捐赠资金使用反馈"))
