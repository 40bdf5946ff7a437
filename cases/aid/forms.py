"""What was given by others, whoever enters it: a page or a row of a workbook."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.aid.models import ExternalAid
from cases.aid.services import Given
from cases.aid.states import GIVER_KINDS
from cases.archives.models import Evidence, Member
from cases.policies.states import AidKind
from hardship.kernel.fields import CleanTextField, DateField, YuanField

CHOOSE = ("", _("请选择"))
MOST = Decimal("9999999.99")


class GivenForm(forms.Form):
    """One thing that was given, without to whom."""

    giver_kind = forms.ChoiceField(label=_("帮扶来源"), choices=[CHOOSE, *GIVER_KINDS])
    giver = CleanTextField(
        label=_("发放单位"), max_length=60, required=False, help_text=_("单位或组织的名称，如崇川区民政局")
    )
    kind = forms.ChoiceField(label=_("帮扶种类"), choices=[CHOOSE, *AidKind.choices])
    value = YuanField(
        label=_("金额或折价（元）"), min_value=Decimal("0.01"), max_value=MOST,
        help_text=_("实物填折合的金额"),
    )  # fmt: skip
    given_on = DateField(label=_("发放日期"), past_only=True)
    programme = CleanTextField(label=_("项目"), max_length=60, required=False, help_text=_("如金秋助学"))
    item = CleanTextField(
        label=_("实物"), max_length=60, required=False, help_text=_("给的是实物时填名称和数量，如米 2 袋")
    )
    fund = CleanTextField(label=_("资金来源"), max_length=60, required=False)
    proof = CleanTextField(
        label=_("凭证"), max_length=80, required=False, help_text=_("文号、票据号或发放表的名称")
    )
    is_won = forms.BooleanField(
        label=_("争取资金"), required=False, help_text=_("由工会为这户争取到的，不走工会账")
    )
    note = CleanTextField(label=_("备注"), max_length=200, required=False)

    def given(self) -> Given:
        """What was entered, once the form is valid."""
        names = [*GivenForm.base_fields, "evidence"]
        return Given(**{name: self.cleaned_data[name] for name in names if name in self.cleaned_data})


class RecordForm(GivenForm):
    """The same on the page of a case: who of the household got it, and which of its documents shows it."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        members: Sequence[Member],
        evidence: Sequence[Evidence],
    ) -> None:
        super().__init__(data, label_suffix="")
        self.people = {str(member.uid): member for member in members if member.id_number}
        names = [(key, member.name) for key, member in self.people.items()]
        self.fields["member"] = forms.ChoiceField(
            label=_("受助人"), choices=names if len(names) == 1 else [CHOOSE, *names],
            help_text=_("只列出填了身份证号的家庭成员"),
        )  # fmt: skip
        _offer(self, evidence)
        self.order_fields(["member", *GivenForm.base_fields])

    @property
    def person(self) -> Member:
        """Who got it, once the form is valid."""
        return self.people[self.cleaned_data["member"]]


class CorrectForm(GivenForm):
    """Another version of a record, and why."""

    comment = CleanTextField(label=_("更正理由"), max_length=200)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, record: ExternalAid, evidence: Sequence[Evidence] = ()
    ) -> None:
        initial = {name: getattr(record, name) for name in GivenForm.base_fields}
        super().__init__(data, initial=initial, label_suffix="")
        if record.evidence:
            evidence = [record.evidence, *(one for one in evidence if one.pk != record.evidence_id)]
            self.initial["evidence"] = str(record.evidence.uid)
        _offer(self, evidence)


class CancelForm(forms.Form):
    """Why a record should not have been."""

    comment = CleanTextField(label=_("作废理由"), max_length=200)

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, label_suffix="")


class DocumentField(forms.ChoiceField):
    """One of a few documents; the cleaned value is the document, or None."""

    def __init__(self, documents: Sequence[Evidence], **kwargs: Any) -> None:
        self.documents = {str(one.uid): one for one in documents}
        names = [
            (key, f"{one.get_kind_display()} {one.original_name}") for key, one in self.documents.items()
        ]
        super().__init__(choices=[("", "—"), *names], required=False, **kwargs)

    def clean(self, value: Any) -> Evidence | None:
        return self.documents.get(super().clean(value))


def _offer(form: forms.Form, documents: Sequence[Evidence]) -> None:
    """Adds the choice of a document where there is one to choose."""
    if documents:
        form.fields["evidence"] = DocumentField(documents, label=_("证明材料"))
