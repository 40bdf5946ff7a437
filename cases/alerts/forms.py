"""What is typed about a warning, and the limits of a kind."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.alerts.rules import KINDS
from cases.alerts.states import Outcome
from hardship.kernel.fields import CleanTextField, DateField, YuanField

MOST = Decimal("9999999999.99")


class HandleForm(forms.Form):
    action = forms.CharField(widget=forms.HiddenInput, initial="handle")
    outcome = forms.ChoiceField(label=_("处理结果"), choices=Outcome.choices, widget=forms.RadioSelect)
    comment = CleanTextField(
        label=_("怎么处理的"), max_length=300, multiline=True, help_text=_("例如：9 月 3 日上门，已提交复核")
    )


class SnoozeForm(forms.Form):
    action = forms.CharField(widget=forms.HiddenInput, initial="snooze")
    until = DateField(label=_("暂缓到哪天"))
    comment = CleanTextField(label=_("为什么暂缓"), max_length=300)


class DismissForm(forms.Form):
    action = forms.CharField(widget=forms.HiddenInput, initial="dismiss")
    comment = CleanTextField(label=_("为什么不处理"), max_length=300)


class TakeForm(forms.Form):
    action = forms.CharField(widget=forms.HiddenInput, initial="take")


FORMS: dict[str, type[forms.Form]] = {
    "take": TakeForm,
    "handle": HandleForm,
    "snooze": SnoozeForm,
    "dismiss": DismissForm,
}


class RuleForm(forms.Form):
    """The limits of one kind from a day on."""

    kind = forms.ChoiceField(label=_("预警种类"))
    valid_from = DateField(label=_("从哪天起"))
    first = YuanField(
        label=_("界限"), min_value=Decimal(0), max_value=MOST,
        error_messages={"required": _("请填写界限。")},
    )  # fmt: skip
    second = YuanField(
        label=_("第二个界限"), min_value=Decimal(0), max_value=MOST, required=False,
        help_text=_("上面只有一个界限的不填"),
    )  # fmt: skip
    is_on = forms.BooleanField(label=_("启用"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(code, kind.label) for code, kind in KINDS.items()]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]
