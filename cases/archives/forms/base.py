"""What every section's form shares: fields made from the model's, the version it was read at, its errors."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, cast

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.rules import Contents
from cases.archives.rules.fields import Whose
from cases.archives.rules.periods import Months, read_months, read_term, write_months, write_term
from cases.archives.rules.readers import read_area, read_nothing, read_years
from cases.archives.rules.requirements import requirements_of
from hardship.kernel.fields import (
    CleanTextField,
    DateField,
    EncryptedField,
    StrictIntegerField,
    YuanField,
)
from hardship.kernel.fields.inputs import CheckedField

CHOOSE = ("", _("请选择"))
TIMES = re.compile(r"(.+?)\s*[×xX*＊]\s*([0-9]{1,2})\s*(?:个?月)?")
TAKE = "take"  # the choice beside a field that two people changed: mine or theirs


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or not said yet (None)."""

    def __init__(self, *, widget: type[forms.Widget] = forms.RadioSelect, **kwargs: Any) -> None:
        blank = (("", "—"),) if widget is forms.Select else ()
        super().__init__(
            choices=(*blank, ("1", _("是")), ("0", _("否"))),
            coerce=lambda text: text == "1",
            empty_value=None,
            widget=widget,
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        return {True: "1", False: "0"}.get(value, value) if isinstance(value, bool) else value


class AreaField(CheckedField):
    """Square metres, at most two decimals."""

    attributes: ClassVar[dict[str, str]] = {"inputmode": "decimal", "autocomplete": "off"}

    def read(self, value: Any) -> Decimal:
        return read_area(str(value))

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value


class WholeField(StrictIntegerField):
    """A whole number; where none is possible, 无 says so."""

    def read(self, value: Any) -> int:
        return 0 if self.min_value == 0 and read_nothing(value) else super().read(value)


class AssetsField(YuanField):
    """Yuan that somebody has; 无 is none."""

    def read(self, value: Any) -> Decimal:
        return Decimal(0) if read_nothing(value) else super().read(value)


class YearAmountField(YuanField):
    """Yuan of twelve months; 2100×12 is worked out."""

    def read(self, value: Any) -> Decimal:
        times = TIMES.fullmatch(str(value).strip())
        if not times:
            return super().read(value)
        months = int(times[2])
        if not 1 <= months <= 12:
            raise ValueError(_("月数应在 1 到 12 之间，例如 2100×12。"))
        return super().read(times[1]) * months


class TermField(CheckedField):
    """The term of a contract in months, from 3年, 36个月 or 无固定期限."""

    def read(self, value: Any) -> int | None:
        return value if isinstance(value, int) else read_term(str(value))

    def write(self, value: int) -> str:
        return write_term(value)

    def prepare_value(self, value: Any) -> Any:
        return write_term(value) if isinstance(value, int) else value


class MonthsField(CheckedField):
    """The months of an amount, (None, None) for the whole year; its initial value is their text."""

    attributes: ClassVar[dict[str, str]] = {"autocomplete": "off", "placeholder": "全年"}

    def read(self, value: Any) -> Months:
        return read_months(str(value), timezone.localdate())

    def write(self, value: Months) -> str:
        return write_months(*value)


class YearsField(CheckedField):
    """Years of schooling, halves allowed."""

    attributes: ClassVar[dict[str, str]] = {"inputmode": "decimal", "autocomplete": "off"}

    def read(self, value: Any) -> Decimal:
        return read_years(str(value))

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def from_model(model: type[models.Model], name: str, **kwargs: Any) -> forms.Field:
    """The strict form field of a model field, labelled; never required, since a draft may lack anything."""
    field = cast("models.Field[Any, Any]", model._meta.get_field(name))
    options: dict[str, Any] = {"label": field.verbose_name, "required": False, **kwargs}
    if isinstance(field, ArrayField):
        choices = field.base_field.choices or ()
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **options)
    if field.choices:
        blank = [] if "widget" in kwargs else [CHOOSE]
        return forms.ChoiceField(choices=[*blank, *options.pop("choices", field.choices)], **options)
    kinds: tuple[tuple[type, Any], ...] = (
        (EncryptedField, lambda **made: field.formfield(**made)),
        (models.BooleanField, YesNoField),
        (models.DateField, DateField),
        (models.DecimalField, YuanField),
        (models.IntegerField, StrictIntegerField),
    )
    for kind, make in kinds:
        if isinstance(field, kind):
            made: forms.Field = make(**options)
            return made
    # What is left is text, and every text of a file has its length.
    length = cast(int, field.max_length)
    return CleanTextField(max_length=length, validators=field.default_validators, **options)


@dataclass(frozen=True)
class FieldError:
    """One line of the error summary: where it leads, which field, what to do."""

    anchor: str
    label: str
    message: str


@dataclass(frozen=True)
class Sheet:
    """One group of fields under its heading."""

    heading: str
    fields: list[Any]
    folds: bool
    is_open: bool


class SectionForm(forms.Form):
    """The form of one section. `groups` are the headings and the fields under them, in order.

    `payload()` is what services.entry.drafts.save_section takes.
    """

    section: ClassVar[str]
    groups: ClassVar[tuple[tuple[Any, tuple[str, ...]], ...]]
    folded: ClassVar[tuple[Any, ...]] = ()  # headings of groups that most files leave empty
    autosaves: ClassVar[bool] = False
    whose: ClassVar[Whose | None] = None  # whom its answers are about, where some of them ask for others
    word_lists: ClassVar[dict[str, tuple[str, ...]]] = {}  # words to choose from while typing, by id
    listed: ClassVar[dict[str, str]] = {}  # which field offers which of them

    version = StrictIntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, data: Mapping[str, Any] | None = None, *, contents: Contents, **kwargs: Any) -> None:
        self.contents = contents
        initial = {"version": contents.household.version, **self.stored(contents)}
        super().__init__(data, initial=initial, label_suffix="", **kwargs)
        for name, words in self.listed.items():
            self.fields[name].widget.attrs["list"] = words

    def begin(self) -> None:
        """Propose what is usual where nothing was filled in yet; it is only shown."""

    def propose(self, values: Mapping[str, Any]) -> None:
        """Begin with these values instead of those on record; they are only shown."""
        self.initial.update({name: value for name, value in values.items() if name in self.fields})

    def anew(self, contents: Contents) -> "SectionForm":
        """The same form without what was typed."""
        return type(self)(contents=contents)

    def stored(self, contents: Contents) -> dict[str, Any]:
        """The section's values on record."""
        raise NotImplementedError

    def payload(self) -> dict[str, Any]:
        """The checked values, without those that were left to somebody else's version after a conflict."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name != "version" and self.data.get(f"{TAKE}-{name}") != "theirs"
        }

    def sheets(self) -> Iterator[Sheet]:
        """The groups as the page shows them; one that holds something or an error stands open."""
        for heading, names in self.groups:
            fields = [self[name] for name in names]
            folds = heading in self.folded
            filled = any(field.errors or field.value() not in (None, "", []) for field in fields)
            yield Sheet(str(heading), fields, folds, filled)

    @property
    def requirements(self) -> list[dict[str, Any]]:
        """What an answer makes required, as the page's script reads it."""
        return [row.as_data() for row in requirements_of(self.whose)] if self.whose else []

    def notes(self) -> list[str]:
        """Sentences about what was filled in from something else."""
        return []

    @property
    def seen_version(self) -> int:
        version: int = self.cleaned_data["version"]
        return version

    def error_list(self) -> Iterator[FieldError]:
        """Every error in the order of the page."""
        for message in self.non_field_errors():
            yield FieldError("", "", str(message))
        for name, messages in self.errors.items():
            if name != "__all__":
                bound = self[name]
                yield from (FieldError(bound.auto_id, str(bound.label), str(text)) for text in messages)

    def warnings(self) -> list[str]:
        """Sentences about values that may be right but look wrong; they name nobody, as what is flashed once
        is kept in the session."""
        return []

    def doubts(self) -> list[str]:
        """The same about what 核对事项 says as long as it stands in a draft."""
        return []
