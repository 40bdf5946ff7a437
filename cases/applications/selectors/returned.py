"""An application that came back: which of its parts are to be put right, and which stay as they are."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.rules import asks_invoices
from cases.applications.selectors.content import list_attached, list_gaps, missing_papers
from cases.applications.selectors.offers import get_offer
from cases.applications.selectors.urgent import may_be_urgent
from cases.applications.states import (
    EDITABLE_STATES,
    EVERYTHING,
    FILE,
    GOODS,
    PAPER,
    RECEIVED,
    State,
)
from cases.policies.rules.asked import asked_of_applicant
from cases.policies.rules.vocabulary import FACTS
from cases.policies.states import Beneficiary, EvidenceKind

RECEIVED_FIELDS = ("channel", "received_on", "agent_name", "agent_relation")


@dataclass(frozen=True)
class ToMend:
    """One thing that a return asks to be put right: the part, its name, and why; `key` is that of its row."""

    key: int
    part: str
    label: str
    reason: str

    @property
    def anchor(self) -> str:
        """Where it is on the form."""
        if self.part.startswith(PAPER):
            return "kind-" + self.part.removeprefix(PAPER)
        return "id_" + {RECEIVED: "channel", GOODS: "goods_1"}.get(self.part, self.part)


def list_parts(application: Application) -> list[str]:
    """What of an application can be sent back by itself, in the order of its form."""
    programme, asks = application.programme, []
    if programme.beneficiary not in (Beneficiary.HOUSEHOLD, Beneficiary.WORKER):
        asks.append("member")
    asks += asked_of_applicant(programme.document, programme.code)
    asks += [] if programme.is_service else ["amount"]
    asks += [GOODS] if programme.rule.goods else []
    asks += ["invoices"] if asks_invoices(programme.rule.papers) else []
    asks.append("reason")
    if application.is_urgent or may_be_urgent(programme, application.union):
        asks.append("is_urgent")
    kinds = [kind for paper in programme.rule.papers for kind in paper.any_of]
    kinds += [row.kind for row in list_attached(application)]
    papers = [PAPER + kind for kind in dict.fromkeys([*kinds, EvidenceKind.OTHER])]
    return [*asks, RECEIVED, *papers, FILE]


def name_part(part: str) -> str:
    """A part as people call it, as the list of changes does."""
    if part.startswith(PAPER):
        return _("材料：%(kind)s") % {"kind": EvidenceKind(part.removeprefix(PAPER)).label}
    if part in FACTS:
        return str(FACTS[part].label)
    own = {
        EVERYTHING: _("全部内容"),
        FILE: _("家庭档案"),
        RECEIVED: _("怎样收到的"),
        GOODS: _("申请物资"),
        "waived": _("免交材料"),
    }
    if part in own:
        return own[part]
    column: Any = Application._meta.get_field(part)
    return str(column.verbose_name)


def part_of(field: str) -> str:
    """The part to which a field of the form belongs."""
    if field in RECEIVED_FIELDS:
        return RECEIVED
    return GOODS if field.startswith("goods_") else field


def get_return(application: Application) -> Any:
    """The step by which an application came back that its clerk may write on, also where it was handed in
    since and recalled: nobody read that. None for any other."""
    if application.state not in EDITABLE_STATES or not application.number:
        return None
    return application.steps.filter(target=State.RETURNED).select_related("by").order_by("-pk").first()


def list_to_mend(application: Application) -> list[ToMend]:
    """What the last return asks for, while the application is open for it; nothing where that was said in
    words alone."""
    last = get_return(application)
    return corrections_of(last) if last else []


def corrections_of(step: Any) -> list[ToMend]:
    """What one return (a step of cases.approvals) asks for, in the order of the form."""
    rows = step.corrections.order_by("pk")
    return [ToMend(row.pk, row.part, name_part(row.part), row.reason) for row in rows]


def open_parts(application: Application) -> set[str] | None:
    """The parts that may be written on; None for all of them.

    With those that came back it is what now keeps it from being submitted, so that nobody stands before a
    form that can be neither changed nor handed in; and of a paper each kind that would do.
    """
    asked = {row.part for row in list_to_mend(application)}
    if not asked or EVERYTHING in asked:
        return None
    found = get_offer(application)
    asked |= {part_of(gap.field) for gap in list_gaps(application, found)}
    lacking = {kind for paper in missing_papers(application, found.papers) for kind in paper.kinds}
    return asked | {PAPER + kind for kind in lacking} | set(_alternatives(application, asked))


def _alternatives(application: Application, asked: set[str]) -> Iterator[str]:
    for paper in application.programme.rule.papers:
        kinds = {PAPER + kind for kind in paper.any_of}
        if kinds & asked:
            yield from kinds
