"""Writes of mutual aid: periods, who joins and who leaves, claims that are checked by another and paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.mutual.models import ClaimStep, MutualClaim, MutualEnrolment, MutualPeriod
from cases.mutual.rules import Band, work_out
from cases.mutual.selectors import claim_blocker, due_claims, list_open_periods, may_write, used_up
from cases.mutual.states import CLAIM_TRANSITIONS, KEEPERS, OPEN_CLAIMS, ClaimState
from hardship.accounts.models import Union, User, stood_in_for
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.imports.models import ListImport
from hardship.kernel import workflow
from hardship.kernel.documents import check_id_number
from hardship.kernel.fields import blind_index


class MutualRefused(workflow.Refused):
    """A write that may not be made; the message says what to do."""


@dataclass(frozen=True)
class Terms:
    """What a period is: product and number, fee, days, and the rule by which claims are worked out."""

    product: str
    number: int
    fee: Decimal
    from_on: date
    until_on: date
    claims_until: date
    bands: Sequence[Band]
    cap: Decimal
    document: str


@dataclass(frozen=True)
class Entrant:
    """Somebody to be enrolled; the number is in plain text."""

    name: str
    id_number: str
    employer: str
    paid_on: date


@transaction.atomic
def open_period(*, terms: Terms, by: User) -> MutualPeriod:
    """A period of one's own union, for those below it too. Raises MutualRefused for days in the wrong order
    and a number that is taken."""
    if not by.has_role(*KEEPERS):
        raise MutualRefused(_("期次由经办人或审核人建立。"))
    if terms.until_on <= terms.from_on:
        raise MutualRefused(_("保障止要晚于保障起。"), "until_on")
    if terms.claims_until < terms.until_on:
        raise MutualRefused(_("最迟申请给付不能早于保障止。"), "claims_until")
    told = {**vars(terms), "bands": [band.to_json() for band in terms.bands]}
    same = MutualPeriod.objects.filter(union=by.union, product=terms.product, number=terms.number)
    Union.objects.select_for_update(of=("self",), no_key=True).get(pk=by.union_id)
    if same.exists():
        raise MutualRefused(_("这一期已经建立。"), "number")
    made: MutualPeriod = MutualPeriod.objects.create(union=by.union, created_by=by, **told)
    audit.record("mutual_period.open", target=made, by=by, number=terms.number)
    return made


def why_not_enrolled(period: MutualPeriod, entrant: Entrant) -> tuple[str, str]:
    """Field and sentence of what keeps somebody from being enrolled as it stands; two '' for nothing."""
    if entrant.paid_on > timezone.localdate():
        return "paid_on", _("交费日期不能晚于今天。")
    if entrant.paid_on > period.until_on:
        return "paid_on", _("本期保障到 %(day)s 为止，这天以后交费的请参加下一期。") % {
            "day": period.until_on.isoformat()
        }
    return "", ""


def make_enrolment(
    period: MutualPeriod, union: Union, entrant: Entrant, *, by: User, source: ListImport | None = None
) -> MutualEnrolment:
    """The row of somebody, not written yet."""
    return MutualEnrolment(
        period=period, union=union, name=entrant.name, id_number=entrant.id_number,
        person_index=blind_index(check_id_number(entrant.id_number).number, "id_number"),
        employer=entrant.employer, paid_on=entrant.paid_on, created_by=by, source=source,
    )  # fmt: skip


@transaction.atomic
def enrol(*, period_id: int, entrant: Entrant, by: User) -> MutualEnrolment:
    """Somebody of one's own union joins a period. Raises MutualRefused for anybody but a clerk, a period that
    is over or of another union, and somebody who is covered by it."""
    if not by.has_role(Role.CLERK):
        raise MutualRefused(_("参保由经办人登记。"))
    today = timezone.localdate()
    period = next((one for one in list_open_periods(by.union, today) if one.pk == period_id), None)
    if period is None:
        raise MutualRefused(_("这一期已经结束，或者不是本工会的，请重新选择。"), "period")
    field, why = why_not_enrolled(period, entrant)
    if why:
        raise MutualRefused(why, field)
    row = make_enrolment(period, by.union, entrant, by=by)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise MutualRefused(_("这个人本期已经参加。"), "id_number") from None
    audit.record("mutual.enrol", target=row, by=by, period=period.pk)
    return row


@transaction.atomic
def leave(*, enrolment_id: int, why: str, by: User) -> MutualEnrolment:
    """Somebody is covered no more. Raises MutualRefused while something that they claimed is under way."""
    row = _lock_enrolment(enrolment_id, by)
    if row.claims.filter(state__in=OPEN_CLAIMS).exists():
        raise MutualRefused(_("还有没有办完的给付，请办完再退出。"))
    if not why.strip():
        raise MutualRefused(_("退出要写明原因。"), "why")
    row.cancelled_at, row.cancelled_by, row.why = timezone.now(), by, why.strip()
    row.save(update_fields=["cancelled_at", "cancelled_by", "why"])
    audit.record("mutual.leave", target=row, by=by)
    return row


def take_back_import(made: ListImport, by: User) -> int:
    """Takes out whom an import enrolled; returns how many. Raises MutualRefused once one of them claimed."""
    rows = MutualEnrolment.objects.filter(source=made, cancelled_at__isnull=True)
    if MutualClaim.objects.filter(enrolment__in=rows).exists():
        raise MutualRefused(_("这批里已经有人申请给付，不能整批撤回；要退出的请逐人办理。"))
    count: int = rows.update(cancelled_at=timezone.now(), cancelled_by=by, why=_("撤回导入"))
    return count


@transaction.atomic
def claim(*, enrolment_id: int, hospital: str, treated_on: date, self_paid: Decimal, by: User) -> MutualClaim:
    """What somebody claims, worked out by the rule of their period; the enrolment is locked, so that two
    claims at once do not pass the cap. Raises MutualRefused outside the days of the period."""
    row = _lock_enrolment(enrolment_id, by)
    period, today = row.period, timezone.localdate()
    if not max(period.from_on, row.paid_on) <= treated_on <= min(period.until_on, today):
        raise MutualRefused(_("就诊日期要在交费以后、保障期之内，不晚于今天。"), "treated_on")
    if today > period.claims_until:
        raise MutualRefused(
            _("%(day)s 以后不再受理这一期的给付。") % {"day": period.claims_until.isoformat()}, "treated_on"
        )
    if self_paid <= 0:
        raise MutualRefused(_("个人自付要大于零。"), "self_paid")
    due = work_out(period.rule, self_paid, period.cap, used_up(row))
    if due.amount <= 0:
        raise MutualRefused(_("本期的限额已经用完，不能再申请。"), "self_paid")
    same = due_claims(row).filter(treated_on=treated_on, hospital=hospital, self_paid=self_paid)
    if same.exists():
        raise MutualRefused(_("这次就诊已经申请。"), "treated_on")
    made: MutualClaim = MutualClaim.objects.create(
        enrolment=row, union=row.union, hospital=hospital, treated_on=treated_on, self_paid=self_paid,
        amount=due.amount, steps_said=list(due.steps), created_by=by, stood_in_for=stood_in_for(by),
    )  # fmt: skip
    audit.record("mutual_claim.file", target=made, by=by, amount=str(due.amount))
    return made


@transaction.atomic
def take_step(
    *, claim_id: int, action: str, by: User, comment: str = "", payer: str = "", paid_on: date | None = None
) -> MutualClaim:
    """Takes one row of states.CLAIM_TRANSITIONS; `pay` says who paid and when. Raises Refused,
    MutualClaim.DoesNotExist outside the person's scope."""
    rows: Any = MutualClaim.objects.visible_to(by).select_related("union", "enrolment__period")
    row: MutualClaim = workflow.lock(rows, claim_id)

    def enter(step: workflow.Step[MutualClaim]) -> None:
        if step.row.target == ClaimState.PAID:
            _pay(row, payer, paid_on)
        step.trace = ClaimStep.objects.create(
            claim=row, action=action, source=step.source, target=step.row.target, comment=step.comment,
            by=by, stood_in_for=stood_in_for(by),
        )  # fmt: skip

    def log(step: workflow.Step[MutualClaim]) -> MutualClaim:
        audit.record(f"mutual_claim.{action}", target=row, by=by, step=step.trace.pk)
        return row

    return workflow.take(
        CLAIM_TRANSITIONS, row, action=action, by=by, comment=comment, blocker=claim_blocker, effect=enter,
        log=log,
    )  # fmt: skip


def _pay(row: MutualClaim, payer: str, paid_on: date | None) -> None:
    if not payer.strip():
        raise MutualRefused(_("请填写给付单位。"), "payer")
    if paid_on is None or not row.treated_on <= paid_on <= timezone.localdate():
        raise MutualRefused(_("给付日期在就诊以后，不晚于今天。"), "paid_on")
    row.payer, row.paid_on = payer.strip(), paid_on


def _lock_enrolment(enrolment_id: int, by: User) -> MutualEnrolment:
    rows: Any = MutualEnrolment.objects.visible_to(by).select_related("period", "union")
    row: MutualEnrolment = workflow.lock(rows, enrolment_id)
    if not may_write(row, by):
        raise MutualRefused(_("由参保工会的经办人办理；已经退出的不能再办。"))
    return row
