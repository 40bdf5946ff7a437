"""Somebody on a list who is not on file and seems in hardship becomes a lead of the union."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.campaigns.models import Beneficiary
from cases.campaigns.services.refusals import CampaignRefused
from cases.leads.models import Lead
from cases.leads.services import Told, record_lead
from cases.leads.states import Channel
from cases.people.selectors import get_file_holder
from hardship.accounts.models import User
from hardship.audit import services as audit


@transaction.atomic
def make_lead(*, beneficiary_id: int, by: User) -> Lead:
    """A lead with what the list says of somebody. Raises CampaignRefused for who is on file or has no number,
    and LeadRefused for whoever is a lead already."""
    row = Beneficiary.objects.visible_to(by).select_related("campaign", "group").get(pk=beneficiary_id)
    if row.household_id or not row.id_number_index:
        raise CampaignRefused(_("只有逐人登记、没有建档的人可以转为线索。"))
    if get_file_holder(bytes(row.id_number_index)) is not None:
        raise CampaignRefused(_("此人已在一份困难职工档案中，不用登记线索。"))
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
