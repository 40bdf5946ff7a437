"""Courses of the demo: one of last year with what became of everybody, one that is over and waits for its
results, one that takes people."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from cases.archives.models import Member
from cases.employment import services
from cases.employment.models import Course, CourseCheck
from cases.employment.selectors.courses import list_candidates
from hardship.accounts.models import User
from hardship.demo import clock

SCHOOL = "崇川区职业技术培训学校"
LAST_YEARS = 330  # days since the course of last year began
PEOPLE = 6
ANSWERS = (("employed", "社区超市"), ("own", "自己开了早点铺"), ("seeking", "照顾家里的病人"))


def build_courses(*, people: Mapping[str, User], today: date) -> int:
    """How many there are, all of one county."""
    by = people["cc.clerk"]
    _over(by, today)
    with clock.at(today - timedelta(days=25)):
        began = today - timedelta(days=20)
        waiting = _open(by, "家政服务员培训班", "家政服务", began, 15, "启航家政职业学校")
        _fill(waiting, by)
    _open(by, "中式面点师培训班", "中式面点", today + timedelta(days=20), 20, SCHOOL)
    return Course.objects.count()


def _over(by: User, today: date) -> None:
    """Ended, asked twice: two of three work."""
    began = today - timedelta(days=LAST_YEARS)
    with clock.at(began - timedelta(days=10)):
        course = _open(by, "电工（五级）培训班", "电工", began, 30, SCHOOL)
        _fill(course, by)
    with clock.at(course.ends_on + timedelta(days=3)):
        for place, row in enumerate(course.enrolments.order_by("pk")):
            if place == PEOPLE - 1:
                services.enter_result(enrolment_id=row.pk, state="dropped", said="孩子住院，来不了", by=by)
                continue
            services.enter_result(
                enrolment_id=row.pk, state="passed", hours=course.hours - place * 4,
                certificate_no=f"ZJ{began:%Y}{place + 1:04d}", by=by,
            )  # fmt: skip
        services.take_step(course_id=course.pk, action="end", by=by)
    for place, check in enumerate(CourseCheck.objects.filter(enrolment__course=course).order_by("pk")):
        work, said = ANSWERS[place % len(ANSWERS)]
        with clock.at(check.due_on):
            services.note_check(check_id=check.pk, work=work, said=said, by=by)


def _open(by: User, name: str, trade: str, starts_on: date, days: int, partner: str) -> Course:
    plan = services.Plan(
        name=name, trade=trade, level="five" if "五级" in name else "none", hours=days * 6,
        place="崇川区工人文化宫三楼", starts_on=starts_on, ends_on=starts_on + timedelta(days=days),
        seats=20, partner=partner, cost=Decimal(800),
    )  # fmt: skip
    course = services.make_course(plan=plan, by=by)
    return services.take_step(course_id=course.pk, action="open", by=by)


def _fill(course: Course, by: User) -> None:
    chosen = list(list_candidates(course, by).values_list("pk", flat=True)[:PEOPLE])
    services.enrol_members(course_id=course.pk, members=Member.objects.filter(pk__in=chosen), by=by)
