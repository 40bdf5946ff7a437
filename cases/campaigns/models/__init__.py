"""慰问活动: what is planned, and the lists of the people whom it is for."""

from cases.campaigns.models.campaigns import Campaign, CampaignCounter, CampaignFund, Quota, TargetGroup
from cases.campaigns.models.lists import Beneficiary, CampaignList

__all__ = [
    "Beneficiary",
    "Campaign",
    "CampaignCounter",
    "CampaignFund",
    "CampaignList",
    "Quota",
    "TargetGroup",
]
