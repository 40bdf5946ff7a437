"""A certificate, what is used of it, another one in its place."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models import Household, Member
from cases.certificates.services import Card
from cases.certificates.states import Kind, Use
from hardship.kernel.fields import CleanTextField, DateField, YuanField


class HolderField(forms.ModelChoiceField):
    """Somebody of the household, by name and relation."""

    def label_from_instance(self, member: Member) -> str:
        return f"{member.name}（{member.get_relation_display()}）"


class RenewForm(forms.Form):
    """Number and days of a certificate."""

    number = CleanTextField(label=_("证号"), max_length=40)
    from_on = DateField(label=_("有效期起"))
    until_on = DateField(label=_("有效期止"))

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, initial={"from_on": timezone.localdate()}, label_suffix="", **kwargs)


class IssueForm(RenewForm):
    """A certificate for somebody of a household."""

    holder = HolderField(label=_("持证人"), queryset=None, empty_label=_("请选择"))
    kind = forms.ChoiceField(label=_("种类"), choices=Kind.choices)
    field_order = ("holder", "kind", "number", "from_on", "until_on")

    def __init__(self, data: Mapping[str, Any] | None = None, *, household: Household) -> None:
        super().__init__(data)
        rows = household.members.filter(removed_at__isnull=True).order_by("pk")
        cast(HolderField, self.fields["holder"]).queryset = rows

    @property
    def card(self) -> Card:
        told = self.cleaned_data
        return Card(told["kind"], told["number"], told["from_on"], told["until_on"])


class UseForm(forms.Form):
    """What a holder was let off."""

    on = DateField(label=_("日期"), past_only=True)
    kind = forms.ChoiceField(label=_("优待内容"), choices=Use.choices)
    giver = CleanTextField(label=_("优待单位"), max_length=60, help_text=_("例如：市自来水公司"))
    worth = YuanField(label=_("减免金额（元）"), min_value=Decimal("0.01"), max_value=Decimal(1_000_000))

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"on": timezone.localdate()}, label_suffix="")


class StepForm(forms.Form):
    action = forms.SlugField(max_length=10)
    comment = CleanTextField(label=_("原因"), max_length=500, multiline=True, required=False)
