"""Why a campaign may not be written or go on, as sentences for the user; the database's refusals among
them."""

from django.utils.translation import gettext_lazy as _

from hardship.kernel.workflow import Refused
from hardship.kernel.writes import writes


class CampaignRefused(Refused):
    """A campaign that may not be written or go on; the message says what to do."""


# Constraint or trigger → its sentence.
SENTENCES = {
    "campaign_once": _("这个文号的这项活动已经登记，请在列表中打开它。"),
    "campaign_keeps": _("活动已经批准，不能再改。"),
    "campaign_parts_stay": _("活动已经批准，不能再改。"),
    "quota_goes_down": _("名额只能分给本工会和下级工会，已撤销的不行。"),
    "campaign_fund_is_own": _("只能选本工会的资金。"),
    "union_is_closed": _("工会已撤销，不能再办理。"),
}


campaign_write = writes(CampaignRefused, SENTENCES)
