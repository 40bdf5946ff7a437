"""帮扶申请审批表 prints what was submitted and decided, and no word that nobody wrote."""

import json

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils import timezone

from cases.applications.models import Submission
from cases.applications.rules import digest, fingerprints
from cases.applications.selectors import get_paper
from cases.applications.states import PRESETS, State
from cases.approvals import reports
from cases.approvals.models import ApprovalStep
from cases.archives.services.assessments import assess_household
from cases.policies.models import LivingStandard
from hardship.accounts.models import Union
from tests.cases.approvals.test_guards import insert_step, refused_by
from tests.cases.archives.test_archive_pdf import read
from tests.factories import take

pytestmark = pytest.mark.django_db


def printed(application):
    from hardship.kernel.pdf import render_pdf

    content = render_pdf(reports.FORM_TEMPLATE, reports.approval_form(application), title="审批表")
    return "".join(read(content)[1].split())


def change_everything(application):
    """The family moves, a daughter falls ill, the worker gets another employer and card."""
    household = application.household
    type(household).objects.filter(pk=household.pk).update(address="改过的地址 99 号", file_no="改过的档案号")
    household.members.filter(relation="daughter").update(name="改过的姓名", health="disabled")
    household.members.filter(relation="head").update(employer="改过的单位", status="retired")
    LivingStandard.objects.update(monthly="999.00")
    household.expenses.update(annual_amount=1)
    assess_household(household, by=None)
    household.evidence.update(removed_at=timezone.now())
    Union.objects.update(name=Concat(Value("改过的"), "name"))


@pytest.mark.requirement("F6")
@pytest.mark.parametrize("state", [State.REVIEW, State.APPROVED, State.RETURNED])
def test_the_form_prints_what_was_submitted_whatever_the_file_says_today(state, make, line):
    application = make(state, line=line)
    before = get_paper(application)
    change_everything(application)
    application = type(application).objects.get(pk=application.pk)
    assert get_paper(application) == before
    text = printed(application)
    assert "改过的" not in text.replace("咨询：改过的", "")  # where one goes today
    assert before.head.name in text
    assert before.members[0].name in text


def test_what_is_kept_gives_the_hash_that_was_decided_on(make, line):
    application = make(State.APPROVED, line=line)
    kept = Submission.objects.get(application=application)
    assert digest(fingerprints(kept.content)) == application.content_hash == kept.content_hash
    decided = ApprovalStep.objects.get(application=application, action="approve")
    assert decided.content_hash == kept.content_hash


def test_each_round_keeps_its_own(cast, make):
    application = make(State.RETURNED)
    application.household.members.filter(relation="daughter").update(employer="第二所学校")
    application = take(application, "submit", by=cast.clerk)
    assert [row.round for row in application.submissions.order_by("round")] == [1, 2]
    assert "第二所学校" in {person.employer for person in get_paper(application).members}
    first = Submission.objects.get(application=application, round=1)
    assert "第二所学校" not in json.dumps(first.content, ensure_ascii=False)


def test_a_draft_prints_what_it_says_now_and_says_so(cast, make):
    application = make(State.DRAFT)
    assert "草稿，尚未提交" in printed(application)
    application.household.members.filter(relation="head").update(employer="新单位")
    assert "新单位" in printed(application)


def test_no_full_number_is_kept_in_the_clear(make):
    application = make(State.REVIEW)
    kept = Submission.objects.get(application=application)
    text = json.dumps([kept.content, kept.shown], ensure_ascii=False)
    for member in application.household.members.all():
        for secret in (member.id_number, member.phone, member.bank_card):
            assert not secret or secret.reveal() not in text
    masked = str(application.household.head.id_number)
    assert get_paper(application).head.id_number == masked


@pytest.mark.parametrize("state", [State.REVIEW, State.APPROVAL, State.APPROVED])
def test_no_opinion_stands_there_that_nobody_wrote(state, cast, make, line):
    application = make(state, line=line)
    words = {opinion.text for opinion in reports.approval_form(application)["opinions"]}  # as `take` writes
    assert words <= {"请核对", ""}
    text = printed(application)
    for invented in ("情况属实", "同意，进行公示", "同意帮扶"):
        assert invented not in text


def test_chosen_words_are_marked_as_chosen(cast, make):
    application = make(State.DRAFT)
    [usual] = PRESETS["submit"]
    application = take(application, "submit", by=cast.clerk, comment=usual)
    application = take(application, "pass", by=cast.reviewer, comment="票据逐张核对，同意公示。")
    submitted, passed, open_block = reports.approval_form(application)["opinions"]
    assert (submitted.text, submitted.is_preset) == (usual, True)
    assert (passed.text, passed.is_preset) == ("票据逐张核对，同意公示。", False)
    assert (open_block.step, open_block.text, open_block.union) == (None, "", cast.city.name)
    assert f"{usual}（选用常用意见）" in printed(application)


def test_a_refusal_stands_in_the_block_of_who_refused(cast, make, line):
    application = make(State.REVIEW)
    application = take(application, "reject", by=cast.reviewer, comment="家中有商铺出租。")
    _submitted, reviewed, decided = reports.approval_form(application)["opinions"]
    said = "依据：帮扶管理办法第十二条。家中有商铺出租。"
    assert (reviewed.text, reviewed.is_preset, decided.step) == (said, False, None)
    application = make(State.APPROVED, line=line)
    application = take(application, "revoke", by=cast.approver, comment="户名有误。")
    *_others, decided = reports.approval_form(application)["opinions"]
    assert (decided.step.action, decided.text) == ("revoke", "户名有误。")


def test_around_python_what_was_submitted_stays(make):
    application = make(State.REVIEW)
    for statement in (
        "UPDATE applications_submission SET content = '{}' WHERE application_id = %s",
        "DELETE FROM applications_submission WHERE application_id = %s",
    ):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement, [application.pk])


def test_around_python_nothing_is_submitted_without_its_content(make):
    application = make(State.DRAFT)
    step = {"action": "submit", "target": State.REVIEW, "is_decision": False, "round": 1}
    assert refused_by("step_keeps_what_is_submitted", *insert_step(application, **step))


def test_the_pages_offer_the_usual_words(cast, as_user, make):
    draft = make(State.DRAFT)
    page = as_user(cast.clerk).get(reverse("applications:check", args=[draft.pk])).content.decode()
    assert PRESETS["submit"][0] in page
    application = make(State.REVIEW)
    page = as_user(cast.reviewer).get(reverse("applications:detail", args=[application.pk])).content.decode()
    for words in (*PRESETS["pass"], *PRESETS["return"]):
        assert words in page
