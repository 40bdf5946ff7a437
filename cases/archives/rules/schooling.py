"""The stage of schooling (在读阶段) of a person: finer than 人员身份, which the national form knows alone.

A status says the usual stage; a finer one is told beside it and has to fit: 大学生 is taken for 本科 until
somebody says 高职专科. What a family is paid depends on it (R26, R39): an application asks for it once more.
"""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from cases.archives.states import Status
from cases.policies.states import Stage

# By status: the stages that fit it, the usual one first.
STAGES: Mapping[str, tuple[Stage, ...]] = {
    Status.PRESCHOOL: (Stage.KINDERGARTEN, Stage.DISABLED_CHILD),
    Status.PRIMARY: (Stage.PRIMARY, Stage.DISABLED_CHILD),
    Status.JUNIOR: (Stage.JUNIOR, Stage.DISABLED_CHILD),
    Status.SENIOR: (Stage.SENIOR, Stage.VOCATIONAL, Stage.DISABLED_CHILD),
    Status.VOCATIONAL: (Stage.VOCATIONAL, Stage.DISABLED_CHILD),
    Status.COLLEGE: (Stage.UNDERGRADUATE, Stage.JUNIOR_COLLEGE),
    Status.GRADUATE: (Stage.MASTER, Stage.DOCTOR),
}
# Children at home may be in rehabilitation; nothing is usual.
MAY_BE_IN_CARE = (Status.MINOR,)


def stage_of(status: str, told: str = "") -> str:
    """The stage of a person: what was told where it fits the status, else the usual one; '' for none."""
    if told and fits(status, told):
        return told
    return str(STAGES[status][0]) if status in STAGES else ""


def fits(status: str, stage: str) -> bool:
    """Whether somebody of this status can be in this stage."""
    return stage in STAGES.get(status, ()) or (status in MAY_BE_IN_CARE and stage == Stage.DISABLED_CHILD)


def stage_fault(status: str, stage: str) -> str:
    """A sentence on a stage that does not fit the status; '' where it does, or one of them is not known."""
    if not stage or not status or fits(status, stage):
        return ""
    why = _("在读阶段“%(stage)s”与人员身份“%(status)s”不符，请改其中一项；不在读的，在读阶段留空。")
    return why % {"stage": Stage(stage).label, "status": Status(status).label}
