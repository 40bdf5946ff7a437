"""Who stays out of a case, since when, why, and who said so."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models.household import Household, person
from cases.archives.states.recusals import KEEPING_OUT, RECUSAL_TONES, RecusalCause, RecusalState
from hardship.accounts.models import User
from hardship.kernel.checks import check
from hardship.kernel.flags import state_tone
from hardship.kernel.scope import ScopedModel


class CaseRecusal(ScopedModel):
    """回避 of one person from one case, declared by themselves where they work (`union`), whose leader agrees
    or not.

    The database takes no decision on the file or its applications from somebody whom one keeps out
    (KEEPING_OUT), nor from whoever stands in for them; and it lets nobody agree to their own
    (migrations/sql/recusals.sql).
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="recusals", verbose_name=_("档案"))
    declared_by = models.ForeignKey(User, models.PROTECT, related_name="recusals", verbose_name=_("回避人"))
    cause = models.CharField(_("情形"), max_length=12, choices=RecusalCause.choices)
    reason = models.CharField(_("说明"), max_length=200)
    state = models.CharField(
        _("状态"), max_length=10, choices=RecusalState.choices, default=RecusalState.DECLARED, editable=False
    )
    declared_at = models.DateTimeField(_("申请时间"), default=timezone.now, editable=False)
    decided_at = models.DateTimeField(_("决定时间"), null=True, editable=False)
    decided_by = person(_("决定人"))
    comment = models.CharField(_("决定意见"), max_length=200, blank=True, editable=False)

    tone = state_tone(RECUSAL_TONES)

    class Meta:
        verbose_name = verbose_name_plural = _("回避")
        constraints = [
            models.UniqueConstraint(
                fields=["household", "declared_by"],
                condition=models.Q(state__in=KEEPING_OUT),
                name="case_recusal_once",
                violation_error_message=_("您已经申请回避这家。"),
            ),
            check(
                "case_recusal_by_somebody_else",
                models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("declared_by")),
                _("不能决定自己的回避。"),
            ),
            check(
                "case_recusal_decided_by_somebody",
                models.Q(state=RecusalState.DECLARED) | models.Q(decided_by__isnull=False),
                _("回避的决定要有决定人。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.declared_by_id}"
