"""What a programme offers in a year and what a decision binds to, by hand and without a database."""

from decimal import Decimal
from itertools import product

import pytest

from cases.applications.rules import (
    PARTS,
    Offer,
    canonical,
    cap_of,
    changed_parts,
    digest,
    fingerprints,
    offer,
    source_of,
)
from cases.policies.rules import Facts
from cases.policies.states import AmountRule

DEEP = Facts(category="deep", standard_monthly=Decimal("820.00"), basis=Decimal("10000.00"))
MONTHS = {"months": {"deep": "12"}}
SHARE = {"shares": {"deep": "0.5"}, "cap": "20000"}


def living(used="0", cap="10000"):
    return offer(
        kind=AmountRule.STANDARD_MONTHS, rule=MONTHS, yearly_cap=Decimal(cap), facts=DEEP, used=Decimal(used)
    )


@pytest.mark.requirement("B5")
@pytest.mark.parametrize(
    ("used", "cap", "limit"),
    [
        ("0", "10000", "9840"),  # the rule's amount
        ("0", "9000", "9000"),  # the programme's cap
        ("0.01", "10000", "9839.99"),  # an amount by months is the year's cap too
        ("9839.99", "10000", "0.01"),
        ("9840", "10000", "0"),
        ("12000", "10000", "0"),  # the cap was lowered after more was given
    ],
)
def test_the_limit_is_the_least_of_rule_cap_and_what_is_left(used, cap, limit):
    found = living(used, cap)
    assert (found.limit, found.left) == (Decimal(limit), max(Decimal(limit), Decimal(0)))
    assert found.left >= 0


def test_a_share_may_be_had_again_up_to_the_cap():
    found = offer(kind=AmountRule.SHARE, rule=SHARE, yearly_cap=Decimal(7000), facts=DEEP, used=Decimal(5000))
    assert (found.entitled, found.cap, found.limit) == (5000, 7000, 2000)
    assert found.steps[-1] == "本年度上限 7,000.00 元，已申请 5,000.00 元，还可申请 2,000.00 元"


def test_what_was_not_used_is_not_spoken_of():
    assert living().steps == ("低保标准 820.00 元 × 12 个月 = 9,840.00 元",)


def test_an_amount_that_cannot_be_told_has_no_limit_and_says_why():
    facts = Facts(category="deep")
    found = offer(
        kind=AmountRule.STANDARD_MONTHS, rule=MONTHS, yearly_cap=Decimal(1), facts=facts, used=Decimal(0)
    )
    assert (found.entitled, found.limit, found.left) == (None, None, 1)
    assert "缺少当地低保标准" in found.why
    assert Offer(None, Decimal(1), Decimal(2)).left == 0


@pytest.mark.parametrize(
    ("kind", "entitled", "expected"),
    [
        (AmountRule.STANDARD_MONTHS, Decimal(9840), 9840),
        (AmountRule.STANDARD_MONTHS, Decimal(20000), 10000),
        (AmountRule.STANDARD_MONTHS, None, 10000),
        (AmountRule.SHARE, Decimal(5000), 10000),
        (AmountRule.STAGE, Decimal(3000), 10000),
    ],
)
def test_only_an_amount_by_months_is_a_cap_itself(kind, entitled, expected):
    assert cap_of(kind, Decimal(10000), entitled) == expected


CONTENT = {part: [part] for part in PARTS}


def test_each_part_has_a_fingerprint_and_all_of_them_one():
    before = fingerprints(CONTENT)
    assert set(before) == set(PARTS)
    for part in PARTS:
        after = fingerprints({**CONTENT, part: ["other"]})
        assert changed_parts(before, after) == [str(PARTS[part])]
        assert digest(after) != digest(before)
    assert changed_parts(before, dict(before)) == []


def test_parts_are_named_in_their_own_order_and_not_against_nothing():
    before, after = fingerprints(CONTENT), fingerprints({part: [] for part in PARTS})
    assert changed_parts(before, after) == [str(label) for label in PARTS.values()]
    assert changed_parts({}, after) == changed_parts(before, {}) == []


def test_the_bytes_depend_on_the_content_alone():
    assert canonical({"b": 1, "a": "张"}) == canonical({"a": "张", "b": 1}) == '{"a":"张","b":1}'.encode()
    assert digest(dict(reversed(fingerprints(CONTENT).items()))) == digest(fingerprints(CONTENT))
    assert canonical([1]) != canonical(["1"])


def test_sources_are_told_apart():
    assert source_of(42) == "applications.application:42"
    assert all(
        one == other or source_of(one) != source_of(other) for one, other in product((1, 11, 111), repeat=2)
    )
