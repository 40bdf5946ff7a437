"""What else than yes and no happened on the route of applications: some went back a stage, some wait."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet

from cases.applications.models import Application
from cases.applications.states import State
from cases.approvals.selectors.consulting import list_consultants
from cases.approvals.selectors.handing import list_colleagues
from cases.approvals.services import take_step
from cases.approvals.services.proposing import Proposed
from cases.approvals.states import CONSULT, HAND_ON, OPINE, RETRACT, SEND_BACK, SUSPEND
from cases.archives.services.entry.verdicts import may_see_original, see_original
from hardship.accounts.states import Role
from hardship.demo import clock
from hardship.demo.aid import Staff, line_of, step

CONSULTED = 2  # of each city
CUT = Decimal(200)  # yuan by which a sum is cut


def build_turns(*, staff: Staff, cities: Sequence[int], today: date) -> int:
    """For each city the latest application that waits for its decision goes back to the county, and the
    county suspends another one."""
    made = 0
    for city in cities:
        rows = Application.objects.filter(state=State.APPROVAL, awaits=city)
        made += _take_back(staff, rows, city, today)
        application = rows.order_by("-pk").first()
        if application is not None:
            with clock.at(today, 9):
                take_step(
                    application_id=application.pk, action=SEND_BACK, by=staff.of(Role.APPROVER, city),
                    seen_hash=application.content_hash, to_stage=0,
                    comment="申请理由写了住院，材料里没有出院小结，请区县核实后再报。",
                )  # fmt: skip
            made += 1
        made += _suspend(staff, city, today)
        _see_originals(staff, city, today)
    return made


def _see_originals(staff: Staff, city: int, today: date) -> None:
    """Of the first case that a county reviews the clerk had every original in hand."""
    application = Application.objects.filter(state=State.REVIEW, city=city).order_by("pk").first()
    if application is not None:
        by = staff.of(Role.CLERK, application.union_id)
        for document in application.evidence.filter(removed_at=None, original_at=None):
            if may_see_original(document, by):
                with clock.at(today, 8, 40):
                    see_original(uid=document.uid, by=by)


def _take_back(staff: Staff, rows: QuerySet[Application], city: int, today: date) -> int:
    """One of the city is approved in one sum, and the signature taken back at once; how many."""
    by = staff.of(Role.APPROVER, city)
    for application in rows.filter(is_urgent=False, amount__gt=0).order_by("-pk"):
        programme = application.programme
        if programme.is_service or programme.rule.instalments is not None:
            continue
        with clock.at(today, 8, 10):
            step(application, "approve", by, "同意。", line_id=line_of(programme, application.year, by))
        with clock.at(today, 8, 20):
            step(application, RETRACT, by, "看漏了一张票据，收回重新核对。")
        return 1
    return 0


def _suspend(staff: Staff, city: int, today: date) -> int:
    """The latest application of the city that a county reviews; how many."""
    rows = Application.objects.filter(state=State.REVIEW, city=city, stage_no=0, round=1)
    application = rows.order_by("-pk").first()
    if application is None:
        return 0
    with clock.at(today, 10):
        take_step(
            application_id=application.pk, action=SUSPEND, by=staff.of(Role.REVIEWER, application.awaits_id),
            seen_hash=application.content_hash, until_on=today + timedelta(days=14),
            comment="本人在外地住院，等出院后补交出院小结。",
        )  # fmt: skip
    others = rows.exclude(pk=application.pk)
    made = 1 + _hand_on(staff, others, today) + _consult(staff, others, today)
    return made + _adjust(staff, others, today)


def _adjust(staff: Staff, rows: QuerySet[Application], today: date) -> int:
    """Of another one the county agrees to less, and says why; how many."""
    waiting = rows.filter(state=State.REVIEW, holder=None, asked=None, amount__gt=CUT)
    application = waiting.exclude(steps__action=OPINE).order_by("-pk").first()
    if application is None or application.amount is None:
        return 0
    with clock.at(today, 14):
        take_step(
            application_id=application.pk, action="pass", by=staff.of(Role.REVIEWER, application.awaits_id),
            seen_hash=application.content_hash, comment="情况属实。",
            proposed=Proposed(application.amount - CUT, "民政部门本月已发临时救助，扣减后给予。"),
        )  # fmt: skip
    return 1


def _hand_on(staff: Staff, rows: QuerySet[Application], today: date) -> int:
    """Another one goes to a colleague who may take it over; how many."""
    for application in rows.order_by("-pk"):
        by = staff.of(Role.REVIEWER, application.awaits_id)
        for colleague in list_colleagues(application, by)[:1]:
            with clock.at(today, 11):
                take_step(
                    application_id=application.pk, action=HAND_ON, by=by, handed_to=colleague.pk,
                    seen_hash=application.content_hash, comment="下周外出培训，来不及实地核实。",
                )  # fmt: skip
            return 1
    return 0


def _consult(staff: Staff, rows: QuerySet[Application], today: date) -> int:
    """Of two more a colleague is asked for an opinion, who gives it on the first of them; how many."""
    made = 0
    for application in rows.filter(holder=None).order_by("pk"):
        by = staff.of(Role.REVIEWER, application.awaits_id)
        for asked in list_consultants(application, by)[:1]:
            with clock.at(today, 9, 20):
                take_step(
                    application_id=application.pk, action=CONSULT, by=by, handed_to=asked.pk,
                    seen_hash=application.content_hash, comment="票据里有一张外地医院的，请看能不能算。",
                )  # fmt: skip
            if not made:
                with clock.at(today, 10, 40):
                    take_step(
                        application_id=application.pk, action=OPINE, by=asked,
                        seen_hash=application.content_hash,
                        comment="该院是医保定点，有转诊单，可以计入。",
                    )  # fmt: skip
            made += 1
        if made == CONSULTED:
            break
    return made
