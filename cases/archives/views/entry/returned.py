"""Why a file came back, in words: the section, the item, what to correct."""

from collections.abc import Iterable
from dataclasses import dataclass

from cases.archives.forms import SECTION_FORMS
from cases.archives.models import FileStep, ReturnReason
from cases.archives.rules import Contents
from cases.archives.states import Section


@dataclass(frozen=True)
class Returned:
    """One reason: `item` names the field, person, amount or document, '' for the whole section."""

    section: str
    section_label: str
    field: str
    item: str
    reason: str
    step: FileStep


def describe_reasons(reasons: Iterable[ReturnReason], contents: Contents) -> list[Returned]:
    """The reasons in the order in which the reviewer's page had them."""
    return [
        Returned(
            section=row.section,
            section_label=str(Section(row.section).label),
            field=row.field,
            item=_item(row.section, row.field, contents),
            reason=row.reason,
            step=row.step,
        )
        for row in reasons
    ]


def _item(section: str, field: str, contents: Contents) -> str:
    form = SECTION_FORMS.get(section)
    if form is not None and field in form.base_fields:
        return str(form.base_fields[field].label)
    lines = {
        **{str(person.uid): person.name for person in contents.members},
        **{f"income:{item.pk}": item.get_kind_display() for item in contents.incomes},
        **{f"expense:{item.pk}": item.get_kind_display() for item in contents.expenses},
        **{str(document.uid): document.get_kind_display() for document in contents.evidence},
    }
    return str(lines.get(field, ""))
