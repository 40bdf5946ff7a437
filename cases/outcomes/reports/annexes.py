"""会议纪要附表: what a meeting decided on, row by row; applications with their figures."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cases.applications.models import Application
from cases.applications.rules import SOURCE
from cases.applications.selectors import get_paper
from cases.applications.states import State
from cases.bodies.models import Meeting
from cases.bodies.reports import pick
from cases.bodies.selectors import Matter, list_attendances, list_matters
from cases.bodies.states import Decision, Presence
from hardship.accounts.models import User
from hardship.kernel.pdf import render_pdf


@dataclass(frozen=True)
class AnnexRow:
    """One matter of the agenda, of an application what was put before the meeting, whatever became of it
    since, but for less that was approved; `amount` in yuan."""

    matter: Matter
    number: str = ""
    name: str = ""
    unit: str = ""
    programme: str = ""
    amount: Decimal | None = None


def annex(meeting: Meeting, user: User, *, only: Application | None = None) -> dict[str, Any]:
    """What stands on it: the matters of the agenda, and the sum of the applications that were agreed. For the
    dossier of `only` one application: of the others how many there are."""
    attendances = list_attendances(meeting)
    matters, others = pick(list_matters(meeting, attendances), about(only) if only else None)
    rows = _rows(matters, user)
    agreed = [row for row in rows if row.matter.item.decision == Decision.AGREED]
    return {
        "meeting": meeting,
        "rows": rows,
        "others": others,
        "agreed": len(agreed),
        "total": sum((row.amount or Decimal(0) for row in agreed), Decimal(0)),
        "present": [row for row in attendances if row.presence == Presence.PRESENT],
    }


def about(application: Application) -> tuple[str, str]:
    """As a matter of an agenda names it."""
    return SOURCE, str(application.pk)


def annex_pdf(context: dict[str, Any], *, title: str) -> bytes:
    return render_pdf("pdf/minutes_annex.html", context, title=title, landscape=True)


def _rows(matters: list[Matter], user: User) -> list[AnnexRow]:
    """Applications beyond the person's scope stand there by the title of their matter alone."""
    keys = [row.item.target_id for row in matters if row.item.kind == SOURCE]
    found = Application.objects.visible_to(user).filter(pk__in=keys)
    rows = found.select_related("household__head", "programme__policy", "union", "member")
    applications = {str(row.pk): row for row in rows}
    return [_row(applications.get(row.item.target_id), row) for row in matters]


def _row(application: Application | None, matter: Matter) -> AnnexRow:
    if application is None or matter.item.kind != SOURCE:
        return AnnexRow(matter)
    paper = get_paper(application, matter.item.round)
    unit = paper.head.employer or paper.unions[0]
    number = application.number or ""
    amount = paper.agreed if application.state == State.APPROVED else paper.amount
    return AnnexRow(matter, number, paper.head.name, unit, paper.programme, amount)
