"""The tabs of a case that show the file itself: overview, people, money, evidence, assessments."""

from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models import FileStep, Household
from cases.archives.rules.insurance import describe_insurance
from cases.archives.selectors.aid import list_same_heads
from cases.archives.selectors.case_page import (
    CASE_NOTES,
    CASE_PARTS,
    CASE_TABS,
    CaseNote,
    CaseTab,
    ShownCase,
    count_rows,
    list_notes,
)
from cases.archives.selectors.cases import get_basis, get_read_case
from cases.archives.selectors.lifecycle import list_reliefs
from cases.archives.selectors.money_lines import list_money, read_money, signed_yuan
from cases.archives.states import LABEL_RULES, State
from cases.archives.views.answers import show
from cases.archives.views.figures import Verdict, current_verdict, get_override, stored_verdict
from hardship.kernel.documents import age_on

HOUSING = (
    "address", "registered_at", "housing_type", "floor_area", "homes", "vehicles", "has_business", "deposits",
    "housing_fund",
)  # fmt: skip
CAUSES = (
    "main_cause", "secondary_causes", "wants", "demands", "demand_note", "mood", "mood_note",
    "has_self_help", "is_on_dibao", "is_dibao_marginal",
)  # fmt: skip
NOTES = ("demand_note", "mood_note")  # shown where there is one

CASE_PARTS.add("evidence")(lambda household: count_rows(household.evidence.filter(removed_at__isnull=True)))
CASE_PARTS.add("months")(lambda household: count_rows(household.months.all()))
CASE_PARTS.add("answers")(lambda household: count_rows(household.policy_answers.all()))
CASE_PARTS.add("assessments")(lambda household: count_rows(household.assessments.all()))
# the files that carry this one on, whoever may see them
CASE_PARTS.add("other_files")(lambda household: count_rows(list_same_heads(household)))
CASE_PARTS.add("followers")(lambda household: count_rows(household.followers.exclude(state=State.DISCARDED)))


def _overview(shown: ShownCase) -> dict[str, Any]:
    money, notes = _money(shown), list_notes(shown)
    return {
        **money,
        **_verdict(shown, money["monthly"]),
        "notes_above": [(note.template, rows) for note, rows in notes if not note.is_below],
        "notes_below": [(note.template, rows) for note, rows in notes if note.is_below],
        "housing": _summary(shown.household, HOUSING),
        "causes": _summary(shown.household, CAUSES),
        "insurances": describe_insurance(shown.household.head) if shown.household.head else "",
        "labels": [
            {"label": label.label, "rule": LABEL_RULES[label]}
            for label in shown.household.labels_on(timezone.localdate())
        ],
    }


def _verdict(shown: ShownCase, today: Verdict) -> dict[str, Any]:
    """The last assessment on record; before there is one, what today's figures would say."""
    if not shown.parts["assessments"]:
        return {"assessment": None, "verdict": today}
    last = shown.household.assessments.select_related("standard", "rules", "by").order_by("-pk")[0]
    return {"assessment": last, "verdict": stored_verdict(last)}


def _summary(household: Household, names: tuple[str, ...]) -> list[dict[str, Any]]:
    fields = {field.name: field for field in household._meta.fields}
    return [
        {"label": fields[name].verbose_name, "value": show(household, name) or "—"}
        for name in names
        if name not in NOTES or getattr(household, name)
    ]


def _members(shown: ShownCase) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "people": [
            {"member": member, "age": age_on(member.birth_on, today) if member.birth_on else None}
            for member in shown.members
        ]
    }


def _may_have_aid(shown: ShownCase) -> bool:
    """Whether there may be records of aid: on the file itself, or on others of the family."""
    parts = ("applications", "external_aid", "followers", "merged", "other_files")
    return bool(shown.household.previous_id or any(shown.parts.get(part) for part in parts))


def _money(shown: ShownCase) -> dict[str, Any]:
    household = shown.household
    incomes, expenses = read_money(household)
    rules, standards = get_basis(household)
    case = get_read_case(
        household, members=shown.members, incomes=incomes, expenses=expenses, standards=standards,
        has_months=bool(shown.parts["months"]), has_answers=bool(shown.parts["answers"]),
        has_aid=_may_have_aid(shown),
    )  # fmt: skip
    verdict = current_verdict(household, case, rules.document)
    lines = list_money(incomes, expenses, verdict.items)
    return {
        "lines": lines,
        "rest": signed_yuan(sum((line.amount for line in lines), Decimal(0))),
        "rest_counted": signed_yuan(sum((line.counted for line in lines), Decimal(0))),
        "income": sum((line.counted for line in lines if line.amount > 0), Decimal(0)),
        "expense": sum((-line.counted for line in lines if line.amount < 0), Decimal(0)),
        "persons": len(shown.members),
        "monthly": verdict,
    }


def _evidence(shown: ShownCase) -> dict[str, Any]:
    rows = shown.household.evidence.filter(removed_at__isnull=True)
    return {"documents": rows.select_related("member", "uploaded_by").order_by("kind", "pk")}


def _assessments(shown: ShownCase) -> dict[str, Any]:
    rows = shown.household.assessments.select_related("standard", "rules", "by").order_by("-pk")
    return {"assessments": [(row, stored_verdict(row), get_override(row, shown.user)) for row in rows]}


def _relief(shown: ShownCase) -> list[FileStep]:
    """Of a relieved family the decision that stands, with the figures it rests on."""
    return list_reliefs(shown.household)[:1] if shown.household.state == State.RELIEVED else []


CASE_NOTES.add("relief")(CaseNote(5, "archives/_reliefs.html", _relief))
CASE_TABS.add("overview")(CaseTab(_("概况"), 10, "desk/_case_overview.html", _overview))
CASE_TABS.add("members")(
    CaseTab(_("家庭成员"), 20, "desk/_case_members.html", _members, lambda shown: len(shown.members))
)
CASE_TABS.add("money")(CaseTab(_("收入与支出"), 30, "desk/_case_money.html", _money))
CASE_TABS.add("evidence")(
    CaseTab(_("材料"), 40, "desk/_case_evidence.html", _evidence, lambda shown: shown.parts["evidence"])
)
CASE_TABS.add("assessments")(
    CaseTab(
        _("认定"), 60, "desk/_case_assessments.html", _assessments, lambda shown: shown.parts["assessments"]
    )
)
