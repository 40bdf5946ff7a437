"""What stands on paper: 帮扶申请审批表; the deadlines kept as a workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.selectors import Paper, get_paper
from cases.applications.states import PRESETS
from cases.approvals.columns import DEADLINE_COLUMNS
from cases.approvals.models import ApprovalStep, RouteStage
from cases.approvals.selectors import get_entry
from cases.approvals.selectors.along import list_stages_to_come, standing
from cases.approvals.selectors.deadlines import RESULTS, Deadlines, Line
from cases.approvals.selectors.drawing import get_choice, list_drawn
from cases.approvals.selectors.terms import TermFigures
from cases.approvals.states import LAPSE, OPINE, TAKE_OVER
from cases.archives.selectors.recusals import list_kept_out
from cases.offices.selectors import office_for
from cases.policies.rules.document.routes import NOTICE
from hardship.accounts.models import User
from hardship.accounts.reports import export_header
from hardship.kernel.columns import values
from hardship.kernel.sheets import write_sheet

FORM_TEMPLATE = "pdf/approval_form.html"
FEWEST_MEMBER_ROWS = 3
# The steps that stand in the block of a stage: of each person who signed there the last one.
CLOSING = ("pass", "approve", "reject")
ENDING = ("revoke", LAPSE)  # of an approval


@dataclass(frozen=True)
class Opinion:
    """A block with room for a seal: what was decided there, if anything, and the words that somebody wrote.
    `is_preset`: they chose them from the usual ones."""

    title: str
    union: str
    step: ApprovalStep | None

    @property
    def text(self) -> str:
        return self.step.said if self.step else ""

    @property
    def is_preset(self) -> bool:
        step = self.step
        return step is not None and not step.document and step.comment in PRESETS.get(step.action, ())


def approval_form(application: Application) -> dict[str, Any]:
    """帮扶申请审批表 of the present round: what was submitted, and what was decided on it."""
    paper = get_paper(application)
    return {
        "application": application,
        "paper": paper,
        "blanks": range(max(FEWEST_MEMBER_ROWS - len(paper.members), 0)),
        "opinions": _opinions(application, paper),
        "recusals": list_kept_out(application.household),
        "entry": get_entry(application),
        "pieces": list_drawn(application),
        "choice": get_choice(application),
        "office": office_for(application.union),
        "printed_at": timezone.now(),
    }


def _opinions(application: Application, paper: Paper) -> list[Opinion]:
    """The applying union, then each stage of the route; of several who sign at one a block for each."""
    rows = application.steps.filter(round=application.round).select_related("by", "stood_in_for", "taken_to")
    steps = list(standing(rows).order_by("pk"))
    submitted = next((step for step in steps if step.action == "submit"), None)
    blocks = [Opinion(_("申报工会意见"), paper.unions[0], submitted)]
    stages = [stage for stage in list_stages_to_come(application) if stage.kind != NOTICE]
    for stage in stages:
        blocks += _blocks(stage, steps, is_last=stage is stages[-1])
    return blocks


def _blocks(stage: RouteStage, steps: Sequence[ApprovalStep], *, is_last: bool) -> list[Opinion]:
    """Opinions of whom somebody asked, then what was decided; empty blocks for those who have not signed, to
    be signed by hand. At the last stage stands also that the approval was taken back."""
    said = [step for step in steps if step.stage_no == stage.position and step.action == OPINE]
    here = [step for step in steps if step.stage_no == stage.position and step.action in CLOSING]
    here += [step for step in steps if is_last and step.action in ENDING]
    if here and here[-1].action in ("reject", *ENDING):
        here = here[-1:]
    title, union = _("%(stage)s意见") % {"stage": stage.label}, stage.union_name
    taken = [step for step in steps if step.stage_no == stage.position and step.action == TAKE_OVER]
    if taken and taken[-1].taken_to is not None:
        title, union = _("%(stage)s意见（由上级接办）") % {"stage": stage.label}, taken[-1].taken_to.name
    blank = [None] * max(stage.deciders - len(here), 0 if here else 1)
    asked = [Opinion(_("%(stage)s加签意见") % {"stage": stage.label}, union, step) for step in said]
    return [*(Opinion(title, union, step) for step in taken), *asked,
            *(Opinion(title, union, step) for step in [*here, *blank])]  # fmt: skip


@dataclass(frozen=True)
class DeadlineRow:
    """One line of one table of the deadlines kept."""

    table: str
    line: Line


def deadlines_workbook(found: Deadlines, terms: Sequence[TermFigures], *, by: User) -> tuple[bytes, int]:
    """The tables of the page below each other, the same figures, as .xlsx, and how many rows."""
    total = Line("", _("合计"), found.total)
    tables = (
        (_("按月"), found.months),
        (_("按工会"), (*found.unions, total)),
        (_("按人员"), (*found.people, total)),
    )
    rows = [DeadlineRow(table, line) for table, lines in tables for line in lines]
    rows += [DeadlineRow(table, line) for one in terms for table, lines in _of_term(one) for line in lines]
    header = export_header(
        _("审批时限统计表"), by=by,
        lines=[
            _("统计范围：%(union)s　月份：%(month)s")
            % {"union": found.union.name, "month": f"{found.month:%Y-%m}"},
            _("按办理时限所在的月份统计；退回补正期间不计；还没有办的也计入应办。"),
            *(_term_words(one) for one in terms),
        ],
    )  # fmt: skip
    return write_sheet(DEADLINE_COLUMNS, (values(DEADLINE_COLUMNS, row) for row in rows), header=header), len(
        rows
    )


def _of_term(one: TermFigures) -> list[tuple[str, Sequence[Line]]]:
    """The two tables of another last day, as those of decisions."""
    total = Line("", _("合计"), one.total)
    title = str(one.term.title)
    return [
        (f"{title}：{_('按工会')}", (*one.unions, total)),
        (f"{title}：{_('按人员')}", (*one.people, total)),
    ]


def _term_words(one: TermFigures) -> str:
    """What the columns of decisions mean there."""
    same = [f"{label}＝{one.term.labels[result]}" for result, label in RESULTS]
    return f"{one.term.title}：{'，'.join(same)}。"
