"""What the operation log can be narrowed to."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, DateFilter, FilterSet

from hardship.accounts.models import User
from hardship.audit.models import AuditRecord
from hardship.audit.states import Kind
from hardship.desk.selectors.log import list_people
from hardship.desk.states import ACTION_LABELS
from hardship.kernel.fields import DateField


class TolerantDateFilter(DateFilter):
    """Takes a date however it is written."""

    field_class = DateField


class LogFilter(FilterSet):
    """Filters of the log; what is not understood narrows nothing."""

    by = ChoiceFilter(label=_("操作人"), empty_label=_("全部"), field_name="by_id")
    kind = ChoiceFilter(label=_("类型"), empty_label=_("全部"), choices=Kind.choices)
    action = ChoiceFilter(label=_("操作"), empty_label=_("全部"))
    since = TolerantDateFilter(label=_("从"), method="from_day")
    until = TolerantDateFilter(label=_("到"), method="to_day")

    class Meta:
        model = AuditRecord
        fields: tuple[str, ...] = ()

    def __init__(self, data: Any, *, queryset: QuerySet[AuditRecord], user: User) -> None:
        super().__init__(data, queryset=queryset)
        self.filters["by"].extra["choices"] = list_people(user=user)
        self.filters["action"].extra["choices"] = [(key, str(label)) for key, label in ACTION_LABELS.items()]

    def from_day(self, records: QuerySet[AuditRecord], _name: str, day: date | None) -> QuerySet[AuditRecord]:
        return records.filter(at__gte=_midnight(day)) if day else records

    def to_day(self, records: QuerySet[AuditRecord], _name: str, day: date | None) -> QuerySet[AuditRecord]:
        return records.filter(at__lt=_midnight(day + timedelta(days=1))) if day else records

    @property
    def values(self) -> dict[str, Any]:
        """The filters in force by name."""
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value not in (None, "")}

    @property
    def chosen(self) -> QuerySet[AuditRecord]:
        """The rows that remain."""
        rows: QuerySet[AuditRecord] = self.queryset
        for name, value in self.values.items():
            rows = self.filters[name].filter(rows, value)
        return rows

    def described(self) -> list[tuple[str, str]]:
        """The filters in force as name and sentence."""
        found = []
        for name, value in self.values.items():
            field = self.form.fields[name]
            labels = dict(field.choices) if isinstance(field, forms.ChoiceField) else {}
            found.append((name, f"{self.filters[name].label}：{labels.get(value, value)}"))
        return found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
