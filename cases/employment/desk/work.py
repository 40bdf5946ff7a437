"""What courses and openings bring to the desk: lists, what is to be ended and asked, the tab of a case."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as L

from cases.archives.selectors.case_page import (
    CASE_EVENTS,
    CASE_PARTS,
    CASE_TABS,
    EVENTS,
    CaseTab,
    Event,
    ShownCase,
    count_rows,
)
from cases.employment.models import (
    Course,
    CourseCheck,
    Enrolment,
    JobCheck,
    JobFair,
    JobOpening,
    Referral,
    StartUp,
)
from cases.employment.selectors import openings, start_ups
from cases.employment.selectors.courses import (
    list_of_household,
    list_of_person,
    list_to_ask,
    list_to_end,
)
from cases.employment.selectors.fairs import list_uncounted
from cases.employment.states import (
    OPENING_TRANSITIONS,
    READERS,
    REFERRAL_TRANSITIONS,
    START_UP_TRANSITIONS,
    TRANSITIONS,
    OpeningState,
    Result,
    State,
    There,
    Work,
)
from cases.people.models import Person
from cases.people.selectors import PERSON_NOTES, PersonNote
from hardship.accounts.models import Union, User
from hardship.accounts.selectors import UNSETTLED
from hardship.accounts.states import CLERK, REVIEWER, Role
from hardship.kernel.desk import (
    DUTIES,
    HELP,
    PLACES,
    WORDS,
    Duty,
    Help,
    Naming,
    NavGroup,
    Place,
    Target,
    TodoItem,
    YearWork,
    label_actions,
    label_papers,
    label_steps,
    label_targets,
)

label_steps("course", TRANSITIONS, L("培训班：{}"))
label_steps("opening", OPENING_TRANSITIONS, L("岗位：{}"))
label_steps("start_up", START_UP_TRANSITIONS, L("创业项目：{}"))
label_steps("referral", REFERRAL_TRANSITIONS, L("职业介绍：{}"))
label_actions(
    {
        "course.make": L("培训班：登记"),
        "course.change": L("培训班：修改"),
        "course.enrol": L("培训班：报名"),
        "course.result": L("培训班：登记学员结果"),
        "course.check": L("培训班：登记跟踪"),
        "fair.make": L("招聘会：登记"),
        "fair.change": L("招聘会：修改"),
        "export.fairs": L("导出招聘会台账"),
        "start_up.make": L("创业项目：登记"),
        "start_up.change": L("创业项目：修改"),
        "start_up.turnover": L("创业项目：登记营业额"),
        "export.start_ups": L("导出创业项目台账"),
        "opening.make": L("岗位：登记"),
        "opening.change": L("岗位：修改"),
        "referral.introduce": L("职业介绍：介绍"),
        "referral.check": L("职业介绍：登记在岗跟踪"),
        "export.openings": L("导出岗位信息台账"),
        "export.referrals": L("导出职业介绍台账"),
        "export.courses": L("导出技能培训台账"),
        "export.course_results": L("导出培训机构成效"),
        "export.course_people": L("导出培训班学员名册"),
    }
)
label_papers("employment:openings", L("每次介绍"), {"referral_letter": L("打印职业介绍信")})
WORDS.add("course.what")({**dict(Result.choices), **dict(Work.choices)})
WORDS.add("referral.what")(dict(There.choices))
label_targets(
    {
        "employment.course": Target(L("培训班"), "employment:course", naming=Naming(fields=("name",))),
        "employment.jobfair": Target(L("招聘会"), "employment:fair", naming=Naming(fields=("name",))),
        "employment.startup": Target(
            L("创业项目"),
            "employment:start_up",
            naming=Naming(fields=("project",), household="household_id"),
        ),
        "employment.jobopening": Target(
            L("岗位"), "employment:opening", naming=Naming(fields=("employer__name", "post"))
        ),
    }
)
PLACES.add("employment:openings")(
    Place(L("岗位和职业介绍"), "people", NavGroup.SERVICES, 42, frozenset(READERS))
)
HELP.add("employment:openings")(
    Help(
        purpose=L("用人单位的招聘岗位，介绍了谁去、面试和录用得怎样，上岗以后是不是还在岗。"),
        then=L(
            "打开一个岗位点“选人介绍”，技能或意愿相符、离得近的排在前面；介绍以后打印介绍信，再登记面试、"
            "录用或没有谈成。录用以后 1、3、6 个月各问一次。"
        ),
        seen=L("登记岗位的工会和它的上级看得到；被介绍的人的档案里也有一页。"),
        year=(YearWork((2, 3), (Role.CLERK, Role.REVIEWER), L("春节后用工多，把企业的岗位一次导入。")),),
    )
)
PLACES.add("employment:courses")(Place(L("技能培训"), "cap", NavGroup.SERVICES, 40, frozenset(READERS)))
HELP.add("employment:courses")(
    Help(
        purpose=L("给困难职工办的技能培训班：工种、机构和名额，谁报了名、学得怎样、学完有没有就业。"),
        then=L(
            "开放报名以后，从求职登记和未建档人员里筛选报名；结课后登记结果和证书，再过 3 个月、6 个月"
            "各问一次就业情况，就业率由系统算出。"
        ),
        seen=L("办班的工会和它的上级看得到；学员家庭的档案里也有一页。"),
        year=(YearWork((3, 9), (Role.CLERK, Role.REVIEWER), L("按求职登记里的培训意愿，办一期培训班。")),),
    )
)


def _course_item(row: Course) -> TodoItem:
    return TodoItem(row.name, row.partner, reverse("employment:course", args=[row.pk]), row.ends_on)


def _check_item(row: CourseCheck) -> TodoItem:
    detail = f"{row.enrolment.course.name} · {row}"
    url = reverse("employment:enrolment", args=[row.enrolment_id])
    return TodoItem(row.enrolment.name, detail, url, row.due_on)


DUTIES.add("employment.to_end")(
    Duty("employment:courses", L("要登记结果的培训班"), 149, (CLERK, REVIEWER), list_to_end, _course_item,
         f"?show={State.OPEN}", ("ends_on", "pk"))
)  # fmt: skip
DUTIES.add("employment.to_ask")(
    Duty("employment:courses", L("培训后就业情况要跟踪的人"), 159, (CLERK, REVIEWER), list_to_ask,
         _check_item, f"?show={State.ENDED}", ("due_on", "pk"))
)  # fmt: skip


def _unanswered_item(row: Referral) -> TodoItem:
    detail = f"{row.opening.employer.name} · {row.opening.post}"
    return TodoItem(row.name, detail, reverse("employment:referral", args=[row.pk]))


def _job_item(row: JobCheck) -> TodoItem:
    referral = row.referral
    detail = f"{referral.opening.employer.name} · {row}"
    return TodoItem(referral.name, detail, reverse("employment:referral", args=[referral.pk]), row.due_on)


DUTIES.add("employment.unanswered")(
    Duty("employment:openings", L("介绍了一周还没有登记结果的人"), 151, (CLERK, REVIEWER),
         openings.list_unanswered, _unanswered_item, "?show=current", ("introduced_at", "pk"))
)  # fmt: skip
DUTIES.add("employment.still_there")(
    Duty("employment:openings", L("上岗以后要跟踪在岗情况的人"), 153, (CLERK, REVIEWER),
         openings.list_to_ask, _job_item, "?show=current", ("due_on", "pk"))
)  # fmt: skip


def _fair_item(row: JobFair) -> TodoItem:
    return TodoItem(row.name, row.place, reverse("employment:fair", args=[row.pk]), row.held_on)


DUTIES.add("employment.fairs")(
    Duty("employment:openings", L("办过、要填成效的招聘会"), 154, (CLERK, REVIEWER), list_uncounted,
         _fair_item, urgent_first=("held_on", "pk"))
)  # fmt: skip


def _start_up_item(row: StartUp) -> TodoItem:
    return TodoItem(row.name, row.project, reverse("employment:start_up", args=[row.pk]))


DUTIES.add("employment.turnover")(
    Duty("employment:openings", L("上季度营业额没有登记的创业项目"), 156, (CLERK, REVIEWER),
         start_ups.list_unentered, _start_up_item, urgent_first=("began_on", "pk"))
)  # fmt: skip


CASE_PARTS.add("enrolments")(lambda household: count_rows(Enrolment.objects.filter(household=household)))
CASE_PARTS.add("start_ups")(lambda household: count_rows(StartUp.objects.filter(household=household)))
CASE_PARTS.add("referrals")(lambda household: count_rows(Referral.objects.filter(household=household)))


def _count(shown: ShownCase) -> int:
    return sum(shown.parts[name] for name in ("enrolments", "referrals", "start_ups"))


def _of_case(shown: ShownCase) -> dict[str, Any]:
    sent = openings.list_of_household(shown.household)
    refused = openings.count_refusals({bytes(row.id_number_index or b"") for row in sent})
    return {
        "enrolments": list_of_household(shown.household),
        "referrals": sent,
        "start_ups": start_ups.list_of_household(shown.household),
        "remark": openings.refusal_remark(max(refused.values(), default=0)),
    }


@CASE_EVENTS.add("enrolments")
def list_courses_of(shown: ShownCase) -> list[Event]:
    """The courses that somebody of a family was last put on."""
    rows = list_of_household(shown.household)
    rows.sort(key=lambda row: row.enrolled_at, reverse=True)
    said = _("技能培训（%(course)s）：%(who)s，%(result)s")
    return [
        Event(
            said % {"course": row.course.name, "who": row.name, "result": row.get_state_display()},
            row.result_at or row.enrolled_at, row.judge or row.enroller,
        )
        for row in rows[:EVENTS]
    ]  # fmt: skip


@CASE_EVENTS.add("referrals")
def list_referrals_of(shown: ShownCase) -> list[Event]:
    """Where somebody of a family was last sent for work."""
    rows = openings.list_of_household(shown.household)
    rows.sort(key=lambda row: row.moved_at or row.introduced_at, reverse=True)
    said = _("职业介绍（%(post)s）：%(who)s，%(state)s")
    return [
        Event(
            said % {"post": row.opening.post, "who": row.name, "state": row.get_state_display()},
            row.moved_at or row.introduced_at, row.mover or row.introducer,
        )
        for row in rows[:EVENTS]
    ]  # fmt: skip


CASE_TABS.add("employment")(CaseTab(L("培训就业"), 86, "employment/_case.html", _of_case, _count))


def _of_person(person: Person, _user: User) -> list[Enrolment]:
    return list_of_person(person)


def _sent(person: Person, _user: User) -> list[Referral]:
    return openings.list_of_person(person)


PERSON_NOTES.add("employment")(PersonNote(20, "employment/_person.html", _of_person))
PERSON_NOTES.add("referrals")(PersonNote(21, "employment/_sent.html", _sent))


def _began(person: Person, _user: User) -> list[StartUp]:
    return start_ups.list_of_person(person)


PERSON_NOTES.add("start_ups")(PersonNote(22, "employment/_began.html", _began))


@UNSETTLED.add("employment.open")
def open_courses(union: Union) -> str:
    """Courses that a union has not brought to an end."""
    count = Course.objects.filter(union=union, state__in=(State.PLANNED, State.OPEN)).count()
    return _("没有结业的培训班 %(n)s 个") % {"n": count} if count else ""


@UNSETTLED.add("employment.openings")
def open_openings(union: Union) -> str:
    """Openings for which a union still takes people."""
    count = JobOpening.objects.filter(union=union, state=OpeningState.OPEN).count()
    return _("没有停招的岗位 %(n)s 个") % {"n": count} if count else ""
