"""The demo's two funds: one from the province that is allocated to both cities, one of union dues."""

import uuid
from datetime import date
from decimal import Decimal

from funds.ledgers import services as ledger
from funds.ledgers.models import BudgetLine
from hardship.accounts.models import Union, User
from hardship.demo import clock

USES = {"living": Decimal(900000), "medical": Decimal(1200000), "tuition": Decimal(300000)}
NAMESPACE = uuid.UUID("0d2f8f0e-7a55-4f5c-8f0a-2f6a6f0e9d11")


def key(text: str) -> uuid.UUID:
    """The same key for the same movement at every run."""
    return uuid.uuid5(NAMESPACE, text)


def build_funds(*, province: Union, cities: list[Union], finance: dict[int, User], year: int) -> None:
    """Receive the province's grant, assign it to three uses, allocate it; the dues of the first city."""
    chief = finance[province.pk]
    total = sum(USES.values(), Decimal(0))
    with clock.at(date(year, 1, 12)):
        fund = ledger.create_fund(
            union=province,
            source="central",
            name=f"{year}年中央财政专项帮扶资金",
            document_no=f"总工办发〔{year}〕3号",
            document_on=date(year, 1, 8),
            total=total,
            uses=list(USES),
            by=chief,
            use_by=date(year, 12, 31),
            classes=["deep", "relative", "accident", "own", "other"],
            household_cap=Decimal(60_000),
        )
        ledger.receive(fund_id=fund.pk, amount=total, by=chief, key=key("receive"), on=date(year, 1, 12))
        for use, amount in USES.items():
            line = ledger.open_line(fund_id=fund.pk, use=use, year=year, by=chief)
            ledger.assign(
                line_id=line.pk, amount=amount, by=chief, key=key(f"assign {use}"), on=date(year, 1, 12)
            )
    for place, city in enumerate(cities):
        with clock.at(date(year, 2, 3)):
            for use, amount in USES.items():
                line = BudgetLine.objects.get(fund=fund, use=use, year=year, union=province)
                share = amount * (Decimal("0.5") if place == 0 else Decimal("0.3"))
                made = ledger.allocate(
                    line_id=line.pk,
                    union_id=city.pk,
                    amount=share.quantize(Decimal("0.01")),
                    document_no=f"苏工办〔{year}〕{11 + place}号",
                    document_on=date(year, 2, 1),
                    by=chief,
                    key=key(f"allocate {city.code} {use}"),
                    on=date(year, 2, 3),
                )
                if (place, use) != (1, "tuition"):  # the last one was not looked for yet
                    ledger.confirm_arrival(allocation_id=made.pk, on=date(year, 2, 3), by=finance[city.pk])
    build_dues(cities[0], finance[cities[0].pk], year)


def build_dues(city: Union, finance: User, year: int) -> None:
    """The city's own money for living aid."""
    with clock.at(date(year, 3, 2)):
        fund = ledger.create_fund(
            union=city,
            source="dues",
            name=f"{year}年市总本级帮扶经费",
            document_no=f"通工发〔{year}〕9号",
            document_on=date(year, 2, 26),
            total=Decimal(200000),
            uses=["living", "tuition"],
            by=finance,
        )
        ledger.receive(
            fund_id=fund.pk, amount=Decimal(150000), by=finance, key=key("dues"), on=date(year, 3, 2)
        )
        line = ledger.open_line(fund_id=fund.pk, use="living", year=year, by=finance)
        ledger.assign(
            line_id=line.pk, amount=Decimal(120000), by=finance, key=key("dues living"), on=date(year, 3, 2)
        )
        ledger.freeze(
            line_id=line.pk, amount=Decimal(5000), reason="留作年底急难救助，领导小组会议定。", by=finance,
            key=key("dues frozen"), on=date(year, 3, 2),
        )  # fmt: skip
