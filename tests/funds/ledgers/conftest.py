import pytest

from funds.ledgers.selectors import checking
from tests.books import make_line
from tests.worlds import world


@pytest.fixture(autouse=True)
def _only_the_ledgers_own_checks(monkeypatch):
    """These books hold money of businesses that do not exist, as the checks of the rooms above would say."""
    own = {
        code: check
        for code, check in checking.CHECKS.items()
        if check.run.__module__.startswith("funds.ledgers.")
    }
    monkeypatch.setattr(checking.CHECKS, "_values", own)


@world
def finance(cast):
    """The finance person of the city, who keeps the city's books."""
    return cast.finance


@world
def line(finance):
    """A line of the city with 10,000 yuan for regular living aid."""
    return make_line(finance)
