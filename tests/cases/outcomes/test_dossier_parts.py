"""卷宗: each part of a case stands in its dossier, in the order of time; what is not there is left out."""

import re
from dataclasses import replace
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from cases.applications import services as applications
from cases.applications.models import Application
from cases.applications.states import State
from cases.approvals.services.corrections import Corrections
from cases.approvals.services.proposing import Proposed
from cases.approvals.states import RETRACT, SEND_BACK
from cases.bodies.services import add_item, add_scan, call_meeting
from cases.notices.models import Objection
from cases.notices.services import Answer, add_photo, answer_objection, record_objection
from cases.outcomes.reports.dossier.chapters import Chapter, list_parts
from cases.outcomes.selectors.decided import list_past_decisions
from cases.outcomes.services import answer_appeal
from funds.payments import services as payments
from hardship.accounts.states import Role
from hardship.kernel.files import accept_upload
from tests.cases.bodies.test_meetings import call, found, settle
from tests.cases.notices.test_boards import post
from tests.cases.outcomes.test_appeals import ask
from tests.cases.outcomes.test_dossier import bound
from tests.cases.outcomes.test_reopening import change, up_to_decision
from tests.cases.pairings.conftest import OUTSIDE, run
from tests.factories import (
    HouseholdFactory,
    UserFactory,
    drawn,
    end_notices,
    entry_of,
    make_evidence,
    make_visit,
    payable_of,
    signed,
    take,
)
from tests.funds.payments.conftest import carry, paid

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B3", "F6")]
ALWAYS = ["帮扶申请表", "困难职工档案表", "困难认定核算表", "材料清单"]


def titles(application, by):
    application = Application.objects.get(pk=application.pk)
    return [part.title for part in list_parts(application, by)]


def papers(application, by):
    application = Application.objects.get(pk=application.pk)
    return [part.title for part in list_parts(application, by) if isinstance(part, Chapter)]


def whole(application, by):
    return "".join(bound(Application.objects.get(pk=application.pk), by))


def test_what_there_is_none_of_is_left_out(make, cast):
    assert papers(make(State.DRAFT), cast.clerk) == ALWAYS
    assert papers(make(State.REVIEW), cast.reviewer) == [*ALWAYS, "帮扶申请审批表"]


def test_the_parts_stand_in_the_order_of_time(make, line, cast):
    application = make(State.APPROVED, line=line)
    parts = list_parts(application, cast.reviewer)
    assert [part.at for part in parts] == sorted(part.at for part in parts)
    said = papers(application, cast.reviewer)
    assert said == [*ALWAYS, "公示", "帮扶申请审批表", "结果告知书"]


def test_the_receipt_that_the_family_got(make, cast):
    application = make(State.DRAFT)
    receipt = applications.issue_receipt(application_id=application.pk, by=cast.clerk)
    assert "受理回执" in papers(application, cast.clerk)
    assert receipt.number in whole(application, cast.clerk)


def test_a_home_visit_with_its_signatures_and_photos(make, cast):
    application = make(State.DRAFT)
    visit = make_visit(application.household, by=cast.clerk)
    application = take(application, "submit", by=cast.clerk)
    said = titles(application, cast.reviewer)
    form = f"困难职工入户调查表（{visit.visited_on:%Y-%m-%d}）"
    assert form in said
    files = visit.documents.filter(signer="")
    assert sum(title.endswith(f"（{visit.visited_on:%Y-%m-%d}）") for title in said) == 1 + files.count()
    text = whole(application, cast.reviewer)
    assert all(row.name in text for row in visit.visitors.all())
    default_storage.delete(visit.documents.exclude(signer="").first().evidence.file.name)
    assert "签名的图片不在服务器上" in whole(application, cast.reviewer)


def test_photos_of_a_visit_stand_behind_its_form(make, cast):
    application = make(State.DRAFT)
    brought = replace(signed(), photos=[drawn(50), drawn(60)])
    visit = make_visit(application.household, by=cast.clerk, papers=brought)
    said = titles(application, cast.clerk)
    start = said.index(f"困难职工入户调查表（{visit.visited_on:%Y-%m-%d}）")
    assert len(said[start + 1 : start + 3]) == visit.documents.filter(signer="").count() == 2


def test_what_came_back_and_what_was_answered(make, cast):
    application = make(State.REVIEW, programme="medical")
    parts = [("reason", "请写明治疗情况。")]
    application = take(application, "return", by=cast.reviewer, corrections=Corrections(parts))
    wrong = application.steps.get(action="return").corrections.get()
    applications.save(
        application_id=application.pk, version=application.version, by=cast.clerk,
        reason="每周透析三次。", member=application.member,
    )  # fmt: skip
    answers = Corrections(answers=[(wrong.pk, "已写明每周几次。")])
    application = take(application, "submit", by=cast.clerk, corrections=answers)
    said = papers(application, cast.reviewer)
    order = ["帮扶申请表（第 1 轮）", "补正通知书", "帮扶申请表（第 2 轮）", "补正答复"]
    assert [title for title in said if title in order] == order
    text = whole(application, cast.reviewer)
    for words in ("请写明治疗情况。", "已写明每周几次。", "每周透析三次。", "本人长期透析"):
        assert words in text, words


def test_opinions_that_hold_no_more_stand_marked_on_the_form(make, cast):
    application = take(make(State.REVIEW), "pass", by=cast.reviewer, comment="核对过三遍。")
    end_notices(application)
    application = take(application, "conclude", by=cast.reviewer, comment="")
    application = take(application, SEND_BACK, by=cast.approver, comment="金额请再核。", to_stage=0)
    text = whole(application, cast.approver)
    form = text[text.index("以前各轮和已作废的意见") :]
    assert re.match(r"以前各轮和已作废的意见.*?审核通过.*?（已作废）.*?核对过三遍。", form)


def test_the_poster_as_it_hung_and_the_photos_of_the_boards(make, cast):
    application = make(State.PUBLIC_NOTICE)
    entry = entry_of(application)
    board = post(entry.notice, cast.clerk, photos=[drawn()])
    take(application, "return", by=cast.reviewer, comment="材料不清")
    add_photo(board_id=board.pk, moment="end", photo=drawn(9), by=cast.clerk)
    said = titles(application, cast.reviewer)
    assert said.count("公示") == 1
    shown = [f"公示张贴照片（{board.where}）", f"公示取下照片（{board.where}）"]
    assert [title for title in said if "照片" in title] == shown
    text = whole(application, cast.reviewer)
    assert entry.notice.heading in text
    assert "本次公示的条目均已撤下" not in text
    assert f"{entry.name}" in text


def test_objections_with_answers_name_nobody_to_whom_they_may_not(make, cast):
    application = make(State.PUBLIC_NOTICE)
    row = record_objection(
        entry_id=entry_of(application).pk, text="有门面房", received_on=timezone.localdate(), by=cast.clerk,
        objector="孙举报",
    )  # fmt: skip
    answer = Answer("unfounded", "查过不动产登记。", "没有门面房。", "handed", timezone.localdate())
    answer_objection(objection_id=row.pk, answer=answer, by=cast.city_reviewer)
    assert Objection.objects.get().answer == "没有门面房。"
    assert "异议调查答复书" in papers(application, cast.city_reviewer)
    assert "孙举报" in whole(application, cast.city_reviewer)
    text = whole(application, cast.reviewer)  # who passed it
    assert "查过不动产登记。" in text
    assert "孙举报" not in text
    assert "异议调查答复书" not in papers(application, cast.clerk)
    assert "孙举报" not in whole(application, cast.clerk)


def test_the_minutes_with_their_list_and_what_was_signed(make, cast, as_user):
    application = make(State.REVIEW)
    meeting = call(found(cast.reviewer), cast.reviewer, "其他事项")
    add_item(
        meeting_id=meeting.pk, target=f"applications.application|{application.pk}", title="", by=cast.reviewer
    )
    assert "会议纪要" not in papers(application, cast.reviewer)
    settle(meeting, cast.reviewer, cast.approver)
    said = papers(application, cast.reviewer)
    assert ("会议纪要" in said, "会议纪要附表" in said) == (True, True)
    assert "同意1件" in whole(application, cast.reviewer)
    assert "会议纪要" not in papers(application, cast.clerk)  # of the union above, which they do not see


def held(by, checker, *applications):
    """A meeting that decided on these alone, with a note and what was signed."""
    told = {"on": timezone.localdate(), "place": "会议室", "note": "各家情况讨论较久。"}
    meeting = call_meeting(body_id=found(by).pk, by=by, **told)
    for row in applications:
        add_item(meeting_id=meeting.pk, target=f"applications.application|{row.pk}", title="", by=by)
    settle(meeting, by, checker)
    picture = BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    accepted = accept_upload(ContentFile(picture.getvalue(), name="纪要.png"))
    add_scan(meeting_id=meeting.pk, accepted=accepted, by=by)


def test_what_else_a_meeting_decided_is_a_number_in_the_dossier(make, cast):
    filed = {"filed": True, "union": cast.union, "clerk": cast.clerk}
    ours, other = (
        make(State.REVIEW, household=HouseholdFactory(name=name, **filed)) for name in ("欧阳甲", "诸葛乙")
    )
    held(cast.reviewer, cast.approver, ours, other)
    text = whole(ours, cast.reviewer)
    assert text.count("其他事项1件") == 2
    assert "共1件，其中同意1件" in text
    for words in ("诸葛乙", other.number, "讨论较久"):
        assert words not in text
    assert "签字的会议纪要" not in titles(ours, cast.reviewer)


def test_the_minutes_of_nothing_else_are_whole(make, cast):
    application = make(State.REVIEW)
    held(cast.reviewer, cast.approver, application)
    text = whole(application, cast.reviewer)
    assert "讨论较久" in text
    assert "其他事项" not in text
    assert "签字的会议纪要" in titles(application, cast.reviewer)


def test_each_review_that_was_answered(make, cast):
    application = make(State.REJECTED)
    other = UserFactory(union=cast.city, role=Role.APPROVER)
    row = ask(application, cast.clerk)
    assert "复核答复书" not in papers(application, cast.reviewer)
    answer_appeal(appeal_id=row.pk, is_changed=False, answer="票据已核。", by=other)
    said = papers(application, cast.reviewer)
    assert said[-3:] == ["帮扶申请审批表", "不予帮扶告知书", "复核答复书"]
    assert "票据已核。" in whole(application, cast.reviewer)


def test_the_payment_with_its_batch_and_line_and_what_is_signed_for(make, line, cast):
    application = make(State.APPROVED, line=line)
    assert "签领单" not in papers(application, cast.reviewer)
    batch = carry([payable_of(application)], cast, "sent")
    payments.record_results(batch_id=batch.pk, rows=[paid(1)], by=cast.finance)
    assert papers(application, cast.reviewer)[-1] == "签领单"
    text = whole(application, cast.reviewer)
    for words in (batch.number, "第1号", line.fund.name, line.use.name, f"{timezone.localdate():%Y-%m-%d}"):
        assert "".join(words.split()) in text, words


def test_documents_of_every_round_stand_in_it_once(make, cast):
    application = make(State.RETURNED)
    before = {row.sha256 for row in application.household.evidence.all()}
    application.evidence.clear()
    added = make_evidence(application.household, kind="income", by=cast.clerk)
    application.evidence.add(*application.household.evidence.exclude(pk=added.pk), added)
    application = take(application, "submit", by=cast.clerk)
    shas = [part.sha256 for part in list_parts(application, cast.reviewer) if not isinstance(part, Chapter)]
    assert len(shas) == len(set(shas))
    assert added.sha256 in shas
    assert set(shas) & before


def test_the_letter_of_a_decision_that_was_changed_stands_before_what_followed(make, line, cast):
    other = UserFactory(union=cast.city, role=Role.APPROVER)
    application = make(State.REVIEW)
    less = Proposed(application.amount - 100, "民政已发临时救助，扣减后给予。")
    application = take(application, "pass", by=cast.reviewer, proposed=less)
    end_notices(application)
    application = take(application, "conclude", by=cast.reviewer)
    application = change(take(application, "approve", by=cast.approver, line=line), other, cast.clerk)
    application = take(up_to_decision(application, cast), "reject", by=other, comment="票据系伪造。")
    day = f"{timezone.localdate():%Y-%m-%d}"
    first, last = f"结果告知书（{day}，后已改变）", "不予帮扶告知书"
    order = [first, "复核答复书", last]
    parts = {part.title: part for part in list_parts(application, cast.reviewer)}
    assert [title for title in parts if title in order] == order
    granted, refused = (read(parts[title]) for title in (first, last))
    assert f"￥{less.yuan:,.2f}" in granted
    assert "票据系伪造" not in granted
    assert "票据系伪造" in refused


def test_what_was_taken_back_untold_has_no_letter(make, line, cast):
    application = take(make(State.APPROVED, line=line), RETRACT, by=cast.approver, comment="票据再核一次。")
    assert not list_past_decisions(application)
    revoked = take(make(State.APPROVED, line=line), "revoke", by=cast.approver, comment="重复申报。")
    assert [step.target for step in list_past_decisions(revoked)] == [State.APPROVED]


def test_who_helped_the_family_without_their_phone_and_for_whom_the_page_shows_it(make, cast):
    application = make(State.REVIEW)
    run(application.household, cast)
    [book] = [one for one in list_parts(application, cast.reviewer) if one.title == "结对帮扶手册"]
    text = read(book)
    assert (OUTSIDE.name in text, OUTSIDE.phone in text) == (True, False)
    assert book.title not in titles(application, cast.finance)


def read(chapter):
    """What stands on a paper, without spaces."""
    from pypdf import PdfReader

    return "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(chapter.draw())).pages)


def test_the_page_of_the_case_binds_it(make, cast, as_user):
    application = make(State.REVIEW)
    page = as_user(cast.reviewer).get(reverse("applications:detail", args=[application.pk]))
    assert reverse("outcomes:dossier", args=[application.pk]) in page.text
