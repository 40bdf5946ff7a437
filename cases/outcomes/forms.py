"""The worker was told: when, how, whom, by whom."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.approvals.forms import ScanField
from cases.outcomes.states import AppealWay, Receiver, Way
from hardship.kernel.fields import CleanTextField, DateField


class TellForm(forms.Form):
    """`step_id` is the decision that the page showed."""

    step_id = forms.IntegerField(widget=forms.HiddenInput)
    way = forms.ChoiceField(
        label=_("告知方式"), choices=Way.choices, widget=forms.RadioSelect, initial=Way.MEETING
    )
    receiver = forms.ChoiceField(
        label=_("告知了谁"), choices=Receiver.choices, widget=forms.RadioSelect, initial=Receiver.WORKER
    )
    on = DateField(label=_("告知日期"), past_only=True)
    teller = CleanTextField(label=_("告知人"), max_length=50)
    note = CleanTextField(label=_("说明"), max_length=200, required=False)
    slip = ScanField(
        label=_("签收的告知书"), required=False, help_text=_("职工签了字的，拍照或扫描；以后也可以补传")
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: Any = None,
        *,
        step_id: int | None = None,
        teller: str = "",
    ) -> None:
        initial = {"step_id": step_id, "on": timezone.localdate(), "teller": teller}
        super().__init__(data, files, initial=initial, label_suffix="")


class SlipForm(forms.Form):
    """What was signed, handed in later."""

    slip = ScanField(label=_("签收的告知书"), error_messages={"required": _("请选择文件。")})

    def __init__(self, data: Mapping[str, Any] | None = None, files: Any = None) -> None:
        super().__init__(data, files, label_suffix="")


class AppealForm(forms.Form):
    """The worker asks for a review; `step_id` is the decision that the page showed."""

    step_id = forms.IntegerField(widget=forms.HiddenInput)
    received_on = DateField(label=_("申请复核日期"), past_only=True)
    way = forms.ChoiceField(
        label=_("申请方式"), choices=AppealWay.choices, widget=forms.RadioSelect, initial=AppealWay.WRITTEN
    )
    reason = CleanTextField(label=_("职工的理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, data: Mapping[str, Any] | None = None, *, step_id: int | None = None) -> None:
        initial = {"step_id": step_id, "received_on": timezone.localdate()}
        super().__init__(data, initial=initial, label_suffix="")


class AnswerForm(forms.Form):
    """What other people found."""

    is_changed = forms.TypedChoiceField(
        label=_("复核结果"),
        choices=(("0", _("维持原决定")), ("1", _("改变原决定"))),
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择复核结果。")},
    )
    answer = CleanTextField(label=_("复核意见"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, label_suffix="")
