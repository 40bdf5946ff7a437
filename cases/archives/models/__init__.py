"""困难职工档案: one household, one file."""

from cases.archives.models.answers import PolicyAnswer
from cases.archives.models.assessments import Assessment, AssessmentCondition, CategoryOverride, PolicyText
from cases.archives.models.changes import ChangeItem, ChangeRequest
from cases.archives.models.crosschecks import CrossCheck, CrossCheckHit, CrossCheckRow, CrossCheckStep
from cases.archives.models.duplicates import DuplicateSuspicion, FileMerge
from cases.archives.models.events import Consent, FileStep, ReturnReason
from cases.archives.models.evidence import Evidence, EvidenceCheck
from cases.archives.models.filters import SavedFilter
from cases.archives.models.household import FileCounter, Household
from cases.archives.models.imports import ImportChange, ImportRequest, ImportRow, RosterImport
from cases.archives.models.layouts import RosterLayout
from cases.archives.models.lifecycle import CauseFinding, FileSnapshot, MonthlyRecord
from cases.archives.models.members import Member
from cases.archives.models.money import IncomeItem, RigidExpense
from cases.archives.models.reviews import ReviewPeriod
from cases.archives.models.spotchecks import SpotCandidate, SpotCheck, SpotRow
from cases.archives.models.stands import FileStand
from cases.archives.models.surveys import Survey, SurveyEntry, SurveyUnit
from cases.archives.models.transfers import Transfer
from cases.archives.models.visits import (
    HomeVisit,
    VisitAnswer,
    VisitChecklist,
    VisitDocument,
    VisitDraft,
    Visitor,
)
from cases.archives.models.whatif import WhatIf, WhatIfRow

__all__ = [
    "Assessment",
    "AssessmentCondition",
    "CategoryOverride",
    "CauseFinding",
    "ChangeItem",
    "ChangeRequest",
    "Consent",
    "CrossCheck",
    "CrossCheckHit",
    "CrossCheckRow",
    "CrossCheckStep",
    "DuplicateSuspicion",
    "Evidence",
    "EvidenceCheck",
    "FileCounter",
    "FileMerge",
    "FileSnapshot",
    "FileStand",
    "FileStep",
    "HomeVisit",
    "Household",
    "ImportChange",
    "ImportRequest",
    "ImportRow",
    "IncomeItem",
    "Member",
    "MonthlyRecord",
    "PolicyAnswer",
    "PolicyText",
    "ReturnReason",
    "ReviewPeriod",
    "RigidExpense",
    "RosterImport",
    "RosterLayout",
    "SavedFilter",
    "SpotCandidate",
    "SpotCheck",
    "SpotRow",
    "Survey",
    "SurveyEntry",
    "SurveyUnit",
    "Transfer",
    "VisitAnswer",
    "VisitChecklist",
    "VisitDocument",
    "VisitDraft",
    "Visitor",
    "WhatIf",
    "WhatIfRow",
]
