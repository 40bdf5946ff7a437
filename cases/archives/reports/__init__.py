"""What leaves the system of the files on paper: 困难职工档案表 and 困难认定核算表."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from cases.archives.models import Assessment, FileStep, Household, Member
from cases.archives.reports.items import item_tables
from cases.archives.rules.insurance import describe_insurance
from cases.archives.selectors.cases import read_rules
from cases.archives.selectors.entry import get_contents
from cases.archives.selectors.filed import Filed, get_filed
from cases.archives.states import PRESETS, Cause, OverrideState, Want
from cases.policies.rules import Outcome, read_case
from hardship.accounts.models import Union
from hardship.accounts.selectors import competent_union
from hardship.kernel.scope import Part
from hardship.kernel.templatetags.ui import day

FORM_TEMPLATE = "pdf/archive_form.html"
SHEET_TEMPLATE = "pdf/assessment_sheet.html"
LEAST_MEMBER_ROWS = 5


def archive_form(household: Household, *, full: bool, on: date) -> bytes:
    """困难职工档案表 on A4: the worker, everybody of the household, money, causes, three opinions.

    With `full` the numbers of persons and accounts stand there in full.
    """
    from hardship.kernel.pdf import render_pdf

    context = form_context(household, full=full, on=on)
    return render_pdf(FORM_TEMPLATE, context, title=str(_("困难职工档案表")))


def form_context(household: Household, *, full: bool, on: date) -> dict[str, Any]:
    """What the form says, in the reading order of the national one (domain.md 3.1).

    Of a file that was approved it is what was approved (selectors.filed), and the paper says of which day;
    of any other it is the file as it is today, marked with its state.
    """
    filed = get_filed(household)
    contents = filed.contents if filed else get_contents(household)
    assessment = filed.assessment if filed else _assessment_of(household)
    people = [_FormPerson(member, full) for member in (contents.head, *contents.members)]
    said = contents.household
    return {
        "household": said,
        "as_of": _as_of(household, filed, on),
        "on": on,
        "head": people[0],
        "people": people[1:],
        "blanks": range(max(0, LEAST_MEMBER_ROWS - len(people) + 1)),
        "incomes": contents.incomes,
        "expenses": contents.expenses,
        "income": sum((item.annual_amount for item in contents.incomes), Decimal(0)),
        "expense": sum((item.annual_amount for item in contents.expenses), Decimal(0)),
        "finding": assessment.result if assessment else None,
        "assessment": assessment,
        "secondary": "、".join(str(Cause(cause).label) for cause in said.secondary_causes),
        "wants": "、".join(str(Want(want).label) for want in said.wants),
        "demands": _with_note(said.shown_demands, said.demand_note),
        "mood": _with_note(said.get_mood_display(), said.mood_note),
        "documents": "、".join(dict.fromkeys(item.get_kind_display() for item in contents.evidence)),
        "insurances": describe_insurance(contents.head),
        "opinions": _opinions(said, contents.head),
    }


def _with_note(said: str, note: str) -> str:
    return "：".join(text for text in (said, note) if text)


def _assessment_of(household: Household) -> Assessment | None:
    """The last assessment of a file that was never approved; one that may be written on has changed since."""
    return None if household.is_editable else household.assessments.order_by("-pk").first()


def _as_of(household: Household, filed: Filed | None, on: date) -> str:
    """Of which day and of what standing the paper is: 按 2026-03-04 建档时的情况."""
    if filed is not None:
        return _("按 %(day)s %(occasion)s时的情况") % {"day": day(filed.at), "occasion": filed.occasion}
    return _("%(state)s，按 %(day)s 的情况") % {"state": household.get_state_display(), "day": day(on)}


def assessment_sheet(assessment: Assessment, *, on: date) -> bytes:
    """困难认定核算表 on A4: what was known, the rules, every condition, the outcome. No personal numbers."""
    from hardship.kernel.pdf import render_pdf

    case, household = read_case(assessment.inputs), assessment.household
    outcome = Outcome.from_json(assessment.result)
    context = {
        "assessment": assessment,
        "household": household,
        "outcome": outcome,
        "figures": [outcome.figures[name] for name in _in_order(assessment, outcome)],
        "conditions": assessment.conditions.order_by("position"),
        "tables": item_tables(read_rules(assessment.rules.text).document, case),
        "persons": case.size,
        "override": assessment.overrides.filter(state=OverrideState.APPROVED).first(),
        "on": on,
    }
    return render_pdf(SHEET_TEMPLATE, context, title=str(_("困难认定核算表")))


def _in_order(assessment: Assessment, outcome: Outcome) -> list[str]:
    """The quantities as their policy lists them; the stored result has lost the order."""
    order = list(read_rules(assessment.rules.text).document.quantities)
    return sorted(outcome.figures, key=lambda name: order.index(name) if name in order else len(order))


class _FormPerson:
    """A member with numbers as they may be printed."""

    def __init__(self, member: Member, full: bool) -> None:
        self.row = member
        self.id_number, self.phone, self.bank_card = (
            (secret.reveal() if full else str(secret)) if secret else ""
            for secret in (member.id_number, member.phone, member.bank_card)
        )


def _name_then(union: Union, step: FileStep | None) -> str:
    """How a union was called when it took a step; its name of today where it took none yet."""
    return union.name_on(step.at if step else None)


def _opinions(household: Household, head: Member) -> list[dict[str, Any]]:
    """The three blocks with room for a seal: what was decided there, if anything, and the words that were
    written or chosen."""
    standing = household.steps.filter(taken_back__isnull=True).select_related("by").order_by("pk")
    steps = {step.action: step for step in standing}
    submitted, filed = steps.get("submit"), steps.get("file")
    reviewer = competent_union(household.union, Part.REVIEW)
    blocks = (
        (_("基层党组织或行政意见"), head.employer, None, ""),
        (_("基层工会意见"), _name_then(household.union, submitted), submitted, _("经办人")),
        (_("区县（系统）工会意见"), _name_then(reviewer, filed), filed, _("审核人")),
    )
    return [
        {
            "title": title,
            "unit": unit,
            "step": step,
            "text": step.comment if step else "",
            "is_preset": step is not None and step.comment in PRESETS.get(step.action, ()),
            "who": who,
        }
        for title, unit, step, who in blocks
    ]
