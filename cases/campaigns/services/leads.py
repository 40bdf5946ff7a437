"""Somebody on a list who is not on file and seems in hardship becomes a lead of the union."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.campaigns.models import Beneficiary
from cases.campaigns.services.refusals import CampaignRefused, ListedElsewhere
from cases.campaigns.states import WRITERS
from cases.leads.models import Lead
from cases.leads.selectors.leads import find_open
from cases.leads.services import Told, record_lead
from cases.leads.states import Channel
from cases.people.selectors import get_file_holder
from cases.people.services import require_may_ask
from hardship.accounts.models import User
from hardship.audit import services as audit


@transaction.atomic
def make_lead(*, beneficiary_id: int, by: User) -> Lead:
    """A lead with what the list of one's own union says of somebody who is on it. Raises CampaignRefused for
    who is on file or has no number, LeadRefused for whoever is a lead already, ListedElsewhere where either
    is beyond the scope."""
    rows = Beneficiary.objects.visible_to(by).select_related("campaign", "group", "union")
    row = rows.get(pk=beneficiary_id)
    if row.union_id != by.union_id or not by.has_role(*WRITERS):
        raise CampaignRefused(_("由“%(union)s”的经办人登记线索。") % {"union": row.union.name})
    if row.removed_at is not None:
        raise CampaignRefused(_("这一行已移出名单，请从名单上现在的一行登记线索。"))
    if row.household_id or not row.id_number_index:
        raise CampaignRefused(_("只有逐人登记、没有建档的人可以转为线索。"))
    _require_new(bytes(row.id_number_index), by)
    words = {"campaign": row.campaign.name, "group": row.group.name}
    hardship = _("在“%(campaign)s”中作为“%(group)s”慰问。") % words
    told = Told(
        channel=Channel.VISIT, heard_on=timezone.localdate(), name=row.name[:50],
        hardship=f"{hardship}{row.reason}", phone=row.phone.reveal() or None,
        id_number=row.id_number.reveal(), employer=row.employer,
    )  # fmt: skip
    made = record_lead(told=told, by=by)
    audit.record("campaign_list.lead", target=row.list, by=by, lead=made.pk)
    return made


def _require_new(index: bytes, by: User) -> None:
    """Nobody of a file or of an open lead; of one beyond the scope no more is told."""
    require_may_ask(by)
    holder, lead = get_file_holder(index), find_open(index)
    found = holder or lead
    if found is None:
        return
    if not by.covers([found.union]):
        raise ListedElsewhere(_("本单位范围以外的工会已经登记了此人，不用登记线索；请联系上级工会核实。"))
    if holder is not None:
        raise CampaignRefused(_("此人已在一份困难职工档案中，不用登记线索。"))
