"""困难职工档案表 as a PDF: two pages, searchable, scoped, numbers in full only for who may, on record."""

import hashlib
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.archives import reports
from cases.archives.models import FileSnapshot, Household
from cases.archives.services.entry import drafts
from cases.archives.services.life import changes
from cases.archives.services.lifecycle import keep_snapshot
from cases.archives.services.steps import assess_household, take_step
from cases.archives.states import JUDGEMENTS, Section, State
from hardship.audit.models import AuditRecord
from tests.factories import HouseholdFactory, MemberFactory, written_on
from tests.worlds import world

NUMBER = "320602198003070028"
TODAY = date(2026, 3, 4)


@world
def filed(cast):
    return HouseholdFactory(
        filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, name="王秀兰", number=NUMBER
    )


def form(client, household):
    return client.get(reverse("archives:form_pdf", args=[household.pk]))


def read(content):
    from pypdf import PdfReader

    pages = PdfReader(BytesIO(content)).pages
    return len(pages), "".join(page.extract_text() for page in pages).replace("\n", "")


@pytest.mark.requirement("F6")
def test_the_form_holds_the_file_on_two_pages(as_user, cast, filed):
    response = form(as_user(cast.clerk), filed)
    assert response["Content-Type"] == "application/pdf"
    pages, text = read(response.content)
    assert pages == 2
    figures = ("25,200.00", "30,481.00", "819.97", filed.file_no, "第 2 页")
    words = (
        "困难职工档案表",
        "王秀兰",
        "深度困难",
        "尿毒症透析",
        "终末期肾病",
        "启秀中学",
        "（盖章）",
        "患重特大疾病",
    )
    people = (cast.union.name, cast.county.name, cast.clerk.name, cast.reviewer.name)
    for shown in (*figures, *words, *people):
        assert shown in text, shown


def test_the_form_says_what_the_worker_asks_for_where_it_was_heard(as_user, cast):
    home = HouseholdFactory(complete=True, union=cast.union, clerk=cast.clerk)
    client = as_user(cast.clerk)
    assert "诉求与思想" not in read(form(client, home).content)[1]
    data = {"demands": ["housing", "job"], "demand_note": "盼申请公租房", "mood": "worried"}
    drafts.save_section(
        household_id=home.pk, section="causes", data=data, version=home.version, by=cast.clerk
    )
    text = read(form(client, home).content)[1]
    assert "住房、就业：盼申请公租房" in text
    assert "有顾虑" in text


@pytest.mark.parametrize(("person", "full"), [
    ("clerk", True), ("reviewer", True), ("finance", True), ("auditor", True), ("approver", False),
])  # fmt: skip
def test_numbers_stand_in_full_only_for_who_may(as_user, cast, filed, person, full):
    user = getattr(cast, person)
    response = form(as_user(user), filed)
    text = read(response.content)[1]
    assert (NUMBER in text) is full
    assert ("6222021001122330018" in text) is full
    if not full:
        assert "320602********0028" in text
    record = AuditRecord.objects.get(action="export.archive_form")
    assert (record.by, record.union, record.target_id) == (user, cast.union, str(filed.pk))
    assert record.data["masked"] is not full
    assert record.data["sha256"] == hashlib.sha256(response.content).hexdigest()


@pytest.mark.requirement("F1")
def test_a_stranger_prints_nothing(as_user, cast, filed):
    assert form(as_user(cast.stranger), filed).status_code == 404
    assert form(as_user(cast.administrator), filed).status_code == 403
    assert not AuditRecord.objects.filter(kind="export").exists()


def test_a_large_household_stands_there_to_the_last_member(cast):
    draft = HouseholdFactory(complete=True, union=cast.union, clerk=cast.clerk)
    for place in range(14):
        MemberFactory(household=draft, name=f"王第{place}子", position=10 + place)
    context = reports.form_context(draft, full=False, on=TODAY)
    assert len(context["people"]) == 16
    content = reports.archive_form(draft, full=False, on=TODAY)
    assert "王第13子" in read(content)[1]


def test_a_bare_draft_has_a_form_with_room_to_write(as_user, cast):
    draft = HouseholdFactory(union=cast.union, clerk=cast.clerk)
    pages, text = read(form(as_user(cast.clerk), draft).content)
    assert pages == 2
    assert "未编号" in text
    assert "尚未核算" in text
    assert len(reports.form_context(draft, full=False, on=TODAY)["blanks"]) == 5


def test_markup_in_a_name_stays_text(cast):
    household = HouseholdFactory(
        complete=True, union=cast.union, clerk=cast.clerk, name="<img src=x>", number=NUMBER
    )
    assert (
        "<img src=x>"
        in read(reports.archive_form(household, full=False, on=timezone.localdate(household.created_at)))[1]
    )


def raise_wage(filed, to):
    """Past the services, as if the file had been written on since."""
    with written_on(filed, "money"):
        filed.incomes.filter(kind="wage").update(annual_amount=to)


def nothing(filed, cast):
    """Somebody prints it the same day."""


def written(filed, cast):
    """People, money, labels and circumstances are others today."""
    raise_wage(filed, 99999)
    with written_on(filed, "members", "causes", "worker"):
        MemberFactory(household=filed, name="后来人", relation="son", position=9)
        filed.members.filter(relation="husband").update(removed_at=timezone.now())
        filed.members.filter(relation="head").update(name="新名字", marriage="widowed", employer="新单位")
        Household.objects.filter(pk=filed.pk).update(main_cause="accident", cause_note="后来的说明")
        filed.evidence.update(removed_at=timezone.now())


def tried(filed, cast):
    """An assessment of today's figures that nobody accepted."""
    raise_wage(filed, 99999)
    assert assess_household(filed, by=cast.clerk).net > 820


def asked(filed, cast):
    """A change that nobody has checked yet."""
    return ask_for_wage(filed, cast, "30000.00")


def left(filed, cast):
    """The family leaves; what was written since is not judged by it."""
    tried(filed, cast)
    take_step(household_id=filed.pk, action="leave", by=cast.clerk, comment="自愿")


def merged(filed, cast):
    """Values of another file were taken over, which judges nothing."""
    tried(filed, cast)
    keep_snapshot(filed, action="merge", by=cast.reviewer)


def accepted(filed, cast):
    changes.decide(change_id=asked(filed, cast).pk, action="accept", by=cast.reviewer)
    tried(filed, cast)


def verified(filed, cast):
    raise_wage(filed, "24000.00")
    take_step(household_id=filed.pk, action="verify", by=cast.clerk)
    tried(filed, cast)


def reassessed(filed, cast):
    raise_wage(filed, "30000.00")
    take_step(household_id=filed.pk, action="reassess", by=cast.reviewer, comment="收入有变")
    tried(filed, cast)


def ask_for_wage(filed, cast, amount):
    filed.refresh_from_db()
    [wage] = filed.incomes.filter(kind="wage")
    return changes.save_change(
        household_id=filed.pk, section=Section.MONEY, version=filed.version, by=cast.clerk,
        data={"incomes": [{"pk": wage.pk, "annual_amount": Decimal(amount)}]},
    )  # fmt: skip


FILED, RAISED = ("25,200.00", "60,000.00", "819.97"), ("30,000.00", "64,800.00", "953.31")
LATER = ("99,999.00", "134,799.00", "后来", "新名字", "新单位", "意外事故")


@pytest.mark.requirement("F6")
@pytest.mark.parametrize(("happens", "occasion", "figures"), [
    (nothing, "建档", FILED),
    (written, "建档", FILED),
    (tried, "建档", FILED),
    (asked, "建档", FILED),
    (left, "建档", FILED),
    (merged, "建档", FILED),
    (accepted, "变更审核通过", RAISED),
    (verified, "核查", ("24,000.00", "58,800.00", "786.64")),
    (reassessed, "重新认定", RAISED),
])  # fmt: skip
def test_the_form_says_what_was_accepted_last_and_of_which_day(cast, filed, happens, occasion, figures):
    happens(filed, cast)
    household = Household.objects.get(pk=filed.pk)
    text = read(reports.archive_form(household, full=True, on=TODAY))[1]
    people = ("王秀兰", "华联商场", "尿毒症透析", "患重特大疾病", "3 人", NUMBER)
    as_of = f"按 {timezone.localdate()} {occasion}时的情况"
    for shown in (*figures, *people, as_of):
        assert shown in text, shown
    for shown in (*LATER, "草稿"):
        assert shown not in text, shown


def test_labels_are_those_of_the_day_that_was_approved(cast, filed):
    written(filed, cast)
    household = Household.objects.get(pk=filed.pk)
    assert household.is_single_parent
    context = reports.form_context(household, full=False, on=TODAY)
    assert not context["household"].is_single_parent
    assert "身份证" in context["documents"]
    assert [item.member and item.member.name for item in context["incomes"]] == ["王秀兰", None]
    assert household.labels == Household.objects.get(pk=filed.pk).labels  # the file itself is untouched


def test_phone_and_account_are_todays_and_what_was_approved_keeps_its_name(cast, filed):
    changes.save_change(
        household_id=filed.pk, section=Section.WORKER, version=filed.version, by=cast.clerk,
        data={"phone": "13911112222", "employer": "新单位"},
    )  # fmt: skip
    text = read(reports.archive_form(Household.objects.get(pk=filed.pk), full=True, on=TODAY))[1]
    assert "13911112222" in text
    assert "华联商场" in text


@pytest.mark.parametrize(("state", "words", "finding"), [
    (State.DRAFT, "草稿，按 2026-03-04 的情况", False),
    (State.RETURNED, "退回补正，按 2026-03-04 的情况", False),
    (State.UNDER_REVIEW, "待审核，按 2026-03-04 的情况", True),
])  # fmt: skip
def test_what_was_never_filed_says_so_and_shows_no_finding_of_other_figures(cast, state, words, finding):
    household = HouseholdFactory(submitted=True, union=cast.union, clerk=cast.clerk)
    actions = {State.RETURNED: ("return", cast.reviewer), State.DRAFT: ("withdraw", cast.clerk)}
    if state in actions:
        action, by = actions[state]
        take_step(household_id=household.pk, action=action, by=by, comment="补正")
        raise_wage(household, 12345)
    household.refresh_from_db()
    text = read(reports.archive_form(household, full=False, on=TODAY))[1]
    assert words in text
    assert ("12,345.00" in text, "819.97" in text) == (not finding, finding)
    assert ("尚未核算" in text) is not finding


@pytest.mark.parametrize("action", [*JUDGEMENTS, "leave", "merge"])
def test_the_database_wants_an_approval_to_name_what_it_rests_on(filed, action):
    assessment = filed.assessments.get()
    wrong = None if action in JUDGEMENTS else assessment
    row = {"household": filed, "action": action, "content": {}, "content_hash": "0" * 64}
    with pytest.raises(IntegrityError, match="snapshot_names_its_assessment"), transaction.atomic():
        FileSnapshot.objects.create(**row, assessment=wrong)
    FileSnapshot.objects.create(**row, assessment=assessment if action in JUDGEMENTS else None)
