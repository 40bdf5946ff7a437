"""What left the machine, typed or pasted in again."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hardship.seals.rules import Anchored, read_anchors

LONGEST = 400_000  # twelve years of lines


class AnchorsForm(forms.Form):
    lines = forms.CharField(
        label=gettext_lazy("外部留存的校验码"), max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=gettext_lazy("从留存的文件或邮件里复制，一天一行：日期、条数、校验码"),
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, label_suffix="")

    def clean_lines(self) -> list[Anchored]:
        try:
            return list(read_anchors(self.cleaned_data["lines"].splitlines()))
        except ValueError as error:
            line = {"line": str(error)}
            raise ValidationError(_("第 %(line)s 行不是“日期 条数 校验码”，请照原样复制。") % line) from None
