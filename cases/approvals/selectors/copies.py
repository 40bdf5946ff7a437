"""抄送: the copies of decisions that a person got, read or not."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import BigIntegerField, QuerySet
from django.db.models.functions import Cast

from cases.applications.models import Application
from cases.approvals.models import CopyRule
from cases.approvals.selectors.planning import plan
from cases.policies.rules.stages import COPY_ROLES
from hardship.accounts.models import Union, User
from hardship.messaging.models import Receipt

COPY = "approvals.copy"


def list_copies(user: User) -> QuerySet[Receipt]:
    """What this person got a copy of, in no order."""
    return Receipt.objects.filter(
        to=user, message__kind=COPY, message__about_type=Application._meta.label_lower
    )


def copied_to(user: User, *, unread: bool = False) -> QuerySet[Receipt, Any]:
    """The keys of the applications of these copies."""
    rows = list_copies(user).filter(read_at__isnull=True) if unread else list_copies(user)
    return rows.order_by().values(key=Cast("message__about_id", BigIntegerField()))


def find_unread(user: User, keys: Collection[int]) -> Mapping[int, int]:
    """Of these applications those with an unread copy, each with its latest receipt."""
    rows = list_copies(user).filter(read_at__isnull=True, message__about_id__in=[str(key) for key in keys])
    return {int(about): pk for about, pk in rows.order_by("pk").values_list("message__about_id", "pk")}


def list_route_copies(application: Application) -> list[str]:
    """“南通市总工会部门负责人”: who gets copies by the route of the present round, each once.

    Of a draft by the route that it would take.
    """
    if not application.round:
        planned = plan(application).copies
        names = dict(Union.objects.filter(pk__in={pk for pk, _copy in planned}).values_list("pk", "name"))
        return list(dict.fromkeys(f"{names[pk]}{COPY_ROLES[one.role]}" for pk, one in planned))
    rows = application.route_copies.filter(round=application.round).select_related("union").order_by("pk")
    return list(dict.fromkeys(f"{row.union.name}{row.get_role_display()}" for row in rows))


def list_copy_rules(user: User) -> QuerySet[CopyRule]:
    """Which posts of the person's union get copies."""
    return CopyRule.objects.filter(union=user.union_id).order_by("role", "programme")
