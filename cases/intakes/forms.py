"""A step of a list, a sample, files that are taken out; scans and whose they are."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.archives.forms.evidence import OFFERED
from cases.intakes.states import Verdict
from hardship.kernel.fields import CleanTextField, DateField
from hardship.kernel.files.fields import FileInput


class StepForm(forms.Form):
    """A step of a list."""

    action = forms.SlugField(label=_("办理"), max_length=10)
    comment = CleanTextField(label=_("意见"), max_length=500, multiline=True, required=False)


class SampleForm(forms.Form):
    """What was found of one file that was drawn."""

    verdict = forms.ChoiceField(
        label=_("与原档案"), choices=Verdict.choices, widget=forms.RadioSelect,
        error_messages={"required": _("请选择核对结果。")},
    )  # fmt: skip
    note = CleanTextField(
        label=_("说明"), max_length=300, required=False, help_text=_("有出入的必填：哪一项、原档案怎样写")
    )

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)


class OutForm(forms.Form):
    """Why the ticked files are taken out."""

    reason = CleanTextField(
        label=_("移出原因"), max_length=300, required=False,
        help_text=_("填报的工会会看到；移出的仍是草稿，可逐户提交审核"),
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, label_suffix="")


class ManyFilesField(forms.FileField):
    """Files as they came; what is wrong with each is told when it is sorted."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list) else [data] if data else []
        return [file for file in files if file]


class ScansForm(forms.Form):
    """A zip or scans, chosen one by one, dropped here or as a folder; the day of the consents among them."""

    scans = ManyFilesField(
        label=_("压缩包或扫描件"), required=False,
        widget=FileInput(attrs={"multiple": True, "accept": ".zip,.jpg,.jpeg,.png,.webp,.pdf"}),
        help_text=_("可以把文件拖到这里。一个 .zip 最多 2,000 个文件、300 MB；单个文件一次最多 100 个"),
    )  # fmt: skip
    folder = ManyFilesField(
        label=_("或者选一个文件夹"), required=False,
        widget=FileInput(attrs={"multiple": True, "webkitdirectory": True}),
    )  # fmt: skip
    # A browser sends the files of a folder without it: static/app/folder.js says here where each one lies.
    paths = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)
    signed_on = DateField(
        label=_("承诺授权的签字日期"), past_only=True, required=False,
        help_text=_("只在承诺书、授权书是按本系统现行文本签的时候填，会登记为授权；不填只存扫描件"),
    )  # fmt: skip

    @property
    def chosen(self) -> list[Any]:
        """All the files, however they were chosen."""
        return [*self.cleaned_data["scans"], *self.cleaned_data["folder"]]

    @property
    def chosen_paths(self) -> list[str]:
        """The names of the chosen files, those of a folder with it."""
        told = self.cleaned_data["paths"].splitlines()
        return [*(file.name for file in self.cleaned_data["scans"]), *told]


class SearchForm(forms.Form):
    """Whose a scan is, as far as somebody reads it on the scan."""

    who = CleanTextField(
        label=_("姓名或身份证号"), max_length=40, error_messages={"required": _("请填写姓名或身份证号。")}
    )


class PlaceForm(forms.Form):
    """Whose a scan is, and what."""

    member = forms.UUIDField(error_messages={"required": _("请选择是谁的材料。")})
    kind = forms.ChoiceField(label=_("材料种类"), choices=[("", _("请选择")), *OFFERED])
