"""What was heard of somebody, and a step with what it says."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.states import Cause
from cases.leads.models import Call, Lead
from cases.leads.services import Outcome, Told
from cases.leads.states import Channel, Reason
from hardship.accounts.forms import UnionField
from hardship.accounts.models import Union
from hardship.kernel.fields import CleanTextField, DateField, IdNumberField, PhoneField, StrictIntegerField
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

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, lead: Lead | None = None, **kwargs: Any
    ) -> None:
        initial: dict[str, Any] = {"heard_on": timezone.localdate()}
        if lead is not None:
            initial = {name: getattr(lead, name) for name in self.base_fields if name not in SECRET}
        super().__init__(data, initial=initial, label_suffix="", **kwargs)
        self.lead = lead
        self.fields["id_number"].widget.attrs["data-id-number"] = "own"
        for name in SECRET if lead is not None else ():
            if kept := getattr(lead, name):
                self.fields[name].help_text = _("已登记 %(masked)s，不改就不用填") % {"masked": kept}

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
