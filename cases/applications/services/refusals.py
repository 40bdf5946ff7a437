"""Why a write on an application is refused."""

from django.utils.translation import gettext as _

from cases.applications.models import Application
from hardship.kernel.workflow import Refused


class ApplicationRefused(Refused):
    """A write on an application that may not be made; `field` names the form field that it is about."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class AlreadyOpen(ApplicationRefused):
    """The household has one of this kind under way; `application` is that one, None when it is gone again."""

    def __init__(self, application: Application | None) -> None:
        super().__init__(_("该户本年度已有同一项目正在办理，不能重复申请。"))
        self.application = application


class StaleApplication(ApplicationRefused):
    """Somebody saved it in between."""
