"""Two people changed the same section: what each of them has, field by field."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cases.archives.forms import SECTION_FORMS, SectionForm
from cases.archives.models import Household
from cases.archives.rules import completeness
from cases.archives.selectors.entry import get_contents
from cases.archives.services.refusals import StaleFile
from cases.archives.states import Section
from cases.archives.views.answers import Table, make_blocks, shown


@dataclass(frozen=True)
class Difference:
    """One field: what is on record now, what was typed."""

    field: str
    label: str
    theirs: str
    mine: str


@dataclass(frozen=True)
class Conflict:
    """Who saved the section in between, and what to choose from; tables are shown as they are on record."""

    stale: StaleFile
    version: int
    differences: list[Difference]
    tables: list[Table]


def find_conflict(stale: StaleFile, household: Household, form: SectionForm) -> Conflict:
    """What differs between the record as it is now and the form as it was typed."""
    contents = get_contents(household)
    now = SECTION_FORMS[form.section](contents=contents)
    block = next(
        item for item in make_blocks(contents, completeness(contents), {}) if item.section == form.section
    )
    return Conflict(stale, household.version, _differences(now, form), list(block.tables))


def _differences(now: SectionForm, form: SectionForm) -> list[Difference]:
    if form.section in (Section.MEMBERS, Section.MONEY):
        return []
    return [
        Difference(name, str(field.label), _text(field, theirs), _text(field, mine))
        for name, field in form.fields.items()
        if name != "version"
        and (theirs := now.initial.get(name)) != (mine := form.cleaned_data.get(name))
        and _text(field, theirs) != _text(field, mine)
    ]


def _text(field: Any, value: Any) -> str:
    labels = {str(key): str(label) for key, label in getattr(field, "choices", ()) if key != ""}
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, list):
        return "、".join(labels.get(str(item), str(item)) for item in value) or "—"
    return labels.get(str(value), shown(value)) or "—"
