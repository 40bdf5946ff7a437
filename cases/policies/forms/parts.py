"""The usual parts of a policy as fields: what they hold is put back into the same document."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.policies.rules import PolicyDocument
from cases.policies.rules.parts import Part, change_parts, list_parts
from hardship.kernel.fields import CleanTextField, YuanField


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

    def changed_document(self) -> PolicyDocument:
        """The document with what was entered where it differs."""
        values = {part.place: _plain(part, self.cleaned_data[part.name]) for part in self.parts}
        same = {part.place: _plain(part, part.value) for part in self.parts}
        return change_parts(
            self.document, {place: value for place, value in values.items() if value != same[place]}
        )


def _field(part: Part) -> forms.Field:
    common = {"label": part.label, "initial": part.value}
    if part.kind in ("choice", "code"):
        return forms.ChoiceField(**common, choices=[(str(code), label) for code, label in part.choices])
    if part.kind == "codes":
        return forms.MultipleChoiceField(
            label=part.label,
            initial=list(part.value),
            choices=part.choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
    if part.kind in ("name", "text"):
        return CleanTextField(**common, max_length=300, required=part.kind == "name")
    if part.kind == "kept":
        return forms.BooleanField(**common, required=False)
    if part.kind in ("money", "cap"):
        hint = _("不填表示不设上限") if part.kind == "cap" else ""
        return YuanField(**common, required=part.kind == "money", help_text=hint)
    if part.kind == "count":
        return forms.IntegerField(**common, min_value=0, max_value=1000)
    return forms.DecimalField(
        label=part.label,
        initial=f"{part.value.normalize():f}",
        min_value=Decimal(0),
        max_value=Decimal(1000),
        max_digits=9,
        decimal_places=4,
    )


def _plain(part: Part, value: Any) -> Any:
    """What the document holds for what a field gives."""
    if part.kind == "codes":
        return tuple(value)
    if part.kind in ("name", "text"):
        return value or ""
    if part.kind == "choice" and isinstance(part.value, int):
        return int(value)
    if part.kind == "share":
        return Decimal(value) / 100
    return value if value != "" else None
