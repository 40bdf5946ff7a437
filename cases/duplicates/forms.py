"""Which of two files stays, and from which one each value comes."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from hardship.kernel.fields import CleanTextField


class MergeForm(forms.Form):
    """`kept` is the key of the file that stays; a posted `take-owner.field` is the key of the file whose
    value is used."""

    kept = forms.TypedChoiceField(
        label=_("保留哪一份"), coerce=int, error_messages={"required": _("请选择保留哪一份档案。")}
    )
    comment = CleanTextField(
        label=_("合并理由"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写明合并理由。")},
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, sides: tuple[int, int], **kwargs: Any
    ) -> None:
        super().__init__(data, label_suffix="", **kwargs)
        self.sides = sides
        cast(forms.ChoiceField, self.fields["kept"]).choices = [(key, str(key)) for key in sides]

    @property
    def chosen_kept(self) -> int | None:
        """What was chosen, be the rest of the form wrong."""
        kept = self.data.get("kept", "")
        return next((key for key in self.sides if str(key) == kept), None)

    def side_of(self, key: str) -> int | None:
        """The file whose value was chosen for one field."""
        chosen = self.data.get(f"take-{key}", "")
        return next((side for side in self.sides if str(side) == chosen), None)

    def taken(self) -> list[str]:
        """The values that come from the file that does not stay."""
        kept = str(self.cleaned_data["kept"])
        prefix = "take-"
        return [
            name.removeprefix(prefix)
            for name, value in self.data.items()
            if name.startswith(prefix) and value and value != kept
        ]
