"""Many cases decided at once by somebody who stands in for the leader, in a real browser."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from cases.applications.models import Application
from cases.applications.states import State
from hardship.accounts import services as accounts
from hardship.accounts.states import Role
from tests.books import available, make_line
from tests.browser.hands import press
from tests.browser.test_entry import sign_in
from tests.factories import ApplicationFactory, UserFactory, competent_union

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def waiting(live_server):
    """Three cases of one union that wait for the city's leader."""
    clerk = UserFactory(role=Role.CLERK)
    reviewer = UserFactory(role=Role.REVIEWER, union=competent_union(clerk.union, "review"))
    approver = UserFactory(role=Role.APPROVER, union=competent_union(clerk.union, "decide"), name="沈主席")
    people = {"union": clerk.union, "clerk": clerk, "reviewer": reviewer, "approver": approver}
    return approver, [ApplicationFactory(**people, state=State.APPROVAL) for _each in range(3)]


@pytest.fixture
def deputy(waiting):
    approver, _rows = waiting
    today = timezone.localdate()
    row = accounts.stand_in(
        appointment_id=approver.appointments.get().pk,
        user=UserFactory(union=approver.union, roles=[], name="李代办"),
        from_on=today, until_on=today + timedelta(days=3), reason="年休假", by=approver,
    )  # fmt: skip
    return row.user


@pytest.mark.requirement("B3", "F2")
def test_a_stand_in_approves_many_and_both_names_are_told(window, live_server, waiting, deputy):
    approver, (first, second, third) = waiting
    line = make_line(UserFactory(role=Role.FINANCE, union=approver.union), "50000")
    here = window()
    page = sign_in(here, deputy)
    page.goto(reverse("accounts:place"))
    press(page, "去代办")
    page.goto(reverse("approvals:inbox"))
    for row in (first, second):
        page.check(f"main [type=checkbox][value='{row.pk}']")
    expect(page.locator("[data-picked]")).to_have_text("2")
    expect(page.locator("[data-words]")).not_to_be_empty()
    here.assert_accessible()
    here.assert_fits()
    press(page, "核对并批准")
    expect(page.get_by_text("合计 2 件")).to_be_visible()
    here.assert_accessible()
    here.assert_fits()
    page.locator("main select").first.select_option(str(line.pk))
    page.get_by_role("textbox", name="意见").fill("同意。")
    press(page, "2 件")
    expect(page.get_by_text("办成 2 件，没有办成 0 件。")).to_be_visible()
    here.assert_accessible()
    here.assert_fits()
    states = Application.objects.in_bulk([first.pk, second.pk, third.pk])
    assert [states[row.pk].state for row in (first, second, third)] == [State.APPROVED] * 2 + [State.APPROVAL]
    assert available(line) == 50_000 - first.amount - second.amount
    page.goto(reverse("applications:detail", args=[first.pk]))
    expect(page.locator("main").get_by_text("李代办（代 沈主席）").first).to_be_visible()
