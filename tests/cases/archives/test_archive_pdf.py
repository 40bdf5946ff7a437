"""困难职工档案表 as a PDF: two pages, searchable, scoped, numbers in full only for who may, on record."""

import hashlib
from io import BytesIO

import pytest
from django.urls import reverse

from cases.archives import reports
from hardship.audit.models import AuditRecord
from tests.factories import HouseholdFactory, MemberFactory
from tests.worlds import world

NUMBER = "320602198003070028"


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


def test_a_large_household_stands_there_to_the_last_member(cast, filed):
    for place in range(14):
        MemberFactory(household=filed, name=f"王第{place}子", position=10 + place)
    context = reports.form_context(filed, full=False)
    assert len(context["people"]) == 16
    content = reports.archive_form(filed, full=False, on=filed.filed_on)
    assert "王第13子" in read(content)[1]


def test_a_bare_draft_has_a_form_with_room_to_write(as_user, cast):
    draft = HouseholdFactory(union=cast.union, clerk=cast.clerk)
    pages, text = read(form(as_user(cast.clerk), draft).content)
    assert pages == 2
    assert "未编号" in text
    assert "尚未核算" in text
    assert len(reports.form_context(draft, full=False)["blanks"]) == 5


def test_markup_in_a_name_stays_text(cast):
    household = HouseholdFactory(
        complete=True, union=cast.union, clerk=cast.clerk, name="<img src=x>", number=NUMBER
    )
    assert (
        "<img src=x>" in read(reports.archive_form(household, full=False, on=household.created_at.date()))[1]
    )
