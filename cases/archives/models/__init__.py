"""困难职工档案: one household, one file."""

from cases.archives.models.answers import PolicyAnswer
from cases.archives.models.assessments import Assessment, AssessmentCondition, CategoryOverride, PolicyText
from cases.archives.models.catalogue import column_of, model_of
from cases.archives.models.changes import ChangeItem, ChangeRequest
from cases.archives.models.edits import FileEdit, NumberLookup
from cases.archives.models.events import Consent, FileStep, ReturnAnswer, ReturnReason
from cases.archives.models.evidence import Evidence, EvidenceCheck
from cases.archives.models.household import FileCounter, Household
from cases.archives.models.lifecycle import CauseFinding, FileSnapshot, MonthlyRecord
from cases.archives.models.members import Member
from cases.archives.models.money import IncomeItem, RigidExpense
from cases.archives.models.recusals import CaseRecusal
from cases.archives.models.remarks import RemarkAnswer
from cases.archives.models.reviews import ReviewPeriod
from cases.archives.models.status_periods import StatusPeriod

__all__ = [
    "Assessment",
    "AssessmentCondition",
    "CaseRecusal",
    "CategoryOverride",
    "CauseFinding",
    "ChangeItem",
    "ChangeRequest",
    "Consent",
    "Evidence",
    "EvidenceCheck",
    "FileCounter",
    "FileEdit",
    "FileSnapshot",
    "FileStep",
    "Household",
    "IncomeItem",
    "Member",
    "MonthlyRecord",
    "NumberLookup",
    "PolicyAnswer",
    "PolicyText",
    "RemarkAnswer",
    "ReturnAnswer",
    "ReturnReason",
    "ReviewPeriod",
    "RigidExpense",
    "StatusPeriod",
    "column_of",
    "model_of",
]
