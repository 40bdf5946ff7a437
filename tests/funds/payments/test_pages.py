"""Pages of the payments: who sees what, files that add up, nothing that leaks."""

import io
from urllib.parse import unquote

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from funds.ledgers.models import Journal
from funds.payments import services
from funds.payments.models import Payment
from funds.payments.rules import SHIPPED
from funds.payments.states import BatchState, PaymentState
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.money import in_words
from tests.factories import UserFactory, promote
from tests.funds.payments.conftest import paid

pytestmark = pytest.mark.django_db


def workbook(answer):
    return openpyxl.load_workbook(io.BytesIO(answer.content)).active


def rows_of(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_finance_makes_a_batch_and_others_carry_it_on(cast, owed, as_user):
    row = owed(1)[0]
    client = as_user(cast.finance)
    page = client.get(reverse("payments:new")).content.decode()
    assert row.payee in page
    answer = client.post(reverse("payments:new"), {"title": "十一月", "pk": [row.pk]})
    assert answer.status_code == 302
    detail = answer.headers["Location"]
    for person, action in ((cast.city_reviewer, "check"), (cast.approver, "release")):
        client = as_user(person)
        assert client.get(detail).status_code == 200
        assert client.post(f"{detail}step/", {"action": action}).status_code == 302
    client = as_user(cast.finance)
    sent = {"on": "2020-01-01", "way": "online"}
    early = client.post(f"{detail}send/", sent)
    assert (early.status_code, list(early.context["send_form"].errors)) == (409, ["on"])
    assert client.post(f"{detail}send/", {"on": str(timezone.localdate())}).status_code == 422
    sent["on"] = str(timezone.localdate())
    assert [client.post(f"{detail}send/", sent).status_code for _n in range(2)] == [302, 409]
    assert Payment.objects.get().batch.state == BatchState.SENT


def test_who_made_a_batch_is_shown_why_another_checks_it_and_no_button(cast, gift, as_user):
    maker = UserFactory(union=cast.city, role="finance")
    batch = services.make_batch(payable_ids=[gift().pk], title="", by=maker)
    both = promote(maker, "reviewer")
    url = reverse("payments:detail", args=[batch.pk])
    own, others = (as_user(person).get(url) for person in (both, cast.city_reviewer))
    assert [row.action for row in own.context["buttons"]] == ["reopen", "cancel"]
    assert "必须由三个人分别办理" in own.content.decode()
    assert [row.action for row in others.context["buttons"]] == ["check", "reopen", "cancel"]
    assert "必须由三个人分别办理" not in others.content.decode()


def test_a_stale_step_says_so(cast, batch_of, as_user):
    batch = batch_of(1, "checked")
    answer = as_user(cast.city_reviewer).post(reverse("payments:step", args=[batch.pk]), {"action": "check"})
    assert answer.status_code == 409
    assert "请重新打开" in answer.content.decode()


def test_nothing_chosen_is_a_sentence_not_an_error(cast, approved, as_user):
    approved(1)
    answer = as_user(cast.finance).post(reverse("payments:new"), {"title": "留着的标题"})
    assert answer.status_code == 422
    assert "请至少勾选一笔款项" in answer.content.decode()
    assert "留着的标题" in answer.content.decode()


@pytest.mark.parametrize("name", ["detail", "bank_list", "signatures", "step", "results", "results_file"])
def test_batches_elsewhere_do_not_exist(cast, batch_of, as_user, name):
    batch = batch_of(1, "sent")
    stranger = UserFactory(union=cast.elsewhere.city, roles=["finance"])
    client, url = as_user(stranger), reverse(f"payments:{name}", args=[batch.pk])
    method = client.post if name in ("step", "results", "results_file") else client.get
    assert method(url).status_code == 404


def test_clerks_have_no_business_with_payments(cast, batch_of, as_user):
    batch = batch_of(1)
    client = as_user(cast.clerk)
    assert client.get(reverse("payments:list")).status_code == 403
    assert client.get(reverse("payments:detail", args=[batch.pk])).status_code == 403


@pytest.mark.requirement("E4", "F6")
def test_the_bank_list_adds_up_and_is_the_same_every_time(cast, batch_of, as_user):
    batch = batch_of(3, "sent")
    client, url = as_user(cast.finance), reverse("payments:bank_list", args=[batch.pk])
    first, again = client.get(url), client.get(url)
    assert first.content == again.content
    rows = rows_of(workbook(first))
    flat = [value for row in rows for value in row if value is not None]
    header = next(place for place, row in enumerate(rows) if "银行卡号" in row)
    amount, card = rows[header].index("金额（元）"), rows[header].index("银行卡号")
    lines = [row for row in rows[header + 1 :] if isinstance(row[0], int | float)]
    assert sum(row[amount] for row in lines) == pytest.approx(float(batch.total))
    assert all(isinstance(row[card], str) and len(row[card]) >= 16 for row in lines)
    assert any(in_words(batch.total) in str(value) for value in flat)
    exported = AuditRecord.objects.filter(action="export.bank_list")
    assert exported.count() == 2
    assert exported.first().data["masked"] is False


def test_no_bank_list_before_the_release(cast, batch_of, as_user):
    batch = batch_of(1, "checked")
    answer = as_user(cast.finance).get(reverse("payments:bank_list", args=[batch.pk]))
    assert answer.status_code == 302


@pytest.mark.requirement("E4")
def test_the_banks_answer_comes_back_in_the_same_workbook(cast, batch_of, as_user):
    batch = batch_of(2, "sent")
    client = as_user(cast.finance)
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(reverse("payments:bank_list", args=[batch.pk])).content)
    )
    sheet = book.active
    header = next(row for row in sheet.iter_rows() if any(cell.value == "结果" for cell in row))
    columns = {cell.value: cell.column for cell in header}
    for place, result in ((1, "成功"), (2, "失败")):
        row = header[0].row + place
        sheet.cell(row, columns["结果"], result)
        sheet.cell(row, columns["入账日期"], timezone.localdate().isoformat())
        if result == "失败":
            sheet.cell(row, columns["失败原因"], "户名不符")
    stream = io.BytesIO()
    book.save(stream)
    stream.name = "结果.xlsx"
    stream.seek(0)
    answer = client.post(reverse("payments:results_file", args=[batch.pk]), {"file": stream})
    assert answer.status_code == 302, answer.content.decode()
    assert set(batch.payments.values_list("state", flat=True)) == {PaymentState.SENT}, "not yet"
    client.post(answer.url)
    states = list(batch.payments.order_by("line").values_list("state", flat=True))
    assert states == [PaymentState.PAID, PaymentState.FAILED]


@pytest.mark.parametrize("encoding", ["gbk", "utf-8-sig", "utf-16"])
def test_the_banks_answer_may_be_text(cast, batch_of, as_user, encoding):
    batch = batch_of(2, "sent")
    text = f"序号,结果,失败原因,入账日期\r\n1,成功,,{timezone.localdate()}\r\n2,失败,户名不符,\r\n"
    upload = SimpleUploadedFile("结果.csv", text.encode(encoding))
    answer = as_user(cast.finance).post(reverse("payments:results_file", args=[batch.pk]), {"file": upload})
    assert answer.status_code == 302, answer.content.decode()
    assert set(batch.payments.values_list("state", flat=True)) == {PaymentState.SENT}, "not yet"
    as_user(cast.finance).post(answer.url)
    states = list(batch.payments.order_by("line").values_list("state", flat=True))
    assert states == [PaymentState.PAID, PaymentState.FAILED]


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"%PDF-1.7", b"<html><table></table></html>"])
def test_a_file_that_is_no_workbook_gets_a_sentence(cast, batch_of, as_user, content):
    batch = batch_of(1, "sent")
    stream = io.BytesIO(content)
    stream.name = "结果.xlsx"
    answer = as_user(cast.finance).post(reverse("payments:results_file", args=[batch.pk]), {"file": stream})
    assert answer.status_code == 422
    assert batch.payments.get().state == PaymentState.SENT


def test_results_typed_in_keep_what_was_typed(cast, batch_of, as_user):
    batch = batch_of(2, "sent")
    client, url = as_user(cast.finance), reverse("payments:results", args=[batch.pk])
    answer = client.post(url, {"line1-result": "paid", "line1-serial": "流水8888", "line2-result": "failed"})
    assert answer.status_code == 422
    assert "流水8888" in answer.content.decode()
    assert set(batch.payments.values_list("state", flat=True)) == {PaymentState.SENT}
    answer = client.post(url, {"line1-result": "paid", "line2-result": "failed", "line2-failure": "账号错误"})
    assert answer.status_code == 302


@pytest.mark.requirement("E6", "F6")
def test_the_rosters_total_is_the_ledgers(cast, batch_of, as_user):
    from django.db.models import Sum

    from funds.ledgers.models import Commitment

    batch = batch_of(2, "sent")
    services.record_results(batch_id=batch.pk, rows=[paid(1), paid(2)], by=cast.finance)
    answer = as_user(cast.auditor).get(reverse("payments:roster_xlsx"), {"state": "paid"})
    rows = rows_of(workbook(answer))
    header = next(place for place, row in enumerate(rows) if "身份证号" in row)
    amount, number = rows[header].index("金额（元）"), rows[header].index("身份证号")
    lines = [row for row in rows[header + 1 :] if isinstance(row[number], str) and "*" in row[number]]
    assert len(lines) == 2
    assert sum(row[amount] for row in lines) == pytest.approx(
        float(Commitment.objects.aggregate(total=Sum("paid"))["total"])
    )


@pytest.mark.requirement("F1")
def test_full_numbers_leave_only_for_those_who_may_and_on_record(cast, batch_of, as_user):
    batch = batch_of(1, "sent")
    number = batch.payments.get().bank_card.reveal()
    for person, sees in ((cast.auditor, True), (cast.city_reviewer, False)):
        answer = as_user(person).get(reverse("payments:roster_xlsx"), {"full": "1"})
        text = str(rows_of(workbook(answer)))
        assert (number in text) is sees
        record = AuditRecord.objects.filter(action="export.payment_roster").latest("pk")
        assert record.data["masked"] is not sees


def test_the_signature_roster_is_a_pdf_with_the_total_in_words(cast, batch_of, as_user):
    from io import BytesIO

    from pypdf import PdfReader

    batch = batch_of(2, "sent")
    answer = as_user(cast.finance).get(reverse("payments:signatures", args=[batch.pk]))
    assert answer.headers["Content-Type"] == "application/pdf"
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    assert "签名" in text.replace(" ", "")
    assert "人民币" in text


@pytest.mark.parametrize("count", [1, 4])
def test_lists_ask_the_same_number_of_questions(
    cast, batch_of, as_user, django_assert_max_num_queries, count
):
    batch_of(count, "sent")
    client = as_user(cast.finance)
    for name in ("list", "roster"):
        with django_assert_max_num_queries(12):
            client.get(reverse(f"payments:{name}"))


@pytest.mark.requirement("E2")
def test_a_result_file_with_another_amount_is_refused_whole(cast, batch_of, as_user):
    """The columns of the list as we write it, so that a heading nobody recognises cannot pass unseen."""
    batch = batch_of(2, "sent")
    client = as_user(cast.finance)
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(reverse("payments:bank_list", args=[batch.pk])).content)
    )
    sheet = book.active
    place = {cell.value: cell.column for row in sheet.iter_rows(max_row=5) for cell in row}
    for row in (6, 7):
        sheet.cell(row, place["结果"]).value = "成功"
    sheet.cell(7, place["金额（元）"]).value = 0.01
    changed = io.BytesIO()
    book.save(changed)
    upload = SimpleUploadedFile("结果.xlsx", changed.getvalue())
    answer = client.post(reverse("payments:results_file", args=[batch.pk]), {"file": upload}, follow=True)
    misfits = answer.context["judged"].misfits
    assert [(misfit.row, misfit.kind) for misfit in misfits] == [(7, "金额不符"), (8, "合计不符")]
    page = answer.content.decode()
    assert "金额 0.01 元与名单上的" in page
    assert "确认登记" not in page
    assert client.post(answer.redirect_chain[-1][0]).status_code == 409
    assert set(batch.payments.values_list("state", flat=True)) == {PaymentState.SENT}


def test_all_results_are_filled_in_by_one_button_and_sent_by_another(cast, batch_of, as_user):
    """What the button does is tested in tests/javascript/fill.test.js."""
    batch = batch_of(2, "sent")
    page = as_user(cast.finance).get(reverse("payments:detail", args=[batch.pk])).text
    assert 'data-fill-all="select[name$=\'-result\']" data-value="paid" data-open=""' in page
    assert page.count('-result"') >= 2
    assert '<option value="" selected>等待</option>' in page
    assert '<option value="paid">成功</option>' in page
    assert Payment.objects.filter(batch=batch, state=PaymentState.SENT).count() == 2


@pytest.mark.parametrize(
    ("address", "search"), [("roster", "roster_find"), ("journals", "journals_find")], ids=["roster", "books"]
)
def test_whoever_was_paid_is_found_and_no_address_says_whom(cast, batch_of, as_user, address, search):
    """By name, by ID number, by the number of the application; the other one stays out, and so does what
    belongs to a union elsewhere."""
    batch = batch_of(2, "sent")
    wanted, other = batch.payments.select_related("payable").order_by("line")
    assert wanted.payee != other.payee
    room = "payments" if address == "roster" else "ledgers"
    client, journals = as_user(cast.auditor), Journal.objects.filter(event="commit")
    shown, hidden = wanted.payee, other.payee
    if address == "journals":
        shown, hidden = (str(journals.get(memo__contains=row.payable.number)) for row in (wanted, other))
    for text in (wanted.payee, wanted.payable.id_number.reveal(), wanted.payable.number):
        answer = client.post(reverse(f"{room}:{search}"), {"text": text}, follow=True)
        where, page = unquote(answer.redirect_chain[-1][0]), answer.content.decode()
        assert text not in where
        assert f">{shown}<" in page, text
        assert f">{hidden}<" not in page, text
    far = as_user(UserFactory(union=cast.elsewhere.city, role="auditor"))
    answer = far.post(reverse(f"{room}:{search}"), {"text": wanted.payable.number}, follow=True)
    assert f">{shown}<" not in answer.content.decode()


@pytest.mark.parametrize("address", ["payments:roster", "ledgers:journals"])
def test_a_search_that_is_over_finds_nobody_and_says_so(cast, batch_of, as_user, address):
    batch_of(1, "sent")
    page = as_user(cast.auditor).get(reverse(address), {"q": "nothing"}).content.decode()
    assert "刚才的查找已过期" in page
    assert "<tbody" not in page


def test_the_roster_is_sorted_by_amount_and_leaves_in_that_order(cast, gift_batch, gift, as_user):
    batch = services.make_batch(
        payable_ids=[gift(amount).pk for amount in ("50.00", "900.00", "70.00")], title="", by=cast.finance
    )
    client = as_user(cast.auditor)
    for sort, amounts in (("amount", [50, 70, 900]), ("-amount", [900, 70, 50])):
        page = client.get(reverse("payments:roster"), {"sort": sort})
        assert [row.amount for row in page.context["page"]] == amounts
        rows = rows_of(workbook(client.get(reverse("payments:roster_xlsx"), {"sort": sort})))
        header = next(place for place, row in enumerate(rows) if "金额（元）" in row)
        column = rows[header].index("金额（元）")
        assert [row[column] for row in rows[header + 1 : header + 4]] == amounts
    assert batch.count == 3


@pytest.mark.requirement("H3")
def test_no_list_for_the_bank_goes_out_with_masks(cast, batch_of, as_user):
    batch = batch_of(1, "released")
    made = services.make_file(batch_id=batch.pk, layout=SHIPPED["bars"], by=cast.finance)
    client = as_user(UserFactory(union=cast.province, role=Role.FINANCE))
    back = reverse("payments:detail", args=[batch.pk])
    for url in (
        reverse("payments:bank_list", args=[batch.pk]),
        reverse("payments:file_download", args=[made.pk]),
    ):
        assert client.get(url).url == f"{reverse('archives:names')}?next={back}"
