"""The lines of the sections that are tables."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.archives.forms.base import MonthsField, YearAmountField, from_model
from cases.archives.models import IncomeItem, Member, RigidExpense
from cases.archives.states import Relation
from hardship.kernel.fields import StrictIntegerField

RELATIONS = [(str(value), value.label) for value in Relation if value != Relation.HEAD]


class Row(forms.Form):
    """One line of a table; `remove` takes it out."""

    remove = forms.BooleanField(label=_("移除"), required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)

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


class MoneyRow(Row):
    """An amount of the last twelve months, of one person or of the household."""

    pk = StrictIntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**62)
    kind: forms.Field = forms.ChoiceField(required=False)
    member = forms.ChoiceField(label=_("对象"), required=False)
    annual_amount = YearAmountField(label=_("全年金额（元）"), required=False)
    months = MonthsField(label=_("月份"), required=False)
    evidence = forms.ChoiceField(label=_("证明材料"), required=False)
    note = from_model(IncomeItem, "note")

    def __init__(
        self, *args: Any, people: list[tuple[str, str]], documents: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["member"]).choices = [("", _("全家")), *people]
        cast(forms.ChoiceField, self.fields["evidence"]).choices = [("", _("未关联")), *documents]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("remove") or not self.has_changed():
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
