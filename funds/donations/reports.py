"""What of donations is printed: the receipt."""

from typing import Any

from django.utils.translation import gettext as _

from funds.donations.models import Donation
from hardship.kernel.pdf import render_pdf


def receipt(donation: Donation) -> bytes:
    """捐赠收据, with 大写 and the code of its number; a void one says that it is void."""
    context: dict[str, Any] = {"donation": donation}
    return render_pdf("pdf/donation_receipt.html", context, title=_("捐赠收据"))
