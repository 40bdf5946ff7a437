"""What administrators enter: standards, holidays, policies."""

from cases.policies.forms.arranging import RouteOrderForm, arrange
from cases.policies.forms.dated import DayForm, GiftCapForm, IncomeForm, StandardForm, WageForm
from cases.policies.forms.guided import GuidedForm
from cases.policies.forms.halts import HaltForm
from cases.policies.forms.parts import PartsForm
from cases.policies.forms.routes import RouteForm
from cases.policies.forms.trial import TrialForm, fact_field, fact_value
from cases.policies.forms.writing import SourceForm, StepForm, TextForm

__all__ = [
    "DayForm",
    "GiftCapForm",
    "GuidedForm",
    "HaltForm",
    "IncomeForm",
    "PartsForm",
    "RouteForm",
    "RouteOrderForm",
    "SourceForm",
    "StandardForm",
    "StepForm",
    "TextForm",
    "TrialForm",
    "WageForm",
    "arrange",
    "fact_field",
    "fact_value",
]
