"""The remarks on a file with what was answered to each: one list, wherever the file is looked at."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cases.archives.models import Household, RemarkAnswer
from cases.archives.rules import Contents
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
    """What is doubtful about this file, as far as this person may read it, and what was said to it."""
    remarks = list_remarks(file, user)
    answers = _last_answers(file.household, (remark.fingerprint for remark in remarks))
    rows = [FileRemark(remark, answers.get(remark.fingerprint)) for remark in remarks]
    return FileRemarks(
        open=[row for row in rows if row.answer is None], answered=[row for row in rows if row.answer]
    )


def _last_answers(household: Household, fingerprints: Iterable[str]) -> dict[str, RemarkAnswer]:
    known = list(fingerprints)
    if not known:
        return {}
    rows = RemarkAnswer.objects.filter(household=household, fingerprint__in=known).order_by("pk")
    return {row.fingerprint: row for row in rows.select_related("by")}
