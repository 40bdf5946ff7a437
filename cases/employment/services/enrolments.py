"""People are put on a course, what became of them on it and after it is written down."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import Member
from cases.employment.models import Course, CourseCheck, Enrolment
from cases.employment.selectors.courses import count_left, list_busy
from cases.employment.services.courses import lock_course
from cases.employment.services.refusals import EmploymentRefused, employment_write
from cases.employment.services.whom import somebody, write_answer
from cases.employment.states import TRAINED, Result, Work
from cases.people.models import Person
from hardship.accounts.models import User, stood_in_for
from hardship.audit import services as audit
from hardship.kernel import workflow


@employment_write
def enrol_members(*, course_id: int, members: QuerySet[Any], by: User) -> int:
    """Puts people of files on an open course; returns how many. Raises EmploymentRefused for more than there
    are seats, after its last day, and for somebody who is on another course then."""
    return _enrol(course_id, list(members.order_by("pk")), by)


@employment_write
def enrol_people(*, course_id: int, people: QuerySet[Any], by: User) -> int:
    """The same of people off file."""
    return _enrol(course_id, list(people.order_by("pk")), by)


@employment_write
def enter_result(
    *,
    enrolment_id: int,
    state: str,
    by: User,
    hours: int | None = None,
    certificate_no: str = "",
    said: str = "",
) -> Enrolment:
    """合格, 不合格 with the hours that somebody came, or 退学 with why. Until the course ends both may be
    corrected; afterwards the number of the certificate alone. Raises EmploymentRefused before the
    last day, for more hours than the course has, and for what the course does not allow any more."""
    course = lock_course(Enrolment.objects.get(pk=enrolment_id).course_id, by)
    row: Enrolment = workflow.lock(course.enrolments.select_related("member", "person"), enrolment_id)
    _require_whole(course, state, hours, said)
    row.state, row.said = state, said
    row.hours = None if state == Result.DROPPED else hours
    row.certificate_no = certificate_no if state == Result.PASSED else ""
    row.result_at, row.result_by, row.result_for = timezone.now(), by, stood_in_for(by)
    row.save()
    audit.record("course.result", target=course, by=by, enrolment=row.pk, what=state)
    return row


@employment_write
def note_check(*, check_id: int, work: str, by: User, said: str = "") -> CourseCheck:
    """What somebody answered three or six months after a course. Raises EmploymentRefused more than a week
    before its day, and for one that was answered before."""
    found = CourseCheck.objects.select_related("enrolment").get(pk=check_id)
    course = lock_course(found.enrolment.course_id, by)
    row: CourseCheck = workflow.lock(CourseCheck.objects.filter(enrolment__course=course), check_id)
    if work not in Work.values:
        raise EmploymentRefused(_("请选择就业情况。"), "work")
    write_answer(row, work, said, by)
    audit.record("course.check", target=course, by=by, enrolment=row.enrolment_id, what=work)
    return row


def _enrol(course_id: int, chosen: Sequence[Member | Person], by: User) -> int:
    course = lock_course(course_id, by)
    _require_room(course, chosen)
    for one in chosen:
        Enrolment.objects.create(
            course=course, starts_on=course.starts_on, ends_on=course.ends_on, enrolled_by=by,
            enrolled_for=stood_in_for(by), **somebody(one),
        )  # fmt: skip
    if chosen:
        audit.record("course.enrol", target=course, by=by, count=len(chosen))
    return len(chosen)


def _require_room(course: Course, chosen: Sequence[Member | Person]) -> None:
    if not course.is_open:
        raise EmploymentRefused(_("培训班没有开放报名，请先点“开放报名”。"))
    if timezone.localdate() > course.ends_on:
        raise EmploymentRefused(_("已过结课日期，不能再报名。"))
    if any(one.id_number_index is None for one in chosen):
        raise EmploymentRefused(_("有人没有登记身份证号，请先在档案里补上。"))
    left = count_left(course)
    if len(chosen) > left:
        words = {"left": left, "n": len(chosen)}
        raise EmploymentRefused(
            _("还剩 %(left)s 个名额，选了 %(n)s 人。请先改名额，或者少选几个人。") % words
        )
    busy = list_busy(course, [bytes(one.id_number_index or b"") for one in chosen])
    if busy:
        named = "、".join(one.name for one in chosen if bytes(one.id_number_index or b"") in busy)
        raise EmploymentRefused(_("%(names)s这段时间已在培训班，一个人不能同时上两个班。") % {"names": named})


def _require_whole(course: Course, state: str, hours: int | None, said: str) -> None:
    if state == Result.DROPPED:
        if not said.strip():
            raise EmploymentRefused(_("退学请写明原因。"), "said")
        return
    if state not in TRAINED:
        raise EmploymentRefused(_("请选择合格、不合格或退学。"), "state")
    if hours is None:
        raise EmploymentRefused(_("请填写实到学时。"), "hours")
    if hours > course.hours:
        raise EmploymentRefused(_("实到学时不能超过培训班的 %(n)s 学时。") % {"n": course.hours}, "hours")
    if timezone.localdate() < course.ends_on:
        raise EmploymentRefused(_("还没有到结课日期，到那天才能登记合格或不合格。"), "state")


def may_enter(row: Enrolment) -> bool:
    """Whether a result may still be entered or corrected: of an ended course the certificate alone."""
    course = row.course
    return not row.is_dropped and (course.is_open or (course.is_ended and row.is_passed))
