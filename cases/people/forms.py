"""A person off file, why they leave the list."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.people.models import Person
from cases.people.services import Particulars
from cases.people.states import Group, LeaveReason
from hardship.accounts.forms import UnionField
from hardship.accounts.models import Union
from hardship.kernel.fields import CardField, CleanTextField, IdNumberField, PhoneField
from hardship.kernel.hidden import refuse_mask


class PersonForm(forms.Form):
    """What is on record of a person, whoever enters it: a page or a row of a workbook."""

    id_number = IdNumberField(label=_("身份证号"), help_text=_("出生日期和性别由身份证号得出"))
    name = CleanTextField(label=_("姓名"), max_length=50, validators=[refuse_mask])
    groups = forms.MultipleChoiceField(
        label=_("人员类别"), choices=Group.choices, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请至少选择一个人员类别。")},
    )  # fmt: skip
    employer = CleanTextField(
        label=_("工作单位"), max_length=80, required=False, help_text=_("单位全称；离退休的填原单位")
    )
    phone = PhoneField(label=_("手机号码"), required=False)
    bank_name = CleanTextField(label=_("开户银行"), max_length=40, required=False)
    bank_card = CardField(label=_("银行卡号"), required=False, help_text=_("本人名下的卡，发放慰问金时用"))
    note = CleanTextField(label=_("备注"), max_length=300, multiline=True, required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        unions: Sequence[Union] = (),
        person: Person | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        on_record = {name: getattr(person, name) for name in self.base_fields} if person else {}
        super().__init__(data, initial={**on_record, **(initial or {})}, label_suffix="")
        self.fields["id_number"].widget.attrs["data-id-number"] = "own"
        if unions:
            self.fields["union"] = UnionField(
                unions, label=_("所属工会"), initial=str(person.union_id) if person else None
            )
            self.order_fields(["union"])

    def particulars(self) -> Particulars:
        """What was entered, once the form is valid."""
        return Particulars(**{name: self.cleaned_data[name] for name in PersonForm.base_fields})


class LeaveForm(forms.Form):
    """Why somebody leaves the list."""

    reason = forms.ChoiceField(label=_("离册原因"), choices=[("", _("请选择")), *LeaveReason.choices])
    note = CleanTextField(label=_("说明"), max_length=200, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, label_suffix="", auto_id="id_leave_%s")
