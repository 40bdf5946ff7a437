"""回避: why somebody stays out of a case, and who says so."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import Role
from hardship.kernel.workflow import Transition


class RecusalCause(TextChoices):
    RELATIVE = "relative", _("与这家人有亲属关系")
    DEPARTMENT = "department", _("这家有人在本部门工作")
    OTHER = "other", _("有其他可能影响公正的情形")


class RecusalState(TextChoices):
    DECLARED = "declared", _("已申请")
    ACCEPTED = "accepted", _("已同意")
    DECLINED = "declined", _("不必回避")


RECUSAL_TONES: dict[str, str] = {
    RecusalState.DECLARED: "warning",
    RecusalState.ACCEPTED: "success",
    RecusalState.DECLINED: "muted",
}
# While one stands so, its person decides nothing of the case: a declaration holds from its first minute.
KEEPING_OUT = (RecusalState.DECLARED, RecusalState.ACCEPTED)
# Who says whether somebody stays out: a leader, never the person.
LEADERS = (Role.DEPARTMENT, Role.APPROVER)
RECUSAL_TRANSITIONS = tuple(
    row
    for role in LEADERS
    for row in (
        Transition("accept", (RecusalState.DECLARED,), RecusalState.ACCEPTED, role, _("同意回避"),
                   is_decision=True),
        Transition("decline", (RecusalState.DECLARED,), RecusalState.DECLINED, role, _("不必回避"),
                   needs_comment=True, is_decision=True),
    )
)  # fmt: skip
