"""A plan, a measure, what was done, and how it ended."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models import Household
from cases.archives.states import Cause
from cases.plans.models import HelpPlan, Measure, YearTask
from cases.plans.selectors import list_responsible
from cases.plans.states import THIRD, Department, ExitKind, MeasureKind
from hardship.accounts.models import User
from hardship.kernel.fields import CleanTextField, DateField, StrictIntegerField


class PlanForm(forms.Form):
    """Year, goal and which causes it is about; the file's causes are ticked."""

    year = StrictIntegerField(label=_("年度"), min_value=2000, max_value=2100)
    goal = CleanTextField(
        label=_("帮扶目标"), max_length=300, multiline=True,
        help_text=_("到年底要达到什么，例如：一人稳定就业，净人均月收入超过低保标准"),
    )  # fmt: skip
    causes = forms.MultipleChoiceField(
        label=_("针对的致困原因"), choices=Cause.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        household: Household,
        plan: HelpPlan | None = None,
        **kwargs: Any,
    ) -> None:
        causes = [household.main_cause, *household.secondary_causes]
        initial: dict[str, Any] = {
            "year": timezone.localdate().year, "causes": [cause for cause in causes if cause]
        }  # fmt: skip
        if plan is not None:
            initial = {"year": plan.year, "goal": plan.goal, "causes": plan.causes}
        super().__init__(data, initial=initial, label_suffix="", **kwargs)


class ResponsibleField(forms.ModelChoiceField):
    """Somebody of the unions, by name alone."""

    def label_from_instance(self, user: User) -> str:
        return f"{user.name}"


class MeasureForm(forms.Form):
    """What is done, who sees to it, until when."""

    kind = forms.ChoiceField(label=_("措施种类"), choices=[("", _("请选择")), *MeasureKind.choices])
    text = CleanTextField(
        label=_("具体措施"), max_length=300, help_text=_("例如：介绍到社区食堂面试；申请医疗救助")
    )
    department = forms.ChoiceField(
        label=_("牵头部门"), required=False, choices=[("", _("按措施种类")), *Department.choices]
    )
    due_on = DateField(label=_("完成期限"))
    responsible = ResponsibleField(
        label=_("责任人"), queryset=None, required=False, empty_label=_("工会以外的人，填在下面")
    )
    responsible_name = CleanTextField(label=_("工会以外的责任人"), max_length=50, required=False)
    responsible_phone = Measure._meta.get_field("responsible_phone").formfield(required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        household: Household,
        measure: Measure | None = None,
        **kwargs: Any,
    ) -> None:
        kept = ("kind", "text", "department", "due_on", "responsible", "responsible_name")
        initial = {name: getattr(measure, name) for name in kept} if measure else {}
        super().__init__(data, initial=initial, label_suffix="", **kwargs)
        if measure and measure.responsible_phone:
            self.fields["responsible_phone"].help_text = _("已登记 %(masked)s，不改就不用填") % {
                "masked": measure.responsible_phone
            }
        cast(ResponsibleField, self.fields["responsible"]).queryset = list_responsible(household)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not (cleaned.get("responsible") or cleaned.get("responsible_name")):
            self.add_error("responsible", _("请选择责任人，或填写工会以外的责任人。"))
        return cleaned


class ProgressForm(forms.Form):
    """What was done on a day."""

    on = DateField(label=_("日期"), past_only=True)
    text = CleanTextField(label=_("进展"), max_length=300)

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        initial = {"on": timezone.localdate()}
        super().__init__(data, initial=initial, label_suffix="", **kwargs)


class StepForm(forms.Form):
    """A step of a plan or a measure, with its result."""

    action = forms.SlugField(label=_("办理"), max_length=20)
    comment = CleanTextField(label=_("结果"), max_length=500, multiline=True, required=False)


class CloseForm(StepForm):
    """A step of a measure, with what fulfils it."""

    deed = CleanTextField(label=_("由哪次帮扶落实"), max_length=80, required=False)


class ExitForm(forms.Form):
    """What households are planned for."""

    kind = forms.ChoiceField(label=_("安排"), choices=ExitKind.choices, widget=forms.RadioSelect)
    year = StrictIntegerField(
        label=_("脱困年度"), required=False, min_value=2016, max_value=2100, help_text=_("计划脱困的填写")
    )
    note = CleanTextField(
        label=_("说明"), max_length=200, required=False, help_text=_("例如：子女明年毕业；长期透析，无法脱困")
    )

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(
            data, label_suffix="", initial={"kind": ExitKind.LEAVE, "year": timezone.localdate().year}
        )


class TaskForm(forms.Form):
    """What a union is to reach in a year."""

    year = StrictIntegerField(label=_("从哪一年起"), min_value=2016, max_value=2100)
    numerator = StrictIntegerField(label=_("比例：分子"), min_value=1, max_value=1000)
    denominator = StrictIntegerField(
        label=_("比例：分母"),
        min_value=1,
        max_value=1000,
        help_text=_("三分之一填 1 和 3；以后各年也按它计算"),
    )
    households = StrictIntegerField(
        label=_("目标户数"), required=False, max_value=1_000_000,
        help_text=_("直接下达户数的填写，只管这一年；不填按比例计算，有零数进一"),
    )  # fmt: skip
    document = CleanTextField(label=_("依据"), max_length=120, help_text=_("文件名称和文号"))

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, year: int, task: YearTask | None = None
    ) -> None:
        initial: dict[str, Any] = {"year": year, "numerator": THIRD[0], "denominator": THIRD[1]}
        if task is not None:
            initial |= {"numerator": task.numerator, "denominator": task.denominator}
            initial |= {"document": task.document} if task.year == year else {}
            initial |= {"households": task.households} if task.year == year else {}
        super().__init__(data, initial=initial, label_suffix="")
