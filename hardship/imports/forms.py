"""Forms of an import: the file, and which of its columns is which."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from hardship.accounts.forms import UnionField
from hardship.accounts.models import Union
from hardship.imports.models import SheetImport
from hardship.imports.rules import SheetColumn
from hardship.imports.services.reading import MAX_BYTES
from hardship.kernel.sheets.headers import column_letters


class SheetUploadForm(forms.Form):
    """A workbook, and the union whose records it holds."""

    file = forms.FileField(
        label=_("Excel 文件"),
        help_text=_("工作簿（.xlsx），不超过 20 MB、60,000 行；列名与模板相近的现成表不用改"),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        allow_empty_file=True,  # the reader has a better sentence for it
        error_messages={"required": _("请选择文件。")},
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, files: Any = None, *, unions: Sequence[Union]
    ) -> None:
        super().__init__(data, files, label_suffix="")
        self.fields["union"] = UnionField(unions, label=_("导入到"))
        self.order_fields(["union", "file"])

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(_("文件超过 20 MB，请分成几个文件导入。"), code="too_large")
        return file


class ColumnsForm(forms.Form):
    """For each column of the list the column of the file that holds it."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, source: SheetImport, columns: Sequence[SheetColumn]
    ) -> None:
        super().__init__(data, label_suffix="")
        names = [
            (str(place), f"{column_letters(place)}　{text}")
            for place, text in enumerate(source.headers) if text
        ]  # fmt: skip
        for column in columns:
            self.fields[column.key] = forms.ChoiceField(
                label=column.label,
                choices=[("", _("表中没有")), *names],
                required=column.is_required,
                initial=str(source.fields.get(column.key, "")),
                error_messages={"required": _("请指定在哪一列。")},
            )

    def mapping(self) -> dict[str, int]:
        """For each key the 0-based column."""
        return {key: int(place) for key, place in self.cleaned_data.items() if place != ""}
