"""Writes of calls: drafted, sent out, answered, urged, closed."""

from datetime import date

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.leads.models import Call, CallUnit
from cases.leads.selectors.calls import list_called, list_units
from cases.leads.services.leads import LeadRefused
from cases.leads.states import ANSWER_TRANSITIONS, CALL_TRANSITIONS, AnswerState
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.files import Accepted


@transaction.atomic
def make_call(*, title: str, text: str, due_on: date, by: User, file: Accepted | None = None) -> Call:
    """A call of the person's union, not sent out yet. Raises LeadRefused for anybody but its reviewers."""
    if not by.has_role(Role.REVIEWER):
        raise LeadRefused(_("收集通知由审核人发出。"))
    _require_time(due_on)
    call = Call(union=by.union, title=title, text=text, due_on=due_on, created_by=by)
    _attach(call, file)
    call.save()
    audit.record("call.make", target=call, by=by)
    return call


@transaction.atomic
def change_call(
    *, call_id: int, title: str, text: str, due_on: date, by: User, file: Accepted | None = None
) -> Call:
    """Another wording, a later day; whatever changes, answers stay. Without a file the one that is there
    stays. Raises LeadRefused for anybody but the calling union's reviewers and once the call is closed."""
    call = _lock(call_id, by)
    if why := change_blocker(call, by):
        raise LeadRefused(why)
    if due_on != call.due_on:
        _require_time(due_on)
    call.title, call.text, call.due_on = title, text, due_on
    _attach(call, file)
    call.save()
    audit.record("call.change", target=call, by=by)
    return call


@transaction.atomic
def take_call_step(*, call_id: int, action: str, by: User) -> Call:
    """Take one row of states.CALL_TRANSITIONS; sending out lists the unions that are called on.

    Raises Refused, Call.DoesNotExist outside the person's sight.
    """
    call = _lock(call_id, by)
    workflow.take(
        CALL_TRANSITIONS, call, action=action, by=by, blocker=_blocker, effect=_enter,
        log=lambda _step: audit.record(f"call.{action}", target=call, by=by, unions=call.units.count()),
    )  # fmt: skip
    return call


@transaction.atomic
def answer(*, unit_id: int, persons: int, by: User, note: str = "") -> CallUnit:
    """How many people the union hands in, 0 for none; an answer may be corrected until the call is closed.

    Raises Refused, CallUnit.DoesNotExist outside the person's scope.
    """
    rows = CallUnit.objects.visible_to(by).select_related("call", "union")
    # the call's row first, as `urge` does, so that nobody closes it meanwhile
    Call.objects.select_for_update(of=("self",)).get(units=unit_id)
    unit: CallUnit = workflow.lock(rows, unit_id)

    def enter(step: workflow.Step[CallUnit]) -> None:
        unit.persons, unit.note = persons, note
        step.stamp("answered")

    workflow.take(
        ANSWER_TRANSITIONS, unit, action="answer", by=by, blocker=_answer_blocker, effect=enter,
        log=lambda _step: audit.record("call_unit.answer", target=unit, by=by, persons=persons),
    )  # fmt: skip
    return unit


@transaction.atomic
def urge(*, call_id: int, by: User) -> int:
    """Remind whoever has not answered; returns how many. Raises LeadRefused unless the call is open."""
    call = _lock(call_id, by)
    if _not_own(call, by) or not by.has_role(Role.REVIEWER):
        raise LeadRefused(_not_own(call, by) or _("收集通知由审核人办理。"))
    if not call.is_open:
        raise LeadRefused(_("通知不在收集中，不用催办。"))
    waiting = list_units(call, by).filter(state=AnswerState.OPEN).order_by()
    count = CallUnit.objects.filter(pk__in=waiting.values("pk")).update(
        reminded_at=timezone.now(), reminded_by=by
    )
    if count:
        audit.record("call.urge", target=call, by=by, unions=count)
    return count


def list_call_buttons(call: Call, by: User) -> list[workflow.Transition]:
    """What this person may do with the call now."""
    return workflow.buttons(CALL_TRANSITIONS, call, by=by, blocker=_blocker)


def may_answer(unit: CallUnit | None, by: User) -> bool:
    return unit is not None and bool(
        workflow.buttons(ANSWER_TRANSITIONS, unit, by=by, blocker=_answer_blocker)
    )


def change_blocker(call: Call, by: User) -> str:
    """Why this person may not change the call, or ''."""
    if not by.has_role(Role.REVIEWER) or call.union_id != by.union_id:
        return _("只有“%(union)s”的审核人可以修改。") % {"union": call.union.name}
    return "" if call.closed_at is None else _("收集已经结束，不能再修改。")


def _enter(step: workflow.Step[Call]) -> None:
    if step.row.action == "open":
        step.stamp("opened")
        _list_units(step.record, step.by)
    elif step.row.action == "close":
        step.stamp("closed")
    else:
        step.clear("closed")


def _list_units(call: Call, by: User) -> None:
    unions = list(list_called(call.union, by))
    if not unions:
        raise LeadRefused(_("本工会没有下级工会，不用发收集通知。"))
    CallUnit.objects.bulk_create(CallUnit(call=call, union=union) for union in unions)


def _blocker(call: Call, _row: workflow.Transition, by: User) -> str:
    return _not_own(call, by)


def _answer_blocker(unit: CallUnit, _row: workflow.Transition, by: User) -> str:
    if unit.union_id != by.union_id:
        return _("由“%(union)s”的经办人答复。") % {"union": unit.union.name}
    return "" if unit.call.is_open else _("收集已经结束，请与发通知的工会联系。")


def _not_own(call: Call, by: User) -> str:
    if call.union_id == by.union_id:
        return ""
    return _("只有“%(union)s”的审核人可以办理。") % {"union": call.union.name}


def _attach(call: Call, file: Accepted | None) -> None:
    if file is not None:
        call.file_name, call.file_media_type = file.original_name, file.media_type
        call.file.save(f"file.{file.extension}", ContentFile(file.content), save=False)


def _require_time(due_on: date) -> None:
    if due_on < timezone.localdate():
        raise LeadRefused(_("截止日期不能早于今天。"), "due_on")


def _lock(call_id: int, by: User) -> Call:
    rows = Call.objects.visible_to(by).select_related("union")
    call: Call = workflow.lock(rows, call_id)
    return call
