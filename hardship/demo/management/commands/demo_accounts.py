"""Prints the accounts of the demonstration data."""

from typing import Any

from django.core.management.base import BaseCommand

from hardship.accounts.models import User
from hardship.demo.places import ACCOUNTS, COMPANY_ACCOUNTS, PASSWORD


class Command(BaseCommand):
    help = "Print the demo accounts, or nothing when the database holds no demo."

    def handle(self, *args: Any, **options: Any) -> None:
        accounts = (*ACCOUNTS, *COMPANY_ACCOUNTS)
        names = [account.username for account in accounts]
        people = {
            user.username: user for user in User.objects.select_related("union").filter(username__in=names)
        }
        if len(people) < len(names):
            return
        self.stdout.write(f"Demo accounts, password {PASSWORD}:")
        for account in accounts:
            person = people[account.username]
            self.stdout.write(
                f"  {account.username:<13} {person.role_names}  {person.name}  {person.union.name}"
            )
