"""What is typed in of a list: somebody on it, the group of those who are chosen, a step."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.archives.models import Evidence
from cases.campaigns.models import Beneficiary, TargetGroup
from cases.campaigns.rules import Entry
from cases.campaigns.states import LIST_TRANSITIONS
from cases.giving.forms import HandOutForm
from hardship.kernel.fields import (
    CardField,
    CleanTextField,
    IdNumberField,
    PhoneField,
    StrictIntegerField,
    YuanField,
)

LIST_ACTIONS = tuple(dict.fromkeys((row.action, row.label) for row in LIST_TRANSITIONS))
MOST_HEADS = 99_999
FIELDS = ("id_number", "employer", "phone", "bank_name", "bank_card", "heads", "cash", "goods", "reason")


class GroupForm(forms.Form):
    """The group of the campaign that somebody belongs to."""

    group = forms.TypedChoiceField(label=_("慰问对象"), coerce=int)

    def __init__(self, data: Any = None, *, groups: Iterable[TargetGroup], **more: Any) -> None:
        super().__init__(data, label_suffix="", **more)
        choices = [(row.pk, f"{row.name} {row.cash + row.goods:,.2f} 元") for row in groups]
        cast(forms.ChoiceField, self.fields["group"]).choices = choices


class BeneficiaryForm(GroupForm):
    """Somebody on a list, or so many people of a unit without names. A blank sum is the standard."""

    name = CleanTextField(label=_("姓名或单位"), max_length=80, help_text=_("只登记人数的对象填单位全称"))
    id_number = IdNumberField(label=_("身份证号"), required=False)
    employer = CleanTextField(label=_("工作单位"), max_length=80, required=False)
    phone = PhoneField(label=_("手机号码"), required=False)
    bank_name = CleanTextField(label=_("开户银行"), max_length=40, required=False)
    bank_card = CardField(label=_("银行卡号"), required=False, help_text=_("本人名下的卡；发现金的必填"))
    heads = StrictIntegerField(
        label=_("人数"), min_value=1, max_value=MOST_HEADS, required=False, help_text=_("逐人登记的不用填")
    )
    cash = YuanField(label=_("现金（元）"), required=False, help_text=_("现金、物资都不填的，按标准"))
    goods = YuanField(label=_("物资折价（元）"), required=False)
    reason = CleanTextField(label=_("慰问原因"), max_length=200, required=False)

    def __init__(
        self, data: Any = None, *, groups: Iterable[TargetGroup], row: Beneficiary | None = None
    ) -> None:
        on_record = {name: getattr(row, name) for name in ("name", *FIELDS)} if row else {}
        if row:
            on_record["group"] = row.group_id
        super().__init__(data, groups=groups, initial=on_record)
        if row and (row.household_id or row.person_id):
            for name in ("name", "id_number", "employer", "phone", "bank_name", "bank_card", "heads"):
                del self.fields[name]

    def entry(self) -> Entry:
        """What was entered, once the form is valid."""
        told = {**self.cleaned_data}
        told["group_id"] = told.pop("group")
        told["heads"] = told.get("heads") or 1
        return Entry(**told)


class IssueForm(HandOutForm):
    """What of a store was handed out for a list, and the day on which people signed for it."""

    collector = None  # type: ignore[assignment]

    def issued(self) -> dict[str, Any]:
        """What the service takes, once the form is valid."""
        filled = {name: one for name, one in self.ready.items() if self.cleaned_data[name]}
        units = {one.item.pk: self.cleaned_data[name] for name, one in filled.items()}
        store = next(one.store.pk for one in filled.values())
        return {"store_id": store, "units": units, "on": self.cleaned_data["on"]}


class ProofForm(forms.Form):
    """The document of this year that shows that a student is still there."""

    evidence = forms.TypedChoiceField(label=_("今年的录取通知书、在校证明"), coerce=int)

    def __init__(self, data: Any = None, *, proofs: Iterable[Evidence]) -> None:
        super().__init__(data, label_suffix="")
        choices = [(row.pk, f"{row.uploaded_at:%Y-%m-%d} {row.original_name}") for row in proofs]
        cast(forms.ChoiceField, self.fields["evidence"]).choices = choices


class EndForm(forms.Form):
    """Why somebody on an approved list is not paid."""

    reason = CleanTextField(label=_("停发原因"), max_length=200)


class ListStepForm(forms.Form):
    """A step of a list; to approve names the line that pays and what was looked at."""

    action = forms.ChoiceField(choices=LIST_ACTIONS, widget=forms.HiddenInput)
    comment = CleanTextField(label=_("意见"), max_length=500, required=False)
    line = forms.TypedChoiceField(label=_("从哪个资金指标付"), coerce=int, empty_value=None, required=False)
    seen = forms.RegexField(r"\A[0-9a-f]{0,64}\Z", required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, lines: Iterable[Any] = (), seen: str = "") -> None:
        super().__init__(data, label_suffix="", initial={"seen": seen, "action": "approve"})
        choices: list[Any] = [("", _("请选择"))]
        choices += [(row.pk, f"{row}　{row.available_yuan:,.2f}") for row in lines]
        cast(forms.ChoiceField, self.fields["line"]).choices = choices

    def told(self) -> dict[str, Any]:
        """What the service takes, once the form is valid."""
        told = {**self.cleaned_data}
        told["line_id"] = told.pop("line")
        return told
