"""Files for banks: each shape to the byte, what cannot be written named before, the same file every time."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from openpyxl import load_workbook

from funds.payments import services
from funds.payments.models import BankFile, BankLayout
from funds.payments.rules import (
    SAMPLE,
    SAMPLE_LINES,
    SHIPPED,
    BankLine,
    Control,
    Layout,
    LayoutColumn,
    LayoutError,
    file_name,
    find_problems,
    read_layout,
    write_file,
)
from funds.payments.services.refusals import RowsRefused
from funds.payments.states import Encoding, Shape, Unit, Value
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.checks import broken
from hardship.kernel.workflow import Refused
from tests.factories import UserFactory, unguarded
from tests.funds.payments.conftest import carry, paid

LINES = (
    BankLine(1, "王梅", "6222021001122330018", Decimal("3000.00"), purpose="生活救助"),
    BankLine(2, "买买提·吐尔逊", "6217001234567890123", Decimal("0.05"), purpose="助学"),
)
CONTROL = Control("CC-FF2026-001", date(2026, 11, 30), 2, Decimal("3000.05"))


def written(key, **changes):
    return write_file(replace(SHIPPED[key], **changes), CONTROL, LINES)


@pytest.mark.requirement("E4")
def test_bars_begin_with_count_and_sum():
    assert written("bars").decode("gbk") == (
        "2|3000.05|20261130|CC-FF2026-001\r\n"
        "6222021001122330018|王梅|3000.00|生活救助\r\n"
        "6217001234567890123|买买提·吐尔逊|0.05|助学\r\n"
    )


@pytest.mark.requirement("E4")
def test_widths_are_counted_in_bytes_and_money_in_fen():
    rows = written("fixed").split(b"\r\n")
    assert [len(row) for row in rows] == [147, 147, 147, 0]
    assert rows[0][32:92].decode("gbk").rstrip() == "王梅"
    assert rows[0][92:107] == b"000000000300000"
    assert rows[1][92:107] == b"000000000000005"
    assert rows[2].split() == [b"TOTAL", b"0" * 59 + b"2" + b"000000000300005" + b"20261130"]


def test_commas_carry_titles_and_a_mark_of_their_encoding():
    content = written("commas")
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").splitlines()[0] == "序号,账号,户名,金额,用途"


@pytest.mark.parametrize("key", ["plain", "card_first", "numbered"])
def test_a_workbook_has_cards_as_text_and_money_as_numbers(key):
    sheet = load_workbook(BytesIO(written(key))).active
    titles, *rows = sheet.iter_rows(values_only=True)
    assert titles == tuple(column.title for column in SHIPPED[key].columns)
    assert {"6222021001122330018", 3000, "王梅"} <= set(rows[0])
    if key == "plain":
        assert rows[-1] == ("合计", 2, None, None, None, 3000.05, None)


@pytest.mark.parametrize("key", SHIPPED)
def test_the_same_list_is_the_same_bytes_by_a_layout_read_from_its_document(key):
    again = read_layout(SHIPPED[key].document())
    assert again == SHIPPED[key]
    assert write_file(again, SAMPLE, SAMPLE_LINES) == write_file(SHIPPED[key], SAMPLE, SAMPLE_LINES)
    assert find_problems(again, SAMPLE, SAMPLE_LINES) == []
    assert file_name(again, SAMPLE).startswith(("CC-FF2026-001", "20261130"))


@pytest.mark.parametrize(
    ("changes", "payee", "said"),
    [
        ({}, "张䶮", "“䶮”在 GBK 编码里没有"),
        ({}, "王|梅", "“户名”里有分隔符号"),
        ({}, "王\u200b梅", "看不见的字符"),
        ({"encoding": Encoding.GB18030}, "张䶮", ""),
        ({"encoding": Encoding.GB18030}, "𬱖", ""),
    ],
)
def test_what_a_layout_cannot_hold_is_named_with_the_payment(changes, payee, said):
    layout, line = replace(SHIPPED["bars"], **changes), replace(LINES[0], payee=payee)
    problems = find_problems(layout, CONTROL, [line, LINES[1]])
    assert [(one.line, said in one.sentence) for one in problems] == ([(1, True)] if said else [])


def test_a_name_that_is_too_long_for_its_width_is_not_cut():
    layout = replace(SHIPPED["fixed"], columns=(
        LayoutColumn(Value.CARD, width=19), LayoutColumn(Value.PAYEE, "户名", width=8),
        LayoutColumn(Value.AMOUNT, width=12),
    ))  # fmt: skip
    (problem,) = find_problems(layout, CONTROL, LINES)
    assert (
        problem.sentence == "第 2 笔 买买提·吐尔逊：“户名”有 14 个字节，这一格式只留了 8 个，请改用其他格式。"
    )
    with pytest.raises(ValueError, match="6 bytes too many"):
        write_file(layout, CONTROL, LINES)


NEEDED = (LayoutColumn(Value.PAYEE), LayoutColumn(Value.CARD), LayoutColumn(Value.AMOUNT))


@pytest.mark.parametrize(
    ("layout", "field", "said"),
    [
        (Layout("甲", NEEDED[:2]), "columns", "还缺“金额”"),
        (Layout("甲", (*NEEDED, LayoutColumn("secret"))), "columns", "第 4 列不知道取什么"),
        (Layout("甲", NEEDED * 14), "columns", "最多 40 列"),
        (Layout("甲", NEEDED, totals=(LayoutColumn(Value.CARD),)), "totals", "不能取“收款账号”"),
        (Layout("甲", NEEDED, shape=Shape.FIXED), "columns", "要写宽度：1 到 200"),
        (Layout("甲", NEEDED, file_name="{card}"), "file_name", "文件名里可以用 {batch}"),
        (Layout("甲", NEEDED, file_name="../{batch}"), "file_name", "不能有"),
        (Layout("甲", NEEDED, file_name="{batch.x}"), "file_name", "文件名里可以用"),
        (Layout("甲", NEEDED, file_name=" "), "file_name", "文件名里可以用"),
    ],
)
def test_a_layout_that_no_file_can_be_made_by_is_refused(layout, field, said):
    with pytest.raises(LayoutError, match=said) as wrong:
        read_layout(layout.document())
    assert wrong.value.field == field


@pytest.mark.django_db
@pytest.mark.requirement("E4")
def test_the_file_of_a_batch_is_made_once_and_read_again_to_the_byte(cast, gift_batch):
    batch = gift_batch(3, "sent")
    made = services.make_file(batch_id=batch.pk, layout=SHIPPED["bars"], by=cast.finance)
    assert (made.count, made.total) == (batch.count, batch.total)
    content = services.read_file(made)
    assert content.decode("gbk").startswith(f"3|{batch.total}|")
    assert services.make_file(batch_id=batch.pk, layout=SHIPPED["bars"], by=cast.finance) == made
    other = services.make_file(batch_id=batch.pk, layout=SHIPPED["fixed"], by=cast.finance)
    assert list(BankFile.objects.filter(batch=batch).order_by("pk")) == [made, other]
    assert AuditRecord.objects.about(batch).filter(action="batch.bank_file").count() == 2


@pytest.mark.django_db
def test_a_layout_that_changed_since_does_not_change_the_file(cast, gift_batch):
    batch, own = gift_batch(1, "sent"), replace(SHIPPED["bars"], name="本地")
    row = services.save_layout(layout=own, by=cast.finance)
    made = services.make_file(batch_id=batch.pk, layout=row.layout, by=cast.finance)
    services.save_layout(layout=replace(own, unit=Unit.FEN), by=cast.finance, pk=row.pk)
    assert f"|{batch.total}|" in services.read_file(made).decode("gbk")


@pytest.mark.django_db
def test_a_file_that_comes_out_otherwise_is_not_given_out(cast, gift_batch, as_user):
    batch = gift_batch(1, "sent")
    made = services.make_file(batch_id=batch.pk, layout=SHIPPED["bars"], by=cast.finance)
    with unguarded():
        BankFile.objects.update(sha256="0" * 64)
    made.refresh_from_db()
    with pytest.raises(Refused, match="校验值不一致"):
        services.read_file(made)
    page = as_user(cast.finance).get(reverse("payments:file_download", args=[made.pk]), follow=True)
    assert "校验值不一致" in page.content.decode()


@pytest.mark.django_db
def test_no_fresh_file_once_the_bank_answered(cast, gift_batch, as_user):
    batch = gift_batch(2, "sent")
    made = services.make_file(batch_id=batch.pk, layout=SHIPPED["bars"], by=cast.finance)
    services.record_results(batch_id=batch.pk, rows=[paid(1)], by=cast.finance)
    with pytest.raises(Refused, match="已有银行结果"):
        services.make_file(batch_id=batch.pk, layout=SHIPPED["fixed"], by=cast.finance)
    finance = as_user(cast.finance)
    page = finance.get(reverse("payments:file", args=[batch.pk])).content.decode()
    assert "已有银行结果，不能再生成" in page
    assert "按这一格式生成文件" not in page
    got = finance.get(reverse("payments:file_download", args=[made.pk]))
    assert b"".join(got.streaming_content), "what was sent can still be read"


@pytest.mark.django_db
def test_no_file_before_the_release_nor_by_somebody_else(cast, gift_batch):
    checked = gift_batch(1, "checked")
    with pytest.raises(Refused, match="放行之后"):
        services.make_file(batch_id=checked.pk, layout=SHIPPED["plain"], by=cast.finance)
    released = gift_batch(1, "sent")
    above = UserFactory(union=cast.province, role=Role.FINANCE)
    for person in (cast.approver, cast.city_reviewer, above):
        with pytest.raises(Refused, match="只有本工会的财务人员、出纳"):
            services.make_file(batch_id=released.pk, layout=SHIPPED["plain"], by=person)
    cashier = UserFactory(union=cast.city, role=Role.CASHIER)
    assert services.make_file(batch_id=released.pk, layout=SHIPPED["plain"], by=cashier).made_by == cashier


@pytest.mark.django_db
def test_a_rare_name_is_told_before_the_file_goes(cast, gift, client):
    batch = carry([gift(name="张䶮")], cast, "sent")
    with pytest.raises(RowsRefused) as refused:
        services.make_file(batch_id=batch.pk, layout=SHIPPED["bars"], by=cast.finance)
    assert refused.value.problems[0][0] == 1
    client.force_login(cast.finance)
    page = client.get(reverse("payments:file", args=[batch.pk]), {"layout": "bars"}).content.decode()
    assert "“䶮”在 GBK 编码里没有" in page
    assert "按这一格式生成文件" not in page
    answer = client.post(reverse("payments:file", args=[batch.pk]), {"layout": "bars"})
    assert answer.status_code == 409
    assert not BankFile.objects.exists()


@pytest.mark.django_db
def test_the_page_shows_no_whole_card_and_the_download_is_on_record(cast, gift_batch, as_user):
    batch = gift_batch(2, "sent")
    finance, address = as_user(cast.finance), reverse("payments:file", args=[batch.pk])
    card = batch.payments.first().bank_card.reveal()
    for key in SHIPPED:
        page = finance.get(address, {"layout": key}).content.decode()
        assert card not in page
        assert f"*{card[-4:]}" in page
    answer = finance.post(address, {"layout": "bars"}, follow=True)
    assert "已生成" in answer.content.decode()
    again = finance.post(address, {"layout": "bars"}, follow=True)
    assert "没有变化" in again.content.decode()
    made = BankFile.objects.get()
    got = finance.get(reverse("payments:file_download", args=[made.pk]))
    assert card in b"".join(got.streaming_content).decode("gbk")
    assert AuditRecord.objects.about(batch).filter(action="export.bank_file").count() == 1
    finance.post(address, {"layout": "fixed"})
    void = finance.get(reverse("payments:file_download", args=[made.pk]), follow=True)
    assert "这个文件已作废" in void.content.decode()
    assert finance.get(address).context["choice"].layout.name == SHIPPED["fixed"].name, "the last one used"
    assert finance.get(address, {"layout": "9999"}).status_code == 404


@pytest.mark.django_db
class TestTheLayoutsOfAUnion:
    def sent(self, layout, **changes):
        """What the form sends for a layout."""
        told = layout.document() | {"is_active": "on"} | changes
        form = {name: value for name, value in told.items() if name not in ("columns", "totals")}
        form = {name: "on" if value is True else value for name, value in form.items() if value is not False}
        for name in ("columns", "totals"):
            rows = told[name]
            form |= {f"{name}-TOTAL_FORMS": len(rows), f"{name}-INITIAL_FORMS": 0}
            for place, row in enumerate(rows):
                for key, value in row.items():
                    if value is not False:
                        form[f"{name}-{place}-{key}"] = "on" if value is True else value
                form[f"{name}-{place}-ORDER"] = place + 1
        return form

    def test_one_is_made_from_another_and_used(self, cast, as_user, gift_batch):
        finance, address = as_user(cast.finance), reverse("payments:layout_new")
        begun = finance.get(address, {"of": "fixed"}).content.decode()
        assert "60" in begun
        assert "张建国" in begun, "the preview is there at once"
        layout = replace(SHIPPED["fixed"], name="农商行定长")
        shown = finance.post(address, self.sent(layout, preview="1"))
        assert (shown.status_code, BankLayout.objects.count()) == (200, 0), "a preview saves nothing"
        assert finance.post(address, self.sent(layout)).status_code == 302
        row = BankLayout.objects.get()
        assert (row.layout, row.made_by, row.union) == (layout, cast.finance, cast.city)
        page = finance.get(reverse("payments:file", args=[gift_batch(1, "sent").pk]), {"layout": row.pk})
        assert page.context["choice"].layout == layout

    def test_columns_stand_in_the_order_that_was_asked_for(self, cast, as_user):
        sent = self.sent(replace(SHIPPED["bars"], name="换序"))
        sent |= {"columns-0-ORDER": 4, "columns-3-ORDER": 1, "columns-2-value": "amount"}
        as_user(cast.finance).post(reverse("payments:layout_new"), sent)
        assert [column.value for column in BankLayout.objects.get().layout.columns] == [
            "purpose", "payee", "amount", "card",
        ]  # fmt: skip

    def test_each_mistake_is_told_where_it_is_and_nothing_is_lost(self, cast, as_user):
        sent = self.sent(SHIPPED["fixed"], name="", file_name="{x}")
        answer = as_user(cast.finance).post(reverse("payments:layout_new"), sent)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert answer.context["form"].errors["name"]
        assert 'value="{x}"' in page
        sent = self.sent(replace(SHIPPED["fixed"], name="甲"), columns=SHIPPED["bars"].document()["columns"])
        answer = as_user(cast.finance).post(reverse("payments:layout_new"), sent)
        assert (answer.status_code, "要写宽度" in answer.content.decode()) == (422, True)

    def test_a_name_stands_once_and_what_is_out_of_use_is_not_offered(self, cast, as_user, gift_batch):
        layout = replace(SHIPPED["bars"], name="本地")
        row = services.save_layout(layout=layout, by=cast.finance)
        again = as_user(cast.finance).post(reverse("payments:layout_new"), self.sent(layout))
        assert (again.status_code, "已有同名的格式" in again.content.decode()) == (409, True)
        services.save_layout(layout=layout, by=cast.finance, pk=row.pk, is_active=False)
        address = reverse("payments:file", args=[gift_batch(1, "sent").pk])
        assert as_user(cast.finance).get(address, {"layout": row.pk}).status_code == 404

    def test_another_union_neither_sees_nor_changes_it(self, cast, as_user):
        row = services.save_layout(layout=replace(SHIPPED["bars"], name="本地"), by=cast.finance)
        above = UserFactory(union=cast.province, role=Role.FINANCE)
        assert as_user(above).get(reverse("payments:layout", args=[row.pk])).status_code == 404
        with pytest.raises(BankLayout.DoesNotExist):
            services.save_layout(layout=SHIPPED["bars"], by=above, pk=row.pk)
        with pytest.raises(Refused, match="财务人员"):
            services.save_layout(layout=SHIPPED["bars"], by=cast.approver)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "total", "constraint"),
    [
        ("checked", None, "bank_file_of_released_batch"),
        ("released", 1, "bank_file_has_totals"),
        ("answered", None, "bank_file_before_the_answer"),
    ],
)
def test_around_python_no_file_of_what_was_not_released_or_of_another_sum(
    cast, gift_batch, state, total, constraint
):
    batch = gift_batch(1, "checked" if state == "checked" else "sent")
    if state == "answered":
        services.record_results(batch_id=batch.pk, rows=[paid(1)], by=cast.finance)
    with pytest.raises(IntegrityError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO payments_bankfile (batch_id, name, document, sha256, size, count, total, made_at,"
            " made_by_id) VALUES (%s, 'x', '{}', 'x', 1, %s, %s, now(), %s)",
            [batch.pk, batch.count, batch.total if total is None else total, cast.finance.pk],
        )
    assert broken(refused.value) == constraint
