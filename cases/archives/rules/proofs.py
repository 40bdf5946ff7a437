"""Which fields a document proves: what the viewer shows beside it."""

from cases.archives.states import Section
from cases.policies.states import EvidenceKind

# By kind of document: the section, and its fields (() for the rows of its tables).
PROVES: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    EvidenceKind.ID_CARD: (
        (Section.WORKER, ("name", "id_number", "birth_on", "sex", "ethnicity")),
        (Section.MEMBERS, ()),
    ),
    EvidenceKind.HOUSEHOLD_REGISTER: (
        (Section.WORKER, ("marriage", "registration")),
        (Section.HOUSING, ("address", "registered_at")),
        (Section.MEMBERS, ()),
    ),
    EvidenceKind.INCOME: ((Section.WORKER, ("status", "employer", "monthly_income")), (Section.MONEY, ())),
    EvidenceKind.DIAGNOSIS: (
        (Section.WORKER, ("health", "disease", "disease_class")),
        (Section.CAUSES, ("main_cause", "secondary_causes", "cause_note")),
    ),
    EvidenceKind.MEDICAL_RECORD: ((Section.WORKER, ("health", "disease")), (Section.MONEY, ())),
    EvidenceKind.FEE_LIST: ((Section.MONEY, ()),),
    EvidenceKind.ADMISSION: ((Section.MEMBERS, ()),),
    EvidenceKind.TUITION_INVOICE: ((Section.MONEY, ()),),
    EvidenceKind.HARDSHIP: ((Section.CAUSES, ("main_cause", "secondary_causes", "cause_note")),),
    EvidenceKind.DISABILITY: ((Section.WORKER, ("health", "disability_kind", "disability_grade")),),
    EvidenceKind.DIBAO: (
        (Section.CAUSES, ("is_on_dibao", "dibao_amount", "is_dibao_marginal", "marginal_no", "marginal_on")),
    ),
    EvidenceKind.LABOUR_CONTRACT: (
        (Section.WORKER, ("worker_type", "employer", "contract_on", "contract_months")),
    ),
    EvidenceKind.HOUSING: ((Section.HOUSING, ("housing_type", "floor_area", "homes", "monthly_rent")),),
    EvidenceKind.CONSENT: ((Section.CONSENT, ("signed_on", "signer", "allows_check", "allows_notice")),),
}


# Papers that are small beside the sheet that they are scanned on: looked at without its white.
SMALL = frozenset(
    {EvidenceKind.ID_CARD, EvidenceKind.HOUSEHOLD_REGISTER, EvidenceKind.DISABILITY, EvidenceKind.DIBAO}
)


def proves(kind: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The sections and fields that a kind of document speaks of; none for other papers."""
    return PROVES.get(kind, ())
