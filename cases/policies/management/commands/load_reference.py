"""Loads what a fresh installation needs: standards, the calendar, programmes, a policy for each province."""

from typing import Any

from django.core.management.base import BaseCommand

from cases.policies import services
from hardship.accounts.models import Union

YEARS = range(2024, 2027)


class Command(BaseCommand):
    help = "Load living standards, wages, incomes, the calendar 2024-2026 and the default policy."

    def handle(self, *args: Any, **options: Any) -> None:
        standards = services.load_standards()
        wages = services.load_minimum_wages()
        incomes = services.load_regional_incomes()
        days = services.load_calendar(YEARS)
        policies = self.load_policies()
        self.stdout.write(
            f"{standards} standards, {days} days are new,"
            f" {wages} minimum wages, {incomes} regional incomes and {policies} policies too."
        )

    @staticmethod
    def load_policies() -> int:
        """The policy that every tree of unions begins with, where its top has published none."""
        top = Union.objects.filter(parent__isnull=True).order_by("pk")
        return sum(services.load_default_policy(union=union) is not None for union in top)
