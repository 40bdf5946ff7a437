"""Forms of the roster that is exported: which layout and why in full, and a layout of one's own."""

import re
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.rosters.models import RosterLayout
from cases.rosters.selectors.layouts import layout_choices
from cases.rosters.states import Preset
from hardship.accounts.models import User
from hardship.kernel.columns import SECRET_KINDS, Column

FULL = "full"
LEAST_REASON = 4
LONG_NUMBER = re.compile(r"\d{11,}")


class ExportForm(forms.Form):
    """Which layout, and numbers of persons masked or in full; in full only with a reason."""

    layout = forms.ChoiceField(required=False)
    numbers = forms.CharField(required=False)
    reason = forms.CharField(required=False, max_length=100)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.saved: RosterLayout | None = None
        cast(forms.ChoiceField, self.fields["layout"]).choices = layout_choices(user)
        self.fields["layout"].error_messages["invalid_choice"] = _("这个版式已经删除，请重新选择。")

    @property
    def wants_full(self) -> bool:
        return bool(self.data.get("numbers") == FULL)

    @property
    def preset(self) -> str:
        """The ready-made layout; what somebody saved narrows the list's own."""
        chosen = self.cleaned_data["layout"]
        return str(chosen) if chosen in Preset.values else str(Preset.LIST)

    def clean_layout(self) -> str:
        chosen: str = self.cleaned_data["layout"]
        if chosen and chosen not in Preset.values:
            self.saved = RosterLayout.objects.visible_to(self.user).get(uid=chosen)
        return chosen

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"].strip()
        if self.wants_full and len(reason) < LEAST_REASON:
            raise forms.ValidationError(_("导出完整号码，请写明用途（至少四个字），用途会记入操作日志。"))
        if LONG_NUMBER.search(reason):
            raise forms.ValidationError(_("用途里请不要写证件号、电话或卡号。"))
        return reason


class LayoutForm(forms.Form):
    """A layout of one's own: columns by ticks, their order by numbers."""

    name = forms.CharField(
        label=_("名称"), max_length=30, error_messages={"required": _("请给版式起个名称。")}
    )
    columns = forms.MultipleChoiceField(
        label=_("列"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请至少选择一列。")},
    )
    first = forms.CharField(
        label=_("顺序"),
        required=False,
        max_length=400,
        help_text=_("按想要的先后写列名，用顿号隔开；没有写到的列按上面的次序排在后面。"),
    )
    masked = forms.MultipleChoiceField(
        label=_("始终脱敏"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("选了“包含完整号码”导出时，这些列仍然隐去中间几位。"),
    )
    is_shared = forms.BooleanField(label=_("本工会的人都可以用"), required=False)

    def __init__(self, *args: Any, columns: Sequence[Column], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.labels = {column.key: str(column.label) for column in columns}
        secret = [column.key for column in columns if column.kind in SECRET_KINDS]
        cast(forms.ChoiceField, self.fields["columns"]).choices = list(self.labels.items())
        cast(forms.ChoiceField, self.fields["masked"]).choices = [(key, self.labels[key]) for key in secret]

    def clean_first(self) -> list[str]:
        words = [
            word.strip() for word in re.split(r"[、，,;；\s]+", self.cleaned_data["first"]) if word.strip()
        ]
        known = {label: key for key, label in self.labels.items()}
        unknown = [word for word in words if word not in known]
        if unknown:
            raise forms.ValidationError(_("没有这一列：%(words)s。") % {"words": "、".join(unknown)})
        return [known[word] for word in words]

    def ordered(self) -> list[str]:
        """The chosen columns in the order that was asked for."""
        chosen, first = self.cleaned_data["columns"], self.cleaned_data.get("first") or []
        leading = [key for key in dict.fromkeys(first) if key in chosen]
        return [*leading, *(key for key in chosen if key not in leading)]
