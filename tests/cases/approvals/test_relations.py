"""Every action, in each state that somebody signs in, by everybody who stands to the case as they do.

Each holds the very post that the stage asks for, at the very union, so that nothing but what they are to the
case can keep them from it. What the table of steps and posts allows whom is in test_steps.py.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from cases.applications.models import Application, ApplicationEdit
from cases.applications.states import EVERYTHING, State
from cases.approvals.selectors import list_options
from cases.approvals.selectors.hints import list_flags
from cases.approvals.selectors.inbox import list_tab
from cases.approvals.services.corrections import Corrections
from cases.approvals.states import (
    EXTEND,
    LAPSE,
    OF_CLERKS,
    OPINE,
    RECALL,
    REOPEN,
    RESUME,
    RETRACT,
    SEND_BACK,
    TAKE_BACK,
    TAKE_OVER,
    TRANSITIONS,
)
from cases.approvals.views import steps as steps_views
from cases.archives.models import FileEdit
from cases.archives.services.recusals import declare_recusal
from hardship.accounts.models import StandIn, User
from hardship.accounts.states import Role
from hardship.kernel.fields import blind_index
from hardship.kernel.workflow import Refused
from tests.books import make_line
from tests.factories import HouseholdFactory, UserFactory, end_notices, promote, take, unguarded

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B3")]

POSTS = {
    State.REVIEW: (Role.REVIEWER, "county"),
    State.PUBLIC_NOTICE: (Role.REVIEWER, "county"),
    State.APPROVAL: (Role.APPROVER, "city"),
}
# What a colleague in the post of the stage may do, and of it what puts no name under the case: who passed it
# may do that in the same round. Nothing in these is taken from the table.
OPEN = {
    State.REVIEW: {"pass", "return", "reject", "suspend", "hand_on", "prolong", "consult"},
    State.PUBLIC_NOTICE: {"conclude", "return"},
    State.APPROVAL: {"approve", "return", "reject", "send_back", "suspend", "hand_on", "prolong", "consult"},
}
NOTHING: dict[State, set[str]] = {state: set() for state in OPEN}
AFTER_SIGNING = {**NOTHING, State.REVIEW: OPEN[State.REVIEW], State.PUBLIC_NOTICE: OPEN[State.PUBLIC_NOTICE]}


class Case:
    """An application in some state, its household, and people who hold the post of that stage."""

    def __init__(self, cast: Any, make: Callable[..., Application], state: State, acting: Any) -> None:
        self.cast, self.make, self.state, self.acting = cast, make, state, acting
        self.role, place = POSTS[state]
        self.union = getattr(cast, place)
        self.household = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk)

    def holder(self) -> User:
        return UserFactory(union=self.union, role=self.role)

    def put(self, **more: Any) -> Application:
        application = self.make(self.state, household=self.household, **more)
        if self.state == State.PUBLIC_NOTICE:
            end_notices(application)
        return application

    def wrote(self, by: User, holder: User | None = None, section: str = "money") -> None:
        last = self.household.edits.order_by("-version").first()
        FileEdit.objects.create(
            household=self.household, version=last.version + 1, sections=[section], by=by, stood_in_for=holder
        )


Made = tuple[Application, User]


def a_colleague(case: Case) -> Made:
    return case.put(), case.holder()


def whoever_stands_in_for_a_colleague(case: Case) -> Made:
    return case.put(), case.acting(case.holder())


def whoever_began_it(case: Case) -> Made:
    """Who was a clerk then and holds the post since: nobody is both at one union."""
    person = UserFactory(union=case.union, role=Role.CLERK)
    return case.put(clerk=person), promote(person, case.role)


def whoever_submitted_it(case: Case) -> Made:
    """For a colleague who wrote it. The row is what it would be: steps of the past are not rewritten."""
    application, person = case.put(), case.holder()
    with unguarded():
        Application.objects.filter(pk=application.pk).update(submitted_by=person)
    return Application.objects.get(pk=application.pk), person


def whoever_wrote_on_it(case: Case) -> Made:
    application, person = case.put(), case.holder()
    last = application.edits.order_by("-version").first()
    ApplicationEdit.objects.create(application=application, version=last.version + 1, by=person)
    return application, person


def whoever_wrote_in_the_file(case: Case) -> Made:
    person = case.holder()
    case.wrote(person)
    return case.put(), person


def whoever_uploaded_a_document(case: Case) -> Made:
    person = case.holder()
    case.wrote(person, section="evidence")
    return case.put(), person


def in_whose_name_somebody_wrote(case: Case) -> Made:
    person = case.holder()
    case.wrote(case.cast.clerk, person)
    return case.put(), person


def whoever_stands_in_for_one_who_wrote(case: Case) -> Made:
    writer = case.holder()
    case.wrote(writer)
    return case.put(), case.acting(writer)


def who_wrote_and_stands_in_for_a_colleague(case: Case) -> Made:
    writer = UserFactory(union=case.cast.union, role=Role.CLERK)
    case.wrote(writer)
    return case.put(), case.acting(case.holder(), writer)


def one_of_the_family(case: Case) -> Made:
    person, number = case.holder(), case.household.head.id_number.reveal()
    User.objects.filter(pk=person.pk).update(id_number_index=blind_index(number, "id_number"))
    return case.put(), User.objects.get(pk=person.pk)


def one_who_stays_out(case: Case) -> Made:
    application, person = case.put(), case.holder()
    declare_recusal(household_id=case.household.pk, cause="relative", reason="户主是我表弟", by=person)
    return application, person


def whoever_stands_in_for_one_who_stays_out(case: Case) -> Made:
    application, person = one_who_stays_out(case)
    return application, case.acting(person)


def whoever_reviewed_it(case: Case) -> Made:
    """Who passes it at the county; for the last stage moved up since."""
    application, person = case.put(), case.cast.reviewer
    if case.union != person.union:
        person.union = case.union
        person.save()
        promote(person, case.role)
    return application, User.objects.get(pk=person.pk)


def whose_post_ended(case: Case) -> Made:
    application, person = case.put(), case.holder()
    yesterday = timezone.localdate() - timedelta(days=1)
    with unguarded():
        person.appointments.update(from_on=yesterday - timedelta(days=90), until_on=yesterday)
    return application, User.objects.get(pk=person.pk)


def whose_stand_in_ended(case: Case) -> Made:
    """Back in a place of their own (tests/accounts/test_stand_ins.py)."""
    application, person = case.put(), case.acting(case.holder())
    yesterday = timezone.localdate() - timedelta(days=1)
    with unguarded():
        StandIn.objects.filter(user=person).update(from_on=yesterday - timedelta(days=9), until_on=yesterday)
    return application, User.objects.get(pk=person.pk)


def with_another_post_there(case: Case) -> Made:
    return case.put(), UserFactory(union=case.union, role=Role.FINANCE)


def with_the_post_beside_it(case: Case) -> Made:
    return case.put(), UserFactory(union=case.cast.elsewhere, role=case.role)


def with_the_post_above_it(case: Case) -> Made:
    return case.put(), UserFactory(union=case.cast.province, role=case.role)


def a_colleague_of_whom_it_was_handed_to(case: Case) -> Made:
    application, person = case.put(), case.holder()
    if case.state == State.PUBLIC_NOTICE:  # nobody has it: it hangs
        return application, UserFactory(union=case.union, role=Role.FINANCE)
    giver, taker = case.holder(), case.holder()
    return take(application, "hand_on", by=giver, handed_to=taker.pk), person


RELATIONS: dict[Callable[[Case], Made], dict[State, set[str]]] = {
    a_colleague: OPEN,
    whoever_stands_in_for_a_colleague: OPEN,
    whoever_reviewed_it: AFTER_SIGNING,
    **dict.fromkeys(
        (
            whoever_began_it, whoever_submitted_it, whoever_wrote_on_it, whoever_wrote_in_the_file,
            whoever_uploaded_a_document, in_whose_name_somebody_wrote, whoever_stands_in_for_one_who_wrote,
            who_wrote_and_stands_in_for_a_colleague, one_of_the_family, one_who_stays_out,
            whoever_stands_in_for_one_who_stays_out, whose_post_ended, whose_stand_in_ended,
            with_another_post_there, with_the_post_beside_it, with_the_post_above_it,
            a_colleague_of_whom_it_was_handed_to,
        ),
        NOTHING,
    ),
}  # fmt: skip


class Undo(Exception):
    """Ends a try without leaving anything behind."""


@pytest.fixture(params=OPEN, ids=str)
def case(request, cast, make, acting):
    return Case(cast, make, request.param, acting)


@pytest.fixture(params=RELATIONS, ids=lambda relation: relation.__name__)
def relation(request):
    return request.param


def tried(doing: Callable[[], bool]) -> bool:
    """Whether it was done; all undone."""
    found = False
    try:
        with transaction.atomic():
            found = doing()
            raise Undo
    except (Undo, Refused, Application.DoesNotExist):
        return found


def sign_in(client: Any, person: User) -> None:
    """At a post of their own, or of whom they stand in for, as far as that can be."""
    client.force_login(User.objects.get(pk=person.pk), backend="django.contrib.auth.backends.ModelBackend")
    if person.stand_in is not None:
        client.post(reverse("accounts:stand_in_act", args=[person.stand_in.pk]))


def through_the_service(application: Application, person: User, money: Any, colleague: User) -> set[str]:
    steps, everything = application.steps.count(), Corrections([(EVERYTHING, "")], [])

    def doing(action: str) -> bool:
        more = {"corrections": everything} if action == "return" else {}
        take(application, action, by=person, line=money, to_stage=0, handed_to=colleague.pk, **more)
        return application.steps.count() == steps + 1

    return {action for action in tried_at(application) if tried(partial(doing, action))}


def through_the_address(
    application: Application, person: User, money: Any, colleague: User, client: Any
) -> set[str]:
    """Whoever is refused has a page or an answer that says so, and never an error."""
    steps, address = application.steps.count(), reverse("approvals:step", args=[application.pk])
    told = {
        "seen_hash": application.content_hash, "comment": "请核对", "rule": "第十二条", "line": money.pk,
        "handed_to": colleague.pk, "asked": colleague.pk, "open_all": "on",
        "until_on": (timezone.localdate() + timedelta(days=7)).isoformat(),
    }  # fmt: skip
    sign_in(client, person)

    def doing(action: str) -> bool:
        sent = {**told, "action": action, **({"to_stage": 0} if action == SEND_BACK else {})}
        answer = client.post(address, sent)
        is_done: bool = application.steps.count() == steps + 1
        assert answer.status_code in ((302,) if is_done else (302, 403, 404, 409, 422))
        return is_done

    return {action for action in tried_at(application) if tried(partial(doing, action))}


@pytest.fixture
def one_page_drawn(monkeypatch):
    """The page of the first refusal is drawn whole; of those that follow the status says enough."""
    draw, drawn = steps_views._page, []

    def page(*args: Any, status: int) -> HttpResponse:
        if drawn:
            return HttpResponse(status=status)
        drawn.append(status)
        return draw(*args, status=status)

    monkeypatch.setattr(steps_views, "_page", page)


def tried_at(application: Application) -> list[str]:
    """What the table has for that state; that nothing else can be done there is shown in test_steps.py."""
    return sorted({row.action for row in TRANSITIONS if application.state in row.source})


@pytest.mark.usefixtures("one_page_drawn")
def test_service_address_page_and_inbox_let_these_and_nobody_else(case, relation, client):
    application, person = relation(case)
    money, colleague = make_line(case.cast.finance, "500000", name="足够的资金"), case.holder()
    may = RELATIONS[relation][case.state]
    assert through_the_service(application, person, money, colleague) - OF_CLERKS == may
    assert through_the_address(application, person, money, colleague, client) - OF_CLERKS == may
    assert {row.action for row in list_options(application, person).buttons} - OF_CLERKS == may
    waits = list_tab(user=person, tab="todo").filter(pk=application.pk).exists()
    if case.state != State.PUBLIC_NOTICE:
        assert waits or not may
        assert not waits or may or list_flags([application], person)[application.pk]


def test_no_action_is_forgotten():
    """What only a case that waits for an opinion, hangs, is late or over offers is tried above as well."""
    rare = {OPINE, TAKE_BACK, TAKE_OVER, EXTEND, RESUME, REOPEN, RECALL, RETRACT, "revoke", LAPSE, *OF_CLERKS}
    assert set().union(*OPEN.values()) == {row.action for row in TRANSITIONS} - rare
