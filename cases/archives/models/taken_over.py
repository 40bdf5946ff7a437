"""When a file that was filed elsewhere before was taken over, and when it had everything a file needs."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.archives.states import IN_FORCE_STATES
from hardship.kernel.checks import check

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def _person(name: "StrOrPromise") -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=name
    )


class TakenOver(models.Model):
    """A file that a county took over from elsewhere is in force at once and lacks what the roster did not
    have: 在档，待补材料, until the county has confirmed that it is complete."""

    taken_over_at = models.DateTimeField(_("接收时间"), null=True, editable=False)
    taken_over_by = _person(_("接收人"))
    completed_at = models.DateTimeField(_("补齐时间"), null=True, editable=False)
    completed_by = _person(_("确认补齐人"))

    class Meta:
        abstract = True

    @property
    def is_incomplete(self) -> bool:
        """Whether it is in force and waits for its documents."""
        waits = self.taken_over_at is not None and self.completed_at is None
        return waits and getattr(self, "state", "") in IN_FORCE_STATES


def incomplete() -> Q:
    """The same of many files."""
    return Q(taken_over_at__isnull=False, completed_at__isnull=True, state__in=IN_FORCE_STATES)


def taken_over_check(room: str) -> models.CheckConstraint:
    """What is complete was taken over before, and both have their person."""
    return check(
        f"{room}_completed_after_taken_over",
        Q(completed_at__isnull=True, completed_by__isnull=True)
        | Q(completed_at__isnull=False, completed_by__isnull=False, taken_over_at__isnull=False),
        _("只有整批接收的档案才确认补齐。"),
    )
