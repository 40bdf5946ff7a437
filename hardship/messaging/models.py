"""消息: that something happened to a thing, told to a person or to whoever holds a post; who has read it."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import Role
from hardship.kernel.checks import check
from hardship.kernel.guards import AppendOnly
from hardship.kernel.scope import ScopedModel

URGED = ".urge"  # how the kinds of message end by which somebody is asked to go on (催办)


class Message(AppendOnly, ScopedModel):
    """One thing that happened. `kind` is a key of services.KINDS, which has the words and the page;
    `about_type` and `about_id` name the thing; `number` may be told of it (a file's, an application's).

    Nothing personal is in it: no name, no ID number. `role` is the post that it is for, at `union`; '' for
    one person. Written once; who has read it is in `Receipt`.
    """

    keeps_its_ancestors = True

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("种类"), max_length=60)
    role = models.CharField(_("岗位"), max_length=16, choices=Role.choices, blank=True)
    about_type = models.CharField(max_length=60)
    about_id = models.CharField(max_length=40)
    number = models.CharField(_("编号"), max_length=60, blank=True)
    sent_at = models.DateTimeField(_("时间"), default=timezone.now, editable=False)
    sent_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("办理人")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("消息")
        indexes = [models.Index(fields=["about_type", "about_id", "kind"], name="message_about")]
        constraints = [
            check("message_about_something", ~Q(about_type="") & ~Q(about_id=""), _("消息要有对象。")),
            check("message_role_known", Q(role="") | Q(role__in=Role.values), _("岗位不对。")),
            check(
                "message_number_is_not_personal",
                ~Q(number__regex=r"\d{15}"),
                _("消息里不能有证件号、银行卡号。"),
            ),
            models.UniqueConstraint(
                "about_type",
                "about_id",
                "role",
                TruncDate("sent_at"),
                condition=Q(kind__endswith=URGED),
                name="message_urged_once_a_day",
                violation_error_message=_("今天已经催办过了。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about_type}:{self.about_id}"


class Receipt(models.Model):
    """A message for one person: unread until `read_at`; `told_at` when a digest told of it."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="receipts", verbose_name=_("消息"))
    to = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name=_("收件人"))
    read_at = models.DateTimeField(_("已读时间"), null=True, editable=False)
    told_at = models.DateTimeField(_("汇总时间"), null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("收到的消息")
        indexes = [
            models.Index(fields=["to"], name="receipt_unread", condition=Q(read_at__isnull=True)),
            models.Index(fields=["to", "-id"], name="receipt_of_person"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["message", "to"], name="receipt_once_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} → {self.to_id}"


class DigestAddress(models.Model):
    """Where somebody wants the daily digest: a key of services.CHANNELS and the address there; '' for not
    at all. `sent_on` is the day of the last one."""

    user = models.OneToOneField(
        "accounts.User", models.PROTECT, related_name="digest_address", verbose_name=_("人员")
    )
    channel = models.CharField(_("方式"), max_length=20)
    address = models.CharField(_("地址"), max_length=120, blank=True)
    sent_on = models.DateField(null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("每日汇总地址")

    def __str__(self) -> str:
        return f"{self.user_id} {self.channel}"
