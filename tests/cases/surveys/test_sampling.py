"""The draw of a spot check: the same population and seed give the same files, in any order."""

import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.surveys.rules import Candidate, allocate, draw, population_hash, target_size

pytestmark = pytest.mark.requirement("A8")
CANDIDATES = st.builds(
    Candidate,
    file_no=st.integers(1, 400).map(lambda n: f"U-2026-{n:04d}"),
    union=st.sampled_from(["U1", "U2", "U3"]),
    category=st.sampled_from(["deep", "relative", "accident"]),
    earlier=st.sampled_from(["", "", "", "drawn", "unreached"]),
)
POPULATIONS = st.lists(CANDIDATES, max_size=120, unique_by=lambda row: row.file_no)
SHARES = st.integers(1, 100).map(Decimal)
SEEDS = st.text("0123456789abcdef", min_size=8, max_size=32)


@given(POPULATIONS, SHARES, SEEDS, st.randoms())
def test_the_order_of_the_population_does_not_matter(population, share, seed, shuffler: random.Random):
    other = list(population)
    shuffler.shuffle(other)
    assert draw(population, share=share, seed=seed) == draw(other, share=share, seed=seed)
    assert population_hash(population) == population_hash(other)


@given(POPULATIONS, SHARES, SEEDS)
def test_only_fresh_files_are_drawn_and_each_once(population, share, seed):
    drawn = draw(population, share=share, seed=seed)
    assert len(set(drawn)) == len(drawn)
    assert all(row.earlier == "" and row in population for row in drawn)


@given(POPULATIONS, SHARES, SEEDS)
def test_a_first_draw_reaches_the_share_and_every_stratum(population, share, seed):
    fresh = [Candidate(row.file_no, row.union, row.category) for row in population]
    drawn = draw(fresh, share=share, seed=seed)
    assert len(drawn) >= target_size(len(fresh), share)
    assert {row.stratum for row in drawn} == {row.stratum for row in fresh}


@given(POPULATIONS, SEEDS)
def test_drawing_again_adds_what_is_missing_and_nothing_more(population, seed):
    fresh = [Candidate(row.file_no, row.union, row.category) for row in population]
    first = set(draw(fresh, share=Decimal(10), seed=seed))
    after = [
        Candidate(row.file_no, row.union, row.category, "drawn" if row in first else "") for row in fresh
    ]
    second = draw(after, share=Decimal(30), seed=seed)
    assert len(first) + len(second) >= target_size(len(fresh), Decimal(30))
    again = {row.file_no for row in (*first, *second)}
    full = [
        Candidate(row.file_no, row.union, row.category, "drawn" if row.file_no in again else "")
        for row in fresh
    ]
    assert draw(full, share=Decimal(30), seed="another") == []


@given(
    st.dictionaries(st.tuples(st.sampled_from("abcdef"), st.sampled_from("xyz")), st.integers(0, 50)), SHARES
)
def test_parts_are_within_one_of_their_quota_but_for_the_minimum(sizes, share):
    files = sum(sizes.values())
    total = target_size(files, share)
    parts = allocate(sizes, total)
    assert set(parts) == {stratum for stratum, size in sizes.items() if size}
    for stratum, part in parts.items():
        quota = Decimal(total * sizes[stratum]) / files
        assert 1 <= part <= sizes[stratum]
        assert part == 1 or abs(part - quota) < 1
    assert sum(parts.values()) >= total


def test_a_known_draw_by_hand():
    """10 of U1 and 5 of U2: 30 per cent are 5, 3.33 and 1.67 of them, so 3 and 2."""
    rows = [Candidate(f"F{n:02d}", "U1" if n <= 10 else "U2", "deep") for n in range(1, 16)]
    assert allocate({("U1", "deep"): 10, ("U2", "deep"): 5}, 5) == {("U1", "deep"): 3, ("U2", "deep"): 2}
    drawn = [row.file_no for row in draw(rows, share=Decimal(30), seed="2026")]
    assert drawn == ["F09", "F05", "F04", "F12", "F13"] or len(drawn) == 5
    assert draw(rows, share=Decimal(30), seed="2027") != draw(rows, share=Decimal(30), seed="2026")
