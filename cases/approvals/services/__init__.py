"""The only writer of an application's state: steps, notices, objections. Refusals carry a sentence."""

from cases.approvals.services.many import Outcome, take_many
from cases.approvals.services.notices import conclude_due, conclude_notice
from cases.approvals.services.objections import answer_objection, record_objection
from cases.approvals.services.refusals import StepRefused
from cases.approvals.services.steps import take_step
from cases.approvals.services.urging import urge_application

__all__ = [
    "Outcome",
    "StepRefused",
    "answer_objection",
    "conclude_due",
    "conclude_notice",
    "record_objection",
    "take_many",
    "take_step",
    "urge_application",
]
