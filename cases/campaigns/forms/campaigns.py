"""What is typed in of a campaign: what it is, its groups as a table, what falls to which union, a step."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cases.campaigns.models import Campaign
from cases.campaigns.rules import ZERO, Group, Plan, Share
from cases.campaigns.selectors import list_funds
from cases.campaigns.states import MOST_GROUPS, TRANSITIONS, ApprovedBy, Kind, Twice
from hardship.accounts.models import Union
from hardship.kernel.fields import CleanTextField, DateField, StrictIntegerField, YuanField
from hardship.kernel.files import ACCEPT, Accepted, UploadError, accept_upload

ACTIONS = tuple(dict.fromkeys((row.action, row.label) for row in TRANSITIONS))
BLANK_ROWS = 3
MOST_HEADS = 9_999_999
MOST_YUAN = Decimal("9999999999.99")
CENT = Decimal("0.01")


class ScanField(forms.FileField):
    """A picture or a PDF, or nothing; its value is an Accepted or None."""

    def clean(self, data: Any, initial: Any = None) -> Accepted | None:
        found = super().clean(data, initial)
        try:
            return accept_upload(found) if found else None
        except UploadError as error:
            raise forms.ValidationError(str(error), code=error.code) from None


class StandardForm(forms.Form):
    """One group of people; one that says nothing is left out."""

    name = CleanTextField(label=_("慰问对象"), max_length=40, required=False)
    cash = YuanField(label=_("现金（元/人）"), min_value=ZERO, max_value=MOST_YUAN, required=False)
    goods = YuanField(label=_("物资折价（元/人）"), min_value=ZERO, max_value=MOST_YUAN, required=False)
    proof = CleanTextField(label=_("认定依据"), max_length=100, required=False)
    by_heads = forms.BooleanField(label=_("只登记人数"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "empty_permitted": True, "use_required_attribute": False})

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if any(told.get(name) for name in ("cash", "goods", "proof")) and not told.get("name"):
            self.add_error("name", _now("请填写慰问对象。"))
        if told.get("name") and not told.get("cash") and not told.get("goods") and not self.errors:
            self.add_error("cash", _now("请填写现金或物资标准。"))
        return told

    def group(self) -> Group | None:
        """What the row says, or None."""
        told = self.cleaned_data
        if not told.get("name"):
            return None
        return Group(
            told["name"], told["cash"] or ZERO, told["goods"] or ZERO, told["by_heads"], told["proof"]
        )


class CampaignForm(forms.Form):
    """What a campaign is, with the table of its groups."""

    kind = forms.ChoiceField(label=_("活动类型"), choices=Kind.choices)
    name = CleanTextField(label=_("活动名称"), max_length=60, help_text=_("例如：2027 年元旦春节送温暖"))
    theme = CleanTextField(
        label=_("主题"), max_length=60, required=False, help_text=_("例如：心系职工情 温暖进万家")
    )
    organisers = CleanTextField(
        label=_("联合主办单位"), max_length=200, required=False,
        help_text=_("一起办的部门和单位，用顿号隔开；没有就不填"),
    )  # fmt: skip
    from_on = DateField(label=_("开始日期"))
    until_on = DateField(label=_("结束日期"))
    document_no = CleanTextField(label=_("通知文号"), max_length=60)
    document_on = DateField(label=_("文件日期"), past_only=True)
    approved_by = forms.ChoiceField(
        label=_("名单由谁批准"), choices=ApprovedBy.choices, widget=forms.RadioSelect,
        initial=ApprovedBy.ORGANISER,
    )  # fmt: skip
    twice = forms.ChoiceField(
        label=_("同一人在名单上重复列入"), choices=Twice.choices, widget=forms.RadioSelect,
        initial=Twice.REFUSE,
    )  # fmt: skip
    scan = ScanField(
        label=_("文件扫描件"), required=False, widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text=_("照片或 PDF；不选就保留原来的。"),
    )  # fmt: skip
    funds = forms.TypedMultipleChoiceField(
        label=_("可用资金"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("这次活动可以从哪些资金里付。"),
    )  # fmt: skip
    instructions = CleanTextField(label=_("工作要求"), max_length=1000, required=False, multiline=True)

    def __init__(
        self, data: Any = None, files: Any = None, *, union: Union, of: Campaign | None = None
    ) -> None:
        super().__init__(data, files, label_suffix="", initial=_head_of(of) if of else None)
        funds = [(fund.pk, str(fund)) for fund in list_funds(union)]
        self.has_funds = bool(funds)
        cast(forms.ChoiceField, self.fields["funds"]).choices = funds
        made: Any = formset_factory(
            StandardForm, extra=BLANK_ROWS, max_num=MOST_GROUPS, absolute_max=MOST_GROUPS
        )
        groups = [vars(row.group) for row in of.groups.order_by("position")] if of and data is None else []
        self.table: BaseFormSet[Any] = made(data, prefix="group", initial=groups)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.table.is_valid():
            self.add_error(None, _now("表格中有需要改正的内容。"))
        return told

    def plan(self) -> Plan:
        """What was written, once the form is valid."""
        told = {name: value for name, value in self.cleaned_data.items() if name not in ("scan", "funds")}
        groups = tuple(found for row in self.table if (found := row.group()) is not None)
        return Plan(**told, groups=groups, funds=tuple(self.cleaned_data["funds"]))


def _head_of(row: Campaign) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in CampaignForm.base_fields if name not in ("scan", "funds")},
        "funds": list(row.paying.values_list("fund", flat=True)),
    }


class QuotaForm(forms.Form):
    """What each union may list; one that is left blank gets no quota."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, unions: Sequence[Union], shares: Mapping[int, Share]
    ) -> None:
        super().__init__(data, label_suffix="")
        self.unions = list(unions)
        for union in self.unions:
            share = shares.get(union.pk, Share(union.pk))
            for name, label in (("households", _now("户数")), ("people", _now("人数"))):
                self._add(union, name, label, getattr(share, name))
            self._add(union, "yuan", _now("金额"), share.yuan)

    def _add(self, union: Union, name: str, label: str, initial: Any) -> None:
        told: dict[str, Any] = {"label": f"{union.name} {label}", "required": False, "initial": initial}
        field: forms.Field = (
            YuanField(min_value=CENT, max_value=MOST_YUAN, **told)
            if name == "yuan"
            else StrictIntegerField(min_value=0, max_value=MOST_HEADS, **told)
        )
        field.widget.attrs |= {"aria-label": f"{union.name} {label}", "class": "control"}
        self.fields[f"{name}-{union.pk}"] = field

    def grid(self) -> list[tuple[Union, list[tuple[str, BoundField]]]]:
        """Each union with its three fields."""
        names = (("households", _now("户数")), ("people", _now("人数")), ("yuan", _now("金额（元）")))
        return [(one, [(label, self[f"{name}-{one.pk}"]) for name, label in names]) for one in self.unions]

    def shares(self) -> list[Share]:
        """What was filled in, once the form is valid."""
        told = self.cleaned_data
        rows = [
            Share(one.pk, *(told[f"{name}-{one.pk}"] for name in ("households", "people", "yuan")))
            for one in self.unions
        ]
        return [row for row in rows if (row.households, row.people, row.yuan) != (None, None, None)]


class StepForm(forms.Form):
    """A step of a campaign, with what is said of it."""

    action = forms.ChoiceField(choices=ACTIONS, widget=forms.HiddenInput)
    comment = CleanTextField(label=_("意见"), max_length=500, required=False)
