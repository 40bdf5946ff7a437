"""The kinds of warnings: each says how it is found in the whole country at once, and how it reads."""

from cases.alerts.rules.kinds import KINDS, AlertKind, Limit, alert_kind

__all__ = ["KINDS", "AlertKind", "Limit", "alert_kind"]
