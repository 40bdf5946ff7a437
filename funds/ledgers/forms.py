"""What finance types in: grants, lines, and the movements made by hand."""

import uuid
from typing import Any, cast

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from funds.ledgers import selectors
from funds.ledgers.models import BudgetLine, Fund
from funds.ledgers.rules import CENT
from funds.ledgers.states import FISCAL_SPECIAL, ORDER_TRANSITIONS, POOL, BeneficiaryClass, Leftover, Source
from hardship.accounts.models import Union, User
from hardship.kernel.fields import CleanTextField, DateField, StrictIntegerField, YuanField
from hardship.kernel.files import ProofField
from hardship.kernel.money import format_yuan

ORDERED = 5  # so many places of an order are asked for


def _set_choices(form: forms.Form, name: str, choices: list[tuple[Any, Any]]) -> None:
    """Gives a choice field of this form its choices: stored value and label."""
    cast(forms.ChoiceField, form.fields[name]).choices = choices


class FundForm(forms.Form):
    """A new grant, as its document says."""

    source = forms.ChoiceField(
        label=_("资金来源"),
        choices=[("", _("请选择")), *Source.choices],
        error_messages={"required": _("请选择资金来源。")},
    )
    name = CleanTextField(label=_("资金名称"), max_length=60, help_text=_("例如：中央财政专项帮扶资金"))
    document_no = CleanTextField(label=_("文号"), max_length=60, help_text=_("例如：财社〔2026〕12号"))
    document_on = DateField(label=_("文件日期"), past_only=True)
    batch = CleanTextField(
        label=_("批次"), max_length=30, required=False, help_text=_("同一来源分批下达时填写，例如：第二批")
    )
    total = YuanField(label=_("文件金额（元）"), min_value=CENT)
    use_by = DateField(
        label=_("使用期限"), required=False, help_text=_("文件没有规定时不填；过期后不能再占用。")
    )
    leftover = forms.ChoiceField(label=_("年末结余"), choices=Leftover.choices, initial=Leftover.CARRY)
    return_by = DateField(
        label=_("退回期限"), required=False, help_text=_("文件规定结余要退回的，填最迟哪一天退回。")
    )
    uses = forms.MultipleChoiceField(
        label=_("准许用途"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("文件准许的用途。登记后，这项资金只能用于这里勾选的用途。"),
        error_messages={"required": _("请至少选择一个用途。")},
    )

    classes = forms.MultipleChoiceField(
        label=_("帮扶对象"),
        choices=BeneficiaryClass.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("文件限定了帮扶哪些人才勾选；不勾选的，所有职工都可以帮扶。"),
    )
    household_cap = YuanField(
        label=_("每户限额（元）"), min_value=CENT, required=False, help_text=_("文件没有规定时不填。")
    )
    person_cap = YuanField(label=_("每人限额（元）"), min_value=CENT, required=False)
    scan = ProofField(
        label=_("文件扫描件"), required=False, help_text=_("照片或 PDF；现在没有的，可以登记后再补。")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["uses"]).choices = [
            (use.code, use.name) for use in selectors.list_uses()
        ]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        too_early = {
            "use_by": _("使用期限不能早于文件日期。"),
            "return_by": _("退回期限不能早于文件日期。"),
        }
        for name, words in too_early.items():
            if data.get(name) and data.get("document_on") and data[name] < data["document_on"]:
                self.add_error(name, words)
        self._require_items(data)
        return data

    def _require_items(self, data: dict[str, Any]) -> None:
        """Special money of the treasury may be spent on its items and nothing else."""
        allowed = {use.code for use in selectors.list_uses() if use.is_special}
        if data.get("source") in FISCAL_SPECIAL and not allowed.issuperset(data.get("uses", ())):
            self.add_error(
                "uses", _("中央、省级财政专项只能用于文件规定的六项，请去掉“送温暖慰问”等其他用途。")
            )


class ScanForm(forms.Form):
    """The document of a fund that was registered without it."""

    scan = ProofField(label=_("文件扫描件"), help_text=_("照片或 PDF；上传后不能换，请先看清楚。"))


class OrderForm(forms.Form):
    """Which sources of money come first, one in each place, and since when by which decision."""

    from_on = DateField(label=_("从哪天起"))
    basis = CleanTextField(label=_("依据"), max_length=200, help_text=_("例如：主席办公会纪要〔2026〕4号"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n in range(1, ORDERED + 1):
            self.fields[f"place_{n}"] = forms.ChoiceField(
                label=_("第 %s 位") % n, choices=[("", _("按规则")), *Source.choices], required=n == 1,
                error_messages={"required": _("请选择最先用的资金来源。")},
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        chosen: set[str] = set()
        for n in range(1, ORDERED + 1):
            source = data.get(f"place_{n}")
            if source and source in chosen:
                self.add_error(f"place_{n}", _("这个来源已经排在前面，同一来源只选一次。"))
            chosen.add(source or "")
        return data

    def told(self) -> dict[str, Any]:
        """What the service takes; places that are left blank close up."""
        places = [self.cleaned_data[f"place_{n}"] for n in range(1, ORDERED + 1)]
        return {
            "from_on": self.cleaned_data["from_on"],
            "basis": self.cleaned_data["basis"],
            "sources": [source for source in places if source],
        }


class OrderStepForm(forms.Form):
    """A step of an order that waits."""

    action = forms.ChoiceField(choices=[(row.action, row.action) for row in ORDER_TRANSITIONS])
    comment = CleanTextField(label=_("原因"), max_length=300, required=False, multiline=True)


class LineForm(forms.Form):
    """A new line of a fund: one of its permitted uses, one year."""

    use = forms.ChoiceField(label=_("用途"))
    year = StrictIntegerField(label=_("年度"), min_value=2000, max_value=2100)

    def __init__(self, *args: Any, fund: Fund, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"year": timezone.localdate().year}, **kwargs})
        uses = fund.uses.exclude(code=POOL).order_by("code")
        cast(forms.ChoiceField, self.fields["use"]).choices = [
            ("", _("请选择")),
            *((use.code, use.name) for use in uses),
        ]


class MovementForm(forms.Form):
    """Common to movements: the key is made with the page, so that sending it twice has one effect."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    amount = YuanField(label=_("金额（元）"), min_value=CENT)
    on = DateField(label=_("日期"), past_only=True)
    memo = CleanTextField(label=_("摘要"), max_length=100, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        begins = {"key": uuid.uuid4(), "on": timezone.localdate(), **kwargs.get("initial", {})}
        super().__init__(*args, **{**kwargs, "initial": begins})


class ReceiveForm(MovementForm):
    """Money of a grant arrived."""


class AssignForm(MovementForm):
    """Money for a line, from the pool or from another year's line of its fund and use."""

    from_line_id = forms.TypedChoiceField(label=_("调出指标"), coerce=int)
    field_order = ("from_line_id", "amount", "on", "memo")

    def __init__(self, *args: Any, line: BudgetLine, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = selectors.list_lines(user=user).filter(fund=line.fund_id, use__in=(POOL, line.use_id))
        others = others.exclude(pk=line.pk)
        rows = [
            (other.pk, f"{other.year} {other.use.name}（{_('可用')} {format_yuan(other.available_yuan)}）")
            for other in others
        ]
        _set_choices(self, "from_line_id", rows)


class AllocateForm(MovementForm):
    """Money for a union one or two levels below, with the document that hands it down."""

    union_id = forms.TypedChoiceField(label=_("下级工会"), coerce=int)
    document_no = CleanTextField(label=_("下拨文号"), max_length=60)
    document_on = DateField(label=_("文件日期"), past_only=True)
    field_order = ("union_id", "document_no", "document_on", "amount", "on", "memo")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = user.union_id
        below = Union.objects.visible_to(user).open().filter(Q(parent=own) | Q(parent__parent=own))
        names = below.order_by("path").values_list("pk", "name", "parent")
        rows = [(pk, name if parent == own else f"　{name}") for pk, name, parent in names]
        _set_choices(self, "union_id", [("", _("请选择")), *rows])


class GiveBackForm(MovementForm):
    """Money that goes back to the union above, with the document and the reason."""

    document_no = CleanTextField(
        label=_("退回文号"), max_length=60, help_text=_("上级收回的文件，或者本工会的报告。")
    )
    document_on = DateField(label=_("文件日期"), past_only=True)
    reason = CleanTextField(label=_("退回事由"), max_length=200, help_text=_("例如：年末结余，按文件退回。"))
    field_order = ("amount", "document_no", "document_on", "reason", "on", "memo")


class FreezeForm(MovementForm):
    """Money that is frozen, or free again, and why."""

    memo = None  # type: ignore[assignment] # the reason is what the voucher says
    reason = CleanTextField(label=_("原因"), max_length=200, help_text=_("会写进凭证的摘要。"))
    field_order = ("amount", "reason", "on")


class ArrivalForm(forms.Form):
    """The day on which the bank account has it."""

    on = DateField(label=_("到账日期"), past_only=True)


class ReverseForm(forms.Form):
    """Why a journal is reversed."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    reason = CleanTextField(label=_("冲销原因"), max_length=100, help_text=_("会写进冲销凭证的摘要。"))
    on = DateField(label=_("冲销日期"), past_only=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"key": uuid.uuid4(), "on": timezone.localdate()}, **kwargs})


class CloseForm(forms.Form):
    """The month to close, by any of its days."""

    month = DateField(label=_("会计期间"), past_only=True)


class CarryForm(forms.Form):
    """The year whose rest is carried over; the key is made with the page."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    year = StrictIntegerField(label=_("年度"), min_value=2000, max_value=2100, widget=forms.HiddenInput)
