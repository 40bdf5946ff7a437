"""What banks answer, in thirty variants, and what becomes of each: nothing is recorded that does not fit."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from funds.payments import services
from funds.payments.models import BankResultFile
from funds.payments.rules import read_answer
from funds.payments.selectors.answers import judge
from funds.payments.states import AnswerState, BatchState, PaymentState
from hardship.accounts.states import Role
from hardship.kernel.checks import broken
from hardship.kernel.sheets import SheetError
from hardship.kernel.workflow import Refused
from tests.books import assert_books_balance
from tests.factories import UserFactory
from tests.funds.payments.conftest import carry
from tests.funds.payments.gifts import CARD, NEW_CARD, THIRD_CARD

pytestmark = pytest.mark.django_db
OURS = "序号,收款人,银行卡号,金额（元）,结果,失败原因"
THEIRS = "账号,户名,交易金额,处理结果,返回信息"


@pytest.fixture
def batch(cast, gift):
    """Three payments: 100 and 250.50 to two cards, 100 to a third, of whose names one is long."""
    gifts = [
        gift("100.00", name="王梅", bank_card=CARD),
        gift("250.50", name=LONG, bank_card=NEW_CARD),
        gift("100.00", name="李强", bank_card=THIRD_CARD),
    ]
    return carry(gifts, cast, "sent")


def text(*lines, encoding="utf-8-sig", end="\r\n"):
    return end.join(lines).encode(encoding)


def ours(line, name, card, amount, result="成功", why=""):
    return f"{line},{name},{card},{amount},{result},{why}"


LONG, ALL = "买买提·吐尔逊江·阿不都拉", [1, 2, 3]
ONE, THREE = ours(1, "王梅", CARD, "100.00"), ours(3, "李强", THIRD_CARD, "100.00")
TWO = ours(2, LONG, NEW_CARD, "250.50", "失败", "户名不符")


def whole(*more, **written):
    return text(OURS, ONE, TWO, THREE, *more, **written)


def first(**changes):
    """The first line alone, otherwise than it was sent."""
    return text(OURS, ours(**{"line": 1, "name": "王梅", "card": CARD, "amount": "100.00"} | changes))


def dated(days):
    return lambda: text("序号,结果,入账日期", f"1,成功,{timezone.localdate() + timedelta(days=days)}")


THEIR_OWN = text(THEIRS, f"{CARD},王梅,100.00,处理成功,", f"{NEW_CARD},{LONG},250.50,处理失败,户名不符")
RETURNED = ours(3, "李强", THIRD_CARD, "100", "退汇", "销户")
SAME_TAIL, HIDDEN = "9" * 15 + CARD[-4:], "622202******" + CARD[-4:]
# What comes: paid, failed, missing lines, and the kinds of what does not fit.
VARIANTS = {
    "whole": (whole(), [1, 3], [2], [], []),
    "another order": (text(OURS, THREE, ONE, TWO), [1, 3], [2], [], []),
    "gbk": (whole(encoding="gbk"), [1, 3], [2], [], []),
    "unix ends": (whole(end="\n"), [1, 3], [2], [], []),
    "blank lines": (text(OURS, "", ONE, ",,,,,", TWO, THREE, ""), [1, 3], [2], [], []),
    "no byte order mark": (whole(encoding="utf-8"), [1, 3], [2], [], []),
    "first of three parts": (first(), [1], [], [2, 3], []),
    "heading above": (text("代发结果", "", OURS, ONE, TWO, THREE), [1, 3], [2], [], []),
    "right total": (whole("合计,,,450.50,,"), [1, 3], [2], [], []),
    "wrong total": (whole("合计,,,450.51,,"), [1, 3], [2], [], ["合计不符"]),
    "cut, total left": (text(OURS, ONE, "总计,,,450.50,,"), [1], [], [2, 3], ["合计不符"]),
    "same line twice": (text(OURS, ONE, ONE), [1], [], [2, 3], ["重复"]),
    "a line too many": (text(OURS, ONE, ours(4, "赵", CARD, "1.00")), [1], [], [2, 3], ["名单里没有"]),
    "fen for yuan": (first(amount="10000"), [], [], ALL, ["金额不符"]),
    "one fen off": (first(amount="99.99"), [], [], ALL, ["金额不符"]),
    "another card": (first(card=NEW_CARD), [], [], ALL, ["账号不符"]),
    "same tail, another card": (first(card=SAME_TAIL), [], [], ALL, ["账号不符"]),
    "card hidden": (first(card=HIDDEN), [1], [], [2, 3], []),
    "another name": (first(name="王海"), [], [], ALL, ["户名不符"]),
    "name hidden": (first(name="王*"), [1], [], [2, 3], []),
    "name hidden, another": (first(name="李*"), [], [], ALL, ["户名不符"]),
    "name cut": (text(OURS, ours(2, LONG[:9], NEW_CARD, "250.50")), [2], [], [1, 3], []),
    "other dots": (text(OURS, ours(2, LONG.replace("·", "•"), NEW_CARD, "250.50")), [2], [], [1, 3], []),
    "unknown code": (first(result="9001"), [], [], ALL, ["结果不明"]),
    "no result": (first(result=""), [], [], ALL, ["结果不明"]),
    "failed for no reason": (first(result="失败"), [], [], ALL, ["结果不明"]),
    "other words": (text(OURS, ours(1, "王梅", CARD, "100", "交易成功"), RETURNED), [1], [3], [2], []),
    "their own headings": (THEIR_OWN, [1], [2], [3], []),
    "nobody's account": (text(THEIRS, "6222020000000000000,某人,100,成功,"), [], [], ALL, ["名单里没有"]),
    "a line that is no number": (first(line="三"), [], [], ALL, ["对不上是哪一笔"]),
    "another batch": (text("批次号,序号,结果", "CC-FF2020-009,1,成功"), [], [], ALL, ["别的批次"]),
    "paid tomorrow": (dated(1), [], [], ALL, ["日期不对"]),
    "paid today": (dated(0), [1], [], [2, 3], []),
    "of yesterday, before it was released": (dated(-1), [], [], ALL, ["日期不对"]),
    "cut in the middle of a line": (whole()[:-30], [1], [2], [3], ["账号不符"]),
    "gb18030": (whole(encoding="gb18030"), [1, 3], [2], [], []),
}


@pytest.mark.requirement("E4")
@pytest.mark.parametrize("variant", VARIANTS)
def test_each_answer_is_classified(batch, variant):
    content, paid, failed, missing, kinds = VARIANTS[variant]
    judged = judge(batch, read_answer(content() if callable(content) else content))
    told = [[row.line for row in share.payments] for share in (judged.paid, judged.failed, judged.missing)]
    assert (told, [misfit.kind for misfit in judged.misfits]) == ([paid, failed, missing], kinds)
    assert judged.may_record == (not kinds and bool(paid or failed))


def test_two_of_one_account_and_amount_are_told_apart_by_hand(cast, gift):
    twins = carry([gift("100.00", bank_card=CARD), gift("100.00", bank_card=CARD)], cast, "sent")
    judged = judge(twins, read_answer(text(THEIRS, f"{CARD},,100.00,处理成功,")))
    assert [misfit.kind for misfit in judged.misfits] == ["对不上是哪一笔"]
    assert "的有 2 笔，请补上序号" in judged.misfits[0].sentence


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", text("姓名,金额", "王梅,100"), text(OURS, ours(1, "王", CARD, "abc"))]
)
def test_what_cannot_be_read_is_not_taken_in(cast, batch, content):
    with pytest.raises(SheetError):
        receive(cast, batch, content)
    assert not BankResultFile.objects.exists()


def receive(cast, batch, content, name="结果.csv"):
    return services.receive_answer(batch_id=batch.pk, name=name, content=content, by=cast.finance)


@pytest.mark.requirement("E4")
def test_a_file_is_looked_through_then_recorded_as_a_whole(cast, batch):
    answer = receive(cast, batch, VARIANTS["whole"][0])
    assert set(batch.payments.values_list("state", flat=True)) == {PaymentState.SENT}, (
        "looking records nothing"
    )
    assert receive(cast, batch, VARIANTS["whole"][0]) == answer, "the one that waits"
    answer = services.record_answer(answer_id=answer.pk, by=cast.finance)
    states = list(batch.payments.order_by("line").values_list("state", "failure"))
    assert states == [("paid", ""), ("failed", "户名不符"), ("paid", "")]
    assert (answer.state, answer.ended_by) == (AnswerState.RECORDED, cast.finance)
    batch.refresh_from_db()
    assert batch.state == BatchState.SETTLED
    assert_books_balance()


def test_one_row_that_does_not_fit_and_nothing_is_recorded(cast, batch):
    for variant in ("wrong total", "fen for yuan", "same line twice"):
        answer = receive(cast, batch, VARIANTS[variant][0])
        with pytest.raises(Refused, match="未登记任何一笔"):
            services.record_answer(answer_id=answer.pk, by=cast.finance)
        assert BankResultFile.objects.get(pk=answer.pk).state == AnswerState.WAITING
    assert set(batch.payments.values_list("state", flat=True)) == {PaymentState.SENT}


def test_the_same_file_is_recorded_once_and_says_when_it_was(cast, batch, gift):
    part = VARIANTS["first of three parts"][0]
    services.record_answer(answer_id=receive(cast, batch, part).pk, by=cast.finance)
    with pytest.raises(Refused, match=f"{timezone.localdate()} 已由{cast.finance}登记"):
        receive(cast, batch, part)
    other = carry([gift("100.00", name="王梅", bank_card=CARD)], cast, "sent")
    with pytest.raises(Refused, match="已经登记到另一批次"):
        receive(cast, other, part)
    waiting = receive(cast, batch, VARIANTS["right total"][0])
    with pytest.raises(Refused, match="另一批次的结果上传"):
        receive(cast, other, VARIANTS["right total"][0])
    services.drop_answer(answer_id=waiting.pk, by=cast.finance)
    assert receive(cast, other, VARIANTS["right total"][0]).pk != waiting.pk, "dropped, it may come again"


def test_what_ended_is_not_recorded_again_nor_by_somebody_else(cast, batch):
    answer = receive(cast, batch, VARIANTS["whole"][0])
    above = UserFactory(union=cast.province, role=Role.FINANCE)
    for person in (cast.approver, above):
        with pytest.raises(Refused, match="只有本工会的财务人员、出纳"):
            services.record_answer(answer_id=answer.pk, by=person)
        with pytest.raises(Refused, match="只有本工会的财务人员、出纳"):
            services.drop_answer(answer_id=answer.pk, by=person)
    stranger = UserFactory(union=cast.elsewhere.city, role=Role.FINANCE)
    with pytest.raises(BankResultFile.DoesNotExist):
        services.record_answer(answer_id=answer.pk, by=stranger)
    services.drop_answer(answer_id=answer.pk, by=cast.finance)
    with pytest.raises(Refused, match="已放弃，不能再办"):
        services.record_answer(answer_id=answer.pk, by=cast.finance)


def test_a_file_that_came_too_late_can_be_put_aside(cast, batch, as_user):
    answer = receive(cast, batch, VARIANTS["right total"][0])
    services.record_results(batch_id=batch.pk, rows=read_answer(VARIANTS["whole"][0]).rows, by=cast.finance)
    with pytest.raises(Refused, match="不能登记银行结果"):
        services.record_answer(answer_id=answer.pk, by=cast.finance)
    page = as_user(cast.finance).get(reverse("payments:answer", args=[answer.pk])).content.decode()
    assert "确认登记" not in page
    assert services.drop_answer(answer_id=answer.pk, by=cast.finance).state == AnswerState.DROPPED


def test_whole_numbers_are_for_whoever_handles_the_money(cast, batch, as_user):
    answer = receive(cast, batch, VARIANTS["whole"][0])
    address = reverse("payments:answer_original", args=[answer.pk])
    reviewer = as_user(cast.city_reviewer)
    assert reviewer.get(address).status_code == 403
    page = reviewer.get(reverse("payments:answer", args=[answer.pk]))
    assert (page.status_code, address in page.content.decode()) == (200, False)
    assert as_user(cast.approver).get(address).status_code == 200


def test_the_page_says_what_would_happen_and_asks(cast, batch, as_user):
    finance = as_user(cast.finance)
    answer = receive(cast, batch, VARIANTS["their own headings"][0])
    address = reverse("payments:answer", args=[answer.pk])
    page = finance.get(address).content.decode()
    for words in (
        "1 笔，100.00 元",
        "1 笔，250.50 元，资金退回占用",
        "1 笔，100.00 元，继续等银行结果",
        "户名不符",
    ):
        assert words in page
    assert "确认登记这 2 笔" in page
    assert CARD not in page
    assert "结果.csv" in finance.get(reverse("payments:detail", args=[batch.pk])).content.decode()
    got = finance.get(reverse("payments:answer_original", args=[answer.pk]))
    assert b"".join(got.streaming_content) == VARIANTS["their own headings"][0]
    assert finance.post(address).status_code == 302
    assert "已登记" in finance.get(address).content.decode()
    assert finance.post(address).status_code == 409


def test_what_cannot_be_read_is_told_at_the_field(cast, batch, as_user):
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("结果.csv", text("姓名,金额", "王梅,100"))
    page = as_user(cast.finance).post(reverse("payments:results_file", args=[batch.pk]), {"file": file})
    assert page.status_code == 422
    assert "没有找到“序号”和“结果”两列" in page.content.decode()


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("state = 'recorded'", "result_file_ended_by_somebody"),
        ("state = 'lost', ended_at = now(), ended_by_id = taken_by_id", "result_file_state_known"),
    ],
)
def test_around_python_a_file_ends_by_somebody(cast, batch, change, constraint):
    answer = receive(cast, batch, VARIANTS["whole"][0])
    with pytest.raises(IntegrityError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE payments_bankresultfile SET {change} WHERE id = %s", [answer.pk])
    assert broken(refused.value) == constraint
