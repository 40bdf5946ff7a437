"""临时救助 for somebody without a file: why none is opened afterwards."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.applications.models.applications import Application
from cases.archives.models.household import person
from hardship.kernel.checks import check
from hardship.kernel.guards import AppendOnly


class UnfiledAnswer(AppendOnly):
    """Why the person of an approved application off file gets no file, in words. The database takes it for no
    other application."""

    application = models.OneToOneField(
        Application, models.PROTECT, related_name="unfiled_answer", verbose_name=_("申请")
    )
    reason = models.CharField(_("不建档的原因"), max_length=300)
    at = models.DateTimeField(_("时间"), default=timezone.now, editable=False)
    by = person(_("登记人"))
    stood_in_for = person(_("代谁登记"))

    class Meta:
        verbose_name = verbose_name_plural = _("不建档说明")
        constraints = [check("unfiled_answer_says_why", ~models.Q(reason=""), _("请写明不建档的原因。"))]

    def __str__(self) -> str:
        return f"{self.application_id}"
