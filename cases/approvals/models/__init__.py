"""The route of an application, each step along it, and what those above see of it."""

from cases.approvals.models.above import CopyRule, Escalation, OverdueRule, Supervision, SupervisionAnswer
from cases.approvals.models.corrections import Correction, CorrectionAnswer
from cases.approvals.models.drawing import FundChoice
from cases.approvals.models.steps import ApprovalStep, RouteBar, RouteCopy, RouteStage, StepScan

__all__ = [
    "ApprovalStep",
    "CopyRule",
    "Correction",
    "CorrectionAnswer",
    "Escalation",
    "FundChoice",
    "OverdueRule",
    "RouteBar",
    "RouteCopy",
    "RouteStage",
    "StepScan",
    "Supervision",
    "SupervisionAnswer",
]
