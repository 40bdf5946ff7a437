"""The list of instalments, the page of one, the plan on the page of its application."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.applications.selectors import get_paper
from cases.applications.states import State as ApplicationState
from cases.approvals.selectors.drawing import get_proposal
from cases.giving import services
from cases.giving.models import Instalment
from cases.giving.states import State
from cases.outcomes.reports.letters import result_letter
from funds.ledgers.models import Commitment
from hardship.kernel.desk import DUTIES
from tests.books import assert_books_balance, make_line

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B1")]


def page(client, name, *keys, **query):
    return client.get(reverse(f"giving:{name}", args=keys), query).content.decode()


def test_the_list_offers_what_is_due_to_whoever_looks_at_it(as_user, cast, plan):
    text = page(as_user(cast.reviewer), "list", show="due")
    assert "2 期到期，等您复核" in text
    assert text.count('name="pk"') == 2
    assert 'name="pk"' not in page(as_user(cast.clerk), "list")
    assert str(plan[0].application.household) not in page(as_user(cast.stranger), "list")


def test_instalments_draw_on_several_lines_one_after_the_other(as_user, cast, make):
    soon = timezone.localdate() + timedelta(days=20)
    short = make_line(cast.finance, "3000", use_by=soon, document_no="通财〔2026〕99号")  # it ends first
    application = make(ApplicationState.APPROVAL)
    client = as_user(cast.approver)
    first, rest = get_proposal(application, cast.approver).draws
    assert (first.line_id, first.amount + rest.amount) == (short.pk, application.amount)
    data = {"action": "approve", "comment": "同意", "seen_hash": application.content_hash, "line": "0"}
    data |= {f"yuan_{draw.line_id}": str(draw.amount) for draw in (first, rest)}
    assert client.post(reverse("approvals:step", args=[application.pk]), data).status_code == 302
    rows = list(application.instalments.order_by("number"))
    assert [sum(Decimal(yuan) for _key, yuan in row.draws) for row in rows] == [row.amount for row in rows]
    held = Commitment.objects.filter(source__in=[row.source for row in rows])
    on_lines = {
        key: sum(row.committed for row in held if row.line_id == key) for key in (short.pk, rest.line_id)
    }
    assert on_lines == {short.pk: 3000, rest.line_id: rest.amount}
    assert_books_balance()


def test_the_duty_counts_what_the_list_offers(cast, plan):
    assert DUTIES["giving.due"].rows(cast.reviewer).count() == 2


def test_the_number_of_queries_does_not_follow_the_rows(as_user, cast, make):
    client, seen = as_user(cast.reviewer), []
    for _n in range(2):
        make()
        page(client, "list")
        with CaptureQueriesContext(connection) as queries:
            page(client, "list")
        seen.append(len(queries))
    assert seen[0] == seen[1]


def test_several_are_confirmed_at_once(as_user, cast, plan):
    client = as_user(cast.reviewer)
    answer = client.post(reverse("giving:confirm"), {"pk": [row.pk for row in plan]})
    told = [str(message) for message in get_messages(answer.wsgi_request)]
    assert told[0] == "已复核 2 期，等财务发放。"
    assert told[1].startswith("1 期要打开逐件看")
    assert {row.state for row in Instalment.objects.all()} == {State.CONFIRMED}


@pytest.mark.parametrize("keys", [[], ["x"], ["0"], ["99999999999999999999"]])
def test_nothing_chosen_changes_nothing(as_user, cast, plan, keys):
    assert as_user(cast.reviewer).post(reverse("giving:confirm"), {"pk": keys}).status_code == 302
    assert Instalment.objects.filter(state=State.PLANNED).count() == 2


def test_the_page_says_what_was_found_and_offers_the_steps(as_user, cast, plan):
    text = page(as_user(cast.reviewer), "instalment", plan[1].pk)
    assert "没有疑点" in text
    for label in ("复核通过，可以发放", "暂停这一期", "停发这一期和以后各期"):
        assert label in text
    assert "停发这一期" not in page(as_user(cast.clerk), "instalment", plan[1].pk)


def test_a_refusal_keeps_what_was_typed(as_user, cast, plan):
    url = reverse("giving:step", args=[plan[1].pk])
    answer = as_user(cast.reviewer).post(url, {"action": "suspend", "comment": "  "})
    assert answer.status_code == 409
    assert "必须填写意见" in answer.content.decode()
    assert as_user(cast.reviewer).post(url, {"action": "pay"}).status_code == 422
    assert Instalment.objects.get(pk=plan[1].pk).state == State.PLANNED


def test_the_application_shows_its_plan_and_before_how_it_would_be(as_user, cast, plan, make):
    url = reverse("applications:detail", args=[plan[0].application_id])
    text = as_user(cast.clerk).get(url).content.decode()
    assert "分 3 次等额发放，每月一次" in text
    assert "第 3/3 期" in text
    waiting = make(ApplicationState.APPROVAL)
    text = as_user(cast.clerk).get(reverse("applications:detail", args=[waiting.pk])).content.decode()
    assert "今天批准的话分 3 期" in text


def test_an_ended_one_says_why(as_user, cast, plan):
    services.take_step(instalment_id=plan[1].pk, action="end", by=cast.reviewer, comment="本人已就业")
    assert "本人已就业" in page(as_user(cast.clerk), "instalment", plan[2].pk)


def test_the_papers_say_how_it_is_divided(plan):
    application = plan[0].application
    letter = result_letter(application)
    text = render_to_string("pdf/letter_result.html", {**letter, "title": ""})
    assert "分 3 次等额发放，每月一次" in text
    assert all(f"￥{row.amount:,.2f}" in text for row in plan)
    assert get_paper(application).instalments == "分 3 次等额发放，每月一次"
