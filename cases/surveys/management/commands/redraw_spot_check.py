"""Draws spot checks once more from what is frozen and compares; exits with 1 on any difference."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.surveys.models import SpotCheck
from cases.surveys.services.spotchecks import redraw


class Command(BaseCommand):
    help = "Redraw spot checks from the frozen population and the stored seed, and compare."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--union", help="code of the union; all when left out")
        parser.add_argument("--year", type=int, help="all when left out")

    def handle(self, *args: Any, **options: Any) -> None:
        checks = SpotCheck.objects.select_related("union").order_by("union__code", "year", "number")
        if options["union"]:
            checks = checks.filter(union__code=options["union"])
        if options["year"]:
            checks = checks.filter(year=options["year"])
        wrong = 0
        for check in checks:
            found = redraw(check)
            wrong += not found.is_same
            population, sample = (_word(same) for same in (found.population_same, found.sample_same))
            self.stdout.write(f"{check.union.code} {check}: population {population}, sample {sample}")
        if wrong:
            raise CommandError(f"{wrong} spot checks do not come out again.")


def _word(is_same: bool) -> str:
    return "the same" if is_same else "DIFFERENT"
