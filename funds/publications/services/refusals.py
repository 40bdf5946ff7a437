"""Why nothing may be published, as sentences for the user; the database's refusals among them."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from hardship.kernel.checks import broken
from hardship.kernel.workflow import Refused

P = ParamSpec("P")
R = TypeVar("R")


class PublicationRefused(Refused):
    """Figures that may not be taken, checked or published; the message says what to do."""


# Constraint or trigger → its sentence.
SENTENCES = {
    "publication_version_once": _("这一期正在编制，请在列表中打开它。"),
    "publication_begins": _("这一期的状态变了，请回到列表重新打开。"),
    "publication_keeps": _("公开的内容不能再改；有错的，请编制更正。"),
    "union_is_closed": _("工会已撤销，不能再办理。"),
}


def publication_write(service: Callable[P, R]) -> Callable[P, R]:
    """Decorator of a service: one transaction, and the database's refusals as sentences."""

    @wraps(service)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            with transaction.atomic():
                return service(*args, **kwargs)
        except IntegrityError as error:
            if broken(error) not in SENTENCES:
                raise
            raise PublicationRefused(str(SENTENCES[broken(error)])) from error

    return guarded
