"""What an administrator enters: standards and incomes of a region, a holiday or a weekend that is worked."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.policies.states import Area, IncomeArea
from hardship.kernel.fields import CleanTextField, DateField, StrictIntegerField, YuanField


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

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"area": Area.URBAN})
        super().__init__(data, label_suffix="", **kwargs)


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

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)


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

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)


class GiftCapForm(forms.Form):
    """Caps of gifts from a day on."""

    region_code = forms.RegexField(
        r"\A[0-9]{6}\Z",
        label=_("行政区划代码"),
        error_messages={"invalid": _("行政区划代码是六位数字，例如 320602。")},
        help_text=_("六位，例如 320000；没有单列的区县用市里的，市里没有的用省里的"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    region = CleanTextField(label=_("地区"), max_length=40)
    each = YuanField(label=_("每人每次（元）"), min_value=Decimal("1"), max_value=Decimal("100000"))
    yearly = YuanField(label=_("每人每年（元）"), min_value=Decimal("1"), max_value=Decimal("100000"))
    starts_on = DateField(label=_("执行日期"), help_text=_("现行限额自动截止到前一天"))
    document = CleanTextField(label=_("依据文件"), max_length=120, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)


class IncomeForm(forms.Form):
    """The income per head of a region in one year."""

    region_code = forms.RegexField(
        r"\A[0-9]{6}\Z",
        label=_("行政区划代码"),
        error_messages={"invalid": _("行政区划代码是六位数字，例如 320602。")},
        help_text=_("六位，例如 320600；没有单列的区县用市里的，市里没有的用省里的"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    region = CleanTextField(label=_("地区"), max_length=40)
    area = forms.ChoiceField(
        label=_("范围"),
        choices=IncomeArea.choices,
        widget=forms.RadioSelect,
        help_text=_("城镇家庭先用城镇居民的数，没有公布的用全体居民的数"),
    )
    year = StrictIntegerField(
        label=_("年度"), min_value=1980, max_value=2100, help_text=_("数据所属的年度，不是公布的年度")
    )
    yearly = YuanField(
        label=_("人均可支配收入（元/年）"), min_value=Decimal("100"), max_value=Decimal("1000000")
    )
    name = CleanTextField(
        label=_("公布的名称"), max_length=60, required=False, help_text=_("例如 居民人均可支配收入")
    )
    document = CleanTextField(
        label=_("依据"), max_length=120, required=False, help_text=_("例如 2025 年国民经济和社会发展统计公报")
    )

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"area": IncomeArea.ALL})
        super().__init__(data, label_suffix="", **kwargs)
