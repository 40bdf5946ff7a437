"""One declaration of a list: the page, the workbook and the print read the same columns.

Personal data is hidden here and nowhere else. Numbers of persons and accounts and days of birth (the kinds in
`SECRET_KINDS`) show their mask unless the caller reveals them; a public notice shows masked names and nothing
else that is personal.
"""

import functools
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hardship.kernel import documents, money
from hardship.kernel.fields import Secret

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Kind = Literal[
    "text",
    "name",
    "union",
    "code",
    "money",
    "number",
    "count",
    "date",
    "datetime",
    "boolean",
    "badge",
    "id_number",
    "bank_card",
    "phone",
    "birth",
]


def mask_birth(birth_on: date) -> str:
    """1987-**-**: month and day are what the mask of an ID number hides, and would undo it beside it."""
    return f"{birth_on:%Y}-**-**"


_MASKS: dict[str, Callable[[Any], str]] = {
    "id_number": documents.mask_id,
    "bank_card": documents.mask_card,
    "phone": documents.mask_phone,
    "birth": mask_birth,
}
SECRET_KINDS = frozenset(_MASKS)


@dataclass(frozen=True, eq=False)
class Column:
    """One column of a list.

    `path` leads to the value with dots, through relations, dictionary keys and methods without arguments.
    `width` counts Chinese half-widths, as a spreadsheet does. A badge shows the label of a choice field and
    keeps its code for the colour; a count is a number with commas; a code is the number of a document, a
    file, a voucher. No kind but text is broken over lines (app.css). Whatever tells something about a person
    is `personal`. A column that is not `default` stands in the workbook, and on a page when somebody chose
    it.

    On a page (kernel.rows) `is_main` names the row and leads to it; `below` is the key of the column that
    stands in the second line of this one; `empty` is shown instead of nothing; `tones` has the colours of a
    badge by code, where a code is no colour itself; a phone leaves out what is `wide_only`; `short` is the
    heading of a page that says the rest already; `phrase` is what a page makes of the value ("%s 年级");
    `sorts` leads to another field that its heading sorts by (kernel.sorting).
    A cell that the view draws needs no `path`.
    """

    key: str
    label: "StrOrPromise"
    path: str = ""
    kind: Kind = "text"
    personal: bool = False
    width: int = 12
    default: bool = True
    is_main: bool = False
    below: str = ""
    empty: "StrOrPromise" = ""
    tones: Mapping[str, str] | None = None
    wide_only: bool = False
    short: "StrOrPromise" = ""
    phrase: "StrOrPromise" = ""
    sorts: str = ""

    @property
    def heading(self) -> "StrOrPromise":
        return self.short or self.label

    @property
    def is_personal(self) -> bool:
        return self.personal or self.kind == "name" or self.kind in SECRET_KINDS


@dataclass(frozen=True, slots=True)
class Cell:
    """A value ready to show: typed for a workbook, `text` for a page; `tone` is the code behind a badge."""

    key: str
    kind: Kind
    value: Any = field(repr=False)
    text: str = field(repr=False)
    tone: str = ""


def headers(columns: Sequence[Column]) -> list[str]:
    """The labels, in order."""
    return [str(column.label) for column in columns]


def choose(columns: Sequence[Column], keys: Collection[str]) -> list[Column]:
    """The columns that somebody asked for, in their declared order; the default ones when none is known."""
    return [column for column in columns if column.key in keys] or [c for c in columns if c.default]


def without(columns: Sequence[Column], *keys: str) -> list[Column]:
    """The columns but for these: what is the same in every row of a list needs none."""
    return [column for column in columns if column.key not in keys]


def cells(
    columns: Sequence[Column], obj: object, *, reveal: bool = False, public: bool = False
) -> list[Cell]:
    """The row of one object, masked. Who asks to `reveal` the secret kinds leaves a row in the audit trail.

    With `public` names are masked too; raises ValueError for any other personal column.
    """
    return [_cell(column, obj, reveal=reveal, public=public) for column in columns]


def values(
    columns: Sequence[Column], obj: object, *, reveal: bool = False, public: bool = False
) -> list[Any]:
    """The typed values of one row, masked as in `cells`: text, Decimal, int, date, local datetime or None."""
    return [_value(column, obj, reveal=reveal, public=public)[0] for column in columns]


def resolve(obj: object, path: str) -> Any:
    """What the path leads to; None when something on the way is missing."""
    for step in path.split("."):
        if obj is None:
            return None
        if (name := choice_named(step)) and isinstance(obj, models.Model):
            obj = _label_of(obj, name)
            continue
        try:
            obj = obj[step] if isinstance(obj, Mapping) else getattr(obj, step)
        except ObjectDoesNotExist:
            return None
        if callable(obj):
            if getattr(obj, "alters_data", False):
                raise ValueError(f"{path} leads to something that is not only read")
            obj = obj()
    return obj


def display(kind: Kind, value: Any) -> str:
    """The text of a value on a page or on paper; empty for nothing."""
    if value is None:
        return ""
    if kind == "money":
        return money.format_yuan(value)
    if kind == "count" and not isinstance(value, str):
        return f"{value:,}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _cell(column: Column, obj: object, *, reveal: bool, public: bool) -> Cell:
    value, tone = _value(column, obj, reveal=reveal, public=public)
    return Cell(column.key, column.kind, value, display(column.kind, value), tone)


def _value(column: Column, obj: object, *, reveal: bool, public: bool) -> tuple[Any, str]:
    """The typed value, and the code behind it when it is a badge."""
    if public and column.is_personal and column.kind != "name":
        raise ValueError(f"{column.key} is personal and not for the public")
    value = resolve(obj, column.path)
    if column.kind in SECRET_KINDS or isinstance(value, Secret):
        return masked(column, value, reveal=reveal), ""
    if column.kind == "name":
        return documents.mask_name(value or "") if public else value or "", ""
    if column.kind == "badge":
        return _badge(column, obj, value)
    if column.kind == "date" and isinstance(value, datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date(), ""
    return typed(value), ""


def _badge(column: Column, obj: object, value: Any) -> tuple[str, str]:
    """Label and code of a choice field, whether the path names the field or its get_…_display."""
    owner, _dot, step = column.path.rpartition(".")
    holder = resolve(obj, owner) if owner else obj
    name = step.removeprefix("get_").removesuffix("_display")
    code = getattr(holder, name, value) if name != step else value
    if isinstance(holder, models.Model) and hasattr(holder, f"get_{name}_display"):
        return str(_label_of(holder, name) or ""), str(code or "")
    label = getattr(holder, f"get_{name}_display", None)
    return str(label() if label else value or ""), str(code or "")


def choice_named(step: str) -> str:
    """The field that a get_…_display is about, or ''."""
    is_display = step.startswith("get_") and step.endswith("_display")
    return step.removeprefix("get_").removesuffix("_display") if is_display else ""


def own_label_of(model: type[models.Model], name: str) -> str:
    """The column of a model whose label, where there is one, stands before that of a choice field; '' for
    none. A model names it in `own_labels`."""
    named: dict[str, str] = getattr(model, "own_labels", {})
    return named.get(name, "")


def _label_of(holder: models.Model, name: str) -> Any:
    """What get_…_display says, from a table made once: Django translates every choice anew for each row,
    which was half of the time of a long roster."""
    own = own_label_of(type(holder), name)
    if own and (label := getattr(holder, own)):
        return label
    value = getattr(holder, name)
    return labels_of(type(holder), name, get_language()).get(value, value)


@functools.cache
def labels_of(model: type[models.Model], name: str, _language: str | None) -> dict[Any, str]:
    """What each value of a choice field is called, in one language."""
    field = model._meta.get_field(name)
    return {value: str(label) for value, label in getattr(field, "flatchoices", ())}


def masked(column: Column, value: "Secret | str | date | None", *, reveal: bool) -> str:
    """A number of a person or an account, or a day of birth, as its mask unless it is revealed."""
    if not value:
        return ""
    if isinstance(value, Secret):
        return value.reveal() if reveal else str(value)
    mask = _MASKS.get(column.kind)
    return str(value) if reveal or mask is None else mask(value)


def typed(value: Any) -> Any:
    """A value as a workbook takes it: text, a number, a day, a local moment without its zone, or None."""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, datetime):
        return timezone.make_naive(value) if timezone.is_aware(value) else value
    if value is None or isinstance(value, int | float | Decimal | date):
        return value
    return "、".join(map(str, value)) if isinstance(value, list | tuple | set) else str(value)
