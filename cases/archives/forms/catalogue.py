"""The form fields of rules.fields.FIELDS: made from the row and the model's column."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django import forms

from cases.archives.forms.base import (
    AreaField,
    AssetsField,
    SectionForm,
    TermField,
    WholeField,
    YearsField,
    from_model,
)
from cases.archives.models import column_of, model_of
from cases.archives.rules.fields import FileField, Group, Reader, keys_of

Form = TypeVar("Form", bound=SectionForm)
READERS: dict[Reader, type[forms.Field]] = {
    Reader.AREA: AreaField,
    Reader.TERM: TermField,
    Reader.YEARS: YearsField,
    Reader.WHOLE: WholeField,
    Reader.ASSETS: AssetsField,
}


def catalogued(fields: Iterable[FileField]) -> Callable[[type[Form]], type[Form]]:
    """A class decorator that gives a section's form these fields, in the order of its groups and so of the
    page; what the class declares itself stays."""

    def add(form: type[Form]) -> type[Form]:
        found = {field.key: form_field(field) for field in fields} | form.base_fields
        shown = [name for _heading, names in form.groups for name in names]
        order = [*(name for name in form.base_fields if name not in shown), *shown]
        form.base_fields = form.declared_fields = {name: found[name] for name in order}
        return form

    return add


def in_groups(fields: Iterable[FileField], *groups: Group) -> tuple[str, ...]:
    """The keys of those in any of the groups, in the order of the catalogue."""
    return keys_of(field for field in fields if field.group in groups)


def form_field(field: FileField, **options: Any) -> forms.Field:
    """The strict form field of a row; never required, since a draft may lack anything."""
    options = {**field.form_options, **options}
    if field.reader in READERS:
        bounds = dict(zip(("min_value", "max_value"), field.bounds, strict=True))
        if field.reader == Reader.WHOLE:
            options |= bounds
        return READERS[field.reader](**{"label": column_of(field).verbose_name, "required": False, **options})
    if field.is_radio:
        options["widget"] = forms.RadioSelect
    if field.past_only:
        options["past_only"] = True
    if field.lines > 1:
        options |= {"multiline": True, "widget": forms.Textarea(attrs={"rows": field.lines})}
    return from_model(model_of(field), field.key, **options)
