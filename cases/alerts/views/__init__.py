"""The pages of 预警."""

from cases.alerts.views.alerts import alert, alerts, export, find, step
from cases.alerts.views.rules import rules, set_rule

__all__ = ["alert", "alerts", "export", "find", "rules", "set_rule", "step"]
