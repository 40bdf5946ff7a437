"""落实: a service that was approved is arranged, done, or given up."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.giving.models import Fulfilment
from cases.giving.selectors.deeds import find_deed
from cases.giving.selectors.fulfilments import fulfil_blocker
from cases.giving.services.refusals import ServiceRefused
from cases.giving.states import FULFILMENT_TRANSITIONS, MOST_SERVICE_DAYS, SERVICE_DAYS, Result
from cases.giving.states import FulfilmentState as State
from hardship.accounts.models import User
from hardship.audit import services as audit
from hardship.kernel import workflow

SIGNED = ("signed_at", "signed_by", "signed_for")


@dataclass(frozen=True)
class Told:
    """What somebody says of a service: by whom and until when it is to be done; or on which day what was
    done, to which result, and the record that shows it, by the name that a form has for it."""

    doer: str = ""
    due_on: date | None = None
    done_on: date | None = None
    what: str = ""
    result: str = ""
    deed: str = ""


def make_fulfilment(application: Application, *, by: User) -> Fulfilment:
    """What is to be done after the decision. Call it in the transaction of the decision."""
    due_on = timezone.localdate() + timedelta(days=SERVICE_DAYS)
    row: Fulfilment = Fulfilment.objects.create(
        application=application, union=application.union, due_on=due_on
    )
    audit.record("fulfilment.plan", target=application, by=by, due_on=due_on.isoformat())
    return row


def revoke_fulfilment(application: Application, *, by: User | None, reason: str) -> None:
    """Ends what was still to be done where the approval is taken back. Raises ServiceRefused for what was
    done; what was given up stays so."""
    row = _lock_of(application)
    if row is not None and row.is_done:
        raise ServiceRefused(_("服务已经办结，不能撤销批准。"))
    if row is not None and row.is_open:
        end(row, by=by, why=reason)


def end_open(application: Application, *, by: User, why: str) -> None:
    """Ends what is still to be done for an application, if anything is."""
    row = _lock_of(application)
    if row is not None and row.is_open:
        end(row, by=by, why=why)


def end(row: Fulfilment, *, by: User | None, why: str) -> None:
    """Ends a locked one, with the reason."""
    row.state, row.why = State.ENDED, why[:300]
    row.sign(by)
    row.save(update_fields=["state", "why", *SIGNED])
    audit.record("fulfilment.give_up", target=row, by=by)


@transaction.atomic
def take_fulfilment_step(
    *, fulfilment_id: int, action: str, by: User, told: Told | None = None, comment: str = ""
) -> Fulfilment:
    """Takes one row of states.FULFILMENT_TRANSITIONS and returns what it left. Raises Refused with a sentence
    and the field that it is about, Fulfilment.DoesNotExist outside the person's scope."""
    rows = Fulfilment.objects.visible_to(by).select_related(
        "union", "application__household", "application__programme"
    )
    row: Fulfilment = workflow.lock(rows, fulfilment_id)
    said = told or Told()

    def effect(step: workflow.Step[Fulfilment]) -> None:
        EFFECTS[step.row.action](step.record, said, step.comment)
        step.record.sign(by)

    return workflow.take(
        FULFILMENT_TRANSITIONS, row, action=action, by=by, comment=comment, blocker=fulfil_blocker,
        effect=effect, log=_log,
    )  # fmt: skip


def _arrange(row: Fulfilment, told: Told, _comment: str) -> None:
    today = timezone.localdate()
    if not told.doer:
        raise ServiceRefused(_("请填写由谁办。"), "doer")
    if told.due_on is None or not today <= told.due_on <= today + timedelta(days=MOST_SERVICE_DAYS):
        raise ServiceRefused(_("完成期限要在今天以后、一年以内。"), "due_on")
    row.doer, row.due_on = told.doer, told.due_on


def _finish(row: Fulfilment, told: Told, _comment: str) -> None:
    if row.application.programme.gives_goods:
        raise ServiceRefused(_("这个项目发放实物，请在“发放物资”中登记。"))
    require_day(row, told.done_on)
    if not told.what:
        raise ServiceRefused(_("请写明做了什么。"), "what")
    if told.result not in Result.values:
        raise ServiceRefused(_("请选择结果。"), "result")
    if not (told.doer or row.doer):
        raise ServiceRefused(_("请填写由谁办。"), "doer")
    row.doer = told.doer or row.doer
    row.done_on, row.what, row.result = told.done_on, told.what, told.result
    if told.deed:
        _rest_on(row, told.deed, decided_on(row))


def decided_on(row: Fulfilment) -> date:
    """The day of the decision."""
    decided = row.application.decided_at
    return timezone.localdate(decided) if decided else timezone.localdate()


def require_day(row: Fulfilment, day: date | None, field: str = "done_on") -> None:
    """Raises ServiceRefused, at this field of its form, for a day before the decision or to come."""
    first = decided_on(row)
    if day is None or not first <= day <= timezone.localdate():
        said = {"first": first.isoformat()}
        raise ServiceRefused(_("办成日期要在批准那天（%(first)s）以后，不晚于今天。") % said, field)


def _rest_on(row: Fulfilment, name: str, since: date) -> None:
    found = find_deed(row.application.household, since, name)
    if found is None:
        raise ServiceRefused(_("这条记录不是批准以后为这户办的，请重新选择。"), "deed")
    row.deed_kind, row.deed_key, row.deed_title = found


def _give_up(row: Fulfilment, _told: Told, comment: str) -> None:
    row.why = comment[:300]


EFFECTS: Mapping[str, Callable[[Fulfilment, Told, str], None]] = {
    "arrange": _arrange,
    "finish": _finish,
    "give_up": _give_up,
}


def _lock_of(application: Application) -> Fulfilment | None:
    rows = Fulfilment.objects.select_for_update(of=("self",))
    found: Fulfilment | None = rows.filter(application=application).first()
    return found


def _log(step: workflow.Step[Fulfilment]) -> Fulfilment:
    audit.record(f"fulfilment.{step.row.action}", target=step.record, by=step.by)
    return step.record
