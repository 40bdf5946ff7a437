"""What is written of campaigns."""

from cases.campaigns.services.planning import draft, save, share_out
from cases.campaigns.services.refusals import CampaignRefused
from cases.campaigns.services.steps import step_blocker, take_step

__all__ = ["CampaignRefused", "draft", "save", "share_out", "step_blocker", "take_step"]
