"""Roles that one person may not hold together, for the database to ask."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import Role


class RoleExclusion(models.Model):
    """Two roles that one person may not hold at the same time at one union, or (`is_everywhere`) anywhere.

    Filled by the migration with states.EXCLUSIONS, for the triggers that refuse such appointments and
    stand-ins.
    """

    one = models.CharField(max_length=16, choices=Role.choices)
    other = models.CharField(max_length=16, choices=Role.choices)
    is_everywhere = models.BooleanField(default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("不相容岗位")
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="role_exclusion_once")]

    def __str__(self) -> str:
        return f"{self.one} {self.other}"
