"""The published sets of campaigns (domain.md section 6), rebuilt from rows to the cent; what they print
wrongly is said, not smoothed."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from cases.campaigns.rules.reports import (
    Given,
    Line,
    Table,
    compare,
    count,
    find_gaps,
    find_share_fault,
    tabulate,
)
from hardship.kernel.fields import YuanField

pytestmark = pytest.mark.requirement("C5")
WAN = Decimal(10_000)


def people(many, yuan, group="慰问对象", first=0):
    """So many people with so many yuan each."""
    return [Given("工会", group, "入户", 1, Decimal(yuan), who=first + n) for n in range(many)]


def groups(**counts):
    """A table of these groups without sums, and their total."""
    rows, first = [], 0
    for group, many in counts.items():
        rows += people(many, 0, group, first)
        first += many
    return tabulate("按慰问对象", "group", rows)


# Name, rows as (people, yuan each), published people and yuan.
EVEN = [
    ("F6 双柏", [(14, 1000), (60, 600)], 74, 50_000),
    ("F11 镇雄", [(38, 1000)], 38, 38_000),
    ("F15 漾濞", [(5, 2100)], 5, 10_500),
    ("F23 易门", [(600, 535)], 600, 321_000),
    ("W7 江门 residents", [(287, 1500)], 287, 430_500),
    ("W22 宿迁", [(500, 9600)], 500, 4_800_000),
]


@pytest.mark.parametrize(("name", "rows", "many", "yuan"), EVEN)
def test_people_with_their_sums(name, rows, many, yuan):
    given, first = [], 0
    for heads, each in rows:
        given += people(heads, each, f"{each} 元", first)
        first += heads
    table = tabulate(name, "group", given)
    assert (table.stated.people, table.stated.yuan) == (many, Decimal(yuan))
    assert not list(find_gaps(table))
    assert not list(compare(Line("", many, many, 0, Decimal(yuan)), table.stated))
    assert list(compare(Line("", many, many, 0, Decimal(yuan) + Decimal("0.01")), table.stated))


# Name, the counts of the groups, the published total, what is said of it.
COUNTS = [
    ("F7 梁河", [583, 454, 20, 5, 17, 8, 3, 55], 1145, ()),
    ("F8 大姚", [147, 456, 11, 5], 619, ()),
    ("W14 神农架", [2, 4, 35], 41, ()),
    ("W9 漯河", [22, 70, 535], 630, ("各行相加是 627，合计写的是 630",)),
]


@pytest.mark.parametrize(("name", "parts", "total", "said"), COUNTS)
def test_groups_add_up_to_what_is_published(name, parts, total, said):
    table = groups(**{f"第{n}类": many for n, many in enumerate(parts)})
    stated = Line("合计", people=total, times=total)
    found = [gap for gap in find_gaps(Table(name, table.lines, stated)) if "人次" in gap]
    assert len(found) == len(said)
    assert all(words in gap for words, gap in zip(said, found, strict=True))


# In 万元.
SUMS = [
    ("W7 江门", ["109.7", "43.05", "30.39"], "183.14", 0),
    ("W7 江门 as printed", ["109.7", "43.05", "30.39"], "183", 1),
    ("W9 漯河", ["31.94", "16", "31.36"], "79.3", 0),
    ("F21 桥北", ["0.7", "0.25", "0.55"], "1.5", 0),
    ("F24 楚雄", ["2", "1", "2", "1"], "12", 1),
]


@pytest.mark.parametrize(("name", "parts", "total", "gaps"), SUMS)
def test_sums_add_up_to_what_is_published(name, parts, total, gaps):
    lines = tuple(Line(str(n), cash=Decimal(part) * WAN) for n, part in enumerate(parts))
    found = list(find_gaps(Table(name, lines, Line("合计", cash=Decimal(total) * WAN))))
    assert len(found) == gaps


def test_uneven_sums_are_kept_one_by_one():
    """F13: 71 couples, 99,000 yuan; the average says less than the rows."""
    sums = [Decimal(1400)] * 67 + [Decimal(1300)] * 4
    couples = [Given("昭通", "双下岗", "入户", 1, yuan, who=n, household=n) for n, yuan in enumerate(sums)]
    line = count("", couples)
    assert (line.households, line.yuan, line.each) == (71, Decimal(99_000), Decimal("1394.37"))


def test_people_times_and_households_are_different_counts():
    rows = [
        Given("工会", "大病", "入户", 1, Decimal(1000), who=1, household=7),
        Given("工会", "助学", "入户", 1, Decimal(500), who=1, household=7),
        Given("工会", "助学", "入户", 1, Decimal(500), who=2, household=7),
        Given("工会", "一线", "岗位", 12, goods=Decimal(1200)),
    ]
    table = tabulate("按慰问对象", "group", rows)
    total = table.stated
    assert (total.people, total.times, total.households) == (14, 15, 1)
    assert not list(find_gaps(table)), "parts of people may come to more"
    less = Table(table.title, table.lines[:1], total)
    assert len(list(find_gaps(less))) == 4


@pytest.mark.parametrize(
    ("part", "whole", "published", "places", "is_wrong"),
    [
        (11_236, 30_388, "36.97", 2, True),  # W12: 36.975 was truncated
        (11_236, 30_388, "36.98", 2, False),
        (115, 129, "89.1", 1, False),  # F4
        (108, 129, "83.7", 1, False),
        (5120, 8620, "59.40", 2, False),  # F1
        (1024, 8620, "11.88", 2, False),
        (6, 129, "4", 0, True),  # F3: 4.65 was truncated
    ],
)
def test_a_share_is_what_its_figures_give(part, whole, published, places, is_wrong):
    assert bool(find_share_fault(part, whole, Decimal(published), places)) is is_wrong


@pytest.mark.parametrize("text", ["381 9张", "XX0元"])
def test_what_was_scanned_wrongly_is_no_sum(text):
    """F21, F23."""
    with pytest.raises(ValidationError):
        YuanField().clean(text)
