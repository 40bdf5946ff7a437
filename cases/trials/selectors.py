"""What a run of a policy over the files found: counts by category, what it would cost, who changes."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q, QuerySet, Sum

from cases.archives.models import Household
from cases.archives.states import IN_FORCE_STATES
from cases.trials.models import WhatIf, WhatIfRow

if TYPE_CHECKING:
    from cases.policies.models import Policy
    from hardship.accounts.models import User

CHANGES = Q(is_undecided=False) & ~Q(before=F("after"))
VIEWS = {"changed": CHANGES, "undecided": Q(is_undecided=True), "all": Q()}


@dataclass(frozen=True)
class Move:
    """How many files go from one category to another ('' is none)."""

    before: str
    before_label: str
    after: str
    label: str
    is_undecided: bool
    files: int
    amount_before: Decimal | None
    amount_after: Decimal | None

    @property
    def is_changed(self) -> bool:
        return not self.is_undecided and self.before != self.after


def list_files_in_force(policy: "Policy") -> QuerySet[Household]:
    """The files that a policy of its union would be about, in the order in which they are worked through."""
    column = policy.union.scope_column
    rows = Household.objects.filter(**{f"{column}_id": policy.union_id}, state__in=IN_FORCE_STATES)
    return rows.order_by("pk")


def list_runs(policy: "Policy", user: "User") -> QuerySet[WhatIf]:
    """The runs of one policy that a person may see, the latest first."""
    rows: QuerySet[WhatIf] = WhatIf.objects.visible_to(user).filter(policy=policy)
    return rows.select_related("asked_by", "policy").order_by("-pk")


def list_moves(run: WhatIf) -> list[Move]:
    """Counts and sums for every pair of before and after, the most first."""
    rows = (
        WhatIfRow.objects.filter(run=run)
        .values("before", "before_label", "after", "after_label", "is_undecided")
        .annotate(files=Count("pk"), amount_before=Sum("amount_before"), amount_after=Sum("amount_after"))
        .order_by("-files", "before", "after")
    )
    return [
        Move(
            row["before"], row["before_label"], row["after"], row["after_label"], row["is_undecided"],
            row["files"], row["amount_before"], row["amount_after"],
        )
        for row in rows
    ]  # fmt: skip


def list_rows(run: WhatIf, view: str = "changed") -> QuerySet[WhatIfRow]:
    """The files of a run: those that change, those that cannot be told, or all of them."""
    rows = WhatIfRow.objects.filter(run=run).filter(VIEWS.get(view, CHANGES))
    return rows.select_related("household__union", "household__head").order_by("pk")
