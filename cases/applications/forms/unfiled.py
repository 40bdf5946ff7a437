"""Aid for somebody without a file: who they are, and why no file follows."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.applications.forms.entry import MOST
from cases.policies.models import Programme
from hardship.kernel.fields import CardField, CleanTextField, IdNumberField, PhoneField, YuanField
from hardship.kernel.hidden import refuse_mask

WHO = ("name", "id_number", "employer", "phone", "bank_name", "bank_card")


class OffFileForm(forms.Form):
    """As little as a payment needs; the rest of the file may come later."""

    programme = forms.TypedChoiceField(label=_("帮扶项目"), coerce=int)
    name = CleanTextField(label=_("姓名"), max_length=50, validators=[refuse_mask])
    id_number = IdNumberField(label=_("身份证号"), help_text=_("填满 18 位后自动查重，有档案的到档案里申请"))
    employer = CleanTextField(
        label=_("工作单位"), max_length=80, required=False, help_text=_("单位全称；没有单位的不填")
    )
    phone = PhoneField(label=_("手机号码"), required=False)
    bank_name = CleanTextField(label=_("开户银行"), max_length=40, required=False)
    bank_card = CardField(
        label=_("银行卡号"), required=False, help_text=_("本人名下的卡，批准以后打到这张卡")
    )
    reason = CleanTextField(
        label=_("申请理由"), max_length=500, multiline=True, help_text=_("发生了什么事，为什么来不及先建档")
    )
    amount = YuanField(
        label=_("申请金额（元）"), required=False, max_value=MOST, help_text=_("不填的按可享受金额")
    )
    is_urgent = forms.BooleanField(
        label=_("急难，先行救助后补办"), required=False,
        help_text=_("等不了材料和公示的才勾选：批准就发，材料和公示在期限内补办；您是负责人"),
    )  # fmt: skip

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        programmes: Sequence[Programme],
        urgent: Collection[int] = (),
    ) -> None:
        """`urgent` are the keys of those programmes that may be paid first."""
        super().__init__(data, label_suffix="")
        self.urgent = urgent
        if not urgent:
            del self.fields["is_urgent"]
        choices = [(row.pk, row.name) for row in programmes]
        blank = [] if len(choices) == 1 else [("", _("请选择"))]
        cast(forms.ChoiceField, self.fields["programme"]).choices = [*blank, *choices]
        self.fields["id_number"].widget.attrs["data-id-number"] = "own"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("is_urgent") and cleaned.get("programme", 0) not in (0, *self.urgent):
            self.add_error("is_urgent", _("这个项目现在没有急难先行救助的流程，请取消“急难”。"))
        return cleaned

    def told(self) -> dict[str, Any]:
        """What services.start_off_file takes besides the person who enters it."""
        return {
            "programme_id": self.cleaned_data["programme"],
            "head": {name: self.cleaned_data[name] for name in WHO},
            "reason": self.cleaned_data["reason"],
            "amount": self.cleaned_data["amount"],
            "is_urgent": bool(self.cleaned_data.get("is_urgent")),
        }


class UnfiledForm(forms.Form):
    """Why no file is opened."""

    reason = CleanTextField(
        label=_("不建档的原因"), max_length=300, multiline=True,
        help_text=_("例如：家庭收入高于建档标准，只是一时困难"),
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, label_suffix="", auto_id="id_unfiled_%s")
