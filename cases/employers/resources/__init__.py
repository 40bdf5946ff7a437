"""Employers and yearly figures as lists."""

from cases.employers.resources.employers import EmployerResource
from cases.employers.resources.years import UnionYearResource

__all__ = ["EmployerResource", "UnionYearResource"]
