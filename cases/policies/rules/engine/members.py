"""Which persons fit a description: yes, no, or not known because a field is empty."""

from collections.abc import Callable, Iterable
from datetime import date

from cases.policies.rules.case import Member
from cases.policies.rules.document.quantities import Members

Fits = Callable[[Member, date], bool | None]

LISTED = ("relation", "status", "stage", "health", "disability_kind", "disability_grade", "sex")
NOT_LISTED = (("status_not", "status"), ("health_not", "health"))


def every(verdicts: Iterable[bool | None]) -> bool | None:
    """No if one says no; else cannot tell if one cannot; else yes."""
    known = True
    for verdict in verdicts:
        if verdict is False:
            return False
        known = known and verdict is True
    return True if known else None


def some(verdicts: Iterable[bool | None]) -> bool | None:
    """Yes if one says yes; else cannot tell if one cannot; else no."""
    known = True
    for verdict in verdicts:
        if verdict is True:
            return True
        known = known and verdict is False
    return False if known else None


def age_on(birth_on: date, on: date) -> int:
    """Full years of age that day."""
    return on.year - birth_on.year - ((on.month, on.day) < (birth_on.month, birth_on.day))


def fits(wanted: Members) -> Fits:
    """A test of one person against every entry that is given."""
    tests: list[Fits] = [_listed(name, getattr(wanted, name)) for name in LISTED if getattr(wanted, name)]
    tests += [
        _not_listed(name, getattr(wanted, entry)) for entry, name in NOT_LISTED if getattr(wanted, entry)
    ]
    if wanted.age_from is not None or wanted.age_to is not None:
        tests.append(_aged(wanted.age_from or 0, 200 if wanted.age_to is None else wanted.age_to))
    if wanted.is_able is not None:
        able = wanted.is_able
        tests.append(lambda member, on: None if member.is_able is None else member.is_able == able)
    return lambda member, on: every(test(member, on) for test in tests)


def _listed(name: str, wanted: tuple[str, ...]) -> Fits:
    """A stage, a disability is something that most people do not have: empty there means none."""
    empty = False if name in ("stage", "disability_kind", "disability_grade") else None

    def test(member: Member, _on: date) -> bool | None:
        value = getattr(member, name)
        return empty if value is None else value in wanted

    return test


def _not_listed(name: str, unwanted: tuple[str, ...]) -> Fits:
    def test(member: Member, _on: date) -> bool | None:
        value = getattr(member, name)
        return None if value is None else value not in unwanted

    return test


def _aged(youngest: int, oldest: int) -> Fits:
    def test(member: Member, on: date) -> bool | None:
        return None if member.birth_on is None else youngest <= age_on(member.birth_on, on) <= oldest

    return test
