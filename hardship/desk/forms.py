"""The list of people that somebody asks about; which of what waits somebody looks at."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from hardship.accounts.filters import as_tree
from hardship.accounts.models import User
from hardship.accounts.selectors import list_choosable_unions
from hardship.desk.rules import MOST, Entry, ListFault, read_file, read_text_list
from hardship.desk.selectors.inbox import has_unions, key_of
from hardship.desk.selectors.printing import GROUPS, Form, label_of
from hardship.kernel.desk import Duty
from hardship.kernel.fields import CleanTextField

MAX_BYTES = 5 * 1024 * 1024
LONGEST_LIST = MOST * 60  # characters


class PeopleListForm(forms.Form):
    """Why somebody asks, and about whom: pasted or as a file. `cleaned_data["entries"]` are the people."""

    purpose = CleanTextField(
        label=_("查询用途"),
        max_length=100,
        help_text=_("例如：2026 年度专项审计抽查。用途和人数记入操作日志"),
        error_messages={"required": _("请填写查询用途。")},
        # it stays in the log for good
        validators=[RegexValidator(r"\d{11}", _("用途里不要写证件号、电话等号码。"), inverse_match=True)],
    )
    people = CleanTextField(
        label=_("粘贴名单"),
        required=False,
        multiline=True,
        max_length=LONGEST_LIST,
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("一行一人：身份证号，或姓名和身份证号，最多 5,000 人。可从 Excel 直接粘贴"),
    )
    file = forms.FileField(
        label=_("或上传名单"),
        required=False,
        allow_empty_file=True,  # the reader has a better sentence for it
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.et,.ods,.csv,.txt"}),
        help_text=_("Excel、WPS 表格（.xlsx、.xls、.et、.ods）或 CSV，有“身份证号”一列，可有“姓名”"),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            try:
                data["entries"] = self._entries(data.get("file"), data.get("people", ""))
            except ListFault as fault:
                self.add_error("file" if data.get("file") else "people", str(fault))
        return data

    def _entries(self, file: UploadedFile | None, text: str) -> list[Entry]:
        if file is None:
            return read_text_list(text)
        if (file.size or 0) > MAX_BYTES:
            raise ListFault(_("文件超过 5 MB，请只留下姓名和身份证号两列。"))
        return read_file(file.read())


class TodoForm(forms.Form):
    """Which kind of what waits, and of it which union; what is not understood narrows nothing."""

    kind = forms.TypedChoiceField(label=_("事项"), required=False, empty_value=None)
    union = forms.TypedChoiceField(label=_("工会"), required=False, empty_value=None)

    def __init__(self, data: Any, *, user: User, counts: Sequence[tuple[Duty, int]]) -> None:
        super().__init__(data, label_suffix="")
        self.kinds = {key_of(duty): duty for duty, count in counts if count}
        number = {key_of(duty): count for duty, count in counts}
        kinds = [(key, f"{duty.label}（{number[key]}）") for key, duty in self.kinds.items()]
        self.fields["kind"].choices = [("", _("全部事项")), *kinds]  # type: ignore[attr-defined]
        self.fields["kind"].coerce = self.kinds.get  # type: ignore[attr-defined]
        chosen = self.kinds.get(str(data.get("kind", "")))
        is_asked = chosen is not None and has_unions(user, chosen)
        offered = list_choosable_unions(user, data.get("union", "")) if is_asked else ()
        unions = {str(one.pk): one for one in offered}
        if not unions:
            del self.fields["union"]
            return
        choices = [("", _("全部工会")), *as_tree([*unions.values()])]
        self.fields["union"].choices = choices  # type: ignore[attr-defined]
        self.fields["union"].coerce = unions.get  # type: ignore[attr-defined]

    def chosen(self, name: str) -> Any:
        """What is chosen; None for all."""
        self.is_valid()
        return self.cleaned_data.get(name)


class PrintingForm(forms.Form):
    """Which of what can be printed somebody looks for."""

    group = forms.ChoiceField(
        label=_("用途"),
        required=False,
        choices=[("", _("全部")), *((one.value, label_of(one)) for one in GROUPS)],
    )  # fmt: skip
    form = forms.ChoiceField(label=_("形式"), required=False, choices=[("", _("全部")), *Form.choices])
