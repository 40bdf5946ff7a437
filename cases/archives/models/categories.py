"""The category of a file, an assessment, an override: the national one, and the union's own behind it."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.archives.states import Category


class CategoryField(models.CharField):  # type: ignore[type-arg]
    """A national category, which a model shows by the label of its own where it has one."""

    def contribute_to_class(self, cls: type[models.Model], name: str, *args: Any, **kwargs: Any) -> None:
        """Django gives each model a get_…_display of its own, over one that is inherited."""
        super().contribute_to_class(cls, name, *args, **kwargs)
        setattr(cls, f"get_{name}_display", shown_category)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


def shown_category(categorised: "Categorised") -> str:
    """What the union that judged calls it."""
    return categorised.own_label or str(
        dict(Category.choices).get(categorised.category, categorised.category)
    )


class Categorised(models.Model):
    """`category` is the national one as which a case is reported, or Category.OWN. Where the policy has other
    categories, `own_category` is the policy's code and `own_label` what people call it (特困职工)."""

    category = CategoryField(_("困难类别"), max_length=8, choices=Category.choices, blank=True)
    own_category = models.CharField(max_length=40, blank=True, editable=False)
    own_label = models.CharField(_("本级类别"), max_length=40, blank=True, editable=False)

    # Where a label of its own stands before that of the code (kernel.columns).
    own_labels: ClassVar[Mapping[str, str]] = {"category": "own_label"}

    class Meta:
        abstract = True

    @property
    def outcome(self) -> tuple[str, str]:
        """What two judgements must share to be the same."""
        return self.category, self.own_category

    def adopt(self, other: "Categorised") -> None:
        """Take over the category of another; not saved."""
        self.category, self.own_category, self.own_label = (
            other.category,
            other.own_category,
            other.own_label,
        )
