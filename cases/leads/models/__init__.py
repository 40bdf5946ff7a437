"""Leads, and calls for applications."""

from cases.leads.models.calls import Call, CallUnit
from cases.leads.models.leads import Lead, LeadStep

__all__ = ["Call", "CallUnit", "Lead", "LeadStep"]
