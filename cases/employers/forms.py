"""An employer, what happens to it, its headcount; the yearly figures of a union; a workbook of either."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.states import EmployerKind
from cases.employers.models import FIRST_YEAR, MOST_MONTHS, Employer
from cases.employers.selectors.years import FIGURES, due_year
from cases.employers.services.employers import Particulars
from cases.employers.states import EventKind, Standing, Trouble
from hardship.accounts.forms import UnionField
from hardship.accounts.models import Union
from hardship.kernel.fields import (
    CleanTextField,
    DateField,
    StrictIntegerField,
    TelephoneField,
    UsccField,
    YuanField,
)

CHOOSE = ("", _("请选择"))
MOST_PEOPLE = 10_000_000


class EmployerForm(forms.Form):
    """What is on record of an employer, whoever enters it: a page or a row of a workbook."""

    name = CleanTextField(label=_("单位名称"), max_length=80, help_text=_("与营业执照一致的全称"))
    uscc = UsccField(
        label=_("统一社会信用代码"), required=False,
        help_text=_("营业执照或法人证书上的 18 位代码；已注销又查不到的可以不填"),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("单位性质"), choices=[CHOOSE, *EmployerKind.choices], required=False)
    industry = CleanTextField(label=_("所属行业"), max_length=40, required=False)
    founded_on = DateField(label=_("成立日期"), required=False, past_only=True)
    unpaid_months = StrictIntegerField(
        label=_("欠发工资（月）"), required=False, max_value=MOST_MONTHS, help_text=_("没有欠发的不填")
    )
    insurance_arrears = YuanField(
        label=_("欠缴社会保险费（元）"), required=False, help_text=_("没有欠缴的不填")
    )
    troubles = forms.MultipleChoiceField(
        label=_("困难原因"), choices=Trouble.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    trouble_note = CleanTextField(label=_("困难情况说明"), max_length=300, multiline=True, required=False)
    address = CleanTextField(label=_("地址"), max_length=120, required=False)
    contact = CleanTextField(label=_("联系人"), max_length=50, required=False)
    telephone = TelephoneField(
        label=_("单位电话"), required=False, help_text=_("单位的办公电话，不填个人手机号")
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, employer: Employer | None = None, **kwargs: Any
    ) -> None:
        initial = {name: getattr(employer, name) for name in self.base_fields} if employer else {}
        super().__init__(data, initial=initial, label_suffix="", **kwargs)

    def particulars(self) -> Particulars:
        """What was entered, once the form is valid."""
        return make_particulars(self.cleaned_data)


def make_particulars(told: Mapping[str, Any]) -> Particulars:
    """What was entered on a page or in a row of a workbook, with nothing owed where nothing was said."""
    said = {name: told[name] for name in EmployerForm.base_fields}
    said["unpaid_months"] = said["unpaid_months"] or 0
    said["insurance_arrears"] = said["insurance_arrears"] or Decimal(0)
    said["telephone"] = said["telephone"] or ""
    return Particulars(**said)


class NewEmployerForm(EmployerForm):
    """The same, with the union that looks after it and how it stands at the beginning."""

    standing = forms.ChoiceField(label=_("企业状况"), choices=Standing.choices, required=False)
    standing_on = DateField(
        label=_("状况自"), required=False, past_only=True, help_text=_("从哪一天起是这个状况；不填为今天")
    )
    field_order = ["union", "name", "uscc", "kind", "industry", "founded_on", "standing", "standing_on"]

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, unions: Sequence[Union], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.fields["union"] = UnionField(unions, label=_("所属工会"))
        self.order_fields(self.field_order)

    def clean_standing(self) -> str:
        return self.cleaned_data["standing"] or Standing.NORMAL


class EventForm(forms.Form):
    """Something that happened to an employer."""

    kind = forms.ChoiceField(label=_("事项"), choices=[CHOOSE, *EventKind.choices])
    on = DateField(label=_("日期"), past_only=True)
    standing = forms.ChoiceField(
        label=_("变化后的企业状况"), choices=[("", "—"), *Standing.choices], required=False,
        help_text=_("只在“状况变化”时填"),
    )  # fmt: skip
    persons = StrictIntegerField(
        label=_("人数"), required=False, min_value=1, max_value=MOST_PEOPLE,
        help_text=_("裁员填涉及人数，座谈会填到会人数"),
    )  # fmt: skip
    note = CleanTextField(label=_("说明"), max_length=300, multiline=True, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)


class HeadcountForm(forms.Form):
    """How many people work there in a year."""

    year = StrictIntegerField(label=_("年度"), min_value=FIRST_YEAR, max_value=2100)
    headcount = StrictIntegerField(label=_("职工人数"), max_value=MOST_PEOPLE)

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        initial = {"year": timezone.localdate().year}
        super().__init__(data, initial=initial, label_suffix="", auto_id="id_head_%s", **kwargs)


class HeadcountField(StrictIntegerField):
    """A headcount in a workbook."""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except forms.ValidationError:
            raise forms.ValidationError(_("职工人数请只填整数，例如 320。"), code="invalid") from None


class HeadcountYearField(StrictIntegerField):
    """The year of a headcount in a workbook: from the first that is known to this one."""

    def clean(self, value: Any) -> Any:
        this_year = timezone.localdate().year
        try:
            year = super().clean(value)
        except forms.ValidationError:
            year = 0
        if year is not None and not FIRST_YEAR <= year <= this_year:
            why = _("人数年度请填 %(first)s 到 %(last)s 之间的年份，例如 %(last)s。")
            raise forms.ValidationError(why % {"first": FIRST_YEAR, "last": this_year}, code="invalid")
        return year


class SpellingForm(forms.Form):
    """Which spelling of which area."""

    area = StrictIntegerField(min_value=1, max_value=2**62)
    key = forms.CharField(max_length=1500)  # of 80 characters, the longest of which stands for 18


class UnionYearForm(forms.Form):
    """The five figures of a union and year, whoever enters them: a page or a row of a workbook."""

    year = StrictIntegerField(label=_("年度"), min_value=FIRST_YEAR, max_value=2100)
    workers = StrictIntegerField(label=_("职工人数"), max_value=MOST_PEOPLE, help_text=_("年末在册职工"))
    members = StrictIntegerField(label=_("工会会员"), max_value=MOST_PEOPLE)
    women = StrictIntegerField(label=_("女职工"), max_value=MOST_PEOPLE)
    migrants = StrictIntegerField(label=_("农民工"), max_value=MOST_PEOPLE)
    retirees = StrictIntegerField(label=_("退休人员"), max_value=MOST_PEOPLE, help_text=_("不算在职工人数里"))
    field_order = ["union", "year", *FIGURES]

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        unions: Sequence[Union],
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, label_suffix="", initial=initial or {"year": due_year()})
        self.fields["union"] = UnionField(unions, label=_("工会"))
        self.order_fields(self.field_order)
