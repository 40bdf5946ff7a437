"""Goods in kind in an application: a quantity for each item, never above the policy, kept and printed."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.template.loader import render_to_string
from django.urls import reverse

from cases.applications import services
from cases.applications.selectors import content_hash, get_content, get_paper, list_gaps
from cases.applications.states import State
from cases.approvals.reports import approval_form
from cases.notices.columns import columns_of
from cases.notices.models import NoticeEntry
from cases.notices.reports import public_notice
from cases.notices.rules import line_hash
from cases.outcomes.reports import paper_pdf
from cases.outcomes.states import PaperKind
from cases.policies.services import load_policy
from hardship.kernel.workflow import Refused
from tests.cases.archives.test_archive_pdf import read

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B1")]
SUPPLIES = """code: supplies_aid
title: 送温暖物资办法
source: 区总工会
document_no: 区工发〔2026〕3号
programmes:
  supplies:
    label: 送温暖物资
    kind: goods
    form: goods
    goods:
      - {name: 大米, unit: 公斤, at_most: 10}
      - {name: 食用油, unit: 升, at_most: "2.5"}
  parcel:
    label: 慰问包
    kind: goods
    form: goods
examples:
  - name: 物资不发钱
    given: {on: "2026-03-05", region_code: "320600", persons: 3}
    expect: {amounts: {supplies: 0}}
"""
ALL = "大米 10 公斤、食用油 2.5 升"


@pytest.fixture
def supplies(cast, reference, make):
    """`supplies(state)`: an application for rice and oil."""
    load_policy(union=cast.county, text=SUPPLIES, in_force_from=date(2020, 1, 1))
    return lambda state=State.DRAFT, programme="supplies": make(state=state, programme=programme)


def save(application, by, **goods):
    names = {"rice": "大米", "oil": "食用油"}
    asked = {names.get(name, name): Decimal(number) for name, number in goods.items()}
    application = services.save(
        application_id=application.pk, version=application.version, by=by, reason="过冬", goods=asked
    )
    application.refresh_from_db()
    return application


def test_an_application_begins_with_the_most_of_each_item(supplies):
    application = supplies()
    assert application.goods == [
        {"name": "大米", "unit": "公斤", "quantity": "10", "at_most": "10"},
        {"name": "食用油", "unit": "升", "quantity": "2.5", "at_most": "2.5"},
    ]
    assert (application.goods_words, application.amount) == (ALL, None)


def test_less_may_be_asked_for_and_an_item_left_out(cast, supplies):
    application = save(supplies(), cast.clerk, rice="5", oil="0")
    assert application.goods_words == "大米 5 公斤"


@pytest.mark.parametrize(
    ("asked", "field", "sentence"),
    [
        ({"rice": "11"}, "goods_1", "大米：最多 10 公斤。"),
        ({"rice": "10", "oil": "2.51"}, "goods_2", "食用油：最多 2.5 升。"),
        ({"rice": "-1"}, "goods_1", "大米：数量不能小于 0。"),
        ({"rice": "0.5"}, "goods_1", "大米：请填整数。"),
        ({"oil": "1.25"}, "goods_2", "食用油：最多 1 位小数。"),
        ({"棉被": "1"}, None, "这个项目不发“棉被”。"),
    ],
)
def test_what_the_programme_does_not_give_is_refused(cast, supplies, asked, field, sentence):
    with pytest.raises(Refused) as refused:
        save(supplies(), cast.clerk, **asked)
    assert (str(refused.value), refused.value.field) == (sentence, field)


def test_an_application_for_nothing_is_not_submitted(cast, supplies):
    application = save(supplies(), cast.clerk, rice="0", oil="0")
    assert ("goods_1", "请至少填写一种物品的数量。") in [
        (gap.field, gap.text) for gap in list_gaps(application)
    ]


def test_a_programme_without_items_asks_for_none(cast, supplies, as_user):
    application = supplies(programme="parcel")
    assert application.goods == []
    assert not [gap for gap in list_gaps(application) if gap.field.startswith("goods")]
    page = as_user(cast.clerk).get(reverse("applications:edit", args=[application.pk])).content.decode()
    assert "goods_1" not in page
    assert get_paper(application).manner == "发放实物，不发钱"


def test_the_form_asks_for_each_item_and_takes_what_people_type(cast, supplies, as_user):
    application, client = supplies(), as_user(cast.clerk)
    page = reverse("applications:edit", args=[application.pk])
    shown = client.get(page).content.decode()
    assert "大米（公斤）" in shown
    assert "最多 2.5 升，不要的填 0" in shown
    sent = {"version": application.version, "reason": "过冬", "goods_1": "８", "goods_2": ""}
    assert client.post(page, sent).status_code == 302
    application.refresh_from_db()
    assert application.goods_words == "大米 8 公斤"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("10.5", "最多 10 公斤。"),
        ("-1", "请只填数字，例如 10。"),
        ("1e1", "请只填数字，例如 10。"),
        ("十", "请只填数字，例如 10。"),
        ("٣", "请只填数字，例如 10。"),
        ("9" * 400, "请只填数字，例如 10。"),
        ("0.5", "请填整数。"),
    ],
)
def test_what_is_no_such_quantity_is_told_at_its_field(cast, supplies, as_user, typed, sentence):
    application = supplies()
    page = reverse("applications:edit", args=[application.pk])
    answer = as_user(cast.clerk).post(page, {"version": application.version, "goods_1": typed})
    assert answer.status_code == 422
    assert answer.context["form"].errors["goods_1"] == [sentence]
    application.refresh_from_db()
    assert application.goods_words == ALL


def test_a_decision_binds_to_the_goods(cast, supplies):
    application = supplies()
    assert get_content(application)["application"]["goods"] == application.goods
    before = content_hash(application)
    assert content_hash(save(application, cast.clerk, rice="9", oil="1")) != before


@pytest.mark.parametrize("state", [State.DRAFT, State.REVIEW])
def test_the_pages_say_the_goods(cast, supplies, as_user, state):
    application = supplies(state)
    name = "check" if state == State.DRAFT else "detail"
    shown = as_user(cast.clerk).get(reverse(f"applications:{name}", args=[application.pk])).content.decode()
    assert "申请物资" in shown
    assert ALL in shown


def test_the_papers_say_what_was_submitted(supplies):
    application = supplies(State.APPROVED)
    paper = get_paper(application)
    assert (paper.goods, paper.manner) == (ALL, f"发放{ALL}")
    said = f"发放{ALL}".replace(" ", "")
    for kind in (PaperKind.RESULT, PaperKind.FEEDBACK):
        assert said in text_of(application, kind), kind
    assert ALL.replace(" ", "") in text_of(application, PaperKind.RECEIPT)
    form = render_to_string("pdf/approval_form.html", {**approval_form(application), "title": ""})
    assert f"发放{ALL}" in form


def text_of(application, kind):
    return "".join(read(paper_pdf(application, kind))[1].split())


def test_a_notice_says_the_goods_instead_of_a_sum(supplies):
    supplies(State.PUBLIC_NOTICE)
    entry = NoticeEntry.objects.get()
    assert (entry.goods, entry.amount) == (ALL, None)
    assert entry.content_hash == line_hash(entry.line)
    assert [column.key for column in columns_of(entry.notice.columns)] == [
        "name", "unit", "programme", "goods",
    ]  # fmt: skip
    rows = public_notice(entry.notice)["rows"]
    assert ALL in [cell.text for cell in rows[0]]


def refused_by(constraint, sql, *parameters):
    with pytest.raises(DatabaseError, match=constraint), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)


ROW = {"name": "大米", "unit": "公斤", "quantity": "5", "at_most": "10"}


@pytest.mark.parametrize(
    "goods",
    [
        [{**ROW, "quantity": "0"}], [{**ROW, "quantity": "-1"}], [{**ROW, "quantity": "10.01"}],
        [{**ROW, "quantity": "many"}], [{**ROW, "quantity": None}], [{**ROW, "at_most": ""}],
        [{**ROW, "name": ""}], [{"name": "大米"}], [ROW, {**ROW, "quantity": "11"}], ["大米"], [[]],
        {}, "大米", None,
    ],
)  # fmt: skip
def test_the_database_holds_goods_within_the_programme(supplies, goods):
    application = supplies()
    sql = "UPDATE applications_application SET goods = %s WHERE id = %s"
    refused_by("application_goods_within_programme", sql, json.dumps(goods), application.pk)


def test_nobody_changes_the_goods_after_the_submission(supplies):
    application = supplies(State.REVIEW)
    sql = "UPDATE applications_application SET goods = '[]' WHERE id = %s"
    refused_by("stays as it was submitted", sql, application.pk)


def test_a_published_line_keeps_its_goods(supplies):
    supplies(State.PUBLIC_NOTICE)
    refused_by("stays as it was published", "UPDATE notices_noticeentry SET goods = '大米 99 公斤'")
