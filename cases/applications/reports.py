"""What stands on paper: 受理回执, 办事指南."""

from io import BytesIO
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application, Receipt
from cases.applications.selectors.guides import Guide
from cases.offices.selectors import office_for
from hardship.kernel.pdf import render_pdf
from hardship.kernel.qr import make_qr

RECEIPT_TEMPLATE = "pdf/application_receipt.html"
SHEET_TEMPLATE = "pdf/guide_sheet.html"
SHEETS = ("poster", "")  # large letters, and where a policy says more than fits, those of other papers


def receipt_slip(application: Application, receipt: Receipt) -> dict[str, Any]:
    """受理回执 as it was given; the office is the one of today, whom the family calls."""
    return {
        "application": application,
        "receipt": receipt,
        "office": office_for(application.desk),
    }


def guide_pdf(guide: Guide) -> bytes:
    """办事指南: everything that a worker has to know of one programme."""
    return render_pdf("pdf/guide.html", _told(guide), title=_title(guide))


def guide_sheet(guide: Guide, address: str = "") -> bytes:
    """The same for the wall, on one sheet of A4: without what keeps families out, in letters as large as
    they fit; with the `address` of its public page as a code while there is one."""
    from pypdf import PdfReader

    content = b""
    told = {**_told(guide), "code": make_qr(address) if address else None}
    for paper in SHEETS:
        content = render_pdf(SHEET_TEMPLATE, {**told, "paper": paper}, title=_title(guide))
        if len(PdfReader(BytesIO(content)).pages) == 1:
            break
    return content


def _told(guide: Guide) -> dict[str, Any]:
    return {"guide": guide, "leaflet": guide.leaflet, "office": guide.office, "on": timezone.localdate()}


def _title(guide: Guide) -> str:
    return _("%(name)s办事指南") % {"name": guide.programme.name}
