"""年度工作安排: what a union has put down for a year, who sees to it, and what came of it."""

import uuid
from types import SimpleNamespace
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hardship.accounts.models.stand_ins import names_of_step
from hardship.kernel.checks import check
from hardship.kernel.flags import in_state
from hardship.kernel.scope import ScopedModel
from hardship.yearplans.states import LATE, Standing, State

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def person(name: "StrOrPromise", *, is_there: bool = False) -> models.ForeignKey:  # type: ignore[type-arg]
    """Who did it: the `_by` beside an `_at`, or whom they stood in for."""
    return models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        null=not is_there,
        editable=False,
        related_name="+",
        verbose_name=name,
    )


class YearEntry(ScopedModel):
    """One matter. Its year is that of its first day. `place` is the page of the navigation where it is done,
    `origin` the line of the guide or the matter of last year that it comes from, once for each union.

    The database lets nothing of it change once it has ended, and nothing go (migrations/sql/yearplans.sql).
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("工作"), max_length=120)
    begins_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("完成期限"))
    responsible = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("责任人")
    )
    place = models.CharField(_("在哪里办"), max_length=60, blank=True)
    note = models.CharField(_("要求"), max_length=300, blank=True)
    origin = models.CharField(max_length=100, blank=True, editable=False)
    state = models.CharField(
        _("状态"), max_length=7, choices=State.choices, default=State.PLANNED, editable=False
    )
    made_at = models.DateTimeField(_("列入时间"), default=timezone.now, editable=False)
    made_by = person(_("列入人"), is_there=True)
    ended_at = models.DateTimeField(_("办结时间"), null=True, editable=False)
    ended_by = person(_("登记人"))
    ended_for = person(_("代谁登记"))
    result = models.CharField(_("完成情况或不办的原因"), max_length=300, blank=True, editable=False)

    is_open = in_state(State.PLANNED)
    is_done = in_state(State.DONE)

    class Meta:
        verbose_name = verbose_name_plural = _("年度工作安排")
        indexes = [
            models.Index(
                fields=["union", "begins_on"], condition=Q(state=State.PLANNED), name="year_entry_open"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["union", "origin"], condition=~Q(origin=""), name="year_entry_taken_once"
            ),
            check("year_entry_state_known", Q(state__in=State.values), _("状态不对。")),
            check("year_entry_named", ~Q(title=""), _("请写明是什么工作。")),
            check(
                "year_entry_ends_after_it_begins",
                Q(ends_on__gte=F("begins_on")),
                _("完成期限不能早于开始日期。"),
            ),
            check(
                "year_entry_ended_with_a_word",
                Q(state=State.PLANNED, ended_at__isnull=True, ended_by__isnull=True, result="")
                | ~Q(state=State.PLANNED) & Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(result=""),
                _("办结要写明完成情况，不办的写明原因。"),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def year(self) -> int:
        return self.begins_on.year

    @property
    def standing(self) -> Standing:
        """How it reads today."""
        is_late = self.is_open and self.ends_on < timezone.localdate()
        return Standing(LATE if is_late else self.state)

    @property
    def ended_hand(self) -> str:
        """Who wrote down what came of it, both names where they stood in."""
        return names_of_step(SimpleNamespace(by=self.ended_by, stood_in_for=self.ended_for))
