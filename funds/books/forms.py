"""What is typed in of an account, a statement, a match and a booking."""

import uuid
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from funds.books.models import BankAccount, CashBox, CashEntry, StatementLine, VoucherPaper
from funds.books.models.vouchers import MOST_PAPERS
from funds.books.rules.statements import HEADINGS, LABELS
from funds.books.selectors.accounts import list_fee_lines, list_homeless_funds, list_interest_funds
from funds.books.selectors.cash import KINDS_TO_ENTER, list_enterable, list_undoable
from funds.books.services import AccountTold, Cash
from funds.books.states import (
    ACCOUNT_TRANSITIONS,
    BOOKING_TRANSITIONS,
    COUNT_TRANSITIONS,
    BookingKind,
    Kind,
)
from funds.ledgers.models import BudgetLine, Fund, Journal
from funds.ledgers.rules import CENT
from hardship.accounts.models import Union
from hardship.kernel.fields import (
    CardField,
    CleanTextField,
    DateField,
    Secret,
    StrictIntegerField,
    YuanField,
)
from hardship.kernel.files import ProofField
from hardship.kernel.money import PIECES, format_yuan

MOST_CASH = Decimal("99999999.99")  # models.CashBox: below a hundred million
SHEETS = ".xlsx,.xls,.et,.ods,.csv,.txt"


class AccountForm(forms.Form):
    """A new account, as the paper of the bank says."""

    kind = forms.ChoiceField(
        label=_("账户性质"), choices=Kind.choices, widget=forms.RadioSelect,
        help_text=_("专户只放帮扶资金；基本户里还有别的钱，那些流水对账时写明理由放在一边。"),
    )  # fmt: skip
    name = CleanTextField(label=_("户名"), max_length=80)
    number = CardField(label=_("账号"))
    bank_name = CleanTextField(label=_("开户银行"), max_length=40, help_text=_("例如：江海农村商业银行"))
    bank_branch = CleanTextField(label=_("开户网点"), max_length=60, required=False)
    opening_on = DateField(
        label=_("期初日期"),
        past_only=True,
        help_text=_("从第二天起导入对账单；选一个月末，当天没有在途的款项。"),
    )
    opening = YuanField(label=_("期初余额（元）"), help_text=_("银行当天日终的余额，以证明上的为准。"))
    proof = ProofField(label=_("期初余额证明"), help_text=_("银行盖章的余额证明或对账单，照片或 PDF。"))
    funds = forms.ModelMultipleChoiceField(
        label=_("存放在本户的资金"), queryset=Fund.objects.none(), widget=forms.CheckboxSelectMultiple,
        required=False, help_text=_("一项资金只归一个账户；以后新到的资金也可以再归入。"),
    )  # fmt: skip

    def __init__(self, data: Any = None, files: Any = None, *, union: Union) -> None:
        super().__init__(data, files, label_suffix="")
        _set_queryset(self, "funds", list_homeless_funds(union))

    def told(self) -> AccountTold:
        """What was entered, once the form is valid."""
        data = self.cleaned_data
        number = data["number"].reveal() if isinstance(data["number"], Secret) else data["number"]
        names = ("kind", "name", "bank_name", "bank_branch", "opening", "opening_on")
        return AccountTold(number=number, **{name: data[name] for name in names})


def _set_queryset(form: forms.Form, name: str, rows: Any) -> None:
    cast(forms.ModelChoiceField, form.fields[name]).queryset = rows


STEPS = (*ACCOUNT_TRANSITIONS, *BOOKING_TRANSITIONS, *COUNT_TRANSITIONS)


class StepForm(forms.Form):
    """A step of an account, a booking or a count of cash."""

    action = forms.ChoiceField(choices=sorted({(row.action, row.action) for row in STEPS}))
    comment = CleanTextField(label=_("原因"), max_length=300, required=False, multiline=True)


class FundForm(forms.Form):
    """A fund that lies in no account yet."""

    fund = forms.ModelChoiceField(
        label=_("资金"), queryset=Fund.objects.none(), empty_label=_("请选择"),
        error_messages={"required": _("请选择资金。")},
    )  # fmt: skip

    def __init__(self, data: Any = None, files: Any = None, *, union: Union) -> None:
        super().__init__(data, files, label_suffix="")
        _set_queryset(self, "fund", list_homeless_funds(union))


class ShareForm(forms.Form):
    """A fund that lies in this account."""

    fund = forms.ModelChoiceField(label=_("资金"), queryset=Fund.objects.none())

    def __init__(self, data: Any, *, account: BankAccount) -> None:
        super().__init__(data, label_suffix="")
        _set_queryset(self, "fund", account.funds.all())


class StatementForm(forms.Form):
    """A statement as the bank gave it, with what its paper says at the end."""

    file = forms.FileField(
        label=_("银行对账单"), widget=forms.FileInput(attrs={"accept": SHEETS}),
        help_text=_("网银下载的 Excel、CSV 或文本，不用改。先看对不对得上，确认后才导入。"),
        error_messages={"required": _("请选择银行对账单。")},
    )  # fmt: skip
    until_on = DateField(label=_("截止日期"), past_only=True)
    closing = YuanField(label=_("期末余额（元）"), allow_negative=True)


class WithdrawForm(forms.Form):
    """Why a statement is taken back."""

    why = CleanTextField(
        label=_("退回原因"), max_length=200, help_text=_("如：截止日期填错。退回以后流水删去，文件留着。")
    )


class HeadingsForm(forms.Form):
    """How this bank heads its statements; what is left empty is found by its usual names."""

    def __init__(self, data: Any = None, *, account: BankAccount) -> None:
        super().__init__(data, label_suffix="")
        for key, label in LABELS.items():
            self.fields[key] = CleanTextField(
                label=label, max_length=30, required=False, initial=account.headings.get(key, ""),
                help_text=_("自动认得：%(names)s") % {"names": "、".join(HEADINGS[key][:5])},
            )  # fmt: skip


class MatchForm(forms.Form):
    """Lines and journals that were ticked, and why."""

    line = forms.TypedMultipleChoiceField(coerce=int, required=False)
    journal = forms.MultipleChoiceField(required=False)
    reason = CleanTextField(label=_("理由"), max_length=200, required=False)
    aside = forms.BooleanField(required=False)

    def __init__(self, data: Any, *, lines: list[int], journals: list[str]) -> None:
        super().__init__(data, label_suffix="")
        cast(forms.ChoiceField, self.fields["line"]).choices = [(key, key) for key in lines]
        cast(forms.ChoiceField, self.fields["journal"]).choices = [(key, key) for key in journals]


class BookingForm(forms.Form):
    """What the bank booked by itself, and for which money."""

    kind = forms.ChoiceField(label=_("业务"), choices=BookingKind.choices, widget=forms.HiddenInput)
    fund = forms.ModelChoiceField(
        label=_("利息记入"), queryset=Fund.objects.none(), required=False, empty_label=_("请选择")
    )
    budget_line = forms.ModelChoiceField(
        label=_("手续费出自"), queryset=BudgetLine.objects.none(), required=False, empty_label=_("请选择")
    )

    reason = CleanTextField(
        label=_("说明"), max_length=200, required=False,
        help_text=_("银行摘要没有写明，或手续费超过 1,000 元的，写明收费依据。"),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, line: StatementLine) -> None:
        kind = BookingKind.INTEREST if line.is_in else BookingKind.FEE
        super().__init__(data, label_suffix="", initial={"kind": kind})
        _set_queryset(self, "fund", list_interest_funds(line.account))
        _set_queryset(self, "budget_line", list_fee_lines(line.account))
        cast(Any, self.fields["budget_line"]).label_from_instance = _say_line
        del self.fields["budget_line" if line.is_in else "fund"]


def _say_line(line: Any) -> str:
    return f"{line}　{format_yuan(line.available_yuan)}"


class BoxForm(forms.Form):
    """The cash of a union comes into use."""

    ceiling = YuanField(
        label=_("库存现金限额（元）"), min_value=CENT, max_value=MOST_CASH,
        help_text=_("开户银行核定的、可以留在工会过夜的现金。"),
    )  # fmt: skip

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")


class CashForm(forms.Form):
    """An entry of the cash journal; `key` makes sending it again the same entry."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    kind = forms.ChoiceField(
        label=_("业务"),
        choices=[(kind.value, kind.label) for kind in KINDS_TO_ENTER],
        widget=forms.RadioSelect,
    )
    on = DateField(label=_("日期"), past_only=True)
    amount = YuanField(
        label=_("金额（元）"), min_value=CENT, max_value=MOST_CASH, required=False,
        help_text=_("按名册发放、收到捐款的不填，以凭证为准。"),
    )  # fmt: skip
    journal = forms.ModelChoiceField(
        label=_("发放或捐款凭证"), queryset=Journal.objects.none(), required=False, empty_label=_("请选择"),
        help_text=_("按名册发放、收到现金捐款的选。"),
    )  # fmt: skip
    paper_no = CleanTextField(label=_("支票号、名册号或收据号"), max_length=40)
    memo = CleanTextField(label=_("摘要"), max_length=100, required=False)

    def __init__(self, data: Any = None, *, box: CashBox) -> None:
        super().__init__(data, label_suffix="")
        _set_queryset(self, "journal", list_enterable(box))
        cast(Any, self.fields["journal"]).label_from_instance = _say_journal

    def told(self) -> Cash:
        """What was entered, once the form is valid."""
        data = self.cleaned_data
        journal = data["journal"]
        names = ("kind", "on", "amount", "paper_no", "memo")
        return Cash(journal_id=journal.pk if journal else None, **{name: data[name] for name in names})


class UndoForm(forms.Form):
    """An entry of the cash journal that was a mistake."""

    entry = forms.ModelChoiceField(
        label=_("登记错的一笔"), queryset=CashEntry.objects.none(), empty_label=_("请选择"),
        error_messages={"required": _("请选择登记错的一笔。")},
    )  # fmt: skip
    memo = CleanTextField(label=_("冲销原因"), max_length=100)

    def __init__(self, data: Any = None, *, box: CashBox) -> None:
        super().__init__(data, label_suffix="", auto_id="undo_%s")
        _set_queryset(self, "entry", list_undoable(box))
        cast(Any, self.fields["entry"]).label_from_instance = _say_entry


def _say_entry(row: Any) -> str:
    return f"{row}　{row.on:%Y-%m-%d}　{row.get_kind_display()}　{format_yuan(row.amount)}"


def _say_journal(row: Any) -> str:
    return f"{row}　{row.on:%Y-%m-%d}　{format_yuan(row.paid)}　{row.memo}"


class CountForm(forms.Form):
    """How many notes and coins of each value there are."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")
        for place, value in enumerate(PIECES):
            self.fields[f"pieces_{place}"] = StrictIntegerField(
                label=f"{value} {_now('元')}", min_value=0, max_value=999_999, required=False
            )

    def sheet(self) -> dict[str, int]:
        """Pieces by value, once the form is valid."""
        return {value: self.cleaned_data[f"pieces_{place}"] or 0 for place, value in enumerate(PIECES)}


class PapersForm(forms.Form):
    """How many there are of each paper of a voucher, and one more by its name."""

    def __init__(self, data: Any = None, *, papers: Iterable[VoucherPaper]) -> None:
        super().__init__(data, label_suffix="")
        for paper in papers:
            hint = "" if paper.is_derived else _now("补记的，填 0 去掉")
            self.fields[f"paper_{paper.pk}"] = StrictIntegerField(
                label=paper.name, min_value=0, max_value=MOST_PAPERS, initial=paper.count, help_text=hint
            )
        self.fields["name"] = CleanTextField(
            label=_now("补记附件的名称"),
            max_length=40,
            required=False,
            help_text=_now("例如：发票、会议纪要"),
        )
        self.fields["count"] = StrictIntegerField(
            label=_now("补记附件的张数"), min_value=1, max_value=MOST_PAPERS, required=False
        )

    def told(self) -> dict[str, Any]:
        """What services.save_papers takes, once the form is valid."""
        kept = self.cleaned_data
        counts = {int(key[6:]): value for key, value in kept.items() if key.startswith("paper_")}
        return {"counts": counts, "name": kept["name"], "count": kept["count"]}
