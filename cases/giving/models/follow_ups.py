"""回访: what the programme asks for so many days after the approval or the payment, on its day."""

import uuid
from types import SimpleNamespace
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.applications.models import Application
from cases.archives.models.household import person
from cases.giving.states import FOLLOW_UP_TONES
from cases.giving.states import FollowUpState as State
from cases.policies.rules.following import FOLLOW_UP_KINDS
from cases.visits.models import HomeVisit
from hardship.accounts.models import User, names_of_step, stood_in_for
from hardship.kernel.checks import check
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.scope import ScopedModel


class FollowUp(ScopedModel):
    """One thing to be done after an aid: `position` is its place among those of the programme, `from_on` the
    day of the event that it counts from.

    A call or a visit is done by the `visit` that somebody recorded of the family; of anything else, and of
    what is given up, `said` tells what became of it. The database keeps the rest as it began.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(
        Application, models.PROTECT, related_name="follow_ups", editable=False, verbose_name=_("申请")
    )
    position = models.PositiveSmallIntegerField(_("序号"), editable=False)
    kind = models.CharField(
        _("回访种类"), max_length=8, choices=tuple(FOLLOW_UP_KINDS.items()), editable=False
    )
    what = models.CharField(_("做什么"), max_length=200, editable=False)
    from_on = models.DateField(_("起算日"), editable=False)
    due_on = models.DateField(_("到期日"), editable=False)
    state = models.CharField(
        _("状态"), max_length=8, choices=State.choices, default=State.OPEN, editable=False
    )
    visit = models.ForeignKey(
        HomeVisit, models.PROTECT, null=True, editable=False, related_name="follow_ups",
        verbose_name=_("走访记录"),
    )  # fmt: skip
    said = models.CharField(_("办理情况"), max_length=300, blank=True, editable=False)
    signed_at = models.DateTimeField(_("登记时间"), null=True, editable=False)
    signed_by = person(_("登记人"))
    signed_for = person(_("代谁登记"))

    is_open = in_state(State.OPEN)
    is_done = in_state(State.DONE)
    tone = state_tone(FOLLOW_UP_TONES)

    class Meta:
        verbose_name = verbose_name_plural = _("回访")
        indexes = [
            models.Index(
                fields=["union", "due_on"], condition=models.Q(state=State.OPEN), name="follow_up_open"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "position"], condition=~models.Q(state=State.ENDED),
                name="follow_up_once",
            ),
            check("follow_up_state_known", models.Q(state__in=State.values), _("回访的状态不对。")),
            check("follow_up_kind_known", models.Q(kind__in=list(FOLLOW_UP_KINDS)), _("回访的种类不对。")),
            check(
                "follow_up_due_later", models.Q(due_on__gt=models.F("from_on")), _("到期日要在起算日之后。")
            ),
            check(
                "follow_up_closed_by_something",
                models.Q(state=State.OPEN, visit__isnull=True, said="")
                | models.Q(state=State.DONE, visit__isnull=False, said="")
                | models.Q(state__in=(State.DONE, State.ENDED), visit__isnull=True) & ~models.Q(said=""),
                _("办结的要有走访记录，或者写明办得怎样。"),
            ),
            check(
                "follow_up_signed_by_somebody",
                models.Q(state=State.OPEN)
                | models.Q(signed_at__isnull=False)
                & (models.Q(signed_by__isnull=False) | models.Q(state=State.ENDED, signed_for__isnull=True)),
                _("须记录登记时间和登记人。"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.what

    @property
    def is_late(self) -> bool:
        return self.state == State.OPEN and self.due_on < timezone.localdate()

    @property
    def signer(self) -> str:
        """Who closed it, both names where they stood in, or the clock; '' while it is open."""
        if self.signed_at and self.signed_by is None:
            return gettext("系统（到期未领）")
        return names_of_step(SimpleNamespace(by=self.signed_by, stood_in_for=self.signed_for))

    def close(self, state: State, *, by: User | None, visit: Any = None, said: str = "") -> None:
        """Sets how it ended, who says so and for whom; not saved."""
        self.state, self.visit, self.said = state, visit, said[:300]
        self.signed_at, self.signed_by, self.signed_for = timezone.now(), by, stood_in_for(by)
