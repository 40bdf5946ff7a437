"""受理: who has an application in hand since it came in (首问负责), and the receipts given for it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.applications.models.applications import Application
from cases.applications.states import ContactAct
from cases.archives.models.household import person
from hardship.kernel.checks import check
from hardship.kernel.guards import AppendOnly
from hardship.kernel.numbers import YearCounter


class ContactStep(AppendOnly):
    """One step of 首问负责: received, offered to a colleague, taken, kept after all.

    `to` has it in hand afterwards, or is asked to take it. The database lets `contact` change only to whoever
    took it themselves in the same transaction (`contact_is_taken`).
    """

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="contact_steps", verbose_name=_("申请")
    )
    act = models.CharField(_("事项"), max_length=10, choices=ContactAct.choices)
    to = person(_("首问责任人"))
    note = models.CharField(_("说明"), max_length=200, blank=True)
    at = models.DateTimeField(_("时间"), default=timezone.now, editable=False)
    by = person(_("办理人"))

    class Meta:
        verbose_name = verbose_name_plural = _("首问负责记录")
        indexes = [models.Index(fields=["application", "-id"], name="contact_step_last")]
        constraints = [
            check("contact_step_known", models.Q(act__in=ContactAct.values), _("移交事项不对。")),
            check(
                "contact_step_taken_by_oneself",
                ~models.Q(act=ContactAct.TAKEN) | models.Q(to=models.F("by")),
                _("首问责任由接手的人自己接。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}:{self.act}"


class Receipt(AppendOnly):
    """受理回执: what the family was given for an application, as it was printed, by number.

    `taken` and `missing` are labels of documents; `due_on` is the day by which the family
    hears of the review.
    """

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="receipts", verbose_name=_("申请")
    )
    number = models.CharField(_("回执号"), max_length=40, unique=True)
    received_on = models.DateField(_("收到日期"))
    due_on = models.DateField(_("答复期限"))
    channel = models.CharField(_("申请方式"), max_length=60)
    taken = models.JSONField(_("收到的材料"), default=list)
    missing = models.JSONField(_("还缺的材料"), default=list)
    contact = person(_("首问责任人"))
    at = models.DateTimeField(_("开具时间"), default=timezone.now, editable=False)
    by = person(_("开具人"))

    class Meta:
        verbose_name = verbose_name_plural = _("受理回执")
        indexes = [models.Index(fields=["application", "-id"], name="receipt_of_application_last")]
        constraints = [
            check(
                "receipt_due_later",
                models.Q(due_on__gt=models.F("received_on")),
                _("答复期限应在收到日期之后。"),
            )
        ]

    def __str__(self) -> str:
        return self.number


class ApplicationCounter(YearCounter):
    """The last application number of one union and year."""

    class Meta:
        verbose_name = verbose_name_plural = _("申请号计数")
        constraints = [models.UniqueConstraint(fields=["union", "year"], name="application_counter_once")]


class ReceiptCounter(YearCounter):
    """The last receipt number of one union and year."""

    class Meta:
        verbose_name = verbose_name_plural = _("回执号计数")
        constraints = [
            models.UniqueConstraint(fields=["union", "year"], name="application_receipt_counter_once")
        ]
