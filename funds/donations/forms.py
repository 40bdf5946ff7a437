"""What finance types in of a donation and its donor, and a step of its way."""

import uuid
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from funds.donations.models import Donor, Drive
from funds.donations.selectors import find_subject
from funds.donations.services import DonorTold, Gift, Plan
from funds.donations.states import (
    ANONYMOUS,
    DRIVE_TRANSITIONS,
    OWNERS,
    TRANSITIONS,
    DonorKind,
    DriveKind,
    Form,
    Method,
)
from funds.ledgers.selectors import list_uses
from funds.ledgers.states import Source
from hardship.accounts.models import User
from hardship.kernel.documents import check_id_number, check_uscc
from hardship.kernel.fields import (
    CleanTextField,
    DateField,
    PhoneField,
    Secret,
    StrictIntegerField,
    YuanField,
)
from hardship.kernel.fields.inputs import SecretInputField

CENT = Decimal("0.01")
MOST = Decimal("99999999.99")
NAMING = ("name", "number", "phone", "publishes")  # what somebody who leaves no name does not tell
UNUSUAL = Decimal(1000000)  # yuan from which somebody may have typed fen
CHECKS: Mapping[str, Callable[[object], Any]] = {
    DonorKind.PERSON: check_id_number,
    DonorKind.COMPANY: check_uscc,
}
ACTIONS = tuple(dict.fromkeys((row.action, row.label) for row in TRANSITIONS))
DRIVE_ACTIONS = tuple(dict.fromkeys((row.action, row.label) for row in DRIVE_TRANSITIONS))


class NumberField(SecretInputField):
    """An ID number or a social credit code; which of them it must be, the form knows."""

    def read(self, value: Any) -> str:
        return str(value)


class DonorForm(forms.Form):
    """Who gives, and whether they agreed to be published by name."""

    kind = forms.ChoiceField(label=_("捐赠人类别"), choices=DonorKind.choices, widget=forms.RadioSelect)
    number = NumberField(
        label=_("证件号码"), required=False,
        help_text=_("个人填身份证号，单位填统一社会信用代码；对方不愿留的可以不填"),
    )  # fmt: skip
    name = CleanTextField(label=_("捐赠人"), max_length=80, help_text=_("姓名或单位全称，收据照此开"))
    phone = PhoneField(label=_("联系电话"), required=False)
    publishes = forms.BooleanField(
        label=_("同意公示姓名"), required=False, help_text=_("没有同意的，公示名单上写“爱心人士”")
    )
    consent_on = DateField(label=_("同意日期"), required=False, past_only=True)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, donor: Donor | None = None, **more: Any
    ) -> None:
        on_record = {name: getattr(donor, name) for name in DonorForm.base_fields} if donor else {}
        super().__init__(data, label_suffix="", initial={**on_record, **more.pop("initial", {})}, **more)
        self.fields["number"].widget.attrs["data-id-number"] = "own"

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        self._check_number(data)
        if data.get("publishes") and not data.get("consent_on") and "consent_on" not in self.errors:
            self.add_error("consent_on", _("请填写捐赠人同意公示的日期。"))
        return data

    def _check_number(self, data: dict[str, Any]) -> None:
        number, check = data.get("number"), CHECKS.get(data.get("kind", ""))
        if not number or check is None:
            return
        try:
            told = check(number.reveal() if isinstance(number, Secret) else number)
        except ValueError as error:
            self.add_error("number", str(error))
        else:
            data["number"] = told if isinstance(told, str) else told.number

    def told(self) -> DonorTold:
        """What was entered of the donor, once the form is valid."""
        data = self.cleaned_data
        consent_on = data["consent_on"] if data["publishes"] else None
        return DonorTold(data["kind"], data["name"], data["number"] or "", data["phone"] or "", consent_on)


class DonationForm(DonorForm):
    """Common to money and goods, of anybody or of who is `known`. The key is made with the page, so that
    sending it twice enters it once."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("捐赠人类别"),
        widget=forms.RadioSelect,
        choices=[*DonorKind.choices, (ANONYMOUS, _("不留名"))],
    )
    name = CleanTextField(
        label=_("捐赠人"),
        max_length=80,
        required=False,
        help_text=_("姓名或单位全称，收据照此开；不留名的不填"),
    )
    given_on = DateField(label=_("捐赠日期"), past_only=True, help_text=_("钱到账、物到手的日期"))
    wish = CleanTextField(
        label=_("捐赠意愿"),
        max_length=200,
        required=False,
        help_text=_("对方还有什么要求，如指定某个行业的职工"),
    )
    form_of_gift: Form

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        known: Donor | None = None,
        drive: Drive | None = None,
        **more: Any,
    ) -> None:
        initial = {"key": uuid.uuid4(), "given_on": timezone.localdate(), **more.pop("initial", {})}
        super().__init__(data, initial=initial, **more)
        self.known, self.drive = known, drive
        for name in DonorForm.base_fields if known else ():
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("kind") in DonorKind.values and not data.get("name") and "name" not in self.errors:
            self.add_error("name", _("请填写捐赠人；不愿留名的请选“不留名”。"))
        if data.get("kind") == ANONYMOUS and any(data.get(name) for name in NAMING):
            self.add_error("kind", _("选了“不留名”，就不要填捐赠人、号码和公示；留名的请选个人或单位。"))
        return data

    def donor(self) -> DonorTold | Donor | None:
        """Who gave, on record already or not, or None for somebody who left no name."""
        if self.known:
            return self.known
        return None if self.cleaned_data["kind"] == ANONYMOUS else self.told()

    def gift(self) -> Gift:
        """What was given, once the form is valid."""
        names = set(Gift.__dataclass_fields__) & set(self.cleaned_data)
        told = {name: self.cleaned_data[name] for name in names}
        if self.form_of_gift == Form.MONEY:
            told |= {"source": Source.DONATION}
        if self.drive and self.form_of_gift == Form.MONEY:
            told |= {"drive": self.drive, "source": self.drive.source, "use": self.drive.use_id}
        return Gift(form=self.form_of_gift, **told)


class DriveForm(forms.Form):
    """A new drive."""

    name = CleanTextField(label=_("活动名称"), max_length=60, help_text=_("写上年度，例如：2026年慈善一日捐"))
    kind = forms.ChoiceField(label=_("活动类别"), choices=[("", _("请选择")), *DriveKind.choices])
    purpose = CleanTextField(label=_("募捐事由"), max_length=300, multiline=True)
    source = forms.ChoiceField(
        label=_("资金性质"), choices=OWNERS, widget=forms.RadioSelect, initial=Source.DONATION,
        help_text=_("为某位职工募集、要全数交给本人的，是代管款，不算工会的收入"),
    )  # fmt: skip
    file_no = CleanTextField(
        label=_("为谁募捐"), max_length=40, required=False,
        help_text=_("为职工募捐的必填，填这户的档案号；收到的钱只能发给这一户"),
    )  # fmt: skip
    use = forms.ChoiceField(label=_("指定用途"))
    from_on = DateField(label=_("开始日期"))
    until_on = DateField(label=_("结束日期"))
    target = YuanField(label=_("目标金额（元）"), min_value=CENT, max_value=MOST, required=False)
    document_no = CleanTextField(label=_("文号"), max_length=60, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, user: User) -> None:
        super().__init__(data, label_suffix="")
        self.user = user
        _offer_uses(self)

    def clean_file_no(self) -> str:
        """The subject that the file number means; '' for none."""
        number, is_held = self.cleaned_data["file_no"], self.cleaned_data.get("source") == Source.ENTRUSTED
        if is_held and not number:
            raise forms.ValidationError(_("请填写为哪一户募捐的档案号。"))
        if number and not is_held:
            raise forms.ValidationError(_("捐给工会的不填；为这一户募捐的，请把资金性质改为工会代管。"))
        subject = find_subject(number, self.user) if number else ""
        if number and not subject:
            raise forms.ValidationError(_("本工会和下级工会没有这个档案号，请核对。"))
        return subject

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("until_on") and data.get("from_on") and data["until_on"] < data["from_on"]:
            self.add_error("until_on", _("结束日期不能早于开始日期。"))
        return data

    def plan(self) -> Plan:
        """What was entered, once the form is valid."""
        told = {name: value for name, value in self.cleaned_data.items() if name != "file_no"}
        return Plan(**told, subject=self.cleaned_data["file_no"])


def _offer_uses(form: forms.Form) -> None:
    uses = [(use.code, use.name) for use in list_uses()]
    cast(forms.ChoiceField, form.fields["use"]).choices = [("", _("请选择")), *uses]


class MoneyForm(DonationForm):
    """Money, bound to one use."""

    form_of_gift = Form.MONEY
    amount = YuanField(label=_("金额（元）"), min_value=CENT, max_value=MOST)
    sure = forms.BooleanField(
        label=_("金额核对无误"), required=False, help_text=_("只在金额达到 100 万元时需要勾选")
    )
    use = forms.ChoiceField(label=_("指定用途"), help_text=_("入账以后只能用于这一用途"))
    method = forms.ChoiceField(label=_("收款方式"), choices=Method.choices, widget=forms.RadioSelect)
    bank_serial = CleanTextField(
        label=_("银行流水号"),
        max_length=60,
        required=False,
        help_text=_("转账的照回单填，同一笔不会登记两次"),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, **more: Any) -> None:
        super().__init__(data, **more)
        _offer_uses(self)
        if self.drive:
            del self.fields["use"]
            self.fields["heads"] = StrictIntegerField(label=_("捐款人数"), min_value=1, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("amount") and data["amount"] >= UNUSUAL and not data.get("sure"):
            self.add_error("sure", _("金额达到 100 万元，请核对是不是把分当成了元；确实无误的请勾选。"))
        if data.get("method") == Method.CASH and data.get("bank_serial"):
            self.add_error("bank_serial", _("现金没有银行流水号；是转账的请改收款方式。"))
        return data


class GoodsForm(DonationForm):
    """Goods: what they are and what they are worth, which somebody must have said."""

    form_of_gift = Form.GOODS
    goods = CleanTextField(label=_("物资和数量"), max_length=200, help_text=_("例如：大米 10 千克装 50 袋"))
    amount = YuanField(label=_("折价（元）"), min_value=CENT, max_value=MOST, help_text=_("全部物资合计"))
    valued_by = CleanTextField(
        label=_("折价依据"), max_length=60, help_text=_("谁定的价：发票号、评估报告或者捐赠人申报")
    )


FORMS: Mapping[str, type[DonationForm]] = {Form.MONEY: MoneyForm, Form.GOODS: GoodsForm}


class StepForm(forms.Form):
    """What is done with a donation, and why."""

    action = forms.ChoiceField(choices=ACTIONS, widget=forms.HiddenInput)
    comment = CleanTextField(label=_("原因"), max_length=300, multiline=True, required=False)


class DriveStepForm(forms.Form):
    """What is done with a drive, and why."""

    action = forms.ChoiceField(
        choices=DRIVE_ACTIONS, widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("没有这个操作。")),
    )  # fmt: skip
    comment = CleanTextField(label=_("意见"), max_length=500, multiline=True, required=False)
