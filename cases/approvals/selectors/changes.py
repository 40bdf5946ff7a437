"""Whether an application is still what was submitted."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.rules import changed_parts, digest
from cases.applications.selectors import get_parts
from cases.applications.states import State

DECIDED_ON = (State.REVIEW, State.PUBLIC_NOTICE, State.APPROVAL, State.SUSPENDED)


def get_change(application: Application) -> str:
    """What changed since the submission of an application that is being decided, or ''."""
    if application.state not in DECIDED_ON:
        return ""
    parts = get_parts(application)
    return "" if digest(parts) == application.content_hash else change_sentence(application, parts)


def change_sentence(application: Application, parts: Mapping[str, str]) -> str:
    """What differs between the submission and these fingerprints, and what to do about it."""
    submitted = application.steps.filter(action="submit", round=application.round).order_by("-pk").first()
    changed = changed_parts(submitted.parts if submitted else {}, parts)
    return _("提交之后，%(what)s有变化，不能按原内容办理；请退回经办人核对后重新提交。") % {
        "what": "、".join(changed) or _("申请内容")
    }
