"""Marks the files whose re-verification has fallen due; run once a day, after midnight."""

from typing import Any

from django.core.management.base import BaseCommand

from cases.archives.services.life.due import mark_due


class Command(BaseCommand):
    help = "Mark the files whose re-verification is due."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{mark_due()} files are due.")
