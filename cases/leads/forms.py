"""What was heard of somebody, a step with what it says, calls and their answers, public questionnaires."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.states import Cause, Demand
from cases.leads.models import Call, Lead, Questionnaire
from cases.leads.services import Outcome, Told
from cases.leads.states import MOST_DAYS, Channel, Filler, Reason
from hardship.accounts.forms import UnionField
from hardship.accounts.models import Union
from hardship.kernel.fields import (
    CleanTextField,
    DateField,
    IdNumberField,
    PhoneField,
    StrictIntegerField,
    TelephoneField,
    YuanField,
)
from hardship.kernel.files import Accepted, UploadError, accept_upload

CHOOSE = ("", _("请选择"))
SECRET = ("phone", "id_number")


class LeadForm(forms.Form):
    """Few fields: who, how to reach them, what was heard."""

    channel = forms.ChoiceField(label=_("线索来源"), choices=[CHOOSE, *Channel.choices])
    heard_on = DateField(label=_("获知日期"), past_only=True)
    heard_from = CleanTextField(
        label=_("提供人"), max_length=60, required=False, help_text=_("谁说的，例如：车间工会小组长")
    )
    name = CleanTextField(label=_("职工姓名"), max_length=50)
    phone = PhoneField(label=_("手机号码"), required=False)
    id_number = IdNumberField(
        label=_("身份证号"), required=False, help_text=_("不知道可以不填；填了自动查有没有档案和线索")
    )
    employer = CleanTextField(label=_("单位"), max_length=80, required=False)
    address = CleanTextField(label=_("住址"), max_length=120, required=False)
    cause = forms.ChoiceField(label=_("困难原因"), choices=[CHOOSE, *Cause.choices], required=False)
    hardship = CleanTextField(label=_("困难情况"), max_length=500, multiline=True)
    monthly_per_head = YuanField(
        label=_("人均月收入（元）"), required=False, help_text=_("全家一个月的收入除以人数，说个大概就行")
    )
    demands = forms.MultipleChoiceField(
        label=_("利益诉求"), choices=Demand.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    demand_note = CleanTextField(label=_("诉求内容"), max_length=300, required=False, multiline=True)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, lead: Lead | None = None, **kwargs: Any
    ) -> None:
        initial: dict[str, Any] = {"heard_on": timezone.localdate()}
        if lead is not None:
            initial = {name: getattr(lead, name) for name in self.base_fields if name not in SECRET}
        super().__init__(data, initial=initial, label_suffix="", **kwargs)
        self.lead = lead
        self._keep_scan()
        self.fields["id_number"].widget.attrs["data-id-number"] = "own"
        for name in SECRET if lead is not None else ():
            if kept := getattr(lead, name):
                self.fields[name].help_text = _("已登记 %(masked)s，不改就不用填") % {"masked": kept}

    def _keep_scan(self) -> None:
        """扫码填写 is chosen by nobody, and stays where it is."""
        channel = self.fields.get("channel")
        if not isinstance(channel, forms.ChoiceField):
            return
        if self.lead is not None and self.lead.channel == Channel.SCAN:
            channel.disabled = True
            channel.help_text = _("来自公开问卷，不能改")
        else:
            channel.choices = [CHOOSE, *(row for row in Channel.choices if row[0] != Channel.SCAN)]

    def told(self) -> Told:
        """What was entered, once the form is valid; a number that is left blank stays."""
        said = {name: self.cleaned_data[name] for name in LeadForm.base_fields}
        for name in SECRET:
            kept = getattr(self.lead, name).reveal() if self.lead is not None else ""
            said[name] = said[name] or kept or None
        return Told(**said)


class NewLeadForm(LeadForm):
    """The same, with the union that it concerns."""

    field_order = ["receiver", *LeadForm.base_fields]

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, unions: Sequence[Union], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.fields["receiver"] = UnionField(
            unions, label=_("由哪个工会办理"), help_text=_("选其他工会的，登记后就转过去，办理结果仍能看到")
        )
        self.fields["receiver"].initial = str(unions[0].pk)
        self.order_fields(self.field_order)


class StepForm(forms.Form):
    """A step of the table; each action asks for its own part."""

    action = forms.SlugField(label=_("办理"), max_length=10)
    comment = CleanTextField(label=_("办理情况"), max_length=500, multiline=True, required=False)
    reason = forms.ChoiceField(label=_("原因"), choices=[CHOOSE, *Reason.choices], required=False)
    look_on = DateField(label=_("下次关注日期"), required=False)
    file_no = CleanTextField(
        label=_("已有档案的档案号"),
        max_length=40,
        required=False,
        help_text=_("没有档案的不填，直接建立草稿"),
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, unions: Sequence[Union] = (), **kwargs: Any
    ) -> None:
        super().__init__(data, label_suffix="", **kwargs)
        self.fields["receiver"] = UnionField(unions, label=_("转给"), required=False)

    def outcome(self) -> Outcome:
        names = ("receiver", "reason", "look_on", "file_no")
        return Outcome(**{name: self.cleaned_data[name] for name in names})


class CallForm(forms.Form):
    """What a union calls for, until when."""

    title = CleanTextField(label=_("名称"), max_length=60)
    text = CleanTextField(label=_("通知内容"), max_length=2000, multiline=True)
    due_on = DateField(label=_("截止日期"))
    file = forms.FileField(
        label=_("附件"), required=False, help_text=_("PDF 或图片，不超过 10 MB"),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )  # fmt: skip

    def __init__(
        self, data: Mapping[str, Any] | None = None, files: Any = None, *, call: Call | None = None
    ) -> None:
        kept = {name: getattr(call, name) for name in ("title", "text", "due_on")} if call else {}
        super().__init__(data, files, initial=kept, label_suffix="")
        if call is not None and call.file_name:
            self.fields["file"].help_text = _("已有 %(name)s，不换就不用选") % {"name": call.file_name}

    def clean_file(self) -> Accepted | None:
        uploaded = self.cleaned_data["file"]
        if not uploaded:
            return None
        try:
            return accept_upload(uploaded)
        except UploadError as error:
            raise forms.ValidationError(str(error), code=error.code) from None


class AnswerForm(forms.Form):
    """How many people a union hands in."""

    persons = StrictIntegerField(
        label=_("上报人数"), max_value=100_000, help_text=_("线索和申请合计；没有的填 0")
    )
    note = CleanTextField(label=_("说明"), max_length=300, multiline=True, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)


class CallStepForm(forms.Form):
    """A step of a call."""

    action = forms.SlugField(label=_("办理"), max_length=10)


class QuestionnaireForm(forms.Form):
    """A public address to open: until when, whom to ask (as on the union's last one), for which call."""

    ends_on = DateField(label=_("填写截止"))
    contact = CleanTextField(
        label=_("咨询联系人"), max_length=40, help_text=_("印在海报和页面上，例如：工会办公室 季老师")
    )
    telephone = TelephoneField(label=_("咨询电话"), help_text=_("印在海报和页面上，工作时间有人接的电话"))

    field_order = ("call", "ends_on", "contact", "telephone")

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        calls: Sequence[Call],
        chosen: str = "",
        last: Questionnaire | None = None,
    ) -> None:
        said = {name: getattr(last, name) for name in ("contact", "telephone")} if last else {}
        super().__init__(data, label_suffix="", initial=said)
        self.calls = {str(call.uid): call for call in calls}
        today = timezone.localdate()
        until = self.calls[chosen].due_on if chosen in self.calls else today + timedelta(days=MOST_DAYS)
        self.fields["call"] = forms.ChoiceField(
            label=_("为哪份收集通知"), required=False, initial=chosen,
            choices=[("", _("不为哪份通知")), *((key, str(call)) for key, call in self.calls.items())],
        )  # fmt: skip
        self.fields["ends_on"].initial = until
        self.fields["ends_on"].help_text = _("最长 %(days)d 天；为收集通知的，不晚于通知的截止日期") % {
            "days": MOST_DAYS
        }
        self.order_fields(self.field_order)

    def clean_call(self) -> Call | None:
        return self.calls.get(self.cleaned_data["call"])


class AnswerSheet(LeadForm):
    """The questionnaire as anybody fills it in on a telephone: what the paper asks, and the consent.

    `website` stands where no person sees it: what fills it in is a machine.
    """

    channel = heard_on = heard_from = None  # type: ignore[assignment]
    phone = PhoneField(label=_("手机号码"), help_text=_("工会打这个电话联系"))
    filled_by = forms.ChoiceField(
        label=_("填写人"), choices=Filler.choices, initial=Filler.SELF, widget=forms.RadioSelect,
        error_messages={"required": _("请选择填写人。")},
    )  # fmt: skip
    consent = forms.BooleanField(
        label=_("我已阅读，同意工会这样处理以上信息"),
        error_messages={"required": _("请先看完说明并勾选同意，不同意的不能提交。")},
    )
    website = forms.CharField(
        label=_("此项请勿填写"), required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )  # fmt: skip

    field_order = (
        "name", "phone", "id_number", "employer", "address", "cause", "hardship", "monthly_per_head",
        "demands", "demand_note", "filled_by", "consent",
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.fields["name"].label = _("职工姓名")
        self.fields["id_number"].help_text = _("不想填可以不填；填了便于核对身份")
        self.fields["employer"].help_text = _("在哪里上班；停工、离职的填原来的单位")
        self.fields["demands"].label = _("最希望解决什么")
        self.fields["demand_note"].label = _("希望怎样解决")
        self.fields["hardship"].help_text = _("谁、什么事、每月自己要付多少钱，尽量写具体")

    @property
    def is_of_machine(self) -> bool:
        return bool(self.data.get("website"))

    def told(self) -> Told:
        """What was answered, once the form is valid; the channel and the day are the service's to say."""
        names = ("name", "phone", "employer", "address", "cause", "hardship", "monthly_per_head", "demands",
                 "demand_note")  # fmt: skip
        said = {name: self.cleaned_data[name] for name in names}
        return Told(
            channel=Channel.SCAN, heard_on=timezone.localdate(),
            id_number=self.cleaned_data["id_number"] or None, **said,
        )  # fmt: skip
