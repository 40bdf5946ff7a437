"""What is typed in of campaigns and their lists."""

from cases.campaigns.forms.campaigns import CampaignForm, QuotaForm, StepForm
from cases.campaigns.forms.lists import (
    BeneficiaryForm,
    EndForm,
    GroupForm,
    IssueForm,
    ListStepForm,
    ProofForm,
)
from cases.campaigns.forms.reports import PartForm, PartStepForm
from cases.campaigns.forms.teams import AllotForm, SpreadForm, TeamForm
from cases.campaigns.forms.visits import AnswerForm, PassForm, VisitForm

__all__ = [
    "AllotForm",
    "AnswerForm",
    "BeneficiaryForm",
    "CampaignForm",
    "EndForm",
    "GroupForm",
    "IssueForm",
    "ListStepForm",
    "PartForm",
    "PartStepForm",
    "PassForm",
    "ProofForm",
    "QuotaForm",
    "SpreadForm",
    "StepForm",
    "TeamForm",
    "VisitForm",
]
