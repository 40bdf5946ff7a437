"""Who may write on an application, and who may have it in hand."""

from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.states import HELD_STATES
from hardship.accounts.models import User
from hardship.accounts.models.people import UserQuerySet
from hardship.accounts.selectors import acting_as
from hardship.accounts.states import Role


def entry_blocker(application: Application, by: User) -> str:
    """Why this person may not write on the application, or ''.

    Clerks of its union may, and those of the union at whose desk it was begun.
    """
    if by.has_role(Role.CLERK) and by.union_id in (application.union_id, application.desk_id):
        return ""
    return _("只有“%(union)s”的经办人可以修改这份申请。") % {"union": application.union.name}


def colleagues_of(application: Application) -> UserQuerySet:
    """Who may have it in hand: the clerks of its union and those of the desk that received it, and whoever
    stands in for one of them today."""
    here = acting_as(Role.CLERK, union=application.union_id)
    there = acting_as(Role.CLERK, union=application.desk_id)
    return here | there


def contact_blocker(application: Application, by: User) -> str:
    """Why this person may not offer the application to a colleague, or ''."""
    if application.state not in HELD_STATES:
        return _("申请已经了结，不用再移交。")
    if by.pk != application.contact_id:
        return _("只有首问责任人可以移交这份申请。")
    return ""


def taking_blocker(application: Application, by: User) -> str:
    """Why this person may not take the application in hand, or ''. One that was left behind by somebody who
    is no clerk here any more is taken by any colleague."""
    if application.state not in HELD_STATES:
        return _("申请已经了结，不用再接手。")
    if not by.has_role(Role.CLERK) or by.union_id not in (application.union_id, application.desk_id):
        if colleagues_of(application).filter(pk=by.pk).exists():
            return _("请先在页首切换到“%(union)s”，再接手。") % {"union": application.union.name}
        return _("只有“%(union)s”的经办人可以接手。") % {"union": application.union.name}
    if by.pk == application.contact_id:
        return _("这份申请已经由您负责。")
    if by.pk == application.offered_id or is_left(application):
        return ""
    return _("首问责任人还没有把这份申请移交给您。")


def is_left(application: Application) -> bool:
    """Whether whoever has it in hand is no clerk of these unions any more."""
    return not colleagues_of(application).filter(pk=application.contact_id or 0).exists()
