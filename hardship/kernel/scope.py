"""Scope: the one place where rows are narrowed to what a person may see.

A scoped row belongs to a union and carries that union's ancestors as plain indexed columns, which a
database trigger fills and moves (migrations/sql/scope.sql of each room). Reading through an ancestor
column is ten to a hundred times faster than comparing paths (docs/adr/0003).
"""

from collections.abc import Mapping
from typing import Any, Protocol, Self, TypeVar

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

# The columns of a scoped row that a scope can be narrowed by.
SCOPE_COLUMNS = ("union", "province", "city", "county", "township")


class Part(models.TextChoices):
    """What a union does with the cases of workers: their own union enters them, another union has a part."""

    REVIEW = "review", _("审核工会")
    DECIDE = "decide", _("审批工会")


# The first of these ancestors that a row has plays the part: the county reviews and the city decides; where
# there is no county, the next union above does both; a county or a company alone does everything by itself.
COMPETENT: Mapping[str, tuple[str, ...]] = {
    Part.REVIEW: ("county", "city", "province", "township", "union"),
    Part.DECIDE: ("city", "province", "county", "township", "union"),
}

M = TypeVar("M", bound=models.Model, covariant=True)


class Viewer(Protocol):
    """What scope needs to know of a person: `accounts.User`, or somebody anonymous."""

    is_authenticated: Any


def ancestor(name: Any) -> Any:
    """A nullable column for the ancestor of one level; the database fills it from the row of the union, whose
    own ancestors are kept, and so need not look for each of them again with every row that is written."""
    return models.ForeignKey(
        "accounts.Union",
        models.PROTECT,
        db_constraint=False,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=name,
    )


def competent_id(row: Any, part: str) -> int:
    """The key of the union that plays a part for a scoped row, or for a union and its own workers."""
    keys = (getattr(row, f"{column}_id", None) for column in COMPETENT[part])
    found: int = next((key for key in keys if key), row.pk)
    return found


def competent(part: str, path: str = "") -> Coalesce:
    """`competent_id` as an expression of a query; `path` leads to the scoped row."""
    return Coalesce(*(models.F(f"{path}{column}_id") for column in COMPETENT[part]))


def hands_of(user: Any, part: str) -> models.Q:
    """The rows for which the user's union plays this part; a nearer union sees to the others of its scope."""
    order, own = COMPETENT[part], user.union.scope_column
    nearer = {f"{column}__isnull": True for column in order[: order.index(own)]}
    return models.Q(**{f"{own}_id": user.union_id}, **nearer)


class ScopedQuerySet(models.QuerySet[M]):
    def visible_to(self, user: Any) -> Self:
        """The rows of the user's union and of every union below it; nothing for anybody anonymous."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(**{f"{user.union.scope_column}_id": user.union_id})

    def in_hands_of(self, user: Any, part: str) -> Self:
        """Of these rows those for which the user's union plays this part."""
        return self.visible_to(user).filter(hands_of(user, part))


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
