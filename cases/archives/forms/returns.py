"""Answering a reason of a return."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hardship.kernel.fields import CleanTextField


class ExplainForm(forms.Form):
    """Why what came back stays as it is."""

    text = CleanTextField(
        label=_("不改的原因"),
        max_length=300,
        error_messages={"required": _("请写明为什么不改，审核人会看到。")},
    )

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", auto_id="explain_%s", **kwargs)
