"""What a row of rules.fields.FIELDS says."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db.models import TextChoices

from cases.archives.states import Section


class Whose(Enum):
    """Whom a field is about."""

    HOUSEHOLD = "household"
    EVERYBODY = "everybody"  # the worker (head) as much as a member
    HEAD = "head"
    MEMBER = "member"


class Group(Enum):
    """What stands under one heading; forms.people and forms.sections name the headings."""

    IDENTITY = "identity"
    PAPERS = "papers"
    WORK = "work"
    JOB = "job"
    TERMS = "terms"
    INSURANCES = "insurances"
    HEALTH = "health"
    ILLNESS = "illness"
    CONTACT = "contact"
    ACCOUNT = "account"
    STUDY = "study"
    WISHES = "wishes"
    NOTE = "note"
    ADDRESS = "address"
    HOUSING = "housing"
    RENT = "rent"
    ASSETS = "assets"
    ASSET_DETAILS = "asset_details"
    CAUSE = "cause"
    WANTS = "wants"
    VOICES = "voices"
    FAMILY = "family"
    DIBAO = "dibao"
    FORMER = "former"  # how earlier lists class the file; an import fills it, so it begins no section


class Reader(Enum):
    """How what was typed is read, where the type of the column does not say it."""

    BY_TYPE = "by_type"
    AREA = "area"  # square metres
    TERM = "term"  # months of a contract, from 3年
    YEARS = "years"  # of schooling, halves allowed
    WHOLE = "whole"  # a number within `bounds`, 无 for none where 0 is within
    ASSETS = "assets"  # yuan, 无 for none


@dataclass(frozen=True, kw_only=True)
class FileField:
    """A field: `column` and `aliases` are its names in rosters, `member_*` those in the columns of members
    where they differ; `required` says of whom it must be filled in, `is_free` that a clerk may change it in a
    filed household without a checker, `is_identity` that it says who somebody is, so that it is never taken
    from another file. `codes` is its list of values. The rest is how a form shows it."""

    key: str
    whose: Whose
    group: Group
    section: Section | None = None  # of a household's field; a person's is the worker's or the members'
    column: str = ""
    aliases: tuple[str, ...] = ()
    member_column: str = ""
    member_aliases: tuple[str, ...] | None = None
    codes: type[TextChoices] | None = None
    reader: Reader = Reader.BY_TYPE
    bounds: tuple[int, int] = (0, 0)
    required: frozenset[Whose] = frozenset()
    is_free: bool = False
    is_identity: bool = False
    has_index: bool = False  # a number that is kept encrypted, set with its blind index
    needs_day: bool = True  # of a date in a roster: False lets year and month pass with a remark
    past_only: bool = False
    lines: int = 1
    is_radio: bool = False
    label: Any = ""
    sample: str = ""  # in the first line of the empty roster
    help: Any = ""

    def is_about(self, who: Whose) -> bool:
        """Whether it is a field of the head (HEAD), of a member (MEMBER) or of the HOUSEHOLD."""
        return self.whose == who or (self.whose == Whose.EVERYBODY and who != Whose.HOUSEHOLD)

    @property
    def form_options(self) -> dict[str, Any]:
        """Label and help where they are not the column's own."""
        return {name: value for name, value in (("label", self.label), ("help_text", self.help)) if value}


def words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def person(
    key: str,
    group: Group,
    column: str,
    aliases: str = "",
    *,
    members: str | None = None,
    whose: Whose = Whose.EVERYBODY,
    **more: Any,
) -> FileField:
    """A row about people; `members` are the aliases in the columns of members, where they are others."""
    if members is not None:
        more["member_aliases"] = words(members)
    return FileField(key=key, whose=whose, group=group, column=column, aliases=words(aliases), **more)


def household(
    section: Section, key: str, group: Group, column: str, aliases: str = "", **more: Any
) -> FileField:
    """A row about the household, filled in in this section."""
    return FileField(
        key=key,
        whose=Whose.HOUSEHOLD,
        group=group,
        section=section,
        column=column,
        aliases=words(aliases),
        **more,
    )
