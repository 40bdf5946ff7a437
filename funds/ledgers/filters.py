"""What the lists of lines, funds and journals are narrowed by."""

from typing import Any

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from funds.ledgers import selectors
from funds.ledgers.models import Allocation, BudgetLine, Fund, Journal, Period, Use
from funds.ledgers.states import Direction, Event, HandingState
from hardship.accounts.filters import Narrowing, UnionNarrowing
from hardship.accounts.models import Union, User

ALL = _("全部")


def recent_years() -> list[tuple[int, int]]:
    """Next year and the ten before it; asking the table would cost each list a query."""
    newest = timezone.localdate().year + 1
    return [(year, year) for year in range(newest, newest - 11, -1)]


class LineFilter(Narrowing):
    """Lines by year, use, fund and union; a union stands for everything below it."""

    year = django_filters.ChoiceFilter(label=_("年度"), empty_label=ALL)
    use = django_filters.ModelChoiceFilter(label=_("用途"), queryset=Use.objects.none(), empty_label=ALL)
    fund = django_filters.ModelChoiceFilter(label=_("资金"), queryset=Fund.objects.none(), empty_label=ALL)
    union = django_filters.ModelChoiceFilter(
        label=_("工会"), queryset=Union.objects.none(), method="below", empty_label=ALL
    )

    class Meta:
        model = BudgetLine
        fields = ["year", "use", "fund", "union"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lines = BudgetLine.objects.visible_to(user)
        self.filters["year"].extra["choices"] = recent_years()
        self.filters["use"].queryset = selectors.list_uses()
        self.filters["fund"].queryset = Fund.objects.visible_to(user).order_by("-document_on", "-pk")
        holders = Union.objects.visible_to(user).filter(pk__in=lines.order_by().values("union"))
        self.filters["union"].queryset = holders.order_by("path")

    def below(self, queryset: Any, name: str, union: Union) -> Any:
        return queryset.filter(**{f"{union.scope_column}_id": union.pk})


class ReachFilter(UnionNarrowing):
    """Of which year and union, alone, with all below it, or each of these by itself."""

    year = django_filters.ChoiceFilter(label=_("年度"), empty_label=_("今年"))
    reach = django_filters.ChoiceFilter(
        label=_("范围"),
        choices=[("own", _("只看本级")), ("each", _("逐个工会"))],
        empty_label=_("含下级工会"),
        method="as_it_is",
    )

    class Meta:
        model = BudgetLine
        fields = ("year",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["year"].extra["choices"] = recent_years()

    def as_it_is(self, rows: Any, _name: str, _value: str) -> Any:
        return rows


class JournalFilter(Narrowing):
    """Journals by year, event and union."""

    year = django_filters.ChoiceFilter(label=_("年度"), empty_label=ALL)
    event = django_filters.ChoiceFilter(label=_("业务"), choices=Event.choices, empty_label=ALL)
    union = django_filters.ModelChoiceFilter(label=_("工会"), queryset=Union.objects.none(), empty_label=ALL)

    class Meta:
        model = Journal
        fields = ["year", "event", "union"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        periods = Period.objects.visible_to(user)
        self.filters["year"].extra["choices"] = recent_years()
        holders = Union.objects.visible_to(user).filter(pk__in=periods.order_by().values("union"))
        self.filters["union"].queryset = holders.order_by("path")


class HandingFilter(UnionNarrowing):
    """What went between unions, by direction, by what the receiver said, by year and by either union."""

    direction = django_filters.ChoiceFilter(label=_("方向"), choices=Direction.choices, empty_label=ALL)
    standing = django_filters.ChoiceFilter(
        label=_("到账"), choices=HandingState.choices, empty_label=ALL, method="stands"
    )
    year = django_filters.ChoiceFilter(label=_("年度"), field_name="upper_journal__year", empty_label=ALL)

    class Meta:
        model = Allocation
        fields = ("direction", "standing", "year")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["year"].extra["choices"] = recent_years()

    def below(self, rows: Any, _name: str, chosen: str) -> Any:
        return rows.filter(selectors.either_side(self.unions[chosen]))

    def stands(self, rows: Any, _name: str, chosen: str) -> Any:
        if chosen == HandingState.REVERSED:
            return rows.filter(is_reversed=True)
        return rows.filter(is_reversed=False, arrival__isnull=chosen == HandingState.SENT)
