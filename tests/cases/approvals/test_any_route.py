"""Any people doing anything in any order on any route: each end has one effect, and every signature holds."""

import os
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
import yaml
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from cases.applications.models import Application
from cases.applications.services import save
from cases.applications.states import State
from cases.approvals.selectors import list_options
from cases.approvals.selectors.along import list_earlier, standing
from cases.approvals.selectors.consulting import list_consultants
from cases.approvals.selectors.handing import list_colleagues
from cases.approvals.states import CONSULT, CONSULTING, HAND_ON, ONWARD, SEND_BACK, SIGNING, TRANSITIONS
from cases.outcomes.services.lapsing import lapse_uncollected
from cases.policies.services import load_policy
from funds.ledgers.models import Commitment
from hardship.accounts import services as accounts
from hardship.accounts.models import User, standing_in
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused
from tests.books import assert_books_balance, available, make_line
from tests.factories import ApplicationFactory, UserFactory, end_notices, take, tell_long_ago

HEAD = {
    "code": "any",
    "title": "审批流程规定",
    "source": "工会制度",
    "example_base": {"on": date(2026, 5, 1)},
}
ACTIONS = sorted({row.action for row in TRANSITIONS})
GIVEN = Decimal(50000)  # yuan in the line
MOST = 9000  # yuan that the application may ask for
# How many routes are tried, for a long run by itself.
EXAMPLES = int(os.environ.get("ROUTE_EXAMPLES", "6"))
LEVELS = ("own", "county", "city")
WORDS = {"own": "基层", "county": "区县", "city": "市级", "review": "审核", "decide": "审批"}
PEOPLE = st.integers(0, 30)
FINAL = {State.REJECTED, State.WITHDRAWN, State.REVOKED, State.LAPSED}


def stage(kind, at, deciders, above=None):
    """One stage; `above`: only for what asks for more than so many yuan."""
    role = "approver" if kind == "decide" else "reviewer"
    row = {"kind": kind, "label": WORDS[at] + WORDS[kind], "at": at, "role": role, "deciders": deciders}
    return row if above is None else {**row, "when": {"fact": "requested", "is": ">", "than": above}}


def taken(stages, yuan):
    """The stages of a route that an application for so many yuan goes through."""
    return [row for row in stages if "when" not in row or yuan > row["when"]["than"]]


def policy_of(stages):
    """A policy that says this route and nothing else, with the example that it has to give."""
    labels = [row.get("label", "公示") for row in taken(stages, 3000)]
    example = {
        "name": "三千元", "given": {"need": {"requested": 3000}}, "expect": {"stages": {"usual": labels}},
    }  # fmt: skip
    routes = {"usual": {"label": "任意", "stages": stages}}
    return yaml.safe_dump({**HEAD, "routes": routes, "examples": [example]}, allow_unicode=True)


@st.composite
def routes(draw):
    """One to three reviews upwards, the notice, one or two decisions above them; one to three people each.
    All but the first review and the last decision may be for larger sums alone."""
    numbers = partial(draw, st.integers(1, 3))
    sums = partial(draw, st.sampled_from([None, None, 999, 3000, 3001]))
    review = sorted(draw(st.sets(st.sampled_from(LEVELS), min_size=1)), key=LEVELS.index)
    decide = [at for at in LEVELS if LEVELS.index(at) >= LEVELS.index(review[-1]) and at != "own"]
    chosen = sorted(draw(st.sets(st.sampled_from(decide), min_size=1)), key=LEVELS.index)
    return [
        *(stage("review", at, numbers(), sums() if place else None) for place, at in enumerate(review)),
        {"kind": "notice"},
        *(stage("decide", at, numbers(), sums() if at != chosen[-1] else None) for at in chosen),
    ]


class Approval(RuleBasedStateMachine):
    """One application of a clerk, and everybody who might have a hand in it."""

    cast: Any
    reached: set[str]

    def __init__(self):
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.line = make_line(self.cast.finance, str(GIVEN))

    def teardown(self):
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    @initialize(stages=routes())
    def begin(self, stages):
        cast = self.cast
        homes = {"own": cast.union, "county": cast.county, "city": cast.city}
        self.people = [cast.clerk, cast.finance, cast.stranger] + [
            UserFactory(union=home, role=role)
            for home in homes.values()
            for role in (Role.REVIEWER, Role.APPROVER)
            for _n in range(3)
        ]
        self.people += self._stand_ins()
        load_policy(union=cast.city, text=policy_of(stages), in_force_from=date(2020, 1, 1))
        self.application = ApplicationFactory(union=cast.union, clerk=cast.clerk, state=State.DRAFT)
        self.stages = stages

    def _stand_ins(self):
        """Of the clerk, one reviewer and one approver: two who did nothing else, a head of department."""
        cast, today = self.cast, timezone.localdate()
        reviewer, approver = cast.reviewer, cast.approver
        other = UserFactory(union=reviewer.union, role=Role.DEPARTMENT)
        chosen = ((cast.clerk, None), (approver, None), (reviewer, other))
        found = [reviewer, approver, other]
        for holder, person in chosen:
            person = person or UserFactory(union=holder.union, roles=[])
            row = accounts.stand_in(
                appointment_id=holder.appointments.get().pk, user=person, by=holder, from_on=today,
                until_on=today + timedelta(days=5), reason="年休假",
            )  # fmt: skip
            found.append(standing_in(person, row))
        return found

    def attempt(self, action, person):
        """Nothing is left of a step that is refused."""
        acting = person.stand_in
        person = User.objects.select_related("union").get(pk=person.pk)
        person = person if acting is None else standing_in(person, acting)
        self.reached.add(self.application.state)
        before = (self.application.state, self.application.steps.count(), Commitment.objects.count())
        more = self._named(action, person)
        try:
            self.application = take(self.application, action, by=person, line=self.line, **more)
        except (Refused, Application.DoesNotExist):  # the latter: out of whose scope it is
            self.application.refresh_from_db()
            now = (self.application.state, self.application.steps.count(), Commitment.objects.count())
            assert now == before

    def _named(self, action, person):
        """What the step names besides the opinion, where there is such a person or stage."""
        lists = {CONSULT: list_consultants, HAND_ON: list_colleagues}
        if action in lists:
            found = list(lists[action](self.application, person))
            return {"handed_to": found[0].pk} if found else {}
        earlier = list_earlier(self.application) if action == SEND_BACK else []
        return {"to_stage": earlier[-1].position} if earlier else {}

    @rule(who=PEOPLE, which=st.integers(0, 9))
    def what_is_offered(self, who, which):
        for place in range(len(self.people)):
            person = self.people[(who + place) % len(self.people)]
            buttons = list_options(self.application, person).buttons
            if buttons:
                self.attempt(buttons[which % len(buttons)].action, person)
                return

    @rule(who=PEOPLE, steps=st.integers(1, 6))
    def it_goes_on(self, who, steps):
        """Several steps ahead, by whoever may take them: else it would see refusals and returns alone."""
        for number in range(steps):
            self.the_days_of_the_notice_are_over()
            person, action = self._next_of(who + number)
            if person:
                self.attempt(action, person)

    def _next_of(self, who):
        """Somebody who may take a step forward, and which."""
        for place in range(len(self.people)):
            person = self.people[(who + place) % len(self.people)]
            offered = [row.action for row in list_options(self.application, person).buttons]
            if onward := [action for action in offered if action in ("submit", *ONWARD)]:
                return person, onward[0]
        return None, ""

    @rule(who=PEOPLE, action=st.sampled_from(ACTIONS))
    def whatever_anybody_tries(self, who, action):
        self.attempt(action, self.people[who % len(self.people)])

    @rule()
    def the_days_of_the_notice_are_over(self):
        if self.application.state == State.PUBLIC_NOTICE:
            end_notices(self.application)

    @rule()
    def nobody_comes_for_what_is_approved(self):
        if self.application.state == State.APPROVED:
            tell_long_ago(self.application)
            assert lapse_uncollected() == 1
            self.application.refresh_from_db()
            assert self.application.state == State.LAPSED

    @rule(amount=st.integers(100, MOST))
    def the_clerk_writes_another_sum(self, amount):
        draft = self.application
        try:
            save(
                application_id=draft.pk, version=draft.version, by=self.cast.clerk, reason=draft.reason,
                facts=draft.facts, member=draft.member, amount=Decimal(amount),
            )  # fmt: skip
        except Refused:
            assert draft.state not in (State.DRAFT, State.RETURNED)
        self.application.refresh_from_db()

    @invariant()
    def money_is_held_by_what_is_approved_alone(self):
        if not hasattr(self, "application"):
            return
        application = self.application
        held = application.amount if application.state == State.APPROVED else 0
        assert available(self.line) == GIVEN - held
        assert_books_balance()

    @invariant()
    def nobody_signs_twice_or_for_what_is_their_own(self):
        if not hasattr(self, "application"):
            return
        for number in range(1, (self.application.round or 0) + 1):
            signed = self._signed(number)
            hands = [{step.by_id, step.stood_in_for_id} - {None} for step in signed]
            assert sum(map(len, hands)) == len(set().union(*hands))
            assert self.cast.clerk.pk not in set().union(*hands)
            assert len({step.content_hash for step in signed}) <= 1

    @invariant()
    def what_is_approved_went_the_whole_way(self):
        if not hasattr(self, "application") or self.application.state != State.APPROVED:
            return
        signed = self._signed(self.application.round)
        assert {step.content_hash for step in signed} == {self.application.content_hash}
        stages = taken(self.stages, self.application.amount)
        assert len(signed) == sum(row.get("deciders", 0) for row in stages)
        for place, written in enumerate(stages):
            if written["kind"] != "notice":
                at_stage = [step for step in signed if step.stage_no == place]
                assert len(at_stage) == written["deciders"], (place, written)

    @invariant()
    def an_opinion_is_awaited_of_one_who_may_give_it_and_counts_for_nothing(self):
        if not hasattr(self, "application"):
            return
        application = self.application
        last = application.steps.order_by("-pk").first()
        is_asking = last is not None and last.action == CONSULT
        assert application.asked_id == (last.handed_to_id if is_asking else None)
        assert application.asked_id != self.cast.clerk.pk
        assert not application.steps.filter(action__in=CONSULTING, is_decision=True).exists()

    @invariant()
    def what_has_ended_is_over_for_everybody(self):
        if hasattr(self, "application") and self.application.state in FINAL:
            assert not any(list_options(self.application, person).buttons for person in self.people)

    def _signed(self, number):
        """What stands: what was sent back is void."""
        return list(standing(self.application.steps.filter(round=number, action__in=SIGNING)))


@pytest.mark.django_db
@pytest.mark.requirement("B3")
def test_any_route_is_kept_whatever_anybody_does(cast, reference):
    machine = type("ApprovalOfTheCast", (Approval,), {"cast": cast, "reached": set()})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
            phases=[Phase.explicit, Phase.generate],  # to shrink one takes minutes
        ),
    )
    # with fewer of them the machine would show nothing
    assert machine.reached >= {State.REVIEW, State.PUBLIC_NOTICE, State.APPROVAL, State.APPROVED}
