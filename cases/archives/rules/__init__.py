"""Pure rules of a file: the first assessment, and what is still missing."""

from cases.archives.rules.ages import AGE_BANDS, AgeBand, born_between
from cases.archives.rules.assessment import (
    ACCIDENT_MULTIPLE,
    DEEP_MULTIPLE,
    EVENT_CAUSES,
    RELATIVE_MULTIPLE,
    Condition,
    Facts,
    Finding,
    assess,
    fingerprint,
    income_total,
    per_month,
)
from cases.archives.rules.completeness import (
    Contents,
    Missing,
    SectionState,
    completeness,
    missing_items,
    required_evidence,
    required_fields,
    stage_of,
)

__all__ = [
    "ACCIDENT_MULTIPLE",
    "AGE_BANDS",
    "DEEP_MULTIPLE",
    "EVENT_CAUSES",
    "RELATIVE_MULTIPLE",
    "AgeBand",
    "Condition",
    "Contents",
    "Facts",
    "Finding",
    "Missing",
    "SectionState",
    "assess",
    "born_between",
    "completeness",
    "fingerprint",
    "income_total",
    "missing_items",
    "per_month",
    "required_evidence",
    "required_fields",
    "stage_of",
]
