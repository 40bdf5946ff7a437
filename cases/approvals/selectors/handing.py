"""转办: who may take a case over from somebody who holds the same post, and whose it is since.

It is its holder's as long as they may sign it: with a working account, in the post, and not staying out (the
database has the same rule, function approvals_holds_it).
"""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.approvals.models import ApprovalStep, RouteStage
from cases.approvals.selectors.along import get_stage, standing
from cases.approvals.selectors.file_makers import list_file_makers
from cases.approvals.selectors.reviewed import find_reviewed
from cases.approvals.states import HAND_ON, TAKE_OVER
from cases.archives.models import CaseRecusal, Member
from cases.archives.selectors.recusals import recusal_blocker
from cases.archives.states.recusals import KEEPING_OUT
from hardship.accounts.models import Appointment, User, people_of


def list_colleagues(application: Application, by: User) -> list[User]:
    """To whom this person may hand it on; the database has the same rule (approvals_may_take_over)."""
    stage = get_stage(application)
    if stage is None or stage.deciders > 1 or application.stage_no is None:
        return []
    out = {application.created_by_id, application.submitted_by_id, *_who_had_it(application)}
    out |= people_of(by) | find_reviewed(application) | list_file_makers(application)
    out.update(pk for pair in application.edits.values_list("by", "stood_in_for") for pk in pair)
    people = User.objects.holding(stage.role, union=stage.union_id).exclude(pk__in=[pk for pk in out if pk])
    return [one for one in people.order_by("pk") if not recusal_blocker(application.household, one)]


def _who_had_it(application: Application) -> set[int | None]:
    """Whoever handed it on at this stage, and whose signature stands; also those for whom somebody did."""
    rows = application.steps.filter(round=application.round)
    signed = standing(rows.filter(is_decision=True)).values_list("by", "stood_in_for")
    handed = rows.filter(action=HAND_ON, stage_no=application.stage_no).values_list("by", "stood_in_for")
    return {pk for pair in (*signed, *handed) for pk in pair}


def holder_blocker(application: Application, stage: RouteStage, by: User) -> str:
    """That it is somebody else's since it was handed on, as long as they may sign it; or ''."""
    if application.holder_id is None or application.holder_id in people_of(by):
        return ""
    holder = User.objects.holding(stage.role, union=stage.union_id).filter(pk=application.holder_id).first()
    if holder is None or recusal_blocker(application.household, holder):
        return ""
    return _("这份申请已转给“%(name)s”办理。") % {"name": holder.name}


def with_others(user: User) -> Q:
    """Of applications those that `holder_blocker` keeps from this person and from whom they stand in for."""
    posts = Appointment.objects.in_force(timezone.localdate()).filter(
        user=OuterRef("holder"), union=OuterRef("awaits"), role=OuterRef("awaits_role"), user__is_active=True
    )
    declared = CaseRecusal.objects.filter(
        declared_by=OuterRef("holder"), household=OuterRef("household"), state__in=KEEPING_OUT
    )
    kin = Member.objects.filter(
        household=OuterRef("household"), removed_at__isnull=True,
        id_number_index=OuterRef("holder__id_number_index"),
    )  # fmt: skip
    held = Q(holder__isnull=False) & ~Q(holder__in=sorted(people_of(user)))
    return held & Q(Exists(posts)) & ~Q(Exists(declared)) & ~Q(Exists(kin))


def get_handing(application: Application) -> ApprovalStep | None:
    """The step by which its holder got it."""
    if application.holder_id is None:
        return None
    rows = application.steps.filter(action__in=(HAND_ON, TAKE_OVER)).select_related(
        "by", "stood_in_for", "handed_to", "taken_to"
    )
    found: ApprovalStep | None = rows.order_by("-pk").first()
    return found
