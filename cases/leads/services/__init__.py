"""Writes of the room."""

from cases.leads.services.calls import (
    answer,
    change_call,
    list_call_buttons,
    make_call,
    may_answer,
    take_call_step,
    urge,
)
from cases.leads.services.calls import (
    change_blocker as call_blocker,
)
from cases.leads.services.leads import (
    LeadRefused,
    Outcome,
    Told,
    change_blocker,
    change_lead,
    list_buttons,
    record_lead,
    take_step,
)
from cases.leads.services.questionnaires import (
    QuestionnaireOver,
    answer_questionnaire,
    list_questionnaire_buttons,
    open_questionnaire,
    take_questionnaire_step,
)
from cases.leads.services.sendings import may_send

__all__ = [
    "LeadRefused",
    "Outcome",
    "QuestionnaireOver",
    "Told",
    "answer",
    "answer_questionnaire",
    "call_blocker",
    "change_blocker",
    "change_call",
    "change_lead",
    "list_buttons",
    "list_call_buttons",
    "list_questionnaire_buttons",
    "make_call",
    "may_answer",
    "may_send",
    "open_questionnaire",
    "record_lead",
    "take_call_step",
    "take_questionnaire_step",
    "take_step",
    "urge",
]
