"""异议 against one line of a notice."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models.household import person
from cases.notices.models.notices import NoticeEntry


class Objection(models.Model):
    """异议 against one line of a notice: recorded, investigated, answered before the case goes on."""

    entry = models.ForeignKey(
        NoticeEntry, models.PROTECT, related_name="objections", verbose_name=_("公示条目")
    )
    text = models.CharField(_("异议内容"), max_length=500)
    objector = models.CharField(_("异议人"), max_length=60, blank=True)
    received_on = models.DateField(_("收到日期"))
    recorded_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    recorded_by = person(_("登记人"))
    answer = models.CharField(_("调查结论与答复"), max_length=500, blank=True)
    is_upheld = models.BooleanField(_("异议成立"), null=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True, editable=False)
    answered_by = person(_("答复人"))

    class Meta:
        verbose_name = verbose_name_plural = _("异议")

    def __str__(self) -> str:
        return f"{self.entry_id} {self.received_on}"
