"""What of petitions stands on paper: the answer; and what of them stands in the dossier of an application."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.offices.selectors import office_for
from cases.outcomes.reports.dossier.chapters import CHAPTERS, Chapter
from cases.petitions.models import Petition
from cases.petitions.selectors.petitions import list_petitions
from cases.petitions.services import last_answer
from cases.petitions.states import READERS
from hardship.accounts.models import User, names_of_step
from hardship.kernel.pdf import render_pdf


def answer_letter(petition: Petition) -> bytes:
    """答复书: what was brought, what was found, who says so, where to turn next."""
    step = last_answer(petition)
    context: dict[str, Any] = {
        "petition": petition,
        "answered_by": names_of_step(step) if step else "",
        "others": petition.persons - 1,
        "office": office_for(petition.union),
    }
    return render_pdf("pdf/petition_answer.html", context, title=_("信访答复书"))


@CHAPTERS.add("petitions")
def list_chapters(application: Application, by: User) -> Iterator[Chapter]:
    """The answer to the petition that the application came of, for whom its page shows it."""
    if not by.has_role(*READERS):
        return
    for petition in list_petitions(by).filter(application=application):
        if petition.answered_at is not None and not petition.is_masked:
            yield Chapter(petition.answered_at, _("信访答复书"), partial(answer_letter, petition))
