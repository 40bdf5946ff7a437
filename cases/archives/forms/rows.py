"""The lines of the sections that are tables."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.archives.forms.base import MonthsField, YearAmountField, from_model
from cases.archives.models import IncomeItem, Member, RigidExpense
from cases.archives.rules.bills import FIGURES, bill_faults
from cases.archives.rules.fields import Whose
from cases.archives.rules.requirements import required_now
from cases.archives.states import Relation
from hardship.kernel.fields import StrictIntegerField, YuanField

RELATIONS = [(str(value), value.label) for value in Relation if value != Relation.HEAD]


class Row(forms.Form):
    """One line of a table; `remove` takes it out."""

    remove = forms.BooleanField(label=_("移除"), required=False)
    returned: Any = None  # why the line came back, views.entry.returned.Returned
    returned_cells: Sequence[Any] = ()  # why single cells of it did

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)

    @property
    def needed(self) -> tuple[str, ...]:
        """The cells that must be filled in because of what others say; the heading marks those that always
        must."""
        return ()

    @property
    def is_new(self) -> bool:
        return not (self.cleaned_data.get("uid") or self.cleaned_data.get("pk"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("remove"):
            self.errors.clear()  # whatever else stands in a line that goes
        return cleaned


class MemberRow(Row):
    """A person who lives with the worker."""

    uid = forms.UUIDField(widget=forms.HiddenInput, required=False)
    relation = from_model(Member, "relation", choices=RELATIONS)
    name = from_model(Member, "name")
    id_number = from_model(Member, "id_number")
    health = from_model(Member, "health")
    status = from_model(Member, "status")
    employer = from_model(Member, "employer")
    monthly_income = from_model(Member, "monthly_income")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["id_number"].widget.attrs["data-id-number"] = "row"

    @property
    def needed(self) -> tuple[str, ...]:
        return required_now(Whose.MEMBER, lambda field: self[field].value())


class LinkedRow(Row):
    """A line of money: of one person or of the household, of some months, with its proof."""

    pk = StrictIntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**62)
    member = forms.ChoiceField(label=_("对象"), required=False)
    months = MonthsField(label=_("月份"), required=False)
    evidence = forms.ChoiceField(label=_("证明材料"), required=False)
    note = from_model(IncomeItem, "note")

    def __init__(
        self, *args: Any, people: list[tuple[str, str]], documents: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["member"]).choices = [("", _("全家")), *people]
        evidence = cast(forms.ChoiceField, self.fields["evidence"])
        evidence.choices = [("", _("未关联")), *documents]
        # the name of a file may be longer than its column; entry.js keeps this when another is chosen
        title = dict(documents).get(str(self["evidence"].value() or ""), "")
        evidence.widget.attrs |= {"title": title, "data-titled": True}

    @property
    def is_said(self) -> bool:
        """Whether the line stays and says something that has to be looked at."""
        return self.has_changed() and not self.cleaned_data.get("remove")


class MoneyRow(LinkedRow):
    """An amount of the last twelve months."""

    kind: forms.Field = forms.ChoiceField(required=False)
    annual_amount = YearAmountField(label=_("全年金额（元）"), required=False)
    field_order = ("pk", "kind", "member", "annual_amount")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.is_said:
            return cleaned
        for name, message in (
            ("kind", _("请选择项目。")),
            ("annual_amount", _("请填写金额，没有就移除这一行。")),
        ):
            if name not in self.errors and cleaned.get(name) in (None, ""):
                self.add_error(name, message)
        return cleaned


class IncomeRow(MoneyRow):
    kind = from_model(IncomeItem, "kind")


class ExpenseRow(MoneyRow):
    kind = from_model(RigidExpense, "kind")
    disease = from_model(RigidExpense, "disease")
    field_order = ("pk", "kind", "member", "disease")


class BillRow(LinkedRow):
    """A medical bill. What the family paid is worked out; whoever types it is told when it does not fit."""

    disease = from_model(RigidExpense, "disease")
    hospital = from_model(RigidExpense, "hospital")
    is_designated = from_model(RigidExpense, "is_designated", widget=forms.Select)
    billed = from_model(RigidExpense, "billed", label=_("总费用（元）"))
    paid_basic = from_model(RigidExpense, "paid_basic")
    paid_serious = from_model(RigidExpense, "paid_serious")
    paid_assistance = from_model(RigidExpense, "paid_assistance")
    paid_mutual = from_model(RigidExpense, "paid_mutual")
    paid_commercial = from_model(RigidExpense, "paid_commercial")
    outside_catalogue = from_model(RigidExpense, "outside_catalogue")
    self_paid = YuanField(label=_("自付（元）"), required=False)
    self_paid.widget.attrs["placeholder"] = _("由系统计算")
    field_order = ("pk", "member", "disease", "months", "hospital", "is_designated", *FIGURES, "self_paid")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.is_said or any(name in self.errors for name in (*FIGURES, "self_paid")):
            return cleaned
        if cleaned["billed"] is None:
            self.add_error("billed", _("请填写医疗总费用，没有票据就移除这一行。"))
        for name, why in bill_faults(cleaned, cleaned["self_paid"]).items():
            if name not in self.errors:
                self.add_error(name, why)
        return cleaned
