"""撤回: whoever signed takes the signature back, as long as it is the last thing that was done with the case.

What an approval gave goes back with it while nobody has done anything about that either. A notice is never
taken down so: who put the case on it returns it. The database has the same rules (sql/retracting.sql).
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TypeAlias

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.applications.models import Application
from cases.applications.rules import SOURCE, source_of
from cases.applications.states import OPEN_STATES, State
from cases.approvals.models import ApprovalStep, RouteStage
from cases.approvals.selectors.along import as_taken, list_stages
from cases.approvals.selectors.written import steps_of
from cases.approvals.states import HAND_ON, SIGNING, TAKE_OVER
from cases.bodies.models import AgendaItem
from funds.ledgers.models import Commitment
from funds.payments.models import Payment
from funds.payments.states import PayableState
from hardship.accounts.models import User, people_of
from hardship.kernel.registry import Registry
from hardship.kernel.workflow import Transition

ON_NOTICE = gettext_lazy("已经公示，不能撤回；要改的请“退回补正”，公示会一起撤下。")
ACTED = gettext_lazy("已经有人接着办理，不能撤回；要改的请联系现在办理的人退回。")
_SAME = ("household_id", "programme_id", "member_id", "year")
Resting: TypeAlias = Callable[[Collection[int]], Mapping[int, str]]
RESTING: Registry[Resting] = Registry(
    "approvals.resting", "What rests on a decision so that it is not taken back: by the step's key why."
)


def get_last(application: Application) -> ApprovalStep | None:
    """The signature that was the last thing done with it; None where something else was."""
    steps = steps_of(application)
    last = steps[-1] if steps else None
    is_signature = last is not None and last.action in SIGNING and last.is_decision
    return last if is_signature and last and last.target != State.PUBLIC_NOTICE else None


def retract_blocker(application: Application, row: Transition, by: User) -> str:
    """What keeps this person from taking back the last signature, or ''."""
    signed = get_last(application)
    if signed is None:
        return str(ACTED)
    stage = stage_where_signed(application, signed)
    if not _hands(signed) & people_of(by):
        return _("由签这个意见的“%(name)s”撤回。") % {"name": signed.who}
    if stage is None or by.union_id != stage.union_id or row.role != stage.role:
        return _("您已经不在签这个意见时的岗位上，不能撤回。")
    return find_resting([(application, signed)]).get(application.pk, "")


def is_back(application: Application, row: Transition) -> bool:
    """Whether a row of the table leads back to where the last signature was given."""
    signed = get_last(application)
    return signed is not None and signed.source == row.target


def stage_where_signed(application: Application, signed: ApprovalStep) -> RouteStage | None:
    """As whose stage it was signed: its own post's, or of whom it was taken over by."""
    found = next((one for one in list_stages(application) if one.position == signed.stage_no), None)
    return as_taken(found, signed, steps_of(application))


def holder_before(application: Application, signed: ApprovalStep) -> User | None:
    """To whom it had been handed on when it was signed."""
    at_stage = [
        step for step in steps_of(application)
        if step.action in (HAND_ON, TAKE_OVER)
        and (step.round, step.lap, step.stage_no) == (signed.round, signed.lap, signed.stage_no)
    ]  # fmt: skip
    return at_stage[-1].handed_to if at_stage else None


def find_resting(rows: Sequence[tuple[Application, ApprovalStep]]) -> dict[int, str]:
    """By the application's key what was done since that rests on its last signature; few queries for all."""
    approved = [row for row, signed in rows if signed.target == State.APPROVED]
    found = _given(approved) | _begun_anew(approved)
    found |= _on_agenda([row for row, signed in rows if signed.stage_no != signed.next_no])
    of_step = {signed.pk: row.pk for row, signed in rows}
    for find in RESTING:
        found |= {of_step[key]: why for key, why in find(list(of_step)).items()}
    return found


def find_retractable(applications: Sequence[Application], by: User) -> set[int]:
    """The keys of those whose last signature this person, or whom they stand in for, can take back."""
    steps = ApprovalStep.objects.filter(application__in=[row.pk for row in applications])
    last = {step.application_id: step for step in steps.order_by("application", "pk")}
    mine = people_of(by)
    rows = [
        (row, step) for row in applications if (step := last.get(row.pk)) is not None
        and step.action in SIGNING and step.is_decision and step.target != State.PUBLIC_NOTICE
        and _hands(step) & mine
    ]  # fmt: skip
    return {row.pk for row, _step in rows} - find_resting(rows).keys() if rows else set()


def _hands(step: ApprovalStep) -> set[int]:
    return {key for key in (step.by_id, step.stood_in_for_id) if key is not None}


def _given(approved: Sequence[Application]) -> dict[int, str]:
    """Why what an approval gave is not simply taken back: it is no sum in one, or finance has it in hand."""
    found: dict[int, str] = {}
    source_by_key = {row.pk: source_of(row.pk) for row in approved}
    live = Commitment.objects.filter(source__in=source_by_key.values(), part_of=None, committed__gt=0)
    held = set(live.values_list("source", flat=True)) if approved else set()
    paying = Payment.objects.filter(payable__source__in=held, payable__state=PayableState.OPEN)
    in_batch = set(paying.values_list("payable__source", flat=True)) if held else set()
    for row in approved:
        rule, source = row.programme.rule, source_by_key[row.pk]
        if row.programme.is_service or rule.instalments is not None or row.is_urgent:
            found[row.pk] = _("批准以后已经安排落实，不能撤回；确实不该批的，请“撤销批准”。")
        elif source not in held:
            found[row.pk] = _("款项已经送银行或已发放，不能撤回。")
        elif source in in_batch:
            found[row.pk] = _("财务已经把这笔款编进发放批次，不能撤回；确实不该批的，请“撤销批准”。")
    return found


def _begun_anew(approved: Sequence[Application]) -> dict[int, str]:
    """Those beside which the family has another one under way, as there is one at a time."""
    households = {row.household_id for row in approved}
    others = Application.objects.filter(household__in=households, state__in=OPEN_STATES)
    begun = set(others.values_list(*_SAME)) if approved else set()
    why = _("同一项目本年度另有申请正在办理，不能撤回；确实不该批的，请“撤销批准”。")
    return {row.pk: why for row in approved if tuple(getattr(row, name) for name in _SAME) in begun}


def _on_agenda(rows: Sequence[Application]) -> dict[int, str]:
    """Those that the union where they wait has put on the agenda of a meeting."""
    waiting = {str(row.pk): row for row in rows if row.awaits_id is not None}
    items = AgendaItem.objects.filter(kind=SOURCE, target_id__in=waiting, removed_at=None)
    pairs = items.values_list("target_id", "round", "meeting__union") if waiting else ()
    why = _("已经列入会议议程，不能撤回；请联系现在办理的工会退回。")
    return {
        waiting[key].pk: why
        for key, number, union in pairs
        if (number, union) == (waiting[key].round, waiting[key].awaits_id)
    }
