"""What unions and people can be narrowed by: never by a person's name, which an address would carry."""

from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hardship.accounts.models import Union, User
from hardship.accounts.states import Level, Role

EVERYTHING = _("全部")


class UnionFilter(django_filters.FilterSet):
    """By a part of the name or the code, and by level."""

    q = django_filters.CharFilter(label=_("名称或编码"), method="named", max_length=40)
    level = django_filters.ChoiceFilter(label=_("级别"), choices=Level.choices, empty_label=EVERYTHING)

    class Meta:
        model = Union
        fields = ["q", "level"]

    def named(self, unions: Any, _name: str, text: str) -> Any:
        return unions.filter(Q(name__icontains=text) | Q(code__startswith=text))


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
        return people.filter(grants__role=role, grants__revoked_at__isnull=True).distinct()

    def working(self, people: Any, _name: str, value: str) -> Any:
        return people.filter(is_active=value == "1")
