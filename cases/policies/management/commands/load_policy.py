"""Loads a policy from a YAML file: as a draft, or checked and in force from a day on."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.policies import services
from cases.policies.rules import PolicyInvalid, decode
from hardship.accounts.models import Union
from hardship.kernel.workflow import Refused


class Command(BaseCommand):
    help = "Load a policy file for a union: a draft, or with --in-force-from checked and put into force."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the policy as YAML, see docs/policies.md")
        parser.add_argument("--union", required=True, metavar="CODE", help="code of the union that issues it")
        parser.add_argument(
            "--in-force-from", type=date.fromisoformat, metavar="DATE", help="put it into force from this day"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        union = Union.objects.filter(code=options["union"]).first()
        if union is None:
            raise CommandError(f"There is no union with the code {options['union']}.")
        try:
            text = decode(options["file"].read_bytes())
            policy = services.load_policy(union=union, text=text, in_force_from=options["in_force_from"])
        except PolicyInvalid as invalid:
            lines = [f"line {row.line} {row.key}: {row.message}" for row in invalid.errors]
            raise CommandError("\n".join(["The policy has errors; nothing was loaded.", *lines])) from invalid
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as error:
            raise CommandError(f"The file cannot be read: {error}") from error
        self.stdout.write(f"{policy.name}, version {policy.number} of {union.name}: {policy.state}.")
