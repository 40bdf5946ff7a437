"""People are introduced to an opening; what came of it, and whether they stayed, is written down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cases.archives.models import Member
from cases.archives.rules.reviews import months_after
from cases.employment.models import JobCheck, JobOpening, Referral
from cases.employment.services.openings import lock_opening
from cases.employment.services.refusals import EmploymentRefused, employment_write
from cases.employment.services.whom import somebody, write_answer
from cases.employment.states import JOB_MONTHS, REFERRAL_TRANSITIONS, Side, There
from cases.people.models import Person
from hardship.accounts.models import User, stood_in_for
from hardship.audit import services as audit
from hardship.kernel import workflow


@dataclass(frozen=True)
class Outcome:
    """What is told of a step: the day of an interview or of the first day at work, the wage in yuan a month,
    who did not want it and why."""

    on: date | None = None
    wage: Decimal | None = None
    has_contract: bool | None = None
    side: str = ""
    said: str = ""


@employment_write
def introduce_members(*, opening_id: int, members: QuerySet[Any], by: User) -> int:
    """Introduces people of files to an opening; returns how many. Raises EmploymentRefused once it is closed,
    past its last day or filled, and for somebody who was introduced there and not turned down."""
    return _introduce(opening_id, list(members.order_by("pk")), by)


@employment_write
def introduce_people(*, opening_id: int, people: QuerySet[Any], by: User) -> int:
    """The same of people off file."""
    return _introduce(opening_id, list(people.order_by("pk")), by)


@employment_write
def take_referral_step(*, referral_id: int, action: str, by: User, outcome: Outcome) -> Referral:
    """Take one row of states.REFERRAL_TRANSITIONS. Raises Refused: a day before the introduction or to come,
    hiring without day and wage, declining or leaving without a word, more people than posts."""
    row, _opening = _lock(referral_id, by)
    _move(row, action, by, outcome)
    if action == "hire":
        assert row.hired_on is not None  # noqa: S101 (referral_hired_whole)
        JobCheck.objects.bulk_create(
            JobCheck(referral=row, months=months, due_on=months_after(row.hired_on, months))
            for months in JOB_MONTHS
        )
    return row


@employment_write
def note_job_check(*, check_id: int, work: str, by: User, said: str = "") -> JobCheck:
    """Whether somebody is still at the place; whoever is not has left. Raises EmploymentRefused more than a
    week before its day, and for what was answered before."""
    found = JobCheck.objects.get(pk=check_id)
    row, opening = _lock(found.referral_id, by)
    check: JobCheck = workflow.lock(row.checks.all(), check_id)
    if work not in There.values:
        raise EmploymentRefused(_("请选择是否在岗。"), "work")
    write_answer(check, work, said, by)
    audit.record("referral.check", target=opening, by=by, referral=row.pk, what=work)
    if work == There.LEFT and row.is_hired:
        _move(row, "leave", by, Outcome(said=said or _("跟踪时已离职")))
    return check


def _introduce(opening_id: int, chosen: Sequence[Member | Person], by: User) -> int:
    opening = lock_opening(opening_id, by)
    _require_open(opening, chosen)
    for one in chosen:
        Referral.objects.create(
            opening=opening, introduced_by=by, introduced_for=stood_in_for(by), **somebody(one)
        )
    if chosen:
        audit.record("referral.introduce", target=opening, by=by, count=len(chosen))
    return len(chosen)


def _require_open(opening: JobOpening, chosen: Sequence[Member | Person]) -> None:
    if not opening.is_current:
        raise EmploymentRefused(_("岗位已停招或过了截止日期，不能再介绍。"))
    if any(one.id_number_index is None for one in chosen):
        raise EmploymentRefused(_("有人没有登记身份证号，请先在档案里补上。"))


def _lock(referral_id: int, by: User) -> tuple[Referral, JobOpening]:
    """The referral and its opening, both locked, the opening first."""
    opening = lock_opening(Referral.objects.get(pk=referral_id).opening_id, by)
    rows = opening.referrals.select_related("member", "person")
    row: Referral = workflow.lock(rows, referral_id)
    return row, opening


def _move(row: Referral, action: str, by: User, outcome: Outcome) -> None:
    workflow.take(
        REFERRAL_TRANSITIONS, row, action=action, by=by, stamp="moved", effect=partial(_write, outcome),
        log=lambda _step: audit.record(f"referral.{action}", target=row.opening, by=by, referral=row.pk),
    )  # fmt: skip


def _write(outcome: Outcome, step: workflow.Step[Referral]) -> None:
    row, action = step.record, step.row.action
    row.moved_for = stood_in_for(step.by)
    row.said = outcome.said.strip()
    if action in ("interview", "hire") and outcome.on is None:
        raise EmploymentRefused(_("请填写日期。"), "on")
    if action == "interview":
        row.interview_on = outcome.on
    if action == "hire":
        if not outcome.wage:
            raise EmploymentRefused(_("请填写实际月工资。"), "wage")
        row.hired_on, row.wage, row.has_contract = outcome.on, outcome.wage, bool(outcome.has_contract)
    if action == "decline":
        if outcome.side not in Side.values:
            raise EmploymentRefused(_("请选择是单位没有录用，还是本人不愿去。"), "side")
        row.side = outcome.side
    if action in ("decline", "leave") and not row.said:
        raise EmploymentRefused(_("请写明原因。"), "said")
