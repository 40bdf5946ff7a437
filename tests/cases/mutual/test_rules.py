"""互助金 by bands: the published vectors, the bands as they are typed, claims by size. Without a database."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings

from cases.mutual.rules import Band, by_size, read_bands, work_out, write_bands
from cases.policies.rules.document.parsing import parse_policy
from cases.policies.rules.examples import run_examples

R32 = "5000 45%\n10000 50%\n20000 55%\n30000 60%\n以上 70%"
CAP = Decimal(50000)


@pytest.mark.requirement("D8")
@pytest.mark.parametrize(
    ("self_paid", "amount"),
    [("5000", "2250"), ("10000", "4750"), ("20000", "10250"), ("30000", "16250"), ("60000", "37250"),
     ("78215", "50000"), ("0.01", "0.00"), ("5000.01", "2250.01")],
)  # fmt: skip
def test_each_part_of_the_costs_is_at_the_rate_of_its_band(self_paid, amount):
    assert work_out(read_bands(R32), Decimal(self_paid), CAP).amount == Decimal(amount)


@pytest.mark.requirement("D8")
def test_the_engine_of_the_policies_says_the_same():
    text = Path(settings.BASE_DIR, "cases/policies/data/policies/zhangjiajie_2014.yaml").read_text()
    document = parse_policy(text)
    found = run_examples(document)
    assert found
    for example, one in zip(document.examples, found, strict=True):
        paid = Decimal(example.given["need"]["self_paid"])
        assert work_out(read_bands(R32), paid, CAP).amount == one.got.amounts["mutual"].amount


def test_every_step_is_said_and_what_is_left_of_the_cap():
    due = work_out(read_bands(R32), Decimal(12000), Decimal(6000), Decimal("1000.50"))
    assert due.amount == Decimal("4999.50")
    assert due.steps == (
        "0.00 到 5,000.00 元的部分，按 45%：2,250.00 元",
        "5,000.00 到 10,000.00 元的部分，按 50%：2,500.00 元",
        "10,000.00 到 12,000.00 元的部分，按 55%：1,100.00 元",
        "本期最多 6,000.00 元，已给付和在办 1,000.50 元，这次最多 4,999.50 元",
    )
    assert work_out(read_bands(R32), Decimal(12000), Decimal(6000), Decimal(6000)).amount == 0


@pytest.mark.parametrize(
    "text",
    ["", "5000 45%", "以上 70%\n5000 45%", "5000 45%\n4000 50%\n以上 70%", "5000 145%\n以上 70%",
     "5000 0%\n以上 7%", "5000\n以上 70%", "1e3 5%\n以上 7%", "5000 45\n以上 70%", "以上 70%\n以上 80%",
     "5,0.123 5%\n以上 7%"],
)  # fmt: skip
def test_what_is_no_rule_is_refused_in_words(text):
    with pytest.raises(ValueError, match=r"请|要|最后"):
        read_bands(text)


def test_bands_are_written_as_they_are_read_and_kept():
    bands = read_bands("5,000 45.5%\n\n以上 70％")
    assert bands == (Band(Decimal(5000), Decimal("45.5")), Band(None, Decimal(70)))
    assert write_bands(bands) == "5000 45.5%\n以上 70%"
    assert tuple(Band.from_json(one.to_json()) for one in bands) == bands


@pytest.mark.requirement("F16")
def test_claims_of_a_period_by_their_size_add_up_to_the_whole():
    """昌宁, 第 10 期: 780 cases, 558,503 yuan, five of them above 10,000 with 59,204 together."""
    great = [Decimal("11840.80")] * 5
    small = [Decimal("644.25")] * 774 + [Decimal(558503) - Decimal(59204) - Decimal("644.25") * 774]
    sizes = by_size([*great, *small])
    assert (sizes[-1].count, sizes[-1].total) == (5, Decimal(59204))
    assert (sum(one.count for one in sizes), sum(one.total for one in sizes)) == (780, Decimal(558503))
    assert [one.count for one in by_size([Decimal(1000), Decimal("1000.01"), Decimal(10000)])] == [1, 1, 1, 0]
