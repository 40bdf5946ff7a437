"""What the category of a file rests on that was filed elsewhere before: pure."""

from cases.archives.states.taking_over import Basis


def basis_of(*, category: str, undecided: bool, is_money_known: bool, on_roster: str) -> Basis:
    """By today's policy where it tells; where facts are missing, by the category that the roster names.

    `category` is what today's policy finds ('' for none), `on_roster` what the roster says. Without any line
    of income, and nobody having said that there is none, a policy finds a deep hardship that nobody knows of.
    One that says no is not overruled by a roster: that file goes the usual way.
    """
    if is_money_known and category:
        return Basis.ASSESSED
    if is_money_known and not undecided:
        return Basis.INELIGIBLE
    return Basis.ROSTER if on_roster else Basis.UNKNOWN
