"""The demo's plans, three of each union in their three states, and the year's fresh consents."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from cases.archives.models import Household
from cases.archives.services.entry import consents
from cases.archives.states import IN_FORCE_STATES, Cause
from cases.plans import services
from cases.plans.models import HelpPlan
from cases.plans.states import ExitKind, MeasureKind
from cases.policies.states import EvidenceKind
from hardship.accounts.models import Union, User
from hardship.demo import clock
from hardship.demo.files import scan

PER_UNION = 3
CONSENTS = 8
GOALS = {
    Cause.ILLNESS: "自付医疗费降到家庭收入三成以下，病人按期复查",
    Cause.NO_ABILITY: "护理补贴按月到账，一名家人能外出做工",
    Cause.UNEMPLOYED: "一人稳定就业六个月以上，人均月收入超过低保标准",
    Cause.LAID_OFF: "一人稳定就业六个月以上，人均月收入超过低保标准",
    Cause.SCHOOLING: "子女顺利升学，学费不靠借债",
    Cause.DISASTER: "修好房屋，入冬前搬回居住",
}
OTHERWISE = "一人增加收入，人均月收入超过低保标准"
# Kind, what is done, by whom outside the union (nobody: the clerk), days until it is due, what came of it.
Step = tuple[MeasureKind, str, str, int, str]
MEASURES: dict[Cause, tuple[Step, ...]] = {
    Cause.ILLNESS: (
        (MeasureKind.MEDICAL, "协助申请医疗救助和大病保险二次报销", "", 40, "医保局已受理，等核算结果"),
        (MeasureKind.COMFORT, "住院期间探望一次，送慰问金", "", -12, ""),
        (MeasureKind.REFERRAL, "联系社区卫生服务中心，办理慢性病门诊", "周医生", 9, ""),
    ),
    Cause.UNEMPLOYED: (
        (MeasureKind.TRAINING, "参加养老护理员培训班，考取初级证", "", 55, "已报名，下周一开课"),
        (MeasureKind.WORK, "推荐到街道公益性岗位面试", "陈经理", 6, "已面试一次，等通知"),
    ),
    Cause.LAID_OFF: (
        (MeasureKind.TRAINING, "参加电工上岗证培训", "", 45, "已报名，等开班通知"),
        (MeasureKind.WORK, "联系原单位返聘，或推荐到物业公司", "", 12, ""),
    ),
    Cause.SCHOOLING: (
        (MeasureKind.SCHOOLING, "按金秋助学标准申请学费补助", "", 30, "录取通知书和缴费单已收齐"),
        (MeasureKind.REFERRAL, "向学校申请生源地助学贷款和勤工助学", "李老师", -5, ""),
    ),
}  # fmt: skip
USUAL: tuple[Step, ...] = (
    (MeasureKind.DIBAO, "核对低保、残疾人两项补贴是否应享尽享", "", 20, "已与民政办核对，材料补正中"),
    (MeasureKind.INSURANCE, "补缴停缴的职工养老保险，恢复参保", "", 35, "社保中心已核出欠缴月数"),
    (MeasureKind.PAIRING, "机关干部结对，每季度上门一次", "", 70, ""),
)


def build_plans(*, unions: Sequence[Union], clerks: Mapping[int, User], today: date) -> int:
    """Returns how many plans were drawn up. One of three waits for the family, one is done."""
    made = 0
    for place, union in enumerate(unions):
        rows = Household.objects.filter(union=union, state__in=IN_FORCE_STATES).order_by("pk")
        for turn, household in enumerate(rows.select_related("union", "head")[:PER_UNION]):
            _plan(household, clerks[union.pk], (place + turn) % PER_UNION, today)
            made += 1
    return made


def build_exits(*, unions: Sequence[Union], clerks: Mapping[int, User], reviewer: User, today: date) -> None:
    """Of four households one leaves this year, one the next, one is in regular aid, one waits for a plan; the
    city sets its own share for one county."""
    planned = ((ExitKind.LEAVE, today.year), (ExitKind.LEAVE, today.year + 1), (ExitKind.REGULAR, None))
    with clock.at(today - timedelta(days=2), 9):
        for union in unions:
            rows = Household.objects.filter(union=union, state__in=IN_FORCE_STATES).order_by("pk")
            keys = list(rows.values_list("pk", flat=True))
            for place, (kind, year) in enumerate(planned):
                services.plan_exits(
                    households=Household.objects.filter(pk__in=keys[place::4]), kind=kind, year=year,
                    by=clerks[union.pk],
                )  # fmt: skip
        services.set_task(
            union=Union.objects.get(pk=unions[0].county_id or 0), year=today.year, numerator=2, denominator=5,
            document=f"通工办〔{today.year}〕12 号", by=reviewer,
        )  # fmt: skip


def build_consents(*, union: Union, clerk: User, today: date) -> None:
    """The families sign anew for the year; the last one takes its signature back a week later."""
    rows = list(Household.objects.filter(union=union, state__in=IN_FORCE_STATES).order_by("-pk")[:CONSENTS])
    for place, household in enumerate(rows):
        day = max(household.filed_on or today, today - timedelta(days=9 + place))
        with clock.at(day, 11):
            consents.sign(
                household_id=household.pk, signed_on=day, signer=str(household), allows_check=True,
                allows_notice=True, valid_until=day + timedelta(days=365), note="年度核查时重新签字",
                documents=[scan(EvidenceKind.CONSENT, 20 + place)], by=clerk,
            )  # fmt: skip
    with clock.at(today, 8):
        consents.take_back(
            household_id=rows[-1].pk, signed_on=today, signer=str(rows[-1]), by=clerk,
            note="户主来电，不再申请帮扶，请停止核对",
        )  # fmt: skip


def _plan(household: Household, clerk: User, turn: int, today: date) -> None:
    start = max(household.filed_on or today, today - timedelta(days=75))
    cause = Cause(household.main_cause)
    with clock.at(start, 10):
        plan = services.start_plan(
            household_id=household.pk, year=start.year, goal=GOALS.get(cause, OTHERWISE), causes=[cause],
            by=clerk,
        )  # fmt: skip
        steps = MEASURES.get(cause, USUAL)
        added = [_add(plan, step, clerk, today) for step in steps]
    if turn == 0:
        return
    with clock.at(min(start + timedelta(days=3), today), 14):
        services.take_step(plan_id=plan.pk, action="agree", by=clerk)
    with clock.at(max(start, today - timedelta(days=6)), 15):
        for number, step in zip(added, steps, strict=True):
            if step[4]:
                services.note_progress(
                    measure_id=number, on=max(start, today - timedelta(days=6)), text=step[4], by=clerk
                )
            if turn == 2:
                services.close_measure(measure_id=number, action="settle", comment="已办好", by=clerk)
        if turn == 2:
            services.take_step(plan_id=plan.pk, action="finish", by=clerk, comment="各项措施已落实。")


def _add(plan: HelpPlan, step: Step, clerk: User, today: date) -> int:
    kind, text, outside, days, _came = step
    return services.add_measure(
        plan_id=plan.pk, kind=kind, text=text, due_on=today + timedelta(days=days), by=clerk,
        responsible=None if outside else clerk, responsible_name=outside,
        responsible_phone="13812345678" if outside else None,
    ).pk  # fmt: skip
