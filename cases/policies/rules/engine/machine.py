"""A policy document compiled once; then asked of one case after another."""

from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from django.utils.translation import gettext as _

from cases.policies.rules.case import Case
from cases.policies.rules.document.policy import PolicyDocument
from cases.policies.rules.document.quantities import Quantity
from cases.policies.rules.document.routes import Route, Stage
from cases.policies.rules.engine.amounts import Amounts
from cases.policies.rules.engine.asking import Asking, Total
from cases.policies.rules.engine.choosing import chooser
from cases.policies.rules.engine.classifying import Classifier
from cases.policies.rules.engine.conditions import Conditions
from cases.policies.rules.engine.dated import YEAR
from cases.policies.rules.engine.exact import as_decimal, to_cent
from cases.policies.rules.engine.granting import Grant
from cases.policies.rules.engine.outcome import Entitled, Figure, Outcome
from cases.policies.rules.engine.programmes import Programmes
from cases.policies.rules.engine.quantities import aid_this_year, compile_quantities
from cases.policies.rules.engine.routing import compile_routes, route_of, urgent_route_of
from cases.policies.rules.engine.telling import Teller


def assess(document: PolicyDocument, case: Case) -> Outcome:
    """What a policy says of a household: category, figures, every condition, amounts, and why."""
    return compile_policy(document).assess(case)


@lru_cache(maxsize=128)
def compile_policy(document: PolicyDocument) -> "Machine":
    """The machine of a document; the same document gives the same machine."""
    return Machine(document)


class Machine:
    """The closures of one document."""

    def __init__(self, document: PolicyDocument) -> None:
        self.document = document
        self.totals = compile_quantities(document)
        conditions = Conditions(document, self.totals)
        self.classifier = Classifier(document, conditions)
        self.programmes = Programmes(document, Amounts(document, self.totals, conditions)).compile()
        self.routes = compile_routes(document, conditions)
        self.choose = chooser(document)
        self.teller = Teller(document)
        self.months = {name: one.window or document.window for name, one in document.quantities.items()}

    def assess(self, case: Case) -> Outcome:
        """The whole answer for a household."""
        asking = Asking(case)
        classified = self.classifier.classify(asking)
        asking.category, asking.undecided = classified.category, classified.undecided
        is_one_only = self._stacking(classified.category) == "one_only"
        amounts = self._amounts(asking)
        if is_one_only:
            amounts = self.choose(amounts, case)
        figures = self._figures(asking)
        return Outcome(
            category=classified.category,
            label=classified.label,
            undecided=classified.undecided,
            missing=classified.missing,
            figures=figures,
            conditions=tuple(asking.verdicts),
            tried=classified.tried,
            amounts=amounts,
            is_one_only=is_one_only,
            sentence=self.teller.sentence(classified, figures),
            formula=self.teller.formula(asking, figures),
        )

    def _amounts(self, asking: Asking) -> dict[str, Entitled]:
        return {code: one.entitled(asking, self._again) for code, one in self.programmes.items()}

    def entitle(self, case: Case, code: str, category: str) -> Grant:
        """What one programme gives a household whose category is on file already: it is not found anew, as
        bodies may have decided on it. A category that this policy does not know is none of its own."""
        asking = Asking(case)
        asking.category = category
        programme = self.programmes[code]
        entitled = programme.entitled(asking, self._again)
        asked = replace(case, need={"requested": entitled.amount, **case.need})
        return Grant(entitled, programme.caps(asking), programme.papers_for(Asking(asked)))

    def route(self, case: Case, code: str, category: str) -> tuple[Route, tuple[Stage, ...]] | None:
        """The route of an application for a programme, which may be another document's, with the stages that
        it goes through; None where this document has none for it. Which money pays nobody knows here."""
        asking = Asking(case)
        asking.category = category
        own = self.document.programmes.get(code)
        return route_of(self.routes, asking, code, own.route if own else None)

    def urgent_route(self, case: Case, code: str, category: str) -> tuple[Route, tuple[Stage, ...]] | None:
        """The same for what is asked for as urgent (急难先行救助)."""
        asking = Asking(case)
        asking.category = category
        return urgent_route_of(self.routes, asking, code)

    def stages(self, case: Case, name: str) -> tuple[Stage, ...]:
        """The stages of one route that a case goes through."""
        asking = Asking(case)
        asking.category = self.classifier.classify(asking).category
        return self.routes[name].taken(asking)

    def approver(self, case: Case, code: str, category: str, amount: Decimal) -> str:
        """Who must agree to a sum of a programme: the code of a level or a body; '' for nobody more."""
        asking = Asking(case)
        asking.category = category
        return self.programmes[code].approver(asking, amount)

    def _stacking(self, category: str) -> str:
        stacking = self.document.stacking
        return stacking.by_category.get(category, stacking.rule)

    def _again(self, asking: Asking) -> str:
        """Why the household may not have aid again this year, or ''."""
        rule = self._stacking(asking.category)
        had = aid_this_year(asking) if rule != "several" else None
        if not had:
            return ""
        if rule == "one_only":
            return _("同一年度只享受一项帮扶，本年度已享受")
        again = self.classifier.classify(Asking(asking.case, extra=had * YEAR))
        if again.category == asking.category:
            return ""
        return _("本年度已享受的帮扶计入收入后，不再符合原类别")

    def _figures(self, asking: Asking) -> dict[str, Figure]:
        return {
            name: _figure(self.document.quantities[name], months, self.totals[name](asking), asking.persons)
            for name, months in self.months.items()
        }


def _figure(quantity: Quantity, months: int, known: Total, persons: int | None) -> Figure:
    twelfths, missing = known
    label = quantity.label
    if twelfths is None:
        return Figure(label, months, None, None, missing)
    if quantity.whose != "household":
        persons = 1
    monthly = None
    if persons is not None:
        monthly = to_cent(twelfths, persons * months * YEAR)
    return Figure(label, months, as_decimal(twelfths, YEAR), monthly, ())
