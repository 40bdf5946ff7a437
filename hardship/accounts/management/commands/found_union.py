"""The first union of a new installation, and the administrator who makes all others."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from hardship.accounts.models import Union, User
from hardship.accounts.services import create_union, create_user
from hardship.accounts.states import Level, Role


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
        username, name = options["username"], options["name"]
        given = {
            "code": options["code"], "name": name, "short_name": (options["short_name"] or name)[:20],
            "level": options["level"], "parent": None, "region_code": options["region"],
        }  # fmt: skip
        try:
            Union(**given).full_clean()
            User(username=username).full_clean(exclude=["name", "union", "password"])
        except ValidationError as wrong:
            raise CommandError("；".join(wrong.messages)) from wrong
        union = create_union(**given, by=None)
        _person, password = create_user(
            username=username, name=options["person"], union=union, roles=[Role.ADMINISTRATOR], by=None
        )
        self.stdout.write(f"{union.name} is made. {username} logs in with {password} and then changes it.")
