"""Aid for somebody without a file: for which a file is still to be opened, until when, who says why not."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.selectors.lists import list_applications
from cases.applications.states import FILE_WITHIN_DAYS, State
from cases.archives.models import Member
from cases.archives.states import IN_FORCE_STATES
from cases.policies.models import Programme
from cases.policies.selectors import list_programmes
from hardship.accounts.models import Union, User
from hardship.accounts.states import Role


def list_off_file_programmes(union: Union) -> list[Programme]:
    """Those in force for which nobody needs a file."""
    rows = list_programmes(union=union, on=timezone.localdate())
    return [row for row in rows if row.rule.off_file]


def unfiled(rows: QuerySet[Application]) -> QuerySet[Application]:
    """Those approved whose person has no file yet, nor had one since, and of whom nobody said why not."""
    files = Member.objects.filter(
        Q(household__state__in=IN_FORCE_STATES) | Q(household__filed_at__gte=OuterRef("decided_at")),
        id_number_index=OuterRef("household__head__id_number_index"),
        removed_at__isnull=True,
    )
    waiting = rows.filter(off_file=True, state=State.APPROVED, unfiled_answer__isnull=True)
    return waiting.filter(~Exists(files))


def list_unfiled(user: User) -> QuerySet[Application]:
    """What waits for a file at this person's union; in no order."""
    return unfiled(list_applications(user=user).filter(union=user.union))


def is_unfiled(application: Application) -> bool:
    return unfiled(Application.objects.filter(pk=application.pk)).exists()


def file_by(application: Application) -> date | None:
    """The last day on which a file is to be opened; None before the approval."""
    if application.decided_at is None:
        return None
    return timezone.localdate(application.decided_at) + timedelta(days=FILE_WITHIN_DAYS)


def answer_blocker(application: Application, by: User) -> str:
    """Why this person may not say that no file is opened, or ''."""
    if not by.has_role(Role.CLERK) or by.union_id != application.union_id:
        return _("由“%(union)s”的经办人办理。") % {"union": application.union.name}
    if application.programme.rule.must_file:
        return _("按“%(name)s”的规定必须建档，不能只说明原因。") % {"name": application.programme.name}
    return "" if is_unfiled(application) else _("这份申请不用再补建档案。")
