"""A referral, what came of it, what a department offers."""

import uuid
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.aid.states import GIVER_KINDS
from cases.archives.models import Member
from cases.petitions.forms import CHOOSE
from cases.policies.states import AidKind
from cases.referrals.models import DepartmentService
from cases.referrals.services import Offer, Result, Sending
from cases.referrals.states import MOST_DAYS, USUAL_DAYS
from hardship.kernel.fields import CleanTextField, DateField, StrictIntegerField, TelephoneField, YuanField

MOST = Decimal(1_000_000)


class SendForm(forms.Form):
    """Who is referred to which service, and why."""

    key = forms.UUIDField(required=False, initial=uuid.uuid4, widget=forms.HiddenInput)
    department = CleanTextField(
        label=_("牵头部门"),
        max_length=60,
        required=False,
        help_text=_("几个部门一起办的填牵头的，不填是服务的部门"),
    )
    reason = CleanTextField(
        label=_("转介理由"), max_length=500, multiline=True, help_text=_("写进转介函，只写部门需要知道的")
    )
    sent_on = DateField(label=_("发出日期"), past_only=True)
    field_order = ("member", "service", "department", "reason", "sent_on")

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, members: Sequence[Member],
        services: Sequence[DepartmentService],
    ) -> None:  # fmt: skip
        super().__init__(data, label_suffix="", initial={"sent_on": timezone.localdate()})
        self.people = {str(row.pk): row for row in members}
        self.offered = {str(row.pk): row for row in services}
        names = [(key, f"{row.name}（{row.get_relation_display()}）") for key, row in self.people.items()]
        offers = [(key, f"{row.department}：{row.name}") for key, row in self.offered.items()]
        self.fields["member"] = forms.ChoiceField(label=_("转介谁"), choices=[CHOOSE, *names])
        self.fields["service"] = forms.ChoiceField(label=_("服务"), choices=[CHOOSE, *offers])
        self.order_fields(self.field_order)

    @property
    def member(self) -> Member:
        return self.people[self.cleaned_data["member"]]

    def sending(self) -> Sending:
        said = self.cleaned_data
        service = self.offered[said["service"]]
        return Sending(service, said["reason"], said["sent_on"], said["department"])


class StepForm(forms.Form):
    """A step; each asks for its own part."""

    action = forms.SlugField(label=_("办理"), max_length=10)
    on = DateField(label=_("日期"), past_only=True, required=False)
    won = YuanField(
        label=_("争取金额（元）"), required=False, min_value=Decimal("0.01"), max_value=MOST,
        help_text=_("记入这个人的帮扶记录；房子、资格等没有金额的不填"),
    )  # fmt: skip
    comment = CleanTextField(label=_("说明"), max_length=500, multiline=True, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", initial={"on": timezone.localdate()}, **kwargs)

    def result(self) -> Result:
        said = self.cleaned_data
        return Result(said["on"], said["comment"], said["won"])


class ServiceForm(forms.Form):
    """What a department offers; one that is there gives its words."""

    department = CleanTextField(label=_("部门"), max_length=60, help_text=_("例如：区民政局"))
    name = CleanTextField(label=_("服务"), max_length=60, help_text=_("例如：最低生活保障"))
    giver_kind = forms.ChoiceField(label=_("帮扶来源"), choices=[CHOOSE, *GIVER_KINDS])
    aid_kind = forms.ChoiceField(label=_("帮扶种类"), choices=[CHOOSE, *AidKind.choices])
    contact = CleanTextField(label=_("联系人"), max_length=60, required=False, help_text=_("科室或者姓名"))
    telephone = TelephoneField(label=_("联系电话"), required=False)
    place = CleanTextField(label=_("办理地点"), max_length=120, required=False)
    bring = CleanTextField(
        label=_("携带材料"), max_length=300, multiline=True, required=False, help_text=_("印在转介函上")
    )
    document = CleanTextField(label=_("依据文号"), max_length=60, required=False)
    days = StrictIntegerField(
        label=_("几个工作日内答复"), min_value=1, max_value=MOST_DAYS, initial=USUAL_DAYS
    )
    from_on = DateField(label=_("启用日期"))

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, row: DepartmentService | None = None
    ) -> None:
        kept = [name for name in ServiceForm.base_fields if name != "from_on"]
        initial = {name: getattr(row, name) for name in kept} if row else {}
        super().__init__(data, label_suffix="", initial={**initial, "from_on": timezone.localdate()})

    def offer(self) -> Offer:
        told: dict[str, Any] = {name: self.cleaned_data[name] or "" for name in self.fields}
        return Offer(**told)


class EndForm(forms.Form):
    """The last day of a service."""

    until_on = DateField(label=_("最后一天"))

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, label_suffix="", initial={"until_on": timezone.localdate()})
