"""Aid without an amount: asked for, decided, told, done by somebody, counted as a time without yuan."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.applications import services as applications
from cases.applications.models import Application
from cases.applications.selectors import get_paper, list_gaps
from cases.applications.selectors.offers import list_choices
from cases.applications.states import State as ApplicationState
from cases.approvals.selectors import get_entry, list_options
from cases.approvals.selectors.reviewed import reopen_blocker
from cases.archives.models import Household
from cases.archives.selectors.aid import list_records, never_helped
from cases.archives.services import steps
from cases.giving import services
from cases.giving.models import Fulfilment
from cases.giving.services import Told
from cases.giving.states import FulfilmentState as State
from cases.outcomes.reports.letters import feedback_slip, result_letter
from cases.outcomes.selectors.printable import paper_blocker
from cases.outcomes.services import answer_appeal
from cases.outcomes.states import PaperKind
from cases.plans.selectors.deeds import list_deeds
from funds.ledgers.models import Commitment
from funds.payments.models import Payable
from hardship.accounts.selectors import UNSETTLED
from hardship.accounts.states import Role
from hardship.kernel.desk import DUTIES
from hardship.kernel.workflow import Refused
from tests.books import assert_books_balance
from tests.cases.outcomes.test_appeals import ask as ask_for_review
from tests.factories import ApplicationFactory, HouseholdFactory, UserFactory, make_visit, take, unguarded

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B1")]


def today():
    return timezone.localdate()


def done(row, by, **more):
    told = {"doer": "县法律援助站 王律师", "done_on": today(), "what": "代写仲裁申请书", "result": "reached"}
    return services.take_fulfilment_step(
        fulfilment_id=row.pk, action="finish", by=by, told=Told(**{**told, **more})
    )


def test_a_service_goes_its_whole_way_without_a_sum(cast, ask):
    application = ask()
    assert (application.amount, application.entitled, application.entitled_steps) == (None, None, [])
    row = application.fulfilment
    assert (row.state, row.due_on, row.union) == (State.OPEN, today() + timedelta(days=30), cast.union)
    assert not Commitment.objects.exists()
    assert not Payable.objects.exists()
    assert_books_balance()


def test_the_public_line_and_the_papers_name_no_sum(ask):
    application = ask()
    assert get_entry(application).amount is None
    paper = get_paper(application)
    assert paper.is_service
    text = render_to_string("pdf/letter_result.html", {**result_letter(application), "title": ""})
    assert "提供服务，不发钱物" in text
    assert "￥" not in text
    assert "银行" not in text
    bare = {"paper": paper, "application": application, "blanks": (), "has_notice": False, "entry": None}
    content = render_to_string("pdf/_application_content.html", bare)
    assert "提供服务，不发钱物" in content
    assert "申请金额" not in content
    slip = render_to_string("pdf/feedback.html", {**feedback_slip(application), "title": ""})
    assert "提供服务，不发钱物" in slip
    assert "￥" not in slip
    assert "帮扶金额" not in slip
    assert paper_blocker(application, PaperKind.RECEIPT) == "提供服务，没有钱物要签领"


def test_the_letter_says_who_does_it_and_then_what_was_done(cast, ask):
    application = ask()
    assert f"由{cast.union.name}安排" in letter(application)
    services.take_fulfilment_step(
        fulfilment_id=application.fulfilment.pk, action="arrange", by=cast.clerk,
        told=Told(doer="王律师", due_on=today() + timedelta(days=7)),
    )  # fmt: skip
    assert "由王律师办理" in letter(application)
    done(application.fulfilment, cast.clerk)
    assert "代写仲裁申请书" in letter(application)


def letter(application):
    return render_to_string("pdf/letter_result.html", {**result_letter(application), "title": ""})


def test_it_waits_on_the_desk_of_the_union_that_applied_until_it_is_done(cast, ask):
    row = ask().fulfilment
    duty = DUTIES["giving.services"]
    assert [one.pk for one in duty.rows(cast.clerk)] == [row.pk]
    assert not duty.rows(cast.reviewer).exists()
    assert not duty.rows(cast.stranger).exists()
    assert UNSETTLED["giving.services"](cast.union) == "没有落实的服务 1 项"
    done(row, cast.clerk)
    assert not duty.rows(cast.clerk).exists()
    assert UNSETTLED["giving.services"](cast.union) == ""


def test_what_was_done_is_a_record_of_aid_without_yuan(cast, ask):
    application = ask()
    household = application.household
    never = Household.objects.filter(never_helped(), pk=household.pk)
    assert list_records(household) == []
    assert never.exists()
    done(application.fulfilment, cast.clerk)
    record = list_records(household)[0]
    assert (record.title, record.value, record.worth, record.on) == ("法律援助", Decimal(0), None, today())
    assert not never.exists()
    assert any("法律援助（" in title for _name, title in list_deeds(household, today()))


def test_the_record_that_shows_it_is_named(cast, ask):
    application = ask(programme="employment")
    visit = make_visit(application.household, by=cast.clerk)
    name = f"visit|{visit.uid}"
    row = done(application.fulfilment, cast.clerk, deed=name)
    assert (row.deed_kind, row.deed_key) == ("visit", str(visit.uid))
    other = ask(programme="employment")
    with pytest.raises(Refused) as caught:
        done(other.fulfilment, cast.clerk, deed=name)
    assert caught.value.field == "deed"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"done_on": None}, "done_on"),
        ({"done_on": -1}, "done_on"),
        ({"done_on": 1}, "done_on"),
        ({"what": ""}, "what"),
        ({"result": ""}, "result"),
        ({"result": "wonderful"}, "result"),
        ({"doer": ""}, "doer"),
        ({"deed": "visit|x"}, "deed"),
        ({"deed": "x"}, "deed"),
    ],
)
def test_what_is_lacking_is_told_at_its_field(cast, ask, more, field):
    row = ask().fulfilment
    if isinstance(more.get("done_on"), int):
        more = {"done_on": today() + timedelta(days=more["done_on"])}
    with pytest.raises(Refused) as caught:
        done(row, cast.clerk, **more)
    assert caught.value.field == field
    row.refresh_from_db()
    assert row.state == State.OPEN


@pytest.mark.parametrize("days", [None, -1, 367, 40000])
def test_it_is_arranged_for_a_day_within_the_year(cast, ask, days):
    row = ask().fulfilment
    due_on = None if days is None else today() + timedelta(days=days)
    with pytest.raises(Refused) as caught:
        services.take_fulfilment_step(
            fulfilment_id=row.pk, action="arrange", by=cast.clerk, told=Told(doer="王律师", due_on=due_on)
        )
    assert caught.value.field == "due_on"


@pytest.mark.parametrize("who", ["reviewer", "approver", "auditor"])
def test_only_the_clerks_who_applied_write_it_down(cast, ask, who):
    with pytest.raises(Refused):
        done(ask().fulfilment, getattr(cast, who))


def test_outside_the_scope_there_is_none(cast, ask):
    with pytest.raises(Fulfilment.DoesNotExist):
        done(ask().fulfilment, cast.stranger)


def test_done_is_done(cast, ask):
    row = ask().fulfilment
    done(row, cast.clerk)
    for action in ("arrange", "finish", "give_up"):
        with pytest.raises(Refused):
            services.take_fulfilment_step(
                fulfilment_id=row.pk, action=action, by=cast.clerk, comment="再说",
                told=Told("x", today(), today(), "x", "reached"),
            )  # fmt: skip


def test_a_second_time_within_the_year_is_refused_and_open_again_once_it_is_given_up(cast, ask):
    first = ask()
    second = applications.start(
        household_id=first.household_id, programme_id=first.programme_id, by=cast.clerk
    )
    assert any("已享受 1 次" in gap.text for gap in list_gaps(second))
    with pytest.raises(Refused):
        services.take_fulfilment_step(fulfilment_id=first.fulfilment.pk, action="give_up", by=cast.clerk)
    services.take_fulfilment_step(
        fulfilment_id=first.fulfilment.pk, action="give_up", by=cast.clerk, comment="本人已和解"
    )
    assert not any("已享受" in gap.text for gap in list_gaps(second))


def test_the_times_are_counted_again_at_the_approval(cast, ask):
    """No line of the ledger holds them: another one was decided on in between."""
    waiting = ask(ApplicationState.APPROVAL)
    other = ask(household=waiting.household, programme="employment")
    with unguarded():
        Application.objects.filter(pk=other.pk).update(
            programme=waiting.programme, member=waiting.member, year=waiting.year
        )
    with pytest.raises(Refused, match="已享受 1 次"):
        take(waiting, "approve", by=cast.approver)


def may_take_back(application, by):
    found = Application.objects.get(pk=application.pk)
    return "revoke" in [row.action for row in list_options(found, by).buttons]


def test_an_approval_is_taken_back_until_it_is_done(cast, ask):
    application = ask()
    assert may_take_back(application, cast.approver)
    take(application, "revoke", by=cast.approver)
    row = Fulfilment.objects.get(application=application)
    assert (row.state, row.why) == (State.ENDED, "请核对")
    other = ask()
    done(other.fulfilment, cast.clerk)
    assert not may_take_back(other, cast.approver)
    with pytest.raises(Refused, match="服务已经办结"):
        take(other, "revoke", by=cast.approver)
    other.refresh_from_db()
    assert other.state == ApplicationState.APPROVED


def test_also_where_it_was_given_up(cast, ask):
    application = ask()
    row = services.take_fulfilment_step(
        fulfilment_id=application.fulfilment.pk, action="give_up", by=cast.clerk, comment="本人已和解"
    )
    assert may_take_back(application, cast.approver)
    assert take(application, "revoke", by=cast.approver).state == ApplicationState.REVOKED
    row.refresh_from_db()
    assert (row.state, row.why) == (State.ENDED, "本人已和解")


def test_a_review_does_not_begin_it_a_second_time(as_user, cast, ask):
    """One application has one service: it is taken back and asked for anew."""
    application, other = ask(), UserFactory(union=cast.city, role=Role.APPROVER)
    appeal = ask_for_review(application, cast.clerk)
    assert reopen_blocker(application) == "服务的决定不能重开，请撤销批准后另行申请。"
    answer_appeal(appeal_id=appeal.pk, is_changed=True, answer="应当由律师办。", by=other)
    application.refresh_from_db()
    assert application.state == ApplicationState.APPROVED
    text = as_user(cast.clerk).get(reverse("applications:detail", args=[application.pk])).content.decode()
    assert "服务没有办结的请先撤销批准" in text
    assert "款已发放" not in text
    done(application.fulfilment, cast.clerk)
    application.refresh_from_db()
    assert reopen_blocker(application) == "服务已经办结，不能重开，请另行申请。"


def test_a_service_that_was_refused_is_decided_anew(cast, ask):
    application = take(ask(ApplicationState.APPROVAL), "reject", by=cast.approver)
    assert reopen_blocker(application) == ""


def test_no_sum_is_taken_for_a_service(cast, ask):
    draft = ask(ApplicationState.DRAFT)
    with pytest.raises(Refused) as caught:
        applications.save(
            application_id=draft.pk, version=draft.version, by=cast.clerk, reason="x", amount=Decimal(100)
        )
    assert caught.value.field == "amount"


def test_a_file_that_is_closed_ends_what_was_to_be_done(cast, ask):
    application = ask()
    steps.take_step(
        household_id=application.household_id, action="close", by=cast.reviewer, comment="已调离",
        close_reason="moved",
    )  # fmt: skip
    row = Fulfilment.objects.get(application=application)
    assert (row.state, row.why) == (State.ENDED, "档案已退出，不再办理。")


def test_one_of_many_that_are_approved_together(as_user, cast, ask):
    rows = [ask(ApplicationState.APPROVAL) for _n in range(2)]
    client = as_user(cast.approver)
    page = client.post(reverse("approvals:confirm"), {"pk": [row.pk for row in rows]}).content.decode()
    assert "合计 2 件" in page
    client.post(
        reverse("approvals:decide"),
        {"action": "approve", "item": [f"{row.pk}:{row.content_hash}" for row in rows]},
    )
    assert Fulfilment.objects.count() == 2


# Pages


def page(client, name, *keys, **query):
    return client.get(reverse(f"giving:{name}", args=keys), query).content.decode()


def test_the_choice_says_that_it_is_a_service(as_user, cast, serving):
    household = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk)
    choice = next(one for one in list_choices(household) if one.programme.code == "legal")
    assert choice.offer.is_due_service
    url = reverse("applications:new")
    text = as_user(cast.clerk).get(url, {"household": household.pk}).content.decode()
    assert "这个项目提供服务，不发钱" in text


def test_the_form_asks_for_no_amount(as_user, cast, ask):
    draft = ask(ApplicationState.DRAFT)
    text = as_user(cast.clerk).get(reverse("applications:edit", args=[draft.pk])).content.decode()
    assert 'name="amount"' not in text
    assert "没有金额" in text


def test_whoever_approves_is_asked_for_no_line_and_told_of_no_money(as_user, cast, ask):
    row = ask(ApplicationState.APPROVAL)
    client, url = as_user(cast.approver), reverse("applications:detail", args=[row.pk])
    text = client.get(url).content.decode()
    assert "资金指标" not in text
    assert "服务，不发钱" in text
    step, inbox = reverse("approvals:step", args=[row.pk]), reverse("approvals:inbox")
    client.post(step, {"action": "approve", "seen_hash": row.content_hash})
    assert "已批准，等待经办人落实服务" in client.get(inbox).content.decode()
    text = client.get(url).content.decode()
    assert "撤销批准" in text
    assert "资金" not in text[text.index('id="decision"') :].split("</section>")[0]
    client.post(step, {"action": "revoke", "comment": "本人已和解", "seen_hash": row.content_hash})
    assert "已撤销批准，服务不再办理" in client.get(inbox).content.decode()


def test_the_list_and_the_page(as_user, cast, ask):
    row = ask().fulfilment
    clerk = as_user(cast.clerk)
    assert "本工会有 1 项服务等着落实" in page(clerk, "fulfilments")
    assert "登记已办成" in page(clerk, "fulfilment", row.pk)
    assert "登记已办成" not in page(as_user(cast.reviewer), "fulfilment", row.pk)
    stranger = as_user(cast.stranger)
    assert stranger.get(reverse("giving:fulfilment", args=[row.pk])).status_code == 404
    assert str(row.application.household) not in page(stranger, "fulfilments")


def test_it_is_written_down_on_the_page(as_user, cast, ask):
    application = ask()
    client, url = as_user(cast.clerk), reverse("giving:fulfilment_step", args=[application.fulfilment.pk])
    answer = client.post(url, {"action": "finish", "doer": "王律师"})
    assert answer.status_code == 409
    assert "办成日期要在批准那天" in answer.content.decode()
    told = {"doer": "王律师", "done_on": today().isoformat(), "what": "调解成功", "result": "reached"}
    assert client.post(url, {"action": "finish", **told}).status_code == 302
    assert "调解成功" in client.get(reverse("applications:detail", args=[application.pk])).content.decode()
    assert client.post(url, {"action": "finish", **told}).status_code == 409


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"action": "pay"},
        {"action": "finish", "done_on": "不知道"},
        {"action": "finish", "result": "1"},
        {"action": "finish", "deed": "visit|../../etc"},
        {"action": "arrange", "doer": "王" * 101},
    ],
)
def test_what_no_page_sends_is_refused(as_user, cast, ask, told):
    row = ask().fulfilment
    url = reverse("giving:fulfilment_step", args=[row.pk])
    assert as_user(cast.clerk).post(url, told).status_code == 422
    assert Fulfilment.objects.get(pk=row.pk).state == State.OPEN


def test_the_number_of_queries_does_not_follow_the_rows(as_user, cast, ask):
    client, seen = as_user(cast.clerk), []
    for _n in range(2):
        ask()
        page(client, "fulfilments")
        with CaptureQueriesContext(connection) as queries:
            page(client, "fulfilments")
        seen.append(len(queries))
    assert seen[0] == seen[1]


def test_what_is_late_has_a_chip(as_user, cast, ask):
    row = ask().fulfilment
    assert str(row.application.household) not in page(as_user(cast.clerk), "fulfilments", show="late")
    Fulfilment.objects.filter(pk=row.pk).update(due_on=today() - timedelta(days=1))
    assert str(row.application.household) in page(as_user(cast.clerk), "fulfilments", show="late")


def test_a_batch_of_services_has_no_amounts(as_user, cast, serving):
    draft = ApplicationFactory(union=cast.union, clerk=cast.clerk, programme="employment")
    batch = applications.make_batch(
        uid=draft.uid, programme_id=draft.programme_id, reason="失业一年", by=cast.clerk
    )
    household = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk)
    applications.add_households(batch_id=batch.pk, household_ids=[household.pk], by=cast.clerk)
    text = as_user(cast.clerk).get(reverse("applications:batch", args=[batch.uid])).content.decode()
    assert "申请金额" in text
    assert "-amount" not in text
