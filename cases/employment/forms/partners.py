"""An agreement with an institution or a base."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.employment.models import Partner
from cases.employment.services import Agreement
from cases.employment.states import MOST_SEATS, PartnerKind
from hardship.kernel.fields import CleanTextField, DateField, StrictIntegerField, TelephoneField


class AgreementForm(forms.Form):
    """What was agreed; one that is there gives its words."""

    kind = forms.ChoiceField(label=_("类别"), choices=PartnerKind.choices)
    name = CleanTextField(label=_("名称"), max_length=80)
    contract_no = CleanTextField(label=_("协议编号"), max_length=40)
    from_on = DateField(label=_("协议期起"))
    until_on = DateField(label=_("协议期止"))
    trades = CleanTextField(label=_("工种"), max_length=200, help_text=_("例如：家政服务、电工、缝纫"))
    places = StrictIntegerField(
        label=_("安置岗位"), min_value=1, max_value=MOST_SEATS, required=False, help_text=_("再就业基地填")
    )
    address = CleanTextField(label=_("地址"), max_length=80, required=False)
    contact = CleanTextField(label=_("联系人"), max_length=40, required=False)
    telephone = TelephoneField(label=_("联系电话"), required=False)

    def __init__(self, data: Any = None, *, row: Partner | None = None, is_new: bool = True) -> None:
        """`row` gives its words; a new agreement with the same partner has its own number and days."""
        own = ("contract_no", "from_on", "until_on") if is_new else ()
        names = [name for name in AgreementForm.base_fields if name not in own]
        initial = {name: getattr(row, name) for name in names} if row else {}
        if is_new:
            initial["from_on"] = timezone.localdate()
        super().__init__(data, label_suffix="", initial=initial)

    def agreement(self) -> Agreement:
        """What was entered, once the form is valid."""
        told = {name: self.cleaned_data[name] for name in self.base_fields}
        return Agreement(**{**told, "telephone": told["telephone"] or ""})
