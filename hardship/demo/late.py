"""The demo's applications that a county left lying: told to the city, which asks about the oldest and
takes over another."""

from datetime import date, timedelta

from cases.applications.models import Application
from cases.approvals.selectors.overdue import list_overdue
from cases.approvals.services import answer_supervision, escalate, supervise, take_step
from cases.approvals.states import TAKE_OVER
from hardship.accounts.models import Union
from hardship.accounts.states import Role
from hardship.demo import clock
from hardship.demo.aid import Staff


def supervise_late(*, staff: Staff, city: Union, today: date) -> int:
    """One is asked about and answered, one is asked about, one is taken over; returns of how many the unions
    above were told."""
    head = staff.of(Role.REVIEWER, city.pk)
    with clock.at(today - timedelta(days=1), 9):
        told = escalate()
        late = list_overdue(Application.objects.visible_to(head), city).order_by("due_on", "pk")
        asked = [
            supervise(application_id=row.pk, reason="已经超期，请本周内审核完，办不了的说明原因。", by=head)
            for row in late[:2]
        ]
        for third in late[2:3]:
            take_step(
                application_id=third.pk, action=TAKE_OVER, by=head, seen_hash=third.content_hash,
                comment="区里审核人病假，市里代为审核。",
            )  # fmt: skip
    for row in asked[:1]:
        with clock.at(today - timedelta(days=1), 15):
            answer_supervision(
                supervision_id=row.pk, by=staff.of(Role.REVIEWER, row.union_id),
                text="审核人外出培训，已安排代办，明天办完。",
            )  # fmt: skip
    return told
