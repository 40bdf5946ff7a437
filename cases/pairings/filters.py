"""What the lists of pairings and of helpers can be narrowed to."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from cases.pairings.models import Helper, Pairing
from cases.pairings.selectors.pairings import late, to_settle
from cases.pairings.states import Help, HelperKind, State
from hardship.accounts.filters import UnionNarrowing

SHOWN = (
    ("late", _("走访超期")),
    (State.PROPOSED, _("待审核")),
    (State.AGREED, _("待开始")),
    (State.RUNNING, _("结对中")),
    ("settle", _("要移交或结束")),
    ("over", _("已结束")),
)
LOADS = (("late", _("走访超期")), ("none", _("没有结对")), ("left", _("已离岗")))


class PairingFilter(UnionNarrowing):
    """How a pairing stands, what lags and what is to be settled, in chips; kind of help, whose, union."""

    scoped = "household__"
    untold = ("show",)
    show = ChoiceFilter(choices=SHOWN, label=_("范围"), method="showing", widget=forms.HiddenInput)
    helps = ChoiceFilter(choices=Help.choices, label=_("帮扶内容"), empty_label=_("全部"), method="helping")
    whose = ChoiceFilter(
        choices=(("mine", _("我帮扶的")), ("leaders", _("领导联系户"))),
        label=_("谁的"), empty_label=_("全部"), method="of_whom",
    )  # fmt: skip

    class Meta:
        model = Pairing
        fields: tuple[str, ...] = ()

    def showing(self, rows: QuerySet[Pairing], _name: str, chosen: str) -> QuerySet[Any]:
        if chosen == "late":
            return late(rows)
        if chosen == "settle":
            return to_settle(rows)
        over = (State.ENDED, State.HANDED_OVER)
        return rows.filter(state__in=over) if chosen == "over" else rows.filter(state=chosen)

    def helping(self, rows: QuerySet[Pairing], _name: str, chosen: str) -> QuerySet[Pairing]:
        return rows.filter(helps__contains=[chosen])

    def of_whom(self, rows: QuerySet[Pairing], _name: str, chosen: str) -> QuerySet[Pairing]:
        return rows.filter(is_leaders=True) if chosen == "leaders" else rows.filter(helper__user=self.user)


class HelperFilter(UnionNarrowing):
    """Who lags, has nobody or has left, in chips; person or office, union."""

    untold = ("show",)
    show = ChoiceFilter(choices=LOADS, label=_("范围"), method="showing", widget=forms.HiddenInput)
    kind = ChoiceFilter(choices=HelperKind.choices, label=_("类别"), empty_label=_("全部"))

    class Meta:
        model = Helper
        fields: tuple[str, ...] = ()

    def showing(self, rows: QuerySet[Any], _name: str, chosen: str) -> QuerySet[Any]:
        narrowed: dict[str, dict[str, Any]] = {
            "late": {"late__gt": 0},
            "none": {"load": 0},
            "left": {"left_on__isnull": False},
        }
        return rows.filter(**narrowed[chosen])
