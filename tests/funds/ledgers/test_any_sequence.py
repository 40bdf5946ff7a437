"""Any sequence of movements, in any order, leaves books that balance; refused ones leave no trace."""

import uuid
from contextlib import suppress
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from funds.ledgers import services
from funds.ledgers.models import Allocation, BudgetLine, Commitment, Journal
from funds.ledgers.selectors import line_buckets
from funds.ledgers.states import EVENTS, Event
from hardship.accounts.models import Union, User
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused
from tests.books import ON, assert_books_balance, make_fund
from tests.factories import UserFactory

YUAN = st.decimals("0.01", "400", places=2)
PLACE = st.integers(0, 30)
TRACES = (Journal, Commitment)


class Ledger(RuleBasedStateMachine):
    """One fund with two lines, a household with a cap, and a union below."""

    finance: User
    below: User
    lower_union: Union

    def __init__(self):
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.fund = make_fund(self.finance, "1000")
        self.lines = [
            services.open_line(fund_id=self.fund.pk, use=use, year=2026, by=self.finance)
            for use in ("living", "medical")
        ]
        self.given = Decimal(0)

    def teardown(self):
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    def attempt(self, service, **what):
        """The result, or None when refused; then nothing may have been written."""
        before = [model.objects.count() for model in TRACES]
        what.setdefault("by", self.finance)
        try:
            return service(key=uuid.uuid4(), on=ON, **what)
        except Refused:
            assert [model.objects.count() for model in TRACES] == before
            return None

    def pick(self, rows, place):
        rows = list(rows)
        return rows[place % len(rows)] if rows else None

    @rule(amount=YUAN)
    def receive(self, amount):
        if self.attempt(services.receive, fund_id=self.fund.pk, amount=amount):
            self.given += amount

    @rule(amount=YUAN, place=PLACE, swap=st.booleans())
    def assign(self, amount, place, swap):
        line, other = self.lines[place % 2], self.lines[(place + 1) % 2]
        giver = other.pk if swap else None
        self.attempt(services.assign, line_id=line.pk, from_line_id=giver, amount=amount)

    @rule(amount=YUAN, place=PLACE, source=st.integers(1, 5), capped=st.booleans())
    def commit(self, amount, place, source, capped):
        line = self.lines[place % 2]
        cap = services.CapClaim("household:1", line.use_id, 2026, Decimal("300")) if capped else None
        self.attempt(
            services.commit,
            line_id=line.pk,
            use=line.use_id,
            amount=amount,
            source=f"a:{source}",
            caps=[cap] if cap else [],
        )

    @rule(place=PLACE)
    def release(self, place):
        held = self.pick(Commitment.objects.order_by("created_at"), place)
        if held:
            self.attempt(services.release, commitment_id=held.pk, reason="撤回")

    @rule(
        step=st.sampled_from([services.send, services.settle, services.fail, services.bounce]),
        places=st.lists(PLACE, min_size=1, max_size=3),
    )
    def move(self, step, places):
        rows = Commitment.objects.order_by("created_at")
        held = {row.pk for row in (self.pick(rows, place) for place in places) if row}
        if held:
            self.attempt(step, commitment_ids=held, source="b:1")

    @rule(amount=YUAN, place=PLACE)
    def allocate(self, amount, place):
        self.attempt(
            services.allocate,
            line_id=self.lines[place % 2].pk,
            union_id=self.lower_union.pk,
            amount=amount,
            document_no="通工〔2026〕3号",
            document_on=ON,
        )

    @rule(amount=YUAN, place=PLACE)
    def give_back(self, amount, place):
        lower = self.pick(BudgetLine.objects.filter(union=self.lower_union).order_by("pk"), place)
        if lower:
            letter = {"document_no": "崇工〔2026〕9号", "document_on": ON, "reason": "结余"}
            self.attempt(services.give_back, line_id=lower.pk, amount=amount, by=self.below, **letter)

    @rule(place=PLACE)
    def confirm(self, place):
        row = self.pick(Allocation.objects.filter(direction="down").order_by("pk"), place)
        if row and not hasattr(row, "arrival"):
            with suppress(Refused):
                services.confirm_arrival(allocation_id=row.pk, on=ON, by=self.below)

    @rule(amount=YUAN, place=PLACE, move=st.sampled_from([services.freeze, services.thaw]))
    def freeze(self, amount, place, move):
        self.attempt(move, line_id=self.lines[place % 2].pk, amount=amount, reason="审计")

    @rule(place=PLACE)
    def reverse(self, place):
        journal = self.pick(Journal.objects.filter(union=self.finance.union).order_by("number"), place)
        if journal and self.attempt(services.reverse, journal_id=journal.pk, reason="有误"):
            assert EVENTS[Event(journal.event)].reversible
            if journal.event == Event.RECEIVE:
                self.given -= journal.postings.first().amount

    @invariant()
    def every_yuan_is_somewhere(self):
        assert_books_balance()
        lines = self.fund.lines.all()
        sums = [line_buckets(line.pk) for line in lines]
        held = sum(sum(found.values()) - found["source"] for found in sums)
        assert held == sum(found["source"] for found in sums) == self.given


@pytest.mark.django_db
def test_any_sequence_of_movements_keeps_the_books(cast):
    people = {"finance": cast.finance, "below": UserFactory(union=cast.county, role=Role.FINANCE)}
    machine = type("LedgerOfTheCity", (Ledger,), {**people, "lower_union": cast.county})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        ),
    )
