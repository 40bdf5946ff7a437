"""复核: whether a worker may still ask for one, and who may answer."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.selectors import lists
from cases.approvals.models import ApprovalStep, RouteStage
from cases.approvals.selectors.along import stage_of
from cases.approvals.selectors.hands import find_actors, touched_by
from cases.approvals.states import REOPEN
from cases.archives.selectors.recusals import kept_out, recusal_blocker
from cases.outcomes.models import Appeal, Telling
from cases.outcomes.rules import APPEAL_WORKDAYS
from cases.outcomes.selectors.decided import get_decision
from cases.outcomes.states import APPEALED_STATES
from cases.policies.selectors import get_calendar
from hardship.accounts.models import Union, User, people_of
from hardship.accounts.states import Role
from hardship.kernel.workflow import of_both


def list_appeals(application: Application) -> list[Appeal]:
    """All of them, the newest first."""
    rows = Appeal.objects.filter(step__application=application)
    return list(rows.select_related("step", "recorded_by", "answered_by").order_by("-pk"))


def get_answered(application: Application) -> Appeal | None:
    """The last one that was answered."""
    rows = Appeal.objects.filter(step__application=application, answered_at__isnull=False)
    return rows.select_related("step", "answered_by__union").order_by("-pk").first()


def list_reopened(appeals: Sequence[Appeal]) -> list[Appeal]:
    """Those of one application whose decision gave way to a new round."""
    rows = ApprovalStep.objects.filter(application__in=[row.step.application_id for row in appeals])
    rounds = set(rows.filter(action=REOPEN).values_list("round", flat=True))
    return [row for row in appeals if row.is_changed and row.step.round in rounds]


def last_day(step: ApprovalStep) -> date | None:
    """Until when a worker may ask, counted from the day they were first told; None while nobody told them."""
    tellings = Telling.objects.filter(step=step)
    first = tellings.order_by("on").values_list("on", flat=True).first()
    return get_calendar().add_workdays(first, APPEAL_WORKDAYS) if first else None


def appeal_blocker(application: Application, by: User) -> str:
    """What keeps this person from recording that the worker asks for a review, or ''."""
    step = get_decision(application)
    if application.state not in APPEALED_STATES or step is None:
        return _("这份申请现在没有可以复核的决定。")
    if not by.has_role(Role.CLERK) or by.union_id != application.union_id:
        return _("由申报工会的经办人登记。")
    if Appeal.objects.filter(step=step).exists():
        return _("这个决定已经申请过复核。")
    return ""


def answer_blocker(appeal: Appeal, by: User) -> str:
    """What keeps this person, or whom they stand in for, from answering, or ''. Somebody above may, where all
    who could have decided."""
    return of_both(partial(_blocker_of, appeal), by)


def _blocker_of(appeal: Appeal, by: User) -> str:
    application = appeal.step.application
    if appeal.is_answered:
        return _("已经有复核意见。")
    union = union_that_took(appeal.step)
    if not by.has_role(Role.REVIEWER, Role.APPROVER) or not union.path.startswith(by.union.path):
        return _("由“%(union)s”或它的上级工会的审核人、审批人复核。") % {"union": union}
    if has_acted(application, by):
        return _("您办理过这份申请，或者填写过这户的档案，复核须由其他人员进行。")
    return recusal_blocker(application.household, by)


def union_that_took(step: ApprovalStep) -> Union:
    """The union whose decision a review is about."""
    stage = stage_of(step)
    return step.application.union if stage is None else stage.union


def has_acted(application: Application, by: User) -> bool:
    """Whether this person wrote, submitted or decided anything of it, in whichever round, or in the file that
    it rests on, or somebody in their place."""
    return by.pk in find_actors(application)


def unanswered(rows: "QuerySet[Any]") -> "QuerySet[Any]":
    """Those of which a review was asked for and not answered."""
    return rows.filter(Exists(_open()))


def list_to_answer(user: User) -> "QuerySet[Application]":
    """The applications whose review waits for this person at their own union."""
    ours = RouteStage.objects.filter(
        application=OuterRef("step__application"), round=OuterRef("step__round"),
        position=OuterRef("step__stage_no"), union=user.union_id,
    )  # fmt: skip
    rows = lists.list_applications(user=user).filter(Exists(_open().filter(Exists(ours))))
    return rows.exclude(touched_by(people_of(user)) | kept_out(user))


def _open() -> "QuerySet[Appeal]":
    """The unanswered appeals of the application of the outer query."""
    rows: QuerySet[Appeal] = Appeal.objects.filter(step__application=OuterRef("pk"), answered_at__isnull=True)
    return rows
