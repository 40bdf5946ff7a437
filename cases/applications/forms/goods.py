"""The part of an application's form that asks how much of each item the family gets in kind."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.applications.models import Application
from cases.applications.rules import goods_field, goods_refusal
from cases.policies.rules.document.handling import Goods
from cases.policies.rules.document.words import plain
from hardship.kernel.fields.inputs import CheckedField
from hardship.kernel.widths import half_width

NUMBER = re.compile(r"[0-9]{1,7}(\.[0-9]{1,4})?")
LONGEST = 30  # letters that are looked at


class QuantityField(CheckedField):
    """How much of one item, a number as plain or full-width digits; nothing is none."""

    attributes: ClassVar[dict[str, str]] = {"inputmode": "decimal", "autocomplete": "off"}

    def __init__(self, item: Goods, **kwargs: Any) -> None:
        self.item = item
        said = {"most": plain(item.at_most), "unit": item.unit}
        super().__init__(
            label=_("%(name)s（%(unit)s）") % {"name": item.name, "unit": item.unit},
            help_text=_("最多 %(most)s %(unit)s，不要的填 0") % said,
            required=False,
            **kwargs,
        )

    def read(self, value: Any) -> Decimal:
        text = half_width(str(value)[:LONGEST]).strip()
        if not NUMBER.fullmatch(text):
            raise ValueError(_("请只填数字，例如 %(most)s。") % {"most": plain(self.item.at_most)})
        return Decimal(text)

    def validate(self, value: Decimal | None) -> None:
        super().validate(value)
        if refusal := goods_refusal(self.item, value or Decimal(0)):
            raise ValidationError(refusal, code="quantity")


def goods_fields(application: Application) -> dict[str, QuantityField]:
    """By name a field for each item of the programme; it begins with what the application says."""
    asked = {row["name"]: row["quantity"] for row in application.goods}
    return {
        goods_field(place): QuantityField(item, initial=asked.get(item.name, "0"))
        for place, item in enumerate(application.programme.rule.goods)
    }


def goods_of(form: forms.Form, application: Application) -> Mapping[str, Decimal] | None:
    """How much of each item was typed; None where the form does not ask."""
    items = application.programme.rule.goods
    if not items or goods_field(0) not in form.fields:
        return None
    typed = [form.cleaned_data.get(goods_field(place)) for place in range(len(items))]
    return {item.name: quantity or Decimal(0) for item, quantity in zip(items, typed, strict=True)}
