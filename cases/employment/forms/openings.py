"""An opening, what came of somebody who was sent there, whether they are still there."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any, ClassVar, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.employers.models import Employer
from cases.employment.models import JobCheck, JobOpening, Partner
from cases.employment.services import Offer, Outcome
from cases.employment.states import MOST_POSTS, MOST_WAGE, Side, There
from hardship.kernel.fields import CleanTextField, DateField, StrictIntegerField, YuanField

CHOOSE = ("", _("请选择"))


class OfferForm(forms.Form):
    """What an employer offers, whoever enters it: a page or a row of a workbook."""

    post = CleanTextField(label=_("岗位"), max_length=40)
    trade = CleanTextField(
        label=_("工种"), max_length=40, help_text=_("按这个词在求职的人的技能和意愿里找，例如：缝纫、电工")
    )
    number = StrictIntegerField(label=_("招聘人数"), min_value=1, max_value=MOST_POSTS)
    wage = YuanField(
        label=_("月工资（元）"), min_value=Decimal("0.01"), max_value=Decimal(MOST_WAGE),
        help_text=_("有高有低的填最低的"),
    )  # fmt: skip
    place = CleanTextField(label=_("工作地点"), max_length=80)
    requirements = CleanTextField(label=_("要求"), max_length=300, multiline=True, required=False)
    until_on = DateField(label=_("截止日期"))

    def __init__(
        self,
        data: Any = None,
        *,
        opening: JobOpening | None = None,
        employers: Iterable[Employer] = (),
        bases: Iterable[Partner] = (),
    ) -> None:
        initial = {name: getattr(opening, name) for name in self.base_fields} if opening else {}
        if opening:
            initial["base"] = opening.base_id
        super().__init__(data, initial=initial, label_suffix="")
        agreed = [(one.pk, one.title) for one in bases]
        self.fields["base"] = forms.TypedChoiceField(
            label=_("再就业基地"), coerce=int, empty_value=None, required=False,
            choices=[("", _("不在基地")), *agreed],
        )  # fmt: skip
        if opening is None:
            self.employers = {row.pk: row for row in employers}
            choices = [(row.pk, row.name) for row in self.employers.values()]
            self.fields["employer"] = forms.TypedChoiceField(
                label=_("用人单位"), coerce=int, choices=[CHOOSE, *choices],
                help_text=_("没有列出的，先到“用人单位”登记"),
            )  # fmt: skip
            self.order_fields(["employer"])

    def offer(self) -> Offer:
        """What was entered, once the form is valid."""
        return replace(make_offer(self.cleaned_data), base_id=self.cleaned_data["base"])


def make_offer(told: Any) -> Offer:
    """What was entered on a page or in a row of a workbook."""
    said = {name: told[name] for name in OfferForm.base_fields}
    said["requirements"] = said["requirements"] or ""
    return Offer(**said)


class CloseForm(forms.Form):
    comment = CleanTextField(label=_("停招原因"), max_length=200, required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")


class MoveForm(forms.Form):
    """What is asked of one step of a referral."""

    on = DateField(label=_("日期"), past_only=True)
    wage = YuanField(label=_("实际月工资（元）"), min_value=Decimal("0.01"), max_value=Decimal(MOST_WAGE))
    has_contract = forms.BooleanField(label=_("签了劳动合同"), required=False)
    side = forms.ChoiceField(label=_("是谁没有同意"), choices=[CHOOSE, *Side.choices])
    said = CleanTextField(label=_("原因或说明"), max_length=200)
    ASKED: ClassVar[dict[str, dict[str, Any]]] = {
        "interview": {"on": _("面试日期")},
        "hire": {"on": _("上岗日期"), "wage": None, "has_contract": None},
        "decline": {"side": None, "said": _("原因")},
        "leave": {"said": _("离职原因")},
    }

    def __init__(self, data: Any = None, *, action: str) -> None:
        super().__init__(data, label_suffix="", auto_id=f"id_{action}_%s")
        asked = self.ASKED[action]
        for name in list(self.fields):
            if name not in asked:
                del self.fields[name]
            elif label := asked[name]:
                self.fields[name].label = label

    def outcome(self) -> Outcome:
        """What was entered, once the form is valid."""
        return Outcome(**self.cleaned_data)


class ThereForm(forms.Form):
    """Whether somebody is still at their place."""

    work = forms.ChoiceField(label=_("是否在岗"))
    said = CleanTextField(label=_("说明"), max_length=200, required=False, help_text=_("离职的写明原因"))

    def __init__(self, data: Any = None, *, check: JobCheck) -> None:
        initial = {"work": check.work, "said": check.said}
        super().__init__(data, initial=initial, label_suffix="", auto_id=f"id_{check.months}_%s")
        cast(forms.ChoiceField, self.fields["work"]).choices = [CHOOSE, *There.choices]
