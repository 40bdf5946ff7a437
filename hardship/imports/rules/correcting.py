"""Lists whose rows register what is new and correct what is on record, each row by the service of its page.

What a page would refuse is told at its cell: a dry run does what the page does, in a transaction that the
library takes back. A blank cell leaves what is on record, and so does the mask of an exported number.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any, ClassVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.results import Result
from tablib import Dataset

from hardship.accounts.models import Union
from hardship.imports.rules.resource import ListResource
from hardship.kernel.fields import Secret
from hardship.kernel.sheets import CellError
from hardship.kernel.workflow import Refused

MASK = "***"
UNION_KEYS = ("union_code", "union")


class CorrectingResource(ListResource):
    """A room's resource says which record a row is about (`find`), what stands there (`shown`) and how it is
    written (`save`).

    For the row that is read: `cells` are those that say something, by key; `record` is what it is about, or
    None; `named` is the union that its columns `union_code` or `union` name, and `place` that one or the
    list's own.
    """

    part = 100  # locks of services last as long as a part
    refused_at: ClassVar[Mapping[str, str]] = {}  # the column of a refusal's field, where it has another name

    class Meta:
        use_bulk = False

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.labels = {column.key: column.label for column in self.layout}
        self.is_dry_run = False
        self.seen: dict[Hashable, int] = {}
        self.cells: dict[str, Any] = {}
        self.record: Any = None
        self.held: Mapping[str, Any] = {}
        self.named: Union | None = None
        self.place = self.union

    def find(self) -> Any:
        """The record of the person's scope that `cells` are about, or None."""
        raise NotImplementedError

    def shown(self, record: Any) -> Mapping[str, Any]:
        """What is on record, by key."""
        raise NotImplementedError

    def save(self, told: Mapping[str, Any], changed: Collection[str]) -> None:
        """Register what a row says, or correct these keys of `record`. Raises Refused with a field."""
        raise NotImplementedError

    def identities(self, told: Mapping[str, Any]) -> Iterable[Hashable]:
        """What no two rows of a list may have in common."""
        return ()

    def differing(self, told: Mapping[str, Any]) -> Collection[str]:
        """The keys that a row has otherwise than the record."""
        return [
            key for key in self.labels if key in self.cells and not _is_same(told[key], self.held.get(key))
        ]

    def text(self, key: str) -> str:
        """A cell as text; '' for one that is blank or shows an error."""
        cell = self.cells.get(key)
        return "" if cell is None or isinstance(cell, CellError) else str(cell)

    def import_data(self, dataset: Dataset, dry_run: bool = False, **kwargs: Any) -> Result:
        self.is_dry_run = dry_run
        return super().import_data(dataset, dry_run=dry_run, **kwargs)

    def prepare(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """The unions of the list's subtree that the rows name."""
        labels = [self.labels[key] for key in UNION_KEYS if key in self.labels]
        words = {str(_plain(row.get(label))) for row in rows for label in labels if row.get(label)}
        mine = Union.objects.visible_to(self.by).open().filter(path__startswith=self.union.path)
        self._unions = list(mine.filter(Q(code__in=words) | Q(name__in=words))) if words else []

    def get_or_init_instance(self, instance_loader: Any, row: Mapping[str, Any]) -> tuple[Any, bool]:
        told = {key: _plain(row.get(label)) for key, label in self.labels.items()}
        self.cells = {key: cell for key, cell in told.items() if cell not in (None, "")}
        self.named = self._find_union()
        self.place = self.named or self.union
        self.record = self.find()
        self.held = {} if self.record is None else self.shown(self.record)
        return SimpleNamespace(), self.record is None

    def import_field(
        self, field: Field, instance: Any, row: Any, is_m2m: bool = False, **kwargs: Any
    ) -> None:
        """Raises ValueError with what is wrong with the cell."""
        key = field.attribute
        if self.record is not None and self._says_nothing(key):
            self.cells.pop(key, None)
            setattr(instance, key, self.held.get(key))
            return
        super().import_field(field, instance, row, is_m2m=is_m2m, **kwargs)
        if key == self._union_key() and self.named is None:
            raise ValueError(_("本工会及下级没有这个工会，请填工会编码或全称。"))
        if key == "union" and self.named is not None and self.text(key) not in ("", self.named.name):
            raise ValueError(_("和工会编码不是同一个工会，请核对这两列。"))

    def check(self, instance: Any) -> None:
        for identity in self.identities(vars(instance)):
            first = self.seen.setdefault(identity, self.line)
            if first != self.line:
                why = _("和第 %(row)s 行说的是同一个，请合并成一行。") % {"row": first}
                raise ValidationError({NON_FIELD_ERRORS: why})

    def skip_row(self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None) -> bool:
        if import_validation_errors:
            return False
        self.check(instance)
        return self.record is not None and not self.differing(vars(instance))

    def save_instance(self, instance: Any, is_create: bool, row: Any, **kwargs: Any) -> None:
        changed = [] if is_create else self.differing(vars(instance))
        try:
            with transaction.atomic():
                self.save(vars(instance), changed)
        except Refused as refusal:
            key = self.refused_at.get(refusal.field or "", refusal.field)
            raise ValidationError(
                {key if key in self.labels else NON_FIELD_ERRORS: str(refusal)}
            ) from refusal
        if changed:
            labels = "、".join(self.labels[key] for key in self.labels if key in changed)
            self.remarks[NON_FIELD_ERRORS] = _("系统里已登记，更新：%(labels)s。") % {"labels": labels}

    def save_m2m(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """The service saved the whole row."""

    def export(self, queryset: Iterable[Any] | None = None, **kwargs: Any) -> Dataset:
        rows = self.get_queryset() if queryset is None else queryset
        shown = map(self.shown, rows)
        made = ([self.fields[key].widget.render(one.get(key)) for key in self.labels] for one in shown)
        return Dataset(*made, headers=list(self.labels.values()))

    def _union_key(self) -> str:
        """The column that says whose the row is: the code where it has one, else the name; '' for neither."""
        return next((key for key in UNION_KEYS if key in self.cells), "")

    def _find_union(self) -> Union | None:
        key = self._union_key()
        word = self.text(key)
        found = [one for one in self._unions if word == (one.code if key == "union_code" else one.name)]
        return found[0] if len(found) == 1 else None

    def _says_nothing(self, key: str) -> bool:
        if key not in self.cells:
            return True
        return isinstance(self.held.get(key), Secret) and MASK in self.text(key)


def _is_same(told: Any, held: Any) -> bool:
    plain = held.reveal() if isinstance(held, Secret) else held
    return bool(told == plain) or not (told or plain)


def _plain(cell: Any) -> Any:
    """A whole number as one: a workbook keeps all of them with a point. Text without the blanks around it."""
    if isinstance(cell, str):
        return cell.strip()
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell
