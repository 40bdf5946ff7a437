"""Why a donation may not be written, and who writes at all."""

from django.utils.translation import gettext as _

from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused


class DonationRefused(Refused):
    """A donation or a donor that may not be written; the message says what to do."""


def require_finance(by: User) -> None:
    """Donations and donors are entered by the finance people of the union that keeps the books."""
    if not by.has_role(Role.FINANCE):
        raise DonationRefused(_("只有财务人员可以登记捐赠。"))
