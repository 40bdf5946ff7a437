"""A period with its bands, somebody who joins it, a claim and its steps."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.mutual.rules import read_bands
from cases.mutual.services import Entrant, Terms
from hardship.kernel.fields import CleanTextField, DateField, IdNumberField, StrictIntegerField, YuanField
from hardship.kernel.hidden import refuse_mask

LEAST, MOST = Decimal("0.01"), Decimal(10_000_000)
EXAMPLE = "5000 45%\n10000 50%\n20000 55%\n30000 60%\n以上 70%"


class PeriodForm(forms.Form):
    """A period to be opened."""

    product = CleanTextField(label=_("互助项目"), max_length=40, help_text=_("例如：住院医疗互助"))
    number = StrictIntegerField(label=_("第几期"), min_value=1, max_value=999)
    fee = YuanField(label=_("每人交费（元）"), max_value=Decimal(10_000))
    from_on = DateField(label=_("保障起"))
    until_on = DateField(label=_("保障止"))
    claims_until = DateField(label=_("最迟申请给付"))
    bands = CleanTextField(
        label=_("分档比例"), max_length=400, multiline=True, initial=EXAMPLE,
        help_text=_("每行一档，写到多少元为止、按多少给付；最后一行写“以上”。个人自付的每一部分按所在档的比例"),
    )  # fmt: skip
    cap = YuanField(label=_("每期最多（元）"), min_value=LEAST, max_value=MOST)
    document = CleanTextField(label=_("依据"), max_length=120, help_text=_("文件名称和文号"))

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, label_suffix="")

    def clean_bands(self) -> Any:
        try:
            return read_bands(self.cleaned_data["bands"])
        except ValueError as error:
            raise ValidationError(str(error)) from None

    @property
    def terms(self) -> Terms:
        return Terms(**self.cleaned_data)


class EntrantForm(forms.Form):
    """Somebody who joins a period."""

    name = CleanTextField(label=_("姓名"), max_length=50, validators=[refuse_mask])
    id_number = IdNumberField(label=_("身份证号"))
    employer = CleanTextField(label=_("单位"), max_length=80, required=False)
    paid_on = DateField(label=_("交费日期"), past_only=True)

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"paid_on": timezone.localdate()}, label_suffix="")

    @property
    def entrant(self) -> Entrant:
        told = self.cleaned_data
        number = told["id_number"]
        plain = number.reveal() if hasattr(number, "reveal") else str(number)
        return Entrant(told["name"], plain, told["employer"], told["paid_on"])


class LeaveForm(forms.Form):
    why = CleanTextField(label=_("退出原因"), max_length=200)

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, label_suffix="")


class ClaimForm(forms.Form):
    """What somebody claims for one treatment."""

    hospital = CleanTextField(label=_("医院"), max_length=60)
    treated_on = DateField(label=_("出院或就诊日期"), past_only=True)
    self_paid = YuanField(
        label=_("个人自付（元）"), min_value=LEAST, max_value=MOST,
        help_text=_("医保、大病保险、医疗救助报销以后，自己付的部分"),
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, label_suffix="")


class StepForm(forms.Form):
    action = forms.SlugField(max_length=10)
    comment = CleanTextField(label=_("意见"), max_length=500, multiline=True, required=False)


class PayForm(forms.Form):
    """Who paid it, and when."""

    payer = CleanTextField(label=_("给付单位"), max_length=60, help_text=_("例如：市职工互助保障会"))
    paid_on = DateField(label=_("给付日期"), past_only=True)

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"paid_on": timezone.localdate()}, label_suffix="")
