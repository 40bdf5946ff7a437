"""Each paper of an application prints what was submitted and decided, when it is due, and no other word."""

import pytest
from django.urls import reverse

from cases.applications.states import State
from cases.outcomes import reports
from cases.outcomes.selectors import get_decision, list_documents, list_printable
from cases.outcomes.services import answer_appeal
from cases.outcomes.states import DUE_IN, BlankKind, PaperKind
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from tests.cases.approvals.test_papers import change_everything
from tests.cases.archives.test_archive_pdf import read
from tests.cases.bodies.test_meetings import call, found, settle
from tests.cases.outcomes.test_appeals import ask
from tests.factories import HouseholdFactory, UserFactory, take

pytestmark = pytest.mark.django_db

ALWAYS = {PaperKind.FORM, PaperKind.DOCUMENTS, PaperKind.HARDSHIP}
RARE = "㐂㙍阿依古丽·买买提江·阿卜杜热合曼"


def text_of(application, kind):
    pages, text = read(reports.paper_pdf(application, kind))
    return pages, "".join(text.split())


@pytest.mark.requirement("B3", "F6")
@pytest.mark.parametrize("state", [State.DRAFT, State.REVIEW, State.RETURNED, State.APPROVED, State.REJECTED])
def test_a_paper_is_printed_while_its_decision_stands(state, make, line, cast, as_user):
    application = make(state, line=line)
    due = ALWAYS | {kind for kind, wanted in DUE_IN.items() if state in wanted}
    assert {row.kind for row in list_printable(application) if not row.why} == due
    for kind in PaperKind:
        answer = as_user(cast.clerk).get(reverse("outcomes:paper", args=[application.pk, kind]))
        assert answer.status_code == (200 if kind in due else 404), kind
    assert AuditRecord.objects.filter(action__startswith="export.paper_").count() == len(due)


def test_the_page_of_an_application_offers_its_papers(make, line, cast, as_user):
    application = make(State.APPROVED, line=line)
    page = as_user(cast.clerk).get(reverse("applications:detail", args=[application.pk])).content.decode()
    assert reverse("outcomes:paper", args=[application.pk, "result"]) in page
    assert reverse("outcomes:paper", args=[application.pk, "rejection"]) not in page
    assert "“不予帮扶”后才有" in page
    assert reverse("outcomes:blank_of", args=["urgent"]) in page


def test_nobody_elsewhere_and_nobody_without_the_role_prints(make, cast, as_user):
    application = make(State.REVIEW)
    url = reverse("outcomes:paper", args=[application.pk, "form"])
    assert as_user(cast.stranger).get(url).status_code == 404
    assert as_user(cast.clerk).get(url.replace("form.pdf", "letter.pdf")).status_code == 404


@pytest.mark.requirement("F6")
def test_the_result_says_sum_union_and_whom_to_ask(make, line):
    application = make(State.APPROVED, line=line)
    pages, text = text_of(application, PaperKind.RESULT)
    assert pages == 1
    for words in (application.number, f"{application.amount:,.2f}", "人民币", "批准", "银行代发", "咨询"):
        assert words in text
    assert "公示" in text


@pytest.mark.requirement("F6")
def test_the_rejection_says_reason_rule_and_how_to_ask_again(cast, make):
    application = make(State.REVIEW)
    application = take(application, "reject", by=cast.reviewer, comment="家庭人均收入超过低保标准的1.5倍。")
    pages, text = text_of(application, PaperKind.REJECTION)
    assert pages == 1
    rests_on = "".join(application.programme.document_no.split())
    rule = "帮扶管理办法第十二条"
    for words in ("家庭人均收入超过低保标准的1.5倍。", rule, rests_on, "10个工作日内", "申请复核"):
        assert words in text


def test_the_correction_names_what_was_written_and_the_last_day(cast, make):
    application = make(State.REVIEW)
    application = take(application, "return", by=cast.reviewer, comment="缺出院小结。")
    pages, text = text_of(application, PaperKind.CORRECTION)
    due = application.due_on
    assert pages == 1
    assert "缺出院小结。" in text
    assert f"{due.year}年{due.month}月{due.day}日前" in text


@pytest.mark.parametrize("kind", [PaperKind.FORM, PaperKind.DOCUMENTS, PaperKind.RESULT, PaperKind.RECEIPT])
def test_papers_print_what_was_submitted_whatever_the_file_says_today(kind, make, line):
    application = make(State.APPROVED, line=line)
    before = text_of(application, kind)
    change_everything(application)
    application = type(application).objects.get(pk=application.pk)
    pages, text = text_of(application, kind)
    assert pages == before[0]
    assert "改过的" not in text.replace("咨询：改过的", "")


def test_the_form_has_no_opinion_and_the_blank_one_nobody(cast, make):
    _pages, text = text_of(make(State.REVIEW), PaperKind.FORM)
    assert "情况属实" not in text
    assert "申请人承诺" in text
    pages, blank = read(reports.blank_pdf(cast.union))
    assert pages == 1
    assert cast.clerk.name not in blank


@pytest.mark.requirement("F6")
@pytest.mark.parametrize("kind", BlankKind)
def test_a_blank_form_is_one_page_with_nobody_on_it(kind, cast, make, as_user):
    household = make(State.DRAFT).household
    answer = as_user(cast.clerk).get(reverse("outcomes:blank_of", args=[kind]))
    pages, text = read(answer.content)
    assert (answer.status_code, pages) == (200, 1)
    for secret in (household.head.name, household.address, cast.clerk.name):
        assert secret not in text
    assert str(kind.label) in text.replace(" ", "")
    assert as_user(cast.clerk).get(reverse("outcomes:blank_of", args=["nothing"])).status_code == 404


@pytest.mark.requirement("F6")
def test_the_proof_for_the_community_leaves_to_it_what_it_knows(cast, make):
    application = make(State.DRAFT)
    pages, text = text_of(application, PaperKind.HARDSHIP)
    assert pages == 1
    for words in (application.household.head.name, "居民（村民）委员会（盖章）", "人均每月约元", "一式三份"):
        assert words in text
    assert application.household.head.id_number.reveal() not in text


@pytest.mark.requirement("F6")
@pytest.mark.parametrize("state", [State.APPROVED, State.REJECTED])
def test_the_department_hears_what_became_of_it_and_no_reason(state, make, line):
    application = make(state, line=line)
    pages, text = text_of(application, PaperKind.FEEDBACK)
    assert pages == 1
    is_approved = state == State.APPROVED
    for words in (application.number, "部门回执", "一式三份", "给予帮扶" if is_approved else "不予帮扶"):
        assert words in text
    assert (f"{application.amount:,.2f}" in text) == is_approved
    assert get_decision(application).comment not in text


@pytest.mark.requirement("B3", "F6")
@pytest.mark.parametrize("is_changed", [True, False])
def test_the_answer_to_a_review_says_what_follows(is_changed, cast, make):
    application = make(State.REJECTED)
    row = ask(application, cast.clerk)
    other = UserFactory(union=cast.city, role=Role.APPROVER)
    answer_appeal(appeal_id=row.pk, is_changed=is_changed, answer="学籍证明已核。", by=other)
    application = type(application).objects.get(pk=application.pk)
    pages, text = text_of(application, PaperKind.REVIEW)
    assert pages == 1
    for words in (row.reason, "学籍证明已核。", other.name, cast.city.name):
        assert words in text
    assert ("由原决定人以外的人员重新办理" in text) == is_changed
    why = {kind.kind: kind.why for kind in list_printable(application)}
    assert why[PaperKind.REVIEW] == ""
    assert why[PaperKind.CORRECTION]


def test_the_list_of_documents_leaves_originals_to_whoever_sees_them(make):
    application = make(State.REVIEW)
    lines = list_documents(application)
    assert lines
    assert all(row.check is None for row in lines)
    _pages, text = text_of(application, PaperKind.DOCUMENTS)
    assert text.count("没有核对记录") == text.count("□已见") == len(lines)


def test_long_and_rare_names_stay_on_the_page(cast, make):
    household = HouseholdFactory(
        filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, name=RARE
    )
    application = make(State.RETURNED, household=household)
    pages, text = text_of(application, PaperKind.CORRECTION)
    assert pages == 1
    assert "阿依古丽" in text


@pytest.mark.requirement("F6")
def test_the_annex_of_the_minutes_lists_what_was_decided(cast, make, as_user):
    application = make(State.REVIEW)
    by, checker = cast.reviewer, cast.approver
    meeting = call(found(by), by, "其他事项")
    from cases.bodies.services import add_item

    target = f"applications.application|{application.pk}"
    add_item(meeting_id=meeting.pk, target=target, title="", by=by)
    url = reverse("outcomes:minutes_annex", args=[meeting.uid])
    assert as_user(by).get(url).status_code == 404  # not held yet
    settle(meeting, by, checker)
    _pages, text = read(as_user(by).get(url).content)
    text = "".join(text.split())
    for words in (application.number, "其他事项", "同意2件", f"{application.amount:,.2f}"):
        assert words in text
