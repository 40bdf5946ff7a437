"""职业介绍信: what somebody takes along to an employer."""

from django.utils.translation import gettext as _

from cases.employment.models import Referral
from hardship.kernel.pdf import render_pdf

TEMPLATE = "pdf/referral.html"


def referral_pdf(row: Referral) -> bytes:
    """The letter with its slip to be sent back, as PDF; it says nothing of why the union helps."""
    return render_pdf(TEMPLATE, {"row": row, "opening": row.opening}, title=_("职业介绍信"))
