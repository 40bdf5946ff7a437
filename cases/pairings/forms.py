"""A pairing, its steps and notes, a year's target and result; helpers; what a union asks."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models import Household
from cases.pairings.models import Helper, Pairing, PairingRule
from cases.pairings.rules import Terms
from cases.pairings.selectors.helpers import list_accounts, list_choosable
from cases.pairings.selectors.pairings import list_given
from cases.pairings.services import Chosen, Given, Wish
from cases.pairings.services.helpers import Praise
from cases.pairings.states import Effect, Help, HelperKind, MentionKind, Way
from hardship.accounts.models import User
from hardship.kernel.fields import CleanTextField, DateField, StrictIntegerField, YuanField

LEAST, MOST = Decimal("0.01"), Decimal(1_000_000)


class HelperField(forms.ModelChoiceField):
    """Somebody on record as a helper, with their post."""

    def label_from_instance(self, helper: Helper) -> str:
        return helper.title


class AccountField(forms.ModelChoiceField):
    """Somebody of the unions, by name and union."""

    def label_from_instance(self, user: User) -> str:
        return f"{user.name}（{user.union.name}）"


class ChooseForm(forms.Form):
    """Who helps, in one of three ways."""

    helper = HelperField(
        label=_("已登记的帮扶人"),
        queryset=None,
        required=False,
        empty_label=_("都不是，选下面的人或另外填写"),
    )
    user = AccountField(label=_("系统里的人员"), queryset=None, required=False, empty_label=_("不是"))
    kind = forms.ChoiceField(label=_("另外填写"), choices=HelperKind.choices)
    name = CleanTextField(label=_("姓名或科室名称"), max_length=50, required=False)
    post = CleanTextField(label=_("单位和职务"), max_length=80, required=False)
    phone = Helper._meta.get_field("phone").formfield(required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, household: Household, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)
        cast(HelperField, self.fields["helper"]).queryset = list_choosable(household)
        cast(AccountField, self.fields["user"]).queryset = list_accounts(household)

    @property
    def chosen(self) -> Chosen:
        told = self.cleaned_data
        return Chosen(
            told["helper"], told["user"], told["kind"], told["name"], told["post"], told["phone"] or None
        )


class PairingForm(ChooseForm):
    """A pairing to be proposed."""

    helps = forms.MultipleChoiceField(
        label=_("帮扶内容"), choices=Help.choices, widget=forms.CheckboxSelectMultiple
    )
    agreed = CleanTextField(
        label=_("怎样帮"), max_length=300, multiline=True,
        help_text=_("例如：每季度上门一次，联系街道介绍工作，开学前落实助学金"),
    )  # fmt: skip
    from_on = DateField(label=_("结对起"))
    until_on = DateField(label=_("结对止"), required=False, help_text=_("不填就是长期"))
    is_leaders = forms.BooleanField(label=_("领导联系户"), required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, household: Household, **kwargs: Any) -> None:
        super().__init__(data, household=household, initial={"from_on": timezone.localdate()}, **kwargs)

    @property
    def wish(self) -> Wish:
        told = self.cleaned_data
        return Wish(told["helps"], told["agreed"], told["from_on"], told["until_on"], told["is_leaders"])


class HandOverForm(ChooseForm):
    """Who takes a household over, and why."""

    comment = CleanTextField(label=_("换人的原因"), max_length=500, multiline=True)


class StepForm(forms.Form):
    """A step of a pairing, with its reason."""

    action = forms.SlugField(max_length=10)
    comment = CleanTextField(label=_("意见"), max_length=500, multiline=True, required=False)


class NoteForm(forms.Form):
    """What was done on a day, and what the family got."""

    on = DateField(label=_("日期"), past_only=True)
    way = forms.ChoiceField(label=_("方式"), choices=Way.choices)
    text = CleanTextField(label=_("做了什么"), max_length=300, multiline=True)
    deed = forms.ChoiceField(label=_("经工会发放的"), required=False)
    own_yuan = YuanField(
        label=_("帮扶人自己出的钱（元）"), required=False, min_value=LEAST, max_value=MOST,
        help_text=_("不进工会的账"),
    )  # fmt: skip
    own_goods = CleanTextField(label=_("帮扶人自己送的物品"), max_length=100, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, pairing: Pairing, **kwargs: Any) -> None:
        super().__init__(data, initial={"on": timezone.localdate()}, label_suffix="", **kwargs)
        choices = [("", _("没有")), *list_given(pairing)]
        cast(forms.ChoiceField, self.fields["deed"]).choices = choices

    @property
    def given(self) -> Given:
        told = self.cleaned_data
        return Given(told["deed"], told["own_yuan"], told["own_goods"])


class TargetForm(forms.Form):
    """What a year is to reach."""

    year = StrictIntegerField(label=_("年度"), min_value=2000, max_value=2100)
    target = CleanTextField(label=_("年度目标"), max_length=300, multiline=True)
    target_income = YuanField(label=_("目标自挣年收入（元）"), required=False, max_value=MOST)

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, initial={"year": timezone.localdate().year}, label_suffix="", **kwargs)


class JudgeForm(forms.Form):
    """What came of a year."""

    year = StrictIntegerField(label=_("年度"), min_value=2000, max_value=2100)
    effect = forms.ChoiceField(label=_("成效"), choices=[("", _("请选择")), *Effect.choices])
    income = YuanField(label=_("家庭自挣年收入（元）"), required=False, max_value=MOST)
    result = CleanTextField(label=_("年度结果"), max_length=300, multiline=True)

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, initial={"year": timezone.localdate().year - 1}, label_suffix="", **kwargs)


class LeaveForm(forms.Form):
    """Since when a helper is not at their post any more."""

    on = DateField(label=_("离岗日期"), past_only=True)

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)


class MentionForm(forms.Form):
    """表扬、评为先进、批评."""

    kind = forms.ChoiceField(label=_("种类"), choices=[("", _("请选择")), *MentionKind.choices])
    on = DateField(label=_("日期"), past_only=True)
    text = CleanTextField(label=_("事由"), max_length=300, multiline=True)
    document = CleanTextField(label=_("文件名称和文号"), max_length=120)
    reward = YuanField(label=_("奖励（元）"), required=False, min_value=LEAST, max_value=MOST)

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, initial={"on": timezone.localdate()}, label_suffix="", **kwargs)

    @property
    def praise(self) -> Praise:
        return Praise(**self.cleaned_data)


class RuleForm(forms.Form):
    """What a union asks of its pairings from a day on."""

    starts_on = DateField(label=_("启用日期"), help_text=_("从这天起按新的要求，以前的不变"))
    visits = StrictIntegerField(label=_("每年至少走访（次）"), min_value=1, max_value=12)
    most = StrictIntegerField(label=_("一人最多结对（户）"), min_value=1, max_value=50)
    days = StrictIntegerField(label=_("离岗后几天内移交"), min_value=1, max_value=60)
    years = StrictIntegerField(label=_("连续几年没有成效不评先进"), min_value=1, max_value=10)
    income = YuanField(
        label=_("家庭自挣年收入超过多少奖励（元）"), required=False, max_value=MOST,
        help_text=_("脱困的也奖励；不奖励的，这两项都不填"),
    )  # fmt: skip
    reward = YuanField(label=_("奖励（元）"), required=False, min_value=LEAST, max_value=MOST)
    document = CleanTextField(label=_("依据"), max_length=120, help_text=_("文件名称和文号"))

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, rule: PairingRule | None = None, **kwargs: Any
    ) -> None:
        now = rule.terms if rule else Terms()
        initial = {**vars(now), "starts_on": timezone.localdate(), "document": rule.document if rule else ""}
        super().__init__(data, initial=initial, label_suffix="", **kwargs)

    @property
    def terms(self) -> Terms:
        told = self.cleaned_data
        return Terms(
            told["visits"], told["most"], told["days"], told["years"], told["income"], told["reward"]
        )
