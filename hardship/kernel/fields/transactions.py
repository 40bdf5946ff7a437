"""Which transaction wrote a row: filled in by the database, so that nobody can say otherwise."""

from typing import Any

from django.db import models


class TransactionIdField(models.Field):  # type: ignore[type-arg]
    """The 64-bit number of the transaction that wrote the row; a trigger of the table sets it."""

    empty_strings_allowed = False

    def db_type(self, connection: Any) -> str:
        return "xid8"
