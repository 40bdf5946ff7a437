"""An application of a programme that is stopped: none begins; what was handed in before goes on."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from cases.applications import services
from cases.applications.selectors import list_gaps
from cases.applications.selectors.offers import list_choices
from cases.applications.services import ApplicationRefused
from cases.applications.states import State
from cases.policies.services.halts import ask_halt, take_halt_step
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused
from tests.factories import UserFactory, take

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("F5")]
WHY = "本年度资金已经用完"


@pytest.fixture
def stop(cast, reference):
    """`stop(reference.living)`: by two people of the union that has it; `stop.lift()` lets it go on."""

    def by_two(programme):
        one, other = (UserFactory(union=programme.union, role=Role.ADMINISTRATOR) for _turn in range(2))
        halt = ask_halt(programme=programme, reason=WHY, by=one)
        take_halt_step(halt_id=halt.pk, action="confirm", by=other)

        def lift():
            take_halt_step(halt_id=halt.pk, action="ask_lift", by=one, comment="追加资金")
            take_halt_step(halt_id=halt.pk, action="lift", by=other)

        return lift

    return by_two


def begin(household, programme, cast):
    return services.start(household_id=household.pk, programme_id=programme.pk, by=cast.clerk)


def test_nobody_begins_one_until_it_goes_on(cast, household, reference, stop, as_user):
    lift = stop(reference.living)
    with pytest.raises(ApplicationRefused, match=f"不受理新的申请：{WHY}"):
        begin(household, reference.living, cast)
    [choice] = [row for row in list_choices(household) if row.programme == reference.living]
    assert WHY in choice.obstacle
    page = as_user(cast.clerk).get(reverse("applications:new"), {"household": household.pk})
    assert WHY in page.text
    assert begin(household, reference.medical, cast).state == State.DRAFT
    lift()
    assert begin(household, reference.living, cast).state == State.DRAFT


def test_a_draft_of_before_is_not_handed_in(cast, make, reference, stop):
    draft = make()
    lift = stop(reference.living)
    assert [WHY in gap.text for gap in list_gaps(draft)] == [True]
    with pytest.raises(Refused, match="不受理新的申请"):
        take(draft, "submit", by=cast.clerk)
    lift()
    assert take(draft, "submit", by=cast.clerk).state == State.REVIEW


def test_what_was_handed_in_goes_on_also_when_it_came_back(cast, make, reference, stop):
    application = make(state=State.REVIEW)
    stop(reference.living)
    application = take(application, "return", by=cast.reviewer)
    application = take(application, "submit", by=cast.clerk)
    assert take(application, "pass", by=cast.reviewer).state == State.PUBLIC_NOTICE


def test_the_database_alone_lets_none_begin(cast, household, reference, stop, monkeypatch):
    stop(reference.living)
    monkeypatch.setattr("cases.applications.services.entry.halt_obstacle", lambda _programme: "")
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        begin(household, reference.living, cast)
    assert caught.value.__cause__.diag.constraint_name == "application_of_no_halted_programme"


def test_the_database_alone_lets_none_be_handed_in(cast, make, reference, stop, monkeypatch):
    draft = make()
    stop(reference.living)
    monkeypatch.setattr("cases.applications.selectors.content._halted", lambda _application: "")
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        take(draft, "submit", by=cast.clerk)
    assert caught.value.__cause__.diag.constraint_name == "step_submits_no_halted_programme"
