"""The first union of a new installation, and the administrator who makes all others."""

import re
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from hardship.accounts.models import Union
from hardship.accounts.services import create_union, create_user
from hardship.accounts.states import Level, Role

USERNAME = re.compile(r"[a-z0-9._-]{2,30}")
REGION = re.compile(r"[0-9]{6}")


class Command(BaseCommand):
    help = "Make a union that has none above it (a province, city, county or company) and its administrator."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--code", required=True, help="its code, as on file numbers: 3206")
        parser.add_argument("--name", required=True, help="its full name: 南通市总工会")
        parser.add_argument("--short-name", default="", help="what stands where there is little room")
        parser.add_argument("--level", required=True, choices=Level.values)
        parser.add_argument("--region", required=True, help="six digits, for its living standard: 320600")
        parser.add_argument("--username", required=True, help="of the administrator: nt.admin")
        parser.add_argument("--person", required=True, help="the administrator's name")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        code, username = options["code"], options["username"]
        if Union.objects.filter(code=code).exists():
            raise CommandError(f"there is a union with the code {code} already")
        if not USERNAME.fullmatch(username):
            raise CommandError("a user name has 2 to 30 of a-z, 0-9, dot, underscore and hyphen")
        if not REGION.fullmatch(options["region"]):
            raise CommandError("a region is six digits (GB/T 2260), such as 320600")
        union = create_union(
            code=code, name=options["name"], short_name=(options["short_name"] or options["name"])[:20],
            level=options["level"], parent=None, region_code=options["region"], by=None,
        )  # fmt: skip
        _person, password = create_user(
            username=username, name=options["person"], union=union, roles=[Role.ADMINISTRATOR], by=None
        )
        self.stdout.write(f"{union.name} is made. {username} logs in with {password} and then changes it.")
