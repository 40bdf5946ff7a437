"""集体研究: minutes hold for what was put before the meeting; another round, another content needs others."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.applications import services as applications
from cases.applications.models import Application
from cases.applications.rules import SOURCE
from cases.applications.states import State
from cases.approvals.models import ApprovalStep
from cases.approvals.services import StepRefused
from cases.approvals.services.proposing import Proposed
from cases.bodies import services as bodies
from cases.bodies.models import AgendaItem, Body
from cases.bodies.selectors import get_version, list_attendances, list_matters
from cases.outcomes.reports.annexes import annex
from cases.policies.services import default_text, load_policy
from hardship.accounts.states import Role
from tests.cases.approvals.test_routes import minute, walk
from tests.factories import UserFactory, take

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B3")]


@pytest.fixture
def secretary(cast, reference):
    """Of the city, whose leading group decides before the approver."""
    anchor = "    uses: living\n"
    text = default_text().replace(anchor, f"{anchor}    approval: [{{above: 0, by: leading_group}}]\n", 1)
    load_policy(union=cast.city, text=text, in_force_from=date(2020, 1, 1))
    return UserFactory(union=cast.city, role=Role.REVIEWER)


@pytest.fixture
def at_meeting(cast, make, secretary):
    return walk(make(State.REVIEW, amount=3000), {"own": cast.reviewer}, "own")


def again(application, secretary, cast, **changed):
    """Returned, put right, and back before the meeting."""
    application = take(application, "return", by=secretary)
    applications.save(
        application_id=application.pk, version=application.version, by=cast.clerk, member=application.member,
        **{"reason": application.reason, "amount": application.amount, **changed},
    )  # fmt: skip
    return walk(take(application, "submit", by=cast.clerk), {"own": cast.reviewer}, "own")


@pytest.mark.parametrize("changed", [{}, {"amount": Decimal(2500)}])
def test_the_minutes_of_a_round_before_do_not_do(changed, at_meeting, cast, secretary):
    minute(at_meeting, secretary, cast.approver)
    application = again(at_meeting, secretary, cast, **changed)
    assert application.round == 2
    with pytest.raises(StepRefused, match="要有会议记录"):
        take(application, "approve", by=secretary)
    minute(application, secretary, cast.approver)
    take(application, "approve", by=secretary)


def test_the_last_minutes_count(at_meeting, cast, secretary):
    minute(at_meeting, secretary, cast.approver)
    minute(at_meeting, secretary, cast.approver, "deferred", "再核实")
    with pytest.raises(StepRefused, match="要有会议记录"):
        take(at_meeting, "approve", by=secretary)


def test_the_agenda_keeps_the_version_and_says_when_it_is_no_longer_that(
    at_meeting, cast, secretary, as_user
):
    meeting = minute(at_meeting, secretary, cast.approver)
    item = meeting.items.get()
    assert item.version == (1, at_meeting.content_hash) == get_version(SOURCE, str(at_meeting.pk))
    url = reverse("bodies:meeting", args=[meeting.uid])
    assert "又重新提交过" not in as_user(secretary).get(url).text
    again(at_meeting, secretary, cast, amount=Decimal(2500))
    [matter] = list_matters(meeting, list_attendances(meeting))
    assert matter.is_outdated
    assert "又重新提交过" in as_user(secretary).get(url).text


def test_the_annex_prints_what_was_before_the_meeting(at_meeting, cast, secretary):
    meeting = minute(at_meeting, secretary, cast.approver)
    again(at_meeting, secretary, cast, amount=Decimal(2500))
    assert Application.objects.get(pk=at_meeting.pk).amount == 2500
    printed = annex(meeting, secretary)
    assert (printed["rows"][0].amount, printed["total"], printed["agreed"]) == (3000, 3000, 1)


def test_the_annex_adds_up_what_was_approved(at_meeting, cast, secretary, line):
    meeting = minute(at_meeting, secretary, cast.approver)
    application = take(at_meeting, "approve", by=secretary)
    lowered = Proposed(Decimal(2000), "另有民政补助")
    take(application, "approve", by=cast.approver, line=line, proposed=lowered)
    printed = annex(meeting, secretary)
    assert (printed["rows"][0].amount, printed["total"], printed["agreed"]) == (2000, 2000, 1)


class TestWithoutPython:
    def approve(self, application, by, **more):
        with transaction.atomic():
            return ApprovalStep.objects.create(
                **{
                    "application": application, "round": application.round, "action": "approve",
                    "source": "approval", "target": "approval", "is_decision": True, "by": by,
                    "content_hash": application.content_hash, "maker": application.submitted_by,
                    "stage_no": application.stage_no, "next_no": application.stage_no + 1, **more,
                }
            )  # fmt: skip

    def test_no_step_goes_past_the_meeting(self, at_meeting, cast, secretary):
        with pytest.raises(IntegrityError, match="no minutes say"):
            self.approve(at_meeting, secretary)
        minute(at_meeting, secretary, cast.approver, "refused", "不符合")
        with pytest.raises(IntegrityError, match="no minutes say"):
            self.approve(at_meeting, secretary)
        minute(at_meeting, secretary, cast.approver)
        assert self.approve(at_meeting, secretary).pk

    def test_nor_with_the_minutes_of_another_round(self, at_meeting, cast, secretary):
        minute(at_meeting, secretary, cast.approver)
        application = again(at_meeting, secretary, cast)
        with pytest.raises(IntegrityError, match="no minutes say"):
            self.approve(application, secretary)

    def test_an_agenda_names_what_was_submitted(self, at_meeting, cast, secretary):
        meeting = minute(at_meeting, secretary, cast.approver)
        body = Body.objects.get(pk=meeting.body_id)
        new = bodies.call_meeting(body_id=body.pk, on=timezone.localdate(), place="会议室", by=secretary)
        told = {
            "meeting": new, "position": 1, "kind": SOURCE, "target_id": str(at_meeting.pk), "title": "研究",
            "round": 1, "content_hash": at_meeting.content_hash,
        }  # fmt: skip
        for wrong in ({"content_hash": "0" * 64}, {"round": 2}, {"round": None, "content_hash": ""}):
            with pytest.raises(IntegrityError, match="as it was submitted"), transaction.atomic():
                AgendaItem.objects.create(**told | wrong)
        item = AgendaItem.objects.create(**told)
        for changed in ({"round": 2}, {"content_hash": "0" * 64}, {"target_id": "1"}):
            with pytest.raises(IntegrityError, match="put before a meeting stays"), transaction.atomic():
                AgendaItem.objects.filter(pk=item.pk).update(**changed)
