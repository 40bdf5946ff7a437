"""People off file as a resource of django-import-export: fields by the labels of the list, rows through the
page's form and service, so that what a page refuses a workbook cannot bring in.

The library's readers and writers are not used (kernel.sheets is): `read_people` makes the dataset.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import Resource
from import_export.results import RowResult
from tablib import Dataset

from cases.people.columns import PERSON_SHEET
from cases.people.forms import PersonForm
from cases.people.models import Person
from cases.people.selectors import find_person, list_people
from cases.people.services import (
    SECRETS,
    HeldElsewhere,
    PersonRefused,
    change_person,
    register_person,
)
from hardship.accounts.models import Union, User
from hardship.kernel.documents import DocumentError, check_id_number
from hardship.kernel.fields import blind_index
from hardship.kernel.sheets import CellError, Row, SheetError, read_sheet
from hardship.kernel.sheets.headers import clean_header, normal_header
from hardship.kernel.workflow import Refused

MOST_ROWS = 2000
SEARCHED_ROWS = 10
SEPARATORS = re.compile(r"[、，,；;]")
LABELS = {column.key: str(column.label) for column in PERSON_SHEET}


class PersonResource(Resource):  # type: ignore[misc]
    """Registers people, or corrects those who are on the list, as `by`.

    A blank cell leaves what is on record; a masked number of an exported list does too. `elsewhere` counts
    the numbers that another union has (services.note_lookup).
    """

    class Meta:
        use_transactions = True
        report_skipped = True
        import_id_fields = ()
        instance_loader_class = BaseInstanceLoader

    def __init__(self, *, by: User) -> None:
        super().__init__()
        self.by, self.elsewhere = by, 0
        for column in PERSON_SHEET:
            attribute = column.path.replace(".", "__")
            self.fields[column.key] = Field(attribute=attribute, column_name=LABELS[column.key])

    def get_queryset(self) -> QuerySet[Person]:
        return list_people(self.by)

    def get_instance(self, instance_loader: Any, row: Mapping[str, Any]) -> Person | None:
        """The person on the list whom a row is about."""
        try:
            number = check_id_number(row.get(LABELS["id_number"]) or "").number
        except DocumentError:
            return None
        found = find_person(blind_index(number, "id_number"))
        return found if found and found.is_listed and self.by.covers([found.union]) else None

    def init_instance(self, row: Mapping[str, Any] | None = None) -> Person:
        return Person()

    def import_instance(self, instance: Person, row: Mapping[str, Any], **kwargs: Any) -> None:
        """Reads the row by the form; raises ValidationError by the labels of its columns."""
        cells = _cells(row, is_new=instance.pk is None)
        self._union = self._union_of(cells, instance)
        on_record = {} if instance.pk is None else _on_record(instance)
        self._form = PersonForm({**on_record, **_typed(cells)})
        if not self._form.is_valid():
            errors = self._form.errors.items()
            raise ValidationError({LABELS.get(name, name): list(told) for name, told in errors})

    def validate_instance(self, instance: Person, import_validation_errors: Any = None, **_more: Any) -> None:
        """The form said everything; the model's own validation knows no more."""
        if import_validation_errors:
            raise ValidationError(import_validation_errors)

    def do_instance_save(self, instance: Person, is_create: bool) -> None:
        self._is_same = False
        try:
            saved, instance.changed_at = self._saved(instance, is_create)
        except Refused as refusal:
            self.elsewhere += isinstance(refusal, HeldElsewhere)
            raise ValidationError({LABELS.get(refusal.field or "", ""): [str(refusal)]}) from refusal
        self._is_same = not is_create and saved.changed_at == instance.changed_at
        instance.pk = saved.pk
        instance.refresh_from_db()

    def after_import_row(self, row: Any, row_result: Any, **kwargs: Any) -> None:
        """A row that says what is on record changed nothing."""
        if row_result.import_type == RowResult.IMPORT_TYPE_UPDATE and self._is_same:
            row_result.import_type = RowResult.IMPORT_TYPE_SKIP

    def _saved(self, instance: Person, is_create: bool) -> tuple[Person, Any]:
        """The person as saved, and when they had been changed before."""
        told = self._form.particulars()
        if is_create:
            return register_person(union=self._union, particulars=told, by=self.by), None
        before = instance.changed_at
        saved = change_person(person_id=instance.pk, union=self._union, particulars=told, by=self.by)
        return saved, before

    def _union_of(self, cells: Mapping[str, Any], instance: Person) -> Union:
        """By its code, else by its name; else the one on record, or the person's own."""
        code, name = (str(cells.get(key) or "") for key in ("union_code", "union"))
        if not code and not name:
            return self.by.union if instance.pk is None else instance.union
        mine = Union.objects.visible_to(self.by).open()
        found = list(mine.filter(code=code) if code else mine.filter(name=name))
        if len(found) == 1:
            return found[0]
        wrong = _("本工会及下级没有“%(what)s”，请填工会编码或全称。") % {"what": code or name}
        raise ValidationError({LABELS["union_code" if code else "union"]: [wrong]})


def read_people(content: bytes) -> Dataset:
    """The rows of a workbook by the labels of the list. Raises PersonRefused where it cannot be read."""
    try:
        rows = list(read_sheet(content).rows)
    except SheetError as error:
        raise PersonRefused(str(error), "file") from error
    place, keys = _header(rows)
    if len(rows) - place > MOST_ROWS:
        raise PersonRefused(_("超过 2,000 行，请分成几个文件导入。"), "file")
    dataset = Dataset(headers=["#", *(LABELS[key] for key in keys if key)])
    for row in rows[place:]:
        cells = [value for key, value in zip(keys, row.values, strict=False) if key]
        if any(value not in (None, "") for value in cells):
            cells += [""] * (len(dataset.headers) - 1 - len(cells))
            dataset.append([row.number, *cells])
    return dataset


def _header(rows: Sequence[Row]) -> tuple[int, list[str]]:
    """How many rows end with the header, and the key of each column, '' for one that is not asked for."""
    known = {normal_header(label): key for key, label in LABELS.items()}
    for place, row in enumerate(rows[:SEARCHED_ROWS], start=1):
        keys = [known.get(normal_header(clean_header(value)), "") for value in row.values]
        if sum(map(bool, keys)) > 1:
            return place, keys
    raise PersonRefused(_("前 10 行里没有表头，请用模板填写，列名如：姓名、身份证号、人员类别。"), "file")


def _cells(row: Mapping[str, Any], *, is_new: bool) -> dict[str, Any]:
    """The cells that say something, by key. Raises ValidationError for one that shows an error (#N/A)."""
    found = {key: row[label] for key, label in LABELS.items() if row.get(label) not in (None, "")}
    broken = {LABELS[key]: [value.message] for key, value in found.items() if isinstance(value, CellError)}
    if broken:
        raise ValidationError(broken)
    return {
        key: value.strip() if isinstance(value, str) else value
        for key, value in found.items()
        if is_new or not (key in SECRETS and "***" in str(value))
    }


def _typed(cells: Mapping[str, Any]) -> dict[str, Any]:
    """The cells as the form takes them: codes of groups for their labels."""
    told = {key: value for key, value in cells.items() if key in PersonForm.base_fields}
    if "groups" in told:
        field: Any = PersonForm.base_fields["groups"]
        codes = {str(label): key for key, label in field.choices}
        labels = [part.strip() for part in SEPARATORS.split(str(told["groups"])) if part.strip()]
        told["groups"] = [codes.get(label, label) for label in labels]
    return told


def _on_record(person: Person) -> dict[str, Any]:
    return {name: getattr(person, name) for name in PersonForm.base_fields}
