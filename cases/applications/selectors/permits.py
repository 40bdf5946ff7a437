"""Who may write on an application."""

from django.utils.translation import gettext as _

from cases.applications.models import Application
from hardship.accounts.models import User
from hardship.accounts.states import Role


def entry_blocker(application: Application, by: User) -> str:
    """Why this person may not write on the application, or ''.

    Clerks of its union may, and those of the union whose clerk began it.
    """
    maker = application.created_by
    homes = {application.union_id, maker.union_id if maker else None}
    if by.has_role(Role.CLERK) and by.union_id in homes:
        return ""
    return _("只有“%(union)s”的经办人可以修改这份申请。") % {"union": application.union.name}
