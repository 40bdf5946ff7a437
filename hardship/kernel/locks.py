"""A lock on something that has no row yet: the next number of a list, the file somebody is about to get."""

from django.db import connection


def hold(name: str) -> None:
    """Waits until nobody else holds this name, and keeps it to the end of the transaction.

    The name is hashed: two names may share a lock, which costs a wait and nothing else. There is no personal
    data in it; a blind index will do.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [name])
