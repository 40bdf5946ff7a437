"""What is typed in of plans of use, of tables of allocation, of money for another use, of recalls."""

from funds.budgets.forms.moving import DistributionForm, SharesForm, VirementForm
from funds.budgets.forms.plans import AdjustForm, PlanForm, PlanRowForm, StepForm, YearForm
from funds.budgets.forms.recalls import AnswerForm, RecallForm, RecallSumsForm

__all__ = [
    "AdjustForm",
    "AnswerForm",
    "DistributionForm",
    "PlanForm",
    "PlanRowForm",
    "RecallForm",
    "RecallSumsForm",
    "SharesForm",
    "StepForm",
    "VirementForm",
    "YearForm",
]
