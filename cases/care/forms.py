"""A case to open, a note, a step."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.care.services import Opening, Progress
from cases.care.states import Form, Kind, Outcome, Reason, Risk, Topic, Way
from cases.petitions.forms import CHOOSE, PersonField
from hardship.accounts.models import User
from hardship.kernel.fields import (
    CleanTextField,
    DateField,
    IdNumberField,
    PhoneField,
    StrictIntegerField,
    YuanField,
)


class CareForm(forms.Form):
    """What a case begins with, and the two who read it."""

    key = forms.UUIDField(required=False, initial=uuid.uuid4, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("类别"), choices=[CHOOSE, *Kind.choices])
    form = forms.ChoiceField(label=_("方式"), choices=[CHOOSE, *Form.choices])
    reason = forms.ChoiceField(
        label=_("案由"), choices=[CHOOSE, *Reason.choices], required=False, help_text=_("法律援助选")
    )
    risk = forms.ChoiceField(label=_("风险"), choices=Risk.choices, initial=Risk.NONE)
    opened_on = DateField(label=_("开始日期"), past_only=True)
    name = CleanTextField(
        label=_("当事人"), max_length=50, required=False, help_text=_("团体、不愿留名的可以不填")
    )
    phone = PhoneField(label=_("电话"), required=False)
    id_number = IdNumberField(label=_("身份证号"), required=False, help_text=_("只用来找到档案，这里不保存"))
    persons = StrictIntegerField(label=_("人数"), min_value=1, max_value=5000, initial=1)
    people = CleanTextField(
        label=_("同案人员"), max_length=5000, multiline=True, required=False,
        help_text=_("每行一人：姓名 电话"),
    )  # fmt: skip
    theme = CleanTextField(label=_("情况"), max_length=2000, multiline=True)
    respondent = CleanTextField(label=_("对方单位"), max_length=80, required=False, help_text=_("法律援助填"))
    lawyer = CleanTextField(label=_("律师"), max_length=50, required=False, help_text=_("法律援助填"))
    months = StrictIntegerField(
        label=_("欠薪月数"), min_value=1, max_value=240, required=False, help_text=_("欠薪案填")
    )
    claimed = YuanField(label=_("主张金额（元）"), required=False, help_text=_("法律援助填"))
    next_on = DateField(
        label=_("下次日期"), required=False, help_text=_("下次面谈、开庭的日子，到期列入待办")
    )
    term_on = DateField(
        label=_("时效届满日"), required=False,
        help_text=_("法律援助填：劳动仲裁时效一年，对裁决不服的十五日内起诉；届满前 30 天列入待办"),
    )  # fmt: skip
    petition_number = CleanTextField(
        label=_("信访编号"), max_length=40, required=False, help_text=_("由信访件转来的填")
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, workers: Sequence[User], supervisors: Sequence[User]
    ) -> None:
        super().__init__(data, label_suffix="", initial={"opened_on": timezone.localdate()})
        self.fields["worker"] = PersonField(workers, label=_("承办人"))
        self.fields["supervisor"] = PersonField(
            supervisors, label=_("督导"), help_text=_("除承办人外唯一能看内容的人")
        )

    def opening(self) -> Opening:
        said = {name: self.cleaned_data[name] for name in CareForm.base_fields if name != "key"}
        said["phone"] = said["phone"] or None
        return Opening(**said)


class NoteForm(forms.Form):
    """What was talked or done."""

    on = DateField(label=_("日期"), past_only=True)
    text = CleanTextField(label=_("记录"), max_length=2000, multiline=True)
    next_on = DateField(label=_("下次日期"), required=False)
    risk = forms.ChoiceField(label=_("风险"), choices=[("", _("不变")), *Risk.choices], required=False)
    term_on = DateField(label=_("时效届满日"), required=False, help_text=_("变了的填，不填不变"))
    is_term_kept = forms.BooleanField(label=_("时效已了，不再提醒"), required=False)
    agreed = YuanField(label=_("裁定、协议金额（元）"), required=False)
    recovered = YuanField(label=_("追回金额（元）"), required=False)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, is_legal: bool, next_on: date | None = None,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        """`next_on` is the day that is set: one that lies ahead stays unless it is changed."""
        today = timezone.localdate()
        ahead = next_on if next_on and next_on > today else None
        super().__init__(data, label_suffix="", initial={"on": today, "next_on": ahead}, **kwargs)
        if not is_legal:
            for name in ("agreed", "recovered", "term_on", "is_term_kept"):
                del self.fields[name]

    def progress(self) -> Progress:
        said = self.cleaned_data
        return Progress(
            said["next_on"], said.get("term_on"), said["risk"], said.get("agreed"), said.get("recovered"),
            is_term_kept=said.get("is_term_kept", False),
        )  # fmt: skip


class AdviceForm(forms.Form):
    """One line of advice: no name."""

    on = DateField(label=_("日期"), past_only=True)
    topic = forms.ChoiceField(label=_("事项"), choices=[CHOOSE, *Topic.choices])
    way = forms.ChoiceField(label=_("方式"), choices=Way.choices)
    persons = StrictIntegerField(label=_("人数"), min_value=1, max_value=5000, initial=1)

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, label_suffix="", initial={"on": timezone.localdate()})


class StepForm(forms.Form):
    """A step; each asks for its own part."""

    action = forms.SlugField(label=_("办理"), max_length=10)
    comment = CleanTextField(label=_("说明"), max_length=2000, multiline=True, required=False)
    outcome = forms.ChoiceField(label=_("结果"), choices=[CHOOSE, *Outcome.choices], required=False)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, workers: Sequence[User] = (),
        supervisors: Sequence[User] = (), **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(data, label_suffix="", **kwargs)
        self.fields["worker"] = PersonField(workers, label=_("新的承办人"), required=False)
        self.fields["supervisor"] = PersonField(supervisors, label=_("新的督导"), required=False)

    def told(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("comment", "outcome", "worker", "supervisor")}
