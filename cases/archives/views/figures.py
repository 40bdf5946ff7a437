"""An assessment as pages show it: verdict, formula, conditions, meter; and the manual override beside it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import Assessment, CategoryOverride, Household
from cases.archives.rules import gross_monthly
from cases.archives.rules.doubts import note_standard
from cases.archives.selectors.cases import get_case, get_rules, get_typed_case, read_rules
from cases.archives.services.assessments import list_override_buttons
from cases.policies.rules import (
    Case,
    Items,
    Outcome,
    PolicyDocument,
    assess,
    itemise,
    read_case,
    region_chain,
)
from cases.policies.rules.case import Standard
from hardship.accounts.models import User


@dataclass(frozen=True)
class Verdict:
    """An assessment on a page; `net` and `standard` are yuan per person and month; `is_empty` when neither
    income nor expenses have been entered yet."""

    category: str
    label: str
    net: Decimal | None
    gross: Decimal | None
    standard: Decimal | None
    standard_note: str
    formula: str
    sentence: str
    conditions: Sequence[Any]
    persons: int
    is_empty: bool
    policy: str
    document_no: str
    missing: Sequence[str]
    items: Items

    @property
    def bar(self) -> Decimal:
        """What the meter shows: never below nothing."""
        return max(self.net or Decimal(0), Decimal(0))


def current_verdict(
    household: Household, case: Case | None = None, document: PolicyDocument | None = None
) -> Verdict:
    """What today's figures say; nothing is stored. A page that has made the case already, and read the policy
    in force, gives them."""
    verdict = case_verdict(household, case or get_case(household), document)
    return replace(verdict, is_empty=verdict.is_empty and not household.money_reviewed)


def case_verdict(household: Household, case: Case, document: PolicyDocument | None = None) -> Verdict:
    """What the policy in force for this household says of a case."""
    if document is None:
        document = get_rules(union=household.union, on=timezone.localdate()).document
    return _verdict(document, case, assess(document, case))


def typed_verdict(household: Household, form: Any) -> Verdict:
    """What the lines of a form of money (forms.grids.MoneyForm) come to, as far as they can be read."""
    spent = (*form.typed("expenses"), *form.typed("bills"))
    typed = get_typed_case(household, incomes=form.typed("incomes"), expenses=spent)
    return case_verdict(household, typed)


def stored_verdict(assessment: Assessment) -> Verdict:
    """What an assessment on record said, as it was stored."""
    case = read_case(assessment.inputs)
    rules = assessment.rules
    verdict = _verdict(read_rules(rules.text).document, case, Outcome.from_json(assessment.result))
    titled = replace(verdict, policy=rules.title, document_no=rules.document_no)
    return replace(titled, net=assessment.net, gross=assessment.gross)


def get_override(assessment: Assessment | None, user: User) -> dict[str, Any] | None:
    """The last manual override of an assessment, with the buttons that this person has on it."""
    if assessment is None:
        return None
    rows = assessment.overrides.select_related("requested_by__union", "decided_by__union").order_by("-pk")
    row: CategoryOverride | None = rows.first()
    return None if row is None else {"row": row, "buttons": list_override_buttons(row, user)}


def _verdict(document: PolicyDocument, case: Case, outcome: Outcome) -> Verdict:
    figure = outcome.figures.get(document.judged_on)
    if outcome.category:
        label = outcome.label
    else:
        label = _("暂不能认定") if outcome.undecided else _("不符合认定条件")
    standard = _living_standard(case)
    return Verdict(
        category=outcome.category,
        label=label,
        net=figure.monthly if figure else None,
        gross=gross_monthly(case, document.window),
        standard=standard.value if standard else None,
        standard_note=note_standard(standard.from_on, timezone.localdate()) if standard else "",
        formula=outcome.formula,
        sentence=outcome.sentence,
        conditions=outcome.conditions,
        persons=case.size or 0,
        is_empty=not case.incomes and not case.expenses,
        policy=document.title,
        document_no=document.document_no,
        missing=outcome.missing,
        items=itemise(document, case),
    )


def _living_standard(case: Case) -> Standard | None:
    """The living standard of the case's own region that day, else of the region above."""
    chain = region_chain(case.region_code)
    rows = [
        row
        for row in case.standards
        if (row.kind, row.area) == ("living", case.area)
        and row.region_code in chain
        and row.from_on <= case.on
        and (row.to_on is None or case.on <= row.to_on)
    ]
    return min(rows, key=lambda row: chain.index(row.region_code), default=None)
