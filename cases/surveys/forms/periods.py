"""The form of a review period."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.states import ReviewKind
from hardship.kernel.fields import CleanTextField, DateField, StrictIntegerField


class PeriodForm(forms.Form):
    """Every how many months one kind of file is checked again, from a day on."""

    kind = forms.ChoiceField(
        label=_("核查类型"), choices=ReviewKind.choices, widget=forms.RadioSelect,
        error_messages={"required": _("请选择核查类型。")},
    )  # fmt: skip
    months = StrictIntegerField(
        label=_("周期（月）"), min_value=1, max_value=36, help_text=_("1 到 36 个月，例如 6")
    )
    from_on = DateField(label=_("执行日期"), help_text=_("今天或以后；现行周期自动截止到前一天"))
    document = CleanTextField(
        label=_("依据"), max_length=120, help_text=_("文件名称和文号，例如：通工发〔2026〕12号")
    )

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"from_on": timezone.localdate()})
        super().__init__(data, label_suffix="", **kwargs)
