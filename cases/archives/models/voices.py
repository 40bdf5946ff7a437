"""What a worker asks for and in what mind they are: the columns of whatever keeps it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.archives.states import Demand, Mood
from hardship.kernel.checks import check


class Demanding(models.Model):
    """利益诉求: what about, and in the worker's words."""

    demands = ArrayField(
        models.CharField(max_length=9, choices=Demand.choices),
        verbose_name=_("利益诉求"),
        default=list,
        blank=True,
    )
    demand_note = models.CharField(_("诉求内容"), max_length=300, blank=True)

    class Meta:
        abstract = True

    @property
    def shown_demands(self) -> str:
        return "、".join(str(Demand(one).label) for one in self.demands)


class Voiced(Demanding):
    """That, and 思想动态: in what mind the worker is, and why."""

    mood = models.CharField(_("思想动态"), max_length=9, choices=Mood.choices, blank=True)
    mood_note = models.CharField(_("思想动态说明"), max_length=300, blank=True)

    class Meta:
        abstract = True


def demand_check(table: str) -> models.CheckConstraint:
    """Nothing is asked for that is not in the list."""
    return check(f"{table}_demands_known", Q(demands__contained_by=Demand.values), _("请选择利益诉求。"))


def mood_check(table: str) -> models.CheckConstraint:
    return check(f"{table}_mood_known", Q(mood__in=["", *Mood.values]), _("请选择思想动态。"))
