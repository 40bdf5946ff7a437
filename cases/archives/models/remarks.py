"""What somebody answered to a remark on a file: looked into, and why it may stay as it is."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models.household import Household, person
from hardship.kernel.checks import check
from hardship.kernel.guards import AppendOnly

REASON_LENGTH = 200


class RemarkAnswer(AppendOnly):
    """One answer (已核实) with its reason. Only ever added: of answers to the same facts the last one counts.

    `key` names the remark (its kind, and whom or which line it is about), `fingerprint` is the SHA-256 of the
    facts that it was about: once they change, the answer is history and the remark is open again. The
    database takes answers only by people of the file's union or of those above it, and none for a file whose
    family has left (trigger archives_remarkanswer_guard).
    """

    household = models.ForeignKey(
        Household, models.PROTECT, related_name="remark_answers", verbose_name=_("档案")
    )
    key = models.CharField(_("核对事项"), max_length=120)
    fingerprint = models.CharField(max_length=64)
    reason = models.CharField(_("核实说明"), max_length=REASON_LENGTH)
    at = models.DateTimeField(_("核实时间"), default=timezone.now, editable=False)
    by = person(_("核实人"))

    class Meta:
        verbose_name = verbose_name_plural = _("核对说明")
        indexes = [models.Index(fields=["household", "fingerprint", "-id"], name="remark_answer_last")]
        constraints = [
            check("remark_answer_has_key", ~models.Q(key=""), _("请选择核对事项。")),
            check(
                "remark_answer_has_reason",
                models.Q(reason__regex=r"\S.*\S"),
                _("请写明核实的情况，至少两个字。"),
            ),
            check("remark_answer_is_signed", models.Q(by__isnull=False), _("核对说明须有核实人。")),
            check(
                "remark_answer_of_facts",
                models.Q(fingerprint__regex=r"^[0-9a-f]{64}$"),
                _("请刷新页面后重试。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.key}"
