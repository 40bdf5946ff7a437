"""Courses with their figures, seats that are left, who may still be put on one, what is due."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from cases.archives.models import Household
from cases.employment.models import Course, CourseCheck, Enrolment
from cases.employment.rules import Figures
from cases.employment.selectors.whom import off_file_below, seekers_below
from cases.employment.states import EARLY_DAYS, IN_WORK, TRAINED, Result, State, Work
from cases.people.models import Person
from hardship.accounts.models import User

WITH = (
    "member__household",
    "household__head",
    "person",
    "enrolled_by",
    "enrolled_for",
    "result_by",
    "result_for",
)


@dataclass(frozen=True)
class CourseLine:
    """A course of a list with its figures."""

    course: Course
    figures: Figures


@dataclass(frozen=True)
class PartnerLine:
    """A partner of a list with how many courses it held, and the figures of all of them together."""

    partner: str
    courses: int
    figures: Figures


def list_courses(user: User) -> QuerySet[Course]:
    """The courses of the scope, the latest first."""
    rows: QuerySet[Course] = Course.objects.visible_to(user).select_related("union")
    return rows.order_by("-starts_on", "-pk")


def make_lines(courses: Iterable[Course]) -> list[CourseLine]:
    """The courses with their figures, in two queries for all of them."""
    courses = list(courses)
    figures = get_figures([course.pk for course in courses])
    return [CourseLine(course, figures[course.pk]) for course in courses]


def list_partners(courses: QuerySet[Course]) -> list[PartnerLine]:
    """The partners of these courses with the figures of all that each held, the most trained first."""
    found: dict[str, list[int]] = defaultdict(list)
    for key, partner in courses.order_by().values_list("pk", "partner"):
        found[partner].append(key)
    figures = get_figures([key for keys in found.values() for key in keys])
    lines = [
        PartnerLine(partner, len(keys), sum((figures[key] for key in keys), Figures()))
        for partner, keys in found.items()
    ]
    return sorted(lines, key=lambda line: (-line.figures.trained, line.partner))


def get_figures(courses: Collection[int]) -> dict[int, Figures]:
    """The figures of these courses by key. 28 of 30 placed: whoever worked when they were last reached."""
    reached = CourseCheck.objects.filter(enrolment=OuterRef("pk")).exclude(work__in=("", Work.UNREACHED))
    rows = Enrolment.objects.filter(course__in=courses).annotate(
        works=Subquery(reached.order_by("-months").values("work")[:1])
    )
    stayed = Q(state__in=TRAINED)
    counted = rows.values("course").annotate(
        enrolled=Count("pk", filter=~Q(state=Result.DROPPED)),
        trained=Count("pk", filter=stayed),
        passed=Count("pk", filter=Q(state=Result.PASSED)),
        certified=Count("pk", filter=~Q(certificate_no="")),
        placed=Count("pk", filter=stayed & Q(works__in=IN_WORK)),
        off_file=Count("pk", filter=stayed & Q(person__isnull=False)),
    )
    found: dict[int, Figures] = defaultdict(Figures)
    for course, *figures in counted.order_by().values_list("course", *Figures.__dataclass_fields__):
        found[course] = Figures(*figures)
    return found


def count_left(course: Course) -> int:
    """Seats that nobody has."""
    return course.seats - course.enrolments.exclude(state=Result.DROPPED).count()


def list_enrolled(course: Course) -> QuerySet[Any]:
    """Whoever is or was on a course, in the order in which they came."""
    rows: QuerySet[Any] = course.enrolments.select_related(*WITH, "course__union").order_by("pk")
    return rows


def list_busy(course: Course, numbers: Collection[bytes]) -> set[bytes]:
    """Those of these people (by blind index) who are on a course, this one or another, on its days."""
    rows = _on_its_days(course).filter(id_number_index__in=numbers)
    return {bytes(number or b"") for number in rows.values_list("id_number_index", flat=True)}


def list_candidates(course: Course, user: User) -> QuerySet[Any]:
    """Of the register of those who look for work or training, below the course's union: whoever is on no
    course on its days."""
    return seekers_below(course.union, user).filter(~_is_busy(course))


def list_candidates_off_file(course: Course, user: User) -> QuerySet[Any]:
    """The people off file below the course's union who are on no course on its days."""
    return off_file_below(course.union, user).filter(~_is_busy(course))


def list_of_household(household: Household) -> list[Enrolment]:
    """What people of a file are or were on, the latest first, each with its checks."""
    rows = Enrolment.objects.filter(household=household).select_related("member", "person", "course__union")
    return list(rows.prefetch_related("checks").order_by("-starts_on", "-pk"))


def list_of_person(person: Person) -> list[Enrolment]:
    """The same of somebody off file."""
    rows = Enrolment.objects.filter(person=person).select_related("member", "person", "course__union")
    return list(rows.order_by("-starts_on", "-pk"))


def list_passed_since(household: Household, since: date) -> list[Enrolment]:
    """What people of a file passed on a course that ended since a day and was brought to an end: before that
    a result may still change."""
    rows = Enrolment.objects.filter(
        household=household, state=Result.PASSED, ends_on__gte=since, course__state=State.ENDED
    )
    return list(rows.select_related("member", "person", "course").order_by("-ends_on", "-pk"))


def list_to_end(user: User) -> QuerySet[Course]:
    """Open courses of the own union whose last day is over."""
    rows: QuerySet[Course] = Course.objects.visible_to(user).filter(
        union=user.union_id, state=State.OPEN, ends_on__lt=timezone.localdate()
    )
    return rows.select_related("union")


def list_to_ask(user: User) -> QuerySet[CourseCheck]:
    """Whom the own union is to ask now whether they work."""
    rows = CourseCheck.objects.filter(
        enrolment__course__union=user.union_id,
        work="",
        due_on__lte=timezone.localdate() + timedelta(days=EARLY_DAYS),
    )
    return rows.select_related("enrolment__member", "enrolment__person", "enrolment__course")


def _on_its_days(course: Course) -> QuerySet[Enrolment]:
    return Enrolment.objects.exclude(state=Result.DROPPED).filter(
        starts_on__lte=course.ends_on, ends_on__gte=course.starts_on
    )


def _is_busy(course: Course) -> Exists:
    return Exists(_on_its_days(course).filter(id_number_index=OuterRef("id_number_index")))
