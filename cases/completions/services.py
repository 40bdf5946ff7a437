"""Writes of 急难补办: terms are frozen, a completion opens with the approval, is handed in and judged."""

import hashlib
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.rules import canonical, source_of
from cases.applications.services.publishing import publish_application
from cases.archives.selectors.consents import allows_notice
from cases.archives.services.refusals import FileRefused
from cases.completions.models import Completion, CompletionStep, UrgentTerms
from cases.completions.selectors import (
    get_completion,
    get_content,
    get_payer,
    get_terms,
    hand_blocker,
    is_paid,
    list_missing,
    notice_round,
    step_blocker,
    why_not_urgent,
)
from cases.completions.states import OF_ITS_UNION, OPEN_STATES, RETURNED_DAYS, TRANSITIONS, State
from cases.notices import services as notices
from cases.policies.rules.document.routes import Urgent
from cases.policies.selectors import get_calendar
from cases.transfers.services import MOVERS
from funds.payments.selectors import list_payments_of
from funds.recoveries.selectors import may_ask, why_not_recovered
from funds.recoveries.services import demand
from funds.recoveries.states import Reason
from hardship.accounts.models import Union, User, stood_in_for
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.jobs.states import WORKER
from hardship.kernel import workflow
from hardship.kernel.scope import Part, competent_id
from hardship.messaging import services as messaging

RELATED = ("union", "application__union", "application__programme__policy", "application__household__head")
OPENED, SENT_BACK, TO_RECOVER = "completions.open", "completions.return", "completions.refuse"


class CompletionRefused(workflow.Refused):
    """A step of a completion that may not be taken now; the message says what to do."""


def keep_terms(application: Application, urgent: Urgent | None) -> UrgentTerms | None:
    """Freezes on which terms, those of its route, this round goes the short way; None for one that is not
    urgent. Raises CompletionRefused where no route is for it any more, above its sum, while the union owes
    one, and for aid that went it before: a review that reopened it is no emergency."""
    if not application.is_urgent:
        return None
    if urgent is None or application.amount is None or application.amount > urgent.most:
        raise CompletionRefused(_("这份申请不能先行救助，请取消“急难”，按平常流程申请。"))
    Union.objects.select_for_update(no_key=True).get(pk=application.union_id)
    if why := why_not_urgent(application):
        raise CompletionRefused(why)
    made: UrgentTerms = UrgentTerms.objects.create(
        application=application, round=application.round, most=urgent.most, workdays=urgent.workdays,
        responsible=application.contact,
    )  # fmt: skip
    return made


def open_completion(application: Application, *, by: User | None) -> Completion | None:
    """What is owed for an urgent application that is being approved; None for any other."""
    terms = get_terms(application) if application.is_urgent else None
    if terms is None:
        return None
    due_on = _due_in(terms.workdays)
    made: Completion = Completion.objects.create(
        application=application, union=application.union, due_on=due_on, opened_by=by
    )
    audit.record("completion.open", target=made, by=by, due_on=due_on.isoformat())
    _tell(OPENED, made, by=by)
    return made


def end_completion(application: Application, *, by: User | None) -> None:
    """Nothing is owed for an approval that is taken back, whose money never left, or came back from the bank:
    a line that is shown to the public leaves its notice. Raises CompletionRefused for money that is paid."""
    completion = get_completion(application)
    if completion is None or completion.state not in OPEN_STATES:
        return
    if is_paid(application):
        raise CompletionRefused(_("钱已经发到家庭，不能撤销；不符合的，在急难补办里办理追回。"))
    notices.withdraw_entry(
        source=source_of(application.pk), round=notice_round(completion), by=by, reason=_("批准已撤销")
    )
    _follow(completion, "end", by=by)


@transaction.atomic
def submit(*, completion_id: int, account: str, by: User) -> Completion:
    """提交补办: what happened and to whom, with the documents that the file has now. Raises CompletionRefused
    while one is missing, Completion.DoesNotExist outside the person's scope."""
    completion = _lock(completion_id, by)

    def hand_in(_step: workflow.Step[Completion]) -> None:
        completion.account = account.strip()
        if not completion.account:
            raise CompletionRefused(_("请写明事由和对象核实情况。"), "account")
        if missing := list_missing(completion.application):
            whys = "".join(one.why for one in missing)
            raise CompletionRefused(_("档案里的材料还不齐：%(whys)s") % {"whys": whys})
        completion.content = get_content(completion)
        completion.content_hash = _hash(completion.content)

    return _take(completion, "submit", by=by, effect=hand_in)


@transaction.atomic
def judge(*, completion_id: int, action: str, seen_hash: str, by: User, comment: str = "") -> Completion:
    """复核, or what follows from it: `accept`, `return`, `refuse`, `recover`. `seen_hash` is the content hash
    that the page showed. Raises Refused, Completion.DoesNotExist outside the person's scope."""
    if action not in EFFECTS:
        raise CompletionRefused(_("没有这个操作。"))
    completion = _lock(completion_id, by)
    if completion.content_hash != seen_hash:
        raise CompletionRefused(_("补办内容刚有变化，请刷新页面、核对后再办理。"))
    return _take(completion, action, by=by, comment=comment, effect=EFFECTS[action])


@transaction.atomic
def conclude(application: Application, *, by: User | None) -> Completion:
    """公示期满: the line leaves its notice. Raises NoticeRefused before its days are over."""
    completion = _lock_of(application)
    notices.pass_entry(source=source_of(application.pk), round=notice_round(completion), by=by)
    return _follow(completion, "conclude", by=by)


@transaction.atomic
def end_objected(application: Application, *, action: str, by: User, comment: str) -> Completion:
    """An objection was found right: the completion goes back to its clerk (`return`), or the money is to come
    back (`refuse`)."""
    completion = _lock_of(application)
    notices.withdraw_entry(
        source=source_of(application.pk), round=notice_round(completion), by=by, reason=comment[:500]
    )
    return _follow(completion, action, by=by, comment=comment)


@transaction.atomic
def take_down(application: Application, *, by: User, comment: str) -> Completion:
    """Its line was taken off the notice early: it goes back to its clerk. Raises CompletionRefused for
    whoever, or whose holder of the post, had a hand in it or stays out of the case."""
    if why := workflow.of_both(partial(hand_blocker, _lock_of(application)), by):
        raise CompletionRefused(why)
    return end_objected(application, action="return", by=by, comment=comment)


@MOVERS.add("completions")
def stay(household_id: int) -> Callable[[Union], None]:
    """A file stays with the union that completes its urgent aid: no other may hand it in, and this one would
    be barred by what it can no longer do. The applications are locked: one may be approved just now."""
    urgent = Application.objects.filter(household=household_id, is_urgent=True)
    keys = urgent.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True)
    owed = Completion.objects.filter(application__in=list(keys), state__in=OF_ITS_UNION)
    first = owed.select_related("union", "application").first()
    if first is not None:
        raise FileRefused(
            _("这户的急难救助（%(number)s）还没有补办完，请“%(union)s”补办后再接收。")
            % {"number": first.application.number, "union": first.union.name}
        )
    return lambda _target: None


def _hash(content: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(content)).hexdigest()


def _accept(step: workflow.Step[Completion]) -> None:
    if _hash(get_content(step.record)) != step.record.content_hash:
        raise CompletionRefused(_("材料交来以后有变化，请退回再补。"))
    if step.row.target == State.ON_NOTICE:
        _publish(step.record, by=step.by)


def _publish(completion: Completion, *, by: User) -> None:
    """On the notice of the day of the union that reviews, as the line of its application."""
    application = completion.application
    if not allows_notice(application.household):
        raise CompletionRefused(_("家庭还没有同意公示，请退回经办人，在档案的“承诺与授权”中登记。"))
    union = Union.objects.get(pk=competent_id(completion, Part.REVIEW))
    publish_application(application, union, by=by, number=notice_round(completion))


def _return(step: workflow.Step[Completion], *, follows: bool = False) -> None:
    """With days to mend it: handed in on time, it is not late because somebody looked at it for long."""
    step.record.due_on = max(step.record.due_on, _due_in(RETURNED_DAYS, follows=follows))
    _tell(SENT_BACK, step.record, by=step.by)


def _refuse(step: workflow.Step[Completion]) -> None:
    """What was paid is asked back, of the union that paid."""
    completion = step.record
    note = step.comment or _("急难救助查实不符合。")
    for payment in list_payments_of([source_of(completion.application_id)]).get(
        source_of(completion.application_id), []
    ):
        if payment.is_paid and may_ask(payment):
            demand(payment_id=payment.pk, reason=Reason.URGENT, note=note, by=step.by)
    union = get_payer(completion.application)
    assert union is not None  # noqa: S101 (completion_after_the_money)
    messaging.send(
        TO_RECOVER, about=completion, union=union, role=Role.FINANCE, by=step.by,
        number=completion.application.number or "",
    )  # fmt: skip


def _recover(step: workflow.Step[Completion]) -> None:
    """Once all that was paid was asked back, and has come or was waived."""
    if why := why_not_recovered(source_of(step.record.application_id)):
        raise CompletionRefused(why)


def _nothing(_step: workflow.Step[Completion]) -> None:
    """What needs no more than the step."""


EFFECTS: dict[str, Any] = {"accept": _accept, "return": _return, "refuse": _refuse, "recover": _recover}


def _follow(completion: Completion, action: str, *, by: User | None, comment: str = "") -> Completion:
    """What follows from elsewhere, in nobody's own right."""
    effect = partial(_return, follows=True) if action == "return" else EFFECTS.get(action, _nothing)
    return _take(completion, action, by=by, comment=comment[:500], effect=effect, is_own=False)


def _take(
    completion: Completion,
    action: str,
    *,
    by: User | None,
    effect: Any,
    comment: str = "",
    is_own: bool = True,
) -> Completion:
    """The effect writes the step before the row moves: the database lets no state change without one."""

    def enter(step: workflow.Step[Completion]) -> None:
        effect(step)
        step.trace = CompletionStep.objects.create(
            completion=completion, action=action, source=step.source, target=step.row.target,
            comment=step.comment, content_hash=completion.content_hash, by=by, stood_in_for=stood_in_for(by),
        )  # fmt: skip

    def log(step: workflow.Step[Completion]) -> Completion:
        audit.record(f"completion.{action}", target=completion, by=by, step=step.trace.pk)
        return completion

    return workflow.take(
        TRANSITIONS, completion, action=action, by=by, comment=comment, effect=enter, log=log,
        blocker=step_blocker if is_own else None, roles=None if is_own else {WORKER},
    )  # fmt: skip


def _due_in(workdays: int, *, follows: bool = False) -> date:
    """Raises UnknownYear, unless it `follows` from another step."""
    due_on: date = get_calendar().fix_workday(timezone.localdate(), workdays, guesses=follows)
    return due_on


def _lock(completion_id: int, by: User) -> Completion:
    """The completion with its application, both locked, the application first as approvals do."""
    seen = Completion.objects.visible_to(by).only("application").get(pk=completion_id)
    return _lock_of(Application.objects.select_for_update(of=("self",)).get(pk=seen.application_id))


def _lock_of(application: Application) -> Completion:
    rows = Completion.objects.filter(application=application)
    related = (
        "union",
        "application__union",
        "application__programme__policy",
        "application__household__head",
    )
    completion: Completion = rows.select_for_update(of=("self",)).select_related(*related).get()
    return completion


def _tell(kind: str, completion: Completion, *, by: User | None) -> None:
    """Whoever has the case in hand, else its clerks."""
    application = completion.application
    messaging.send(
        kind, about=completion, union=completion.union, by=by, number=application.number or "",
        to=application.contact or application.submitted_by or application.created_by,
    )  # fmt: skip
