"""资金决算: a year by source and use is what the postings say, alone and with all below."""

import uuid
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from itertools import pairwise

import openpyxl
import pytest
from django.urls import reverse

from funds.ledgers import services
from funds.ledgers.models import BudgetLine
from funds.ledgers.selectors import bucket_totals
from funds.ledgers.selectors.final import add_up, get_final, with_subtotals
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from tests.books import ON, make_fund
from tests.cases.archives.test_archive_pdf import read
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E3", "E5")]
SOME = Decimal(1000)
SHOWN = ("opening", "income", "handed", "moved", "spent", "allocated", "closing")


def key():
    return uuid.uuid4()


@pytest.fixture
def told(cast, finance):
    """2025: 3,000 of dues, of which 500 were paid. 2026: 5,000 of the treasury with 1,000 for living aid, of
    which 300 were handed down and 200 paid, half of that came back; a receipt that was taken back."""
    last = date(2025, 11, 3)
    undone = make_fund(finance, "70", source="interest")
    made = services.receive(fund_id=undone.pk, amount=Decimal(70), by=finance, key=key(), on=ON)
    services.reverse(journal_id=made.pk, reason="记错", by=finance, key=key(), on=ON)
    dues = make_fund(finance, "3000", uses=("living",), source="dues")
    services.receive(fund_id=dues.pk, amount=Decimal(3000), by=finance, key=key(), on=last)
    own = services.open_line(fund_id=dues.pk, use="living", year=2025, by=finance)
    services.assign(line_id=own.pk, amount=Decimal(3000), by=finance, key=key(), on=last)
    pay(own, "500", finance, last)
    grant = make_fund(finance, "5000")
    services.receive(fund_id=grant.pk, amount=Decimal(5000), by=finance, key=key(), on=ON)
    living = services.open_line(fund_id=grant.pk, use="living", year=2026, by=finance)
    services.assign(line_id=living.pk, amount=SOME, by=finance, key=key(), on=ON)
    services.allocate(
        line_id=living.pk, union_id=cast.county.pk, amount=Decimal(300), document_no="通工〔2026〕8号",
        document_on=ON, by=finance, key=key(), on=ON,
    )  # fmt: skip
    held = pay(living, "200", finance, ON)
    services.recover(commitment_id=held.pk, amount=Decimal(100), source="t:1", by=finance, key=key(), on=ON)


def pay(line, amount, by, on):
    held = services.commit(
        line_id=line.pk, use=line.use_id, amount=Decimal(amount), source=f"t:{uuid.uuid4().int % 10**9}",
        by=by, key=key(), on=on,
    )  # fmt: skip
    for move in (services.send, services.settle):
        move(commitment_ids=[held.pk], source="t:batch", by=by, key=key(), on=on)
    return held


def figures(union, year, with_below=False):
    return {
        (row.source, row.use): tuple(getattr(row, name) for name in SHOWN)
        for row in get_final(union, year, with_below=with_below)
    }


def test_a_year_is_what_the_postings_say(told, cast):
    assert figures(cast.city, 2025) == {("拨缴经费", "生活救助"): (0, 0, 0, 3000, 500, 0, 2500),
                                        ("拨缴经费", "待分配"): (0, 3000, 0, -3000, 0, 0, 0)}  # fmt: skip
    assert figures(cast.city, 2026) == {
        ("拨缴经费", "生活救助"): (2500, 0, 0, 0, 0, 0, 2500),
        ("同级财政拨款", "生活救助"): (0, 0, 0, 1000, 100, 300, 600),
        ("同级财政拨款", "待分配"): (0, 5000, 0, -1000, 0, 0, 4000),
    }
    below = figures(cast.city, 2026, with_below=True)
    assert below["上级工会专项补助", "生活救助"] == (0, 0, 300, 0, 0, 0, 300)
    assert figures(cast.county, 2026) == {("上级工会专项补助", "生活救助"): (0, 0, 300, 0, 0, 0, 300)}


def test_a_year_begins_with_what_was_left_and_ends_with_what_is_there(told, cast):
    for with_below in (False, True):
        years = [add_up(get_final(cast.city, year, with_below=with_below)) for year in (2025, 2026, 2027)]
        for before, after in pairwise(years):
            assert before["closing"] == after["opening"]
        lines = BudgetLine.objects.filter(**({"city": cast.city} if with_below else {"union": cast.city}))
        there = bucket_totals(lines)
        left = sum(there[name] for name in ("available", "committed", "in_transit", "frozen"))
        assert years[1]["closing"] == left
        assert years[1]["moved"] == 0


def test_the_page_and_the_workbook(client, told, cast, finance):
    client.force_login(finance)
    page = client.get(reverse("ledgers:final"), {"year": "2026", "reach": "own"}).content.decode()
    assert "同级财政拨款" in page
    assert "4,000.00" in page
    assert "上级工会专项补助" not in page
    assert "合计" in page
    assert client.post(reverse("ledgers:final_export"), {"year": "2026"}).status_code == 200
    assert AuditRecord.objects.get(action="export.final_accounts")
    client.force_login(UserFactory(union=cast.county, role=Role.FINANCE))
    page = client.get(reverse("ledgers:final"), {"year": "2026", "union": cast.city.pk}).content.decode()
    assert "同级财政拨款" not in page


def test_each_union_by_itself_comes_to_the_same_with_subtotals(client, told, cast, finance):
    whole = get_final(cast.city, 2026, with_below=True)
    rows = get_final(cast.city, 2026, with_below=True, by_union=True)
    assert add_up(rows) == add_up(whole)
    own = {(row.source, row.use): row for row in get_final(cast.city, 2026, with_below=False)}
    for union in (cast.city, cast.county):
        alone = get_final(union, 2026, with_below=False)
        mine = [replace(row, union="") for row in rows if row.union == union.name]
        assert mine == alone
    assert {row.union for row in rows} == {cast.city.name, cast.county.name}
    one, *_more = rows
    both = with_subtotals([one, replace(one, union=cast.county.name)])
    assert [row.union for row in both] == [one.union, cast.county.name, "小计"]
    assert (both[-1].closing, both[-1].is_subtotal) == (2 * one.closing, True)
    assert own.keys() <= {(row.source, row.use) for row in rows}
    client.force_login(finance)
    asked = {"year": "2026", "reach": "each"}
    page = client.get(reverse("ledgers:final"), asked).content.decode()
    assert cast.county.name in page[page.index("<tbody") :]
    book = client.post(f"{reverse('ledgers:final_export')}?year=2026&reach=each")
    cells = [cell.value for row in openpyxl.load_workbook(BytesIO(book.getvalue())).active for cell in row]
    assert cast.county.name in cells
    paper = client.get(reverse("ledgers:final_pdf"), asked)
    text = "".join("".join(read(paper.getvalue())[1]).split())
    assert "2026年资金决算表" in text
    assert cast.county.name in text
    assert (
        AuditRecord.objects.filter(action="export.final_accounts", data__filters__reach="each").count() == 2
    )
    client.force_login(UserFactory(union=cast.county, role=Role.FINANCE))
    paper = client.get(reverse("ledgers:final_pdf"), {**asked, "union": cast.city.pk})
    assert cast.city.name not in "".join(read(paper.getvalue())[1])
