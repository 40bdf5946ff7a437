"""待我审批: what waits, what to heed, and deciding on many."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.applications.models import Application
from cases.applications.states import State
from cases.approvals.filters import SUMS
from cases.approvals.selectors import count_tabs, describe, list_tab
from cases.approvals.selectors.inbox import TABS
from cases.approvals.services import take_many
from cases.policies.selectors import get_calendar
from cases.policies.services import load_default_policy
from hardship.accounts.states import Role
from tests.books import assert_books_balance, available, make_line
from tests.factories import (
    ApplicationFactory,
    HouseholdFactory,
    UnionFactory,
    UserFactory,
    close_file,
    end_notices,
    make_evidence,
    take,
)

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


def household_of(cast, **more):
    return HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, **more)


def hints(application, user):
    rows = Application.objects.filter(pk=application.pk).select_related("household", "programme")
    return describe(list(rows), user)[application.pk]


class TestTabs:
    def test_each_person_s_turn(self, cast, make, line):
        review, approval, back = make(State.REVIEW), make(State.APPROVAL), make(State.RETURNED)
        turns = {cast.reviewer: review, cast.approver: approval, cast.clerk: back}
        for person, application in turns.items():
            assert list(list_tab(user=person, tab="todo")) == [application]
        assert list(list_tab(user=cast.auditor, tab="todo")) == []
        assert list(list_tab(user=cast.city_reviewer, tab="todo")) == []
        assert set(list_tab(user=cast.clerk, tab="mine")) == {review, approval, back}
        assert set(list_tab(user=cast.reviewer, tab="done")) == {approval, back}

    @pytest.mark.requirement("B7")
    def test_counts_sums_and_what_runs_late(self, cast, make):
        calendar, today = get_calendar(), timezone.localdate()
        days = {"late": -1, "today": 0, "soon": 1, "later": 4}
        for shift in days.values():
            application = make(State.REVIEW)
            due = calendar.add_workdays(today, shift) if shift else today
            Application.objects.filter(pk=application.pk).update(due_on=due)
        tabs = count_tabs(cast.reviewer)
        assert (tabs["todo"].count, tabs["todo"].total) == (4, 4 * 9840)
        assert (tabs["todo"].late, tabs["todo"].today, tabs["late"].count) == (1, 1, 3)

    def test_a_county_s_work_is_not_another_county_s(self, cast, make):
        make(State.REVIEW)
        neighbour = UnionFactory(county_level=True, parent=cast.city)
        other = UserFactory(union=neighbour, role=Role.REVIEWER)
        assert not list_tab(user=other, tab="todo").exists()


class TestHints:
    def test_missing_documents_and_earlier_aid_are_said(self, cast, make, line):
        household = household_of(cast)
        make(State.APPROVED, household=household, line=line)
        second = make(State.REVIEW, household=household, programme="medical")
        found = hints(second, cast.reviewer)
        assert [text for _kind, text in found.badges] == ["材料齐", "本年已帮扶 1 次"]
        assert (found.flags, found.remark) == ((), "余额度 20,000.00")
        household.evidence.filter(kind="fee_list").update(removed_at=timezone.now())
        found = hints(second, cast.reviewer)
        assert found.badges[0] == ("danger", "缺医疗费用清单")
        assert found.flags == ("缺医疗费用清单",)

    def test_what_changed_since_the_last_round_is_said(self, cast, make):
        application = make(State.RETURNED)
        row = make_evidence(application.household, kind="hardship", by=cast.clerk)
        application.evidence.add(row)
        application = take(application, "submit", by=cast.clerk)
        found = hints(application, cast.reviewer)
        assert (found.returned, found.changed) == (1, ("申请材料",))
        assert found.flags == ("退回过 1 次，请逐件办理",)

    def test_own_work_and_closed_files_are_flagged(self, cast, make):
        both = UserFactory(union=cast.county, roles=[Role.CLERK, Role.REVIEWER])
        application = make(State.REVIEW, clerk=both, household=household_of(cast))
        assert hints(application, both).flags == ("本人经办的申请",)
        close_file(application.household)
        assert hints(application, cast.reviewer).flags == ("档案已不在档",)


class TestMany:
    def test_each_is_decided_by_itself(self, cast, make, line):
        good, changed = make(State.APPROVAL), make(State.APPROVAL)
        back = make(State.RETURNED)
        for action, who in (("submit", cast.clerk), ("pass", cast.reviewer)):
            back = take(back, action, by=who)
        end_notices(back)
        back = take(back, "conclude", by=cast.reviewer)
        changed.household.incomes.update(annual_amount=1)
        outcome = take_many(
            items=[(row.pk, row.content_hash) for row in (good, changed, back)],
            action="approve", by=cast.approver, lines={"living": line.pk},
        )  # fmt: skip
        assert outcome.done == [good]
        why = {row.pk: text for row, text in outcome.refused}
        assert "家庭收入有变化" in why[changed.pk]
        assert why[back.pk] == "退回过 1 次，请逐件办理"
        assert available(line) == 50000 - 9840
        assert_books_balance()

    def test_money_that_ends_in_the_middle_holds_up_only_the_rest(self, cast, make, reference):
        short = make_line(cast.finance, "20000")
        rows = [make(State.APPROVAL) for _n in range(3)]
        outcome = take_many(
            items=[(row.pk, row.content_hash) for row in rows],
            action="approve", by=cast.approver, lines={"living": short.pk},
        )  # fmt: skip
        assert len(outcome.done) == 2
        assert "余额不足" in outcome.refused[0][1]
        assert available(short) == 320

    def test_what_lies_outside_the_scope_is_passed_over(self, cast, make, line):
        row = make(State.APPROVAL)
        outcome = take_many(items=[(row.pk, row.content_hash)], action="approve", by=cast.stranger)
        assert (outcome.done, outcome.refused) == ([], [])


class TestPages:
    def test_the_inbox_shows_the_row_and_its_light(self, as_user, cast, make):
        application = make(State.REVIEW)
        Application.objects.filter(pk=application.pk).update(due_on=timezone.localdate() - timedelta(days=9))
        page = as_user(cast.reviewer).get("/approvals/").content.decode()
        assert str(application.household) in page
        assert "超期" in page
        assert "材料齐" in page
        assert "1 件待办，合计" in page
        assert "核对并通过" in page

    def test_each_empty_tab_has_words_of_its_own(self, as_user, cast, reference):
        client, said = as_user(cast.approver), set()
        for tab in TABS:
            page = client.get(f"/approvals/?tab={tab}").text
            said.add(page.split('class="empty"')[1].split("</h2>")[0])
        assert len(said) == len(TABS)

    @pytest.mark.parametrize("tab", [*TABS, "nonsense"])
    def test_empty_tabs_say_why(self, tab, as_user, cast, reference):
        page = as_user(cast.approver).get(f"/approvals/?tab={tab}").content.decode()
        assert 'class="empty"' in page
        narrowed = as_user(cast.approver).get(f"/approvals/?tab={tab}&programme=living").content.decode()
        assert "没有符合条件的申请" in narrowed

    @pytest.mark.requirement("B7")
    def test_it_is_narrowed_by_sum_category_and_urgency(self, as_user, cast, make):
        application, client = make(State.REVIEW), as_user(cast.reviewer)
        least = {yuan: application.amount >= yuan for yuan in SUMS}
        asked = {
            **{f"least={yuan}": shows for yuan, shows in least.items()},
            f"category={application.category}": True, "category=accident": False,
            "urgent=no": True, "urgent=yes": False, "least=1": True,
        }  # fmt: skip
        assert set(least.values()) == {True, False}
        shown = {
            query: str(application.household) in client.get(f"/approvals/?{query}").text for query in asked
        }
        assert shown == asked

    @pytest.mark.parametrize("who", ["auditor", "finance", "administrator"])
    def test_who_decides_nothing_has_no_inbox(self, who, as_user, cast, reference):
        client = as_user(getattr(cast, who))
        assert client.get("/approvals/").status_code == 403
        assert client.post("/approvals/confirm/", {}).status_code == 403
        assert client.post("/approvals/1/step/", {}).status_code == 403

    def test_a_stranger_sees_no_row_and_steps_on_none(self, as_user, cast, make):
        application = make(State.REVIEW)
        client = as_user(cast.stranger)
        assert str(application.household) not in client.get("/approvals/").content.decode()
        data = {"action": "pass", "seen_hash": application.content_hash}
        assert client.post(f"/approvals/{application.pk}/step/", data).status_code == 404
        client.post("/approvals/confirm/", {"pk": application.pk})
        client.post(
            "/approvals/decide/", {"item": f"{application.pk}:{application.content_hash}", "action": "pass"}
        )
        application.refresh_from_db()
        assert application.state == State.REVIEW

    def test_many_are_confirmed_decided_and_told(self, as_user, cast, make, line):
        rows = [make(State.APPROVAL), make(State.APPROVAL)]
        client = as_user(cast.approver)
        page = client.post("/approvals/confirm/", {"pk": [row.pk for row in rows]}).content.decode()
        assert "批准：2 件" in page
        assert "壹万玖仟陆佰捌拾元整" in page
        items = [f"{row.pk}:{row.content_hash}" for row in rows]
        assert all(item in page for item in items)
        without = client.post("/approvals/decide/", {"item": items, "action": "approve"})
        assert without.status_code == 422
        data = {"item": items, "action": "approve", "line_living": line.pk, "comment": "集体研究同意"}
        done = client.post("/approvals/decide/", data, follow=True).content.decode()
        assert "办成 2 件，没有办成 0 件" in done
        again = client.post("/approvals/decide/", data, follow=True).content.decode()
        assert "办成 0 件，没有办成 2 件" in again
        assert available(line) == 50000 - 2 * 9840
        assert {step.comment for row in rows for step in row.steps.filter(action="approve")} == {
            "集体研究同意"
        }

    def test_flagged_rows_are_left_out_before_the_decision(self, as_user, cast, make):
        good, bad = make(State.REVIEW), make(State.REVIEW)
        bad.household.evidence.filter(kind="income").update(removed_at=timezone.now())
        client = as_user(cast.reviewer)
        inbox = client.get("/approvals/").content.decode()
        assert "1 件缺收入证明" in inbox
        page = client.post("/approvals/confirm/", {"pk": [good.pk, bad.pk]}).content.decode()
        assert "1 件不能批量办理，已排除" in page
        assert f"{bad.pk}:" not in page
        only = client.post("/approvals/confirm/", {"pk": [bad.pk]}).content.decode()
        assert "没有可以批量办理的申请" in only

    def test_one_step_and_the_click_after_it(self, as_user, cast, make):
        application = make(State.REVIEW)
        client = as_user(cast.reviewer)
        url = f"/approvals/{application.pk}/step/"
        data = {"action": "pass", "seen_hash": application.content_hash, "comment": "票据齐全"}
        assert client.post(url, data).url == "/approvals/"
        twice = client.post(url, data)
        assert twice.status_code == 409
        assert "可能已被他人处理" in twice.content.decode()
        assert application.steps.filter(action="pass").count() == 1
        assert client.get(url).url == "/approvals/"

    def test_a_refused_step_keeps_what_was_written(self, as_user, cast, make):
        application = make(State.REVIEW)
        application.household.incomes.update(annual_amount=1)
        data = {"action": "pass", "seen_hash": application.content_hash, "comment": "写了很久的意见"}
        answer = as_user(cast.reviewer).post(f"/approvals/{application.pk}/step/", data)
        assert answer.status_code == 409
        assert "写了很久的意见" in answer.content.decode()

    def test_the_approver_chooses_the_line_and_reads_the_sum_in_words(self, as_user, cast, make, line):
        small = make_line(cast.finance, "10", name="余额很少的资金")
        application = make(State.APPROVAL)
        client = as_user(cast.approver)
        page = client.get(f"/applications/{application.pk}/").content.decode()
        assert "可用 50,000.00 元" in page
        assert "余额不足" in page
        assert "人民币玖仟捌佰肆拾元整" in page
        data = {"action": "approve", "seen_hash": application.content_hash, "line": small.pk}
        assert client.post(f"/approvals/{application.pk}/step/", data).status_code == 409
        assert client.post(f"/approvals/{application.pk}/step/", data | {"line": line.pk}).status_code == 302

    @pytest.mark.parametrize("number", [1, 12])
    def test_queries_do_not_grow_with_the_rows(self, number, as_user, cast, make):
        for _n in range(number):
            make(State.REVIEW)
        client = as_user(cast.reviewer)
        client.get("/approvals/")
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/approvals/").status_code == 200
        assert len(captured) <= MOST_QUERIES, "\n".join(query["sql"][:200] for query in captured)


def test_who_reviews_and_decides_takes_one_step_for_many_at_a_time(as_user, reference):
    """In a company by itself; the boxes are those of the step that the first application waits for."""
    company = UnionFactory(parent=None)
    load_default_policy(union=company)
    both = UserFactory(union=company, roles=[Role.REVIEWER, Role.APPROVER])
    fresh = ApplicationFactory(union=company, state=State.REVIEW)
    noticed = ApplicationFactory(union=company, state=State.APPROVAL)
    Application.objects.filter(pk=noticed.pk).update(due_on=fresh.due_on - timedelta(days=1))
    page = as_user(both).get("/approvals/").content.decode()
    assert "核对并批准" in page
    asked = as_user(both).post("/approvals/confirm/", {"pk": [noticed.pk, fresh.pk]}).content.decode()
    assert (noticed.number in asked, fresh.number in asked) == (True, False)
