"""代办: somebody does the work of a post for its holder, for some days; every trace names both."""

from datetime import date
from typing import Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import ExpressionWrapper, F, Func, Q, Value
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hardship.accounts.models.people import Appointment, User
from hardship.accounts.states import MOST_STAND_IN_DAYS, StandInState
from hardship.kernel.checks import check

LAST_DAY = ExpressionWrapper(F("from_on") + (MOST_STAND_IN_DAYS - 1), models.DateField())


class StandInQuerySet(models.QuerySet["StandIn"]):
    def in_force(self, day: date) -> Self:
        """Those whose days hold this one and nobody ended, of posts that are held then by somebody with a
        working account."""
        posts = Appointment.objects.in_force(day).filter(user__is_active=True)
        return self.filter(ended_at__isnull=True, from_on__lte=day, until_on__gte=day, appointment__in=posts)

    def overlapping(self, from_on: date, until_on: date | None) -> Self:
        """Those that nobody ended and that share a day with this time; without a last day it is open."""
        later = self.filter(ended_at__isnull=True, until_on__gte=from_on)
        return later if until_on is None else later.filter(from_on__lte=until_on)

    def visible_to(self, user: Any) -> Self:
        """Those of posts at the union that the user works at and below it."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(appointment__union__path__startswith=user.union.path)


class StandIn(models.Model):
    """Somebody (`user`) who does what the holder of an appointment does, both days included.

    It gives the role of that post at its union and nothing else, by a switch that the person makes
    (`standing_in`). Nothing of a row changes but its early end (migrations/sql/stand_ins.sql).
    """

    appointment = models.ForeignKey(
        Appointment, models.PROTECT, related_name="stand_ins", verbose_name=_("被代岗位")
    )
    user = models.ForeignKey(User, models.PROTECT, related_name="stand_ins", verbose_name=_("代办人"))
    from_on = models.DateField(_("起始日期"))
    until_on = models.DateField(_("截止日期"))
    reason = models.CharField(_("事由"), max_length=100)
    made_at = models.DateTimeField(_("办理时间"), default=timezone.now, editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("办理人"))
    ended_at = models.DateTimeField(_("提前结束时间"), null=True, editable=False)
    ended_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("结束人")
    )

    objects = StandInQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("代办")
        indexes = [models.Index(fields=["user", "until_on"], name="stand_in_of_user")]
        constraints = [
            ExclusionConstraint(
                name="stand_in_one_at_a_time",
                expressions=[
                    ("appointment", RangeOperators.EQUAL),
                    (
                        Func(
                            F("from_on"),
                            F("until_on"),
                            Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(ended_at__isnull=True),
                violation_error_message=_("这个岗位这段时间已经有人代办。"),
            ),
            check(
                "stand_in_ends_after_it_begins",
                Q(until_on__gte=F("from_on")),
                _("截止日期早于起始日期，请核对。"),
            ),
            check(
                "stand_in_not_for_long",
                Q(until_on__lte=LAST_DAY),
                _("一次代办时间太长，请另行登记任职。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.appointment}"

    def is_in_force(self, day: date) -> bool:
        """As `in_force` asks the database."""
        post = self.appointment
        is_held = post.is_in_force(day) and post.user.is_active
        return is_held and self.ended_at is None and self.from_on <= day <= self.until_on

    @property
    def state(self) -> StandInState:
        """How it stands today; one whose post ended first has ended with it."""
        today = timezone.localdate()
        if self.ended_at is not None or self.until_on < today:
            return StandInState.ENDED
        if self.from_on > today:
            return StandInState.PLANNED
        return StandInState.RUNNING if self.is_in_force(today) else StandInState.ENDED


def standing_in(person: User, row: StandIn) -> User:
    """The same person in the post of somebody else: at its union, with its role and no other; `stands_for` is
    the holder as they would do it themselves, of whom rules ask too. Never saved as a whole."""
    post = row.appointment
    acting, holder = person.at(post.union), post.user.at(post.union)
    for one in (acting, holder):
        one.__dict__["roles"] = frozenset({post.role})
    acting.stands_for, acting.stand_in = holder, row
    return acting


def people_of(by: User) -> set[int]:
    """The ids of whoever acts: of the person, and of whom they stand in for."""
    return {by.pk} if by.stands_for is None else {by.pk, by.stands_for.pk}


def is_own(user: User, by: User) -> bool:
    """Whether somebody would act on themselves: in their own name, or in that of whom they stand in for."""
    return user.pk in people_of(by)


def stood_in_for(by: User | None) -> User | None:
    """For whom somebody acts now, if they stand in: what every trace keeps beside them."""
    return by.stands_for if by is not None else None


def names_of_step(step: Any) -> str:
    """Who left a trace (`by`, `stood_in_for`), both names where they stood in; '' for the system."""
    if step.by is None:
        return ""
    if step.stood_in_for is None:
        return str(step.by.name)
    return gettext("%(name)s（代 %(holder)s）") % {"name": step.by.name, "holder": step.stood_in_for.name}
