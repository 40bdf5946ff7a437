"""A new password for somebody whom no administrator of a page may give one: one at the top, a fellow."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hardship.accounts.selectors import find_user
from hardship.accounts.services import reset_password


class Command(BaseCommand):
    help = "Give a person a new one-time password, which is printed once; all their sessions end."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="of the person: nt.admin")

    def handle(self, *args: Any, **options: Any) -> None:
        person = find_user(options["username"])
        if person is None:
            raise CommandError(f"nobody has the user name {options['username']!r}")
        password = reset_password(user=person, by=None)
        self.stdout.write(f"{person.username} logs in with {password} and then changes it.")
