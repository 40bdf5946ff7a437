"""The demo's recusals: a reviewer who knows a family, and one that waits for an answer."""

from cases.archives.models import Household
from cases.archives.services.recusals import decide_recusal, declare_recusal
from cases.archives.states import State
from hardship.accounts.models import User

RELATIVE = "户主是我妻子的表弟"
COLLEAGUE = "户主的女儿在我们科室工作"


def build_recusals(*, reviewers: tuple[User, User], leader: User) -> int:
    """One that the leader agreed to, one that waits; how many."""
    rows = Household.objects.visible_to(reviewers[0]).filter(state=State.FILED).order_by("pk")[:2]
    for by, household, cause, why in zip(
        reviewers, rows, ("relative", "department"), (RELATIVE, COLLEAGUE), strict=False
    ):
        row = declare_recusal(household_id=household.pk, cause=cause, reason=why, by=by)
        if cause == "relative":
            decide_recusal(recusal_id=row.pk, action="accept", by=leader)
    return len(rows)
