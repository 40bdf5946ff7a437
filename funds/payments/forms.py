"""A new batch, a step of it, the bank's results."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from funds.payments.models import Payment
from funds.payments.rules.layouts import MOST_COLUMNS, MOST_WIDTH, SEPARATORS
from funds.payments.selectors import Choice
from funds.payments.services import Other
from funds.payments.states import (
    BANK_WAYS,
    OTHER_TRANSITIONS,
    TRANSITIONS,
    Encoding,
    OtherReason,
    Party,
    Result,
    Shape,
    Unit,
    Value,
)
from hardship.kernel.fields import CardField, CleanTextField, DateField, Secret
from hardship.kernel.files import FilesField, ProofField


class BatchForm(forms.Form):
    title = CleanTextField(
        label=_("批次名称"), max_length=80, required=False, help_text=_("例如 2026 年 11 月医疗救助")
    )
    is_draft = forms.BooleanField(
        label=_("先存为草稿"), required=False, help_text=_("草稿可以再移出、编入，锁定以后送复核。")
    )
    pk = forms.TypedMultipleChoiceField(
        label=_("款项"), coerce=int, error_messages={"required": _("请至少勾选一笔款项。")}
    )

    def __init__(self, *args: Any, choices: Sequence[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["pk"]).choices = [
            (row.payable.pk, row.payable.number) for row in choices
        ]


class AddForm(BatchForm):
    """What is put into a draft that is there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["title"], self.fields["is_draft"]


class DropForm(forms.Form):
    reason = CleanTextField(label=_("移出原因"), max_length=300, multiline=True)


class BounceForm(forms.Form):
    on = DateField(label=_("退汇日期"), help_text=_("钱退回本单位账户的日期"))
    reason = CleanTextField(label=_("银行给的原因"), max_length=200)


class SendForm(forms.Form):
    """When and how a list went to the bank, or when the cash was fetched."""

    on = DateField(label=_("送银行日期"))
    way = forms.ChoiceField(label=_("怎么送的"), choices=[(way, way.label) for way in BANK_WAYS])

    def __init__(self, *args: Any, in_cash: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if in_cash:
            del self.fields["way"]
            self.fields["on"].label = _("提取现金的日期")


class StepForm(forms.Form):
    action = forms.ChoiceField(
        choices=sorted({(row.action, row.action) for row in TRANSITIONS if row.action != "send"})
    )
    comment = CleanTextField(label=_("原因"), max_length=300, required=False, multiline=True)


SIGNED = [(Result.PAID, _("已签领")), (Result.FAILED, _("没有领取"))]  # what the bank's answers are in cash


class LineResultForm(forms.Form):
    """The result of one line, typed in; a line left open waits on."""

    result = forms.ChoiceField(label=_("结果"), choices=[("", _("等待")), *Result.choices], required=False)
    paid_on = DateField(label=_("入账日期"), required=False)
    serial = CleanTextField(label=_("流水号"), max_length=60, required=False)
    failure = CleanTextField(label=_("失败原因"), max_length=200, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, payment: Payment, **kwargs: Any) -> None:
        super().__init__(data, prefix=f"line{payment.line}", **kwargs)
        self.payment = payment
        if payment.is_in_cash:
            labels = {"paid_on": _("签领日期"), "serial": _("名册页码"), "failure": _("没有领取的原因")}
            for name, label in labels.items():
                self.fields[name].label = label
            cast(forms.ChoiceField, self.fields["result"]).choices = [("", _("等待")), *SIGNED]
        for field in self.fields.values():
            field.widget.attrs |= {"aria-label": f"{payment.payee} {field.label}", "class": "control"}
        for name in ("serial", "failure"):
            self.fields[name].widget.attrs["placeholder"] = self.fields[name].label

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("result") == Result.FAILED and not cleaned.get("failure"):
            in_cash = self.payment.is_in_cash
            why = _("没有领取的要写明原因。") if in_cash else _("失败的要写明原因，例如“户名不符”。")
            self.add_error("failure", why)
        return cleaned


class ResultFileForm(forms.Form):
    file = forms.FileField(
        label=_("银行结果文件"),
        help_text=_("银行给的结果表，或在下载的名单上填好“结果”再传。先看对不对得上，确认后才登记。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.et,.ods,.csv,.txt"}),
    )


class PagesForm(forms.Form):
    """Pages of the roster that people signed."""

    pages = FilesField(label=_("签了字的花名册"), help_text=_("每页一张照片或扫描件，一次可选几张"))

    def __init__(self, data: Mapping[str, Any] | None = None, files: Any = None) -> None:
        super().__init__(data, files, label_suffix="")


class AccountForm(forms.Form):
    bank_name = CleanTextField(label=_("开户银行"), max_length=40)
    bank_card = CardField(label=_("银行卡号"))


class OtherForm(forms.Form):
    """Who is paid instead (代收), and why."""

    reason = forms.ChoiceField(label=_("代收原因"), choices=[("", "—"), *OtherReason.choices])
    party = forms.ChoiceField(label=_("与受助人的关系"), choices=[("", "—"), *Party.choices])
    in_place_of = CleanTextField(
        label=_("替谁缴"), max_length=60, required=False,
        help_text=_("付给医院、学校的填写：病人、学生的姓名和住院号、学号；付给个人的不填"),
    )  # fmt: skip
    note = CleanTextField(
        label=_("情况说明"), max_length=200, multiline=True,
        help_text=_("例如：职工住院不能自理，由妻子李芳代收"),
    )  # fmt: skip
    name = CleanTextField(label=_("代收人户名"), max_length=50, help_text=_("与银行账户的户名一字不差"))
    number = CleanTextField(
        label=_("代收人证件号"), max_length=30, help_text=_("个人填身份证号，医院、学校填统一社会信用代码")
    )
    bank_name = CleanTextField(label=_("开户银行"), max_length=40)
    bank_card = CardField(label=_("账号"))
    proof = ProofField(
        label=_("证明材料"), help_text=_("委托书、户口簿、监护证明或者缴费通知单，照片或 PDF。")
    )

    def other(self) -> Other:
        """What services.ask_other takes, once the form is valid."""
        told = {name: value for name, value in self.cleaned_data.items() if name != "proof"}
        return Other(**told | {"bank_card": _plain(told["bank_card"])})


class OtherStepForm(forms.Form):
    action = forms.ChoiceField(choices=sorted({(row.action, row.action) for row in OTHER_TRANSITIONS}))
    comment = CleanTextField(label=_("原因"), max_length=300, required=False, multiline=True)


def _plain(value: Secret | str) -> str:
    return value.reveal() if isinstance(value, Secret) else value


class LayoutForm(forms.Form):
    """What a bank's list is like as a whole; its columns are ColumnForm, in two tables."""

    name = CleanTextField(label=_("格式名称"), max_length=60, help_text=_("例如：工行崇川支行代发"))
    shape = forms.ChoiceField(label=_("文件种类"), choices=Shape.choices)
    encoding = forms.ChoiceField(
        label=_("文本编码"), choices=Encoding.choices, help_text=_("Excel 不用选。生僻字多的选 GB 18030。")
    )
    separator = forms.ChoiceField(
        label=_("分隔符"), choices=[(mark, mark if mark != "tab" else _("制表符")) for mark in SEPARATORS]
    )
    unit = forms.ChoiceField(label=_("金额单位"), choices=Unit.choices)
    titles = forms.BooleanField(
        label=_("第一行写列标题"), required=False, help_text=_("定长文本没有标题行。")
    )
    totals_first = forms.BooleanField(label=_("合计行放在最前面"), required=False)
    file_name = CleanTextField(
        label=_("文件名"),
        max_length=80,
        help_text=_("{batch} 批次号，{date} 日期，{count} 笔数，{total} 金额"),
    )
    note = CleanTextField(label=_("说明"), max_length=200, required=False)
    is_active = forms.BooleanField(label=_("启用"), required=False)


class ColumnForm(forms.Form):
    """One column of a bank's list; a row without a value is none."""

    value = forms.ChoiceField(label=_("取什么"), choices=[("", "—"), *Value.choices], required=False)
    title = CleanTextField(label=_("列标题"), max_length=30, required=False)
    text = CleanTextField(label=_("固定文字"), max_length=60, required=False)
    width = forms.IntegerField(
        label=_("宽度（字节）"), min_value=0, max_value=MOST_WIDTH, required=False, initial=0
    )
    right = forms.BooleanField(label=_("靠右"), required=False)
    zeros = forms.BooleanField(label=_("左补零"), required=False)


class BaseColumns(forms.BaseFormSet):
    """The columns in the order that was asked for; `columns` is what was filled in."""

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        order = cast(forms.IntegerField, form.fields["ORDER"])
        order.label, order.widget.attrs["min"] = _("次序"), 1
        for field in form.fields.values():
            if not isinstance(field, forms.BooleanField):
                field.widget.attrs["class"] = "control"

    @property
    def columns(self) -> list[dict[str, Any]]:
        filled = [form.cleaned_data for form in self.ordered_forms if form.cleaned_data.get("value")]
        names = ("value", "title", "text", "width", "right", "zeros")
        return [{name: row[name] for name in names} | {"width": row["width"] or 0} for row in filled]


ColumnSet = forms.formset_factory(
    ColumnForm, formset=BaseColumns, extra=3, can_order=True, max_num=MOST_COLUMNS, validate_max=True
)
