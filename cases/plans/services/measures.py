"""Writes of measures: added, corrected, progress noted, closed by a word or by the deed that fulfils them."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.plans.models import Measure, ProgressEntry
from cases.plans.selectors.deeds import get_deed
from cases.plans.services.plans import PlanRefused, lock_plan, not_own, require_draft, require_own
from cases.plans.states import (
    LIVE_PLANS,
    MEASURE_TRANSITIONS,
    USUAL_DEPARTMENT,
    Department,
    MeasureState,
)
from hardship.accounts.models import User
from hardship.audit import services as audit
from hardship.kernel import workflow


@transaction.atomic
def add_measure(
    *,
    plan_id: int,
    kind: str,
    text: str,
    due_on: date,
    by: User,
    responsible: User | None = None,
    responsible_name: str = "",
    responsible_phone: Any = None,
    department: str = "",
) -> Measure:
    """One more thing to do, led by the usual department of its kind where none is named. Raises PlanRefused
    for a closed plan, and without anybody to see to it."""
    plan = lock_plan(plan_id, by)
    require_own(plan, by)
    if plan.state not in LIVE_PLANS:
        raise PlanRefused(_("计划已经结束，不能再添加措施。"))
    _require_responsible(responsible, responsible_name)
    measure = Measure.objects.create(
        plan=plan,
        kind=kind,
        text=text,
        department=_leading(kind, department),
        due_on=due_on,
        responsible=responsible,
        responsible_name="" if responsible else responsible_name,
        responsible_phone=None if responsible else responsible_phone or None,
        created_by=by,
    )
    audit.record("plan.add_measure", target=plan.household, by=by, plan=plan.pk, measure=measure.pk)
    return measure


@transaction.atomic
def edit_measure(
    *,
    measure_id: int,
    kind: str,
    text: str,
    due_on: date,
    by: User,
    responsible: User | None = None,
    responsible_name: str = "",
    responsible_phone: Any = None,
    department: str = "",
) -> Measure:
    """Correct an open measure of a plan that the family has not signed yet; without a phone, the one of the
    same person stays. Raises PlanRefused as `edit_plan` does."""
    measure = _lock_measure(measure_id, by)
    require_draft(measure.plan, by)
    if measure.state != MeasureState.OPEN:
        raise PlanRefused(_("这项措施已经办结，不能再改。"))
    _require_responsible(responsible, responsible_name)
    outside = "" if responsible else responsible_name
    kept = measure.responsible_phone if outside and outside == measure.responsible_name else None
    measure.kind, measure.text, measure.due_on = kind, text, due_on
    measure.department = _leading(kind, department)
    measure.responsible, measure.responsible_name = responsible, outside
    measure.responsible_phone = (responsible_phone or kept) if outside else None
    measure.save()
    audit.record("plan.edit_measure", target=measure.plan.household, by=by, measure=measure.pk)
    return measure


def take_measure(measure: Measure, to: User) -> None:
    """Whoever receives what a colleague hands over (hardship.handovers) sees to the measure; the caller holds
    the row locked and asked whether they may."""
    before, measure.responsible = measure.responsible_id, to
    measure.save(update_fields=["responsible"])
    audit.record("plan.take_measure", target=measure.plan.household, by=to, measure=measure.pk, before=before)


@transaction.atomic
def note_progress(*, measure_id: int, on: date, text: str, by: User) -> ProgressEntry:
    """What was done on a day: by the union's clerks, or by whoever sees to the measure."""
    measure = _lock_measure(measure_id, by)
    if measure.responsible_id != by.pk:
        require_own(measure.plan, by)
    if measure.state != MeasureState.OPEN or measure.plan.state not in LIVE_PLANS:
        raise PlanRefused(_("这项措施已经办结，不能再登记进展。"))
    if on > timezone.localdate():
        raise PlanRefused(_("日期不能晚于今天。"))
    entry = ProgressEntry.objects.create(measure=measure, on=on, text=text, by=by)
    audit.record("plan.progress", target=measure.plan.household, by=by, measure=measure.pk)
    return entry


@transaction.atomic
def close_measure(*, measure_id: int, action: str, comment: str, by: User, deed: str = "") -> Measure:
    """Take one row of states.MEASURE_TRANSITIONS; the comment is the result, and says it with the words of
    the deed that fulfils the measure when it is empty. Raises PlanRefused for a deed that is none of the
    family's, or for a measure that is dropped."""
    measure = _lock_measure(measure_id, by)
    if deed:
        _fulfil(measure, action, deed)
    workflow.take(
        MEASURE_TRANSITIONS, measure, action=action, by=by, comment=comment.strip() or measure.fulfilled_by,
        stamp="closed", note="result", blocker=_measure_blocker,
        log=lambda step: audit.record(
            f"measure.{action}", target=measure.plan.household, by=by, measure=measure.pk
        ),
    )  # fmt: skip
    return measure


def _fulfil(measure: Measure, action: str, name: str) -> None:
    if action != "settle":
        raise PlanRefused(_("取消的措施没有落实，请把“由哪次帮扶或走访落实”改回“都不是”，在下面写明原因。"))
    found = get_deed(measure, name)
    if found is None:
        raise PlanRefused(_("这不是计划年度里为这户办的帮扶或走访，请重新选择。"))
    measure.deed_kind, measure.deed_key, measure.fulfilled_by = found


def _leading(kind: str, department: str) -> str:
    return department or USUAL_DEPARTMENT.get(kind, Department.UNION)


def _measure_blocker(measure: Measure, row: workflow.Transition, by: User) -> str:
    if measure.plan.state not in LIVE_PLANS:
        return _("计划已经结束，措施不能再改。")
    return not_own(measure.plan, by)


def _require_responsible(responsible: User | None, responsible_name: str) -> None:
    if responsible is None and not responsible_name:
        raise PlanRefused(_("请选择责任人，或填写工会以外的责任人。"))


def _lock_measure(measure_id: int, by: User) -> Measure:
    """The plan's row first, as everywhere, then the measure's."""
    scope = Measure.objects.visible_to(by)
    lock_plan(scope.values_list("plan_id", flat=True).get(pk=measure_id), by)
    rows = scope.select_related("plan__household__union")
    measure: Measure = rows.select_for_update(of=("self",)).get(pk=measure_id)
    return measure
