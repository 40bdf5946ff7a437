"""复核、暂停、停发: somebody looks at an instalment again before its money goes."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.services.claims import claims_of, whom_of
from cases.archives.models import Household
from cases.giving.models import Instalment
from cases.giving.selectors.looking import fingerprint, look_at
from cases.giving.selectors.permits import step_blocker
from cases.giving.selectors.plans import has_left
from cases.giving.services.holding import hold, let_go, owe
from cases.giving.services.plans import end_rows, lock_open
from cases.giving.services.refusals import InstalmentRefused
from cases.giving.states import TRANSITIONS, State
from hardship.accounts.models import User
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.workflow import Refused


@transaction.atomic
def take_step(*, instalment_id: int, action: str, by: User, comment: str = "") -> Instalment:
    """Takes one row of states.TRANSITIONS and returns the instalment. One that is confirmed although there is
    a doubt (selectors.looking) says why it goes on. Raises Refused with a sentence,
    Instalment.DoesNotExist outside the person's scope."""
    row = _lock(instalment_id, by)
    return workflow.take(
        TRANSITIONS, row, action=action, by=by, comment=comment, blocker=step_blocker, note="why",
        effect=_sign, log=_log,
    )  # fmt: skip


def _sign(step: workflow.Step[Instalment]) -> None:
    step.record.sign(step.by)
    EFFECTS[step.row.action](step)


@dataclass
class Outcome:
    """What became of each: confirmed, or left with the sentence why."""

    done: list[Instalment] = field(default_factory=list)
    refused: list[tuple[Instalment, str]] = field(default_factory=list)


def confirm_many(*, ids: Collection[int], by: User) -> Outcome:
    """Confirms each of these instalments about which there is no doubt, each in a transaction of its own;
    those outside the person's scope are passed over."""
    outcome = Outcome()
    rows = Instalment.objects.visible_to(by).filter(pk__in=ids).order_by("due_on", "pk")
    for row in rows.select_related("application__household__head"):
        try:
            outcome.done.append(take_step(instalment_id=row.pk, action="confirm", by=by))
        except Refused as refusal:
            outcome.refused.append((row, str(refusal)))
    return outcome


def _lock(instalment_id: int, by: User) -> Instalment:
    """The instalment with its application and file, all locked, in the order in which approvals lock them."""
    seen = Instalment.objects.visible_to(by).only("application").get(pk=instalment_id)
    applications = Application.objects.select_for_update(of=("self",))
    related = ("programme__policy", "union", "member")
    application = applications.select_related(*related).get(pk=seen.application_id)
    households = Household.objects.select_for_update(of=("self",)).select_related("union", "head")
    application.household = households.get(pk=application.household_id)
    rows = Instalment.objects.visible_to(by).select_related("line", "checker")
    row: Instalment = workflow.lock(rows, instalment_id)
    row.application = application
    return row


def _confirm(step: workflow.Step[Instalment]) -> None:
    row = step.record
    if step.source == State.SUSPENDED:
        hold(row, by=step.by, caps=claims_of(row.application), whom=whom_of(row.application))
    _require_answered(step)
    row.seen = fingerprint(row.application)
    owe(row, by=step.by)


def _require_answered(step: workflow.Step[Instalment]) -> None:
    found = look_at(step.record)
    if found.obstacle:
        raise InstalmentRefused(_("%(why)s请停发这一期和以后各期。") % {"why": found.obstacle})
    if found.doubts and not step.comment:
        doubts = "".join(found.doubts)
        raise InstalmentRefused(_("%(doubts)s仍要发放的，请写明理由。") % {"doubts": doubts}, "comment")


def _suspend(step: workflow.Step[Instalment]) -> None:
    let_go(step.record, by=step.by, reason=step.comment)


def _end(step: workflow.Step[Instalment]) -> None:
    """This instalment and all that come after it."""
    row = step.record
    if has_left(row):
        raise InstalmentRefused(_("这一期已经送银行或已发放，不能停发；请停发下一期。"))
    let_go(row, by=step.by, reason=step.comment, gives_up_rest=True)
    later = [one for one in lock_open(row.application) if one.number > row.number]
    end_rows(later, by=step.by, why=step.comment)


def _log(step: workflow.Step[Instalment]) -> Instalment:
    audit.record(f"instalment.{step.row.action}", target=step.record, by=step.by, comment=bool(step.comment))
    return step.record


EFFECTS = {"confirm": _confirm, "suspend": _suspend, "end": _end}
