"""Two people changed the same section: what it was, what each of them made of it, value by value."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext as _

from cases.archives.forms import SectionForm
from cases.archives.models import Household
from cases.archives.selectors.entry import get_contents
from cases.archives.services.refusals import StaleFile
from cases.archives.views.answers import shown

SALT = "archives.was"
NONE = "—"


@dataclass(frozen=True)
class Value:
    """One value as people read it; `name` is what the choice about it is called in the form."""

    name: str
    label: str
    text: str


@dataclass(frozen=True)
class Difference:
    """One value: as it was when the page was opened, as it is on record now, as it was typed; `mine` is
    proposed where this person changed it."""

    field: str
    label: str
    was: str
    theirs: str
    mine: str

    @property
    def is_mine(self) -> bool:
        return self.mine != self.was or self.theirs == self.was


@dataclass(frozen=True)
class Conflict:
    """Who saved the section in between, and what to choose from; `added` are the rows that came with it."""

    stale: StaleFile
    version: int
    differences: list[Difference]
    added: list[str]


def remember(form: SectionForm) -> str:
    """What the page shows before anybody types, signed, for a conflict that may come; numbers are masked."""
    return signing.dumps({value.name: value.text for value in _stored(form)}, salt=SALT, compress=True)


def find_conflict(stale: StaleFile, household: Household, form: SectionForm, was: str) -> Conflict:
    """What differs between the record as it is now and the form as it was typed."""
    now = {value.name: value for value in _stored(form.anew(get_contents(household)))}
    typed = {value.name: value for value in _typed(form)}
    before = _recall(was)
    differences = [
        Difference(
            name, value.label, before.get(name, NONE), now[name].text if name in now else NONE, value.text
        )
        for name, value in typed.items()
        if name in now and value.text != now[name].text
    ]
    gone = [value for name, value in typed.items() if name.endswith("-gone") and name not in now]
    differences += [
        Difference(value.name, value.label, _("在表中"), _("已移除"), value.text) for value in gone
    ]
    known = {*before, *typed}
    added = [value.label for name, value in now.items() if name.endswith("-gone") and name not in known]
    return Conflict(stale, household.version, differences, added)


def _recall(was: str) -> dict[str, str]:
    try:
        told: dict[str, str] = signing.loads(was, salt=SALT)
    except signing.BadSignature:
        return {}
    return told


def _stored(form: SectionForm) -> Iterator[Value]:
    for name, field in form.fields.items():
        if name != "version":
            yield Value(name, str(field.label), _text(field, form.initial.get(name)))
    for table, rows in getattr(form, "tables", {}).items():
        for row in rows.initial_forms:
            yield from _row(table, row, row.initial)


def _typed(form: SectionForm) -> Iterator[Value]:
    for name, field in form.fields.items():
        if name != "version":
            yield Value(name, str(field.label), _text(field, _entered(form, name)))
    for table, rows in getattr(form, "tables", {}).items():
        for row in rows.forms:
            values = {name: _entered(row, name) for name in row.fields}
            if values.get("remove"):
                key = values.get("uid") or values.get("pk")
                yield Value(f"{table}-{key}-remove", _name(row, values), _("移除"))
            else:
                yield from _row(table, row, values)


def _row(table: str, row: forms.Form, values: dict[str, Any]) -> Iterator[Value]:
    key = values.get("uid") or values.get("pk")
    if not key:
        return
    who = _name(row, values)
    yield Value(f"{table}-{key}-gone", who, _("保留"))
    yield Value(f"{table}-{key}-remove", who, _("保留"))
    for name, field in row.fields.items():
        if name not in ("uid", "pk", "remove"):
            yield Value(f"{table}-{key}-{name}", f"{who}：{field.label}", _text(field, values.get(name)))


def _name(row: forms.Form, values: dict[str, Any]) -> str:
    if "name" in row.fields:
        return str(values.get("name") or NONE)
    if "kind" in row.fields:
        return _text(row.fields["kind"], values.get("kind"))
    return _("医疗费用")


def _entered(form: forms.Form, name: str) -> Any:
    """The checked value, or what was typed where it could not be read."""
    return form.cleaned_data[name] if name in getattr(form, "cleaned_data", {}) else form[name].value()


def _text(field: Any, value: Any) -> str:
    if isinstance(field, forms.BooleanField) and not isinstance(field, forms.TypedChoiceField):
        return _("是") if value else _("否")
    labels = {str(key): str(label) for key, label in getattr(field, "choices", ()) if key != ""}
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, list):
        return "、".join(labels.get(str(item), str(item)) for item in value) or NONE
    if isinstance(value, int | tuple) and hasattr(field, "write"):
        return field.write(value) or NONE
    return labels.get(str(value), shown(value)) or NONE
