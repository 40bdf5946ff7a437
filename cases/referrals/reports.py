"""转介函: what a department gets; and the letters that belong to the dossier of an application."""

from collections.abc import Iterator
from functools import partial

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.offices.selectors import office_for
from cases.outcomes.reports.dossier.chapters import CHAPTERS, Chapter
from cases.referrals.models import ServiceReferral
from cases.referrals.selectors import WITH
from cases.referrals.states import READERS
from hardship.accounts.models import User
from hardship.kernel.pdf import render_pdf


def referral_letter(row: ServiceReferral) -> bytes:
    """The letter with its slip to be sent back; of the ID number it shows what tells the person apart."""
    context = {"row": row, "service": row.service, "office": office_for(row.issuer)}
    return render_pdf("pdf/service_referral.html", context, title=_("转介函"))


@CHAPTERS.add("referrals")
def list_chapters(application: Application, by: User) -> Iterator[Chapter]:
    """The letters for this family that were sent while the application was looked at."""
    if not by.has_role(*READERS):
        return
    until = application.decided_at or timezone.now()
    rows = ServiceReferral.objects.visible_to(by).filter(household=application.household_id)
    rows = rows.filter(created_at__range=(application.created_at, until)).select_related(*WITH)
    for row in rows.order_by("pk"):
        title = _("转介函（%(number)s）") % {"number": row.number}
        yield Chapter(row.created_at, title, partial(referral_letter, row))
