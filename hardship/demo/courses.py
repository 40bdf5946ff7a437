"""Courses and openings of the demo: a course of last year with what became of everybody, one that waits for
its results, one that takes people; a mill that hires, with whoever was sent there."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from cases.archives.models import Member
from cases.employers.selectors.employers import list_live
from cases.employment import services
from cases.employment.models import Course, CourseCheck, JobCheck
from cases.employment.selectors.courses import list_candidates
from cases.employment.selectors.openings import list_fitting
from cases.employment.selectors.start_ups import last_quarter
from cases.employment.services.fairs import Fair, make_fair
from cases.employment.services.start_ups import Business, end_start_up, make_start_up, note_turnover
from cases.registers.selectors import list_seekers
from hardship.accounts.models import User
from hardship.demo import clock

SCHOOL = "崇川区职业技术培训学校"
LAST_YEARS = 330  # days since the course of last year began
PEOPLE = 6
# What came of those who were sent to one post; the last is still on the way.
STEPS = (
    ("hire", services.Outcome(wage=Decimal(2900), has_contract=True)),
    ("hire", services.Outcome(wage=Decimal(2850))),
    ("decline", services.Outcome(side="employer", said="年龄偏大")),
    ("decline", services.Outcome(side="person", said="嫌三班倒")),
    ("interview", services.Outcome()),
)
ANSWERS = (("employed", "社区超市"), ("own", "自己开了早点铺"), ("seeking", "照顾家里的病人"))


def build_courses(*, people: Mapping[str, User], today: date) -> int:
    """How many there are, all of one county."""
    by = people["cc.clerk"]
    _agreements(by, today)
    _over(by, today)
    with clock.at(today - timedelta(days=25)):
        began = today - timedelta(days=20)
        waiting = _open(by, "家政服务员培训班", "家政服务", began, 15, "启航家政职业学校")
        _fill(waiting, by)
    _open(by, "中式面点师培训班", "中式面点", today + timedelta(days=20), 20, SCHOOL)
    _openings(by, today)
    _fairs(by, today)
    _start_ups(by, today)
    return Course.objects.count()


def _agreements(by: User, today: date) -> None:
    """One that ran out, its successor, and a base."""
    for kind, name, number, begins, ends, trades, places in (
        ("institution", SCHOOL, "崇培〔2025〕2号", 500, 135, "中式面点、电工", None),
        ("institution", SCHOOL, "崇培〔2026〕2号", 134, -230, "中式面点、电工", None),
        ("base", "学士街道再就业基地", "崇基〔2026〕1号", 300, -65, "缝纫、保洁", 12),
    ):
        told = services.Agreement(
            kind, name, number, today - timedelta(days=begins), today - timedelta(days=ends), trades, places
        )
        services.enter_agreement(agreement=told, by=by)


def _openings(by: User, today: date) -> None:
    """A post that pays, with five sent there in every state; one below the minimum wage; one that is over."""
    shop, *others = list_live(by).order_by("pk")
    with clock.at(today - timedelta(days=40)):
        opening = services.make_opening(employer=shop, offer=_offer("缝纫工", "缝纫", 2800, today, 30), by=by)
        services.make_opening(employer=others[0], offer=_offer("保洁员", "保洁", 1500, today, 15), by=by)
        over = services.make_opening(employer=others[-1], offer=_offer("门卫", "保安", 2600, today, 5), by=by)
        services.close_opening(opening_id=over.pk, comment="已经招满", by=by)
        chosen = list(list_fitting(opening, by).values_list("pk", flat=True)[: len(STEPS) + 1])
        services.introduce_members(opening_id=opening.pk, members=Member.objects.filter(pk__in=chosen), by=by)
    with clock.at(today - timedelta(days=32)):
        for row, (action, outcome) in zip(opening.referrals.order_by("pk"), STEPS, strict=False):
            on = None if action == "decline" else today - timedelta(days=33)
            services.take_referral_step(
                referral_id=row.pk, action=action, by=by, outcome=replace(outcome, on=on)
            )
    check = JobCheck.objects.get(months=1, referral=opening.referrals.filter(state="hired").first())
    with clock.at(check.due_on):
        services.note_job_check(check_id=check.pk, work="there", said="", by=by)


def _fairs(by: User, today: date) -> None:
    """The spring one with its figures, and one that was held and waits for them."""
    spring = Fair(
        "春风行动专场招聘会", "spring", today - timedelta(days=200), "区体育馆", 46, 1280, 2150, 326, 118
    )
    last = Fair("困难职工子女专场招聘会", "fair", today - timedelta(days=3), "工人文化宫广场")
    for one in (spring, last):
        make_fair(fair=one, by=by)


def _start_ups(by: User, today: date) -> None:
    """A breakfast shop with its quarters, and a stall that did not pay."""
    first, second = list_seekers(by).filter(id_number_index__isnull=False).order_by("-pk")[:2]
    shop = Business(
        "早点铺", "学士路菜场", today - timedelta(days=400), "蒸箱、操作台", Decimal(6800), Decimal(3000), 1
    )
    row = make_start_up(whose=first, business=shop, by=by)
    year, quarter = last_quarter(today)
    for back in range(1, 4):
        place = year * 4 + quarter - 1 - back
        note_turnover(
            start_up_id=row.pk, year=place // 4, quarter=place % 4 + 1, yuan=Decimal(52000 - 3000 * back),
            by=by,
        )  # fmt: skip
    stall = Business("手机贴膜摊", "南大街", today - timedelta(days=300))
    ended = make_start_up(whose=second, business=stall, by=by)
    end_start_up(start_up_id=ended.pk, comment="生意不好，去厂里上班了", by=by)


def _offer(post: str, trade: str, wage: int, today: date, days: int) -> services.Offer:
    return services.Offer(
        post=post, trade=trade, number=4, wage=Decimal(wage), place="崇川区", requirements="身体健康",
        until_on=today + timedelta(days=days),
    )  # fmt: skip


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
