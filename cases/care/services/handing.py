"""Cases that go to a colleague: whoever works on one, or supervises it, leaves."""

from django.utils.translation import gettext as _

from cases.care.models import CareCase
from cases.care.states import SUPERVISORS, WRITERS
from hardship.accounts.models import User


def receive(case: CareCase, to: User) -> None:
    """The case is the receiver's to work on from now on; the caller is in a transaction."""
    case.worker = to
    case.save(update_fields=["worker"])


def receive_watch(case: CareCase, to: User) -> None:
    """The receiver supervises it from now on; the caller is in a transaction."""
    case.supervisor = to
    case.save(update_fields=["supervisor"])


def receive_blocker(case: CareCase, to: User) -> str:
    """Why a colleague may not work on a case, or ''."""
    if case.supervisor_id == to.pk:
        return _("接收人是这一件的督导，请另选承办人。")
    return "" if to.has_role(*WRITERS) else _("承办人要是本工会的经办人或审核人。")


def watch_blocker(case: CareCase, to: User) -> str:
    """Why a colleague may not supervise a case, or ''."""
    if case.worker_id == to.pk:
        return _("接收人是这一件的承办人，请另选督导。")
    return "" if to.has_role(*SUPERVISORS) else _("督导要是本工会的部门负责人、审核人或审批人。")
