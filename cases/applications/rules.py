"""What a household may get, and the content that a decision binds to: pure, no database. Amounts in yuan.

`offer` is the only place above cases.policies that computes an amount for an application, and `cap_of` the
only one that computes its yearly cap. Both rest on cases.policies.rules.entitlement today; the programmes of
the policy in force (cases.policies.rules.engine) can replace it behind these two without touching a caller.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.policies.rules import CannotTell, Facts, entitlement
from cases.policies.states import AmountRule

# The parts of a submitted application, each with a hash of its own, so that a change can be named.
PARTS = {
    "application": gettext_lazy("申请内容"),
    "evidence": gettext_lazy("申请材料"),
    "household": gettext_lazy("家庭情况"),
    "members": gettext_lazy("家庭成员"),
    "incomes": gettext_lazy("家庭收入"),
    "expenses": gettext_lazy("刚性支出"),
}


# How the ledger and the payments, which know no application, name one.
SOURCE = "applications.application"


def source_of(application_id: int) -> str:
    """The source of an application's commitment and payable: "applications.application:42"."""
    return f"{SOURCE}:{application_id}"


@dataclass(frozen=True)
class Offer:
    """What a programme offers a household in one year.

    `entitled` is the rule's amount for these facts, None when it cannot be told: then `why` says what is
    missing. `cap` is the most that the household gets of this programme in the year, `used` what other
    applications of that year hold of it.
    """

    entitled: Decimal | None
    cap: Decimal
    used: Decimal
    steps: tuple[str, ...] = field(default=())
    why: str = ""

    @property
    def left(self) -> Decimal:
        return max(self.cap - self.used, Decimal(0))

    @property
    def limit(self) -> Decimal | None:
        """The most that may be applied for now."""
        return None if self.entitled is None else min(self.entitled, self.left)


def offer(*, kind: str, rule: Mapping[str, Any], yearly_cap: Decimal, facts: Facts, used: Decimal) -> Offer:
    """The offer of a programme's rule for these facts, in yuan.

    `used` is what the household's other applications of the year hold. An amount that cannot be told raises
    nothing: `entitled` is None and `why` names what is missing. An amount by months of the living standard
    is the cap of the year too.
    """
    try:
        found = entitlement(kind, rule, facts)
    except CannotTell as missing:
        return Offer(None, yearly_cap, used, why=str(missing))
    cap = cap_of(kind, yearly_cap, found.amount)
    steps = found.steps
    if used > 0:
        steps = (*steps, _used_sentence(cap, used))
    return Offer(found.amount, cap, used, steps)


def cap_of(kind: str, yearly_cap: Decimal, entitled: Decimal | None) -> Decimal:
    """The most that a household gets of a programme in a year."""
    if kind == AmountRule.STANDARD_MONTHS and entitled is not None:
        return min(yearly_cap, entitled)
    return yearly_cap


def _used_sentence(cap: Decimal, used: Decimal) -> str:
    return _("本年度上限 %(cap)s 元，已申请 %(used)s 元，还可申请 %(left)s 元") % {
        "cap": f"{cap:,.2f}",
        "used": f"{used:,.2f}",
        "left": f"{max(cap - used, Decimal(0)):,.2f}",
    }


def canonical(value: Any) -> bytes:
    """JSON bytes that are the same for the same content."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def fingerprints(content: Mapping[str, Any]) -> dict[str, str]:
    """The SHA-256 of each part."""
    return {part: hashlib.sha256(canonical(content[part])).hexdigest() for part in PARTS}


def digest(parts: Mapping[str, str]) -> str:
    """The SHA-256 over the fingerprints: what a decision binds to."""
    return hashlib.sha256(canonical(dict(parts))).hexdigest()


def changed_parts(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """The labels of the parts that differ; nothing when one side is not known."""
    if not before or not after:
        return []
    return [str(label) for part, label in PARTS.items() if before.get(part) != after.get(part)]
