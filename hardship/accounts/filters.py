"""How every list is narrowed; what unions and people can be narrowed by: never by a person's name, which an
address would carry."""

import copy
from collections.abc import Iterable
from functools import cached_property
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hardship.accounts.models import Appointment, StandIn, Union, UnionName, User
from hardship.accounts.selectors import list_choosable_unions
from hardship.accounts.states import Level, Role, Standing, StandInState
from hardship.kernel.fields import DateField

EVERYTHING = _("全部")
MOST_KEPT = 2000
_kept: dict[tuple[Any, ...], SafeString] = {}


class TolerantDateFilter(django_filters.DateFilter):
    """Takes a date however it is written."""

    field_class = DateField


class KeptField(BoundField):
    """A filter as HTML, which is kept: the next page of the list has mostly the same one, and to draw ten of
    them takes longer than to read the list."""

    form: "FilterForm"

    def as_field_group(self) -> SafeString:
        offered = self.form.narrowing.offered(self.name)
        if offered is None or self.errors:
            return super().as_field_group()
        key = (*offered, self.html_name, str(self.value()), get_language())
        if key not in _kept:
            if len(_kept) >= MOST_KEPT:
                _kept.clear()
            _kept[key] = super().as_field_group()
        return _kept[key]


class FilterForm(forms.Form):
    """The form of a `Narrowing`, whose filters are its fields."""

    bound_field_class = KeptField
    narrowing: "Narrowing"


class _Filters(dict[str, django_filters.Filter]):
    """The filters that a class declares. Each list begins with copies of them; the choices are never written
    to, and copying those too took a tenth of a page."""

    def __deepcopy__(self, _memo: dict[int, Any]) -> "_Filters":
        copies = _Filters((name, copy.copy(one)) for name, one in self.items())
        for one in copies.values():
            one.extra = dict(one.extra)
            one.method = one.method  # which a filter binds to itself
        return copies


class Narrowing(django_filters.FilterSet):
    """A list's filters. Unknown values narrow nothing: an old bookmark still opens."""

    untold: ClassVar[tuple[str, ...]] = ()  # shown by something else than words, such as chips
    unlogged: ClassVar[tuple[str, ...]] = ()  # typed freely: may name a person, and stays out of the log

    @classmethod
    def get_filters(cls) -> _Filters:
        return _Filters(super().get_filters())

    @cached_property
    def form(self) -> FilterForm:
        form = FilterForm(self.data if self.is_bound else None, prefix=self.form_prefix)
        form.fields = {name: one.field for name, one in self.filters.items()}
        form.narrowing = self
        return form

    def offered(self, name: str) -> tuple[Any, ...] | None:
        """What a filter offers, to keep its HTML by: the choices of its class, or those that this list gave
        it. None when it offers none."""
        choices = self.filters[name].extra.get("choices")
        if not isinstance(choices, list | tuple):
            return None
        is_own = choices is not self.base_filters[name].extra.get("choices")
        return (type(self), tuple(map(tuple, choices)) if is_own else ())

    @property
    def values(self) -> dict[str, Any]:
        """The filters in force by name."""
        self.form.is_valid()
        return {
            name: value for name, value in self.form.cleaned_data.items() if value not in (None, "", False)
        }

    @property
    def recorded(self) -> dict[str, str]:
        """The filters in force as they go on record with what was taken along."""
        return {
            name: str(getattr(value, "pk", value))
            for name, value in self.values.items()
            if name not in self.unlogged
        }

    @property
    def chosen(self) -> QuerySet[Any]:
        """The rows that remain; what is not understood is passed over."""
        rows: QuerySet[Any] = self.queryset
        for name, value in self.values.items():
            rows = self.filters[name].filter(rows, value)
        return rows

    def described(self) -> list[tuple[str, str]]:
        """The filters in force as name and sentence, such as ("category", "困难类别：深度困难")."""
        return [
            (name, f"{self.filters[name].label}：{self._shown(name, value)}")
            for name, value in self.values.items()
            if name not in self.untold
        ]

    def _shown(self, name: str, value: Any) -> str:
        if isinstance(value, bool):
            return str(_("是"))
        choices: Iterable[tuple[Any, Any]] = self.filters[name].extra.get("choices") or ()
        return str(dict(choices).get(value, value)).strip("　")


class UnionNarrowing(Narrowing):
    """The filters of a list of scoped rows: by a union with everything below it, where there is a choice.

    `scoped` leads from the list's rows to those that carry the ancestors.
    """

    scoped: ClassVar[str] = ""
    union = django_filters.ChoiceFilter(label=_("工会"), empty_label=EVERYTHING, method="below")

    def __init__(self, data: Any, *, queryset: QuerySet[Any], user: User, is_drawn: bool = True) -> None:
        """Who only narrows (`is_drawn` is False) does not ask which unions could be chosen when none is."""
        super().__init__(data, queryset=queryset)
        self.user, chosen = user, data.get("union", "")
        offered = list_choosable_unions(user, chosen) if is_drawn or chosen else ()
        self.unions = {str(union.pk): union for union in offered}
        if self.unions:
            self.filters["union"].extra["choices"] = as_tree(list(self.unions.values()))
        else:
            del self.filters["union"]

    def below(self, rows: QuerySet[Any], _name: str, chosen: str) -> QuerySet[Any]:
        """The rows of one union and of every union below it."""
        union = self.unions[chosen]
        return rows.filter(**{f"{self.scoped}{union.scope_column}_id": union.pk})


def as_tree(unions: list[Union]) -> list[tuple[str, str]]:
    """Choices indented by their depth below the first."""
    top = min(union.path.count("/") for union in unions)
    return [(str(union.pk), "　" * (union.path.count("/") - top) + union.name) for union in unions]


class UnionFilter(django_filters.FilterSet):
    """By a part of a name, of today or of before, or the code; by level; by whether they are still open."""

    q = django_filters.CharFilter(label=_("名称、曾用名或编码"), method="named", max_length=40)
    level = django_filters.ChoiceFilter(label=_("级别"), choices=Level.choices, empty_label=EVERYTHING)

    state = django_filters.ChoiceFilter(
        label=_("状态"),
        choices=[("1", _("正常")), ("0", _("已撤销")), ("renamed", _("改过名"))],
        method="standing_so",
        empty_label=EVERYTHING,
    )

    class Meta:
        model = Union
        fields = ["q", "level", "state"]

    def named(self, unions: Any, _name: str, text: str) -> Any:
        names = UnionName.objects.filter(union=OuterRef("pk"), name__icontains=text)
        return unions.filter(Exists(names) | Q(code__startswith=text))

    def standing_so(self, unions: Any, _name: str, state: str) -> Any:
        if state == "renamed":
            ended = UnionName.objects.filter(union=OuterRef("pk"), to_on__isnull=False)
            return unions.filter(Exists(ended))
        return unions.filter(closed_on__isnull=state == "1")


class PeopleFilter(django_filters.FilterSet):
    """By union with everything below it, by role, and by whether the account works."""

    union = django_filters.ModelChoiceFilter(
        label=_("工会"), method="below", queryset=Union.objects.none(), empty_label=EVERYTHING
    )
    role = django_filters.ChoiceFilter(
        label=_("角色"), choices=Role.choices, method="holding", empty_label=EVERYTHING
    )
    is_active = django_filters.ChoiceFilter(
        label=_("状态"),
        choices=[("1", _("启用")), ("0", _("停用"))],
        method="working",
        empty_label=EVERYTHING,
    )

    class Meta:
        model = User
        fields = ["union", "role", "is_active"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["union"].queryset = Union.objects.visible_to(user).order_by("path")

    def below(self, people: Any, _name: str, union: Union) -> Any:
        return people.filter(union__path__startswith=union.path)

    def holding(self, people: Any, _name: str, role: str) -> Any:
        held = Appointment.objects.in_force(timezone.localdate()).filter(role=role)
        return people.filter(Exists(held.filter(user=OuterRef("pk"))))

    def working(self, people: Any, _name: str, value: str) -> Any:
        return people.filter(is_active=value == "1")


class AppointmentFilter(UnionNarrowing):
    """By union with everything below it, by role, by how an appointment stands today, and those that nobody
    has confirmed this year."""

    role = django_filters.ChoiceFilter(label=_("岗位"), choices=Role.choices, empty_label=EVERYTHING)
    standing = django_filters.ChoiceFilter(
        label=_("状态"), choices=Standing.choices, method="standing_so", empty_label=EVERYTHING
    )
    confirmed = django_filters.ChoiceFilter(
        label=_("年度确认"), choices=[("0", _("本年未确认"))], method="unconfirmed", empty_label=EVERYTHING
    )

    class Meta:
        model = Appointment
        fields = ["role"]

    def below(self, rows: QuerySet[Any], _name: str, chosen: str) -> QuerySet[Any]:
        return rows.filter(union__path__startswith=self.unions[chosen].path)

    def standing_so(self, rows: Any, _name: str, standing: str) -> Any:
        return rows.standing(standing, timezone.localdate())

    def unconfirmed(self, rows: Any, _name: str, _value: str) -> Any:
        today = timezone.localdate()
        held = rows.in_force(today).exclude(from_on__year=today.year)
        return held.exclude(confirmed_at__year=today.year)


class StandInFilter(UnionNarrowing):
    """By union with everything below it, and by how a stand-in stands today."""

    state = django_filters.ChoiceFilter(
        label=_("状态"), choices=StandInState.choices, method="standing_so", empty_label=EVERYTHING
    )

    class Meta:
        model = StandIn
        fields = ["state"]

    def below(self, rows: QuerySet[Any], _name: str, chosen: str) -> QuerySet[Any]:
        return rows.filter(appointment__union__path__startswith=self.unions[chosen].path)

    def standing_so(self, rows: Any, _name: str, state: str) -> Any:
        running = StandIn.objects.in_force(timezone.localdate())
        planned = Q(ended_at__isnull=True, from_on__gt=timezone.localdate())
        if state == StandInState.PLANNED:
            return rows.filter(planned)
        if state == StandInState.RUNNING:
            return rows.filter(pk__in=running)
        return rows.exclude(planned).exclude(pk__in=running)
