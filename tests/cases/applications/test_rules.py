"""What a programme offers in a year and what a decision binds to, by hand and without a database."""

from datetime import date
from decimal import Decimal
from itertools import product

import pytest

from cases.applications.rules import (
    PARTS,
    canonical,
    changed_parts,
    digest,
    fingerprints,
    offer_of,
    source_of,
)
from cases.policies.rules import compile_policy, parse_policy
from cases.policies.rules.case import Aid, Case, Standard, Student
from cases.policies.services import default_text

DOCUMENT = parse_policy(default_text())
PAID = {"self_paid": Decimal("30000")}


def offered(code, category="deep", **case):
    standards = (Standard("living", "320600", Decimal(820), date(2023, 9, 1)),)
    given = {"on": date(2026, 3, 5), "region_code": "320602", "persons": 3, "standards": standards, **case}
    return offer_of(compile_policy(DOCUMENT).entitle(Case(**given), code, category))


def had(code, amount, **more):
    return Aid(code, Decimal(amount), date(2026, 1, 5), **more)


@pytest.mark.requirement("B5")
@pytest.mark.parametrize(
    ("used", "limit"),
    [("0.01", "9839.99"), ("9839.99", "0.01"), ("9840", "0"), ("12000", "0")],
)
def test_an_amount_by_months_is_the_cap_of_the_year_too(used, limit):
    found = offered("living", earlier_aid=(had("living", used),))
    assert (found.limit, found.is_refused) == (Decimal(limit), limit == "0")
    assert min(bound.left for bound in found.bounds) == Decimal(limit)
    assert bool(found.why) == found.is_refused


@pytest.mark.requirement("B5")
def test_a_share_may_be_had_again_up_to_the_cap():
    found = offered("medical", need=PAID, earlier_aid=(had("medical", "15000"),))
    assert found.limit == 5000
    assert [(bound.name, bound.most, bound.used) for bound in found.bounds] == [
        ("每年每户累计上限", 20000, 15000)
    ]


def test_what_was_not_used_is_not_spoken_of():
    assert offered("living").steps == ("低保标准 820.00 元 × 12 = 9,840.00 元",)


def test_a_fact_that_is_missing_is_named_by_its_field():
    found = offered("medical")
    assert (found.limit, found.missing, found.why) == (
        None,
        ("self_paid",),
        "还不能计算，缺少：医疗自付费用。",
    )
    without = offered("living", standards=())
    assert (without.limit, without.missing, without.why) == (None, (), "还不能计算，缺少：当地低保标准。")


def test_times_are_counted_for_the_person():
    student = {"students": (Student("senior", "m3"),), "need": {"person": "m3"}}
    assert offered("tuition", **student).limit == 3000
    again = offered("tuition", **student, earlier_aid=(had("tuition", "3000", person="m3"),))
    assert (again.limit, again.why) == (0, "已享受 1 次，最多 1 次。")
    bound = again.bounds[0]
    assert (bound.name, bound.is_times, bound.left) == ("每年每人次数", True, 0)
    sister = offered("tuition", **student, earlier_aid=(had("tuition", "3000", person="m4"),))
    assert sister.limit == 3000


def test_a_category_that_the_programme_does_not_know_gets_nothing():
    found = offered("living", category="")
    assert (found.limit, found.why) == (0, "仅限深度困难、相对困难、意外致困。")


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
