"""A start-up, and what it turned over in a quarter."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.employment.models import StartUp
from cases.employment.selectors.start_ups import last_quarter
from cases.employment.services.start_ups import Business
from cases.employment.states import MOST_POSTS
from hardship.kernel.fields import CleanTextField, DateField, StrictIntegerField, YuanField

QUARTERS = [(n, _("第 %(n)s 季度") % {"n": n}) for n in (1, 2, 3, 4)]


class BusinessForm(forms.Form):
    project = CleanTextField(label=_("项目"), max_length=60, help_text=_("例如：早餐摊、家电维修"))
    place = CleanTextField(label=_("经营地点"), max_length=80)
    began_on = DateField(label=_("开业日期"), past_only=True)
    jobs = StrictIntegerField(
        label=_("带动就业（人）"), max_value=MOST_POSTS, required=False, help_text=_("本人以外请了几个人")
    )
    means = CleanTextField(
        label=_("提供的生产资料"), max_length=120, required=False, help_text=_("工会帮助解决的设备、摊位等")
    )
    means_worth = YuanField(label=_("生产资料折价（元）"), required=False)
    allowance = YuanField(
        label=_("创业补贴（元）"), required=False, help_text=_("记录给了多少；付款仍在财务那里办理")
    )

    def __init__(self, data: Any = None, *, row: StartUp | None = None) -> None:
        initial = {name: getattr(row, name) for name in self.base_fields} if row else {}
        super().__init__(data, initial=initial, label_suffix="")

    def business(self) -> Business:
        """What was entered, once the form is valid; nothing given where nothing was said."""
        told = dict(self.cleaned_data)
        for name in ("means_worth", "allowance"):
            told[name] = told[name] or Decimal(0)
        return Business(**told | {"jobs": told["jobs"] or 0})


class TurnoverForm(forms.Form):
    year = StrictIntegerField(label=_("年度"), min_value=2000, max_value=2100)
    quarter = forms.TypedChoiceField(label=_("季度"), coerce=int, choices=QUARTERS)
    yuan = YuanField(label=_("营业额（元）"))

    def __init__(self, data: Any = None) -> None:
        year, quarter = last_quarter(timezone.localdate())
        super().__init__(
            data, label_suffix="", auto_id="id_turnover_%s", initial={"year": year, "quarter": quarter}
        )


class EndForm(forms.Form):
    comment = CleanTextField(label=_("停业原因"), max_length=200, required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="", auto_id="id_end_%s")
