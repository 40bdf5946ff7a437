"""A course, a step of it, what became of somebody on it and after it."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.employment.models import Course, CourseCheck, Enrolment, Partner
from cases.employment.services import Plan
from cases.employment.states import MOST_HOURS, MOST_SEATS, TRANSITIONS, Level, Result, Work
from funds.ledgers.models import BudgetLine
from hardship.kernel.fields import CleanTextField, DateField, StrictIntegerField, YuanField

CHOOSE = ("", _("请选择"))
ACTIONS = tuple(dict.fromkeys((row.action, row.label) for row in TRANSITIONS))
FIELDS = ("name", "trade", "hours", "place", "starts_on", "ends_on", "seats", "partner", "level", "cost")


class CourseForm(forms.Form):
    """What is told of a course; the money is named, not spent."""

    name = CleanTextField(label=_("培训班名称"), max_length=60)
    trade = CleanTextField(label=_("工种"), max_length=40, help_text=_("例如：家政服务、电工、中式面点"))
    level = forms.ChoiceField(label=_("技能等级"), choices=Level.choices, initial=Level.NONE)
    hours = StrictIntegerField(label=_("学时"), min_value=1, max_value=MOST_HOURS)
    starts_on = DateField(label=_("开课日期"))
    ends_on = DateField(label=_("结课日期"))
    place = CleanTextField(label=_("培训地点"), max_length=80)
    seats = StrictIntegerField(label=_("招收名额"), min_value=1, max_value=MOST_SEATS)
    agreement = forms.TypedChoiceField(
        label=_("培训协议"), coerce=int, empty_value=None, required=False,
        help_text=_("签了协议的选这里，培训机构按协议上的名称"),
    )  # fmt: skip
    partner = CleanTextField(
        label=_("培训机构"), max_length=80, required=False,
        help_text=_("没有选协议的填；同一家机构每次写法一致，成效才汇总得到一起"),
    )  # fmt: skip
    cost = YuanField(label=_("人均费用（元）"), required=False, min_value=Decimal("0.01"))
    line = forms.TypedChoiceField(
        label=_("经费指标"), coerce=int, empty_value=None, required=False,
        help_text=_("说明经费从哪里出；付款仍在财务那里办理"),
    )  # fmt: skip

    def __init__(
        self,
        data: Any = None,
        *,
        lines: Iterable[BudgetLine],
        partners: Iterable[Partner] = (),
        course: Course | None = None,
    ) -> None:
        initial = {name: getattr(course, name) for name in FIELDS} if course else {}
        if course:
            initial |= {"line": course.line_id, "agreement": course.agreement_id}
        super().__init__(data, initial=initial, label_suffix="")
        agreed = [(one.pk, one.title) for one in partners]
        cast(forms.ChoiceField, self.fields["agreement"]).choices = [("", _("没有协议")), *agreed]
        choices = [(line.pk, str(line)) for line in lines]
        cast(forms.ChoiceField, self.fields["line"]).choices = [("", _("不指定")), *choices]

    def clean(self) -> dict[str, Any] | None:
        told = super().clean() or {}
        first, last = told.get("starts_on"), told.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("结课日期不能早于开课日期，请核对。"))
        if not told.get("agreement") and not told.get("partner") and "partner" not in self.errors:
            self.add_error("partner", _("请选择协议，或者填写培训机构。"))
        return told

    def plan(self) -> Plan:
        """What was entered, once the form is valid."""
        said = self.cleaned_data
        told = {name: said[name] for name in FIELDS}
        return Plan(**told, line_id=said["line"], agreement_id=said["agreement"])


class StepForm(forms.Form):
    action = forms.ChoiceField(choices=ACTIONS, widget=forms.HiddenInput)
    comment = CleanTextField(label=_("取消原因"), max_length=200, required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")


class ResultForm(forms.Form):
    """合格, 不合格 or 退学."""

    state = forms.ChoiceField(label=_("结果"))
    hours = StrictIntegerField(
        label=_("实到学时"), max_value=MOST_HOURS, required=False, help_text=_("退学的不填")
    )
    certificate_no = CleanTextField(
        label=_("证书编号"), max_length=40, required=False, help_text=_("合格的填；证书没有下来的，以后再补")
    )
    said = CleanTextField(label=_("说明"), max_length=200, required=False, help_text=_("退学的写明原因"))

    def __init__(self, data: Any = None, *, row: Enrolment) -> None:
        names = ("hours", "certificate_no", "said")
        initial = {name: getattr(row, name) for name in names} | {"state": row.state}
        super().__init__(data, initial=initial, label_suffix="")
        results = [one for one in Result.choices if one[0] != Result.ENROLLED]
        cast(forms.ChoiceField, self.fields["state"]).choices = [CHOOSE, *results]


class CheckForm(forms.Form):
    """What somebody answered some months after a course."""

    work = forms.ChoiceField(label=_("就业情况"), choices=[CHOOSE, *Work.choices])
    said = CleanTextField(
        label=_("单位或说明"), max_length=200, required=False, help_text=_("在哪里上班，或者为什么没有就业")
    )

    def __init__(self, data: Any = None, *, check: CourseCheck) -> None:
        initial = {"work": check.work, "said": check.said}
        super().__init__(data, initial=initial, label_suffix="", auto_id=f"id_{check.months}_%s")
