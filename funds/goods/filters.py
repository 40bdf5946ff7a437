"""What the lists of goods are narrowed by."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from funds.goods.models import Lot, Slip
from funds.goods.selectors import soon
from funds.goods.states import Kind, State
from hardship.accounts.filters import EVERYTHING, UnionNarrowing
from hardship.accounts.models import User


class StockFilter(UnionNarrowing):
    """What lies in stores: by a part of its name, by what expires soon or has expired, by union."""

    scoped = "store__"
    q = django_filters.CharFilter(
        label=_("物资名称"), field_name="item__name", lookup_expr="icontains", max_length=40
    )
    expiry = django_filters.ChoiceFilter(
        label=_("有效期"), empty_label=EVERYTHING, method="expiring",
        choices=[("soon", _("60 天内到期")), ("over", _("已过期"))],
    )  # fmt: skip

    class Meta:
        model = Lot
        fields: tuple[str, ...] = ()

    def expiring(self, rows: QuerySet[Any], _name: str, chosen: str) -> QuerySet[Any]:
        today = timezone.localdate()
        if chosen == "over":
            return rows.filter(expires_on__lt=today)
        return rows.filter(expires_on__gte=today, expires_on__lte=soon())


class SlipFilter(UnionNarrowing):
    """Slips by year, kind, state and union."""

    year = django_filters.ChoiceFilter(label=_("年度"), empty_label=EVERYTHING)
    kind = django_filters.ChoiceFilter(label=_("业务"), choices=Kind.choices, empty_label=EVERYTHING)
    state = django_filters.ChoiceFilter(label=_("状态"), choices=State.choices, empty_label=EVERYTHING)

    class Meta:
        model = Slip
        fields = ["year", "kind", "state"]

    def __init__(self, data: Any, *, queryset: QuerySet[Any], user: User, is_drawn: bool = True) -> None:
        super().__init__(data, queryset=queryset, user=user, is_drawn=is_drawn)
        newest = timezone.localdate().year
        self.filters["year"].extra["choices"] = [(year, year) for year in range(newest, newest - 10, -1)]
