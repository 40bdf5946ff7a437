"""A course is written down, changed while it is live, and moved by its table."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.rules.reviews import months_after
from cases.employment.models import Course, CourseCheck, Enrolment, Partner
from cases.employment.selectors.partners import list_to_name
from cases.employment.services.refusals import EmploymentRefused, employment_write
from cases.employment.states import CHECK_MONTHS, TRAINED, TRANSITIONS, WRITERS, Level, Result
from hardship.accounts.models import Union, User, stood_in_for
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.attempts import set_changed


@dataclass(frozen=True)
class Plan:
    """What is told of a course; `cost` in yuan for each head, `line_id` the money that it is meant to come
    from."""

    name: str
    trade: str
    hours: int
    place: str
    starts_on: date
    ends_on: date
    seats: int
    partner: str
    level: str = Level.NONE
    cost: Decimal | None = None
    line_id: int | None = None
    agreement_id: int | None = None


@employment_write
def make_course(*, plan: Plan, by: User) -> Course:
    """A planned course of the person's own union. Raises EmploymentRefused for who writes none and for days
    or numbers that do not fit."""
    if not by.has_role(*WRITERS):
        raise EmploymentRefused(_("培训班由经办人或审核人登记。"))
    told = _told(plan, by.union)
    course = Course.objects.create(union=by.union, made_by=by, made_for=stood_in_for(by), **told)
    audit.record("course.make", target=course, by=by)
    return course


@employment_write
def change_course(*, course_id: int, plan: Plan, by: User) -> Course:
    """Corrects a live course; its people move with its days. Raises EmploymentRefused for fewer seats than
    people, for days on which somebody is on another course, and once it is over."""
    course = lock_course(course_id, by)
    if not course.is_live:
        raise EmploymentRefused(_("培训班已结业或取消，不能再改。"))
    changed = set_changed(course, _told(plan, course.union, course.agreement_id))
    if changed:
        course.save(update_fields=changed)
        audit.record("course.change", target=course, by=by, fields=sorted(changed))
    return course


@employment_write
def take_step(*, course_id: int, action: str, by: User, comment: str = "") -> Course:
    """Take one row of states.TRANSITIONS. The end makes what is asked after three and six months; a
    cancelled course lets its people go. Raises Refused with a sentence."""
    course = lock_course(course_id, by)
    workflow.take(
        TRANSITIONS, course, action=action, by=by, comment=comment, blocker=step_blocker, effect=_effect,
        log=lambda step: audit.record(f"course.{action}", target=course, by=by),
    )  # fmt: skip
    if action == "end":
        _ask_later(course)
    return course


def lock_course(course_id: int, by: User) -> Course:
    """The course of the person's own union, locked. Raises Course.DoesNotExist outside the scope."""
    course: Course = workflow.lock(Course.objects.visible_to(by).select_related("union"), course_id)
    if why := write_blocker(course, by):
        raise EmploymentRefused(why)
    return course


def write_blocker(course: Course, by: User) -> str:
    """What keeps somebody from writing on a course, or ''."""
    if by.union_id != course.union_id or not by.has_role(*WRITERS):
        return _("由“%(union)s”的经办人、审核人办理。") % {"union": course.union.name}
    return ""


def step_blocker(course: Course, row: workflow.Transition, by: User) -> str:
    """Why this person may not take a step that their role allows, or ''."""
    if why := write_blocker(course, by):
        return why
    if row.action != "end":
        return ""
    if timezone.localdate() < course.ends_on:
        return _("还没有到结课日期，到那天才能结业。")
    if waiting := course.enrolments.filter(state=Result.ENROLLED).count():
        return _("还有 %(n)s 个学员没有登记结果，请先登记合格、不合格或退学。") % {"n": waiting}
    if not course.enrolments.filter(state__in=TRAINED).exists():
        return _("没有学员上完这个班，请写明原因，把它取消。")
    return ""


def _told(plan: Plan, union: Union, kept: int | None = None) -> dict[str, Any]:
    """What is written of a course: the partner is called what the agreement calls it. `kept` is the agreement
    that it names already. Raises EmploymentRefused without a partner and for an agreement of others."""
    told = vars(plan) | {"partner": plan.partner}
    if plan.agreement_id is None:
        if not plan.partner:
            raise EmploymentRefused(_("请选择协议，或者填写培训机构。"), "partner")
        return told
    rows = Partner.objects.filter(Q(pk__in=list_to_name(union).values("pk")) | Q(pk=kept))
    found = rows.filter(pk=plan.agreement_id).first()
    if found is None:
        raise EmploymentRefused(_("请选择本工会或上级工会登记的协议。"), "agreement")
    return told | {"partner": found.name}


def _effect(step: workflow.Step[Course]) -> None:
    course = step.record
    if step.row.action == "open":
        return
    step.stamp("ended")
    course.ended_for = stood_in_for(step.by)
    if step.row.action == "cancel":
        course.said = step.comment[:200]
        on_it = Enrolment.objects.filter(course=course).exclude(state=Result.DROPPED)
        on_it.update(
            state=Result.DROPPED, said=_("培训班取消"), hours=None, certificate_no="", result_at=step.at,
            result_by=step.by, result_for=course.ended_for,
        )  # fmt: skip


def _ask_later(course: Course) -> None:
    stayed = course.enrolments.filter(state__in=TRAINED).order_by("pk")
    CourseCheck.objects.bulk_create(
        CourseCheck(enrolment=one, months=months, due_on=months_after(course.ends_on, months))
        for one in stayed
        for months in CHECK_MONTHS
    )
