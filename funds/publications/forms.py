"""What is typed in of a publication: the period, what is said beside the figures, a step."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from funds.publications.models import Publication
from funds.publications.rules import days_of, name_of
from funds.publications.selectors import last_quarter
from funds.publications.states import PERIODS, TRANSITIONS
from hardship.kernel.fields import CleanTextField

ACTIONS = tuple(dict.fromkeys((row.action, row.label) for row in TRANSITIONS))


def period_key(year: int, quarter: int) -> str:
    """How a period is sent: 2026-1, of a whole year 2026-0."""
    return f"{year}-{quarter}"


class MakeForm(forms.Form):
    """A new publication: of which period, with whom, and why there is another one."""

    period = forms.ChoiceField(label=_("期间"))
    names_people = forms.BooleanField(
        label=_("附受助人员名单"), required=False,
        help_text=_("只列签字同意公示的人，姓名隐去一字；其他人只计入合计。"),
    )  # fmt: skip
    note = CleanTextField(
        label=_("说明"), max_length=500, required=False,
        help_text=_("公开时印在表后，如：本期支出比上季度多，是因为金秋助学集中发放。"),
    )  # fmt: skip
    reason = CleanTextField(
        label=_("更正原因"), max_length=300, required=False,
        help_text=_("这一期公开过的才填；会和更正后的数字一起公开。"),
    )  # fmt: skip

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, old: Publication | None = None, **more: Any
    ) -> None:
        """With `old`, what is corrected, there is no other period to choose."""
        super().__init__(data, label_suffix="", initial=correction_of(old) if old else None, **more)
        today = timezone.localdate()
        periods = [(year, part) for year in (today.year, today.year - 1) for part in PERIODS]
        if old:
            periods = [(old.year, old.quarter)]
        over = sorted((row for row in periods if days_of(*row)[1] < today), key=lambda row: days_of(*row)[1])
        cast(forms.ChoiceField, self.fields["period"]).choices = [
            (period_key(*row), name_of(*row)) for row in reversed(over)
        ]
        self.fields["period"].initial = period_key(*last_quarter(today))

    @property
    def told(self) -> dict[str, Any]:
        """What the service takes."""
        sent = dict(self.cleaned_data)
        year, _dash, quarter = sent.pop("period").partition("-")
        return {"year": int(year), "quarter": int(quarter), **sent}


class StepForm(forms.Form):
    """A step of a publication, with what is said of it."""

    action = forms.ChoiceField(choices=ACTIONS, widget=forms.HiddenInput)
    comment = CleanTextField(label=_("意见"), max_length=500, required=False)
    decision_no = CleanTextField(
        label=_("批准文号或会议纪要"), max_length=100, required=False,
        help_text=_("如：2026 年 7 月 6 日主席办公会纪要第 2 项"),
    )  # fmt: skip


def correction_of(row: Publication) -> dict[str, Any]:
    """What the form of a correction begins with."""
    return {
        "period": period_key(row.year, row.quarter),
        "names_people": row.names_people,
        "note": row.note,
    }
