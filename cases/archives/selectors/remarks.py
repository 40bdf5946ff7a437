"""The remarks on a file with what was answered to each: one list, wherever the file is looked at."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from cases.archives.models import Household, RemarkAnswer
from cases.archives.rules import Contents
from cases.archives.selectors.entry import asks_too_often
from cases.archives.selectors.extensions import Remark, list_remarks
from cases.archives.states.remarks import SEVERITY_TONES, Severity
from hardship.accounts.models import User


@dataclass(frozen=True)
class FileRemark:
    """A remark and the answer to it, None while it is open."""

    remark: Remark
    answer: RemarkAnswer | None

    @property
    def is_gate(self) -> bool:
        return self.remark.severity == Severity.GATE

    @property
    def label(self) -> str:
        return str(self.remark.severity.label)

    @property
    def tone(self) -> str:
        return SEVERITY_TONES[self.remark.severity]

    @property
    def stops(self) -> bool:
        """Whether the file cannot be submitted as long as this is open."""
        return self.answer is None and self.remark.severity != Severity.HINT


@dataclass(frozen=True)
class FileRemarks:
    """All remarks on one file: those that nobody has answered, and the others."""

    open: Sequence[FileRemark]
    answered: Sequence[FileRemark]

    @property
    def stopping(self) -> list[FileRemark]:
        return [row for row in self.open if row.stops]

    @property
    def gates(self) -> list[FileRemark]:
        """What no explanation takes away."""
        return [row for row in self.open if row.is_gate]


def get_file_remarks(file: Contents, user: User) -> FileRemarks:
    """What is doubtful about this file, as far as this person may read it, and what was said to it.

    Whoever learnt of too many files of other unions within the hour is told of no more of them; the database
    still refuses a second active file of somebody.
    """
    remarks = _within_limit(list_remarks(file, user), user)
    answers = _last_answers(file.household, (remark.fingerprint for remark in remarks))
    rows = [FileRemark(remark, answers.get(remark.fingerprint)) for remark in remarks]
    return FileRemarks(
        open=[row for row in rows if row.answer is None], answered=[row for row in rows if row.answer]
    )


def list_elsewhere(file: Contents, user: User, numbers: Container[str]) -> list[Remark]:
    """The remarks that tell of files beyond this person's scope by one of these numbers (blind indexes in
    hex)."""
    return [row for row in list_remarks(file, user) if row.home and row.facts[0] in numbers]


def get_elsewhere(file: Contents, user: User, fingerprint: str) -> Remark | None:
    """The remark with this fingerprint, if it is about a file beyond this person's scope."""
    found = get_file_remarks(file, user)
    rows = (row.remark for row in (*found.open, *found.answered))
    return next((row for row in rows if row.home and row.fingerprint == fingerprint), None)


def _within_limit(remarks: list[Remark], user: User) -> list[Remark]:
    if any(row.home for row in remarks) and asks_too_often(user):
        return [row for row in remarks if not row.home]
    return remarks


def _last_answers(household: Household, fingerprints: Iterable[str]) -> dict[str, RemarkAnswer]:
    known = list(fingerprints)
    if not known:
        return {}
    rows = RemarkAnswer.objects.filter(household=household, fingerprint__in=known).order_by("pk")
    return {row.fingerprint: row for row in rows.select_related("by")}
