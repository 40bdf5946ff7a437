"""Social insurance of the worker by kind (SD2 §4.3): how it stands, how many months are owed or missing."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cases.archives.states import InsuranceState

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# By the beginning of the fields' names: NAME_insurance and NAME_arrears.
INSURANCES: "Mapping[str, StrOrPromise]" = {
    "pension": _("养老保险"),
    "medical": _("医疗保险"),
    "unemployment": _("失业保险"),
    "injury": _("工伤保险"),
}
MOST_MONTHS = 600  # fifty years
OWING = (InsuranceState.INTERRUPTED, InsuranceState.OWED)
LACKING = (*OWING, InsuranceState.NONE)
# The fields that describe_insurance reads.
INSURANCE_FIELDS = tuple(f"{name}_{part}" for name in INSURANCES for part in ("insurance", "arrears"))


def insurance_faults(values: Mapping[str, Any]) -> dict[str, str]:
    """Months of insurances that are neither interrupted nor owed, a sentence for each field; `values` by the
    names of fields. The database keeps the same (member_arrears_with_their_state)."""
    found = {}
    for name, label in INSURANCES.items():
        state, months = values.get(f"{name}_insurance") or "", values.get(f"{name}_arrears")
        if months and state not in OWING:
            why = _now("%(kind)s断缴或欠缴时才填月数；请把状况改为断缴或欠缴，或清空月数。")
            found[f"{name}_arrears"] = why % {"kind": label}
    return found


def describe_insurance(person: Any) -> str:
    """The worker's insurances in one line: 养老保险断缴 8 个月、医疗保险参保; '' where nothing is known."""
    parts = []
    for name, label in INSURANCES.items():
        state, months = getattr(person, f"{name}_insurance"), getattr(person, f"{name}_arrears")
        if state:
            span = _now(" %(n)s 个月") % {"n": months} if months else ""
            parts.append(f"{label}{InsuranceState(state).label}{span}")
    return "、".join(parts)


def sum_up_insurance(person: Any) -> str:
    """The same for a narrow column, alike ones together: 养老、医疗断缴 27 个月；失业、工伤未参保."""
    found: dict[str, list[str]] = {}
    for name, label in INSURANCES.items():
        state, months = getattr(person, f"{name}_insurance"), getattr(person, f"{name}_arrears")
        if state:
            span = _now(" %(n)s 个月") % {"n": months} if months else ""
            found.setdefault(f"{InsuranceState(state).label}{span}", []).append(
                str(label).removesuffix("保险")
            )
    return "；".join(f"{'、'.join(kinds)}{said}" for said, kinds in found.items())
