"""Why a step of an application is not taken."""

from django.utils.translation import gettext_lazy as _

from hardship.kernel.workflow import Refused

NO_RULE = _("不予帮扶要写明依据的规定，例如：帮扶管理办法第十二条。")


class StepRefused(Refused):
    """A step that may not be taken now; the message says what to do."""
