"""发放期限: what is to be paid by the end of the next month says until when, where it is decided, at the desk
of finance and where a batch is made."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.policies.rules import parse_policy
from cases.policies.rules.document.handling import next_month_end
from cases.policies.rules.guide import make_leaflet
from cases.policies.services import load_policy
from funds.payments.models import Payable
from hardship.kernel.desk import DUTIES
from tests.cases.policies.texts import SERVICES
from tests.factories import begin_off_file, payable_of, take, unguarded

LAID_DOWN = SERVICES.replace("    cap: 3000\n", "    cap: 3000\n    pay_by: end_of_next_month\n")


@pytest.mark.parametrize(
    ("approved", "last"),
    [
        ("2026-03-01", "2026-04-30"),
        ("2026-01-31", "2026-02-28"),
        ("2028-01-31", "2028-02-29"),
        ("2026-11-30", "2026-12-31"),
        ("2026-12-01", "2027-01-31"),
    ],
)
def test_the_last_day_is_the_end_of_the_month_after_the_decision(approved, last):
    day = date.fromisoformat(approved)
    assert next_month_end(day) == date.fromisoformat(last)
    told, usual = (parse_policy(text).programmes["temporary"] for text in (LAID_DOWN, SERVICES))
    assert (told.pay_day(day), usual.pay_day(day)) == (date.fromisoformat(last), None)


def test_the_policy_and_its_leaflet_say_so():
    document = parse_policy(LAID_DOWN)
    assert make_leaflet(document, "temporary", []).after == ("批准的次月底前发放",)
    assert make_leaflet(document, "certain", []).after == ()


@pytest.fixture
def decided(cast, reference, line):
    """One approved where the policy lays a day down, one of a programme of the same policy without."""
    load_policy(union=cast.county, text=LAID_DOWN, in_force_from=date(2020, 1, 1))
    rows = []
    for programme in ("certain", "temporary"):
        made = begin_off_file(cast.clerk, programme=programme)
        for action, by in (("submit", cast.clerk), ("pass", cast.reviewer), ("approve", cast.approver)):
            made = take(made, action, by=by, line=line)
        rows.append(made)
    return rows


def move_due(payable, on):
    with unguarded():
        Payable.objects.filter(pk=payable.pk).update(due_on=on)


@pytest.mark.django_db
def test_what_waits_says_until_when_and_that_it_is_late(cast, decided, as_user):
    usual, laid_down = decided
    last = next_month_end(timezone.localdate())
    owed = payable_of(laid_down)
    assert (payable_of(usual).due_on, owed.due_on, owed.is_late) == (None, last, False)

    def pages():
        clerk, finance = as_user(cast.clerk), as_user(cast.finance)
        case = clerk.get(reverse("applications:detail", args=[laid_down.pk])).content.decode()
        return case, finance.get(reverse("payments:new")).content.decode()

    for page in pages():
        assert "最迟发放" in page
        assert last.isoformat() in page
        assert "已超期" not in page
    other = as_user(cast.clerk).get(reverse("applications:detail", args=[usual.pk])).content.decode()
    assert "最迟发放" not in other

    move_due(owed, timezone.localdate())
    assert all("已超期" not in page for page in pages()), "the last day is in time"
    move_due(owed, timezone.localdate() - timedelta(days=1))
    assert all("已超期" in page for page in pages())


@pytest.mark.django_db
def test_finance_has_the_first_due_first_and_what_has_no_day_last(cast, decided):
    duty = DUTIES["payments.unpaid"]
    rows = list(duty.rows(cast.finance).order_by(*duty.urgent_first))
    items = [duty.item(row) for row in rows]
    assert [item.due_on for item in items] == [next_month_end(timezone.localdate()), None]


@pytest.mark.django_db
def test_the_database_keeps_the_day(cast, gift):
    yesterday = timezone.localdate() - timedelta(days=1)
    assert gift(due_on=timezone.localdate()).due_on == timezone.localdate()
    with pytest.raises(IntegrityError, match="due after it arose"), transaction.atomic():
        gift(due_on=yesterday)
