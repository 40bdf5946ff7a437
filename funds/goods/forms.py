"""What somebody types in about goods: items, stores, what comes in, leaves, is counted."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from funds.goods.models import Item, Lot, Store
from funds.goods.rules import MOST_UNITS, Arrival, Paper
from funds.goods.states import Kind
from hardship.kernel.fields import CleanTextField, DateField, StrictIntegerField, YuanField

CENT, MOST = Decimal("0.01"), Decimal("999999.99")
BLANK_ROWS = 6
CHOOSE = ("", _("请选择"))
PAPER = ("party", "document_no", "invoice_no", "decision", "memo")


class ItemForm(forms.Form):
    name = CleanTextField(label=_("物资名称"), max_length=40, help_text=_("如大米、食用油、棉被"))
    specification = CleanTextField(
        label=_("规格"), max_length=40, required=False, help_text=_("如 10 公斤装；规格不同的分开登记")
    )
    unit = CleanTextField(label=_("单位"), max_length=8, help_text=_("按整件数，如袋、桶、床"))
    value = YuanField(
        label=_("参考单价（元）"), min_value=CENT, max_value=MOST, help_text=_("一个单位的价钱，入库时可改")
    )
    expires = forms.BooleanField(
        label=_("有保质期"), required=False, help_text=_("勾选后入库要填有效期，先到期的先发")
    )


class PriceForm(forms.Form):
    value = YuanField(label=_("参考单价（元）"), min_value=CENT, max_value=MOST)


class StoreForm(forms.Form):
    name = CleanTextField(label=_("仓库名称"), max_length=40, help_text=_("如市总仓库、职工之家储物间"))
    address = CleanTextField(label=_("地点"), max_length=80, required=False)


class SlipForm(forms.Form):
    """Common to slips: the day. The key is made with the page, so that sending it twice makes one slip."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    on = DateField(label=_("日期"), past_only=True)

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"key": uuid.uuid4(), "on": timezone.localdate()}, label_suffix="")

    def paper(self) -> Paper:
        """What the slip says beside its lines, once the form is valid."""
        return Paper(**{name: self.cleaned_data[name] for name in PAPER if name in self.cleaned_data})

    def plain(self) -> Iterator[BoundField]:
        """The fields that stand above the lines."""
        return (self[name] for name in self.fields if name != "key" and not name.startswith("lot-"))


class ArrivalRow(forms.Form):
    """One line of what comes in; a blank one says nothing."""

    item_id = forms.TypedChoiceField(
        label=_("物资"), coerce=int, required=False, error_messages={"invalid_choice": _("请选择物资。")}
    )
    quantity = StrictIntegerField(label=_("数量"), min_value=1, max_value=MOST_UNITS, required=False)
    value = YuanField(label=_("单价（元）"), min_value=CENT, max_value=MOST, required=False)
    expires_on = DateField(label=_("有效期至"), required=False)

    def __init__(self, *args: Any, items: Mapping[int, Item], **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "empty_permitted": True, "use_required_attribute": False})
        self.items = items
        cast(forms.ChoiceField, self.fields["item_id"]).choices = [
            ("", "—"), *((item.pk, item.counted) for item in items.values())
        ]  # fmt: skip
        for field in self.fields.values():
            field.widget.attrs |= {"aria-label": str(field.label), "class": "control"}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not any(cleaned.values()):
            return cleaned
        for name, sentence in (("item_id", _now("请选择物资。")), ("quantity", _now("请填写数量。"))):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        item = self.items.get(cleaned.get("item_id") or 0)
        if item and item.expires and not cleaned.get("expires_on") and "expires_on" not in self.errors:
            self.add_error("expires_on", _now("这种物资有保质期，请填写有效期。"))
        return cleaned

    def arrival(self) -> Arrival | None:
        """What this line says, or None; without a price that of the item."""
        told = self.cleaned_data
        if not told.get("item_id"):
            return None
        price = told["value"] or self.items[told["item_id"]].value
        return Arrival(told["item_id"], told["quantity"], price, told["expires_on"])


class TakeInForm(SlipForm):
    """购入、捐赠入库: by which paper, and a table of what came."""

    kind = forms.ChoiceField(
        label=_("入库方式"),
        choices=[CHOOSE, (Kind.PURCHASE, Kind.PURCHASE.label), (Kind.DONATION, Kind.DONATION.label)],
    )
    party = CleanTextField(label=_("供货或捐赠单位"), max_length=60)
    document_no = CleanTextField(label=_("合同、验收单或捐赠协议号"), max_length=60, required=False)
    invoice_no = CleanTextField(label=_("发票或捐赠票据号"), max_length=40, required=False)
    memo = CleanTextField(label=_("摘要"), max_length=100, required=False)
    field_order = ("kind", "on", "party", "document_no", "invoice_no", "memo")

    def __init__(self, data: Mapping[str, Any] | None = None, *, items: Sequence[Item]) -> None:
        super().__init__(data)
        rows: Any = formset_factory(ArrivalRow, extra=BLANK_ROWS, max_num=BLANK_ROWS, absolute_max=BLANK_ROWS)
        known = {item.pk: item for item in items}
        self.rows: BaseFormSet[Any] = rows(data, prefix="rows", form_kwargs={"items": known})

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.rows.is_valid():
            self.add_error(None, _now("表格中有需要改正的内容。"))
        return cleaned

    def arrivals(self) -> list[Arrival]:
        """The lines that were filled in, once the form is valid."""
        return [found for row in self.rows if (found := row.arrival()) is not None]


class LotsForm(SlipForm):
    """A slip about what lies in one store: a number for each lot, `lot-<key>`."""

    is_whole = False  # whether each lot needs its number
    least = 1

    def __init__(self, data: Mapping[str, Any] | None = None, *, lots: Sequence[Lot]) -> None:
        super().__init__(data)
        self.lots = list(lots)
        for lot in self.lots:
            field = StrictIntegerField(
                label=str(lot), min_value=self.least, max_value=MOST_UNITS, required=self.is_whole
            )
            field.widget.attrs |= {"aria-label": str(lot), "class": "control"}
            self.fields[_key(lot)] = field

    def grid(self) -> list[tuple[Lot, BoundField]]:
        """Each lot with the field for its number."""
        return [(lot, self[_key(lot)]) for lot in self.lots]

    def numbers(self) -> dict[int, int]:
        """The numbers that were filled in by the keys of lots, once the form is valid."""
        told = {lot.pk: self.cleaned_data[_key(lot)] for lot in self.lots}
        return {key: number for key, number in told.items() if number is not None}


class TransferForm(LotsForm):
    to_store_id = forms.TypedChoiceField(label=_("调入仓库"), coerce=int)
    memo = CleanTextField(label=_("摘要"), max_length=100, required=False)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, lots: Sequence[Lot], targets: Sequence[Store]
    ) -> None:
        super().__init__(data, lots=lots)
        names = [(store.pk, f"{store.union.name} {store.name}") for store in targets]
        cast(forms.ChoiceField, self.fields["to_store_id"]).choices = [CHOOSE, *names]
        self.order_fields(("to_store_id", "on", "memo"))


class LossForm(LotsForm):
    decision = CleanTextField(
        label=_("处理依据"),
        max_length=100,
        help_text=_("如 2026 年 3 月 4 日办公会纪要，写明怎么坏的、怎么处理"),
    )
    memo = CleanTextField(label=_("摘要"), max_length=100, required=False)
    field_order = ("on", "decision", "memo")


class CountForm(LotsForm):
    is_whole, least = True, 0
    memo = CleanTextField(label=_("摘要"), max_length=100, required=False, help_text=_("如年终盘点、监盘人"))


class ReverseForm(SlipForm):
    reason = CleanTextField(label=_("冲销原因"), max_length=80)
    field_order = ("reason", "on")


def _key(lot: Lot) -> str:
    return f"lot-{lot.pk}"
