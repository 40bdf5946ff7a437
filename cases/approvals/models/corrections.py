"""What a return asks to be put right, part by part, and what was answered to it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.applications.states import EVERYTHING
from cases.approvals.models.steps import ApprovalStep
from hardship.kernel.checks import check
from hardship.kernel.guards import AppendOnly


class Correction(AppendOnly):
    """One part of an application that a return asks to be put right, and why: the name of a field, "paper:"
    and a kind of document, "file" for the family's file, "all" for everything. Only the parts that are named
    may be written on. The database takes it with its return alone (migrations/sql/corrections.sql)."""

    step = models.ForeignKey(ApprovalStep, models.PROTECT, related_name="corrections", verbose_name=_("退回"))
    part = models.CharField(_("栏目"), max_length=64)
    reason = models.CharField(_("原因"), max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("补正事项")
        constraints = [
            models.UniqueConstraint(fields=["step", "part"], name="correction_once_a_part"),
            check(
                "correction_says_why",
                ~models.Q(part="") & (models.Q(part=EVERYTHING) | models.Q(reason__regex=r"\S")),
                _("每一栏都要写明为什么退回。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part}: {self.reason}"


class CorrectionAnswer(AppendOnly):
    """What was said to a correction when the application was handed in again, in words of choice; once more
    where that was recalled."""

    correction = models.ForeignKey(
        Correction, models.PROTECT, related_name="answers", verbose_name=_("补正事项")
    )
    step = models.ForeignKey(ApprovalStep, models.PROTECT, related_name="answers", verbose_name=_("重新提交"))
    text = models.CharField(_("答复"), max_length=300)

    class Meta:
        verbose_name = verbose_name_plural = _("补正答复")
        constraints = [
            models.UniqueConstraint(fields=["correction", "step"], name="correction_answered_once_a_step"),
            check("correction_answer_says_something", models.Q(text__regex=r"\S"), _("请写明答复。")),
        ]

    def __str__(self) -> str:
        return self.text
