"""票据占用: a receipt number that an application has claimed, so that no other one can."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.applications.models.applications import Application


class InvoiceClaim(models.Model):
    """One number, claimed by one application from its submission until it is withdrawn, refused or revoked.

    Written by the database alone, out of the application's `invoices` and its state (sql/invoices.sql): the
    number is unique over all unions, programmes and years.
    """

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="invoice_claims", editable=False, verbose_name=_("申请")
    )
    number = models.CharField(_("票据号码"), max_length=40, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("票据占用")
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                name="invoice_claimed_once",
                violation_error_message=_("这张票据已用于另一份申请。"),
            )
        ]

    def __str__(self) -> str:
        return self.number
