"""Why nothing may be published, as sentences for the user; the database's refusals among them."""

from django.utils.translation import gettext_lazy as _

from hardship.kernel.workflow import Refused
from hardship.kernel.writes import writes


class PublicationRefused(Refused):
    """Figures that may not be taken, checked or published; the message says what to do."""


# Constraint or trigger → its sentence.
SENTENCES = {
    "publication_version_once": _("这一期正在编制，请在列表中打开它。"),
    "publication_begins": _("这一期的状态变了，请回到列表重新打开。"),
    "publication_keeps": _("公开的内容不能再改；有错的，请编制更正。"),
    "union_is_closed": _("工会已撤销，不能再办理。"),
}


publication_write = writes(PublicationRefused, SENTENCES)
