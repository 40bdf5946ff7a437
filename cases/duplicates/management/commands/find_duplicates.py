"""Looks for people who may be on file twice; run once a night."""

from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand

from cases.duplicates.services import find_duplicates


class Command(BaseCommand):
    help = "Find pairs of people who may be one: same ID number, card, phone, or nearly the same."

    def handle(self, *args: Any, **options: Any) -> None:
        start = perf_counter()
        found = find_duplicates()
        self.stdout.write(
            f"{found.total} pairs, {found.new} new, {found.again} again, {found.gone} gone,"
            f" {perf_counter() - start:.1f} s."
        )
