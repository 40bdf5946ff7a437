"""Forms of a filed household's life: its months, whether the cause is removed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cases.archives.forms.base import FieldError, YesNoField, from_model
from cases.archives.models import CauseFinding, MonthlyRecord
from cases.archives.rules.exits import ExitTest, MonthVerdict
from cases.archives.services.life.months import MonthEntry
from hardship.kernel.fields import CleanTextField, DateField, StrictIntegerField

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

COLUMNS = ("income", "rigid_expense", "persons")


def _heading(column: str) -> "StrOrPromise":
    return cast("models.Field[Any, Any]", MonthlyRecord._meta.get_field(column)).verbose_name


@dataclass(frozen=True)
class MonthRow:
    """One line of the grid: its fields, and what the record says of the month."""

    verdict: MonthVerdict
    cells: Sequence[tuple[str, str, Any]]  # the column's name, its heading, the field


class MonthsForm(forms.Form):
    """Twelve months, three figures each; a month without any is not recorded."""

    version = StrictIntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        test: ExitTest,
        persons: int,
        version: int,
    ) -> None:
        super().__init__(data, initial={"version": version}, label_suffix="")
        self.test, self.persons = test, persons
        for verdict in test.months:
            for column in COLUMNS:
                self.fields[self.key(column, verdict.month)] = self._field(column, verdict)

    @staticmethod
    def key(column: str, month: date) -> str:
        return f"{column}-{month:%Y-%m}"

    def rows(self) -> Iterator[MonthRow]:
        for verdict in self.test.months:
            cells = [
                (
                    column,
                    str(_heading(column)),
                    self[self.key(column, verdict.month)],
                )
                for column in COLUMNS
            ]
            yield MonthRow(verdict, cells)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for verdict in self.test.months:
            income, expense, persons = (cleaned.get(self.key(name, verdict.month)) for name in COLUMNS)
            if income is None and (expense is not None or verdict.facts is not None):
                name = self.key("income", verdict.month)
                if name not in self.errors:
                    self.add_error(name, _("请填写当月收入，没有收入填 0。"))
            if income is not None and persons == 0:
                self.add_error(self.key("persons", verdict.month), _("人口至少 1 人。"))
        return cleaned

    def entries(self) -> dict[date, MonthEntry]:
        """The months that say something; no expense is none, no number of persons is the file's."""
        found = {}
        for verdict in self.test.months:
            income, expense, persons = (
                self.cleaned_data.get(self.key(name, verdict.month)) for name in COLUMNS
            )
            if income is not None:
                found[verdict.month] = MonthEntry(income, expense or income * 0, persons or self.persons)
        return found

    def error_list(self) -> Iterator[FieldError]:
        for message in self.non_field_errors():
            yield FieldError("", "", str(message))
        for name, messages in self.errors.items():
            if name != "__all__":
                bound = self[name]
                yield from (FieldError(bound.auto_id, str(bound.label), str(text)) for text in messages)

    def _field(self, column: str, verdict: MonthVerdict) -> forms.Field:
        label = _heading(column)
        label = _now("%(month)s %(label)s") % {"month": f"{verdict.month:%Y-%m}", "label": label}
        initial = getattr(verdict.facts, column) if verdict.facts else None
        if column == "persons":
            initial = initial or self.persons
            return StrictIntegerField(label=label, required=False, initial=initial, max_value=30)
        field = from_model(MonthlyRecord, column, label=label)
        field.initial = initial
        return field


class CauseForm(forms.Form):
    """Whether the cause is removed, since when that is known and how it was found out."""

    is_removed = YesNoField(label=CauseFinding._meta.get_field("is_removed").verbose_name)
    found_on = DateField(label=CauseFinding._meta.get_field("found_on").verbose_name, past_only=True)
    note = from_model(CauseFinding, "note", help_text=_("例如：上门核实已返岗三个月，查看劳动合同"))

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"found_on": timezone.localdate()}, label_suffix="")
        self.fields["note"].required = True


class ChangeForm(forms.Form):
    """A decision on one change, or its withdrawal."""

    action = forms.SlugField(label=_("办理"), max_length=20)
    comment = CleanTextField(label=_("意见"), max_length=500, multiline=True, required=False)
    seen_hash = forms.RegexField(r"\A[0-9a-f]{64}\Z", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("action") == "accept" and not cleaned.get("seen_hash"):
            self.add_error(None, _("页面已过期，请刷新后重新核对。"))
        return cleaned
