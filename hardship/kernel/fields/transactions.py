"""The number of a transaction, by which a trigger knows what was written together."""

from typing import Any

from django.db import models


class TransactionIdField(models.Field):  # type: ignore[type-arg]
    """The 64-bit number of the transaction that wrote the row; set by the database."""

    def db_type(self, connection: Any) -> str:
        return "xid8"
