"""Writes the books as a beancount file that `bean-check` accepts."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from funds.ledgers.selectors.beancount import beancount
from hardship.accounts.models import Union


class Command(BaseCommand):
    help = "Writes every journal as a transaction, with balance assertions at each month's end."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--union", metavar="CODE", help="only this union and those below it")
        parser.add_argument(
            "--year", type=int, metavar="Y", help="only this year, with what was carried into it"
        )
        parser.add_argument("out", metavar="OUT", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        unions = Union.objects.all()
        if options["union"]:
            union = unions.filter(code=options["union"]).first()
            if union is None:
                raise CommandError(f"没有编码为 {options['union']} 的工会。", returncode=2)
            unions = unions.filter(path__startswith=union.path)
        with options["out"].open("w", encoding="utf-8") as out:
            for line in beancount(unions=unions, year=options["year"]):
                out.write(line + "\n")
        self.stdout.write(f"已写入 {options['out']}")
