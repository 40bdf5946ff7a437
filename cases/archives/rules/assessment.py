"""What an assessment adds to the engine of policies: the plain income per head, and the fingerprint."""

import hashlib
import json
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from cases.policies.rules import Case, in_window

CENT = Decimal("0.01")


def gross_monthly(case: Case, window: int) -> Decimal | None:
    """Income of the policy's `window` of months, per person and month in yuan before outlays, rounded for
    display (domain.md 1.5)."""
    if case.incomes is None or not case.size:
        return None
    return (in_window(case.incomes, case.on, window) / case.size / window).quantize(CENT, ROUND_HALF_UP)


def fingerprint(rules: str, inputs: Mapping[str, Any], result: Mapping[str, Any]) -> str:
    """The SHA-256 of an assessment: the hash of its rules, its inputs and its result in canonical JSON."""
    text = json.dumps([rules, inputs, result], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
