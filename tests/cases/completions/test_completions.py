"""急难先行救助: decided and paid first, completed after; late ones stop the next and are seen above."""

import re
import uuid
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone

from cases.applications.models import Application
from cases.applications.rules import source_of
from cases.applications.selectors import content_hash, list_gaps, urgent
from cases.applications.selectors.entitling import get_basis
from cases.applications.selectors.urgent import may_be_urgent
from cases.applications.states import State as ApplicationState
from cases.approvals.reports import approval_form
from cases.approvals.selectors import list_flags, planning
from cases.approvals.selectors.permits import list_options
from cases.approvals.services import routing
from cases.archives.models import Evidence, Household
from cases.archives.services.entry.dating import date_evidence
from cases.archives.services.recusals import declare_recusal
from cases.completions import services
from cases.completions.models import Completion
from cases.completions.rules import hours_words
from cases.completions.selectors import (
    get_clock,
    get_payer,
    get_terms,
    list_buttons,
    list_overdue_below,
    list_owed,
    list_to_check,
    list_to_recover,
    step_blocker,
)
from cases.completions.states import OPEN_STATES, RETURNED_DAYS, TRANSITIONS, State
from cases.notices import services as notices
from cases.notices.models import NoticeEntry
from cases.notices.services import Answer, answer_objection, conclude_due, record_objection
from cases.notices.states import Outcome
from cases.policies.models import Policy, Programme
from cases.policies.selectors import get_calendar
from cases.policies.services import default_text, load_policy
from cases.transfers import services as transfers
from funds.payments import services as payments
from funds.payments.models import Payable, Payment
from funds.payments.selectors import list_payments_of
from funds.recoveries import services as recoveries
from funds.recoveries.selectors import list_of_source
from hardship.accounts.states import Role
from hardship.kernel.templatetags.ui import day
from hardship.kernel.workflow import Refused
from hardship.messaging.models import Message
from hardship.trees.selectors import list_obstacles
from hardship.trees.services import Plan
from hardship.trees.services import plan as plan_change
from hardship.trees.states import Kind
from tests.books import assert_books_balance, available
from tests.cases.approvals.test_guards import insert_step, refused_by
from tests.cases.completions.conftest import let_go_by
from tests.cases.policies.texts import SERVICES, URGENT, URGENT_ROUTE
from tests.factories import UserFactory, take, unguarded
from tests.funds.payments.conftest import carry

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B8")]
AT_ONCE = (
    URGENT.replace("      - {kind: review, label: 核实, at: reviewing, workdays: 1}\n", "")
    .replace("[核实, 先行审批]", "[先行审批]")
    .replace("3000", "1000")
)
INCOME = "      - any_of: income\n"
WORDS = "9 月 3 日家中失火，当天到现场核实，发给户主本人。"


def strip(application):
    """Its file has no document any more."""
    with unguarded():
        Evidence.objects.filter(household=application.household_id).update(removed_at=timezone.now())


def hand_in(completion, by, account=WORDS):
    return services.submit(completion_id=completion.pk, account=account, by=by)


def judge(completion, action, by, comment="", seen=None):
    key = completion.content_hash if seen is None else seen
    return services.judge(completion_id=completion.pk, action=action, seen_hash=key, by=by, comment=comment)


def on_notice(completion, cast):
    return judge(hand_in(completion, cast.clerk), "accept", cast.reviewer)


def entry_of(completion):
    source = f"applications.application:{completion.application_id}"
    return NoticeEntry.objects.filter(source=source).order_by("-pk").first()


def end_days(completion):
    with unguarded():
        notice = entry_of(completion).notice
        type(notice).objects.filter(pk=notice.pk).update(
            starts_on=timezone.localdate() - timedelta(days=20),
            ends_on=timezone.localdate() - timedelta(days=1),
        )


@pytest.fixture
def dated(cast, make):
    """`dated()`: urgent aid that was approved, whose income certificate must be of the last six months."""

    def approved():
        text = default_text().replace(INCOME, f"{INCOME}        within_months: 6\n", 1)
        load_policy(union=cast.city, text=text + URGENT_ROUTE, in_force_from=date(2020, 1, 2))
        return make(ApplicationState.APPROVED)

    return approved


class TestTheShortWay:
    def test_two_steps_without_papers_and_notice_and_the_money_is_owed(self, cast, make, line):
        application = make()
        strip(application)
        assert list_gaps(application) == []
        application = take(application, "submit", by=cast.clerk)
        assert [one.kind for one in application.stages.order_by("position")] == ["review", "decide"]
        application = take(application, "pass", by=cast.reviewer)
        application = take(application, "approve", by=cast.approver, line=line)
        assert (application.state, available(line)) == (ApplicationState.APPROVED, 47000)
        assert Payable.objects.get().amount == 3000
        assert not NoticeEntry.objects.exists()
        assert_books_balance()

    def test_one_step_alone_where_the_route_says_so(self, cast, make, line):
        load_policy(union=cast.county, text=AT_ONCE, in_force_from=date(2020, 1, 1))
        application = take(make(amount=Decimal(1000)), "submit", by=cast.clerk)
        assert (application.state, application.awaits) == (ApplicationState.APPROVAL, cast.city)
        assert [one.kind for one in application.stages.all()] == ["decide"]
        assert get_terms(application).most == 1000
        application = take(application, "approve", by=cast.approver, line=line)
        assert application.state == ApplicationState.APPROVED
        assert application.completion.state == State.WAITING
        assert [one.title for one in approval_form(application)["opinions"]][1:] == ["先行审批意见"]
        assert_books_balance()

    def test_what_a_body_agrees_to_goes_not_in_one_step(self, cast, make):
        anchor = "    uses: living\n"
        rule = f"{anchor}    approval: [{{above: 0, by: leading_group}}]\n"
        load_policy(
            union=cast.city, text=default_text().replace(anchor, rule, 1), in_force_from=date(2020, 1, 2)
        )
        load_policy(union=cast.county, text=AT_ONCE, in_force_from=date(2020, 1, 1))
        with pytest.raises(Refused, match="要先集体研究，不能一步决定"):
            take(make(amount=Decimal(1000)), "submit", by=cast.clerk)

    def test_whoever_hands_it_in_is_told_who_decides(self, as_user, cast, make):
        load_policy(union=cast.county, text=AT_ONCE, in_force_from=date(2020, 1, 1))
        application = make(amount=Decimal(1000))
        client = as_user(cast.clerk)
        told = {"action": "submit", "seen_hash": content_hash(application)}
        url = reverse("approvals:step", args=[application.pk])
        page = client.post(url, told, follow=True).content.decode()
        assert f"下一环节：{cast.city.name}先行审批" in page
        assert "等待审核" not in page

    def test_who_entered_it_does_not_decide_on_the_one_step(self, cast, make, line):
        load_policy(union=cast.county, text=AT_ONCE, in_force_from=date(2020, 1, 1))
        both = UserFactory(union=cast.city, role=Role.APPROVER)
        application = make(amount=Decimal(1000))
        with unguarded():
            Application.objects.filter(pk=application.pk).update(created_by=both)
        application = take(Application.objects.get(pk=application.pk), "submit", by=cast.clerk)
        with pytest.raises(Refused, match="不能审批自己"):
            take(application, "approve", by=both, line=line)

    def test_it_is_returned_and_handed_in_again(self, cast, make):
        load_policy(union=cast.county, text=AT_ONCE, in_force_from=date(2020, 1, 1))
        application = take(make(amount=Decimal(1000)), "submit", by=cast.clerk)
        application = take(application, "return", by=cast.approver, comment="写明地址")
        assert application.state == ApplicationState.RETURNED
        assert take(application, "submit", by=cast.clerk).state == ApplicationState.APPROVAL

    def test_what_nobody_has_decided_is_taken_back_by_its_clerk(self, cast, make, as_user):
        load_policy(union=cast.county, text=AT_ONCE, in_force_from=date(2020, 1, 1))
        application = take(make(amount=Decimal(1000)), "submit", by=cast.clerk)
        page = as_user(cast.clerk).get(reverse("applications:detail", args=[application.pk]))
        assert "撤回申请" in page.content.decode()
        with pytest.raises(Application.DoesNotExist):
            take(application, "withdraw", by=cast.stranger)
        assert take(application, "withdraw", by=cast.clerk).state == ApplicationState.WITHDRAWN

    def test_what_somebody_has_signed_is_not_taken_back(self, cast, make, line):
        text = AT_ONCE.replace("workdays: 1}", "workdays: 1, deciders: 2}")
        load_policy(union=cast.county, text=text, in_force_from=date(2020, 1, 1))
        UserFactory(union=cast.city, role=Role.APPROVER)
        application = take(make(amount=Decimal(1000)), "submit", by=cast.clerk)
        application = take(application, "approve", by=cast.approver, line=line)
        assert application.state == ApplicationState.APPROVAL
        assert not list_options(application, cast.clerk).buttons
        with pytest.raises(Refused, match="已经有人审过，不能撤回"):
            take(application, "withdraw", by=cast.clerk)
        step = insert_step(
            application,
            action="withdraw",
            target="withdrawn",
            is_decision=False,
            by_id=cast.clerk.pk,
            next_no=None,
        )
        assert refused_by("step_takes_back_before_approval", *step)

    def test_a_submission_works_its_route_out_once(self, cast, make, monkeypatch):
        application, asked = make(), []
        for room in (planning, urgent):
            monkeypatch.setattr(
                room, "get_basis", lambda *args, **more: asked.append(1) or get_basis(*args, **more)
            )
        routing.keep_route(Application.objects.get(pk=application.pk))
        assert len(asked) == 1

    def test_what_is_not_urgent_goes_the_usual_way_with_its_papers(self, cast, make):
        application = make(is_urgent=False)
        submitted = take(application, "submit", by=cast.clerk)
        assert [one.kind for one in submitted.stages.order_by("position")] == ["review", "notice", "decide"]
        assert get_terms(submitted) is None
        strip(submitted)
        assert any(gap.field == "evidence" for gap in list_gaps(submitted))

    @pytest.mark.parametrize(("amount", "is_refused"), [("3000", False), ("3000.01", True)])
    def test_its_sum_is_bounded_to_the_cent(self, amount, is_refused, cast, make):
        application = make(amount=Decimal(amount))
        assert [gap.field for gap in list_gaps(application)] == (["amount"] if is_refused else [])
        if is_refused:
            with pytest.raises(Refused, match=r"最多 3,000\.00 元"):
                take(application, "submit", by=cast.clerk)
        else:
            assert get_terms(take(application, "submit", by=cast.clerk)).most == 3000

    def test_nothing_is_urgent_where_no_policy_says_so(self, cast, reference):
        assert not may_be_urgent(reference.living, cast.union)

    def test_nor_is_a_service_or_what_is_paid_in_instalments(self, cast, line):
        divided = "    amount: 800\n    instalments: {times: 2, every: month}\n"
        text = SERVICES.replace("    amount: 800\n", divided)
        load_policy(union=cast.county, text=text, in_force_from=date(2020, 1, 1))
        found = {row.code: may_be_urgent(row, cast.union) for row in Programme.objects.all()}
        assert (found["legal"], found["certain"], found["temporary"]) == (False, False, True)

    def test_whoever_is_told_to_untick_it_has_the_box(self, cast, make, as_user):
        """The policy that had a short way is not in force any more."""
        application = make()
        yesterday = timezone.localdate() - timedelta(days=1)
        with unguarded():
            Policy.objects.filter(union=cast.city, has_routes=True).update(
                effective=DateRange(date(2020, 1, 1), yesterday)
            )
        assert "请取消“急难”" in "".join(gap.text for gap in list_gaps(application))
        client, url = as_user(cast.clerk), reverse("applications:edit", args=[application.pk])
        assert 'name="is_urgent"' in client.get(url).content.decode()
        told = {"version": application.version, "reason": application.reason, "amount": "3000"}
        assert client.post(url, told).status_code == 302
        application.refresh_from_db()
        assert not application.is_urgent
        assert 'name="is_urgent"' not in client.get(url).content.decode()

    def test_terms_and_whoever_answers_for_it_are_frozen(self, cast, make):
        application = make(ApplicationState.REVIEW)
        terms = get_terms(application)
        assert (terms.most, terms.workdays, terms.responsible) == (3000, 10, cast.clerk)

    def test_the_approval_opens_what_is_owed_by_a_day(self, cast, make):
        completion = make(ApplicationState.APPROVED).completion
        assert (completion.state, completion.union) == (State.WAITING, cast.union)
        assert completion.due_on == get_calendar().add_workdays(timezone.localdate(), 10)
        assert Message.objects.filter(kind="completions.open").count() == 1

    def test_an_approval_that_is_taken_back_owes_nothing(self, cast, make, line):
        application = take(make(ApplicationState.APPROVED), "revoke", by=cast.approver, comment="查实重复")
        assert (application.completion.state, available(line)) == (State.ENDED, 50000)

    def test_a_second_time_it_goes_the_usual_way(self, cast, make):
        made = make(ApplicationState.APPROVED)
        with unguarded():  # as after a review that came out different
            Application.objects.filter(pk=made.pk).update(state=ApplicationState.RETURNED)
        again = Application.objects.get(pk=made.pk)
        assert [gap.field for gap in list_gaps(again) if "已先行救助过一次" in gap.text] == ["is_urgent"]
        with pytest.raises(Refused, match="已先行救助过一次"):
            take(again, "submit", by=cast.clerk)

    def test_a_sheet_of_many_leaves_it_to_one_by_one(self, cast, make):
        application = make(ApplicationState.REVIEW)
        assert "急难，先救助后补办" in list_flags([application], cast.reviewer)[application.pk]

    def test_it_is_marked_wherever_it_is_listed_and_printed(self, as_user, cast, make):
        application = make(ApplicationState.REVIEW)
        client = as_user(cast.reviewer)
        for url in ("/approvals/", "/applications/", f"/applications/{application.pk}/"):
            assert "急难" in client.get(url).content.decode(), url
        assert approval_form(application)["paper"].is_urgent
        assert not approval_form(make(is_urgent=False))["paper"].is_urgent


class TestWhatIsCompleted:
    def test_papers_check_notice_and_the_end(self, cast, owed):
        completion = hand_in(owed, cast.clerk)
        assert (completion.state, len(completion.content_hash)) == (State.SUBMITTED, 64)
        assert completion.content["account"] == WORDS
        assert len(completion.content["evidence"]) >= 1
        completion = judge(completion, "accept", cast.reviewer)
        entry = entry_of(completion)
        assert (completion.state, entry.amount) == (State.ON_NOTICE, 3000)
        end_days(completion)
        assert conclude_due().refused == []
        completion.refresh_from_db()
        assert completion.state == State.DONE
        assert [one.action for one in completion.steps.order_by("pk")] == ["submit", "accept", "conclude"]

    def test_it_is_not_handed_in_while_a_paper_is_missing(self, cast, owed):
        strip(owed.application)
        with pytest.raises(Refused, match="档案里的材料还不齐：缺少"):
            hand_in(owed, cast.clerk)
        owed.refresh_from_db()
        assert (owed.state, owed.account, owed.steps.count()) == (State.WAITING, "", 0)

    def test_nor_with_a_paper_of_which_nobody_said_how_old_it_is(self, cast, as_user, dated, pay):
        owed = pay(dated()).completion
        client, url = as_user(cast.clerk), reverse("completions:completion", args=[owed.pk])
        document = Evidence.objects.get(household=owed.application.household_id, kind="income")
        said = "“近 6 个月内的收入证明”还没有填写出具日期，请打开这份材料填写。"
        page, view = client.get(url).text, [owed.application.household_id, document.uid]
        assert said in page
        assert "没有填写出具日期" in page
        assert reverse("archives:evidence_view", args=view) in page
        answer = client.post(reverse("completions:submit", args=[owed.pk]), {"account": WORDS})
        assert (answer.status_code, f"档案里的材料还不齐：{said}" in answer.text) == (409, True)
        day = timezone.localdate() - timedelta(days=20)
        client.post(reverse("archives:evidence_date", args=view), {"issued_on": day.isoformat()})
        assert f"{day} 出具" in client.get(url).text
        completion = hand_in(owed, cast.clerk)
        assert [row[3:] for row in completion.content["evidence"] if row[0] == "income"] == [[str(day)]]

    def test_another_day_since_is_another_content(self, cast, dated, pay):
        owed = pay(dated()).completion
        document = Evidence.objects.get(household=owed.application.household_id, kind="income")
        for days in (20, 10):
            day = timezone.localdate() - timedelta(days=days)
            date_evidence(household_id=document.household_id, uid=document.uid, issued_on=day, by=cast.clerk)
            if days == 20:
                completion = hand_in(owed, cast.clerk)
        with pytest.raises(Refused, match="材料交来以后有变化"):
            judge(completion, "accept", cast.reviewer)

    @pytest.mark.parametrize("account", ["", "   "])
    def test_nor_without_words(self, account, cast, owed):
        with pytest.raises(Refused, match="请写明事由"):
            hand_in(owed, cast.clerk, account)

    def test_its_notice_comes_after_the_money(self, cast, make):
        completion = hand_in(make(ApplicationState.APPROVED).completion, cast.clerk)
        for action in ("accept", "refuse"):
            with pytest.raises(Refused, match="钱还没有发到家庭"):
                judge(completion, action, cast.reviewer, "查实")

    def test_it_is_judged_as_it_was_seen(self, cast, owed):
        with pytest.raises(Refused, match="补办内容刚有变化"):
            judge(hand_in(owed, cast.clerk), "accept", cast.reviewer, seen="")

    def test_a_family_that_does_not_want_to_be_shown_is_not(self, cast, owed):
        completion = hand_in(owed, cast.clerk)
        with unguarded():
            completion.application.household.consents.update(allows_notice=False)
        with pytest.raises(Refused, match="没有同意公示"):
            judge(completion, "accept", cast.reviewer)

    def test_it_goes_back_with_a_reason_and_comes_again(self, cast, owed):
        completion = hand_in(owed, cast.clerk)
        with pytest.raises(Refused, match="必须填写意见"):
            judge(completion, "return", cast.reviewer)
        completion = judge(completion, "return", cast.reviewer, "照片看不清")
        assert (completion.state, completion.due_on) == (State.WAITING, owed.due_on)
        assert hand_in(completion, cast.clerk).state == State.SUBMITTED

    def test_with_days_to_mend_it_however_long_somebody_looked(self, cast, owed, make, as_user):
        following = make()
        completion = let_go_by(hand_in(owed, cast.clerk))
        completion = judge(completion, "return", cast.reviewer, "照片看不清")
        completion.refresh_from_db()
        assert completion.due_on == get_calendar().add_workdays(timezone.localdate(), RETURNED_DAYS)
        assert not completion.is_overdue
        page = as_user(cast.clerk).get(reverse("completions:completion", args=[completion.pk]))
        assert day(completion.due_on) in page.content.decode()
        assert Message.objects.filter(kind="completions.return", about_id=completion.pk).count() == 1
        assert take(following, "submit", by=cast.clerk).state == ApplicationState.REVIEW

    @pytest.mark.parametrize("change", ["removed", "added"])
    def test_papers_that_changed_meanwhile_are_not_accepted(self, change, cast, owed):
        completion = hand_in(owed, cast.clerk)
        rows = Evidence.objects.filter(household=completion.application.household_id)
        with unguarded():
            if change == "removed":
                rows.filter(sha256=completion.content["evidence"][0][1]).update(removed_at=timezone.now())
            else:
                one = rows.filter(kind=completion.content["evidence"][0][0]).first()
                one.pk, one.uid, one.sha256 = None, uuid.uuid4(), "1" * 64
                one.save(force_insert=True)
        with pytest.raises(Refused, match="材料交来以后有变化，请退回再补"):
            judge(completion, "accept", cast.reviewer)
        assert judge(completion, "return", cast.reviewer, "材料变了").state == State.WAITING

    def test_nobody_judges_what_they_handed_in(self, cast, owed):
        with unguarded():
            both = UserFactory(union=cast.county, roles=[Role.CLERK, Role.REVIEWER], everything=True)
        completion = hand_in(owed, cast.clerk)
        with unguarded():
            completion.steps.update(by=both)
        assert completion not in list_to_check(both)
        with pytest.raises(Refused, match="不能复核自己"):
            judge(completion, "accept", both)

    @pytest.mark.parametrize("who", ["stranger", "city_reviewer", "auditor", "finance", "clerk"])
    def test_nobody_else_judges_it(self, who, cast, owed):
        completion = hand_in(owed, cast.clerk)
        with pytest.raises((Refused, Completion.DoesNotExist)):
            judge(completion, "accept", getattr(cast, who))

    def test_every_row_of_the_table_and_nothing_else(self, cast, owed):
        """Whatever the state: a button is a row of the table that the person's post allows."""
        people = (cast.clerk, cast.reviewer, cast.finance, cast.approver, cast.auditor)
        for state in State.values:
            with unguarded():
                Completion.objects.filter(pk=owed.pk).update(
                    state=state, account=WORDS, content_hash="0" * 64
                )
            row = Completion.objects.get(pk=owed.pk)
            for person in people:
                allowed = {
                    one.action
                    for one in TRANSITIONS
                    if state in one.source and one.role in person.roles and not step_blocker(row, one, person)
                }
                assert {one.action for one in list_buttons(row, person)} == allowed, (state, person)


class TestAnObjectionAfterwards:
    def objected(self, cast, owed, outcome):
        completion = on_notice(owed, cast)
        other = UserFactory(union=cast.county, role=Role.REVIEWER)
        row = record_objection(
            entry_id=entry_of(completion).pk, text="家里有两套房。", received_on=timezone.localdate(),
            by=cast.clerk,
        )  # fmt: skip
        answer = Answer(
            outcome=outcome, findings="到房管部门查实。", answer="属实。", told_on=timezone.localdate(),
            told_how="nobody",
            rule="办法第十二条" if outcome == Outcome.REFUSED else "",
        )  # fmt: skip
        answer_objection(objection_id=row.pk, answer=answer, by=other)
        return Completion.objects.get(pk=completion.pk)

    def test_it_goes_back_to_its_clerk_and_is_shown_again(self, cast, owed):
        completion = self.objected(cast, owed, Outcome.UPHELD)
        assert completion.state == State.WAITING
        completion = on_notice(completion, cast)
        assert completion.state == State.ON_NOTICE
        end_days(completion)
        services.conclude(completion.application, by=None)
        assert Completion.objects.get(pk=completion.pk).state == State.DONE

    def test_or_the_money_is_to_come_back(self, cast, owed):
        completion = self.objected(cast, owed, Outcome.REFUSED)
        assert completion.state == State.REFUSED
        assert Application.objects.get(pk=completion.application_id).state == ApplicationState.APPROVED
        assert completion in list_to_recover(cast.finance)

    def test_before_its_days_are_over_it_is_not_done(self, cast, owed):
        completion = on_notice(owed, cast)
        with pytest.raises(notices.NoticeRefused, match="期满后"):
            services.conclude(completion.application, by=cast.reviewer)


class TestALineTakenDown:
    def down(self, completion, by):
        return notices.take_line_down(entry_id=entry_of(completion).pk, reason="家庭撤回同意", by=by)

    def test_it_goes_back_and_says_why(self, cast, owed):
        completion = on_notice(owed, cast)
        assert self.down(completion, cast.reviewer).is_withdrawn
        completion.refresh_from_db()
        step = completion.steps.latest("pk")
        assert (completion.state, step.label) == (State.WAITING, "从公示撤下，再补办")
        assert "家庭撤回同意" in step.comment

    def test_not_by_who_stays_out_or_had_a_hand(self, cast, owed):
        completion = on_notice(owed, cast)
        wrote = UserFactory(union=cast.county, role=Role.REVIEWER)
        with unguarded():
            completion.application.edits.update(by=wrote)
        with pytest.raises(Refused, match="不能复核自己"):
            self.down(completion, wrote)
        acting = UserFactory(union=cast.county, role=Role.REVIEWER)
        acting.stands_for = wrote
        with pytest.raises(Refused, match="本人不能办"):
            self.down(completion, acting)
        acting.stands_for = None
        household = completion.application.household_id
        declare_recusal(household_id=household, cause="relative", reason="表亲", by=acting)
        with pytest.raises(Refused, match="已申请回避"):
            self.down(completion, acting)
        assert Completion.objects.get(pk=completion.pk).state == State.ON_NOTICE
        assert entry_of(completion).is_on

    def test_nor_with_the_whole_notice(self, cast, owed):
        completion = on_notice(owed, cast)
        with unguarded():
            completion.application.edits.update(by=cast.reviewer)
        with pytest.raises(Refused, match="不能复核自己"):
            notices.cancel_notice(notice_id=entry_of(completion).notice_id, reason="写错", by=cast.reviewer)


class TestAFileThatMoves:
    @pytest.mark.parametrize("to", [State.WAITING, State.SUBMITTED, State.ON_NOTICE])
    def test_it_stays_until_its_urgent_aid_is_completed(self, to, cast, owed):
        household, number = owed.application.household_id, owed.application.number
        if to != State.WAITING:
            owed = hand_in(owed, cast.clerk)
        if to == State.ON_NOTICE:
            owed = judge(owed, "accept", cast.reviewer)
        assert owed.state == to
        receiver = UserFactory(union=cast.elsewhere, role=Role.CLERK)
        offer = transfers.offer(household_id=household, target=cast.elsewhere, note="调动", by=cast.clerk)
        assert [(one.number, one.holds_up) for one in transfers.list_companions(household)] == [
            (number, True)
        ]
        with pytest.raises(Refused, match=f"{number}.*还没有补办完"):
            transfers.decide(transfer_id=offer.pk, action="accept", by=receiver)
        with unguarded():
            Completion.objects.filter(pk=owed.pk).update(state=State.REFUSED)
        transfers.decide(transfer_id=offer.pk, action="accept", by=receiver)
        assert Household.objects.get(pk=household).union == cast.elsewhere

    def test_nor_is_it_split_off(self, cast, owed):
        household = owed.application.household
        change = plan_change(
            union_id=cast.union.pk, by=cast.administrator,
            asked=Plan(
                kind=Kind.SPLIT, on=timezone.localdate(), document="通工组〔2026〕12号", name="分出的工会",
                short_name="分出", code="N77", chosen={"archives.files": [household.pk]},
            ),
        )  # fmt: skip
        assert list_obstacles(change) == ["急难救助还没有补办完的档案 1 份"]
        with unguarded():
            Completion.objects.filter(pk=owed.pk).update(state=State.RECOVERED)
        assert list_obstacles(change) == []


RECOVERED = """INSERT INTO completions_completionstep (completion_id, action, source, target, comment,
        content_hash, at, by_id)
    VALUES (%s, 'recover', 'refused', 'recovered', '收据', '', now(), %s)"""


def pay_back(completion, finance):
    """All that was asked back when it was refused, to the line that paid."""
    [recovery] = list_of_source(source_of(completion.application_id))
    assert (recovery.reason, recovery.union) == ("urgent", finance.union)
    recoveries.repay(
        recovery_id=recovery.pk, amount=recovery.amount, on=timezone.localdate(),
        serial="0012345", by=finance, key=uuid.uuid4(),
    )  # fmt: skip
    assert_books_balance()


class TestMoneyThatComesBack:
    def test_to_the_union_that_paid_it(self, cast, make_decided_at_county):
        """Its route has the county decide: its line paid, and its finance gets the money back."""
        finance, paid = make_decided_at_county
        completion = judge(hand_in(paid.completion, cast.clerk), "refuse", cast.reviewer, "收入超过标准")
        assert get_payer(completion.application) == cast.county
        assert Message.objects.get(kind="completions.refuse").union == cast.county
        assert completion in list_to_recover(finance)
        assert completion not in list_to_recover(cast.finance)
        with pytest.raises(Refused, match=f"由“{cast.county.name}”办理"):
            judge(completion, "recover", cast.finance, "收据 0012345")
        pay_back(completion, finance)
        assert judge(completion, "recover", finance, "收据 0012345").state == State.RECOVERED

    def test_not_entitled_after_all_is_recovered(self, cast, owed):
        completion = judge(hand_in(owed, cast.clerk), "refuse", cast.reviewer, "收入超过标准")
        assert completion in list_to_recover(cast.finance)
        assert Message.objects.filter(kind="completions.refuse").exists()
        with pytest.raises(Refused, match="必须填写意见"):
            judge(completion, "recover", cast.finance)
        with pytest.raises(Refused, match="还没有收完"):
            judge(completion, "recover", cast.finance, "收据 0012345")
        pay_back(completion, cast.finance)
        completion = judge(completion, "recover", cast.finance, "收据 0012345，2026-11-30 交回 3000 元")
        assert completion.state == State.RECOVERED
        assert completion not in list_to_recover(cast.finance)

    def test_it_is_not_recovered_while_a_part_was_not_asked_back(self, cast, owed):
        """Of two demands, one that finance made of its own and took back again."""
        [line] = list_payments_of([source_of(owed.application_id)])[source_of(owed.application_id)]
        by_finance = recoveries.open_recovery(
            payment_id=line.pk, reason="overpaid", note="多发一千元", amount=Decimal(1000), by=cast.finance,
            due_on=timezone.localdate(),
        )  # fmt: skip
        completion = judge(hand_in(owed, cast.clerk), "refuse", cast.reviewer, "收入超过标准")
        recoveries.void(recovery_id=by_finance.pk, reason="并入急难追回", by=cast.finance)
        [rest] = list_of_source(source_of(owed.application_id)).filter(reason="urgent")
        assert rest.amount == line.amount - 1000
        recoveries.repay(
            recovery_id=rest.pk, amount=rest.amount, on=timezone.localdate(), serial="1",
            by=cast.finance, key=uuid.uuid4(),
        )  # fmt: skip
        with pytest.raises(Refused, match=r"还有 1,000\.00 元没有发起追回"):
            judge(completion, "recover", cast.finance, "收据 1")
        assert refused_by("completion_recovered_whole", RECOVERED, completion.pk, cast.finance.pk)
        recoveries.demand(payment_id=line.pk, reason="urgent", note="其余部分", by=cast.finance)
        assert refused_by("completion_recovered_whole", RECOVERED, completion.pk, cast.finance.pk)


class TestMoneyThatTheBankReturns:
    def returned(self, completion, cast):
        [line] = list_payments_of([source_of(completion.application_id)])[
            source_of(completion.application_id)
        ]
        payments.bounce(payment_id=line.pk, on=timezone.localdate(), reason="账户已销户", by=cast.finance)
        return Application.objects.get(pk=completion.application_id)

    def test_what_was_refused_is_neither_asked_back_nor_paid_again(self, cast, owed, line):
        completion = judge(hand_in(owed, cast.clerk), "refuse", cast.reviewer, "收入超过标准")
        application = self.returned(completion, cast)
        [recovery] = list_of_source(source_of(application.pk))
        assert recovery.is_void
        with pytest.raises(Refused, match="查实不符合，不能再发"):
            carry([Payable.objects.get()], cast)
        Payment.objects.get()
        application = take(application, "revoke", by=cast.approver, comment="查实不符合")
        assert (application.completion.state, available(line)) == (State.ENDED, 50000)
        assert_books_balance()

    def test_what_is_on_its_notice_leaves_it_when_the_approval_is_taken_back(self, cast, owed):
        completion = on_notice(owed, cast)
        application = self.returned(completion, cast)
        application = take(application, "revoke", by=cast.approver, comment="查实重复")
        assert application.completion.state == State.ENDED
        assert entry_of(completion).state == "withdrawn"


class TestWhatIsLate:
    def test_it_stops_the_next_of_its_union_until_it_is_handed_in(self, cast, owed, make):
        following = make()
        assert list_gaps(following) == []
        let_go_by(owed)
        assert [gap.field for gap in list_gaps(following)] == ["is_urgent"]
        with pytest.raises(Refused, match="超期没有补办"):
            take(following, "submit", by=cast.clerk)
        assert not following.steps.exists()
        hand_in(owed, cast.clerk)
        assert take(following, "submit", by=cast.clerk).state == ApplicationState.REVIEW

    def test_the_usual_way_stays_open(self, cast, owed, make):
        let_go_by(owed)
        assert take(make(is_urgent=False), "submit", by=cast.clerk).state == ApplicationState.REVIEW

    def test_on_its_last_day_it_is_not_late(self, cast, owed):
        with unguarded():
            Completion.objects.filter(pk=owed.pk).update(due_on=timezone.localdate())
        owed.refresh_from_db()
        assert not owed.is_overdue
        assert let_go_by(owed).is_overdue

    def test_it_is_seen_above_by_the_nearest_who_can_act(self, cast, owed):
        assert owed in list_owed(cast.clerk)
        assert owed not in list_overdue_below(cast.reviewer)
        completion = let_go_by(owed)
        assert completion in list_overdue_below(cast.reviewer)
        assert completion not in list_overdue_below(cast.approver)  # the county has somebody
        assert completion not in list_overdue_below(cast.stranger)

    def test_no_union_is_closed_over_it(self, cast, owed):
        assert owed.state in OPEN_STATES


class TestTheClock:
    @pytest.mark.parametrize(
        ("minutes", "words"),
        [(0, "0 小时 0 分"), (59, "0 小时 59 分"), (1501, "25 小时 1 分"), (-5, "0 小时 0 分")],
    )
    def test_hours_in_words(self, minutes, words):
        since = datetime(2026, 3, 5, 9, tzinfo=timezone.get_current_timezone())
        assert hours_words(since, since + timedelta(minutes=minutes)) == words

    def test_from_reception_to_decision(self, make):
        application = make(ApplicationState.REVIEW)
        assert get_clock(application).until is None
        with unguarded():
            application.contact_steps.update(at=timezone.now() - timedelta(days=1, hours=2))
        assert get_clock(application).is_overnight
        decided = make(ApplicationState.APPROVED)
        clock = get_clock(decided)
        assert (clock.until, clock.is_overnight) == (decided.decided_at, False)


class TestPages:
    def get(self, client, person, name, *args):
        client.force_login(person)
        return client.get(reverse(name, args=args))

    def test_the_form_offers_it_where_a_policy_has_it(self, client, cast, make):
        page = self.get(client, cast.clerk, "applications:edit", make().pk).content.decode()
        assert re.search(r'name="is_urgent"[^>]*checked', page)

    def test_case_and_list_and_page_say_what_is_owed(self, client, cast, owed):
        let_go_by(owed)
        case = self.get(client, cast.clerk, "applications:detail", owed.application_id).content.decode()
        assert "最多 3,000.00 元" in case
        assert "从接待到决定用了" in case
        assert "超期 1 个工作日" in self.get(client, cast.clerk, "completions:list").content.decode()
        page = self.get(client, cast.clerk, "completions:completion", owed.pk).content.decode()
        assert "提交补办" in page
        assert self.get(client, cast.stranger, "completions:completion", owed.pk).status_code == 404

    def test_handed_in_and_judged_on_the_page(self, client, cast, owed):
        client.force_login(cast.clerk)
        url = reverse("completions:submit", args=[owed.pk])
        assert client.post(url, {"account": ""}).status_code == 422
        assert client.post(url, {"account": WORDS}).status_code == 302
        owed.refresh_from_db()
        client.force_login(cast.reviewer)
        url = reverse("completions:step", args=[owed.pk])
        assert client.post(url, {"action": "x", "key": owed.content_hash}).status_code == 409
        assert client.post(url, {"action": "accept", "key": "0" * 64}).status_code == 409
        assert client.post(url, {"action": "accept", "key": owed.content_hash}).status_code == 302
        owed.refresh_from_db()
        assert owed.state == State.ON_NOTICE

    @pytest.mark.parametrize("count", [1, 4])
    def test_a_list_asks_no_more_for_more(self, count, cast, make, client, django_assert_max_num_queries):
        for _n in range(count):
            make(ApplicationState.APPROVED)
        client.force_login(cast.reviewer)
        client.get(reverse("completions:list"))
        with django_assert_max_num_queries(30):
            client.get(reverse("completions:list"))
