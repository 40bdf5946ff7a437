"""The sentence and the formula that explain an outcome.

Texts are looked up when a policy is compiled: to do it for each household took a third of the time.
"""

from django.utils.translation import gettext as _

from cases.policies.rules.document.policy import PolicyDocument
from cases.policies.rules.document.quantities import QuantityTerm
from cases.policies.rules.engine.asking import NOTHING, Asking
from cases.policies.rules.engine.classifying import Classified
from cases.policies.rules.engine.outcome import Figure, Verdict, shown
from cases.policies.rules.engine.wording import measure_words

Figures = dict[str, Figure]


class Teller:
    """The words of one document."""

    def __init__(self, document: PolicyDocument) -> None:
        self.headline = document.judged_on
        self.classifies = bool(document.categories)
        self.parts = _parts(document)
        self.formula_text = _("%(sum)s ÷ %(persons)s 人 ÷ %(months)s 个月 = %(net)s 元")
        self.undecided_text = _("暂不能认定，还缺：%(missing)s。")
        self.start_text = _("%(measure)s %(net)s 元，")
        self.decided_text = _("%(reasons)s，符合“%(label)s”。")
        self.none_text = _("%(why)s不符合困难认定条件。")
        self.failed_text = _("未满足“%(label)s”")
        self.standard_text = _("%(text)s（%(threshold)s 元，%(since)s 起）")

    def formula(self, asking: Asking, figures: Figures) -> str:
        """“（收入 60,000.00 − 支出 30,480.00）÷ 3 人 ÷ 12 个月 = 820.00 元”; '' where it cannot be told."""
        figure = figures.get(self.headline)
        if figure is None or figure.total is None or figure.monthly is None:
            return ""
        words = [
            f"{sign}{figures[name].label} {shown(figures[name].total or NOTHING)}"
            for sign, name in self.parts
        ]
        return self.formula_text % {
            "sum": f"（{''.join(words)}）" if words else f"{figure.label} {shown(figure.total)}",
            "persons": asking.persons,
            "months": figure.months,
            "net": shown(figure.monthly),
        }

    def sentence(self, classified: Classified, figures: Figures) -> str:
        """Why this category, why none, or what is missing."""
        if not self.classifies:
            return ""
        if classified.undecided:
            return self.undecided_text % {"missing": "、".join(classified.missing)}
        start, figure = "", figures.get(self.headline)
        if figure is not None and figure.monthly is not None:
            measure = measure_words(figure.label, "person_month")
            start = self.start_text % {"measure": measure, "net": shown(figure.monthly)}
        if classified.category:
            reasons = "，".join(self._reason(row) for row in classified.decisive if row.met)
            return start + self.decided_text % {"reasons": reasons, "label": classified.label}
        return start + self.none_text % {"why": self._barred(classified)}

    def _barred(self, classified: Classified) -> str:
        """Exclusions that hold and requirements that do not."""
        reasons = [
            one.label if one.met else self.failed_text % {"label": one.label}
            for one in classified.tried
            if one.met is one.key.startswith("exclusions.") and not one.key.startswith("categories.")
        ]
        return "、".join(reasons) + "，" if reasons else ""

    def _reason(self, row: Verdict) -> str:
        if not row.standard:
            return row.text
        said = {"text": row.text, "threshold": row.threshold, "since": row.standard_on}
        return self.standard_text % said


def _parts(document: PolicyDocument) -> list[tuple[str, str]]:
    """The headline quantity as other quantities with their signs; empty when it is not made of them alone."""
    quantity = document.quantities.get(document.judged_on)
    if quantity is None:
        return []
    terms = [(" + ", term) for term in quantity.plus] + [(" − ", term) for term in quantity.minus]
    if not all(isinstance(term, QuantityTerm) for _sign, term in terms):
        return []
    named = [(sign, term.quantity) for sign, term in terms if isinstance(term, QuantityTerm)]
    first_sign, first = named[0]
    return [("" if first_sign == " + " else "−", first), *named[1:]]
