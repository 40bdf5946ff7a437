"""What the list of results can be narrowed to."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from cases.applications.models import Application
from cases.outcomes.selectors.appeals import unanswered
from cases.outcomes.selectors.collecting import to_collect
from cases.outcomes.selectors.telling import told, told_late, untold
from cases.outcomes.states import TOLD_STATES, Way
from hardship.accounts.filters import UnionNarrowing

if TYPE_CHECKING:
    from cases.outcomes.selectors.telling import Result

SHOWN = (
    ("untold", _("还没有告知")),
    ("late", _("超过五个工作日没有告知")),
    ("told", _("已告知")),
    ("collect", _("快到领取期限、已过期的")),
    ("appealed", _("等待复核")),
)
NARROWED = {"untold": untold, "late": told_late, "told": told, "collect": to_collect, "appealed": unanswered}


class ResultFilter(UnionNarrowing):
    """Told or not stands in chips; result, way, union."""

    untold = ("show",)
    show = ChoiceFilter(choices=SHOWN, label=_("范围"), method="showing", widget=forms.HiddenInput)
    state = ChoiceFilter(
        choices=[(state, state.label) for state in TOLD_STATES],
        label=_("结果"),
        empty_label=_("全部"),
    )
    way = ChoiceFilter(choices=Way.choices, label=_("告知方式"), empty_label=_("全部"), field_name="told_way")

    class Meta:
        model = Application
        fields: tuple[str, ...] = ()

    def showing(self, rows: "QuerySet[Result]", _name: str, chosen: str) -> "QuerySet[Any]":
        return NARROWED[chosen](rows)
