"""The one form of an application: what the programme asks for, the amount, the reason, the documents."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cases.applications.models import Application
from cases.applications.selectors import get_offer
from cases.archives.forms.evidence import FilesField
from cases.archives.models import Evidence, Member
from cases.archives.selectors import live_members
from cases.policies.states import AmountRule, EvidenceKind, Stage
from hardship.kernel.fields import CleanTextField, StrictIntegerField, YuanField
from hardship.kernel.files import Accepted

MOST = Decimal("1000000")
FILE = "file_"


class MoreFilesField(FilesField):
    """New documents, or none."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "class": "entry-file"}

    def clean(self, data: Any, initial: Any = None) -> list[Accepted]:
        return super().clean(data, initial) if data else []


class ApplicationForm(forms.Form):
    """Fields follow the programme's rule: a cost for a share, a student for a stage; none is required, since
    a draft may lack anything. `file_<kind>` takes new documents of one kind."""

    version = StrictIntegerField(widget=forms.HiddenInput, min_value=1)
    member = forms.ChoiceField(label=_("受益人"), required=False)
    stage = forms.ChoiceField(
        label=_("在读阶段"), choices=[("", _("请选择")), *Stage.choices], required=False
    )
    basis = YuanField(
        label=_("个人自付费用（元）"),
        required=False,
        max_value=MOST,
        help_text=_("近 12 个月合规医疗费用，扣除医保、大病保险、医疗救助和互助金后的个人自付部分"),
    )
    reason = CleanTextField(label=_("申请理由"), max_length=500, multiline=True, required=False)
    amount = YuanField(
        label=_("申请金额（元）"),
        required=False,
        max_value=MOST,
        help_text=_("留空按可享受金额申请，也可以填低一些"),
    )
    evidence = forms.MultipleChoiceField(label=_("材料"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(
        self, data: Mapping[str, Any] | None = None, files: Any = None, *, application: Application
    ) -> None:
        self.application = application
        initial = {name: getattr(application, name) for name in ("version", "stage", "basis", "reason")}
        initial["member"] = str(application.member.uid) if application.member else ""
        asks_for_all = application.amount == get_offer(application).limit
        initial["amount"] = None if asks_for_all else application.amount
        super().__init__(data, files, initial=initial, label_suffix="")
        self._fit()
        for kind in self.kinds:
            self.fields[FILE + kind] = MoreFilesField(label=EvidenceKind(kind).label, required=False)

    def list_documents(self) -> list[Evidence]:
        """The documents of the household's file as of now, by kind."""
        rows = self.application.household.evidence.filter(removed_at__isnull=True)
        return list(rows.select_related("member").order_by("kind", "pk"))

    @cached_property
    def members(self) -> dict[str, Member]:
        """The people of the household by the value of their choice."""
        return {str(member.uid): member for member in live_members(self.application.household)}

    @property
    def kinds(self) -> list[str]:
        """The kinds that documents may be added to: the required ones, then anything else."""
        required = list(self.application.programme.evidence_kinds)
        return [*required, *([] if EvidenceKind.OTHER in required else [EvidenceKind.OTHER])]

    def figures(self) -> dict[str, Any]:
        """What services.save takes besides the documents."""
        cleaned = self.cleaned_data
        return {
            "reason": cleaned.get("reason", ""),
            "basis": cleaned.get("basis"),
            "stage": cleaned.get("stage", ""),
            "member": self.members.get(cleaned.get("member", "")),
            "amount": cleaned.get("amount"),
        }

    @property
    def picked(self) -> set[int]:
        """The documents that are chosen: as posted, else as they are on record."""
        if self.is_bound:
            return {int(pk) for pk in self.cleaned_data.get("evidence", ())}
        return set(self.application.evidence.values_list("pk", flat=True))

    def uploads(self) -> Iterator[tuple[str, Accepted]]:
        """New documents with their kind; those of a kind that was refused are left out."""
        for kind in self.kinds:
            for accepted in self.cleaned_data.get(FILE + kind) or ():
                yield kind, accepted

    def raise_version(self, uploads: int) -> None:
        """Goes on from the versions that the page's own uploads made, when it is saved or shown again."""
        version = self.cleaned_data.get("version")
        if uploads and version is not None:
            self.cleaned_data["version"] = version + uploads
            data = cast("MultiValueDict[str, str]", self.data).copy()
            data["version"] = str(version + uploads)
            self.data = data

    def _fit(self) -> None:
        kind = self.application.programme.amount_kind
        people = [
            (uid, f"{person.name}（{person.get_relation_display()}）") for uid, person in self._choices()
        ]
        everybody = _("请选择学生") if kind == AmountRule.STAGE else _("全家")
        cast(forms.ChoiceField, self.fields["member"]).choices = [("", everybody), *people]
        cast(forms.ChoiceField, self.fields["evidence"]).choices = [
            (str(row.pk), str(row)) for row in self.list_documents()
        ]
        if kind != AmountRule.STAGE:
            del self.fields["stage"]
        if kind == AmountRule.STANDARD_MONTHS:
            del self.fields["member"]
        if kind != AmountRule.SHARE:
            del self.fields["basis"]

    def _choices(self) -> list[tuple[str, Member]]:
        if self.application.programme.amount_kind != AmountRule.STAGE:
            return list(self.members.items())
        chosen = self.application.member_id
        return [(uid, row) for uid, row in self.members.items() if row.stage or row.pk == chosen]
