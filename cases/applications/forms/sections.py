"""The form of an application one section at a time, for who does not know the work: the page holds every
field and shows those of one section; what is on the others is sent along, so that nothing is lost."""

from collections.abc import Collection
from typing import Any

from cases.applications.forms.entry import RECEIVED, ApplicationForm
from cases.applications.forms.returned import FILE
from cases.applications.states import GOODS, PAPER, EntrySection
from cases.applications.states import RECEIVED as HOW_RECEIVED

ORDER = tuple(EntrySection)
_WHO = frozenset({*RECEIVED, HOW_RECEIVED, "member"})
_MONEY = frozenset({"amount", GOODS})


def read_section(text: str) -> EntrySection:
    """The section of this name; of any other text the first."""
    return EntrySection(text) if text in EntrySection else ORDER[0]


def section_of(name: str) -> EntrySection:
    """Where a field of the form stands, or a part that was sent back (selectors.returned)."""
    if name in _WHO:
        return EntrySection.WHO
    if name == "evidence" or name.startswith((FILE, PAPER)):
        return EntrySection.PAPERS
    return EntrySection.MONEY if name in _MONEY or name.startswith("goods_") else EntrySection.CASE


def next_of(section: EntrySection) -> EntrySection | None:
    """What follows; None behind the last, where everything is looked at once more."""
    return ORDER[place + 1] if (place := ORDER.index(section)) + 1 < len(ORDER) else None


def previous_of(section: EntrySection) -> EntrySection | None:
    place = ORDER.index(section)
    return ORDER[place - 1] if place else None


def shown_of(form: ApplicationForm, section: EntrySection) -> Collection[EntrySection]:
    """The sections that are shown: the one that is open, and each with a field that is wrong."""
    return {section, *(section_of(name) for name in form.errors if name in form.fields)}


def section_fields(form: ApplicationForm) -> dict[str, Any]:
    """The fields by section, as the page draws them; documents have a list of their own."""
    names = [name for name in ("member", *form.asked) if name in form.fields]
    money = ["amount"] if "amount" in form.fields else []
    return {
        "who": [form[name] for name in names if name == "member"],
        "facts": [form[name] for name in names if name != "member"],
        "money": [*(form[name] for name in money), *form.goods_fields],
    }
