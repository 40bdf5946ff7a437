"""Documents that are added to a file."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from cases.archives.forms.base import FieldError
from cases.archives.rules import Contents
from cases.archives.states import RefileReason
from cases.policies.states import VISIT_KINDS, EvidenceKind
from hardship.kernel.files import FilesField

# Documents of a home visit come in with the visit.
OFFERED = [(kind.value, kind.label) for kind in EvidenceKind if kind not in VISIT_KINDS]


class EvidenceForm(forms.Form):
    """Files of one kind, about one person of the household or about all of them."""

    kind = forms.ChoiceField(label=_("材料种类"), choices=[("", _("请选择")), *OFFERED])
    member_uid = forms.ChoiceField(label=_("对象"), required=False)
    documents = FilesField(label=_("文件"))

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
        *,
        contents: Contents,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, files, label_suffix="", **kwargs)
        people = [(str(person.uid), person.name or "—") for person in (contents.head, *contents.members)]
        cast(forms.ChoiceField, self.fields["member_uid"]).choices = [("", _("全家")), *people]

    @property
    def reasons(self) -> list[tuple[str, Any]]:
        """Why a document that is on file goes elsewhere."""
        return list(RefileReason.choices)

    def error_list(self) -> Iterator[FieldError]:
        """Every error with a link to the files of its kind."""
        kind = str(self.data.get("kind", ""))
        anchor = f"kind-{kind}" if kind in EvidenceKind.values else ""
        for messages in self.errors.values():
            label = EvidenceKind(kind).label if anchor else ""
            yield from (FieldError(anchor, str(label), str(text)) for text in messages)

    @staticmethod
    def label_of(kind: str) -> str:
        return str(EvidenceKind(kind).label)


class RefileForm(forms.Form):
    """Another kind or person for a document that is on file, and why."""

    kind = forms.ChoiceField(label=_("材料种类"), choices=OFFERED)
    member_uid = forms.UUIDField(label=_("对象"), required=False)
    reason = forms.ChoiceField(label=_("原因"), choices=RefileReason.choices)

    def clean_member_uid(self) -> str:
        return str(self.cleaned_data["member_uid"] or "")


class BundleForm(forms.Form):
    """Pictures that become one PDF, in the order in which they are sent."""

    uids = forms.MultipleChoiceField(
        error_messages={
            "required": _("请选择要合成的图片。"),
            "invalid_choice": _("有图片已被移除或改了种类，请刷新页面后重选。"),
        }
    )

    def __init__(self, data: Mapping[str, Any], *, contents: Contents) -> None:
        super().__init__(data)
        known = [(str(row.uid), "") for row in contents.evidence]
        cast(forms.MultipleChoiceField, self.fields["uids"]).choices = known
