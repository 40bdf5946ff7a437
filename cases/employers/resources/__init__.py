"""Employers and yearly figures out of a workbook."""

from cases.employers.resources.employers import import_employers
from cases.employers.resources.years import import_union_years
from hardship.accounts.resources import MOST_ROWS, Outcome

__all__ = ["MOST_ROWS", "Outcome", "import_employers", "import_union_years"]
