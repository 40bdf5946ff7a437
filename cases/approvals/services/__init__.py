"""The only writer of an application's state: its steps. Refusals carry a sentence."""

from cases.approvals.services.copies import add_copy, mark_copies_read, remove_copy
from cases.approvals.services.many import Outcome, take_many
from cases.approvals.services.overdue import answer_supervision, escalate, set_overdue_rule, supervise
from cases.approvals.services.refusals import StepRefused
from cases.approvals.services.steps import take_step
from cases.approvals.services.urging import urge_application

__all__ = [
    "Outcome",
    "StepRefused",
    "add_copy",
    "answer_supervision",
    "escalate",
    "mark_copies_read",
    "remove_copy",
    "set_overdue_rule",
    "supervise",
    "take_many",
    "take_step",
    "urge_application",
]
