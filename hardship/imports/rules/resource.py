"""Lists with one record in each row, as django-import-export knows them.

A resource is used plainly: `resource.import_data(dataset, dry_run=True)` says what is wrong with which row,
without it the rows are written, `resource.export()` gives a Dataset whose columns can be imported again. The
upload page does no more: a dry run is its check. Cells go through the form fields of the page.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import Resource
from import_export.results import Result, RowResult
from import_export.widgets import Widget
from tablib import Dataset

from hardship.accounts.models import Union, User
from hardship.kernel.columns import Column
from hardship.kernel.sheets import CellError
from hardship.kernel.sheets.template import TemplateColumn
from hardship.kernel.sheets.units import InUnit, figure_of, in_yuan, say_conversion, unit_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOST_PLACES = 6  # what a spreadsheet shows of 0.1 + 0.2
SEPARATORS = "、，,；; "
KIND_OF: Mapping[str, Literal["amount", "date"]] = {"money": "amount", "date": "date"}


@dataclass(frozen=True)
class ListColumn:
    """One column of a list: the attribute that it fills, its header and other words for it, and the form
    field that reads its cells; `sample` and `note` stand in the template."""

    key: str
    label: str
    field: forms.Field
    aliases: tuple[str, ...] = ()
    kind: Literal["text", "amount", "count", "date"] = "text"
    note: str = ""
    sample: str = ""
    width: int = 14

    @property
    def times(self) -> int | None:
        """How many of its amounts make a year, where its name says so: 标准（元/人·月）."""
        unit = unit_of(self.label)
        return unit.times if unit else None

    def template(self) -> TemplateColumn:
        """The same column in an empty workbook."""
        choices = tuple(str(label) for key, label in getattr(self.field, "choices", ()) if key)
        return TemplateColumn(
            self.label, kind=self.kind, choices=choices, note=self.note, is_required=self.field.required,
            width=self.width, sample=self.sample,
        )  # fmt: skip


def columns_of(
    columns: Iterable[Column],
    fields: Mapping[str, forms.Field],
    *,
    aliases: Mapping[str, tuple[str, ...]] | None = None,
    notes: "Mapping[str, StrOrPromise] | None" = None,
) -> tuple[ListColumn, ...]:
    """The columns of a list as it is exported, each read by the field of its key, so that what is exported
    can be imported; a note is the field's help text where none is given."""
    return tuple(
        ListColumn(
            column.key,
            str(column.label),
            fields[column.key],
            (aliases or {}).get(column.key, ()),
            kind=KIND_OF.get(column.kind, "text"),
            note=str((notes or {}).get(column.key) or fields[column.key].help_text or ""),
            width=column.width,
        )
        for column in columns
    )


def amounts_of(layout: Iterable[ListColumn]) -> frozenset[str]:
    """The keys of the columns that hold yuan."""
    return frozenset(column.key for column in layout if column.kind == "amount")


def optional(field: forms.Field) -> forms.Field:
    """A field of a page that a workbook may leave out."""
    made = copy(field)
    made.required = False
    return made


class CellWidget(Widget):  # type: ignore[misc]
    """Reads a cell through the form field of its column, and shows a value as people read it."""

    def __init__(self, column: ListColumn) -> None:
        super().__init__()
        self.field, self.times = column.field, column.times
        choices = [(key, str(label)) for key, label in getattr(self.field, "choices", ()) if key]
        # 乡镇 is enough for 乡镇（街道、产业、集团）
        self.codes = {label.partition("（")[0]: key for key, label in choices}
        self.codes |= {label: key for key, label in choices}
        self.labels = dict(choices)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """Raises ValueError with a sentence that repeats no value."""
        if isinstance(value, CellError):
            raise ValueError(value.message)
        if isinstance(value, InUnit):
            yuan = in_yuan(value, times=self.times)
            value = value.value if yuan is None else yuan
        typed = self._typed(value)
        if isinstance(self.field, forms.MultipleChoiceField):
            typed = self._several(str(typed))
        elif self.labels and typed and typed not in self.labels:
            raise ValueError(_("请填其中之一：%(labels)s。") % {"labels": "、".join(self.labels.values())})
        try:
            return self.field.clean(typed)
        except ValidationError as error:
            raise ValueError("".join(error.messages)) from None

    def _typed(self, value: Any) -> Any:
        """What somebody would have typed into the page's field for this cell."""
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, bool | date):
            return value
        if isinstance(value, float):
            value = int(value) if value.is_integer() else Decimal(repr(round(value, MOST_PLACES)))
        text = "" if value is None else str(value).strip()
        return self.codes.get(text, text) if self.codes else text

    def _several(self, text: str) -> Collection[str]:
        """The codes of the labels in one cell, in the order of the choices; a label may hold a separator
        itself. Raises ValueError for what is left over."""
        found = []
        for code, label in sorted(self.labels.items(), key=lambda choice: -len(choice[1])):
            if label in text or text == code:
                found.append(code)
                text = text.replace(label if label in text else code, "")
        if text.strip(SEPARATORS):
            labels = "；".join(self.labels.values())
            raise ValueError(_("请填其中的一项或几项，用顿号隔开：%(labels)s。") % {"labels": labels})
        return [code for code in self.labels if code in found]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        if isinstance(value, list):
            return "、".join(self.labels[code] for code in self.labels if code in value)
        return self.labels.get(value, value) if self.labels else value


class ListRow(RowResult):  # type: ignore[misc]
    """What became of a row; `remarks` says by key what a person should know of one that comes in."""

    remarks: Mapping[str, str] = {}


class ListResource(Resource):  # type: ignore[misc]
    """The rows of one union's list, read, checked and written by `by`; `source` is the import that they
    came with, if any.

    A room's resource says `model` and `layout`, adds in `check` what concerns a whole row, and writes many at
    once in `write`. A row that is on record already, word for word, is skipped.
    """

    model: ClassVar[type[models.Model]]
    layout: ClassVar[tuple[ListColumn, ...]]
    part: ClassVar[int] = 1000  # rows that are read and written at once

    class Meta:
        import_id_fields = ()
        instance_loader_class = BaseInstanceLoader
        force_init_instance = True
        use_bulk = True
        batch_size = None  # written once, after the last row: the library forgets which rows it wrote before
        skip_diff = True
        report_skipped = True

    def __init__(self, *, union: Union, by: User, source: Any = None) -> None:
        super().__init__()
        self.union, self.by, self.source = union, by, source
        self.remarks: dict[str, str] = {}
        self.lines: Sequence[int] = ()  # the numbers in Excel of the rows of a dataset, where it has such
        self.line = 0  # of the row that is read
        for column in self.layout:
            widget = CellWidget(column)
            self.fields[column.key] = Field(attribute=column.key, column_name=column.label, widget=widget)

    def prepare(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Read at once what the rows of one dataset are compared with; cells by label, as they came."""

    def check(self, instance: Any) -> None:
        """What is wrong with a row as a whole: raises ValidationError by key; may put into `remarks`."""

    def is_on_record(self, instance: Any) -> bool:
        """Whether the same is on record already."""
        return False

    def write(self, instances: Sequence[Any]) -> Collection[Any] | None:
        """Write rows without errors, many at once; returns those that somebody else recorded meanwhile."""
        raise NotImplementedError

    def note_check(self) -> None:
        """Keep what somebody learnt from a check; everything else a dry run takes back."""

    def get_row_result_class(self) -> type[ListRow]:
        return ListRow

    def init_instance(self, row: Any = None) -> Any:
        return self.model()

    def before_import(self, dataset: Dataset, **kwargs: Any) -> None:
        self.prepare(dataset.dict)

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        self.remarks = {}
        number = kwargs["row_number"]
        self.line = self.lines[number - 1] if self.lines else number + 1

    def import_field(
        self, field: Field, instance: Any, row: Any, is_m2m: bool = False, **kwargs: Any
    ) -> None:
        """A column that a list does not have is read like one that is blank: what is required is missed."""
        row = row if field.column_name in row else {**row, field.column_name: None}
        super().import_field(field, instance, row, is_m2m=is_m2m, **kwargs)
        cell = row[field.column_name]
        if isinstance(cell, InUnit) and figure_of(cell.value) and cell.unit.factor(field.widget.times) != 1:
            self.remarks[field.attribute] = say_conversion(cell.unit, _("元"))

    def validate_instance(
        self, instance: Any, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        """The row as a whole was checked in `skip_row`, which the library asks first."""
        if import_validation_errors:
            raise ValidationError(import_validation_errors)

    def skip_row(self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None) -> bool:
        if import_validation_errors:
            return False
        self.check(instance)
        return self.is_on_record(instance)

    def after_import_row(self, row: Any, row_result: ListRow, **kwargs: Any) -> None:
        row_result.remarks = self.remarks

    def bulk_create(
        self, using_transactions: bool, dry_run: bool, raise_errors: bool,
        batch_size: int | None = None, result: Result | None = None,
    ) -> None:  # fmt: skip
        made = list(self.create_instances)
        self.create_instances.clear()
        if made and (using_transactions or not dry_run):
            _skip(result, made, self.write(made) or ())

    def get_queryset(self) -> Iterable[Any]:
        """What `export` gives: all of the union that the person may see."""
        rows: Iterable[Any] = self.model._default_manager.filter(union=self.union).order_by("pk")
        return rows

    def export(self, queryset: Iterable[Any] | None = None, **kwargs: Any) -> Dataset:
        rows = self.get_queryset() if queryset is None else queryset
        fields = [self.fields[column.key] for column in self.layout]
        made = ([field.export(one) for field in fields] for one in rows)
        return Dataset(*made, headers=[field.column_name for field in fields])


def _skip(result: Result | None, made: Sequence[Any], late: Collection[Any]) -> None:
    """The rows of these instances are on record after all. `made` has one instance for each new row, in
    their order, since a part is written once, when all its rows are read."""
    if result is None or not late:
        return
    late = set(late)
    rows = [row for row in result.rows if row.is_new()]
    for row, instance in zip(rows, made, strict=True):
        if instance in late:
            row.import_type = ListRow.IMPORT_TYPE_SKIP
