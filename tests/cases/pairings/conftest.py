"""A household of the cast's union with a helper from outside: proposed, and running."""

from types import SimpleNamespace

from django.utils import timezone

from cases.pairings import services
from tests.factories import HouseholdFactory
from tests.worlds import world

OUTSIDE = services.Chosen(name="顾建民", post="区住建局副局长", phone="13912345670")


def propose(home, by, chosen=OUTSIDE, **more):
    told = {"helps": ["work", "doctor"], "agreed": "每季度上门一次", "from_on": timezone.localdate(), **more}
    wish = services.Wish(**told)
    return services.propose(household_id=home.pk, chosen=chosen, wish=wish, by=by)


def step(row, action, by, comment="已商量"):
    return services.take_step(pairing_id=row.pk, action=action, by=by, comment=comment)


def run(home, cast, chosen=OUTSIDE):
    row = propose(home, cast.clerk, chosen)
    step(row, "agree", cast.reviewer)
    return step(row, "begin", cast.clerk)


@world
def home(cast):
    return HouseholdFactory(union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, filed=True)


@world
def paired(cast, home):
    """`row` runs since today, `proposed` waits, of two households."""
    other = HouseholdFactory(union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, filed=True)
    return SimpleNamespace(row=run(home, cast), proposed=propose(other, cast.clerk), home=home, other=other)
