"""Which of the papers that a programme asks for are not there, or are too old."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from cases.archives.models import Evidence
from cases.policies.rules import kinds_words
from cases.policies.rules.document.handling import Paper, months_after


@dataclass(frozen=True)
class MissingPaper:
    """A document that the programme asks for and that is not there; any of the kinds would do. `why` says
    what is to be done."""

    kinds: tuple[str, ...]
    label: str
    why: str


def find_missing(
    papers: Iterable[Paper], documents: Sequence[Evidence], member_id: int | None, on: date
) -> list[MissingPaper]:
    """The papers of which none of the documents serves on this day; one of the person concerned must be
    theirs, one with an age not older."""
    found = []
    for paper in papers:
        there = [row for row in documents if _is_of(row, paper, member_id)]
        if not any(_is_recent(row, paper, on) for row in there):
            found.append(MissingPaper(paper.any_of, _label(paper), _why(paper, there)))
    return found


def _is_of(row: Evidence, paper: Paper, member_id: int | None) -> bool:
    is_theirs = paper.of == "household" or member_id is None or row.member_id in (None, member_id)
    return row.kind in paper.any_of and is_theirs


def _is_recent(row: Evidence, paper: Paper, on: date) -> bool:
    if paper.within_months is None:
        return True
    return row.issued_on is not None and row.issued_on >= months_after(on, -paper.within_months)


def _label(paper: Paper) -> str:
    if paper.within_months is None:
        return kinds_words(paper)
    return _("近 %(months)s 个月内的%(kinds)s") % {"months": paper.within_months, "kinds": kinds_words(paper)}


def _why(paper: Paper, there: Sequence[Evidence]) -> str:
    said = {"kind": _label(paper)}
    if not there:
        return _("缺少“%(kind)s”。") % said
    if any(row.issued_on is None for row in there):
        return _("“%(kind)s”还没有填写出具日期，请打开这份材料填写。") % said
    said["day"] = max(row.issued_on for row in there if row.issued_on).isoformat()
    return _("要“%(kind)s”，现有的是 %(day)s 出具的，请换新的。") % said
