"""A form's field for one paper that proves something."""

from typing import Any

from django import forms

from hardship.kernel.files.uploads import ACCEPT, Accepted, UploadError, accept_upload


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
