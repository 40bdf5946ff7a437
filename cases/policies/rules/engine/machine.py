"""A policy document compiled once; then asked of one case after another."""

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from django.utils.translation import gettext as _

from cases.policies.rules.case import Case
from cases.policies.rules.document.policy import PolicyDocument
from cases.policies.rules.engine.amounts import Amounts
from cases.policies.rules.engine.asking import Asking
from cases.policies.rules.engine.classifying import Classified, Classifier
from cases.policies.rules.engine.conditions import Conditions
from cases.policies.rules.engine.outcome import CENT, Entitled, Figure, Outcome, Verdict, shown
from cases.policies.rules.engine.programmes import Programmes
from cases.policies.rules.engine.quantities import YEAR, aid_this_year, compile_quantities


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
        self.months = {name: one.window or document.window for name, one in document.quantities.items()}

    def assess(self, case: Case) -> Outcome:
        asking = Asking(case)
        classified = self.classifier.classify(asking)
        asking.category, asking.undecided = classified.category, classified.undecided
        amounts = self._amounts(asking)
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
            is_one_only=self._stacking(classified.category) == "one_only",
            sentence=self._sentence(classified, figures),
            formula=self._formula(asking, figures),
        )

    def _amounts(self, asking: Asking) -> dict[str, Entitled]:
        return {code: entitled(asking, self._again) for code, entitled in self.programmes.items()}

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
            name: _figure(self.document.quantities[name].label, months, self.totals[name](asking), asking)
            for name, months in self.months.items()
        }

    def _formula(self, asking: Asking, figures: dict[str, Figure]) -> str:
        """“（家庭收入 60,000.00 − 刚性支出 30,480.00）÷ 3 人 ÷ 12 个月 = 820.00 元”."""
        figure = figures.get(self.document.judged_on)
        if figure is None or figure.total is None or figure.monthly is None:
            return ""
        said = {"persons": asking.persons, "months": figure.months, "net": shown(figure.monthly)}
        said["sum"] = self._parts(figures) or f"{figure.label} {shown(figure.total)}"
        return _("%(sum)s ÷ %(persons)s 人 ÷ %(months)s 个月 = %(net)s 元") % said

    def _parts(self, figures: dict[str, Figure]) -> str:
        """The headline quantity as a sum of other quantities; '' when it is not one."""
        quantity = self.document.quantities[self.document.judged_on]
        terms = [("+", term) for term in quantity.plus] + [("−", term) for term in quantity.minus]
        words = []
        for sign, term in terms:
            inside = figures.get(getattr(term, "quantity", ""))
            if inside is None or inside.total is None:
                return ""
            words += [sign, inside.label, shown(inside.total)]
        return f"（{' '.join(words[1:])}）"

    def _sentence(self, classified: Classified, figures: dict[str, Figure]) -> str:
        if not self.document.categories:
            return ""
        if classified.undecided:
            return _("暂不能认定，还缺：%(missing)s。") % {"missing": "、".join(classified.missing)}
        figure = figures.get(self.document.judged_on)
        start = ""
        if figure is not None and figure.monthly is not None:
            start = _("%(label)s人均每月 %(net)s 元，") % {
                "label": figure.label,
                "net": shown(figure.monthly),
            }
        if classified.category:
            reasons = "，".join(_reason(row) for row in classified.decisive if row.met)
            return start + _("%(reasons)s，符合“%(label)s”。") % {
                "reasons": reasons,
                "label": classified.label,
            }
        return start + _("%(why)s不符合困难认定条件。") % {"why": _barred(classified)}


def _barred(classified: Classified) -> str:
    """Exclusions that hold and requirements that do not."""
    excluded = [one.label for one in classified.tried if one.key.startswith("exclusions.") and one.met]
    failed = [
        one.label for one in classified.tried if one.key.startswith("requirements.") and one.met is False
    ]
    reasons = excluded + [_("未满足“%(label)s”") % {"label": label} for label in failed]
    return "、".join(reasons) + "，" if reasons else ""


def _reason(row: Verdict) -> str:
    if not row.standard:
        return row.text
    return _("%(text)s（%(threshold)s 元，%(since)s 起）") % {
        "text": row.text,
        "threshold": row.threshold,
        "since": row.standard_on,
    }


def _figure(label: str, months: int, known: tuple[Decimal | None, tuple[str, ...]], asking: Asking) -> Figure:
    twelfths, missing = known
    if twelfths is None:
        return Figure(label, months, None, None, missing)
    monthly = None
    if asking.persons is not None:
        monthly = (twelfths / (asking.persons * months * YEAR)).quantize(CENT, ROUND_HALF_UP)
    return Figure(label, months, twelfths / YEAR, monthly, ())
