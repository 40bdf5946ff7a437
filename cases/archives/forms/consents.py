"""A family's signature on a file in force, and its withdrawal."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from cases.archives.forms.base import from_model
from cases.archives.models import Consent
from hardship.kernel.fields import CleanTextField, DateField
from hardship.kernel.files import FilesField


class _Base(forms.Form):
    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
        *,
        signer: str = "",
        **kwargs: Any,
    ) -> None:
        initial = {"signed_on": timezone.localdate(), "signer": signer}
        super().__init__(data, files, initial=initial, label_suffix="", **kwargs)


class SignForm(_Base):
    """A new signature with the signed form."""

    signed_on = DateField(label=_("签字日期"), past_only=True)
    signer = CleanTextField(
        label=_("签字人"), max_length=50, help_text=_("户主本人；不能签字的由成年家属代签，注明关系")
    )
    documents = FilesField(
        label=_("签字的授权委托书"), help_text=_("拍照或扫描，全体成员签字的那一份；可以一次选几张")
    )
    allows_check = forms.BooleanField(
        label=Consent._meta.get_field("allows_check").verbose_name, required=False
    )
    allows_notice = forms.BooleanField(
        label=Consent._meta.get_field("allows_notice").verbose_name, required=False
    )
    valid_until = DateField(
        label=_("核对授权有效期至"),
        required=False,
        help_text=_("委托书上写明截止日期时填写；没写的到注销或脱困为止"),
    )
    note = from_model(Consent, "note", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        signed, until = cleaned.get("signed_on"), cleaned.get("valid_until")
        if signed and until and until < signed:
            self.add_error("valid_until", _("有效期不能早于签字日期。"))
        if not self.errors and not (cleaned.get("allows_check") or cleaned.get("allows_notice")):
            self.add_error("allows_check", _("请勾选家庭同意的事项；都不同意时登记撤回授权。"))
        return cleaned


class TakeBackForm(_Base):
    """A withdrawal; a paper is welcome and not asked for."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, files, auto_id="id_back_%s", **kwargs)  # beside the other form, on one page

    signed_on = DateField(label=_("撤回日期"), past_only=True)
    signer = CleanTextField(label=_("提出撤回的人"), max_length=50)
    documents = FilesField(label=_("书面撤回（可不传）"), required=False)
    note = from_model(Consent, "note", required=False, help_text=_("例如：家属来电，口头撤回，已告知影响"))
