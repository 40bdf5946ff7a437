"""Fields of forms for papers: one that proves something, or several at once."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hardship.kernel.files.uploads import ACCEPT, Accepted, UploadError, accept_upload

MAX_AT_ONCE = 20


class ProofField(forms.FileField):
    """A picture or a PDF; its value is an Accepted, None where none is asked for and none came."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.FileInput(attrs={"accept": ACCEPT}), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Accepted | None:
        found = super().clean(data, initial)
        if not found:
            return None
        try:
            return accept_upload(found)
        except UploadError as error:
            raise forms.ValidationError(str(error), code=error.code) from None


class FileInput(forms.FileInput):
    """For several files; forms/field.html draws what is called so."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each checked and written anew; the refused ones are named one by one."""

    default_error_messages = {
        "required": _("请选择文件。"),
        "many": _("一次最多上传 %(count)d 个文件，请分批上传。"),
        "refused": _("%(name)s：%(why)s"),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=FileInput(attrs={"multiple": True, "accept": f"image/*,{ACCEPT}"}), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Accepted]:
        files = data if isinstance(data, list) else [data] if data else []
        if not files and not self.required:
            return []
        if not files:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(files) > MAX_AT_ONCE:
            raise forms.ValidationError(
                self.error_messages["many"], code="many", params={"count": MAX_AT_ONCE}
            )
        accepted, errors = [], []
        for file in files:
            try:
                accepted.append(accept_upload(file))
            except UploadError as error:
                params = {"name": file.name, "why": str(error)}
                errors.append(forms.ValidationError(self.error_messages["refused"], "refused", params))
        if errors:
            raise forms.ValidationError(errors)
        return accepted
