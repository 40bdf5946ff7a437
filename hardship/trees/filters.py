"""What changes of unions can be narrowed by."""

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from hardship.accounts.filters import EVERYTHING, UnionNarrowing
from hardship.accounts.models import UnionName
from hardship.trees.models import UnionChange
from hardship.trees.states import Kind, State


class ChangeFilter(UnionNarrowing):
    """By union with everything below it, by kind and state, by a part of a name that one of the unions has or
    had."""

    q = django_filters.CharFilter(label=_("工会名称、曾用名"), method="named", max_length=40)
    kind = django_filters.ChoiceFilter(label=_("变更"), choices=Kind.choices, empty_label=EVERYTHING)
    state = django_filters.ChoiceFilter(label=_("状态"), choices=State.choices, empty_label=EVERYTHING)

    class Meta:
        model = UnionChange
        fields = ["kind", "state"]

    def named(self, rows: QuerySet[Any], _name: str, text: str) -> QuerySet[Any]:
        names = UnionName.objects.filter(name__icontains=text)
        of_one, of_other = (names.filter(union=OuterRef(path)) for path in ("union", "target"))
        return rows.filter(Exists(of_one) | Exists(of_other) | Q(name__icontains=text))
