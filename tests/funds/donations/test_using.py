"""What became of the money, as page and paper, and the list that everybody may read."""

import uuid
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from funds.donations.selectors import list_funds_of, list_given_funds
from funds.donations.services import DonorTold
from funds.ledgers import services as ledger
from funds.ledgers.models import BudgetLine
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.sheets import read_sheet
from tests.factories import UserFactory
from tests.funds.donations.conftest import COMPANY, goods, money

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E7")]

KIND = DonorTold("person", "季建华", consent_on=date(2026, 3, 5))
SHY = DonorTold("person", "顾文英")


def url(name, *args):
    return reverse(f"donations:{name}", args=args)


def paper_of(response):
    """The text of a PDF without blanks and ends of lines."""
    pages = PdfReader(BytesIO(response.content)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def spend(line, yuan, by, *, sent=False):
    """Holds so much of a line for a business of its own; `sent` pays it as well."""
    key, today = uuid.uuid4(), timezone.localdate()
    ledger.commit(
        line_id=line.pk, use=line.use_id, amount=Decimal(yuan), source=f"applications.application:{key}",
        by=by, key=key, on=today,
    )  # fmt: skip
    if sent:
        for step in (ledger.send, ledger.settle):
            step(commitment_ids=[key], source="payments.paymentbatch:1", by=by, key=uuid.uuid4(), on=today)


def line_of(fund, use="living"):
    return BudgetLine.objects.get(fund=fund, use=use)


def test_a_fund_says_what_was_paid_is_held_and_is_left(given, voided, cast):
    voided(money("55"))
    fund = given(money("1000"), KIND).fund
    given(money("500"), SHY)
    spend(line_of(fund), "300", cast.approver, sent=True)
    spend(line_of(fund), "200", cast.approver)
    found = list_given_funds(user=cast.auditor).get()
    assert (found.given, found.paid, found.times, found.held, found.left) == (1500, 300, 1, 200, 1000)


def test_what_was_handed_down_counts_where_it_was_paid(given, cast):
    fund = given(money("1000")).fund
    today = timezone.localdate()
    handed = ledger.allocate(
        line_id=line_of(fund).pk, union_id=cast.county.pk, amount=Decimal(400), document_no="通工〔2026〕9号",
        document_on=today, by=cast.finance, key=uuid.uuid4(), on=today,
    )  # fmt: skip
    spend(handed.lower_line, "150", UserFactory(union=cast.county, role=Role.APPROVER), sent=True)
    found = list_given_funds(user=cast.auditor).get(pk=fund.pk)
    assert (found.given, found.paid, found.times, found.left) == (1000, 150, 1, 850)


def test_a_donor_is_told_of_the_funds_that_they_gave_to(given, cast):
    mine, other = given(money("10"), KIND), given(money("10", use="medical"), SHY)
    assert [fund.pk for fund in list_funds_of(mine.donor, user=cast.finance)] == [mine.fund_id]
    assert other.fund_id != mine.fund_id


def test_the_paper_for_a_donor_names_nobody_else(given, cast, as_user):
    donor = given(money("1000"), KIND).donor
    fund = given(money("500"), SHY).fund
    given(goods(), donor)
    spend(line_of(fund), "300", cast.approver, sent=True)
    client = as_user(cast.finance)
    text = paper_of(client.get(url("feedback", donor.pk)))
    for part in ("季建华", "1,500.00", "300.00", "1人次", "1,200.00", "大米"):
        assert part in text
    assert "顾文英" not in text
    whole = paper_of(client.get(url("use_paper", fund.pk)))
    assert "1,500.00" in whole
    assert not {"季建华", "顾文英"} & {part for part in ("季建华", "顾文英") if part in whole}
    assert AuditRecord.objects.filter(action="export.donation_feedback").count() == 2


def test_a_letter_goes_to_who_has_a_name_and_whose_receipt_is_valid(given, voided, cast, as_user):
    client = as_user(cast.finance)
    letter = paper_of(client.get(url("letter", given(money("88"), KIND).pk)))
    assert "季建华" in letter
    assert "88.00" in letter
    assert client.get(url("letter", given(money("1"), None).pk)).status_code == 404
    assert client.get(url("letter", voided().pk)).status_code == 404


def test_only_who_agreed_is_published_by_name(given, enter, voided, cast, as_user):
    given(money("10"), KIND)
    given(money("20"), SHY)
    given(money("30"), None)
    voided(money("40"))
    enter(money("50"))
    client = as_user(cast.auditor)
    page = client.get(url("published")).content.decode()
    assert "季建华" in page
    assert "顾文英" not in page
    assert page.count("爱心人士") >= 2
    assert not {"40.00", "50.00"} & {part for part in ("40.00", "50.00") if f">{part}<" in page}
    content = client.post(url("published_export")).content
    cells = " ".join(str(cell) for row in read_sheet(content).rows for cell in row.values)
    assert "季建华" in cells
    assert not any(name in cells for name in ("顾文英", COMPANY.name))


@pytest.mark.parametrize("name", ["uses", "published"])
def test_a_list_takes_the_same_few_queries_whatever_its_length(given, cast, as_user, name):
    client = as_user(cast.finance)

    def queries():
        with CaptureQueriesContext(connection) as found:
            client.get(url(name))
        return len(found)

    given()
    queries()  # the session learns its last use
    few = queries()
    for use in ("medical", "tuition", "living"):
        given(money(use=use), None)
    assert queries() == few <= 12


def test_pages_without_anything_say_so(cast, as_user):
    client = as_user(cast.auditor)
    assert "还没有捐赠资金" in client.get(url("uses")).content.decode()
    assert "还没有可以公示的捐赠" in client.get(url("published")).content.decode()


def test_outside_the_scope_there_is_nothing(given, cast, as_user):
    row = given()
    client = as_user(UserFactory(union=cast.county, role=Role.FINANCE))
    for name, key in (("use", row.fund_id), ("use_paper", row.fund_id), ("letter", row.pk)):
        assert client.get(url(name, key)).status_code == 404, name
    assert client.get(url("feedback", row.donor_id)).status_code == 404
