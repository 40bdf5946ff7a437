"""Writes of pairings: proposed, agreed to by another, begun, ended, handed over to the next helper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import Household
from cases.archives.states import IN_FORCE_STATES
from cases.pairings.models import Helper, Pairing, PairingStep
from cases.pairings.rules import next_visit
from cases.pairings.selectors.helpers import list_accounts, list_choosable, load_blocker
from cases.pairings.selectors.pairings import WITH, not_own, start_blocker, step_blocker
from cases.pairings.selectors.terms import Book
from cases.pairings.states import HAND_OVER, LIVE_STATES, TRANSITIONS, HelperKind, State
from hardship.accounts.models import Union, User, stood_in_for
from hardship.audit import services as audit
from hardship.jobs.states import WORKER
from hardship.kernel import workflow


class PairingRefused(workflow.Refused):
    """A write on a pairing that may not be made; the message says what to do."""


@dataclass(frozen=True)
class Chosen:
    """Who helps, in one of three ways: a helper who is on record, one of the system's people, or somebody
    outside or an office by name."""

    helper: Helper | None = None
    user: User | None = None
    kind: str = HelperKind.PERSON
    name: str = ""
    post: str = ""
    phone: Any = None


@dataclass(frozen=True)
class Wish:
    """What a pairing is to be: helps of states.Help, how, from when until when."""

    helps: Sequence[str]
    agreed: str
    from_on: date
    until_on: date | None = None
    is_leaders: bool = False


@transaction.atomic
def propose(*, household_id: int, chosen: Chosen, wish: Wish, by: User) -> Pairing:
    """Propose a pairing of a household in force. Raises PairingRefused for anybody but a clerk of its union,
    for a helper who has left, has as many as the rule allows or is paired with it; Household.DoesNotExist
    outside the person's scope."""
    household = _lock_household(household_id, by)
    if why := start_blocker(household, by):
        raise PairingRefused(why)
    _require_days(wish)
    helper = choose_helper(chosen, household, by)
    return make(household, helper, wish, by=by)


@transaction.atomic
def take_step(*, pairing_id: int, action: str, by: User, comment: str = "") -> Pairing:
    """Take one row of states.TRANSITIONS but to hand over, which names somebody (`hand_over`). Raises
    Refused, Pairing.DoesNotExist outside the person's scope."""
    if action == HAND_OVER:
        raise PairingRefused(_("换人结对请先选择由谁接手。"))
    return move(lock_pairing(pairing_id, by), action, by=by, comment=comment)


@transaction.atomic
def hand_over(*, pairing_id: int, chosen: Chosen, comment: str, by: User) -> Pairing:
    """The next helper of a household, who is agreed to as the first one was; returns the new pairing. Raises
    as `propose` does, and for the same helper."""
    household_id = Pairing.objects.visible_to(by).values_list("household_id", flat=True).get(pk=pairing_id)
    household = _lock_household(household_id, by)
    row = lock_pairing(pairing_id, by)
    if why := not_own(household, by):
        raise PairingRefused(why)
    if household.state not in IN_FORCE_STATES:
        raise PairingRefused(_("家庭已经不在册，请结束结对，不用换人。"))
    helper = choose_helper(chosen, household, by)
    move(row, HAND_OVER, by=by, comment=comment)
    return succeed(row, helper, by=by)


def succeed(row: Pairing, helper: Helper, *, by: User) -> Pairing:
    """The pairing that follows one that was handed over: the same help from today, proposed anew."""
    today = timezone.localdate()
    wish = Wish(row.helps, row.agreed, today, row.until_on, row.is_leaders)
    if wish.until_on is not None and wish.until_on < today:
        wish = Wish(row.helps, row.agreed, today, None, row.is_leaders)
    return make(row.household, helper, wish, by=by, previous=row)


def make(
    household: Household, helper: Helper, wish: Wish, *, by: User, previous: Pairing | None = None
) -> Pairing:
    """Writes a proposal; the helper's row is locked, so that two unions do not go past the bound together."""
    Helper.objects.select_for_update(of=("self",)).get(pk=helper.pk)
    if why := load_blocker(helper, household, Book().of(household)):
        raise PairingRefused(why, "helper")
    made: Pairing = Pairing.objects.create(
        household=household, helper=helper, previous=previous, helps=list(wish.helps), agreed=wish.agreed,
        is_leaders=wish.is_leaders, from_on=wish.from_on, until_on=wish.until_on, created_by=by,
        stood_in_for=stood_in_for(by),
    )  # fmt: skip
    audit.record("pairing.propose", target=made, by=by, household=household.pk, helper=helper.pk)
    return made


def move(row: Pairing, action: str, *, by: User, comment: str = "", is_own: bool = True) -> Pairing:
    """Takes one row of the table; the step is written before the row moves. `is_own` is False for what
    follows when a colleague receives what somebody hands over (hardship.handovers)."""

    def enter(step: workflow.Step[Pairing]) -> None:
        if step.row.target == State.RUNNING:
            row.begun_on = timezone.localdate()
            row.next_visit_on = next_visit(row.begun_on, Book().of(row.household).visits, ())
        if step.row.target not in LIVE_STATES:
            row.ended_on = timezone.localdate()
        step.trace = PairingStep.objects.create(
            pairing=row, action=action, source=step.source, target=step.row.target, comment=step.comment,
            by=by, stood_in_for=stood_in_for(by),
        )  # fmt: skip

    def log(step: workflow.Step[Pairing]) -> Pairing:
        audit.record(f"pairing.{action}", target=row, by=by, step=step.trace.pk)
        return row

    return workflow.take(
        TRANSITIONS, row, action=action, by=by, comment=comment, effect=enter, log=log,
        blocker=step_blocker if is_own else None, roles=None if is_own else {WORKER},
    )  # fmt: skip


def choose_helper(chosen: Chosen, household: Household, by: User) -> Helper:
    """The helper that was meant, put on record if they are new: one of the system's people for their union,
    others for the clerk's. Raises PairingRefused for none or for two, and for somebody who may not be chosen
    for this household."""
    told = [chosen.helper is not None, chosen.user is not None, bool(chosen.name)]
    if sum(told) != 1:
        raise PairingRefused(_("帮扶人请选一种：已登记的，系统里的人员，或者另外填写姓名。"), "helper")
    if chosen.helper is not None:
        if not list_choosable(household).filter(pk=chosen.helper.pk).exists():
            raise PairingRefused(_("这位帮扶人不能和这户结对，请重新选择。"), "helper")
        return chosen.helper
    if chosen.user is not None:
        if not list_accounts(household).filter(pk=chosen.user.pk).exists():
            raise PairingRefused(_("请选择本工会或审核工会的人员。"), "user")
        asked: dict[str, Any] = {"user": chosen.user}  # one row, whichever union proposes them
        home = Union.objects.get(users=chosen.user)  # they may be at work at another one now
        defaults: dict[str, Any] = {"union": home, "name": chosen.user.name, "post": home.name}
    else:
        if chosen.kind == HelperKind.PERSON and not chosen.post:
            raise PairingRefused(_("请填写帮扶人的单位和职务。"), "post")
        asked = {"union": by.union, "user": None, "kind": chosen.kind, "name": chosen.name,
                 "post": chosen.post}  # fmt: skip
        defaults = {"phone": chosen.phone or None}
    helper, is_new = Helper.objects.get_or_create(**asked, defaults={**defaults, "created_by": by})
    if is_new:
        audit.record("helper.add", target=helper, by=by)
    return helper


def lock_pairing(pairing_id: int, by: User) -> Pairing:
    rows = Pairing.objects.visible_to(by).select_related(*WITH)
    row: Pairing = workflow.lock(rows, pairing_id)
    return row


def _require_days(wish: Wish) -> None:
    if wish.until_on is not None and wish.until_on < wish.from_on:
        raise PairingRefused(_("结对止不能早于结对起。"), "until_on")


def _lock_household(household_id: int, by: User) -> Household:
    rows = Household.objects.visible_to(by).select_related("union", "head")
    household: Household = rows.select_for_update(of=("self",)).get(pk=household_id)
    return household
