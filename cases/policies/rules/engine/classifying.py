"""The category of a case: what every category asks for, what excludes, and the categories in their order."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from cases.policies.rules.document.keys import dotted
from cases.policies.rules.document.policy import CategoryRule, Exclusion, PolicyDocument, Requirement
from cases.policies.rules.engine.asking import Asking, Judge
from cases.policies.rules.engine.conditions import Conditions
from cases.policies.rules.engine.members import every
from cases.policies.rules.engine.outcome import Tried, Verdict
from cases.policies.rules.vocabulary import label_of


class Classified(NamedTuple):
    """The category ('' for none), what was tried on the way, the verdicts that decided, what is missing."""

    category: str
    label: str
    undecided: bool
    tried: tuple[Tried, ...]
    decisive: tuple[Verdict, ...]
    missing: tuple[str, ...]


class _Bar(NamedTuple):
    """A requirement or exclusion that was judged: `met` means that it lets the household through."""

    met: bool | None
    categories: tuple[str, ...]
    rows: tuple[Verdict, ...]


# Of two unions' levels the higher may grant what the lower may; other bodies only what is theirs.
LEVELS = ("grassroots", "county", "city", "provincial", "national")


def may_grant(except_by: str, by: str) -> bool:
    """Whether this body may grant an exception that a policy leaves to `except_by`."""
    return by in (LEVELS[LEVELS.index(except_by) :] if except_by in LEVELS else (except_by,))


def _granted(asking: Asking, rule: Requirement | Exclusion) -> str:
    """By whom and why an exception from a rule was granted, by whoever may grant it; '' for none."""
    if rule.except_by is None:
        return ""
    for one in asking.case.exceptions:
        if one.rule == rule.key and may_grant(rule.except_by, one.by) and one.why.strip():
            return _("%(by)s同意例外：%(why)s") % {"by": label_of("approvers", one.by), "why": one.why}
    return ""


@dataclass(frozen=True)
class _Exclusion:
    rule: Exclusion
    when: Judge
    unless: Judge | None

    def judge(self, asking: Asking) -> tuple[Tried, _Bar]:
        start = len(asking.verdicts)
        holds = self.when(asking)
        middle = len(asking.verdicts)
        exempt = self.unless(asking) if self.unless else False
        rows = asking.verdicts[start:]
        if holds and exempt:
            reason = self.rule.unless_text or "；".join(
                row.text for row in asking.verdicts[middle:] if row.met
            )
            asking.verdicts[start:middle] = [row._replace(exempted=reason) for row in rows[: middle - start]]
        excluded = every((holds, None if exempt is None else not exempt))
        granted = _granted(asking, self.rule) if excluded is not False else ""
        if granted:
            asking.verdicts[start:middle] = [row._replace(exempted=granted) for row in rows[: middle - start]]
            excluded = False
        passed = None if excluded is None else not excluded
        tried = Tried(f"exclusions.{self.rule.key}", self.rule.text, excluded)
        return tried, _Bar(passed, self.rule.categories, tuple(rows))


@dataclass(frozen=True)
class _Requirement:
    rule: Requirement
    when: Judge

    def judge(self, asking: Asking) -> tuple[Tried, _Bar]:
        start = len(asking.verdicts)
        met = self.when(asking)
        granted = _granted(asking, self.rule) if met is not True else ""
        if granted:
            rows = asking.verdicts[start:]
            asking.verdicts[start:] = [row._replace(exempted=granted) for row in rows]
            met = True
        tried = Tried(f"requirements.{self.rule.key}", self.rule.text, met)
        return tried, _Bar(met, (), tuple(asking.verdicts[start:]))


@dataclass(frozen=True)
class _Category:
    rule: CategoryRule
    when: Judge


class Classifier:
    """The categories of one document, compiled."""

    def __init__(self, document: PolicyDocument, conditions: Conditions) -> None:
        judge = conditions.judge
        self.bars: list[_Requirement | _Exclusion] = [
            _Requirement(rule, judge(rule.when, dotted(f"requirements.{rule.key}", "when")))
            for rule in document.requirements
        ]
        self.bars += [
            _Exclusion(
                rule,
                judge(rule.when, f"exclusions.{rule.key}.when"),
                judge(rule.unless, f"exclusions.{rule.key}.unless") if rule.unless else None,
            )
            for rule in document.exclusions
        ]
        self.categories = [
            _Category(rule, judge(rule.when, f"categories.{rule.category}.when"))
            for rule in document.categories
        ]

    def classify(self, asking: Asking) -> Classified:
        """Judges everything, so that all verdicts can be shown, and takes the first category that holds."""
        judged = [bar.judge(asking) for bar in self.bars]
        tried = [one for one, _bar in judged]
        bars = [bar for _one, bar in judged]
        found: tuple[CategoryRule, bool | None, tuple[Verdict, ...], tuple[str, ...]] | None = None
        for category in self.categories:
            start = len(asking.verdicts)
            own = category.when(asking)
            rows = tuple(asking.verdicts[start:])
            name = category.rule.category
            applying = [bar for bar in bars if not bar.categories or name in bar.categories]
            met = every((own, *(bar.met for bar in applying)))
            tried.append(Tried(f"categories.{name}", category.rule.label, met))
            if found is None and met is not False:
                unknown = [bar.rows for bar in applying if bar.met is None] + ([rows] if own is None else [])
                found = category.rule, met, rows, _missing(unknown)
        if found is None:
            return Classified("", "", False, tuple(tried), (), ())
        rule, met, rows, missing = found
        if met is None:
            return Classified("", "", True, tuple(tried), rows, missing)
        return Classified(rule.category, rule.label, False, tuple(tried), rows, ())


def _missing(groups: Iterable[tuple[Verdict, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for rows in groups for row in rows for one in row.missing))
