"""Sessions that know whose they are: one query reads a session, its person, their union and roles.

SESSION_ENGINE names this module. The statement is compiled once (hardship.kernel.statements), as every
request of somebody signed in begins with it.
"""

from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.sessions.backends import db
from django.db.models import Model, OuterRef
from django.utils import timezone

from hardship.accounts.models import RoleGrant, Session, Union, User
from hardship.kernel.statements import Statement, compile_statement

KEY, NOW = "key of the session", datetime(9999, 1, 1, tzinfo=UTC)
USER_FIELDS = [field.attname for field in User._meta.concrete_fields]
UNION_FIELDS = [field.attname for field in Union._meta.concrete_fields]


class SessionStore(db.SessionStore):
    """Django's sessions in the database with `person`: who signed in, as of when the session was read."""

    person: User | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def load(self) -> dict[str, Any]:
        """The content of the session; empty, and without a key, when there is none or its time is over."""
        rows = _statement().rows(self.session_key, timezone.now())
        if not rows:
            self._session_key = None
            return {}
        content, roles, *values = rows[0]
        self.person = _person(values, roles)
        data: dict[str, Any] = self.decode(content)
        return data

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        session = super().create_model_instance(data)
        assert isinstance(session, Session)  # noqa: S101 (what get_model_class returns)
        session.user_id = data.get(SESSION_KEY)
        return session


@cache
def _statement() -> Statement:
    held = RoleGrant.objects.filter(user=OuterRef("user"), revoked_at__isnull=True)
    sessions = Session.objects.filter(session_key=KEY, expire_date__gt=NOW)
    named = sessions.annotate(roles=ArraySubquery(held.values("role")))
    columns = [
        *(f"user__{name}" for name in USER_FIELDS),
        *(f"user__union__{name}" for name in UNION_FIELDS),
    ]
    return compile_statement(
        "session", lambda: named.values_list("session_data", "roles", *columns), KEY, NOW
    )


def _person(values: list[Any], roles: list[str]) -> User | None:
    """The user of a row of the statement, with union and roles; None for a session of nobody."""
    user, union = values[: len(USER_FIELDS)], values[len(USER_FIELDS) :]
    person: User = _instance(User, USER_FIELDS, user)
    if person.pk is None:
        return None
    person.union = _instance(Union, UNION_FIELDS, union)
    person.__dict__["roles"] = frozenset(roles)
    return person


def _instance(model: type[Model], names: list[str], values: list[Any]) -> Any:
    return model.from_db("default", names, values)
