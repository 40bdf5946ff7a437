"""到账回访: drawn by a seed that anybody can repeat, asked by another, compared with the books."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from cases.applications.models import Application
from cases.callbacks import selectors, services
from cases.callbacks.models import Callback, CallbackRule, CallbackTry, Difference
from cases.callbacks.rules import is_drawn, lot_of
from cases.callbacks.services import Answer, CallbackRefused
from cases.callbacks.states import DifferenceState, State
from cases.campaigns.models import Beneficiary, CampaignList
from cases.outcomes.selectors.dossier import get_course
from funds.payments import services as payments
from funds.payments.models import Payable, Payment
from hardship.accounts.selectors import UNSETTLED
from hardship.accounts.states import Role
from hardship.kernel.sheets import read_sheet
from hardship.kernel.workflow import Refused
from tests.books import make_line
from tests.factories import ApplicationFactory, UserFactory, payable_of, unguarded
from tests.funds.payments.conftest import carry, paid
from tests.worlds import world

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("D3")]
DAYS, MANY = 10, 4


@world
def asked(cast, reference):
    """Four payments that arrived today, all drawn, due in ten days."""
    line = make_line(cast.finance, "50000")
    with later(-1):
        services.set_rule(by=cast.approver, valid_from=tomorrow(), days=DAYS, share=Decimal(100))
    approved = [
        ApplicationFactory(
            union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, approver=cast.approver,
            state="approved", line=line,
        )
        for _n in range(MANY)
    ]  # fmt: skip
    batch = carry([payable_of(one) for one in approved], cast, "sent")
    payments.record_results(batch_id=batch.pk, rows=[paid(n + 1) for n in range(MANY)], by=cast.finance)
    services.draw()
    return list(Callback.objects.order_by("pk"))


def today():
    return timezone.localdate()


def tomorrow(days=1):
    return today() + timedelta(days=days)


def later(days=DAYS):
    return freeze_time(timezone.now() + timedelta(days=days))


def said(row, **more):
    """A sound answer of today."""
    told = {
        "on": today(), "mode": "phone", "said_amount": row.payment.amount, "collector": "self",
        "effect": "eased", "score": 5, "received_on": row.paid_on,
    }  # fmt: skip
    return Answer(**{**told, **more})


def answer(row, by, **more):
    return services.record_answer(callback_id=row.pk, answer=said(row, **more), by=by)


def rewrite(row, **values):
    """Goes around the services."""
    with transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(**values)


def test_what_arrived_is_drawn_once_and_due_so_many_days_later(asked, cast):
    assert len(asked) == MANY
    assert {(row.state, row.due_on, row.union) for row in asked} == {
        (State.DUE, today() + timedelta(days=DAYS), cast.union)
    }
    assert {row.household_id for row in asked} == {
        int(row.payment.payable.subject.partition(":")[2]) for row in asked
    }
    assert services.draw() == 0
    assert not selectors.list_to_call(cast.clerk).exists()
    with later():
        assert selectors.list_to_call(cast.clerk).count() == MANY
        assert not selectors.list_to_call(cast.stranger).exists()


def test_the_database_draws_the_lots_that_anybody_can_draw_again():
    seed = uuid.UUID(int=12)
    keys = [uuid.UUID(int=n) for n in range(300)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT callbacks_lot(%s, one) FROM unnest(%s::uuid[]) one", [seed, keys])
        assert [row[0] for row in cursor.fetchall()] == [lot_of(str(seed), str(key)) for key in keys]


def test_a_share_draws_about_that_many_and_a_large_sum_always():
    kept = {"seed": "s", "share": Decimal("30"), "all_above": Decimal(2000)}
    drawn = [is_drawn(key=str(n), amount=Decimal(2000), **kept) for n in range(2000)]
    assert 520 < sum(drawn) < 680
    assert all(is_drawn(key=str(n), amount=Decimal("2000.01"), **kept) for n in range(50))
    none = {"seed": "s", "share": Decimal(0), "all_above": None}
    assert not any(is_drawn(key=str(n), amount=Decimal(10**6), **none) for n in range(50))


def test_the_nearest_union_s_latest_rule_draws(asked, cast):
    leader = UserFactory(union=cast.county, role=Role.APPROVER)
    CallbackRule.objects.create(  # set while nothing held from above
        union=leader.union, set_by=leader, valid_from=today(), days=3, share=0, all_above=Decimal("0.01")
    )
    line = make_line(cast.finance, "20000")
    one = ApplicationFactory(
        union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, approver=cast.approver,
        state="approved", line=line,
    )  # fmt: skip
    batch = carry([payable_of(one)], cast, "sent")
    payments.record_results(batch_id=batch.pk, rows=[paid(1)], by=cast.finance)
    assert services.draw() == 1
    row = Callback.objects.get(payment__batch=batch)
    assert (row.rule.union, row.due_on) == (cast.county, today() + timedelta(days=3))
    assert selectors.get_rule(cast.union, today()) == row.rule


def test_whoever_decided_or_paid_does_not_ask(asked, cast):
    row = asked[0]
    reviewer = UserFactory(union=cast.union, role=Role.REVIEWER)
    with later():
        assert selectors.list_to_call(reviewer).count() == MANY
        # they had a hand in it: made the batch, checked it, approved the application
        for who in (cast.finance, cast.city_reviewer, cast.approver, cast.reviewer):
            assert selectors.has_hand(row.payment_id, who)
        helper = UserFactory(union=cast.union, role=Role.CLERK)
        with unguarded():
            Payment.objects.filter(pk=row.payment_id).update(resolved_by=helper)
        assert row not in selectors.list_to_call(helper)
        with pytest.raises(Refused, match="不能自己回访"):
            answer(row, helper)
        whole = vars(said(row)) | {"state": "done", "signed_at": timezone.now(), "signed_by": helper}
        with pytest.raises(DatabaseError, match="whoever decided or paid"):
            rewrite(row, **whole)
        rewrite(row, **whole | {"signed_by": cast.clerk})


def test_somebody_on_a_campaign_s_list_is_asked_by_nobody_who_put_it_in_or_approved_it(asked, cast):
    row = asked[0]
    maker, leader = (UserFactory(union=cast.union, role=role) for role in (Role.CLERK, Role.REVIEWER))
    with unguarded():
        listed = CampaignList.objects.create(
            campaign_id=1, union=cast.union, state="approved", submitted_by=maker, decided_by=cast.approver,
            decided_for=leader,
        )  # fmt: skip
        one = Beneficiary.objects.create(
            list=listed, campaign_id=1, group_id=1, union=cast.union, name="李", cash=9
        )
        Payable.objects.filter(pk=row.payment.payable_id).update(
            source=f"campaigns.beneficiary:{one.pk}", subject="person:ab12"
        )
        Callback.objects.filter(pk=row.pk).delete()
    assert services.draw() == 1
    again = Callback.objects.get(payment=row.payment_id)
    assert (again.household, str(again)) == (None, row.payment.payee)
    with later():
        for who in (maker, leader):
            assert again not in selectors.list_to_call(who)
        assert answer(again, cast.clerk).state == State.DONE
    with unguarded():  # whom nothing names any more
        Beneficiary.objects.all().delete()
        CampaignList.objects.all().delete()


def test_another_sum_than_the_books_opens_a_matter_that_auditors_alone_see(asked, cast, as_user):
    fits, less, nothing = asked[:3]
    with later():
        answer(fits, cast.clerk)
        answer(less, cast.clerk, said_amount=less.payment.amount - 1)
        answer(nothing, cast.clerk, said_amount=Decimal(0), collector="nobody", received_on=None)
        rows = selectors.list_open_differences(cast.auditor).order_by("pk")
        assert [(row.callback, row.booked - row.said) for row in rows] == [
            (less, Decimal(1)), (nothing, nothing.payment.amount),
        ]  # fmt: skip
        url = reverse("callbacks:difference", args=[rows[0].pk])
        assert as_user(cast.finance).get(url).status_code == 403
        assert as_user(cast.clerk).get(url).status_code == 403
        page = as_user(cast.clerk).get(reverse("callbacks:callback", args=[less.pk])).content.decode()
        assert "金额不符" not in page
        told = {"outcome": "mistaken", "finding": "看了回单，两次到账。"}
        assert as_user(cast.auditor).post(url, told).status_code == 302
        found = Difference.objects.get(pk=rows[0].pk)
        assert (found.state, found.finding, found.settled_by) == (
            DifferenceState.SETTLED, told["finding"], cast.auditor,
        )  # fmt: skip
        assert as_user(cast.auditor).post(url, told).status_code == 409
    with unguarded():  # a hand that they got later
        Payment.objects.filter(pk=less.payment_id).update(resolved_by=cast.auditor)
    rewrite(found, union=found.union)
    for values in ({"finding": "别的"}, {"said": Decimal(5)}, {"settled_by": cast.finance}):
        with pytest.raises(DatabaseError, match="stays as it was found"):
            rewrite(found, **values)
    with pytest.raises(DatabaseError, match="settled by somebody else"):
        rewrite(
            Difference.objects.get(callback=nothing), state="settled", outcome="part", finding="查过",
            settled_at=timezone.now(), settled_by=cast.clerk,
        )  # fmt: skip


def miss(row, by, **more):
    told = {"on": today(), "mode": "phone", "miss": "no_answer"}
    return services.record_try(callback_id=row.pk, by=by, **{**told, **more})


def test_tries_are_counted_and_after_three_it_is_listed_until_somebody_comes_by(asked, cast):
    row = asked[0]
    with later():
        assert [miss(row, cast.clerk).state for _n in range(3)] == [State.DUE, State.DUE, State.UNREACHED]
        assert row not in selectors.list_to_call(cast.clerk)
        counts = selectors.count(selectors.list_callbacks(cast.clerk))
        assert (counts.all, counts.unreached, counts.done, counts.score) == (MANY, 1, 0, None)
        assert answer(row, cast.clerk, mode="home", score=1).state == State.DONE
        assert list(selectors.unhappy(selectors.list_callbacks(cast.clerk))) == [row]
        with pytest.raises(Refused):
            miss(row, cast.clerk)
    with pytest.raises(DatabaseError, match="append"):
        rewrite(CallbackTry.objects.first(), miss="wrong")


WRONG = {
    "before the money came": {"on": -1},
    "tomorrow": {"on": DAYS + 1},
    "less than nothing": {"said_amount": "-1"},
    "three decimals": {"said_amount": "1.234"},
    "a sum that nobody took": {"collector": "nobody"},
    "nothing, but on a day": {"said_amount": "0", "collector": "nobody"},
    "a sum without a day": {"received_on": ""},
    "received after the call": {"received_on": DAYS + 5},
    "satisfaction of six": {"score": "6"},
    "no satisfaction": {"score": ""},
    "no way of asking": {"mode": "", "score": "5"},
    "a way that is none": {"mode": "letter"},
}


def test_bad_input_is_refused_at_its_field_and_nothing_is_kept(asked, cast, as_user):
    row, start = asked[0], asked[0].paid_on
    url = reverse("callbacks:answer", args=[row.pk])
    with later():
        client = as_user(cast.clerk)
        sound = {
            "on": today().isoformat(), "mode": "phone", "said_amount": str(row.payment.amount),
            "received_on": start.isoformat(), "collector": "self", "effect": "same", "score": "4",
        }  # fmt: skip
        for name, change in WRONG.items():
            change = {
                key: (start + timedelta(days=value)).isoformat() if isinstance(value, int) else value
                for key, value in change.items()
            }
            sent = client.post(url, {**sound, **change})
            assert sent.status_code in (409, 422), name
            assert sent.context["form"].errors, name
            row.refresh_from_db()
            assert row.state == State.DUE, name
        assert as_user(cast.stranger).post(url, sound).status_code == 404
        assert as_user(cast.finance).post(url, sound).status_code == 403
        assert as_user(cast.clerk).post(url, sound).status_code == 302
        assert as_user(cast.clerk).post(url, sound).status_code == 409  # sent twice
        row.refresh_from_db()
        assert (row.state, row.score, row.signed_by) == (State.DONE, 4, cast.clerk)


def test_the_database_keeps_what_was_answered_and_that_answers_are_whole(asked, cast):
    row = asked[0]
    with later():
        answer(row, cast.clerk)
        whole = vars(said(asked[1])) | {
            "state": "done", "signed_at": timezone.now(), "signed_by": cast.clerk,
        }  # fmt: skip
        early = {"on": today() - timedelta(days=DAYS + 1), "received_on": None, "said_amount": 0}
    for target, values in (
        (row, {"score": 1}), (row, {"state": "due"}), (row, {"opinion": "改了"}), (row, {"due_on": today()}),
        (asked[1], {"state": "unreached"}), (asked[1], {"tries": 3}), (asked[1], {"score": 5}),
        (asked[1], whole | {"score": 0}), (asked[1], whole | {"score": None}),
        (asked[1], whole | {"received_on": None}), (asked[1], whole | early | {"collector": "nobody"}),
        (asked[1], whole | {"said_amount": -1}),
    ):  # fmt: skip
        with pytest.raises(DatabaseError):
            rewrite(target, **values)
    rule = CallbackRule.objects.get()
    with pytest.raises(DatabaseError):
        rewrite(rule, share=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        Callback.objects.filter(pk=row.pk).delete()
    bare = {"rule": rule, "union": cast.union, "due_on": date(2099, 1, 1)}
    waiting = Payment.objects.exclude(state="paid").first() or row.payment
    with pytest.raises(DatabaseError), transaction.atomic():
        Callback.objects.create(payment=waiting, **bare)


def test_what_the_bank_took_back_is_not_asked_after(asked, cast):
    open_one, done = asked[:2]
    with later():
        answer(done, cast.clerk)
        for row in (open_one, done):
            services.end_with_bounce(row.payment, by=cast.finance)
            row.refresh_from_db()
            with unguarded():
                Payment.objects.filter(pk=row.payment_id).update(
                    state="bounced", failure="账号错", bounced_on=today(), bounced_at=timezone.now(),
                    bounced_by=cast.finance,
                )  # fmt: skip
    settle_now()
    assert (open_one.state, done.state) == (State.ENDED, State.DONE)


def settle_now():
    """What is deferred is asked now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def end_silently(row):
    Callback.objects.filter(pk=row.pk).update(state="ended")
    settle_now()


def test_whoever_was_never_reached_is_given_up_by_a_reviewer_without_a_hand_in_it(asked, cast, as_user):
    reviewer, above = (UserFactory(union=union, role=Role.REVIEWER) for union in (cast.union, cast.city))
    row, other, third, waiting = asked
    ask = UNSETTLED["callbacks.open"]
    assert ask(cast.union) == ""  # nothing is due yet
    with later():
        assert f"{MANY} 项" in ask(cast.union)
        for one in (row, other, third):
            for _n in range(3):
                miss(one, cast.clerk)
        assert "1 项" in ask(cast.union)
        for who, what, words in (
            (cast.reviewer, row, "不能定不再回访"), (cast.clerk, row, "没有"), (reviewer, waiting, "没有"),
        ):  # fmt: skip
            with pytest.raises(Refused, match=words):
                services.end_call(callback_id=what.pk, reason="全家迁走", by=who)
        url = reverse("callbacks:end", args=[row.pk])
        assert as_user(cast.clerk).post(url, {"reason": "迁走"}).status_code == 403
        assert as_user(reviewer).post(url, {"reason": " "}).status_code == 422
        assert as_user(reviewer).post(url, {"reason": "全家迁走"}).status_code == 302
        services.end_call(callback_id=other.pk, reason="查无此人", by=above)
        for one, who, why in ((row, reviewer, "全家迁走"), (other, above, "查无此人")):
            one.refresh_from_db()
            assert (one.state, one.signed_by, one.reason) == (State.ENDED, who, why)
        assert why in as_user(reviewer).get(reverse("callbacks:callback", args=[other.pk])).content.decode()
        ended = {"state": "ended", "reason": "迁走", "signed_at": timezone.now(), "signed_by": reviewer}
    for target, values, words in (
        (third, ended | {"signed_by": cast.finance}, "whoever decided or paid"),
        (third, ended | {"reason": ""}, "callback_ended_for_a_reason"),
        (third, {"reason": "迁走"}, "callback_ended_for_a_reason"),
        (waiting, ended, "after its tries"),
        (row, {"reason": "别的"}, "stays as it was"),
    ):
        with pytest.raises(DatabaseError, match=words):
            rewrite(target, **values)
    with pytest.raises(DatabaseError, match="ended by somebody"), transaction.atomic():
        end_silently(third)


def test_a_rule_asks_after_no_less_than_the_one_from_above(asked, cast):
    leader = UserFactory(union=cast.county, role=Role.APPROVER)
    services.set_rule(
        by=cast.approver, valid_from=tomorrow(5), days=9, share=Decimal(30), all_above=Decimal(3000)
    )
    for days, share, above, field in (
        (1, "99.99", None, "share"),  # the first rule draws everything
        (1, "100", None, ""),
        (5, "29.99", "3000", "share"),
        (5, "30", None, "all_above"),
        (5, "99", "3000.01", "all_above"),
        (5, "30", "3000", ""),
        (6, "100", None, ""),
    ):
        told = {
            "by": leader, "valid_from": tomorrow(days), "days": 3, "share": Decimal(share),
            "all_above": above and Decimal(above),
        }  # fmt: skip
        if field:
            with pytest.raises(CallbackRefused) as refused:
                services.set_rule(**told)
            assert refused.value.field == field, told
        else:
            services.set_rule(**told)


def test_a_rule_begins_tomorrow_or_later_and_each_day_once(asked, cast):
    rule = {"days": 5, "share": Decimal(10), "by": cast.approver}
    for on in (today() - timedelta(days=1), today()):
        with pytest.raises(CallbackRefused) as refused:
            services.set_rule(valid_from=on, **rule)
        assert refused.value.field == "valid_from"
    made = services.set_rule(valid_from=tomorrow(), **rule)
    with pytest.raises(CallbackRefused, match="这一天已经有"):
        services.set_rule(valid_from=tomorrow(), **rule)
    assert made.seed != CallbackRule.objects.exclude(pk=made.pk).get().seed


def test_sheet_form_list_and_workbook_show_no_sum_that_was_not_said(asked, cast, as_user):
    with later():
        client = as_user(cast.clerk)
        for url in (reverse("callbacks:sheet"), reverse("callbacks:form", args=[asked[0].pk])):
            assert client.get(url).content.startswith(b"%PDF")
        page = client.get(reverse("callbacks:callback", args=[asked[0].pk])).content.decode()
        assert f"{asked[0].payment.amount:,.2f}" not in page
        assert len(client.get(reverse("callbacks:list"), {"show": "due"}).context["page"].object_list) == MANY
        answer(asked[0], cast.clerk, opinion="想学护理")
        content = client.post(reverse("callbacks:export")).content
        sheet = read_sheet(content)
        assert any("想学护理" in str(one.values) for one in sheet.rows)
        case = client.get(reverse("desk:case", args=[asked[0].household_id])).content.decode()
        assert "到账回访" in case


def test_the_dossier_tells_what_they_said_to_whom_the_list_does(asked, cast):
    answer(asked[0], cast.clerk, opinion="谢谢工会")
    application = Application.objects.get(pk=asked[0].payment.payable.source_key)
    told = {person: get_course(application, person)["asked"] for person in (cast.reviewer, cast.finance)}
    assert (len(told[cast.reviewer]), told[cast.finance]) == (1, [])
    assert "谢谢工会" in told[cast.reviewer][0]
