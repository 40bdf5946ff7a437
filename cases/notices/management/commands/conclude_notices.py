"""Concludes every public notice whose days are over; run once a day, after midnight."""

from typing import Any

from django.core.management.base import BaseCommand

from cases.notices import services


class Command(BaseCommand):
    help = "Send the rows of ended notices on to be decided."

    def handle(self, *args: Any, **options: Any) -> None:
        outcome = services.conclude_due()
        self.stdout.write(f"{len(outcome.done)} applications went on to be decided.")
        for entry, why in outcome.refused:
            self.stdout.write(f"{entry.number}: {why}")
