"""上级延长: the day of a stage is put off from above, once; the day of before stays with the step."""

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.approvals.selectors.extending import last_day_to_extend
from cases.approvals.services.moves import Move
from cases.approvals.services.refusals import StepRefused
from cases.policies.selectors import get_calendar
from hardship.messaging import services as messaging

EXTENDED = "approvals.extend"


def extend(move: Move) -> None:
    """Those whose stage it is are told. Raises StepRefused for a day that is no later, too late or no working
    day; UnknownYear."""
    application, stage, until_on = move.application, move.here, move.until_on
    last, due_on = last_day_to_extend(application), application.due_on
    if last is None or due_on is None:
        raise StepRefused(_("这个环节没有可以延长的日子。"), "until_on")
    first = max(due_on, timezone.localdate())
    if until_on is None or not first < until_on <= last or not get_calendar().is_workday(until_on):
        text = _("请填写延长到哪一天：%(first)s 之后、最迟 %(last)s 的工作日。")
        raise StepRefused(text % {"first": first.isoformat(), "last": last.isoformat()}, "until_on")
    move.due_was, application.due_on = due_on, until_on
    messaging.send(
        EXTENDED, about=application, union=stage.union, role=stage.role, by=move.by,
        number=application.number or "",
    )  # fmt: skip
