"""A flat list as a resource of django-import-export: cells are read by form fields, as on a page.

`import_data(dataset, dry_run=True)` works on any dataset whose headers are the labels of the columns; its
result is what the check page shows. The hardened reader makes such datasets of workbooks, in chunks;
`export()` gives one that the hardened writer takes.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import tablib
from django import forms
from import_export import resources, widgets
from import_export.results import RowResult

from hardship.accounts.models import Union, User
from hardship.imports.rules import SheetColumn
from hardship.kernel.columns import Column, Kind
from hardship.kernel.copying import copy_rows
from hardship.kernel.sheets import CellError, SheetHeader, write_sheet

BATCH = 1000
KINDS: Mapping[str, Kind] = {"amount": "money", "date": "date"}


class FormWidget(widgets.Widget):  # type: ignore[misc]
    """Reads a cell by a field of a form: labels of choices for their codes, and the field's own sentences."""

    def __init__(self, field: forms.Field) -> None:
        super().__init__()
        self.field = field
        self.codes = {str(label): code for code, label in getattr(field, "choices", ()) if code != ""}

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        if isinstance(value, CellError):
            raise ValueError(value.message)
        if isinstance(value, str):
            value = value.strip()
        if isinstance(value, float) and value.is_integer() and isinstance(self.field, forms.CharField):
            value = int(value)  # a workbook keeps every number with a point
        try:
            return self.field.clean(self.codes.get(str(value), value) if self.codes else value)
        except forms.ValidationError as error:
            raise ValueError("".join(error.messages)) from None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        labels = {code: label for label, code in self.codes.items()}
        return labels.get(value, value)


class SheetRowResult(RowResult):  # type: ignore[misc]
    """What became of a row, with what somebody should look at though it is good: column key and sentence."""

    def __init__(self) -> None:
        super().__init__()
        self.remarks: list[tuple[str, str]] = []


class SheetResource(resources.ModelResource):  # type: ignore[misc]
    """Rows that become records of `union`, entered by `by`. A subclass declares the fields of its COLUMNS
    with FormWidgets, makes the instance, and looks at whole rows in `check_row`."""

    COLUMNS: ClassVar[Sequence[SheetColumn]] = ()

    def __init__(self, *, union: Union, by: User | None = None, source: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.union, self.by, self.source = union, by, source
        self.lines: Sequence[int] = ()  # the numbers in Excel of the rows of the dataset
        self._remarks: list[tuple[str, str]] = []

    @classmethod
    def get_row_result_class(cls) -> type[SheetRowResult]:
        return SheetRowResult

    def line(self, row_number: int) -> int:
        """The number in Excel of a row of the dataset; below a header in row 1 unless the reader said."""
        return self.lines[row_number - 1] if self.lines else row_number + 1

    def remark(self, key: str, why: str) -> None:
        """Something to look at in the row that is being checked."""
        self._remarks.append((key, why))

    def check_row(self, instance: Any, line: int) -> None:
        """What is wrong with the whole row. Raises ValidationError by key."""

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        self._remarks, self._line = [], self.line(kwargs["row_number"])

    def validate_instance(
        self, instance: Any, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        super().validate_instance(instance, import_validation_errors, validate_unique)
        self.check_row(instance, self._line)

    def after_import_row(self, row: Any, row_result: SheetRowResult, **kwargs: Any) -> None:
        row_result.remarks = self._remarks

    def bulk_create(
        self,
        using_transactions: bool,
        dry_run: bool,
        raise_errors: bool,
        batch_size: int | None = None,
        result: Any = None,
    ) -> None:
        """By COPY, several times as fast as INSERT. A dry run has checked what the database would refuse."""
        made: list[Any] = list(self.create_instances)
        self.create_instances.clear()
        if not dry_run:
            copy_rows(made)


def make_dataset(columns: Sequence[SheetColumn], rows: Sequence[Mapping[str, Any]]) -> tablib.Dataset:
    """Rows by key as a dataset whose headers are the labels; a column that no row has is left out."""
    have = {key for row in rows for key in row}
    shown = [column for column in columns if column.key in have or column.is_required]
    dataset = tablib.Dataset(headers=[str(column.label) for column in shown])
    for row in rows:
        dataset.append([row.get(column.key) for column in shown])
    return dataset


def exported_workbook(resource: SheetResource, records: Any, *, title: str, lines: Sequence[str]) -> bytes:
    """What `export()` of a resource gives, by the hardened writer: it can be imported again."""
    dataset = resource.export(records)
    columns = [
        Column(column.key, column.label, kind=KINDS.get(column.kind, "text"), width=column.width)
        for column in resource.COLUMNS
    ]
    return write_sheet(columns, (list(row) for row in dataset), header=SheetHeader(title=title, lines=lines))
