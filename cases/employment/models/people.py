"""Whom something of this room is about, and what somebody answers some months later."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models import Household, Member
from cases.employment.states import EARLY_DAYS
from cases.people.models import Person
from funds.ledgers.models.hands import hand_of
from funds.ledgers.models.hands import person as who
from hardship.kernel.checks import check
from hardship.kernel.fields import BlindIndexField

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

UNREACHED = "unreached"


class OfSomebody(models.Model):
    """Somebody of a file (`member`, with its `household`), or off file (`person`)."""

    household = models.ForeignKey(
        Household, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("档案")
    )
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("家庭成员")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("未建档人员")
    )
    id_number_index = BlindIndexField(editable=False)

    class Meta:
        abstract = True

    @property
    def somebody(self) -> Member | Person:
        found = self.member or self.person
        assert found is not None  # noqa: S101 (of_somebody)
        return found

    @property
    def name(self) -> str:
        return self.somebody.name

    @property
    def from_where(self) -> str:
        """The number of the file, or that there is none."""
        return (self.household.file_no or "") if self.household else str(_("未建档"))


def of_somebody(name: str) -> models.CheckConstraint:
    """Either of a file, with it, or off file."""
    return check(
        name,
        Q(member__isnull=False, household__isnull=False, person__isnull=True)
        | Q(member__isnull=True, household__isnull=True, person__isnull=False),
        _("人员要么在档案里，要么在未建档人员里。"),
    )


class Answer(models.Model):
    """What somebody is asked on a day, `months` after something. What was answered stays, but whoever was not
    reached may be asked again."""

    months = models.PositiveSmallIntegerField(_("几个月后"), editable=False)
    due_on = models.DateField(_("到期日"), editable=False)
    said = models.CharField(_("单位或说明"), max_length=200, blank=True, editable=False)
    noted_at = models.DateTimeField(_("登记时间"), null=True, editable=False)
    noted_by = who(_("登记人"))
    noted_for = who(_("代谁登记"))
    work: "models.CharField[str, str]"

    class Meta:
        abstract = True

    @property
    def is_asked(self) -> bool:
        """Whether an answer is wanted now: due soon, and not answered or not reached."""
        soon = self.due_on <= timezone.localdate() + timedelta(days=EARLY_DAYS)
        return soon and self.work in ("", UNREACHED)

    @property
    def noter(self) -> str:
        return hand_of(self, "noted")


def answered_whole(name: str, values: list[str], message: "StrOrPromise") -> models.CheckConstraint:
    """Nothing, or an answer with who wrote it down."""
    return check(
        name,
        Q(work="", said="", noted_at__isnull=True, noted_by__isnull=True)
        | Q(work__in=values, noted_at__isnull=False, noted_by__isnull=False),
        message,
    )
