"""Conditions of the one person whom the aid is for, rather than of the household."""

from django.utils.translation import gettext as _

from cases.policies.rules.case import Student
from cases.policies.rules.document.conditions import Own
from cases.policies.rules.engine.asking import Asking, Judge
from cases.policies.rules.engine.checks import FLAGS
from cases.policies.rules.engine.members import every, fits
from cases.policies.rules.engine.outcome import Verdict


def own_judge(rule: Own, key: str, words: str) -> Judge:
    """Whether the person fits; cannot tell where nobody is named or a field is empty."""
    fitting, missing = fits(rule.beneficiary), (_("受助人的情况"),)
    is_everybody = not any(vars(rule.beneficiary)[name] not in ((), None) for name in vars(rule.beneficiary))

    def judge(asking: Asking) -> bool | None:
        member, student = asking.beneficiary()
        known = None if member is None else True if is_everybody else fitting(member, asking.case.on)
        met = every((known, *_schooling(rule, student, is_known=member is not None)))
        lacking = missing if met is None else ()
        asking.verdicts.append(
            Verdict(key, words, FLAGS[met], "is", FLAGS[True], "", "", rule.paragraph, met, lacking)
        )
        return met

    return judge


def _schooling(rule: Own, student: Student | None, *, is_known: bool) -> list[bool | None]:
    """A known person who is no student is no student of these either."""
    found: list[bool | None] = []
    if rule.school_kind:
        found.append(student.school_kind in rule.school_kind if student else (False if is_known else None))
    if rule.is_freshman is not None:
        found.append(student.is_freshman is rule.is_freshman if student else (False if is_known else None))
    return found
