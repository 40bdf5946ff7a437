"""One step of an application as it is being taken."""

from dataclasses import dataclass, field
from datetime import date
from typing import TypedDict

from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.rules import source_of
from cases.approvals.models import ApprovalStep, RouteStage
from cases.approvals.services.corrections import Corrections
from cases.approvals.services.drawing import Drawn
from cases.approvals.services.outside import Outside
from cases.approvals.services.proposing import Proposed
from cases.approvals.services.refusals import StepRefused
from funds.ledgers.services import Order
from hardship.accounts.models import User
from hardship.kernel.workflow import Transition


class Place(TypedDict):
    source: str
    round: int


@dataclass
class Move:
    """One step as it is being taken; `by` is None where the clock takes it. `stage` is where the application
    stands, `ahead` the next stage if this step ends this one, or the earlier one to which it is sent back;
    `until_on` the last day of a suspension, `due_was` the deadline of before, `rule` what a refusal rests on.
    `order` is the money that it holds in one sum, of many steps at once after all of them were judged;
    `takes_back` the signature that a retraction makes void, `proposed` the sum that is agreed to. A step
    that `follows` from another one, such as a line that is taken down, waits for no calendar."""

    application: Application
    row: Transition
    by: User | None
    comment: str
    line_id: int | None = None
    parts: dict[str, str] = field(default_factory=dict)
    stage: RouteStage | None = None
    ahead: RouteStage | None = None
    until_on: date | None = None
    due_was: date | None = None
    handed_to: User | None = None
    outside: Outside = field(default_factory=Outside)
    drawn: Drawn | None = None
    corrections: Corrections = field(default_factory=Corrections)
    rule: str = ""
    order: Order | None = None
    takes_back: ApprovalStep | None = None
    proposed: Proposed = field(default_factory=Proposed)
    follows: bool = False

    @property
    def here(self) -> RouteStage:
        """The stage at which the step is taken. Raises StepRefused for an application that has no route."""
        if self.stage is None:
            raise StepRefused(_("这份申请没有审批流程，请退回经办人重新提交。"))
        return self.stage


def place(application: Application) -> Place:
    """How notices name the line of an application in its present round."""
    return {"source": source_of(application.pk), "round": application.round}
