"""What else than yes and no happened on the route of applications: one went back to an earlier stage."""

from collections.abc import Sequence
from datetime import date

from cases.applications.models import Application
from cases.applications.states import State
from cases.approvals.services import take_step
from cases.approvals.states import SEND_BACK
from hardship.accounts.states import Role
from hardship.demo import clock
from hardship.demo.aid import Staff


def build_turns(*, staff: Staff, cities: Sequence[int], today: date) -> int:
    """For each city the latest application that waits for its decision goes back to the county."""
    made = 0
    for city in cities:
        rows = Application.objects.filter(state=State.APPROVAL, awaits=city)
        application = rows.order_by("-pk").first()
        if application is not None:
            with clock.at(today, 9):
                take_step(
                    application_id=application.pk, action=SEND_BACK, by=staff.of(Role.APPROVER, city),
                    seen_hash=application.content_hash, to_stage=0,
                    comment="申请理由写了住院，材料里没有出院小结，请区县核实后再报。",
                )  # fmt: skip
            made += 1
    return made
