"""What a reviewer found about one document, and when it was issued."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.archives.models import Evidence, EvidenceCheck
from cases.archives.states import EvidenceVerdict
from hardship.kernel.fields import CleanTextField, DateField


class VerdictForm(forms.Form):
    verdict = forms.ChoiceField(
        label=EvidenceCheck._meta.get_field("verdict").verbose_name,
        choices=EvidenceVerdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择“一致”或“存疑”。")},
    )
    note = CleanTextField(label=_("说明"), max_length=200, required=False, help_text=_("存疑时写明疑点"))

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)


class IssuedForm(forms.Form):
    issued_on = DateField(
        label=Evidence._meta.get_field("issued_on").verbose_name, past_only=True, required=False,
        help_text=_("照材料上写的填；有的项目只要近几个月内的"),
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)
