"""What each step of an application does besides moving it."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypedDict

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application, ApplicationCounter, Submission
from cases.applications.rules import digest, source_of
from cases.applications.selectors import get_content, get_shown, list_gaps
from cases.applications.selectors.offers import file_obstacle
from cases.applications.services import keep_entitlement
from cases.applications.states import State
from cases.approvals.selectors import get_held
from cases.approvals.services.claims import claims_of
from cases.approvals.services.notices import publish_application
from cases.approvals.services.payables import create_application_payable
from cases.approvals.states import STAGE_WORKDAYS
from cases.notices import services as notices
from cases.policies.selectors import get_calendar
from funds.ledgers import services as ledger
from funds.ledgers.models import BudgetLine
from funds.payments.services import void_payables
from hardship.accounts.models import User
from hardship.kernel.numbers import next_number
from hardship.kernel.workflow import Refused, Transition


class _Place(TypedDict):
    source: str
    round: int


class StepRefused(Refused):
    """A step that may not be taken now; the message says what to do."""


@dataclass
class Move:
    """One step as it is being taken; `by` is None where the clock takes it."""

    application: Application
    row: Transition
    by: User | None
    comment: str
    line_id: int | None = None
    parts: dict[str, str] = field(default_factory=dict)


def _submit(move: Move) -> None:
    application = move.application
    gaps = list_gaps(application)
    if gaps:
        raise StepRefused(
            _("还缺 %(count)s 项：%(first)s")
            % {"count": len(gaps), "first": "".join(g.text for g in gaps[:3])}
        )
    if application.number is None:
        _number(application)
    application.round += 1
    application.content_hash = digest(move.parts)
    _keep_content(application)
    keep_entitlement(application)
    application.submitted_at, application.submitted_by = timezone.now(), move.by
    _set_due(move)


def _keep_content(application: Application) -> None:
    """What the papers of this round print, whatever becomes of the file. The file is locked, so that it is
    what was just hashed."""
    Submission.objects.create(
        application=application,
        round=application.round,
        content_hash=application.content_hash,
        content=get_content(application),
        shown=get_shown(application),
    )


def _number(application: Application) -> None:
    """The next number of this union and year."""
    year = timezone.localdate().year
    number = next_number(ApplicationCounter, union_id=application.union_id, year=year)
    application.number = f"申-{application.union.code}-{year}-{number:04d}"


def _pass(move: Move) -> None:
    """On to the notice of the day of the union that reviews, which runs as long as the programme says."""
    application = move.application
    _require_filed(application)
    consent = application.household.consents.order_by("-signed_on", "-pk").first()
    if consent is None or not consent.allows_notice:
        raise StepRefused(_("家庭没有同意公示，请退回经办人取得同意。"))
    entry = publish_application(application, by=move.by)
    application.due_on = get_calendar().add_workdays(entry.notice.ends_on, 1)


def _forward(move: Move) -> None:
    """Without a notice, which the programme does not want, to whoever decides."""
    _require_filed(move.application)
    _set_due(move)


def _return(move: Move) -> None:
    notices.withdraw_entry(**_place(move.application), by=move.by, reason=move.comment)
    _set_due(move)


def _reject(move: Move) -> None:
    _decide(move)


def _withdraw(move: Move) -> None:
    move.application.due_on = None


def _conclude(move: Move) -> None:
    notices.pass_entry(**_place(move.application), by=move.by)
    _set_due(move)


def _place(application: Application) -> _Place:
    """How notices name the line of an application in its present round."""
    return {"source": source_of(application.pk), "round": application.round}


def _approve(move: Move) -> None:
    """Commits the money and the household's yearly cap and makes the payable, in the same transaction."""
    application, by = move.application, move.by
    _require_filed(application)
    if by is None or application.amount is None:
        raise StepRefused(_("申请没有金额，不能批准。"))
    notices.require_free(**_place(application))
    today, programme = timezone.localdate(), application.programme
    line = BudgetLine.objects.filter(
        pk=move.line_id or 0, union=by.union_id, use__in=programme.uses, year=today.year
    ).first()
    if line is None:
        raise StepRefused(_("请选择本工会当年可用于“%(use)s”的资金指标。") % {"use": programme.name})
    commitment = ledger.commit(
        line_id=line.pk,
        use=line.use_id,
        amount=application.amount,
        source=source_of(application.pk),
        by=by,
        key=uuid.uuid5(application.uid, f"approve:{application.round}"),
        on=today,
        caps=claims_of(application),
        memo=f"{application.number} {programme.name}",
    )
    create_application_payable(application=application, commitment=commitment, by=by)
    _decide(move)


def _revoke(move: Move) -> None:
    """Voids the payable; what is held goes back to its line and off the cap. Money that has left stays."""
    application, by = move.application, move.by
    held = get_held(application)
    if held is None or by is None:
        raise StepRefused(_("这笔资金已经送银行或已发放，不能撤销批准。"))
    void_payables(source=source_of(application.pk), by=by)
    ledger.release(
        commitment_id=held.pk,
        by=by,
        key=uuid.uuid5(application.uid, f"revoke:{application.round}"),
        on=timezone.localdate(),
        reason=f"{application.number} {application.programme.name}",
    )
    move.application.due_on = None


def _require_filed(application: Application) -> None:
    obstacle = file_obstacle(application.household)
    if obstacle:
        raise StepRefused(obstacle)


def _decide(move: Move) -> None:
    move.application.decided_at, move.application.decided_by = timezone.now(), move.by
    move.application.due_on = None


def _set_due(move: Move) -> None:
    days = STAGE_WORKDAYS.get(State(move.row.target))
    today = timezone.localdate()
    move.application.due_on = get_calendar().add_workdays(today, days) if days else None


EFFECTS: dict[str, Callable[[Move], None]] = {
    "submit": _submit,
    "withdraw": _withdraw,
    "pass": _pass,
    "forward": _forward,
    "return": _return,
    "reject": _reject,
    "conclude": _conclude,
    "approve": _approve,
    "revoke": _revoke,
}
