"""The pages of home visits: the list, the form on a phone, one visit, paper, the checklist."""

import base64
import uuid
from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.visits.models import HomeVisit, VisitChecklist, VisitDraft
from cases.visits.rules import default_items
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.jobs.models import Job
from hardship.jobs.services import run_pending
from tests.cases.archives.test_evidence import picture
from tests.factories import HouseholdFactory, UserFactory, close_file, drawn, make_visit, signed
from tests.worlds import world

pytestmark = pytest.mark.django_db
LIST = reverse("visits:visit_list")


@world
def filed(cast):
    return HouseholdFactory(
        filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, name="王秀兰"
    )


def signature(shade=0):
    return "data:image/png;base64," + base64.b64encode(drawn(shade).content).decode()


def given(household, **more):
    answers = {f"answer-{item.key}": "confirmed" for item in default_items()}
    return {
        "uid": str(uuid.uuid4()), "visited_on": timezone.localdate().isoformat(), "mode": "at_home",
        "place": "文峰路8号", "visitor1_name": "季走访", "visitor1_post": "主席", "visitor2_name": "陆同行",
        "respondent": str(household.head.uid), "persons": "3", "situation": "长期透析",
        "causes_found": "患病", "wants_found": "医疗救助", "conclusion": "as_filed",
        "signature1": signature(1), "signature2": signature(5), "signature_respondent": signature(9),
        **answers, **more,
    }  # fmt: skip


def new(household):
    return reverse("visits:visit_new", args=[household.pk])


def pdf_text(content):
    from pypdf import PdfReader

    pages = PdfReader(BytesIO(content)).pages
    return len(pages), "".join(page.extract_text() for page in pages).replace("\n", "")


@pytest.mark.requirement("A7")
def test_a_visit_is_recorded_and_shown(as_user, cast, filed):
    client = as_user(cast.clerk)
    page = client.get(new(filed)).content.decode()
    assert "一查身份与家庭人口" in page
    assert "文峰路8号" in page
    sent = given(filed, **{"answer-id02": "untrue", "note-id02": "女儿已搬走", "answer-me03": "unchecked"})
    sent |= {"conclusion": "to_change", "photos": [picture("楼道.jpg")]}
    answer = client.post(new(filed), sent)
    visit = HomeVisit.objects.get()
    assert answer.url == reverse("visits:visit", args=[visit.uid])
    shown = client.get(answer.url).content.decode()
    for text in ("季走访", "陆同行", "女儿已搬走", "有出入，需要变更档案", "还有 1 项没有查"):
        assert text in shown
    assert reverse("archives:section", args=[filed.pk, "members"]) in shown
    for kind in ("visit_photo", "signature"):
        item = visit.documents.filter(evidence__kind=kind).first().evidence
        assert reverse("archives:evidence_file", args=[item.uid]) in shown
    assert (
        "季走访" in client.get(reverse("archives:case", args=[filed.pk]), {"tab": "visits"}).content.decode()
    )
    papers = client.get(reverse("archives:case", args=[filed.pk]), {"tab": "evidence"}).content.decode()
    assert "入户照片" in papers
    # the reviewer sees it too, but does not change the file
    seen = as_user(cast.reviewer).get(answer.url).content.decode()
    assert reverse("archives:section", args=[filed.pk, "members"]) not in seen
    assert reverse("archives:changes", args=[filed.pk]) in seen


@pytest.mark.parametrize(
    ("wrong", "field", "says"),
    [
        ({"visitor2_name": ""}, "visitor2_name", "请填写此项"),
        ({"visitor2_name": "季走访"}, "visitor2_name", "至少两人"),
        ({"mode": "phone"}, "mode_reason", "紧急情况"),
        ({"answer-id01": "untrue"}, "note-id01", "实际情况"),
        ({"visited_on": "2099-01-01"}, "visited_on", "不能晚于今天"),
        ({"signature2": ""}, "signature2", "陆同行"),
        ({"signature2": "data:image/png;base64,AAAA"}, "signature2", "重新签"),
        ({"signature2": "javascript:1"}, "signature2", "重新签"),
        ({"signature_respondent": ""}, "signature_respondent", "请家属签名"),
        ({"respondent": "other"}, "respondent_name", "被访人姓名"),
        ({"persons": "0"}, "persons", "不能小于"),
    ],
)
def test_what_is_wrong_is_said_where_it_is(as_user, cast, filed, wrong, field, says):
    client = as_user(cast.clerk)
    answer = client.post(new(filed), given(filed, **wrong), headers={"HX-Request": "true"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#at-{field}"' in text
    assert says in text
    assert "<form" not in text  # photos and signatures stay where they are
    whole = client.post(new(filed), given(filed, **wrong))
    assert f'id="at-{field}"' in whole.content.decode()
    assert not HomeVisit.objects.exists()


def test_a_wrong_file_is_named(as_user, cast, filed):
    from django.core.files.uploadedfile import SimpleUploadedFile

    wrong = SimpleUploadedFile("表.docx", b"PK\x03\x04 nothing")
    answer = as_user(cast.clerk).post(new(filed), given(filed, photos=[wrong]))
    assert answer.status_code == 422
    assert "表.docx" in answer.content.decode()


def test_htmx_is_sent_on_to_the_visit(as_user, cast, filed):
    sent = given(filed)
    for _turn in range(2):  # the answer may get lost on the way
        answer = as_user(cast.clerk).post(new(filed), sent, headers={"HX-Request": "true"})
        assert answer["HX-Redirect"] == reverse("visits:visit", args=[sent["uid"]])
    assert HomeVisit.objects.count() == 1


def test_what_is_typed_comes_back(as_user, cast, filed):
    client = as_user(cast.clerk)
    draft = reverse("visits:visit_draft", args=[filed.pk])
    answer = client.post(draft, given(filed, situation="透析三年", **{"answer-me02": "untrue"}))
    assert "已自动保存" in answer.content.decode()
    kept = VisitDraft.objects.get().values
    assert not [name for name in kept if name.startswith(("signature", "csrf"))]
    page = client.get(new(filed)).content.decode()
    assert "透析三年" in page
    assert "自动保存的内容" in page
    assert "透析三年" not in as_user(cast.reviewer).get(new(filed)).content.decode()
    client = as_user(cast.clerk)
    assert client.post(draft, {"discard": "1"}).url == new(filed)
    assert "透析三年" not in client.get(new(filed)).content.decode()
    assert client.post(draft, {"uid": "x", "corrects": "y"}).status_code == 200
    assert client.post(draft, {"uid": "x", "situation": "难" * 3000}).status_code == 200


def test_a_correction_begins_with_what_was_recorded(as_user, cast, filed):
    first = make_visit(filed, by=cast.clerk, situation="写错的一句")
    client = as_user(cast.clerk)
    address = f"{new(filed)}?corrects={first.uid}"
    assert "写错的一句" in client.get(address).content.decode()
    sent = given(filed, corrects=str(first.uid), situation="写对的一句")
    second = HomeVisit.objects.get(uid=client.post(new(filed), sent).url.strip("/").split("/")[-1])
    assert second.corrects == first
    assert "已被更正" in client.get(reverse("visits:visit", args=[first.uid])).content.decode()
    assert client.get(address).status_code == 403
    again = client.post(new(filed), given(filed, corrects=str(first.uid)))
    assert again.status_code == 409
    assert client.get(f"{new(filed)}?corrects={uuid.uuid4()}").status_code == 404


def test_a_closed_file_is_not_visited(as_user, cast, filed):
    close_file(filed)
    client = as_user(cast.clerk)
    assert client.get(new(filed)).url == reverse("archives:case", args=[filed.pk])
    assert client.post(new(filed), given(filed)).status_code == 409
    assert client.post(reverse("visits:visit_draft", args=[filed.pk]), {"uid": "x"}).status_code == 409


def test_the_list_says_who_visited_whom(as_user, cast, filed):
    client = as_user(cast.reviewer)
    assert "还没有入户调查" in client.get(LIST).content.decode()
    make_visit(filed, by=cast.clerk, mode="phone", mode_reason="防汛")
    text = client.get(LIST).content.decode()
    assert "季走访、陆同行" in text
    for query in ({"mode": "at_home"}, {"year": "2020"}, {"conclusion": "to_leave"}):
        assert "没有符合条件" in client.get(LIST, query).content.decode()
    year = str(timezone.localdate().year)
    assert (
        "季走访" in client.get(LIST, {"union": cast.union.pk, "year": year, "mode": "phone"}).content.decode()
    )
    assert (
        "季走访" in client.get(LIST, {"year": "x", "mode": "x", "union": "x", "page": "9"}).content.decode()
    )
    assert "王秀兰" not in as_user(cast.stranger).get(LIST).content.decode()


def test_files_that_were_not_visited_stand_out(as_user, cast, filed):
    client = as_user(cast.clerk)
    for tab in ("never", "year"):
        assert "王秀兰" in client.get(LIST, {"tab": tab}).content.decode()
    last = timezone.localdate().replace(month=1, day=1) - timedelta(days=1)
    make_visit(filed, by=cast.clerk, visited_on=last)
    assert "王秀兰" not in client.get(LIST, {"tab": "never"}).content.decode()
    assert last.isoformat() in client.get(LIST, {"tab": "year"}).content.decode()
    make_visit(filed, by=cast.clerk, papers=signed(shade=20))
    assert "今年都走访过了" in client.get(LIST, {"tab": "year"}).content.decode()


@pytest.mark.parametrize("tab", ["visits", "never"])
def test_a_list_asks_as_much_for_twenty_rows_as_for_one(
    as_user, cast, filed, tab, django_assert_max_num_queries
):
    client = as_user(cast.reviewer)
    make_visit(filed, by=cast.clerk)
    HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)
    client.get(LIST)
    with django_assert_max_num_queries(14) as one:
        client.get(LIST, {"tab": tab})
    for turn in range(20) if tab == "visits" else ():
        make_visit(filed, by=cast.clerk, papers=signed(shade=turn))
    for _turn in range(5) if tab == "never" else ():
        HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)
    with django_assert_max_num_queries(len(one)):
        client.get(LIST, {"tab": tab})


class TestPaper:
    @pytest.mark.requirement("A7", "F6")
    def test_the_filled_form_says_what_was_found_and_holds_the_signatures(self, as_user, cast, filed):
        visit = make_visit(filed, by=cast.clerk, untrue=["id02"])
        content = as_user(cast.clerk).get(reverse("visits:visit_pdf", args=[visit.uid])).content
        pages, text = pdf_text(content)
        assert pages <= 2
        for words in ("入户调查表", "王秀兰", "季走访", "已经搬走", "长期透析", "☑不属实", "登记后不能修改"):
            assert words in text
        assert content.count(b"/Subtype /Image") == 3
        assert filed.head.id_number.reveal() not in text
        assert AuditRecord.objects.filter(action="export.visit_form").count() == 1

    @pytest.mark.requirement("A7", "F6")
    def test_a_blank_form_is_printed_with_what_is_known(self, as_user, cast, filed):
        client = as_user(cast.clerk)
        _pages, text = pdf_text(client.get(reverse("visits:visit_blank")).content)
        assert "□属实" in text
        assert "王秀兰" not in text
        answer = client.get(reverse("visits:visit_blank_of", args=[filed.pk]))
        pages, text = pdf_text(answer.content)
        assert pages <= 2
        for words in (
            "王秀兰",
            filed.file_no,
            "文峰路8号",
            "启秀中学",
            "患重特大疾病",
            default_items()[0].text,
        ):
            assert words in text

    def test_forms_for_several_households(self, as_user, cast, filed):
        client = as_user(cast.clerk)
        other = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)
        address = reverse("visits:visit_blanks")
        answer = client.post(address, {"pk": [filed.pk, other.pk, "x", "9" * 30]})
        _pages, text = pdf_text(answer.content)
        assert text.count("困难职工入户调查表") >= 2
        assert other.file_no in text
        assert client.post(address, {"pk": []}).status_code == 302
        assert as_user(cast.stranger).post(address, {"pk": [filed.pk]}).status_code == 302

    def test_many_forms_are_printed_by_a_job(self, as_user, cast, filed, monkeypatch):
        monkeypatch.setattr("cases.visits.reports.DIRECT_FORMS", 1)
        HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)
        client = as_user(cast.clerk)
        answer = client.post(reverse("visits:visit_blanks"), {"all": "1", "tab": "never"})
        job = Job.objects.get()
        assert answer.url == reverse("jobs:detail", args=[job.uid])
        run_pending()
        content = b"".join(client.get(reverse("jobs:file", args=[job.uid])).streaming_content)
        assert "王秀兰" in pdf_text(content)[1]
        assert AuditRecord.objects.get(action="export.visit_blank").data["rows"] == 2


class TestChecklistPage:
    ADDRESS = reverse("visits:visit_checklist")

    def lines(self, *items, **more):
        lines = {"name": "区级清单", "starts_on": timezone.localdate().isoformat(), "lines": "16", **more}
        for n in range(16):
            place, text, key = items[n] if n < len(items) else ("", "", "")
            lines |= {f"place{n}": place, f"group{n}": "home", f"text{n}": text, f"key{n}": key,
                      f"section{n}": "housing"}  # fmt: skip
        return lines

    @pytest.mark.requirement("A7")
    def test_an_administrator_adds_reorders_and_retires(self, as_user, cast, filed):
        client = as_user(cast.administrator)
        assert "没有找到上级统一的定义" in client.get(self.ADDRESS).content.decode()
        answer = client.post(
            self.ADDRESS, self.lines(("2", "看药费", "ho01"), ("1", "看住房", ""), ("3", "", "x"))
        )
        assert answer.status_code == 302
        row = VisitChecklist.objects.get()
        assert [item.text for item in row.get_items()] == ["看住房", "看药费"]
        assert row.get_items()[1].key == "ho01"
        page = as_user(cast.clerk).get(new(filed)).content.decode()
        assert "看住房" in page
        assert "一查身份" not in page
        answer = as_user(cast.administrator).post(self.ADDRESS, {"end": "1"})
        assert answer.status_code == 302
        assert "一查身份" in as_user(cast.clerk).get(new(filed)).content.decode()

    def test_what_is_refused(self, as_user, cast):
        client = as_user(cast.administrator)
        one, long, odd = ("1", "x", ""), ("1", "x" * 121, ""), ("a", "x", "")
        for sent in (
            {}, {"end": "1"}, self.lines(), self.lines(one, starts_on="2020-01-01"), self.lines(long),
            self.lines(odd, lines="9" * 9),
        ):  # fmt: skip
            assert client.post(self.ADDRESS, sent).status_code == 422
        assert as_user(cast.clerk).post(self.ADDRESS, self.lines(("1", "x", ""))).status_code == 403
        assert default_items()[0].text in as_user(cast.clerk).get(self.ADDRESS).content.decode()
        finance = UserFactory(union=cast.city, role=Role.FINANCE)
        assert as_user(finance).get(self.ADDRESS).status_code == 403


def test_the_form_fills_in_what_is_still_unchecked_by_one_button(cast, filed, as_user):
    """Its fields are there; what it does is tested in tests/javascript/fill.test.js."""
    page = as_user(cast.clerk).get(new(filed)).text
    assert (
        'data-fill-all="[type=radio][name^=\'answer-\']" data-value="confirmed" data-open="unchecked"' in page
    )
    for item in default_items():
        assert f'<input type="radio" name="answer-{item.key}" value="unchecked"' in page
        assert f'<input type="radio" name="answer-{item.key}" value="confirmed"' in page
    assert "app/fill" in page
