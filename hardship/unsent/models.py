"""What somebody typed into a form and has not sent: kept so that nothing typed is lost, never a record."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hardship.kernel.fields import EncryptedField


class UnsentForm(models.Model):
    """The changed fields of one form on one page, for the person who typed them and nobody else.

    `place` is the SHA-256 of the form's place (its address and what it is about), so that no address with a
    number in it is stored; `content` is JSON, encrypted, as it may hold anything that is typed into a page.
    Gone when the form has been sent, at logout, and after services.KEPT_FOR. A form that was sent leaves its
    `visit` (one look at the page, and the turn in it) without content: what the page kept last may arrive
    after the form.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="unsent_forms", verbose_name=_("人员")
    )
    place = models.BinaryField(max_length=32)
    visit = models.CharField(max_length=40, blank=True)
    content = EncryptedField("unsent", verbose_name=_("内容"), null=True, blank=True)  # type: ignore[misc]
    last_change = models.DateTimeField(_("时间"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = _("没有提交的内容")
        constraints = [models.UniqueConstraint(fields=["person", "place"], name="unsent_once_a_form")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.last_change:%Y-%m-%d %H:%M}"

    @property
    def is_sent(self) -> bool:
        return self.pk is not None and not self.content
