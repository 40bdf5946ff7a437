"""Who holds the posts that a route goes by."""

from collections.abc import Sequence
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils import timezone

from cases.approvals.models import RouteStage
from cases.policies.rules.document.routes import NOTICE
from hardship.accounts.models import Appointment

Holders = dict[tuple[int, str], list[str]]


def name_holders(stages: Sequence[RouteStage]) -> Holders:
    """By union and role of these stages the names of who holds the post today, in one query; a notice is
    nobody's."""
    wanted = {(one.union_id, one.role) for one in stages if one.kind != NOTICE}
    if not wanted:
        return {}
    posts = reduce(or_, (Q(union=union_id, role=role) for union_id, role in sorted(wanted)))
    held = Appointment.objects.in_force(timezone.localdate()).filter(posts, user__is_active=True)
    found: dict[tuple[int, str], dict[int, str]] = {}
    for union_id, role, user_id, name in held.order_by("user_id", "pk").values_list(
        "union_id", "role", "user_id", "user__name"
    ):
        found.setdefault((union_id, role), {})[user_id] = name
    return {post: list(names.values()) for post, names in found.items()}
