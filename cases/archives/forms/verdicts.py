"""What a reviewer found about one document."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.archives.models import EvidenceCheck
from cases.archives.states import EvidenceVerdict
from hardship.kernel.fields import CleanTextField


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
