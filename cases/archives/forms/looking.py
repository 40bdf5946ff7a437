"""For what somebody looks at a document."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from cases.archives.states import LookReason
from hardship.kernel.fields import CleanTextField


class LookForm(forms.Form):
    """A reason, or in words what none of them says; `purpose` is what goes on record."""

    reason = forms.ChoiceField(
        label=_("查阅用途"), choices=LookReason.choices, widget=forms.RadioSelect,
        error_messages={"required": _("请选择查阅用途。")},
    )  # fmt: skip
    note = CleanTextField(
        label=_("说明"), max_length=100, required=False,
        help_text=_("选“其他”的必填，例如：2026 年专项审计抽查。会记入操作日志"),
        # it stays in the log for good
        validators=[RegexValidator(r"\d{11}", _("用途里不要写证件号、电话等号码。"), inverse_match=True)],
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, label_suffix="")

    def clean(self) -> dict[str, Any]:
        is_untold = not self.cleaned_data.get("note") and "note" not in self.errors
        if is_untold and self.cleaned_data.get("reason") == LookReason.OTHER:
            self.add_error("note", _("请写明查阅用途。"))
        return self.cleaned_data

    @property
    def purpose(self) -> str:
        """The reason by its name, and what was written besides."""
        reason, note = LookReason(self.cleaned_data["reason"]), self.cleaned_data["note"]
        if reason == LookReason.OTHER:
            return str(note)
        return f"{reason.label}：{note}" if note else str(reason.label)
