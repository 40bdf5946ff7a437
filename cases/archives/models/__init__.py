"""困难职工档案: one household, one file."""

from cases.archives.models.events import Assessment, Consent, FileStep, ReturnReason
from cases.archives.models.evidence import Evidence
from cases.archives.models.household import FileCounter, Household
from cases.archives.models.imports import ImportRow, RosterImport
from cases.archives.models.members import IncomeItem, Member, RigidExpense

__all__ = [
    "Assessment",
    "Consent",
    "Evidence",
    "FileCounter",
    "FileStep",
    "Household",
    "ImportRow",
    "IncomeItem",
    "Member",
    "ReturnReason",
    "RigidExpense",
    "RosterImport",
]
