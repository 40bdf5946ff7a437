"""What hangs on a petition: who came along, who helps, every step; terms that a union laid down; counters."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models.household import person
from cases.petitions.models.petitions import Petition
from cases.petitions.rules import MOST_DAYS
from cases.petitions.states import Matter
from hardship.kernel.checks import check
from hardship.kernel.fields import BlindIndexField, EncryptedField
from hardship.kernel.guards import AppendOnly
from hardship.kernel.hidden import NameField
from hardship.kernel.numbers import YearCounter


class Companion(AppendOnly):
    """同来的人: one more who brought the same matter."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    petition = models.ForeignKey(
        Petition, models.PROTECT, related_name="companions", verbose_name=_("信访件")
    )
    name = NameField(_("姓名"), max_length=50)
    phone = EncryptedField("phone", verbose_name=_("电话"), null=True, blank=True)  # type: ignore[misc]
    phone_index = BlindIndexField(null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("同来的人")

    def __str__(self) -> str:
        return self.name


class CoHandler(AppendOnly):
    """协办人: who helps with the answer and sees all of the matter."""

    petition = models.ForeignKey(Petition, models.PROTECT, related_name="helpers", verbose_name=_("信访件"))
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name=_("协办人"))
    added_at = models.DateTimeField(_("加入时间"), default=timezone.now, editable=False)
    added_by = person(_("加入人"))

    class Meta:
        verbose_name = verbose_name_plural = _("协办人")
        constraints = [models.UniqueConstraint(fields=["petition", "user"], name="co_handler_once")]

    def __str__(self) -> str:
        return f"{self.petition_id} {self.user_id}"


class Term(AppendOnly):
    """办理期限: within how many working days petitions of a matter are taken on and answered, for a union and
    all below it that say nothing themselves; the last one begun counts."""

    union = models.ForeignKey(
        "accounts.Union", models.PROTECT, related_name="petition_terms", verbose_name=_("工会")
    )
    matter = models.CharField(_("事项"), max_length=10, choices=Matter.choices)
    from_on = models.DateField(_("起始日期"))
    accept_days = models.PositiveSmallIntegerField(_("受理（工作日）"))
    answer_days = models.PositiveSmallIntegerField(_("答复（工作日）"))
    document = models.CharField(_("依据文号"), max_length=60, blank=True)
    entered_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    entered_by = person(_("登记人"))

    class Meta:
        verbose_name = verbose_name_plural = _("信访办理期限")
        constraints = [
            models.UniqueConstraint(
                fields=["union", "matter", "from_on"],
                name="petition_term_once",
                violation_error_message=_("这一天起的期限已经登记。"),
            ),
            check("petition_term_matter_known", Q(matter__in=Matter.values), _("请选择事项。")),
            check(
                "petition_term_days",
                Q(accept_days__range=(0, MOST_DAYS), answer_days__range=(1, MOST_DAYS)),
                _("受理 0 到 60 个工作日，答复 1 到 60 个工作日。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.union_id} {self.matter} {self.from_on}"


class PetitionCounter(YearCounter):
    """The last number of a petition of one union and year."""

    class Meta:
        verbose_name = verbose_name_plural = _("信访编号计数")
        constraints = [models.UniqueConstraint(fields=["union", "year"], name="petition_counter_once")]
