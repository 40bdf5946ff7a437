"""Binds parts to one PDF: contents in front, the number of the page and of all pages on each."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from cases.outcomes.services import OutcomeRefused
from hardship.kernel.pdf import render_pdf

MOST_PAGES = 500


@dataclass(frozen=True)
class Entry:
    """One line of the contents: the first page, counted from 1 behind the contents, and how many."""

    title: str
    first: int
    count: int

    def shifted(self, pages: int) -> "Entry":
        return Entry(self.title, self.first + pages, self.count)

    @property
    def last(self) -> int:
        return self.first + self.count - 1


class Binder:
    """Parts are added in their order; `tell` hears how many pages there are."""

    def __init__(self, tell: Callable[[int], None]) -> None:
        from pypdf import PdfWriter

        self.writer: PdfWriter = PdfWriter()
        self.entries: list[Entry] = []
        self.tell = tell

    def add(self, title: str, parts: Iterable[bytes]) -> None:
        """Raises OutcomeRefused beyond MOST_PAGES."""
        first = len(self.writer.pages) + 1
        for part in parts:
            self.writer.append(_open(part))
            self._count()
        self.entries.append(Entry(title, first, len(self.writer.pages) - first + 1))

    def bind(self, front: Callable[[list[Entry], int], bytes], *, mark: str, title: str) -> bytes:
        """`front` makes cover and contents from the entries and the number of all pages. It is made twice:
        how long it is decides on which page everything else begins."""
        body = len(self.writer.pages)
        length = len(_open(front(self.entries, body)).pages)
        shifted, total = [entry.shifted(length) for entry in self.entries], body + length
        self.writer.merge(0, _open(front(shifted, total)))
        self._stamp(shifted, total, mark)
        self.writer.metadata = {"/Title": title}
        self.writer.compress_identical_objects(remove_duplicates=True, remove_unreferenced=True)
        out = BytesIO()
        self.writer.write(out)
        return out.getvalue()

    def _count(self) -> None:
        pages = len(self.writer.pages)
        if pages > MOST_PAGES:
            raise OutcomeRefused(
                _("材料超过 %(most)s 页，不能装成一份卷宗，请先整理重复的材料。") % {"most": MOST_PAGES}
            )
        self.tell(pages)

    def _stamp(self, entries: list[Entry], total: int, mark: str) -> None:
        """On top of each page its number and what it belongs to."""
        titles = {page: entry.title for entry in entries for page in range(entry.first, entry.last + 1)}
        stamps = [{"number": page, "title": titles.get(page, "")} for page in range(1, total + 1)]
        context = {"stamps": stamps, "total": total, "mark": mark, "part": True}
        printed = _open(render_pdf("pdf/dossier_stamps.html", context, title=_("卷宗")))
        for page, stamp in zip(self.writer.pages, printed.pages, strict=True):
            page.merge_page(stamp)


def _open(content: bytes) -> Any:
    from pypdf import PdfReader

    return PdfReader(BytesIO(content))
