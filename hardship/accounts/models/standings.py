"""Reads of appointments by how they stand on a day."""

from datetime import date, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Q

from hardship.accounts.states import ENDING_DAYS, WITHOUT_EFFECT, Second, Standing


class AppointmentQuerySet(models.QuerySet[Any]):
    def in_force(self, day: date) -> Self:
        """What is held on a day, both ends included, was not taken back and waits for no second person."""
        counts = self.filter(revoked_at__isnull=True).exclude(second=Second.WAITING)
        begun = counts.filter(from_on__lte=day)
        return begun.filter(Q(until_on__isnull=True) | Q(until_on__gte=day))

    def ending(self, day: date) -> Self:
        """Of those in force the ones whose last day is near, ENDING_DAYS or less away."""
        return self.in_force(day).filter(until_on__lte=day + timedelta(days=ENDING_DAYS))

    def standing(self, standing: str, day: date) -> Self:
        """Those that stand so on a day, as `Appointment.standing_on` says of one."""
        gone, waiting = self.filter(revoked_at__isnull=False), Q(second=Second.WAITING)
        if standing == Standing.REVOKED:
            return gone.exclude(second__in=WITHOUT_EFFECT)
        for second, named in WITHOUT_EFFECT.items():
            if standing == named:
                return gone.filter(second=second)
        if standing == Standing.WAITING:
            return self.filter(waiting, revoked_at__isnull=True)
        kept = self.filter(~waiting, revoked_at__isnull=True)
        found = {
            Standing.UPCOMING: Q(from_on__gt=day),
            Standing.ENDED: Q(until_on__lt=day),
            Standing.ENDING: Q(pk__in=self.model.objects.ending(day)),
        }
        near = found[Standing.ENDING] | found[Standing.UPCOMING] | found[Standing.ENDED]
        return kept.filter(found[Standing(standing)]) if standing in found else kept.exclude(near)

    def visible_to(self, user: Any) -> Self:
        """The posts at the union that the user works at and at every union below it."""
        return self.filter(union__path__startswith=user.union.path) if user.is_authenticated else self.none()
