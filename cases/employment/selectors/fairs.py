"""Fairs, and those whose figures are still to be entered."""

from django.db.models import QuerySet
from django.utils import timezone

from cases.employment.models import JobFair
from hardship.accounts.models import User


def list_fairs(user: User) -> QuerySet[JobFair]:
    """The fairs of the scope, the latest first."""
    rows: QuerySet[JobFair] = JobFair.objects.visible_to(user).select_related("union")
    return rows.order_by("-held_on", "-pk")


def list_uncounted(user: User) -> QuerySet[JobFair]:
    """Those of the own union that were held, and nobody said what they came to."""
    rows: QuerySet[JobFair] = JobFair.objects.visible_to(user).filter(
        union=user.union_id, counted_at__isnull=True, held_on__lt=timezone.localdate()
    )
    return rows.select_related("union")
