"""Leads, calls for applications, and questionnaires that anybody may answer."""

from cases.leads.models.calls import Call, CallUnit
from cases.leads.models.leads import Lead, LeadStep
from cases.leads.models.questionnaires import Questionnaire, QuestionnaireAnswer, SendingCount

__all__ = ["Call", "CallUnit", "Lead", "LeadStep", "Questionnaire", "QuestionnaireAnswer", "SendingCount"]
