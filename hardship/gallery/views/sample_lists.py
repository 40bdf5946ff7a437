"""The lists of the gallery: invented applications that wait, and a table."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from hardship.kernel.columns import Column
from hardship.kernel.pages import Links
from hardship.kernel.rows import Heading, Rows, Tick

CHOICES = [
    {"key": "name", "label": "姓名", "shown": True},
    {"key": "union", "label": "申报工会", "shown": True},
    {"key": "amount", "label": "申请金额", "shown": True},
    {"key": "phone", "label": "手机号码", "shown": False},
]
CHIPS = [
    {"label": "待办", "url": "#", "current": True, "count": 7},
    {"label": "临期和超期", "url": "#", "count": 2},
    {"label": "已办", "url": "#"},
    {"label": "我发起", "url": "#"},
]


@dataclass(frozen=True)
class Waiting:
    """One line of the sample inbox."""

    pk: int
    name: str
    union: str
    programme: str
    kind: str
    category: str
    days: int
    amount: Decimal
    notes: tuple[tuple[str, str], ...] = field(default=(("success", "材料齐"),))
    remark: str = ""
    pickable: bool = True
    picked: bool = False


WAITING = [
    Waiting(
        1,
        "王秀兰",
        "学田街道总工会 · 退回过 1 次",
        "医疗救助",
        "deep",
        "深度",
        0,
        Decimal("9832"),
        remark="与上次相比改 3 项",
        pickable=False,
    ),
    Waiting(
        2, "陈建军", "通州建筑工程公司工会", "生活救助", "relative", "相对", 1, Decimal("4000"), picked=True
    ),
    Waiting(3, "何春梅", "钟秀街道总工会", "子女助学", "deep", "深度", 3, Decimal("8200"), picked=True),
    Waiting(
        4,
        "刘志强",
        "启东机床厂工会",
        "医疗救助",
        "relative",
        "相对",
        3,
        Decimal("16000"),
        (("danger", "缺费用清单"),),
        "不可批量",
        pickable=False,
    ),
    Waiting(
        5,
        "沈丽娟",
        "文峰街道总工会",
        "临时救助",
        "accident",
        "意外",
        4,
        Decimal("3000"),
        (("warning", "本年已帮扶 2 次"),),
        "余额度 1,000.00",
        pickable=False,
    ),
    Waiting(6, "顾海燕", "海门环卫所工会", "生活救助", "relative", "相对", 4, Decimal("6560"), picked=True),
    Waiting(7, "尹平", "如东船舶配件工会", "子女助学", "deep", "深度", -2, Decimal("6080")),
]


@dataclass(frozen=True)
class Sample:
    """One line of the sample list."""

    pk: int
    name: str
    union: str
    category: str
    word: str
    net: Decimal
    filed_on: date = date(2026, 3, 5)

    def get_category_display(self) -> str:
        return self.word


COLUMNS = (
    Column("name", "姓名", "name", is_main=True, below="union"),
    Column("union", "申报工会", "union"),
    Column("category", "困难类别", "category", kind="badge"),
    Column("filed_on", "建档日期", "filed_on", kind="date"),
    Column("net", "人均月收入（元）", "net", kind="money"),
)
HEADINGS = [
    Heading("姓名", "text", "#"),
    Heading("困难类别", "badge"),
    Heading("建档日期", "date", "#", "descending"),
    Heading("人均月收入（元）", "money", "#"),
]
SAMPLES = (
    Sample(1, "王秀兰", "学田街道总工会", "deep", "深度困难", Decimal("819.97")),
    Sample(2, "欧阳建国", "通州建筑工程公司工会", "relative", "相对困难", Decimal("1320.00")),
    Sample(3, "沈丽娟", "文峰街道总工会", "accident", "意外致困", Decimal("2046.50")),
)


def sample_list(*, closed: Collection[int] = ()) -> dict[str, Any]:
    """The sample list with its sums; the rows in `closed` cannot be picked."""
    rows = Rows[Sample](
        COLUMNS,
        url=lambda row: f"#{row.pk}",
        tick=lambda row: Tick(row.pk, row.name, row.net, is_open=row.pk not in closed),
    )
    sums = {"net": sum((row.net for row in SAMPLES), Decimal(0))}
    return rows.context(SAMPLES, sums) | {"headings": HEADINGS}


PAGE = Links(next_url="#", total=1204)
LAST_PAGE = Links(previous_url="#", total=1000, is_capped=True)
DAY = date(2026, 11, 25)
