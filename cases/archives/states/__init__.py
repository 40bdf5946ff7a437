"""What a file can be, and the code lists of the national forms."""

from cases.archives.states.files import (
    ACTIVE_STATES,
    EDITABLE_STATES,
    TRANSITIONS,
    Cause,
    FilingLevel,
    Section,
    State,
    Want,
    WorkerType,
)
from cases.archives.states.imports import IMPORT_TRANSITIONS, ImportState
from cases.archives.states.money import ExpenseKind, Housing, IncomeKind
from cases.archives.states.people import (
    WORKER_STATUSES,
    DisabilityGrade,
    DisabilityKind,
    EmployerKind,
    EmployerState,
    Health,
    Insurance,
    Marriage,
    ModelWorker,
    Politics,
    Registration,
    Relation,
    Sex,
    Status,
)
from cases.policies.states import Category

__all__ = [
    "ACTIVE_STATES",
    "EDITABLE_STATES",
    "IMPORT_TRANSITIONS",
    "TRANSITIONS",
    "WORKER_STATUSES",
    "Category",
    "Cause",
    "DisabilityGrade",
    "DisabilityKind",
    "EmployerKind",
    "EmployerState",
    "ExpenseKind",
    "FilingLevel",
    "Health",
    "Housing",
    "ImportState",
    "IncomeKind",
    "Insurance",
    "Marriage",
    "ModelWorker",
    "Politics",
    "Registration",
    "Relation",
    "Section",
    "Sex",
    "State",
    "Status",
    "Want",
    "WorkerType",
]
