"""A file that comes back: the reviewer sees first what changed since the return."""

from decimal import Decimal

import pytest
from django.urls import reverse

from cases.archives.models import Household, IncomeItem, Member
from cases.archives.rules.differences import compare
from cases.archives.selectors.entry import get_contents
from cases.archives.selectors.rereview import get_rereview
from cases.archives.selectors.returned import list_returned
from cases.archives.services.entry import evidence as documents
from cases.archives.services.entry.returns import explain_return
from cases.archives.services.steps import Reason, take_step
from cases.archives.states import Section
from tests.factories import HouseholdFactory, MemberFactory, id_number, make_evidence, written_on
from tests.worlds import world

pytestmark = pytest.mark.django_db


@world
def returned(cast):
    household = HouseholdFactory(submitted=True, union=cast.union, clerk=cast.clerk, name="陈建军")
    reasons = [Reason("worker", "employer", "写全称"), Reason("money", "", "补收入证明")]
    take_step(household_id=household.pk, action="return", by=cast.reviewer, comment="请补正", reasons=reasons)
    household.refresh_from_db()
    return household


def change(household, by, *, employer="华联商场股份有限公司", **facts):
    with written_on(household, Section.WORKER, by=by):
        Member.objects.filter(pk=household.head_id).update(employer=employer)
        Household.objects.filter(pk=household.pk).update(**{"homes": 2, **facts})


def submit(household, by, comment="已补正"):
    for item in list_returned(get_contents(household)):
        if not item.is_open:
            continue
        explain_return(household_id=household.pk, reason_id=item.row.pk, text="没有别的收入", by=by)
    take_step(household_id=household.pk, action="submit", by=by, comment=comment)
    household.refresh_from_db()


def page(client, household, **query):
    return client.get(reverse("archives:review", args=[household.pk]), query)


def sections(answer):
    return [block.section for block in answer.context["blocks"]]


def test_the_review_opens_on_what_changed_with_both_values(cast, as_user, returned):
    change(returned, cast.clerk)
    submit(returned, cast.clerk)
    answer = page(as_user(cast.reviewer), returned)
    for words in (
        "退回以来的改动",
        "<del>华联商场</del>",
        "华联商场股份有限公司",
        "请补正",
        "已补正",
        "写全称",
    ):
        assert words in answer.text
    assert sections(answer) == ["worker", "money", "housing"]
    assert answer.context["changed"].only
    assert [(row.field, row.is_changed) for row in answer.context["reasons"]] == [
        ("employer", True), ("", False),
    ]  # fmt: skip
    assert "没有别的收入" in answer.text


def test_the_whole_file_is_a_link_away_and_marked_in_place(cast, as_user, returned):
    change(returned, cast.clerk)
    submit(returned, cast.clerk)
    answer = page(as_user(cast.reviewer), returned, show="all")
    assert len(sections(answer)) == 7
    assert answer.text.count("<del>华联商场</del>") == 2, "in the list and in its place"
    assert "?show=changes" in answer.text
    assert sections(page(as_user(cast.reviewer), returned, show="<x>")) == ["worker", "money", "housing"]


def test_people_money_and_documents_that_came_or_went_are_shown(cast, as_user, returned):
    gone = returned.evidence.first()
    documents.remove_evidence(household_id=returned.pk, uid=gone.uid, by=cast.clerk)
    added = make_evidence(returned, kind="medical_bill", by=cast.clerk)
    with written_on(returned, Section.MEMBERS, Section.MONEY, by=cast.clerk):
        MemberFactory(household=returned, relation="son", name="陈小军", position=3)
        returned.members.filter(relation="daughter").update(removed_at=returned.updated_at)
        IncomeItem.objects.filter(household=returned, kind="wage").update(annual_amount=Decimal("30000.00"))
        IncomeItem.objects.create(household=returned, kind="dibao", annual_amount=Decimal("1200.00"))
    returned.refresh_from_db()
    Household.objects.filter(pk=returned.pk).update(state="under_review")
    answer = page(as_user(cast.reviewer), returned)
    for words in ("陈小军", "25,200.00", "30,000.00", "1,200.00", gone.original_name, added.original_name):
        assert words in answer.text
    assert set(sections(answer)) == {"worker", "members", "money", "evidence"}
    assert answer.context["changed"].new_documents == {added.uid}


def test_a_number_that_changed_is_told_and_never_shown(cast, as_user, returned):
    number = id_number()
    old = returned.head.id_number.reveal()
    with written_on(returned, Section.WORKER, by=cast.clerk):
        head = returned.head
        head.id_number = number
        head.id_number_index = (
            head.id_number.blind_index() if hasattr(head.id_number, "blind_index") else b"x"
        )
        head.save()
    Household.objects.filter(pk=returned.pk).update(state="under_review")
    text = page(as_user(cast.reviewer), returned).text
    assert "已变更" in text
    assert number not in text
    assert old not in text


def test_a_file_that_came_back_unchanged_says_so(cast, as_user, returned):
    submit(returned, cast.clerk)
    assert "没有改动" in page(as_user(cast.reviewer), returned).text


def test_a_file_that_comes_the_first_time_is_shown_whole(cast, as_user):
    first = HouseholdFactory(submitted=True, union=cast.union, clerk=cast.clerk)
    answer = page(as_user(cast.reviewer), first)
    assert len(sections(answer)) == 7
    assert "退回以来的改动" not in answer.text


def test_a_return_that_was_taken_back_is_no_return(cast):
    household = HouseholdFactory(submitted=True, union=cast.union, clerk=cast.clerk)
    take_step(household_id=household.pk, action="return", by=cast.reviewer, comment="弄错了")
    take_step(household_id=household.pk, action="unreturn", by=cast.reviewer)
    household.refresh_from_db()
    assert get_rereview(household) is None


def test_a_refused_decision_keeps_the_page_as_it_was(cast, as_user, returned):
    change(returned, cast.clerk)
    submit(returned, cast.clerk)
    url = reverse("archives:step", args=[returned.pk])
    data = {"action": "file", "seen_hash": "0" * 64, "skips_unseen": "on"}
    answer = as_user(cast.reviewer).post(f"{url}?show=all", data)
    assert (answer.status_code, len(sections(answer))) == (409, 7)


def line(kind, amount, **more):
    return {"kind": kind, "annual_amount": amount, "note": "", **more}


def content(**more):
    return {"household": {}, "members": [], "incomes": [], "expenses": [], "evidence": []} | more


def test_a_line_of_money_that_says_something_else_is_one_difference():
    old = content(incomes=[line("wage", "10.00"), line("wage", "20.00")])
    new = content(incomes=[line("wage", "20.00"), line("wage", "15.00")])
    assert [(delta.old, delta.new) for delta in compare(old, new)] == [("10.00", "15.00")]
    moved = content(incomes=[line("wage", "10.00", member_id=2), line("wage", "20.00")])
    was = content(incomes=[line("wage", "10.00", member_id=1), line("wage", "20.00")])
    assert [(delta.field, delta.old, delta.new) for delta in compare(was, moved)] == [("member_id", 1, 2)]
    assert compare(old, old) == []


def test_another_stage_of_schooling_is_a_difference():
    before, after = (
        content(members=[{"uid": "1", "name": "王", "stage": stage}]) for stage in ("bachelor", "master")
    )
    assert [delta.field for delta in compare(before, after)] == ["stage"]
