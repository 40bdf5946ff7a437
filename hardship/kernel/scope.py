"""Scope: the one place where rows are narrowed to what a person may see.

A scoped row belongs to a union and carries that union's ancestors as plain indexed columns, which a
database trigger fills and moves (migrations/sql/scope.sql of each room). Reading through an ancestor
column is ten to a hundred times faster than comparing paths (docs/adr/0003).
"""

from typing import Any, Protocol, Self, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

# The columns of a scoped row that a scope can be narrowed by.
SCOPE_COLUMNS = ("union", "province", "city", "county", "township")

M = TypeVar("M", bound=models.Model, covariant=True)


class Viewer(Protocol):
    """What scope needs to know of a person: `accounts.User`, or somebody anonymous."""

    is_authenticated: Any


def ancestor(name: Any) -> Any:
    """A nullable column for the ancestor of one level; the database fills it."""
    return models.ForeignKey(
        "accounts.Union",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=name,
    )


class ScopedQuerySet(models.QuerySet[M]):
    def visible_to(self, user: Any) -> Self:
        """The rows of the user's union and of every union below it; nothing for anybody anonymous."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(**{f"{user.union.scope_column}_id": user.union_id})


class ScopedModel(models.Model):
    """A row that belongs to a union. `keeps_its_ancestors`: a record of the past, which stays below the
    unions of its day when a union is hung elsewhere."""

    keeps_its_ancestors = False

    union = models.ForeignKey("accounts.Union", models.PROTECT, related_name="+", verbose_name=_("工会"))
    province = ancestor(_("省级工会"))
    city = ancestor(_("市级工会"))
    county = ancestor(_("区县工会"))
    township = ancestor(_("乡镇工会"))

    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True
