"""What is typed in of campaigns and their lists."""

from cases.campaigns.forms.campaigns import CampaignForm, QuotaForm, StepForm
from cases.campaigns.forms.lists import BeneficiaryForm, EndForm, GroupForm, IssueForm, ListStepForm

__all__ = [
    "BeneficiaryForm",
    "CampaignForm",
    "EndForm",
    "GroupForm",
    "IssueForm",
    "ListStepForm",
    "QuotaForm",
    "StepForm",
]
