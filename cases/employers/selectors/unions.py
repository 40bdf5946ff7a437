"""The unions that somebody enters employers and yearly figures for."""

from hardship.accounts.models import Union, User
from hardship.accounts.selectors import list_choosable_unions


def list_own_unions(user: User, chosen: str = "") -> list[Union]:
    """The person's own union, those of the next levels below, and the children of the chosen one."""
    return [user.union, *list_choosable_unions(user, chosen)]
