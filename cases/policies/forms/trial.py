"""试算: a small household typed in, asking for just those facts that the policy looks at."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.policies.rules import Case, PolicyDocument
from cases.policies.rules.asked import asks_students, list_facts
from cases.policies.rules.case import Expense, Income, Standard, Student
from cases.policies.rules.vocabulary import CODE_LISTS, EXPENSES, FACTS, INCOMES, STAGES, Fact
from hardship.kernel.fields import CleanTextField, DateField, YuanField

UNKNOWN = (("", _("不清楚")), ("1", _("是")), ("0", _("否")))
PARTS = (
    ("assets", _("住房与资产")), ("traits", _("职工与家庭情况")), ("need", _("本次申请")),
)  # fmt: skip
STUDENTS = 3


@dataclass(frozen=True)
class Group:
    """Fields under one heading."""

    title: Any
    fields: list[forms.BoundField]


class TrialForm(forms.Form):
    """Yuan a year for incomes and outlays; what is left empty is nothing for sums and unknown for facts."""

    on = DateField(label=_("认定日期"))
    region_code = forms.RegexField(
        r"\A[0-9]{6}\Z",
        label=_("行政区划代码"),
        error_messages={"invalid": _("行政区划代码是六位数字，例如 320602。")},
        help_text=_("决定用哪里的低保标准"),
    )
    persons = forms.IntegerField(label=_("共同生活人数"), min_value=1, max_value=30)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, document: PolicyDocument, **kwargs: Any
    ) -> None:
        super().__init__(data, label_suffix="", **kwargs)
        self.facts = list_facts(document)
        for prefix, kinds in (("income", INCOMES), ("expense", EXPENSES)):
            for code, label in kinds.items():
                self.fields[f"{prefix}-{code}"] = YuanField(label=label, required=False)
        self.students = range(STUDENTS if asks_students(document) else 0)
        for n in self.students:
            self.fields[f"student-{n}"] = forms.ChoiceField(
                label=_("学生 %(n)s 在读阶段") % {"n": n + 1},
                choices=[("", _("无")), *STAGES.items()],
                required=False,
            )
        for name in self.facts:
            self.fields[f"fact-{name}"] = fact_field(FACTS[name])

    def groups(self) -> Iterator[Group]:
        yield Group(_("家庭"), [self["on"], self["region_code"], self["persons"]])
        yield Group(_("全年收入（元）"), [self[f"income-{code}"] for code in INCOMES])
        yield Group(_("全年刚性支出（元）"), [self[f"expense-{code}"] for code in EXPENSES])
        for part, title in PARTS:
            names = [name for name in self.facts if FACTS[name].part == part]
            students = [self[f"student-{n}"] for n in self.students] if part == "need" else []
            if names or students:
                yield Group(title, [*(self[f"fact-{name}"] for name in names), *students])

    def case(self, standards: tuple[Standard, ...]) -> Case:
        """The household as typed; sums that were left empty are no income and no outlay."""
        data = self.cleaned_data
        parts: dict[str, dict[str, Any]] = {"assets": {}, "traits": {}, "need": {}}
        for name in self.facts:
            value = fact_value(FACTS[name], data.get(f"fact-{name}"))
            if value is not None:
                parts[FACTS[name].part][name] = value
        return Case(
            on=data["on"],
            region_code=data["region_code"],
            persons=data["persons"],
            incomes=tuple(Income(code, amount) for code, amount in self._sums("income", INCOMES)),
            expenses=tuple(Expense(code, amount) for code, amount in self._sums("expense", EXPENSES)),
            students=tuple(
                Student(stage=data[f"student-{n}"]) for n in self.students if data[f"student-{n}"]
            ),
            standards=standards,
            assets=parts["assets"],
            traits=parts["traits"],
            need=parts["need"],
        )

    def _sums(self, prefix: str, kinds: Any) -> Iterator[tuple[str, Decimal]]:
        for code in kinds:
            amount = self.cleaned_data.get(f"{prefix}-{code}")
            if amount:
                yield code, amount


def fact_field(fact: Fact) -> forms.Field:
    """The field in which somebody tells one fact; empty means that it is not known."""
    label = fact.label
    if fact.kind == "flag":
        return forms.ChoiceField(label=label, choices=UNKNOWN, required=False)
    if fact.kind == "code":
        choices = [("", _("不清楚")), *CODE_LISTS[fact.codes].items()]
        return forms.ChoiceField(label=label, choices=choices, required=False)
    if fact.kind == "codes":
        return forms.MultipleChoiceField(
            label=label,
            choices=list(CODE_LISTS[fact.codes].items()),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
    if fact.kind == "money":
        return YuanField(label=label, required=False)
    if fact.kind == "number":
        return forms.DecimalField(label=label, required=False, min_value=Decimal(0), max_digits=8)
    if fact.kind == "date":
        return DateField(label=label, required=False)
    return CleanTextField(label=label, max_length=40, required=False)


def fact_value(fact: Fact, value: Any) -> str | bool | Decimal | date | tuple[str, ...] | None:
    """What a case holds for what `fact_field` gave; None where it is not known."""
    if value in (None, "", []):
        return None
    if fact.kind == "flag":
        return bool(value == "1")
    return tuple(value) if fact.kind == "codes" else value
