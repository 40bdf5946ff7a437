"""Any sequence of movements, in any order, beside a model on paper: what it would refuse is refused and
leaves no trace, what it would book is booked to the cent.

A run has some hundred steps; `LEDGER_STEPS=100000 script/test tests/funds/ledgers/test_any_sequence.py` takes
longer.
"""

import os
import uuid
from collections import Counter, defaultdict
from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.db.models import F, Sum
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from funds.budgets import services as budgets
from funds.budgets.rules import PlannedRow
from funds.ledgers import services
from funds.ledgers.models import Allocation, Balance, BudgetLine, Commitment, Journal
from funds.payments import services as payments
from funds.payments.models import Payable, Payee
from funds.payments.services import Owed
from hardship.accounts.models import Union, User
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused
from tests.books import assert_books_balance, make_fund
from tests.factories import UserFactory
from tests.funds.ledgers.beans import assert_bean_agrees

STEPS = int(os.environ.get("LEDGER_STEPS", "400"))
STEPS_EACH = 80
YUAN = st.one_of(
    st.integers(1, 99).map(Decimal), st.decimals("0.01", "400", places=2), st.just(Decimal(3000))
)
PLACE = st.integers(0, 30)
TRACES = (Journal, Commitment)
TOTAL, CAP, PLANNED, DOCUMENT = Decimal(9000), Decimal(900), Decimal(700), Decimal(1500)
USES = ("living", "medical")
LAST = date(2026, 6, 1)
# From which bucket to which: kept by hand here, as the books keep it in a table of their own.
WAYS = {
    "send": ("committed", "in_transit"),
    "settle": ("in_transit", "paid"),
    "fail": ("in_transit", "committed"),
    "bounce": ("paid", "committed"),
    "freeze": ("available", "frozen"),
    "thaw": ("frozen", "available"),
}


PAYING = ("send", "settle", "fail", "bounce")


class Paper:
    """Yuan by line and bucket, and where the money of each commitment is."""

    def __init__(self):
        self.lines = defaultdict(Counter)  # by "up" or "low", use and year
        # commitment: [lines with their yuan, bucket, source, whether it counts against the cap, year,
        # what was set off of it: yuan and voucher]
        self.held = {}
        self.closed = set()

    def move(self, line, was, now, amount):
        self.lines[line][was] -= amount
        self.lines[line][now] += amount

    def move_held(self, pk, was, now):
        parts, *_rest, gone = self.held[pk]
        for line, amount in parts:
            self.move(line, was, now, amount - (gone[0] if gone else 0))

    def used_of_cap(self):
        rows = [parts for parts, at, _source, capped, *_rest in self.held.values() if capped and at]
        return sum(amount for parts in rows for _line, amount in parts)

    def used_of_plan(self, use, year):
        """Yuan that are held of a use and were committed in a year."""
        rows = [
            parts for parts, at, _source, _capped, when, _gone in self.held.values() if at and when == year
        ]
        return sum(amount for parts in rows for line, amount in parts if line[1] == use)

    def used_of_document(self, source):
        """Yuan that the household of this source gets of the money of the document."""
        rows = [row[0] for row in self.held.values() if row[1] and row[2] % 2 == source % 2]
        return sum(amount for parts in rows for _line, amount in parts)

    def is_live(self, source):
        return any(at and source == other for _parts, at, other, *_rest in self.held.values())


class Ledger(RuleBasedStateMachine):
    """A grant of last year with two uses, a household with a cap, and a union below; months go by."""

    finance: User
    second: User
    below: User
    reviewer: User
    approver: User
    lower_union: Union

    def __init__(self):
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.on, self.paper, self.made = date(2025, 10, 5), Paper(), []
        self.fund = make_fund(self.finance, str(TOTAL), household_cap=DOCUMENT)
        with connection.cursor() as cursor:  # who decides on 抵扣 is the matter of a room above
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
            for name in ("set_off_approved", "reversed_as_undone"):
                cursor.execute(f"ALTER TABLE ledgers_journal DISABLE TRIGGER recoveries_journal_{name}")
        for use in USES:
            services.open_line(fund_id=self.fund.pk, use=use, year=2025, by=self.finance)
        self.plan_medical()
        self.receive(Decimal(5000))
        for place in range(len(USES)):
            self.assign(Decimal(2000), place, swap=False)

    def teardown(self):
        assert_books_balance()
        assert_bean_agrees(Union.objects.filter(pk__in=[self.finance.union_id, self.lower_union.pk]))
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    def attempt(self, service, expected, **what):
        """The result, or None when the paper would refuse; then nothing may have been written."""
        before = [model.objects.count() for model in TRACES]
        what = {"by": self.finance, "key": uuid.uuid4(), "on": self.on, **what}
        try:
            result = service(**what)
        except Refused as refusal:
            if expected:
                raise AssertionError(f"{service.__name__} of {what}") from refusal
            assert [model.objects.count() for model in TRACES] == before
            if not self.is_open:
                self.next_month()
            return None
        assert expected, f"{service.__name__} of {what} went through"
        return result

    @property
    def is_open(self):
        return (self.on.year, self.on.month) not in self.paper.closed

    def line(self, key):
        """The row of a line of the paper; only those of `lines` are asked for."""
        side, use, year = key
        union = self.finance.union if side == "up" else self.lower_union
        return BudgetLine.objects.filter(union=union, use=use, year=year).first()

    def pick(self, keys, place):
        keys = sorted(keys, key=str)
        return keys[place % len(keys)] if keys else None

    def upper(self, place):
        """A line with a use, of the year that runs or of the one before."""
        years = sorted(
            {2025, *(year for side, use, year in self.paper.lines if side == "up" and use != "pool")}
        )
        key = ("up", USES[place % 2], years[place // 2 % len(years)])
        return key if self.line(key) else ("up", USES[place % 2], 2025)

    @rule(amount=YUAN)
    def receive(self, amount):
        received = sum(movement[2] for movement in self.made if movement[0] == "receive")
        good = self.is_open and received + amount <= TOTAL
        if journal := self.attempt(services.receive, good, fund_id=self.fund.pk, amount=amount):
            pool = ("up", "pool", self.on.year)
            self.paper.lines[pool]["available"] += amount
            self.made.append(["receive", journal.pk, amount, None, pool])

    def plan_medical(self):
        """From 2026 on a plan blocks what goes beyond it."""
        yuan = (PLANNED, Decimal(0), Decimal(0), Decimal(0))
        much = (Decimal(100_000), *yuan[1:])
        rows = [
            PlannedRow("medical", heads=(9, 0, 0, 0), yuan=yuan),
            PlannedRow("living", heads=(9, 0, 0, 0), yuan=much),
        ]
        plan = budgets.draft(year=2026, by=self.finance)
        budgets.save(budget_id=plan.pk, rows=rows, strictness="block", summary="测算", by=self.finance)
        for action, by in (("submit", self.finance), ("check", self.reviewer), ("approve", self.approver)):
            budgets.take_step(budget_id=plan.pk, action=action, by=by, approval_no="纪要 1 号")

    @rule(amount=YUAN, place=PLACE)
    def shift(self, amount, place):
        """用途调剂, by three people and on the day of today."""
        giver = self.upper(place)
        taker = ("up", USES[(place + 1) % 2], giver[2])
        wish = budgets.Wish(self.line(giver).pk, taker[1], amount, "不够", "纪要 2 号", self.on)
        before = Journal.objects.count()
        try:
            row = budgets.ask_virement(wish=wish, by=self.finance)
            for action, by in (("check", self.reviewer), ("approve", self.approver), ("book", self.finance)):
                row = budgets.take_virement_step(virement_id=row.pk, action=action, by=by)
        except Refused:
            assert self.paper.lines[giver]["available"] < amount
            assert Journal.objects.count() == before
            return
        assert self.paper.lines[giver]["available"] >= amount
        self.paper.lines[giver]["available"] -= amount
        self.paper.lines[taker]["available"] += amount

    @rule(amount=YUAN, place=PLACE, swap=st.booleans())
    def assign(self, amount, place, swap):
        """From the pool; from another use never."""
        taker = self.upper(place)
        giver = (taker[0], USES[(place + 1) % 2] if swap else "pool", taker[2])
        giving = self.line(giver)
        good = self.is_open and giving is not None and self.paper.lines[giver]["available"] >= amount
        good = good and not swap
        asked = {"line_id": self.line(taker).pk, "amount": amount}
        if swap and giving:
            asked["from_line_id"] = giving.pk
        elif swap:
            return
        if journal := self.attempt(services.assign, good, **asked):
            self.paper.lines[giver]["available"] -= amount
            self.paper.lines[taker]["available"] += amount
            self.made.append(["assign", journal.pk, amount, giver, taker])

    @rule(amount=YUAN, place=PLACE, source=st.integers(1, 40), capped=st.booleans())
    def commit(self, amount, place, source, capped):
        key, paper = self.upper(place), self.paper
        cap = services.CapClaim("household:1", "any", 2025, CAP)
        good = (
            self.is_open
            and paper.lines[key]["available"] >= amount
            and not paper.is_live(source)
            and (not capped or paper.used_of_cap() + amount <= CAP)
            and paper.used_of_document(source) + amount <= DOCUMENT
        )
        asked = {"line_id": self.line(key).pk, "use": key[1], "amount": amount, "source": f"a:{source}"}
        asked["whom"] = self.household(source)
        good = good and self.is_within_plan([(key, amount)])
        if held := self.attempt(services.commit, good, caps=[cap] if capped else [], **asked):
            self.keep(held, [(key, amount)], source, capped)

    @rule(amounts=st.tuples(YUAN, YUAN), place=PLACE, source=st.integers(1, 40), capped=st.booleans())
    def commit_on_two(self, amounts, place, source, capped):
        first, paper = self.upper(place), self.paper
        parts = [(first, amounts[0]), (("up", USES[(place + 1) % 2], first[2]), amounts[1])]
        if any(self.line(key) is None for key, _amount in parts):
            return
        cap = services.CapClaim("household:1", "any", 2025, CAP)
        good = (
            self.is_open
            and all(paper.lines[key]["available"] >= amount for key, amount in parts)
            and not paper.is_live(source)
            and (not capped or paper.used_of_cap() + sum(amounts) <= CAP)
            and paper.used_of_document(source) + sum(amounts) <= DOCUMENT
            and self.is_within_plan(parts)
        )
        draws = [services.Draw(self.line(key).pk, key[1], amount) for key, amount in parts]
        asked = {"draws": draws, "source": f"a:{source}", "caps": [cap] if capped else []}
        asked["whom"] = self.household(source)
        if held := self.attempt(services.commit_on, good, **asked):
            self.keep(held, parts, source, capped)

    def household(self, source):
        return services.Whom(f"household:{source % 2}", f"person:{source % 2}")

    def is_within_plan(self, parts):
        asked = sum(amount for line, amount in parts if line[1] == "medical")
        used = self.paper.used_of_plan("medical", self.on.year)
        return self.on.year != 2026 or not asked or used + asked <= PLANNED

    def keep(self, held, parts, source, capped):
        """On paper, and as what is owed."""
        for key, amount in parts:
            self.paper.move(key, "available", "committed", amount)
        self.paper.held[held.pk] = [parts, "committed", source, capped, self.on.year, None]
        owed = Owed(source=f"a:{source}", number="1", purpose="帮扶")
        payments.create_payable(
            union=self.finance.union, owed=owed, commitment=held, payee=Payee("王秀梅"), by=self.finance,
            amount=sum(amount for _key, amount in parts),
        )  # fmt: skip

    @rule(place=PLACE, fitting=st.booleans())
    def release(self, place, fitting):
        held = self.paper.held.items()
        pk = self.pick([pk for pk, row in held if row[1] == "committed" or not fitting], place)
        if pk is None or self.paper.held[pk][5]:
            return
        _parts, at, source, *_rest = self.paper.held[pk]
        good = self.is_open and at == "committed"
        if self.attempt(services.release, good, commitment_id=pk, reason="撤回"):
            self.paper.move_held(pk, "committed", "available")
            self.paper.held[pk][1] = None
            payments.void_payables(source=f"a:{source}", by=self.finance)

    @rule(place=PLACE, places=st.lists(PLACE, min_size=1, max_size=3), fitting=st.integers(0, 3))
    def pay(self, place, places, fitting):
        """Three of four times a step that some of what is held can take."""
        at = {row[1] for row in self.paper.held.values()}
        steps = [step for step in PAYING if WAYS[step][0] in at] if fitting else PAYING
        step = steps[place % len(steps)] if steps else "send"
        was, now = WAYS[step]
        held = [pk for pk, row in self.paper.held.items() if row[1] == was or not fitting]
        chosen = {self.pick(held, place) for place in places} - {None}
        if not chosen:
            return
        good = self.is_open and all(self.paper.held[pk][1] == was for pk in chosen)
        if self.attempt(getattr(services, step), good, commitment_ids=chosen, source="b:1"):
            for pk in chosen:
                self.paper.move_held(pk, was, now)
                self.paper.held[pk][1] = now

    @rule(amount=YUAN, place=PLACE)
    def set_off(self, amount, place):
        """A part of what is held on one line pays a debt."""
        held = self.paper.held.items()
        whole = {pk: row[0][0][1] for pk, row in held if row[1] == "committed" and len(row[0]) == 1}
        pk = self.pick([pk for pk in whole if whole[pk] > amount and not self.paper.held[pk][5]], place)
        if pk is None:
            return
        asked = {"commitment_id": pk, "amount": amount, "source": "recoveries.setoff:1"}
        if journal := self.attempt(services.set_off, self.is_open, **asked):
            self.paper.move(self.paper.held[pk][0][0][0], "committed", "paid", amount)
            self.paper.held[pk][5] = (amount, journal.pk)

    @rule(place=PLACE)
    def take_back(self, place):
        held = self.paper.held.items()
        pk = self.pick([pk for pk, row in held if row[5] and row[1] == "committed"], place)
        if pk is None:
            return
        amount, journal = self.paper.held[pk][5]
        if self.attempt(services.take_back, self.is_open, journal_id=journal, reason="抵错了"):
            self.paper.move(self.paper.held[pk][0][0][0], "paid", "committed", amount)
            self.paper.held[pk][5] = None

    @rule(amount=YUAN, place=PLACE)
    def allocate(self, amount, place):
        key = self.upper(place)
        letter = {"document_no": "通工〔2026〕3号", "document_on": self.on}
        good = self.is_open and self.paper.lines[key]["available"] >= amount
        asked = {"line_id": self.line(key).pk, "union_id": self.lower_union.pk, "amount": amount, **letter}
        if row := self.attempt(services.allocate, good, **asked):
            lower = ("low", key[1], key[2])
            self.paper.move(key, "available", "allocated", amount)
            self.paper.lines[lower]["available"] += amount
            self.made.append(["allocate", row.upper_journal_id, amount, key, lower])

    @rule(amount=YUAN, place=PLACE, whole=st.booleans())
    def give_back(self, amount, place, whole):
        lower = self.pick([key for key in self.paper.lines if key[0] == "low"], place)
        if lower is None:
            return
        if whole:
            amount = self.paper.lines[lower]["available"] or amount
        upper, paper = ("up", *lower[1:]), self.paper
        good = (
            self.is_open
            and paper.lines[lower]["available"] >= amount
            and paper.lines[upper]["allocated"] >= amount
        )
        letter = {
            "document_no": "崇工〔2026〕9号",
            "document_on": self.on,
            "reason": "结余",
            "by": self.below,
        }
        if self.attempt(services.give_back, good, line_id=self.line(lower).pk, amount=amount, **letter):
            paper.move(lower, "available", "returned", amount)
            paper.move(upper, "allocated", "available", amount)

    @rule(place=PLACE)
    def confirm(self, place):
        made = self.pick([row[1] for row in self.made if row[0] == "allocate"], place)
        if made is not None:
            with suppress(Refused):
                row = Allocation.objects.get(upper_journal=made)
                services.confirm_arrival(allocation_id=row.pk, on=self.on, by=self.below)
                next(row for row in self.made if row[1] == made)[0] = "arrived"

    @rule(amount=YUAN, place=PLACE, step=st.sampled_from(["freeze", "thaw"]))
    def freeze(self, amount, place, step):
        key, (was, now) = self.upper(place), WAYS[step]
        good = self.is_open and self.paper.lines[key][was] >= amount
        asked = {"line_id": self.line(key).pk, "amount": amount, "reason": "审计"}
        if self.attempt(getattr(services, step), good, **asked):
            self.paper.move(key, was, now, amount)

    @rule(place=PLACE)
    def reverse(self, place):
        if not self.made:
            return
        row = self.made[place % len(self.made)]
        event, journal, amount, giver, taker = row
        if event == "carry_held":
            self.reverse_held(row)
            return
        good = (
            self.is_open
            and event in ("receive", "assign", "allocate", "carry")
            and Journal.objects.get(pk=journal).on <= self.on
            and self.paper.lines[taker]["available"] >= amount
        )
        if event == "assign" and self.is_open:
            self.attempt(services.reverse, False, journal_id=journal, reason="有误")
        if self.attempt(services.reverse, good, journal_id=journal, reason="有误", by=self.second):
            self.paper.lines[taker]["available"] -= amount
            if event == "allocate":
                self.paper.move(giver, "allocated", "available", amount)
            elif giver:
                self.paper.lines[giver]["available"] += amount
            row[0] = "reversed"

    def reverse_held(self, row):
        _event, journal, keys, giver, taker = row
        rows = [self.paper.held[pk] for pk in keys]
        good = (
            self.is_open
            and Journal.objects.get(pk=journal).on <= self.on
            and all(at == "committed" and not gone for _parts, at, *_rest, gone in rows)
            and all(taker in dict(parts) for parts, *_rest in rows)
        )
        if self.attempt(services.reverse, good, journal_id=journal, reason="有误", by=self.second):
            self.carry_on(keys, taker, giver)
            row[0] = "reversed"

    def carry_on(self, keys, giver, taker):
        """What is held of these on one line, now on another one."""
        for pk in keys:
            parts = self.paper.held[pk][0]
            amount = dict(parts)[giver]
            self.paper.lines[giver]["committed"] -= amount
            self.paper.lines[taker]["committed"] += amount
            self.paper.held[pk][0] = [(taker if key == giver else key, yuan) for key, yuan in parts]

    @rule(place=PLACE)
    def close(self, place):
        good = self.is_open
        if place % 3 or self.on >= LAST:
            return
        with suppress(Refused):
            services.close_period(union=self.finance.union, month=self.on, by=self.finance)
            assert good
            self.paper.closed.add((self.on.year, self.on.month))

    @rule()
    def next_month(self):
        if self.on < LAST:
            self.on = date(self.on.year + self.on.month // 12, self.on.month % 12 + 1, 5)

    @rule()
    def carry(self):
        rests = {
            key: yuan["available"]
            for key, yuan in self.paper.lines.items()
            if key[0] == "up" and key[2] == 2025 and yuan["available"]
        }
        holds = defaultdict(list)
        for pk, (parts, at, *_rest, gone) in self.paper.held.items():
            for key, _amount in parts if at == "committed" and not gone else ():
                if key[2] == 2025:
                    holds[key].append(pk)
        before = set(Journal.objects.values_list("pk", flat=True))
        try:
            made = services.carry_over(union=self.finance.union, year=2025, by=self.finance, key=uuid.uuid4())
        except Refused:
            assert not (rests or holds) or (2025, 12) in self.paper.closed or self.paper.closed
            assert set(Journal.objects.values_list("pk", flat=True)) == before
            return
        assert len(made) == len(rests) + len(holds)
        for (side, use, year), keys in holds.items():
            found = (row for row in made if row.event == "carry_held")
            journal = next(row for row in found if row.postings.filter(account__line__use=use).exists())
            self.carry_on(keys, (side, use, year), (side, use, year + 1))
            self.made.append(["carry_held", journal.pk, keys, (side, use, year), (side, use, year + 1)])
        for (side, use, year), amount in rests.items():
            taker = (side, use, year + 1)
            self.paper.lines[side, use, year]["available"] -= amount
            self.paper.lines[taker]["available"] += amount
            journal = next(
                row.pk
                for row in made
                if row.event == "carry"
                and row.postings.filter(account__line__use=use, amount=amount).exists()
            )
            self.made.append(["carry", journal, amount, (side, use, year), taker])

    @invariant()
    def every_yuan_is_where_the_paper_says(self):
        found = defaultdict(Counter)
        rows = Balance.objects.values_list(
            "account__line__union", "account__line__use", "account__line__year", "bucket",
            F("credit") - F("debit"),
        )  # fmt: skip
        for union, use, year, bucket, yuan in rows:
            side = "up" if union == self.finance.union_id else "low"
            found[side, use, year][bucket] += yuan
        for key, yuan in found.items():
            assert yuan.pop("source", 0) == -sum(yuan.values()), key
            assert {bucket: amount for bucket, amount in yuan.items() if amount} == {
                bucket: amount for bucket, amount in self.paper.lines[key].items() if amount
            }, key
        assert all(amount >= 0 for yuan in self.paper.lines.values() for amount in yuan.values())
        held = {
            row.pk: row.holding.value if row.holding.value != "released" else None
            for row in Commitment.objects.filter(part_of=None)
        }
        assert held == {pk: at for pk, (_parts, at, *_rest) in self.paper.held.items()}

    @invariant()
    def what_is_owed_is_what_is_held(self):
        """One payable for each commitment, whatever its lines, over what these hold."""
        owed = dict(Payable.objects.filter(state="open").values_list("commitment", "amount"))
        assert owed == {
            pk: sum(amount for _line, amount in parts)
            for pk, (parts, at, *_rest) in self.paper.held.items()
            if at
        }
        held = Commitment.objects.aggregate(all=Sum(F("committed") + F("in_transit") + F("paid")))["all"]
        assert sum(owed.values()) == (held or 0)


@pytest.mark.django_db
def test_any_sequence_of_movements_keeps_the_books(cast):
    people = {
        "finance": cast.finance,
        "second": UserFactory(union=cast.city, role=Role.FINANCE),
        "below": UserFactory(union=cast.county, role=Role.FINANCE),
        "reviewer": UserFactory(union=cast.city, role=Role.REVIEWER),
        "approver": cast.approver,
    }
    machine = type("LedgerOfTheCity", (Ledger,), {**people, "lower_union": cast.county})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=STEPS // STEPS_EACH,
            stateful_step_count=STEPS_EACH,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
            phases=[Phase.generate],
        ),
    )
