"""摸底问卷 by QR code: a public address, opened and closed by a clerk, whose answers become leads."""

from datetime import date, timedelta
from io import BytesIO
from unittest import mock

import openpyxl
import pypdfium2
import pytest
import zxingcpp
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from cases.leads import services
from cases.leads.models import Lead, Questionnaire, QuestionnaireAnswer, SendingCount
from cases.leads.selectors.leads import list_waiting
from cases.leads.services import QuestionnaireOver, Told, sendings
from cases.leads.services.questionnaires import new_token
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.desk import DUTIES
from hardship.kernel.documents import make_id_number
from hardship.kernel.workflow import Refused
from hardship.messaging.models import Receipt
from tests.factories import HouseholdFactory, UnionFactory, UserFactory
from tests.threads import after_this, at_once

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("G2")]
NUMBER = make_id_number("320602", date(1978, 3, 12), 662)
TYPED = {
    "name": "翁志刚", "phone": "13861900011", "id_number": NUMBER, "employer": "永昌机械厂",
    "cause": "laid_off", "hardship": "停产后没找到活", "filled_by": "self",
    "consent": "on", "address": "", "website": "",
}  # fmt: skip


def read_code(pdf):
    """What a telephone reads off the sheet."""
    return zxingcpp.read_barcode(pypdfium2.PdfDocument(pdf)[0].render(scale=2).to_pil()).text


def today():
    return timezone.localdate()


def start(by, *, days=30, call=None):
    return services.open_questionnaire(
        ends_on=today() + timedelta(days=days), contact="季老师", telephone="0513-85511234", by=by, call=call
    )


def close(row, by):
    return services.take_questionnaire_step(questionnaire_id=row.pk, action="close", by=by)


def answer(row, **more):
    said = {"name": "翁志刚", "phone": "13861900011", "id_number": NUMBER, "hardship": "停产", **more}
    told = Told(channel="scan", heard_on=today(), **said)
    return services.answer_questionnaire(token=row.token, filled_by="self", told=told)


def send(row, **more):
    """What a telephone without login sends and gets, as it reads it."""
    found = Client().post(reverse("leads:fill", args=[row.token]), {**TYPED, **more})
    found.words = found.content.decode()
    return found


def call_of(cast, *, days=5):
    call = services.make_call(
        title="收集", text="请上报", due_on=today() + timedelta(days=days), by=cast.reviewer
    )
    return services.take_call_step(call_id=call.pk, action="open", by=cast.reviewer)


@pytest.fixture
def running(cast, reference):
    return start(cast.clerk)


def test_an_answer_becomes_a_lead_that_the_clerk_goes_on_with(cast, running, as_user):
    page = Client().get(reverse("leads:fill", args=[running.token]))
    assert page["Cache-Control"] == "no-store"
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert "0513-85511234" in page.content.decode()
    done = send(running)
    assert done.url == reverse("leads:filled", args=[running.token])
    after = Client().get(done.url).content.decode()
    assert "已收到" in after
    assert "翁志刚" not in after
    lead = list_waiting(cast.clerk).get()
    assert (lead.channel, lead.state, lead.union, lead.created_by) == ("scan", "new", cast.union, None)
    assert (lead.heard_from, lead.phone.reveal(), lead.id_number.reveal()) == (
        "职工本人",
        "13861900011",
        NUMBER,
    )
    assert DUTIES["leads.waiting"].rows(cast.clerk).count() == 1
    shown = as_user(cast.clerk).get(reverse("leads:lead", args=[lead.uid])).content.decode()
    assert "扫码填写，没有人核对过" in shown
    assert "13861900011" not in shown
    assert NUMBER not in shown
    assert "扫码填写" in as_user(cast.clerk).get(reverse("leads:leads")).content.decode()
    household = services.take_step(lead_id=lead.pk, action="file", by=cast.clerk).household
    assert household.head.id_number.reveal() == NUMBER
    rows = AuditRecord.objects.filter(action__in=["lead.record", "questionnaire.answer"], union=cast.union)
    assert rows.count() == 2
    assert not {"翁志刚", NUMBER, "13861900011", running.token} & set(
        str([row.data for row in rows]).split("'")
    )


def test_it_is_encrypted_as_the_others_are(running):
    answer(running)
    with connection.cursor() as cursor:
        cursor.execute("SELECT q::text FROM leads_questionnaireanswer q")
        kept = cursor.fetchone()[0]
    assert "翁志刚" in kept
    assert NUMBER not in kept
    assert "13861900011" not in kept


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "请填写此项"),
        ({"phone": ""}, "请填写电话号码"),
        ({"phone": "1386190"}, "请加上区号"),
        ({"id_number": NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1")}, "身份证号"),
        ({"hardship": "长" * 501}, "最多填写 500 个字"),
        ({"cause": "poor"}, "选"),
        ({"filled_by": ""}, "请选择填写人"),
        ({"consent": ""}, "请先看完说明并勾选同意"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_lost(running, changes, sentence):
    refused = send(running, **changes)
    assert refused.status_code == 422
    assert sentence in refused.words
    field = next(iter(changes))
    assert f"field field-{field} field-error" in refused.words
    kept = {
        name: value for name, value in TYPED.items() if name in ("name", "phone", "id_number", "employer")
    }
    assert all(value in refused.words for name, value in kept.items() if name not in changes)
    assert not Lead.objects.exists()


def test_a_machine_is_thanked_and_nothing_kept(running):
    assert send(running, website="https://evil.example").status_code == 302
    assert not QuestionnaireAnswer.objects.exists()


def test_without_the_token_of_forms_nothing_is_taken(running):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(reverse("leads:fill", args=[running.token]), TYPED).status_code == 403
    assert not Lead.objects.exists()


def test_what_is_too_long_is_not_read(running):
    assert send(running, employer="长" * 20_000).status_code == 413
    address = reverse("leads:fill", args=[running.token])
    assert Client().get(address, CONTENT_LENGTH="many").status_code == 200


ENDS = {
    "unknown": lambda row, cast: setattr(row, "token", new_token()),
    "closed": lambda row, cast: close(row, cast.clerk),
    "over": lambda row, cast: Questionnaire.objects.update(ends_on=today() - timedelta(days=1)),
}


def test_an_address_that_is_over_and_one_that_never_was_are_the_same(cast, reference):
    seen = set()
    for end in ENDS.values():
        row = start(cast.clerk)
        end(row, cast)
        for path in ("leads:fill", "leads:filled"):
            page = Client().get(reverse(path, args=[row.token]))
            assert (page.status_code, page["Cache-Control"]) == (404, "no-store")
            assert page["X-Robots-Tag"] == "noindex, nofollow"
            seen.add(page.content)
        sent = send(row)
        assert sent.status_code == 404
        seen.add(sent.content)
        with pytest.raises(QuestionnaireOver):
            answer(row)
    assert len({page.partition(b"<body")[2].partition(b"<main")[2] for page in seen}) == 1
    assert not Lead.objects.exists()
    assert not SendingCount.objects.exists()


def test_the_end_is_that_of_the_call_and_comes_with_it(cast, reference):
    UnionFactory(parent=cast.county)
    call = call_of(cast)
    with pytest.raises(Refused, match="填写截止要在今天到") as refusal:
        start(cast.clerk, days=6, call=call)
    assert refusal.value.field == "ends_on"
    row = start(cast.clerk, days=5, call=call)
    assert answer(row).lead.union == cast.union
    services.take_call_step(call_id=call.pk, action="close", by=cast.reviewer)
    with pytest.raises(QuestionnaireOver):
        answer(row, hardship="又来")
    with pytest.raises(Refused, match="不在收集中"):
        start(cast.clerk, days=1, call=type(call).objects.get(pk=call.pk))
    services.take_call_step(call_id=call.pk, action="reopen", by=cast.reviewer)
    type(call).objects.update(due_on=today() - timedelta(days=1))
    with pytest.raises(QuestionnaireOver):
        answer(row, hardship="又来")


def test_a_questionnaire_that_has_its_fill_takes_no_more(running, monkeypatch):
    monkeypatch.setattr("cases.leads.selectors.questionnaires.MOST_ANSWERS", 1)
    answer(running)
    assert Client().get(reverse("leads:fill", args=[running.token])).status_code == 404
    with pytest.raises(QuestionnaireOver):
        answer(running, name="别人", phone="13861900019", id_number=None)


@pytest.mark.parametrize("days", [-1, 61])
def test_an_end_that_is_past_or_too_far_is_refused(cast, days):
    with pytest.raises(Refused, match="填写截止要在今天到"):
        start(cast.clerk, days=days)


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.CLERK])
def test_only_a_clerk_of_the_union_opens_and_closes(cast, running, role):
    other = UserFactory(union=cast.union, role=role)
    with pytest.raises(Refused):
        start(other)
    with pytest.raises(Refused):
        close(running, other)
    with pytest.raises(Questionnaire.DoesNotExist):
        close(running, cast.stranger)
    with pytest.raises(Refused, match=f"由“{cast.union.name}”办理"):
        close(running, UserFactory(union=cast.county, role=Role.CLERK))
    assert close(running, cast.clerk).closed_by == cast.clerk
    with pytest.raises(Refused, match="可能已被他人处理"):
        close(running, cast.clerk)


def test_the_same_person_again_is_a_remark_and_the_clerks_words_stay(cast, running, as_user):
    first = send(running)
    lead = Lead.objects.get()
    told = Told("scan", today(), "翁志刚", "电话核实：停产四个月", phone="13861900011", id_number=NUMBER)
    services.change_lead(lead_id=lead.pk, told=told, by=cast.clerk)
    again = send(running, name="翁志钢", phone="13861900012", hardship="昨天又查出病")
    assert (again.status_code, again.url) == (first.status_code, first.url)
    assert send(running, name="翁志钢", phone="13861900012", hardship="昨天又查出病").url == first.url
    lead.refresh_from_db()
    assert (lead.name, lead.hardship, lead.phone.reveal()) == (
        "翁志刚",
        "电话核实：停产四个月",
        "13861900011",
    )
    assert list(lead.answers.order_by("pk").values_list("hardship", flat=True)) == [
        "停产后没找到活", "昨天又查出病",
    ]  # fmt: skip
    assert Receipt.objects.filter(message__kind="lead.again", to=cast.clerk).count() == 1
    page = as_user(cast.clerk).get(reverse("leads:lead", args=[lead.uid])).content.decode()
    assert "昨天又查出病" in page
    assert "再次填写" in page
    assert "13861900012" not in page
    kept = lead.answers.latest("pk")
    at = reverse("leads:reveal_answer", args=[lead.uid, kept.uid, "phone"])
    assert as_user(cast.clerk).post(at).content.decode() == "13861900012"
    assert AuditRecord.objects.about(kept).get(action="reveal").by == cast.clerk
    assert as_user(cast.stranger).post(at).status_code == 404
    row = AuditRecord.objects.about(running).filter(action="questionnaire.answer").latest("pk")
    assert row.data == {"lead": lead.pk, "is_new": False}


def test_one_look_says_whether_the_person_is_on_file(cast, running, as_user):
    lead, client = answer(running).lead, as_user(cast.clerk)
    at = reverse("leads:known", args=[lead.uid])
    assert "没有查到在册的档案" in client.post(at).content.decode()
    filed = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)
    other = answer(running, name="别人", phone="13861900019", id_number=filed.head.id_number.reveal()).lead
    told = client.post(reverse("leads:known", args=[other.uid])).content.decode()
    assert reverse("archives:case", args=[filed.pk]) in told
    assert "没有查到" not in told
    assert as_user(cast.stranger).post(at).status_code == 404
    bare = answer(running, name="无证", phone="13861900018", id_number=None).lead
    assert (
        "没有登记身份证号"
        in as_user(cast.clerk).post(reverse("leads:known", args=[bare.uid])).content.decode()
    )


@pytest.mark.parametrize(
    ("first", "second", "leads"),
    [
        ({}, {"phone": "13861900012", "name": "别名"}, 1),
        ({"id_number": None}, {}, 1),
        ({"id_number": None}, {"id_number": None, "hardship": "又病"}, 1),
        ({}, {"id_number": None}, 1),
        ({"id_number": None}, {"id_number": None, "name": "翁小刚"}, 2),
        ({}, {"id_number": make_id_number("320602", date(1980, 5, 1), 11)}, 2),
    ],
)
def test_who_is_the_same_person(running, first, second, leads):
    answer(running, **first)
    answer(running, **second)
    assert Lead.objects.count() == leads


def test_after_the_lead_is_settled_a_new_one_begins(cast, running):
    lead = answer(running).lead
    services.take_step(lead_id=lead.pk, action="aid", by=cast.clerk, comment="已给予救助")
    assert answer(running).lead != lead


def test_whoever_is_looked_after_elsewhere_gets_the_same_answer(cast, running):
    """Nothing says outside who is known; the union that looks after the person is told inside."""
    told = Told("visit", today(), "翁志刚", "走访得知", id_number=NUMBER)
    theirs = services.record_lead(told=told, by=cast.stranger)
    known = send(running)
    unknown = send(running, name="别人", phone="13861900019", id_number="")
    assert (known.status_code, known.url, known.content) == (
        unknown.status_code,
        unknown.url,
        unknown.content,
    )
    assert theirs.answers.get().questionnaire == running
    theirs.refresh_from_db()
    assert theirs.hardship == "走访得知"
    assert not Lead.objects.visible_to(cast.clerk).exclude(name="别人").exists()


def test_scan_is_a_mark_that_nobody_sets_or_takes_away(cast, running, as_user):
    lead, client = answer(running).lead, as_user(cast.clerk)
    at = reverse("leads:lead_edit", args=[lead.uid])
    assert 'value="scan"' not in client.get(reverse("leads:lead_new")).content.decode()
    typed = {"channel": "visit", "heard_on": str(today()), "name": "翁志刚", "hardship": "核实过"}
    assert client.post(at, typed).status_code == 302
    lead.refresh_from_db()
    assert (lead.channel, lead.hardship) == ("scan", "核实过")
    told = Told("visit", today(), "翁志刚", "停产")
    with pytest.raises(Refused, match="由公开问卷自动登记"):
        services.change_lead(lead_id=lead.pk, told=told, by=cast.clerk)
    with pytest.raises(Refused, match="由公开问卷自动登记"):
        services.record_lead(told=Told("scan", today(), "翁志刚", "停产"), by=cast.clerk)


class TestHowOften:
    def test_a_client_and_an_address_have_their_bounds(self, running, monkeypatch):
        monkeypatch.setattr(sendings, "MOST_OF_CLIENT", 2)
        monkeypatch.setattr(sendings, "MOST_OF_ALL", 3)
        tried = [services.may_send(token="a", client=client) for client in ("1", "1", "1", "", "3")]
        assert tried == [True, True, False, True, False]
        assert services.may_send(token="b", client="3")
        assert not set(SendingCount.objects.values_list("key", flat=True)) & {"1", "2", "a"}

    def test_the_next_hour_begins_anew_and_yesterday_is_thrown_away(self, monkeypatch):
        monkeypatch.setattr(sendings, "MOST_OF_CLIENT", 1)
        now = timezone.now()
        assert services.may_send(token="a", client="1")
        assert not services.may_send(token="a", client="1")
        with mock.patch.object(sendings.timezone, "now", return_value=now + timedelta(hours=1)):
            assert services.may_send(token="a", client="1")
        with mock.patch.object(sendings.timezone, "now", return_value=now + timedelta(days=3)):
            assert services.may_send(token="a", client="1")
        assert SendingCount.objects.count() == 2

    def test_beyond_it_nothing_is_taken_and_nothing_lost(self, running, monkeypatch):
        monkeypatch.setattr(sendings, "MOST_OF_CLIENT", 1)
        assert send(running, name="").status_code == 422
        refused = send(running)
        assert (refused.status_code, refused["Retry-After"]) == (429, "3600")
        assert all(value in refused.words for value in ("翁志刚", NUMBER, "停产后没找到活"))
        assert not Lead.objects.exists()


class TestInside:
    def test_opened_shown_printed_and_closed(self, cast, reference, as_user):
        client, new = as_user(cast.clerk), reverse("leads:questionnaire_new")
        assert "没有公开问卷" in client.get(reverse("leads:questionnaires")).content.decode()
        typed = {
            "ends_on": str(today() + timedelta(days=90)),
            "contact": "季老师",
            "telephone": "0513-85511234",
        }
        refused = client.post(new, typed)
        assert refused.status_code == 409
        assert "季老师" in refused.content.decode()
        made = client.post(new, {**typed, "ends_on": str(today())})
        row = Questionnaire.objects.get()
        address = f"http://testserver/leads/fill/{row.token}/"
        assert "季老师" in client.get(new).content.decode()  # whom to ask is the same again
        page = client.get(made.url).content.decode()
        assert address in page
        assert '<path d="M' in page
        printed = client.get(reverse("leads:poster", args=[row.uid])).content
        assert read_code(printed) == address
        poster = PdfReader(BytesIO(printed))
        words = poster.pages[0].extract_text()
        assert len(poster.pages) == 1
        assert all(
            word in words for word in (cast.union.name, "0513-85511234", row.token, "不论是否工会会员")
        )
        answer(row)
        closed = client.post(
            reverse("leads:questionnaire_step", args=[row.uid]), {"action": "close"}, follow=True
        )
        assert client.get(reverse("leads:poster", args=[row.uid])).status_code == 302
        sheet = openpyxl.load_workbook(
            BytesIO(client.post(reverse("leads:questionnaires_export")).content)
        ).active
        assert [1, 1] in [list(line[4:6]) for line in sheet.values]
        page = closed.content.decode()
        assert "已关闭" in page
        assert address not in page
        assert (
            client.post(reverse("leads:questionnaire_step", args=[row.uid]), {"action": "close"}).status_code
            == 409
        )

    def test_from_a_call_its_last_day_is_the_end(self, cast, reference, as_user):
        UnionFactory(parent=cast.county)
        call, client = call_of(cast), as_user(cast.clerk)
        new = reverse("leads:questionnaire_new") + f"?call={call.uid}"
        assert f'value="{call.due_on}"' in client.get(new).content.decode()
        typed = {"call": str(call.uid), "ends_on": str(call.due_on), "contact": "季", "telephone": "12351"}
        client.post(new, {**typed, "telephone": "13861900011"})
        assert Questionnaire.objects.get().call == call

    def test_who_sees_it(self, cast, running, as_user):
        at = reverse("leads:questionnaire_detail", args=[running.uid])
        assert as_user(cast.reviewer).get(at).status_code == 200
        assert "关闭以后不能再开" not in as_user(cast.reviewer).get(at).content.decode()
        assert as_user(cast.stranger).get(at).status_code == 404
        assert (
            str(running.uid)
            not in as_user(cast.stranger).get(reverse("leads:questionnaires")).content.decode()
        )

    @pytest.mark.parametrize("rows", [1, 20])
    def test_the_list_asks_as_much_for_twenty_as_for_one(
        self, cast, reference, as_user, django_assert_max_num_queries, rows
    ):
        for _n in range(rows):
            start(cast.clerk)
        client = as_user(cast.clerk)
        client.get(reverse("leads:questionnaires"))
        with django_assert_max_num_queries(7):
            client.get(reverse("leads:questionnaires"))


def test_a_token_cannot_be_guessed():
    made = {new_token() for _n in range(1000)}
    assert len(made) == 1000
    assert {len(token.replace("-", "")) for token in made} == {20}
    assert len(set("".join(made))) == 32


class TestWithoutPython:
    @pytest.mark.parametrize(
        ("change", "constraint"),
        [
            ("token = 'short'", "questionnaire_token_long"),
            ("state = 'closed'", "questionnaire_closed_when_over"),
            ("telephone = ''", "questionnaire_says_whom_to_ask"),
        ],
    )
    def test_a_questionnaire_that_cannot_be(self, running, change, constraint):
        with (
            connection.cursor() as cursor,
            pytest.raises(IntegrityError, match=constraint),
            transaction.atomic(),
        ):
            cursor.execute(f"UPDATE leads_questionnaire SET {change}")

    @pytest.mark.parametrize("change", ["UPDATE {} SET hardship = 'x'", "DELETE FROM {}"])
    def test_an_answer_stays_as_it_was_sent(self, running, change):
        answer(running)
        with (
            connection.cursor() as cursor,
            pytest.raises(IntegrityError, match="append-only"),
            transaction.atomic(),
        ):
            cursor.execute(change.format("leads_questionnaireanswer"))


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_the_same_person_twice_is_one_lead(self, cast, reference):
        row = start(cast.clerk)
        at_once(lambda n: answer(row, id_number=None, hardship=f"停产{n % 2}"), range(6), threads=6)
        assert Lead.objects.count() == 1
        assert QuestionnaireAnswer.objects.count() == 2

    def test_at_two_questionnaires_too(self, cast, reference):
        rows = [start(cast.clerk), start(cast.stranger)]
        with after_this(lambda: answer(rows[1])):
            answer(rows[0])
        assert Lead.objects.get().answers.count() == 2

    def test_nothing_comes_after_the_closing(self, cast, reference):
        row = start(cast.clerk)
        with after_this(lambda: answer(row)) as late:
            close(row, cast.clerk)
        assert isinstance(late[0], QuestionnaireOver)
        assert not Lead.objects.exists()

    def test_the_last_one_is_one(self, monkeypatch):
        monkeypatch.setattr(sendings, "MOST_OF_CLIENT", 3)
        tried = at_once(lambda n: services.may_send(token="a", client="1"), range(8), threads=8)
        assert tried.count(True) == 3
