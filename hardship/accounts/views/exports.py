"""A list as a workbook: one way for all of them.

What is exported is what the page shows, narrowed and sorted as its address says, with every column; numbers
of persons and accounts are masked. It is on record with its rows, its filters and the SHA-256 of the file.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hardship.accounts.access import AuthenticatedRequest
from hardship.accounts.filters import Narrowing
from hardship.accounts.reports import export_header
from hardship.audit import services as audit
from hardship.kernel.answers import MOST_ROWS, workbook
from hardship.kernel.columns import Column, values
from hardship.kernel.desk import LISTS, Listed
from hardship.kernel.sheets import Beside, SheetHeader, write_sheet
from hardship.kernel.sorting import Sorting

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class ListExport:
    """What is the same each time: `what` it is called in the log ("export.visits"), the title above the table
    and of the file, the columns, the address of the list (`back`), the columns that are summed up. A table of
    one thing is among the papers (kernel.desk.PAPERS), not among the lists (LISTS)."""

    what: str
    title: "StrOrPromise"
    columns: Sequence[Column]
    back: str
    totals: Collection[str] = ()
    is_of_one: bool = False

    def __post_init__(self) -> None:
        if not self.is_of_one:
            LISTS.setdefault(self.what, Listed(self.title, self.back))

    def answer(
        self,
        request: AuthenticatedRequest,
        rows: Any,
        narrowed: Narrowing | None = None,
        *,
        conditions: Sequence[str] = (),
        filters: Mapping[str, Any] | None = None,
        lines: Sequence[str] = (),
        totals: Mapping[str, Decimal] | None = None,
        make: Callable[[list[Any]], Iterable[Any]] = list,
        beside: Sequence[Beside] = (),
    ) -> HttpResponse:
        """The rows as they are narrowed and sorted; `make` turns those of the database into those of the
        columns, `lines` stand above the table, `totals` are sums that the rows must meet; `beside` are
        more sheets. More rows than a page may write lead back to the list, with what to do."""
        kept = list(Sorting(self.columns, request.GET, rows).sort()[: MOST_ROWS + 1])
        if len(kept) > MOST_ROWS:
            return narrow_first(request, f"{reverse(self.back)}?{request.GET.urlencode()}")
        words = [*conditions, *(text for _name, text in narrowed.described())] if narrowed else conditions
        header = export_header(str(self.title), by=request.user, conditions=words, lines=lines)
        content = self._write(make(kept), header, totals or self.totals, beside)
        recorded = {**(narrowed.recorded if narrowed else {}), **(filters or {})}
        audit.record_export(self.what, by=request.user, content=content, rows=len(kept), filters=recorded)
        return workbook(content, f"{self.title}_{timezone.localdate():%Y%m%d}.xlsx")

    def _write(
        self,
        rows: Iterable[Any],
        header: SheetHeader,
        totals: Collection[str] | Mapping[str, Decimal],
        beside: Sequence[Beside],
    ) -> bytes:
        columns = [column for column in self.columns if column.path]  # the others are drawn by the page alone
        lines = (values(columns, row) for row in rows)
        return write_sheet(columns, lines, header=header, totals=totals, beside=beside)


def narrow_first(request: AuthenticatedRequest, back: str) -> HttpResponse:
    """Instead of a workbook that would leave rows out: the list again, and what to do."""
    messages.error(request, _("超过 %(n)s 行，请先筛选再导出。") % {"n": f"{MOST_ROWS:,}"})
    return redirect(back)
