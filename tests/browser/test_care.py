"""A case of counselling and legal aid in a browser: opened, noted, looked after, counted."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from cases.care import services
from cases.care.services import Opening, Progress
from hardship.accounts.states import Role
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_entry import sign_in
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.requirement("D4")]


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_pages_of_care(window, live_server, viewport):
    clerk = UserFactory(username="ji", role=Role.CLERK)
    watcher = UserFactory(union=clerk.union, role=Role.DEPARTMENT)
    case = services.open_case(
        opening=Opening(
            kind="legal", form="arbitration", reason="wages", opened_on=timezone.localdate(), risk="watch",
            theme="厂里拖欠十二人三个月工资，老板不接电话。", name="倪小凤", phone="13861920005", persons=12,
            people="姜伟民 13861920003\n樊立新", months=3, claimed=151200, respondent="宏达印染厂",
            term_on=timezone.localdate(),
        ),
        worker=clerk, supervisor=watcher, by=clerk,
    )  # fmt: skip
    services.add_note(
        case_id=case.pk, on=timezone.localdate(), text="已向劳动仲裁委递交申请书。", by=clerk,
        progress=Progress(recovered=60000),
    )  # fmt: skip
    services.add_advice(on=timezone.localdate(), topic="wages", way="phone", persons=1, by=clerk)
    here = window(viewport)
    page = sign_in(here, clerk)
    for name, args, words in (
        ("cases", (), case.number), ("watched", (), "倪小凤"), ("case", (case.uid,), "宏达印染厂"),
        ("advice", (), "工资"), ("arrears", (), "91,200.00"), ("figures", (), "仲裁"), ("new", (), "督导"),
    ):  # fmt: skip
        page.goto(reverse(f"care:{name}", args=args))
        expect(page.locator("main")).to_contain_text(words)
        here.assert_fits()
        here.assert_accessible()
