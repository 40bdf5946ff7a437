"""An event to report, a call, a term."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.outreach.models import Activity
from cases.outreach.services import Call, Held, Report
from cases.outreach.states import MOST_DAYS, MOST_REACHED, Kind, Occasion
from cases.petitions.forms import CHOOSE
from hardship.kernel.fields import CleanTextField, DateField, IdNumberField, PhoneField, StrictIntegerField


class ReportForm(forms.Form):
    """What happened to whom, in a minute."""

    occasion = forms.ChoiceField(label=_("事由"), choices=[CHOOSE, *Occasion.choices])
    happened_on = DateField(label=_("发生日期"), past_only=True)
    name = CleanTextField(label=_("职工姓名"), max_length=50)
    phone = PhoneField(label=_("电话"), required=False)
    id_number = IdNumberField(label=_("身份证号"), required=False, help_text=_("只用来找到档案，这里不保存"))
    unit = CleanTextField(label=_("单位、班组"), max_length=80, required=False)
    place = CleanTextField(label=_("地点"), max_length=120, required=False, help_text=_("医院、住址等"))
    told = CleanTextField(label=_("情况"), max_length=500, multiline=True, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, label_suffix="", initial={"happened_on": timezone.localdate()})

    def report(self) -> Report:
        return Report(**{**self.cleaned_data, "phone": self.cleaned_data["phone"] or None})


class StepForm(forms.Form):
    """The call, or why there is none."""

    action = forms.SlugField(label=_("办理"), max_length=10)
    visited_on = DateField(label=_("走访日期"), past_only=True, required=False)
    visitors = CleanTextField(label=_("走访人"), max_length=120, required=False, help_text=_("姓名和职务"))
    comment = CleanTextField(label=_("说明"), max_length=500, multiline=True, required=False)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, gifts: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(data, label_suffix="", initial={"visited_on": timezone.localdate()}, **kwargs)
        self.fields["gift"] = forms.ChoiceField(
            label=_("送去的慰问"), choices=[("", _("没有")), *gifts], required=False,
            help_text=_("这户在此后得到的帮扶、慰问；没有列出的先去登记"),
        )  # fmt: skip

    def call(self) -> Call:
        said = self.cleaned_data
        return Call(said["visited_on"], said["visitors"], said["gift"])


class TermForm(forms.Form):
    """Within how many days, from a day on."""

    occasion = forms.ChoiceField(label=_("事由"), choices=[CHOOSE, *Occasion.choices])
    from_on = DateField(label=_("起始日期"))
    days = StrictIntegerField(label=_("几天内走访"), min_value=0, max_value=MOST_DAYS)
    document = CleanTextField(label=_("依据文号"), max_length=60, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, label_suffix="", initial={"from_on": timezone.localdate()})


class ActivityForm(forms.Form):
    """What was held: figures alone, nobody's name."""

    kind = forms.ChoiceField(label=_("类别"), choices=[CHOOSE, *Kind.choices])
    title = CleanTextField(label=_("名称"), max_length=80)
    place = CleanTextField(label=_("地点"), max_length=120)
    held_on = DateField(label=_("日期"), past_only=True)
    persons = StrictIntegerField(label=_("参加人数"), min_value=1, max_value=MOST_REACHED)
    papers = StrictIntegerField(label=_("发放资料（份）"), min_value=0, max_value=MOST_REACHED, initial=0)

    def __init__(self, data: Mapping[str, Any] | None = None, *, row: Activity | None = None) -> None:
        names = tuple(ActivityForm.base_fields)
        initial = {name: getattr(row, name) for name in names} if row else {"held_on": timezone.localdate()}
        super().__init__(data, label_suffix="", initial=initial)

    def held(self) -> Held:
        return Held(**self.cleaned_data)
