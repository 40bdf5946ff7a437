"""Money for tests: a line with something on it, and the question whether every yuan is where it should be."""

import uuid
from datetime import date
from decimal import Decimal

from django.db import connection

from funds.ledgers import services
from funds.ledgers.models import BudgetLine, Fund
from funds.ledgers.selectors import line_buckets, run_checks
from hardship.accounts.models import User

ON = date(2026, 3, 5)


def make_fund(
    finance: User, total: str = "10000", uses: tuple[str, ...] = ("living", "medical"), **more
) -> Fund:
    """A grant of the finance person's own union; nothing has arrived yet."""
    document_no = more.pop("document_no", f"财社〔2026〕{Fund.objects.count() + 1}号")
    return services.create_fund(
        union=finance.union,
        source=more.pop("source", "fiscal"),
        name=more.pop("name", "困难职工帮扶资金"),
        document_no=document_no,
        document_on=ON,
        total=Decimal(total),
        uses=uses,
        by=finance,
        **more,
    )


def make_line(finance: User, amount: str = "10000", use: str = "living", **more) -> BudgetLine:
    """A line of the finance person's union with `amount` yuan available on it."""
    fund = make_fund(finance, amount, uses=(use,), **more)
    line = services.open_line(fund_id=fund.pk, use=use, year=ON.year, by=finance)
    services.receive(fund_id=fund.pk, amount=fund.total, by=finance, key=uuid.uuid4(), on=ON)
    services.assign(line_id=line.pk, amount=fund.total, by=finance, key=uuid.uuid4(), on=ON)
    return line


def available(line: BudgetLine) -> Decimal:
    return line_buckets(line.pk)["available"]


def assert_books_balance() -> None:
    """Everything that `check_ledger` computes agrees, and so would the commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    found = [f"{result.label}: {line}" for result in run_checks() for line in result.differences]
    assert not found, "\n".join(found)
