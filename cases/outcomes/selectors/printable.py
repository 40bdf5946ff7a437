"""Which papers of an application can be printed now, and why not the others."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.approvals.states import REOPEN
from cases.bodies.models import Meeting
from cases.outcomes.selectors.appeals import get_answered
from cases.outcomes.selectors.decided import get_decision
from cases.outcomes.selectors.documents import has_documents
from cases.outcomes.states import DUE_IN, PaperKind


@dataclass(frozen=True)
class Printable:
    """One kind of paper; `why` says what keeps it from being printed now, '' if nothing does."""

    kind: PaperKind
    why: str


def list_printable(application: Application) -> list[Printable]:
    """All kinds in the order in which a case needs them."""
    return [Printable(kind, paper_blocker(application, kind)) for kind in PaperKind]


def paper_blocker(application: Application, kind: PaperKind) -> str:
    """Why this paper cannot be printed now, or ''."""
    due, step = DUE_IN.get(kind), get_decision(application)
    if due and (application.state not in due or step is None):
        return _("“%(state)s”后才有") % {"state": "、".join(str(state.label) for state in due)}
    programme = application.programme
    if kind == PaperKind.RECEIPT and programme.is_service and not programme.gives_goods:
        return _("提供服务，没有钱物要签领")
    if kind == PaperKind.CORRECTION and step is not None and step.action == REOPEN:
        return _("复核以后重新办理的，打印复核答复书")
    if kind == PaperKind.REVIEW and get_answered(application) is None:
        return _("有复核意见后才有")
    if kind == PaperKind.DOCUMENTS and not has_documents(application):
        return _("还没有附上材料")
    return ""


def has_annex(meeting: Meeting) -> bool:
    """Whether a meeting was held and had an agenda."""
    held = meeting.is_held or meeting.is_minuted
    return held and meeting.items.filter(removed_at__isnull=True).exists()
