"""What was told to a family stands: whoever decided it does not simply take it back."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _

from cases.approvals.selectors.retracting import RESTING
from cases.outcomes.models import Telling


@RESTING.add("outcomes.told")
def find_told(steps: Collection[int]) -> Mapping[int, str]:
    """Of these decisions those of which the worker was told. The database asks too (tellings.sql)."""
    told = Telling.objects.filter(step__in=steps).values_list("step", flat=True)
    why = _("结果已经告知职工，不能撤回；确实不该批的，请“撤销批准”。")
    return dict.fromkeys(told, why)
