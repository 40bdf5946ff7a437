"""What the list of aid can be narrowed to; the same filter narrows the rows of every source."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from cases.aid.models import ExternalAid
from cases.archives.states.aid import GiverKind
from cases.policies.states import AidKind
from hardship.accounts.filters import EVERYTHING, UnionNarrowing
from hardship.accounts.models import User

FIRST_YEAR = 2000


class AidFilter(UnionNarrowing):
    """Year, own or external, who gave, kind, 争取资金, union."""

    year = ChoiceFilter(label=_("年度"), field_name="aid_on__year", empty_label=EVERYTHING)
    own = ChoiceFilter(
        choices=(("1", _("本系统发放")), ("0", _("外部帮扶"))), label=_("范围"), empty_label=EVERYTHING,
        method="of_ours",
    )  # fmt: skip
    giver = ChoiceFilter(
        choices=GiverKind.choices, label=_("帮扶来源"), field_name="aid_giver_kind", empty_label=EVERYTHING
    )
    kind = ChoiceFilter(
        choices=AidKind.choices, label=_("帮扶种类"), field_name="aid_kind", empty_label=EVERYTHING
    )
    won = ChoiceFilter(
        choices=(("1", _("是")), ("0", _("否"))),
        label=_("争取资金"),
        empty_label=EVERYTHING,
        method="won_money",
    )

    class Meta:
        model = ExternalAid
        fields: tuple[str, ...] = ()

    def __init__(self, data: Any, *, queryset: QuerySet[Any], user: User, is_drawn: bool = True) -> None:
        super().__init__(data, queryset=queryset, user=user, is_drawn=is_drawn)
        years = range(timezone.localdate().year, FIRST_YEAR - 1, -1)
        self.filters["year"].extra["choices"] = [(str(year), str(year)) for year in years]

    def of_ours(self, rows: QuerySet[Any], _name: str, chosen: str) -> QuerySet[Any]:
        return rows.filter(aid_is_own=chosen == "1")

    def won_money(self, rows: QuerySet[Any], _name: str, chosen: str) -> QuerySet[Any]:
        return rows.filter(aid_is_won=chosen == "1")
