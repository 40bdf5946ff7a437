"""附件: named and counted from what a voucher is drawn up from, put right by hand, frozen with its check."""

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from funds.books import reports, services
from funds.books.models import Voucher, VoucherPaper
from funds.books.rules.packages import PACKAGES
from funds.books.selectors.cash import list_payable_journals
from funds.books.selectors.vouchers import list_with_entries
from funds.books.services import BooksRefused, Cash
from funds.ledgers import services as ledger
from funds.ledgers.models import Journal
from funds.ledgers.selectors import find_papers
from funds.payments import services as payments
from hardship.audit.models import AuditRecord
from hardship.kernel.checks import broken
from tests.books import make_fund, make_line
from tests.cases.archives.test_archive_pdf import read
from tests.funds.payments.conftest import approved, carry, first, gift, gifts, line, owed, paid  # noqa: F401
from tests.funds.payments.test_cash_batches import in_cash
from tests.funds.payments.test_others import SCHOOL
from tests.funds.payments.test_others import approved as approve_other

MARCH = date(2026, 3, 1)

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def voucher(cast):
    """Of 900 yuan of dues that came in in March."""
    make_line(cast.finance, "900", source="dues")
    [row] = services.draw_vouchers(union=cast.city, month=MARCH, by=cast.finance)
    return row


def names(voucher):
    return {paper.name: paper.count for paper in voucher.papers.order_by("pk")}


def save(voucher, by, counts=None, **more):
    papers = {paper.name: paper.pk for paper in voucher.papers.all()}
    told = {papers[name]: count for name, count in (counts or {}).items()}
    return services.save_papers(voucher_id=voucher.pk, counts=told, by=by, **more)


def papers_of(journal):
    return {paper.name: paper.count for paper in find_papers([journal])[journal.pk]}


def settled():
    return Journal.objects.filter(event="settle").order_by("-number").first()


@pytest.mark.requirement("E6")
def test_the_papers_of_a_voucher_follow_from_its_journal(voucher, cast, second):
    assert names(voucher) == {"资金文件": 1, "银行回单": 1}
    voucher.refresh_from_db()
    assert voucher.attachments == 2
    made = save(voucher, cast.finance, {"资金文件": 3, "银行回单": 0}, name="会议纪要", count=2)
    assert (made.attachments, names(made)) == (5, {"资金文件": 3, "银行回单": 0, "会议纪要": 2})
    assert made.papers_words == "资金文件 3 张、会议纪要 2 张"
    assert save(made, cast.finance, {"会议纪要": 0}).attachments == 3
    trail = AuditRecord.objects.filter(action="voucher.papers").order_by("pk").first()
    assert trail.data == {"kinds": 2, "attachments": 5}, "no words"


def test_paper_and_sheet_say_them(voucher, cast):
    save(voucher, cast.finance, name="会议纪要", count=2)
    [row] = list_with_entries(union=cast.city, month=MARCH)
    words = "".join("".join(read(reports.voucher_sheets([row]))[1]).split())
    assert "附件4张" in words
    assert "资金文件1张、银行回单1张、会议纪要2张" in words
    assert reports.package_sheet([row], PACKAGES["u8"])


def test_a_reversal_has_its_reason_alone(voucher, cast):
    fund = make_fund(cast.finance, "10")
    made = ledger.receive(
        fund_id=fund.pk, amount=fund.total, by=cast.finance, key=uuid.uuid4(), on=date(2026, 3, 9)
    )
    red = ledger.reverse(
        journal_id=made.pk, reason="记错", by=cast.finance, key=uuid.uuid4(), on=date(2026, 3, 10)
    )
    assert papers_of(red) == {"冲销说明": 1}
    services.draw_vouchers(union=cast.city, month=MARCH, by=cast.finance)
    assert names(Voucher.objects.get(journal=red)) == {"冲销说明": 1}


def test_a_batch_has_its_roster_forms_and_proofs(owed, gift, cast):  # noqa: F811
    forms = owed(2)
    schools = gift("30")
    approve_other(schools, cast, SCHOOL)
    batch = carry([*forms, schools], cast, "sent")
    rows = [paid(n) for n in (1, 2, 3)]
    payments.record_results(batch_id=batch.pk, rows=rows, by=cast.finance)
    assert papers_of(settled()) == {"发放花名册": 1, "代收申请和证明": 1, "直接付款清单": 1, "审批表": 2}


def test_what_is_handed_out_has_the_signed_roster_and_no_slip_of_the_bank(gift, cast, cashier):  # noqa: F811
    today = timezone.localdate()
    box = services.open_box(ceiling=Decimal(2000), by=cast.finance)
    batch = in_cash([gift("100")], cast, "sent")
    payments.record_results(batch_id=batch.pk, rows=[paid(1)], by=cast.finance)
    journal, month = settled(), today.replace(day=1)
    with pytest.raises(BooksRefused, match="现金发放还没有登记"):
        services.draw_vouchers(union=cast.city, month=month, by=cast.finance)
    for told in (Cash("withdraw", today, "支票 1", Decimal(100)), Cash("payout", today, batch.number,
                 journal_id=journal.pk)):  # fmt: skip
        services.enter_cash(box_id=box.pk, told=told, by=cashier)
    services.draw_vouchers(union=cast.city, month=month, by=cast.finance)
    assert names(Voucher.objects.get(journal=journal)) == {"签领的发放花名册": 1}
    assert names(Voucher.objects.get(cash__kind="withdraw")) == {"现金支票存根": 1}


def test_what_the_bank_paid_is_no_payout_of_the_box(gift, cast, cashier):  # noqa: F811
    box = services.open_box(ceiling=Decimal(2000), by=cast.finance)
    batch = carry([gift("100")], cast, "sent")
    payments.record_results(batch_id=batch.pk, rows=[paid(1)], by=cast.finance)
    assert not list_payable_journals(box).exists()
    today = timezone.localdate()
    services.enter_cash(box_id=box.pk, told=Cash("withdraw", today, "1", Decimal(100)), by=cashier)
    sql = f"""INSERT INTO books_cashentry (uid, union_id, box_id, year, number, "on", kind, amount, balance,
        paper_no, memo, journal_id, has_voucher, made_at, made_by_id) VALUES (gen_random_uuid(),
        {cast.city.pk}, {box.pk}, 2026, 0, '{today}', 'payout', 100, 0, 'x', '', '{settled().pk}', false,
        now(), {cashier.pk})"""
    assert refused(sql) == "cash_payout_of_its_journal"


class TestWhoAndWhen:
    def test_a_checked_voucher_keeps_its_papers(self, voucher, cast, second):
        services.check_vouchers(union=cast.city, month=MARCH, by=second)
        with pytest.raises(BooksRefused, match="已经审核"):
            save(voucher, cast.finance, {"资金文件": 2})

    def test_who_named_a_paper_checks_not(self, voucher, cast, second):
        save(voucher, second, name="会议纪要", count=1)
        with pytest.raises(BooksRefused, match="附件是您登记的"):
            services.check_vouchers(union=cast.city, month=MARCH, by=second)

    @pytest.mark.parametrize(
        ("more", "why"),
        [
            ({"name": "会议纪要"}, "名称和张数"),
            ({"count": 1}, "名称和张数"),
            ({"name": "银行回单", "count": 1}, "已经列了"),
            ({"counts": {"银行回单": 30_000}}, "合计最多 30000"),
        ],
    )
    def test_what_is_refused(self, voucher, cast, more, why):
        with pytest.raises(BooksRefused, match=why):
            save(voucher, cast.finance, **more)

    def test_a_batch_of_thousands_has_a_form_of_each(self, voucher, cast):
        save(voucher, cast.finance, {"银行回单": 2_990})
        voucher.refresh_from_db()
        assert voucher.attachments > 2_990

    def test_other_people_name_nothing(self, voucher, cast):
        for person in (cast.approver, cast.clerk, cast.auditor):
            with pytest.raises((BooksRefused, Voucher.DoesNotExist)):
                save(voucher, person, name="会议纪要", count=1)

    def test_the_page(self, voucher, cast, as_user):
        client, url = as_user(cast.finance), reverse("books:voucher", args=[voucher.pk])
        fields = {f"paper_{paper.pk}": paper.count for paper in voucher.papers.all()}
        assert "资金文件" in client.get(url).content.decode()
        assert client.post(url, {**fields, "name": "发票", "count": 2}).status_code == 302
        assert names(voucher) == {"资金文件": 1, "银行回单": 1, "发票": 2}
        fields = {f"paper_{paper.pk}": paper.count for paper in voucher.papers.all()}
        assert client.post(url, {**fields, "name": "发票", "count": 2}).status_code == 409
        assert client.post(url, {**fields, "count": "x"}).status_code == 422
        page = client.get(url).content.decode()
        assert "补记的，填 0 去掉" in page
        assert "资金文件 1 张、银行回单 1 张、发票 2 张" in page


def refused(sql):
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    return broken(caught.value)


class TestAroundPython:
    def insert(self, voucher, by, origin="added", count=1):
        return f"""INSERT INTO books_voucherpaper (voucher_id, name, count, origin, set_at, set_by_id)
            VALUES ({voucher.pk}, '发票', {count}, '{origin}', now(), {by.pk})"""

    def test_nothing_changes_after_the_check(self, voucher, cast, second):
        save(voucher, cast.finance, name="会议纪要", count=1)
        services.check_vouchers(union=cast.city, month=MARCH, by=second)
        for sql in (
            self.insert(voucher, cast.finance),
            "UPDATE books_voucherpaper SET count = 9",
            "DELETE FROM books_voucherpaper WHERE origin = 'added'",
        ):
            assert refused(sql) == "voucher_papers_stay"

    def test_the_number_is_the_sum(self, voucher):
        assert refused("UPDATE books_voucher SET attachments = 9") == "voucher_attachments_are_papers"

    def test_what_follows_comes_with_the_voucher_and_stays(self, voucher, cast):
        name = "voucher_paper_comes_with_it"
        assert refused("DELETE FROM books_voucherpaper") == name
        with connection.cursor() as cursor:  # as if it had been drawn up in a transaction before
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE books_voucher DISABLE TRIGGER books_voucher_keeps")
            cursor.execute("UPDATE books_voucher SET xact = '3'")
        assert refused(self.insert(voucher, cast.finance, "derived")) == name

    def test_a_paper_keeps_its_name(self, voucher):
        assert refused("UPDATE books_voucherpaper SET name = name || 'x'") == "voucher_paper_keeps_its_name"
        assert refused("UPDATE books_voucherpaper SET origin = 'added'") == "voucher_paper_keeps_its_name"

    def test_an_added_one_is_there(self, voucher, cast):
        assert refused(self.insert(voucher, cast.finance, count=0)) == "voucher_paper_counted"

    def test_who_named_one_checks_not(self, voucher, cast, second):
        save(voucher, second, name="会议纪要", count=1)
        sql = f"UPDATE books_voucher SET checked_by_id = {second.pk}, checked_at = now()"
        assert refused(sql) == "voucher_checked_by_another"

    def test_nobody_stands_in_unasked(self, voucher, cast, second):
        sql = f"UPDATE books_voucherpaper SET set_for_id = {second.pk}"
        assert refused(sql) == "books_by_who_stands_in"

    def test_a_table_is_not_emptied(self, voucher):
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("TRUNCATE books_voucherpaper")
        assert VoucherPaper.objects.exists()
