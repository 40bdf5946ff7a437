"""审批汇总表: many applications on one paper, with their sums and every opinion that stands on them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application, Submission
from cases.applications.rules import say_all_goods
from cases.applications.states import State
from cases.approvals.models import ApprovalStep, RouteStage
from cases.approvals.reports import CLOSING
from cases.approvals.selectors.along import as_taken, is_void
from cases.approvals.states import TAKE_OVER
from hardship.kernel.pdf import render_pdf

TEMPLATE = "pdf/approval_summary.html"
Key = tuple[str, str, str, str, str, str]


@dataclass(frozen=True)
class SummaryRow:
    """One application as it was submitted; `asked` in yuan, None where it is goods or a service; `amount` the
    same, or less where less was approved."""

    application: Application
    name: str
    amount: Decimal | None
    goods: str
    asked: Decimal | None


@dataclass(frozen=True)
class SummaryOpinion:
    """What one person decided at one stage in the same words, and the numbers of the rows it is on."""

    title: str
    union: str
    label: str
    said: str
    who: str
    on: str
    rows: str


def approval_summary(applications: Sequence[Application], *, heading: str) -> dict[str, Any]:
    """What stands on it: the rows in their order, the total of those that were approved, and the opinions in
    the order in which they were first given."""
    rows = _rows(applications)
    approved = [row for row in rows if row.application.state == State.APPROVED]
    return {
        "heading": heading,
        "rows": rows,
        "asked": _total(row.asked for row in rows),
        "approved": len(approved),
        "total": _total(row.amount for row in approved),
        "opinions": _opinions(applications),
        "printed_at": timezone.now(),
    }


def approval_summary_pdf(applications: Sequence[Application], *, heading: str) -> bytes:
    context = approval_summary(applications, heading=heading)
    return render_pdf(TEMPLATE, context, title=_("帮扶申请审批汇总表"), landscape=True)


def _rows(applications: Sequence[Application]) -> list[SummaryRow]:
    kept = Submission.objects.filter(application__in=applications).order_by("round")
    contents = {row.application_id: row.content for row in kept}  # the last one that was submitted
    return [_row(row, contents.get(row.pk)) for row in applications]


def _row(application: Application, content: dict[str, Any] | None) -> SummaryRow:
    if content is None:
        name, now = str(application.household), application.amount
        return SummaryRow(application, name, now, application.goods_words, now)
    told, head = content["application"], content["members"][0]
    asked = None if told["amount"] is None else Decimal(told["amount"])
    amount = application.amount if application.state == State.APPROVED else asked
    return SummaryRow(application, head["name"], amount, say_all_goods(told.get("goods", ())), asked)


def _total(sums: Iterable[Decimal | None]) -> Decimal:
    return sum((one or Decimal(0) for one in sums), Decimal(0))


def _opinions(applications: Sequence[Application]) -> list[SummaryOpinion]:
    numbers = {row.pk: number for number, row in enumerate(applications, start=1)}
    rounds = {row.pk: row.round for row in applications}
    rows = RouteStage.objects.filter(application__in=applications)
    stages = {(row.application_id, row.round, row.position): row for row in rows}
    taken = list(ApprovalStep.objects.filter(application__in=applications, action=TAKE_OVER)
                 .select_related("taken_to").order_by("pk"))  # fmt: skip
    found: dict[Key, list[int]] = {}
    for step in _closing(applications):
        if step.round == rounds[step.application_id]:
            place = -1 if step.stage_no is None else step.stage_no
            stage = as_taken(stages.get((step.application_id, step.round, place)), step, taken)
            found.setdefault(_key(step, stage), []).append(numbers[step.application_id])
    return [SummaryOpinion(*key, _runs(sorted(of))) for key, of in found.items()]


def _key(step: ApprovalStep, stage: RouteStage | None) -> Key:
    """What makes one opinion of several: the same person, day, stage, result and words."""
    title, union = (stage.label, stage.union_name) if stage else ("", "")
    return title, union, step.label, step.said, step.who, timezone.localdate(step.at).isoformat()


def _closing(applications: Sequence[Application]) -> list[ApprovalStep]:
    """The steps that stand in the block of a stage on the paper of each, in their order."""
    rows = ApprovalStep.objects.filter(application__in=applications).select_related("by", "stood_in_for")
    steps: dict[int, list[ApprovalStep]] = {}
    for step in rows.order_by("pk"):
        steps.setdefault(step.application_id, []).append(step)
    signed = [
        step
        for own in steps.values()
        for step in own
        if step.action in (*CLOSING, "revoke") and not is_void(step, own)
    ]
    return sorted(signed, key=lambda step: step.pk)


def _runs(numbers: Sequence[int]) -> str:
    """“1—12、14”."""
    runs = []
    for _gap, group in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        run = [number for _place, number in group]
        runs.append(str(run[0]) if len(run) == 1 else f"{run[0]}—{run[-1]}")
    return "、".join(runs)
