"""The usual parts of a policy as fields: what they hold is put back into the same document."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from cases.policies.forms.season import SeasonField
from cases.policies.rules import PolicyDocument, PolicyError, PolicyInvalid, dump_policy, parse_policy
from cases.policies.rules.document.handling import MOST_NOTICE_DAYS, CollectWithin
from cases.policies.rules.document.words import money_text
from cases.policies.rules.handling import season_text
from cases.policies.rules.labels import label_of_key
from cases.policies.rules.parts import Part, change_parts, list_parts
from hardship.kernel.fields import CleanTextField, StrictIntegerField, YuanField


@dataclass(frozen=True)
class Group:
    """Fields under one heading."""

    title: str
    fields: list[forms.BoundField]


class PartsForm(forms.Form):
    """One field for each part of `document`; `revision` is the one on the page."""

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, document: PolicyDocument, revision: int, **kwargs: Any
    ) -> None:
        super().__init__(data, initial={"revision": revision}, label_suffix="", **kwargs)
        self.document = document
        self.parts = list_parts(document)
        for part in self.parts:
            self.fields[part.name] = _field(part)

    def groups(self) -> Iterator[Group]:
        for title, parts in groupby(self.parts, key=lambda part: part.group):
            yield Group(title, [self[part.name] for part in parts])

    def clean(self) -> dict[str, Any]:
        """What the parts come to must still be a policy; what is wrong stands at the part that it is of."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                parse_policy(dump_policy(self.changed_document()))
            except PolicyInvalid as invalid:
                for error in invalid.errors:
                    self._tell(error)
        return cleaned

    def _tell(self, error: PolicyError) -> None:
        name = next((part.name for part in self.parts if part.key == error.key), None)
        place = "" if name else _("%(place)s：") % {"place": label_of_key(error.key, self.document)}
        self.add_error(name, f"{place}{error.message}")

    def changed_document(self) -> PolicyDocument:
        """The document with what was entered where it differs."""
        values = {part.place: _plain(part, self.cleaned_data[part.name]) for part in self.parts}
        same = {part.place: _plain(part, part.value) for part in self.parts}
        return change_parts(
            self.document, {place: value for place, value in values.items() if value != same[place]}
        )


def _field(part: Part) -> forms.Field:
    return MAKERS.get(part.kind, _number)(part)


def _one(part: Part) -> forms.Field:
    choices = [(str(code), label) for code, label in part.choices]
    return forms.ChoiceField(label=part.label, initial=part.value, choices=choices)


def _option(part: Part) -> forms.Field:
    choices = [(str(code), label) for code, label in part.choices]
    return forms.ChoiceField(label=part.label, initial=part.value or "", choices=choices, required=False)


def _within(part: Part) -> forms.Field:
    return StrictIntegerField(
        label=part.label, initial=part.value.days if part.value else None, min_value=1,
        max_value=MOST_DAYS, required=False, help_text=_("不填表示没有期限"),
    )  # fmt: skip


def _several(part: Part) -> forms.Field:
    return forms.MultipleChoiceField(
        label=part.label,
        initial=list(part.value),
        choices=part.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def _text(part: Part) -> forms.Field:
    is_needed = part.kind == "name"
    return CleanTextField(label=part.label, initial=part.value, max_length=300, required=is_needed)


def _tick(part: Part) -> forms.Field:
    return forms.BooleanField(label=part.label, initial=part.value, required=False)


def _yuan(part: Part) -> forms.Field:
    hint = _("不填表示不设上限") if part.kind == "cap" else ""
    return YuanField(label=part.label, initial=part.value, required=part.kind != "cap", help_text=hint)


def _count(part: Part) -> forms.Field:
    least, most = COUNTS[part.kind]
    return forms.IntegerField(
        label=part.label,
        initial=part.value,
        min_value=least,
        max_value=most,
        required=part.kind != "optional",
    )


def _season(part: Part) -> forms.Field:
    return SeasonField(label=part.label, initial=season_text(part.value))


def _number(part: Part) -> forms.Field:
    return forms.DecimalField(
        label=part.label,
        initial=f"{part.value.normalize():f}",
        min_value=Decimal(0),
        max_value=Decimal(1000),
        max_digits=9,
        decimal_places=4,
    )


MOST_DAYS = 1000  # within which something is collected
COUNTS = {"count": (0, 1000), "optional": (1, 1000), "days": (0, MOST_NOTICE_DAYS)}
MAKERS: dict[str, Callable[[Part], forms.Field]] = {
    "choice": _one, "code": _one, "codes": _several, "papers": _several, "name": _text, "text": _text,
    "kept": _tick, "flag": _tick, "option": _option, "within": _within, "money": _yuan, "sum": _yuan,
    "cap": _yuan, "season": _season,
    **dict.fromkeys(COUNTS, _count),
}  # fmt: skip


def _plain(part: Part, value: Any) -> Any:
    """What the document holds for what a field gives."""
    if part.kind in ("codes", "papers"):
        return tuple(value)
    if part.kind in ("name", "text"):
        return value or ""
    if part.kind == "choice" and isinstance(part.value, int):
        return int(value)
    if part.kind == "sum":
        return money_text(value)
    if part.kind == "within":
        return CollectWithin(value) if isinstance(value, int) else value
    if part.kind == "share":
        return Decimal(value) / 100
    return value if value != "" else None
