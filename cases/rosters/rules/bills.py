"""The medical bill of a household in a roster: one for the year, in columns of its own."""

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from cases.archives.rules.bills import FIGURES, bill_faults, self_paid
from cases.archives.states import ExpenseKind

PREFIX = "bill_"
SELF_PAID = f"expense_{ExpenseKind.MEDICAL}"
KEYS = tuple(
    PREFIX + name for name in (*FIGURES, "hospital", "is_designated", "disease", "patient", "months")
)


def figures_of(values: Mapping[str, Any]) -> dict[str, Decimal | None]:
    """The figures of the bill that a row tells."""
    return {name: values.get(PREFIX + name) for name in FIGURES}


def medical_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """What a medical expense holds of the bill, by its fields; nothing without a bill."""
    figures = figures_of(values)
    if figures["billed"] is None:
        return {}
    from_on, to_on = values.get(f"{PREFIX}months") or (None, None)
    told = {name: values.get(PREFIX + name) for name in ("hospital", "is_designated", "disease")}
    more = {name: value for name, value in told.items() if value not in (None, "")}
    return {**figures, **more, "annual_amount": self_paid(figures), "from_on": from_on, "to_on": to_on}


def bill_remarks(values: Mapping[str, Any], names: Collection[str]) -> Iterator[tuple[str, str]]:
    """The keys of the cells that do not fit each other, with a sentence; `names` are the row's people."""
    figures = figures_of(values)
    for name, why in bill_faults(figures, values.get(SELF_PAID)).items():
        yield (SELF_PAID if name == "self_paid" else PREFIX + name), why
    if figures["billed"] is None and any(values.get(key) not in (None, "") for key in KEYS[len(FIGURES) :]):
        yield f"{PREFIX}billed", _("请填写医疗总费用；没有结算单的，只填医疗自付支出，其余各列留空。")
    if (patient := values.get(f"{PREFIX}patient")) and patient not in names:
        yield f"{PREFIX}patient", _("这一户没有这个姓名的人，请填写本人或家庭成员的姓名，全家的留空。")
