"""Forms of a cross-check: the list, which of its columns is which, the list of people to ask about."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.crosschecks.models import CrossCheck
from cases.crosschecks.rules import ID_NUMBER, columns_of, label_of
from cases.crosschecks.states import CheckKind
from hardship.kernel.fields import CleanTextField, DateField
from hardship.kernel.fields.selects import PlainSelect
from hardship.kernel.sheets.headers import column_letters
from hardship.kernel.sheets.tables import MAX_BYTES


class ListForm(forms.Form):
    """One list of one department."""

    kind = forms.ChoiceField(
        label=_("名单种类"),
        choices=[("", _("请选择")), *CheckKind.choices],
        error_messages={"required": _("请选择名单种类。")},
    )
    department = CleanTextField(
        label=_("提供部门"),
        max_length=60,
        help_text=_("例如：崇川区民政局、市车辆管理所"),
        error_messages={"required": _("请填写提供名单的部门。")},
    )
    as_of = DateField(
        label=_("数据日期"),
        help_text=_("部门提取数据的那一天，不是今天"),
        error_messages={"required": _("请填写数据日期。")},
    )
    file = forms.FileField(
        label=_("名单文件"),
        help_text=_("工作簿（.xlsx、.xls、.et、.ods）或 CSV，不超过 10 MB、20,000 行，前几行里有列名。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.et,.ods,.csv,.txt"}),
        allow_empty_file=True,  # the reader has a better sentence for it
        error_messages={"required": _("请选择文件。")},
    )
    is_complete = forms.BooleanField(
        label=_("这是本地区享受低保的全部人员"),
        required=False,
        help_text=_("只对低保名单有意义：档案填了享受低保而名单上没有的家庭也会列为差异"),
    )

    def clean_as_of(self) -> Any:
        day = self.cleaned_data["as_of"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("数据日期不能晚于今天。"), code="future")
        return day

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(_("文件超过 10 MB，请分成几个文件上传。"), code="too_large")
        return file


class ListColumnsForm(forms.Form):
    """One choice for each column of the list; `mapping()` gives the column of each key."""

    def __init__(self, *args: Any, crosscheck: CrossCheck, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = crosscheck.kind
        headers: Sequence[str] = crosscheck.mapping["headers"]
        known = {place: key for key, place in crosscheck.mapping["fields"].items()}
        choices = [("", _("不使用")), *((column.key, column.label) for column in columns_of(self.kind))]
        for place, header in enumerate(headers):
            if header:
                self.fields[f"column-{place}"] = forms.ChoiceField(
                    label=f"{column_letters(place)}　{header}", choices=choices, required=False,
                    initial=known.get(place, ""), widget=PlainSelect,
                )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chosen = {name: key for name, key in cleaned.items() if key}
        for name, key in chosen.items():
            if list(chosen.values()).count(key) > 1:
                message = _("“%(label)s”已经对应到另一列，请只保留一列。") % {
                    "label": label_of(self.kind, key)
                }
                self.add_error(name, message)
        if ID_NUMBER not in chosen.values():
            self.add_error(None, _("请指定“%(label)s”在哪一列。") % {"label": label_of(self.kind, ID_NUMBER)})
        return cleaned

    def mapping(self) -> dict[str, int]:
        return {key: int(name.partition("-")[2]) for name, key in self.cleaned_data.items() if key}


class PeopleForm(forms.Form):
    """The list of people for a department; numbers in full only for a reason that is kept."""

    kind = forms.ChoiceField(label=_("提请核对"), choices=CheckKind.choices)
    numbers = forms.ChoiceField(
        label=_("证件号"),
        choices=[("masked", _("隐去中间几位")), ("full", _("完整号码，写明理由并留下记录"))],
        widget=forms.RadioSelect,
        initial="masked",
    )
    reason = CleanTextField(
        label=_("使用完整号码的理由"),
        required=False,
        max_length=200,
        help_text=_("例如：依〔2026〕3号函，提请崇川区民政局核对"),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("numbers") == "full" and not cleaned.get("reason"):
            self.add_error("reason", _("导出完整号码必须写明理由。"))
        if cleaned.get("numbers") == "masked":
            cleaned["reason"] = ""
        return cleaned
