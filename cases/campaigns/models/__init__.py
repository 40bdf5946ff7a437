"""慰问活动: what is planned, and the lists of the people whom it is for."""

from cases.campaigns.models.campaigns import Campaign, CampaignCounter, CampaignFund, Quota, TargetGroup
from cases.campaigns.models.lists import Beneficiary, CampaignList
from cases.campaigns.models.renewals import Renewal
from cases.campaigns.models.reports import ReportPart
from cases.campaigns.models.teams import Allotment, VisitTeam
from cases.campaigns.models.visits import CampaignPhoto, CampaignVisit, Wish

__all__ = [
    "Allotment",
    "Beneficiary",
    "Campaign",
    "CampaignCounter",
    "CampaignFund",
    "CampaignList",
    "CampaignPhoto",
    "CampaignVisit",
    "Quota",
    "Renewal",
    "ReportPart",
    "TargetGroup",
    "VisitTeam",
    "Wish",
]
