"""资金往来 of one family or person over all books: a page, a workbook, a paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.aid import reports
from cases.aid.columns import STATEMENT_COLUMNS
from cases.aid.selectors import get_family_statement, get_person_statement
from cases.aid.states import READERS, STATEMENT_READERS
from cases.archives.models import Household, Member
from cases.people.models import Person
from funds.payments.selectors.statements import SUMMED, StatementRow, add_up
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.audit import services as audit
from hardship.kernel.answers import paper, workbook
from hardship.kernel.columns import without
from hardship.kernel.rows import Rows


@dataclass(frozen=True)
class Asked:
    """Of whom the statement is: a family, or one of its people."""

    household: Household
    members: Sequence[Member]
    member: Member | None

    @property
    def whose(self) -> str:
        return self.member.name if self.member else _("%(name)s户") % {"name": self.household}

    @property
    def number(self) -> str:
        return self.household.file_no or _("未编号")

    @property
    def rows(self) -> list[StatementRow]:
        return get_family_statement(self.household, self.member)

    @property
    def query(self) -> str:
        return f"?person={self.member.uid}" if self.member else ""

    @property
    def tabs(self) -> list[dict[str, object]]:
        chosen = [(_("全家"), "", None), *((row.name, f"person={row.uid}", row) for row in self.members)]
        return [
            {"label": name, "url": f"?{query}", "current": member == self.member, "count": None}
            for name, query, member in chosen
        ]


@require_role(*STATEMENT_READERS)
@require_GET
def statement(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    asked = _asked(request, pk)
    context = {
        "household": asked.household,
        "whose": asked.whose,
        "tabs": asked.tabs,
        "excel_url": reverse("aid:statement_export", args=[pk]) + asked.query,
        "pdf_url": reverse("aid:statement_pdf", args=[pk]) + asked.query,
    }
    return _page(request, asked.rows, context)


@require_role(*STATEMENT_READERS)
@require_POST
def statement_export(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The table with all its columns; the download is on record."""
    asked = _asked(request, pk)
    rows = asked.rows
    content = reports.statement_workbook(rows, whose=asked.whose, number=asked.number, by=request.user)
    _record(request, asked, content, rows)
    return workbook(content, _("资金往来_%(number)s.xlsx") % {"number": asked.number})


@require_role(*STATEMENT_READERS)
@require_GET
def statement_pdf(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The same to print and to seal; that it was made is on record."""
    asked = _asked(request, pk)
    rows = asked.rows
    content = reports.statement_pdf(rows, whose=asked.whose, number=asked.number, by=request.user)
    _record(request, asked, content, rows)
    return paper(content, _("资金往来_%(number)s.pdf") % {"number": asked.number})


@require_role(*READERS)
@require_GET
def person_statement(request: AuthenticatedRequest, uid: UUID) -> HttpResponse:
    """The same of somebody off file."""
    person = get_object_or_404(Person.objects.visible_to(request.user), uid=uid)
    rows = get_person_statement(bytes(person.id_number_index or b""))
    return _page(request, rows, {"person": person, "whose": person.name})


def _page(
    request: AuthenticatedRequest, rows: list[StatementRow], context: dict[str, object]
) -> HttpResponse:
    idle = [name for name in SUMMED if not any(getattr(row, name) for row in rows)]
    parts = ([row for row in rows if row.is_lent is is_lent] for is_lent in (False, True))
    given, lent = (add_up(part) for part in parts)
    shown = {name: yuan for name, yuan in given.items() if name not in idle}
    drawn = Rows[StatementRow](without(STATEMENT_COLUMNS, *idle)).context(rows, shown)
    return render(request, "aid/statement.html", {**context, **drawn, "given": given, "lent": lent})


def _asked(request: AuthenticatedRequest, pk: int) -> Asked:
    files = Household.objects.visible_to(request.user).select_related("head", "union")
    household = get_object_or_404(files, pk=pk)
    members = list(household.members.filter(removed_at__isnull=True).order_by("pk"))
    wanted = request.GET.get("person", "")
    return Asked(household, members, next((row for row in members if str(row.uid) == wanted), None))


def _record(
    request: AuthenticatedRequest, asked: Asked, content: bytes, rows: Sequence[StatementRow]
) -> None:
    audit.record_export(
        "statement", by=request.user, content=content, rows=len(rows), target=asked.household,
        filters={"member": asked.member.pk} if asked.member else {},
    )  # fmt: skip
