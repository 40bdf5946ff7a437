"""On which lines an approval drew, and what the rule had proposed."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.applications.models import Application
from cases.archives.models.household import person
from hardship.accounts.models import names_of_step
from hardship.kernel.checks import check
from hardship.kernel.guards import AppendOnly


class FundChoice(AppendOnly):
    """What an approval of one round draws on: the key of each line with its yuan, as the rule proposed it and
    as it was chosen. Where these differ it says why; the database asks for that too. `again` is how many
    signatures had been taken back in the round."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="fund_choices", verbose_name=_("申请")
    )
    round = models.PositiveSmallIntegerField(_("轮次"))
    again = models.PositiveSmallIntegerField(default=0, editable=False)
    proposed = models.JSONField(_("按规则建议"), default=list)
    chosen = models.JSONField(_("审批选定"))
    reason = models.CharField(_("不按建议的原因"), max_length=200, blank=True)
    at = models.DateTimeField(_("时间"), default=timezone.now, editable=False)
    by = person(_("办理人"))
    stood_in_for = person(_("代谁办理"))

    class Meta:
        verbose_name = verbose_name_plural = _("资金选择")
        constraints = [
            models.UniqueConstraint(
                fields=["application", "round", "again"], name="fund_choice_once_a_round"
            ),
            check(
                "fund_choice_says_why",
                models.Q(proposed=models.F("chosen")) | ~models.Q(reason=""),
                _("所选的资金和建议的不同，请写明原因。"),
            ),
            check("fund_choice_of_somebody", models.Q(by__isnull=False), _("要写明是谁选的。")),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.round}"

    @property
    def who(self) -> str:
        """Who chose, with whom they stood in for."""
        return names_of_step(self)
