"""What a policy asks beyond the fields of the form: ability to work, conduct, exemptions, costs."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models.evidence import Evidence
from cases.archives.models.household import Household, person
from cases.archives.models.members import Member
from hardship.kernel.checks import check
from hardship.kernel.guards import AppendOnly


class PolicyAnswer(AppendOnly):
    """One fact of a household or of one member, as somebody found it. Only ever added: the last one counts.

    `fact` is a name of cases.policies.rules.vocabulary.FACTS, or is_able, is_income_proven of a member, or
    supporters; `value` is what the JSON of a Case holds for it, None for "not known (any more)".
    """

    household = models.ForeignKey(
        Household, models.PROTECT, related_name="policy_answers", verbose_name=_("档案")
    )
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="policy_answers", verbose_name=_("对象")
    )
    fact = models.CharField(_("事项"), max_length=40)
    value = models.JSONField(_("情况"), null=True)
    note = models.CharField(_("核实说明"), max_length=200, blank=True)
    evidence = models.ForeignKey(
        Evidence, models.PROTECT, null=True, related_name="policy_answers", verbose_name=_("证明材料")
    )
    at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    by = person(_("登记人"))

    class Meta:
        verbose_name = verbose_name_plural = _("政策核实事项")
        indexes = [models.Index(fields=["household", "member", "fact", "-id"], name="policy_answer_last")]
        constraints = [check("policy_answer_has_fact", ~models.Q(fact=""), _("请选择事项。"))]

    def __str__(self) -> str:
        return f"{self.household_id} {self.fact}"
