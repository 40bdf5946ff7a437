"""Pure rules of a file: what an assessment adds to the policies' engine, and what is still missing."""

from cases.archives.rules.ages import AGE_BANDS, AgeBand, born_between
from cases.archives.rules.assessment import fingerprint, gross_monthly
from cases.archives.rules.completeness import (
    Contents,
    Missing,
    SectionState,
    completeness,
    member_fields,
    missing_items,
    required_evidence,
    required_fields,
)
from cases.archives.rules.schooling import stage_of

__all__ = [
    "AGE_BANDS",
    "AgeBand",
    "Contents",
    "Missing",
    "SectionState",
    "born_between",
    "completeness",
    "fingerprint",
    "gross_monthly",
    "member_fields",
    "missing_items",
    "required_evidence",
    "required_fields",
    "stage_of",
]
