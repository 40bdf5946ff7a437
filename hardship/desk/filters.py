"""What the operation log can be narrowed to."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.forms import HiddenInput
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter

from hardship.accounts.filters import Narrowing, TolerantDateFilter
from hardship.accounts.models import User
from hardship.audit.models import AuditRecord
from hardship.audit.states import Kind
from hardship.desk.selectors.log import list_people
from hardship.desk.states import action_label
from hardship.kernel.desk import ACTIONS
from hardship.kernel.names import pinyin

Choice = tuple[str, str]
Group = tuple[str, tuple[Choice, ...]]


class LogFilter(Narrowing):
    """Filters of the log. Which room's acts first, which of them then: there are some two hundred."""

    by = ChoiceFilter(label=_("操作人"), empty_label=_("全部"), field_name="by_id")
    kind = ChoiceFilter(label=_("类型"), empty_label=_("全部"), choices=Kind.choices)
    room = ChoiceFilter(label=_("业务"), empty_label=_("全部"), method="of_room")
    action = ChoiceFilter(label=_("操作"), empty_label=_("全部"))
    since = TolerantDateFilter(label=_("从"), method="from_day")
    until = TolerantDateFilter(label=_("到"), method="to_day")
    q = CharFilter(widget=HiddenInput, method="as_found")

    untold = ("q",)

    class Meta:
        model = AuditRecord
        fields: tuple[str, ...] = ()

    def __init__(self, data: Any, *, queryset: QuerySet[AuditRecord], user: User) -> None:
        super().__init__(data, queryset=queryset)
        self.rooms = actions_by_room()
        chosen = self.rooms.get(data.get("room", ""))
        self.filters["by"].extra["choices"] = list_people(user=user)
        self.filters["room"].extra["choices"] = [
            (room, _("%(room)s（%(count)s 种操作）") % {"room": found[0], "count": len(found[1])})
            for room, found in self.rooms.items()
        ]
        self.filters["action"].extra["choices"] = chosen[1] if chosen else tuple(self.rooms.values())

    def as_found(self, records: QuerySet[AuditRecord], _name: str, _token: str) -> QuerySet[AuditRecord]:
        """The token of a search goes along in the form; the records are those that it leads to already."""
        return records

    def of_room(self, records: QuerySet[AuditRecord], _name: str, room: str) -> QuerySet[AuditRecord]:
        return records.filter(action__in=[action for action, _label in self.rooms[room][1]])

    def _shown(self, name: str, value: Any) -> str:
        """An action by its name, wherever it stands among the groups."""
        if name == "room":
            return self.rooms[value][0]
        return action_label(value) if name == "action" else super()._shown(name, value)

    def from_day(self, records: QuerySet[AuditRecord], _name: str, day: date | None) -> QuerySet[AuditRecord]:
        return records.filter(at__gte=_midnight(day)) if day else records

    def to_day(self, records: QuerySet[AuditRecord], _name: str, day: date | None) -> QuerySet[AuditRecord]:
        return records.filter(at__lt=_midnight(day + timedelta(days=1))) if day else records


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def actions_by_room() -> dict[str, Group]:
    """The actions that rooms name, with the name of the room, by the room's label; in the order of names."""
    found: dict[str, tuple[str, list[Choice]]] = {}
    for action, label in ACTIONS.items():
        config = apps.get_containing_app_config(ACTIONS.modules[action])
        room, name = (config.label, str(config.verbose_name)) if config else ("", "")
        found.setdefault(room, (name, []))[1].append((action, str(label)))
    by_name = sorted(found.items(), key=lambda row: pinyin(row[1][0]))
    return {room: (name, tuple(actions)) for room, (name, actions) in by_name}
