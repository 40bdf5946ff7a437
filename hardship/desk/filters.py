"""What the operation log can be narrowed to."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from hardship.accounts.filters import Narrowing, TolerantDateFilter
from hardship.accounts.models import User
from hardship.audit.models import AuditRecord
from hardship.audit.states import Kind
from hardship.desk.selectors.log import list_people
from hardship.kernel.desk import ACTIONS


class LogFilter(Narrowing):
    """Filters of the log."""

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
        self.filters["action"].extra["choices"] = [(key, str(label)) for key, label in ACTIONS.items()]

    def from_day(self, records: QuerySet[AuditRecord], _name: str, day: date | None) -> QuerySet[AuditRecord]:
        return records.filter(at__gte=_midnight(day)) if day else records

    def to_day(self, records: QuerySet[AuditRecord], _name: str, day: date | None) -> QuerySet[AuditRecord]:
        return records.filter(at__lt=_midnight(day + timedelta(days=1))) if day else records


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
