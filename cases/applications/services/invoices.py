"""The 票据 that the costs of an application rest on: number and issuer of each."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.rules import asks_invoices, read_invoices, write_invoices
from cases.applications.services.refusals import ApplicationRefused


def put_invoices(application: Application, told: Sequence[Mapping[str, str]] | None) -> None:
    """Notes the numbers in the one form that is compared; None leaves them as they are. Whether another
    application has claimed one is asked when this one is handed in. Raises ApplicationRefused."""
    if told is None:
        return
    if told and not asks_invoices(application.programme.rule.papers):
        raise ApplicationRefused(_("这个项目不按票据申请，不用填票据号码。"), field="invoices")
    try:
        application.invoices = read_invoices(write_invoices(told))
    except ValueError as error:
        raise ApplicationRefused(str(error), field="invoices") from None
