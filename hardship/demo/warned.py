"""预警 of the demo's first city: limits under which each kind has a hit, and what was done with some."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from cases.alerts import services
from cases.alerts.models import Alert
from cases.alerts.rules import KINDS
from cases.alerts.selectors import gravest_first, list_to_handle
from hardship.accounts.models import User
from hardship.accounts.states import Role

# What the first city sets: so that a small demonstration shows each kind.
LIMITS: Mapping[str, tuple[int, int | None]] = {
    "review_overdue": (0, None), "near_line": (30, 1), "medical": (20000, 50), "layoffs": (400, 2),
    "no_contact": (2, None), "plan_behind": (0, None), "referral_late": (0, None),
    "call_overdue": (0, None), "line_used": (30, None), "fund_idle": (366, 5),
    "instalment_failed": (0, None), "notice_unproven": (0, None),
}  # fmt: skip


def build_alerts(*, people: Mapping[str, User], today: date) -> dict[str, int]:
    """Returns how many hits there are of each kind."""
    for kind, (first, second) in LIMITS.items():
        services.set_rule(
            kind=kind, by=people["nt.approver"], valid_from=today, first=Decimal(first),
            second=None if second is None else Decimal(second),
        )  # fmt: skip
    services.find_nightly()
    clerks = (user for user in people.values() if user.has_role(Role.CLERK) and _has_four(user))
    clerk = next(clerks, None)
    rows = list(gravest_first(list_to_handle(clerk))[:4]) if clerk else []
    steps: tuple[dict[str, Any], ...] = (
        {"action": "take"},
        {"action": "handle", "outcome": "visit", "comment": "上门看过，已请医院开证明，下周提交复核。"},
        {"action": "snooze", "until": today + timedelta(days=20), "comment": "家属住院，出院以后再办。"},
        {"action": "dismiss", "comment": "情况已在上次调查中写明，不用再办。"},
    )
    for row, step in zip(rows, steps, strict=False):
        services.take_alert_step(alert_id=row.pk, by=clerk or people["nt.reviewer"], **step)
    return {kind.code: Alert.objects.filter(kind=kind.code).count() for kind in KINDS}


def _has_four(user: User) -> bool:
    return list_to_handle(user).count() >= 4
