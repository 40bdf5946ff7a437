"""Who may write on unions and people: an administrator, within the subtree of the union that they work at."""

from django.utils.translation import gettext as _

from hardship.accounts.models import Union, User
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused


class AccountRefused(Refused):
    """A change of unions, people or posts that may not be made."""


def is_keeper(union: Union, by: User) -> bool:
    """Whether somebody administers this union: it or one above it is theirs."""
    return by.has_role(Role.ADMINISTRATOR) and by.covers([union])


def require_scope(union: Union, by: User | None) -> None:
    """Raises AccountRefused unless `by` administers this union; None is a command of the machine."""
    if by is not None and not is_keeper(union, by):
        raise AccountRefused(_("只能管理本工会及下级工会的工会与人员。"))
