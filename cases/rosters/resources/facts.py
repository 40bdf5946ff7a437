"""Cells of facts that a policy asks beyond the form: read by the kind of the fact."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from import_export.widgets import Widget

from cases.archives.rules.answers import OF_MEMBERS, PERSON, SUPPORTERS
from cases.policies.rules.vocabulary import CODE_LISTS, FACTS, Fact
from cases.rosters.resources.amounts import YuanWidget
from cases.rosters.resources.widgets import (
    DateWidget,
    NameWidget,
    TextWidget,
    Unclear,
    YesWidget,
    text_of,
)
from cases.rosters.rules import labels
from cases.rosters.rules.facts import HOUSEHOLD_FACTS, PREFIX

_PARTS = re.compile(r"[、,，;；\s]+")
_SUPPORTER = re.compile(
    r"([0-9]+(?:\.[0-9]{1,2})?)/([0-9]{1,2})(?:/([0-9]{1,2})(?:/([0-9]{1,2}))?)?", re.ASCII
)
LONGEST = 40


class CodesWidget(Widget):  # type: ignore[misc]
    """Codes of one list by their labels; `is_one` takes a single one."""

    def __init__(self, codes: str, *, is_one: bool) -> None:
        super().__init__()
        self.codes, self.is_one = codes, is_one

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str | tuple[str, ...] | None:
        if labels.is_nothing(value):
            return None
        known = {labels.plain(str(label)): code for code, label in CODE_LISTS[self.codes].items()}
        words = [labels.plain(word) for word in _PARTS.split(text_of(value)[:200]) if word]
        if any(word not in known for word in words) or (self.is_one and len(words) > 1):
            allowed = "、".join(str(label) for label in list(CODE_LISTS[self.codes].values())[:10])
            raise Unclear("unknown_label", _("请从这些词里选：%(words)s。") % {"words": allowed})
        codes = tuple(known[word] for word in words)
        return codes[0] if self.is_one else codes


class SupportersWidget(Widget):  # type: ignore[misc]
    """Relatives who live apart: 60000/3/2/1 is income a year, persons, supported in all, of them here."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> tuple[dict[str, Any], ...] | None:
        if labels.is_nothing(value):
            return None
        found = [_SUPPORTER.fullmatch(part) for part in _PARTS.split(text_of(value)[:200]) if part]
        if not found or None in found:
            raise Unclear(
                "not_supporters",
                _("请写成 年收入/人口/共赡养几人/其中本户，例如 60000/3/2/1，几户用分号隔开。"),
            )
        return tuple(_supporter(one) for one in found if one)


def _supporter(found: "re.Match[str]") -> dict[str, Any]:
    persons, supported, here = (int(count or 1) for count in found.groups()[1:])
    if not all((persons, supported, here)):
        raise Unclear("not_supporters", _("人口和赡养人数至少为 1，请核对。"))
    income = f"{Decimal(found[1]):.2f}"
    return {"income": income, "persons": persons, "supported": supported, "here": here}


KINDS: Mapping[str, Callable[[Fact], Any]] = {
    "flag": lambda fact: YesWidget(),
    "money": lambda fact: YuanWidget(),
    "number": lambda fact: YuanWidget(),
    "date": lambda fact: DateWidget(),
    "text": lambda fact: TextWidget(LONGEST),
    "code": lambda fact: CodesWidget(fact.codes, is_one=True),
    "codes": lambda fact: CodesWidget(fact.codes, is_one=False),
}


def _widget(name: str) -> Any:
    special = {PERSON: NameWidget(50), SUPPORTERS: SupportersWidget()}
    return special.get(name) or KINDS[FACTS[name].kind](FACTS[name])


FACT_WIDGETS: Mapping[str, Any] = {
    **{PREFIX + name: _widget(name) for name in HOUSEHOLD_FACTS},
    **{PREFIX + name: YesWidget() for name in OF_MEMBERS},
}
