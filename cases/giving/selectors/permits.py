"""Who may look at an instalment again."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.selectors.recusals import recusal_blocker
from cases.giving.models import Instalment
from cases.giving.selectors.plans import has_left
from cases.giving.states import TRANSITIONS, State
from hardship.accounts.models import User
from hardship.kernel import workflow


def step_blocker(row: Instalment, step: workflow.Transition, by: User) -> str:
    """What keeps this person from a step that their role allows, or ''. Nobody looks at what they applied for
    themselves; the database keeps the same rule (trigger giving_instalment_guard)."""
    application = row.application
    if by.union_id != row.checker_id:
        return _("这一期由“%(union)s”复核。") % {"union": row.checker}
    if by.pk in (application.created_by_id, application.submitted_by_id) or _has_written(row, by):
        return _("不能复核自己填写、提交的申请，请由其他人员办理。")
    if why := recusal_blocker(application.household, by):
        return why
    if step.action == "confirm" and row.due_on > timezone.localdate():
        return _("这一期 %(day)s 到期，到期前不能复核。") % {"day": row.due_on.isoformat()}
    return ""


def list_buttons(row: Instalment, by: User) -> list[workflow.Transition]:
    """What this person may do with an instalment now."""
    if row.state == State.CONFIRMED and has_left(row):
        return []
    return workflow.buttons(TRANSITIONS, row, by=by, blocker=step_blocker)


def _has_written(row: Instalment, by: User) -> bool:
    return row.application.edits.filter(Q(by=by) | Q(stood_in_for=by)).exists()
