"""领取期限: the last day to collect is fixed when the family is told; the clerk is reminded in time."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.applications.models import Application
from cases.applications.states import State
from cases.approvals.models import ApprovalStep
from cases.giving import services as giving
from cases.giving.services.fulfilments import Told
from cases.outcomes.models import Telling
from cases.outcomes.reports.letters import result_letter
from cases.outcomes.selectors.collecting import list_to_collect, to_collect
from cases.policies.rules import parse_policy
from cases.policies.rules.guide import make_leaflet
from cases.policies.services import load_policy
from funds.payments.services import make_batch
from hardship.kernel.desk import DUTIES
from tests.cases.outcomes.test_telling import telling
from tests.cases.policies.texts import SERVICES
from tests.factories import ApplicationFactory, UserFactory, begin_off_file, payable_of, take, unguarded

LAID_DOWN = SERVICES.replace("    cap: 3000\n", "    cap: 3000\n    collect_within: {days: 60}\n").replace(
    "理劳动争议。\n", "理劳动争议。\n    collect_within: {days: 60}\n"
)
TODAY = timezone.localdate


def test_the_leaflet_says_within_how_many_days():
    document = parse_policy(LAID_DOWN)
    assert make_leaflet(document, "temporary", []).after == ("告知之日起 60 天内领取",)
    assert make_leaflet(document, "certain", []).after == ()


@pytest.fixture
def decide(cast, reference, line):
    load_policy(union=cast.county, text=LAID_DOWN, in_force_from=date(2020, 1, 1))

    def make(programme="temporary"):
        made = begin_off_file(cast.clerk, programme=programme)
        for action, by in (("submit", cast.clerk), ("pass", cast.reviewer), ("approve", cast.approver)):
            made = take(made, action, by=by, line=line)
        return made

    return make


def told_ago(days, row):
    """The family was told so many days ago."""
    on = TODAY() - timedelta(days=days)
    with unguarded():
        Telling.objects.filter(pk=row.pk).update(on=on, collect_by=on + timedelta(days=60))


@pytest.mark.django_db
def test_the_day_is_fixed_with_the_first_telling_and_told(cast, decide, as_user):
    application = decide()
    assert result_letter(application)["collect_days"] == 60
    last = TODAY() + timedelta(days=60)
    first, again = telling(application, cast.clerk), telling(application, cast.clerk, way="letter")
    assert (first.collect_by, again.collect_by) == (last, last)
    page = as_user(cast.clerk).get(reverse("applications:detail", args=[application.pk])).content.decode()
    assert f"最迟 {last.isoformat()} 领取" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("within", "ago", "left"), [(60, 90, 7), (60, 54, 7), (60, 53, 7), (60, 52, 8), (3, 9, 3)]
)
def test_what_is_recorded_late_leaves_days_to_come(cast, decide, within, ago, left):
    text = LAID_DOWN.replace("{days: 60}", f"{{days: {within}}}")
    load_policy(union=cast.county, text=text, in_force_from=date(2020, 1, 2))
    application = decide()
    with unguarded():
        ApprovalStep.objects.filter(application=application).update(at=timezone.now() - timedelta(days=ago))
    told = telling(application, cast.clerk, on=TODAY() - timedelta(days=ago))
    assert told.collect_by == TODAY() + timedelta(days=left)


@pytest.mark.django_db
def test_where_none_is_laid_down_none_is_told(cast, decide):
    application = decide("certain")
    assert result_letter(application)["collect_days"] == 0
    assert telling(application, cast.clerk).collect_by is None


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "is_due"), [(0, False), (44, False), (45, True), (60, True), (61, True)])
def test_the_clerk_is_reminded_in_the_last_quarter_and_after_it(cast, decide, as_user, days, is_due):
    application = decide()
    first = telling(application, cast.clerk)
    telling(application, cast.clerk, way="letter")
    told_ago(days, first)
    duty = DUTIES["outcomes.collecting"]
    rows = list(duty.rows(cast.clerk).order_by(*duty.urgent_first))
    assert [duty.item(row).due_on for row in rows] == [TODAY() + timedelta(days=60 - days)] * is_due
    page = as_user(cast.clerk).get(reverse("outcomes:results") + duty.query)
    assert (application.number in page.content.decode()) is is_due
    assert not duty.rows(UserFactory(union=cast.city, role="clerk")).exists(), "it is another union's work"


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["batch", "revoke", "untold"])
def test_nobody_is_asked_to_collect_what_is_on_its_way_or_over(cast, decide, how):
    application = decide()
    if how != "untold":
        told_ago(59, telling(application, cast.clerk))
        assert [row.step.application for row in list_to_collect(cast.clerk)] == [application]
    if how == "batch":
        make_batch(payable_ids=[payable_of(application).pk], title="", by=cast.finance)
    if how == "revoke":
        take(application, "revoke", by=cast.approver, comment="过期没有领取。")
    assert not list_to_collect(cast.clerk).exists()
    assert not to_collect(Application.objects.all()).exists()


@pytest.mark.django_db
def test_what_has_no_sum_is_collected_once_it_is_done(cast, decide):
    application = ApplicationFactory(
        union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, approver=cast.approver,
        state=State.APPROVED, programme="legal",
    )  # fmt: skip
    told_ago(59, telling(application, cast.clerk))
    assert [row.step.application for row in list_to_collect(cast.clerk)] == [application]
    giving.take_fulfilment_step(
        fulfilment_id=application.fulfilment.pk, action="finish", by=cast.clerk,
        told=Told(doer="王会计", done_on=TODAY(), what="代写了文书", result="reached"),
    )  # fmt: skip
    assert not list_to_collect(cast.clerk).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("days", [0, -1, 61])
def test_the_database_keeps_the_first_day_and_takes_none_before_the_telling(cast, decide, days):
    """Around Python: the second telling with another day, and a first one with a day that is no later."""
    application = decide()
    step = application.steps.latest("pk")
    values = {
        "step": step,
        "on": TODAY(),
        "way": "call",
        "receiver": "worker",
        "teller": "王",
        "by": cast.clerk,
    }
    if days == 61:
        telling(application, cast.clerk)
    with pytest.raises(DatabaseError, match="first telling"), transaction.atomic():
        Telling.objects.create(**values, collect_by=TODAY() + timedelta(days=days))
