"""Which policy holds for a union on a day, and which ones a person may read."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from cases.policies.models import Policy, PolicyStep
from cases.policies.rules import PolicyDocument, region_chain
from cases.policies.rules.case import Standard
from cases.policies.selectors.dated import standards
from cases.policies.states import PUBLISHED, PolicyState
from hardship.kernel.statements import IsAnyOf, Statement, compile_statement, rows_together

if TYPE_CHECKING:
    from hardship.accounts.models import Union, User

NOBODY = 9_100_000_000_000_000_004  # a key that no union has


def path_ids(union: "Union") -> list[int]:
    """The ids from the top of the tree down to this union."""
    return [int(part) for part in union.path.strip("/").split("/")]


def get_policy(*, union: "Union", on: date) -> Policy | None:
    """The policy that a union judges by that day: its own, else that of the nearest union above, else None.
    One without categories says nothing of who is in hardship, and leaves that to the union above."""
    above = path_ids(union)
    rows = Policy.objects.filter(
        union__in=above, state__in=PUBLISHED, effective__contains=on, has_categories=True
    )
    rows = rows.select_related("union")
    return max(rows, key=lambda row: above.index(row.union_id), default=None)


def list_routing(*, union: "Union", on: date) -> list[PolicyDocument]:
    """The documents in force for a union that day which say how applications go, the nearest union first."""
    above = path_ids(union)
    rows = Policy.objects.filter(
        union__in=above, state__in=PUBLISHED, effective__contains=on, has_routes=True
    )
    ordered = sorted(rows, key=lambda row: -above.index(row.union_id))
    return [row.document for row in ordered]


def get_policy_texts(*, unions: Iterable["Union"], on: date) -> dict[int, str]:
    """The text of the policy that each of these unions works by that day, by key, in one query; unions that
    have none are left out."""
    above = {union.pk: path_ids(union) for union in unions}
    everybody = {key for keys in above.values() for key in keys}
    own: dict[int, str] = dict(_in_force().rows(list(everybody), on))
    nearest = {
        pk: next((own[key] for key in reversed(keys) if key in own), None) for pk, keys in above.items()
    }
    return {pk: text for pk, text in nearest.items() if text is not None}


def get_text_and_standards(*, union: "Union", on: date) -> tuple[str | None, tuple[Standard, ...]]:
    """What one household is judged by: the text of the policy of its union that day (None without one), and
    every published figure of the union's region and of those above it; in one journey to the database."""
    above, chain, kinds = path_ids(union), region_chain(union.region_code), standards()
    texts, *found = rows_together(
        (_in_force(), [above, on]), *((kind.statement, [list(chain)]) for kind in kinds)
    )
    own: dict[int, str] = dict(texts)
    text = next((own[key] for key in reversed(above) if key in own), None)
    return text, tuple(row for kind, rows in zip(kinds, found, strict=True) for row in kind.made(rows))


@cache
def _in_force() -> Statement:
    """Compiled once, as every judgement begins with it (docs/adr/0018)."""
    nobody, never = [NOBODY], date(1, 1, 1)
    rows = lambda: Policy.objects.filter(  # noqa: E731
        IsAnyOf("union_id", nobody), state__in=PUBLISHED, effective__contains=never, has_categories=True
    ).values_list("union_id", "text")
    return compile_statement("policy_in_force", rows, nobody, never)


def list_readable(user: "User") -> QuerySet[Policy]:
    """Every policy of the person's scope, and what the unions above have published (制度公示)."""
    above = path_ids(user.union)
    own = Q(pk__in=Policy.objects.visible_to(user).values("pk"))
    return Policy.objects.filter(own | Q(union__in=above, state__in=PUBLISHED)).select_related("union")


def _begins(policy: Policy) -> int:
    """The day that a published policy takes effect, as a number; the database refuses one without."""
    return policy.starts_on.toordinal() if policy.starts_on else 0


def list_policies_for(*, union: "Union") -> list[Policy]:
    """What was published by this union and those above, the nearest union first, then the newest."""
    above = path_ids(union)
    rows = Policy.objects.filter(union__in=above, state__in=PUBLISHED).select_related("union")
    return sorted(rows, key=lambda row: (-above.index(row.union_id), -_begins(row)))


def list_drafts(user: "User") -> QuerySet[Policy]:
    """What is being written or waits in the person's scope, the latest first."""
    rows = Policy.objects.visible_to(user).filter(state__in=(PolicyState.DRAFT, PolicyState.CHECKED))
    found: QuerySet[Policy] = rows.select_related("union", "written_by").order_by("-written_at")
    return found


def list_published_below(user: "User") -> QuerySet[Policy]:
    """What unions below the person's own have published, by union, the newest first."""
    rows = Policy.objects.visible_to(user).filter(state__in=PUBLISHED).exclude(union=user.union_id)
    found: QuerySet[Policy] = rows.select_related("union").order_by("union__path", "-number")
    return found


def list_versions(policy: Policy, user: "User") -> list[Policy]:
    """The versions of the same union that the person may read, the newest first."""
    rows = list_readable(user).filter(union=policy.union_id)
    return list(rows.select_related("written_by", "checked_by").order_by("-number"))


def list_writers(policy: Policy) -> frozenset[int]:
    """Who has saved the text of this version at any time, or had somebody stand in for them who did: none of
    them may check it."""
    rows = PolicyStep.objects.filter(policy=policy, action="write").values_list("by", "stood_in_for")
    return frozenset(key for pair in rows for key in pair if key is not None)
