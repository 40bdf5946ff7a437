"""Loads what a fresh installation needs: living standards, the calendar, the programmes of each province."""

from typing import Any

from django.core.management.base import BaseCommand

from cases.policies import services
from hardship.accounts.models import Union
from hardship.accounts.states import Level

YEARS = range(2024, 2027)


class Command(BaseCommand):
    help = "Load living standards, the working calendar 2024-2026, and programmes of every province."

    def handle(self, *args: Any, **options: Any) -> None:
        standards = services.load_standards()
        days = services.load_calendar(YEARS)
        programmes = [
            row
            for union in Union.objects.filter(level=Level.PROVINCE).order_by("pk")
            for row in services.load_programmes(union=union)
        ]
        self.stdout.write(f"{standards} standards, {days} days, {len(programmes)} programmes are new.")
