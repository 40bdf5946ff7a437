"""What an administrator enters: a living standard, a holiday or a weekend that is worked."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.policies.states import Area
from hardship.kernel.fields import CleanTextField, DateField, YuanField


class StandardForm(forms.Form):
    """A living standard from a day on."""

    region_code = forms.RegexField(
        r"\A[0-9]{6}\Z",
        label=_("行政区划代码"),
        error_messages={"invalid": _("行政区划代码是六位数字，例如 320602。")},
        help_text=_("六位，例如 320602；市一级以 00 结尾，没有单列标准的区县自动用市里的"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    region = CleanTextField(label=_("地区"), max_length=40)
    area = forms.ChoiceField(label=_("城乡"), choices=Area.choices, widget=forms.RadioSelect)
    monthly = YuanField(label=_("标准（元/人·月）"), min_value=Decimal("1"), max_value=Decimal("100000"))
    starts_on = DateField(label=_("执行日期"), help_text=_("现行标准自动截止到前一天"))
    document = CleanTextField(label=_("依据文件"), max_length=120, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"area": Area.URBAN})
        super().__init__(*args, label_suffix="", **kwargs)


class DayForm(forms.Form):
    """One day that is not what its weekday says."""

    on = DateField(label=_("日期"))
    is_workday = forms.TypedChoiceField(
        label=_("当天"),
        choices=(("0", _("放假")), ("1", _("上班（调休）"))),
        coerce=lambda text: text == "1",
        widget=forms.RadioSelect,
    )
    name = CleanTextField(label=_("名称"), max_length=40, required=False, help_text=_("例如 春节"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)


class WageForm(forms.Form):
    """A minimum wage from a day on."""

    region_code = forms.RegexField(
        r"\A[0-9]{6}\Z",
        label=_("行政区划代码"),
        error_messages={"invalid": _("行政区划代码是六位数字，例如 320602。")},
        help_text=_("六位，例如 320602；没有单列的区县用市里的，市里没有的用省里的"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    region = CleanTextField(label=_("地区"), max_length=40)
    monthly = YuanField(label=_("最低工资（元/月）"), min_value=Decimal("1"), max_value=Decimal("100000"))
    starts_on = DateField(label=_("执行日期"), help_text=_("现行标准自动截止到前一天"))
    document = CleanTextField(label=_("依据文件"), max_length=120, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
