"""Taking back one's own last act: who may, and until when. One rule for steps and for writes.

The room says what was done, by whom and when, and who acted on the same record last; how the act is undone is
its own affair. Nothing is removed: what takes an act back is an act of its own.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

HOURS = 24


@dataclass(frozen=True)
class Act:
    """What somebody did: its name on the button, who it was, when, and who acted on the record last."""

    label: str
    by_id: int | None
    at: datetime
    last_by_id: int | None


def earliest() -> datetime:
    """What was done before may no longer be taken back."""
    return timezone.now() - timedelta(hours=HOURS)


def is_recent(at: datetime | None) -> bool:
    """Whether what was done then may still be taken back, as far as time goes."""
    return at is not None and at >= earliest()


def undo_blocker(act: Act, by: Any) -> str:
    """Why this person may not take the act back, or ''."""
    if act.by_id != by.pk:
        return _("只有办理“%(label)s”的本人可以撤回。") % {"label": act.label}
    if act.last_by_id != by.pk:
        return _("“%(label)s”之后已有他人接着办理，不能再撤回；请按现在的情况办理。") % {"label": act.label}
    if not is_recent(act.at):
        return _("“%(label)s”已过 %(hours)s 小时，不能再撤回；请按现在的情况办理。") % {
            "label": act.label, "hours": HOURS,
        }  # fmt: skip
    return ""
