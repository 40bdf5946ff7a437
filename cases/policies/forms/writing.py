"""Writing a policy: its text, the issued document, the step that is taken."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from hardship.kernel.fields import DateField
from hardship.kernel.files import ACCEPT, Accepted, UploadError, accept_upload


class TextForm(forms.Form):
    """The YAML as it was typed, whatever it says; `revision` is the one on the page."""

    text = forms.CharField(
        label=_("制度正文（YAML）"),
        strip=False,
        max_length=200_000,
        widget=forms.Textarea(
            attrs={
                "rows": 30,
                "spellcheck": "false",
                "autocomplete": "off",
                "autocapitalize": "off",
                "wrap": "off",
                "data-code": "",
            }
        ),
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)


class SourceForm(forms.Form):
    """The issued document: one picture or PDF."""

    document = forms.FileField(
        label=_("文件原件"),
        widget=forms.FileInput(attrs={"accept": f"image/*,{ACCEPT}"}),
        error_messages={"required": _("请选择文件。")},
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, files, label_suffix="", **kwargs)

    def clean_document(self) -> Accepted:
        try:
            return accept_upload(self.cleaned_data["document"])
        except UploadError as error:
            raise forms.ValidationError(str(error)) from error


class StepForm(forms.Form):
    """One step of a policy; the first day belongs to putting it into force."""

    action = forms.CharField(max_length=12, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    starts_on = DateField(label=_("执行日期"), required=False)
    comment = forms.CharField(label=_("意见"), required=False, max_length=500)

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("action") == "put_in_force" and not data.get("starts_on") and not self.errors:
            self.add_error("starts_on", _("请填写执行日期。"))
        return data
