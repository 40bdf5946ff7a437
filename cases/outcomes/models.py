"""告知: that a worker was told what was decided."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.approvals.models import ApprovalStep
from cases.archives.models.household import person
from cases.outcomes.states import Receiver, Way
from hardship.kernel.checks import check
from hardship.kernel.guards import AppendOnly


class Telling(AppendOnly):
    """On a day somebody told the worker of one decision. Only ever added: who was told again, by letter after
    a call, has two. The database takes none of a step that decided nothing, nor of a day before it."""

    step = models.ForeignKey(ApprovalStep, models.PROTECT, related_name="tellings", verbose_name=_("决定"))
    on = models.DateField(_("告知日期"))
    way = models.CharField(_("告知方式"), max_length=8, choices=Way.choices)
    receiver = models.CharField(_("告知了谁"), max_length=8, choices=Receiver.choices)
    teller = models.CharField(_("告知人"), max_length=50)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    by = person(_("登记人"))

    class Meta:
        verbose_name = verbose_name_plural = _("结果告知")
        constraints = [
            check("telling_way_known", models.Q(way__in=Way.values), _("请选择告知方式。")),
            check("telling_receiver_known", models.Q(receiver__in=Receiver.values), _("请选择告知了谁。")),
            check("telling_names_teller", ~models.Q(teller=""), _("请填写告知人。")),
        ]

    def __str__(self) -> str:
        return f"{self.step_id} {self.on}"
