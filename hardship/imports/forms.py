"""Forms of an import: the file, and which of its columns is which."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from hardship.accounts.models import Union, User
from hardship.imports.models import ListImport
from hardship.imports.rules import KINDS
from hardship.kernel.sheets.headers import column_letters
from hardship.kernel.sheets.tables import MAX_BYTES

NOT_THERE = ("", _("表里没有"))


class UnionChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, union: Union) -> str:
        return union.name


class UploadForm(forms.Form):
    """A list and the union whose it is, which is not asked when there is one only."""

    union = UnionChoiceField(
        queryset=Union.objects.none(),
        label=_("导入到"),
        empty_label=_("请选择工会"),
        error_messages={"required": _("请选择导入到哪个工会。")},
    )
    file = forms.FileField(
        label=_("Excel 文件"),
        help_text=_(
            "工作簿（.xlsx、.xls、.et、.ods）或 CSV，不超过 10 MB、60,000 行；"
            "列的顺序随意，列名与模板相近就认得"
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.et,.ods,.csv,.txt"}),
        allow_empty_file=True,  # the reader has a better sentence for it
        error_messages={"required": _("请选择文件。")},
    )

    def __init__(self, data: Mapping[str, Any] | None = None, files: Any = None, *, by: User) -> None:
        super().__init__(data, files, label_suffix="")
        unions = Union.objects.visible_to(by).open().order_by("name")
        cast(UnionChoiceField, self.fields["union"]).queryset = unions
        self.fields["union"].initial = by.union_id
        if len(unions[:2]) == 1:
            self.fields["union"].widget = forms.HiddenInput()

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(
                _("文件超过 10 MB，请删去图片和无关的工作表，或分成几个文件导入。"), code="too_large"
            )
        return file


class ColumnsForm(forms.Form):
    """For each column of the list the one of the file that holds it; `mapping()` gives them by key."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, made: ListImport) -> None:
        super().__init__(data, label_suffix="")
        headers, known = made.mapping["headers"], made.mapping["fields"]
        choices = [
            NOT_THERE,
            *((str(n), f"{column_letters(n)}　{text}") for n, text in enumerate(headers) if text),
        ]
        for column in KINDS[made.kind].resource.layout:
            self.fields[column.key] = forms.ChoiceField(
                label=column.label,
                choices=choices,
                required=column.field.required,
                initial=str(known.get(column.key, "")),
                error_messages={"required": _("请指定“%(label)s”在哪一列。") % {"label": column.label}},
            )

    def clean(self) -> dict[str, Any]:
        places = self.mapping()
        for key, place in places.items():
            if list(places.values()).count(place) > 1:
                self.add_error(key, _("同一列只能对应一个项目，请检查列对应。"))
        return self.cleaned_data

    def mapping(self) -> dict[str, int]:
        """The 0-based column of each key that the file has."""
        return {key: int(place) for key, place in self.cleaned_data.items() if place}
