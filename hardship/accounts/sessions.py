"""Sessions that know whose they are: one query reads a session, its person, the union that they work at and
every role that they hold today.

SESSION_ENGINE names this module. The statement is compiled once (hardship.kernel.statements), as every
request of somebody signed in begins with it.
"""

from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.sessions.backends import db
from django.db.models import CharField, Exists, Model, OuterRef, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from hardship.accounts.models import Appointment, Session, StandIn, Union, User, standing_in
from hardship.accounts.selectors import place_of, with_names
from hardship.kernel.statements import Statement, compile_statement

KEY, NOW, TODAY = "key of the session", datetime(9999, 1, 1, tzinfo=UTC), date(9999, 1, 2)
PLACE = "union"  # what a session calls the key of the union that its person chose to work at
STANDING = "stand_in"  # by which stand-in (代办) they act for somebody else, while they do
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
        rows = _statement().rows(self.session_key, timezone.now(), timezone.localdate())
        if not rows:
            self._session_key = None
            return {}
        content, held, standing, *values = rows[0]
        self.person = _person(values, held)
        data: dict[str, Any] = self.decode(content)
        if self.person is not None:
            self.person.may_stand_in = standing
        if self.person is not None and STANDING in data:
            self.person = _in_post(self.person, data[STANDING])
        return data

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        session = super().create_model_instance(data)
        assert isinstance(session, Session)  # noqa: S101 (what get_model_class returns)
        session.user_id, session.union_id = data.get(SESSION_KEY), data.get(PLACE)
        return session


@cache
def _statement() -> Statement:
    held = Appointment.objects.in_force(TODAY).filter(user=OuterRef("user")).order_by("pk")
    post = Concat(Cast("union_id", CharField()), Value(" "), "role")
    sessions = Session.objects.filter(session_key=KEY, expire_date__gt=NOW)
    standing = StandIn.objects.in_force(TODAY).filter(user=OuterRef("user"))
    named = sessions.annotate(
        held=ArraySubquery(held.annotate(post=post).values("post")), standing=Exists(standing)
    )
    columns = [
        *(f"user__{name}" for name in USER_FIELDS),
        *(f"user__union__{name}" for name in UNION_FIELDS),
        *(f"union__{name}" for name in UNION_FIELDS),
    ]
    return compile_statement(
        "session", lambda: named.values_list("session_data", "held", "standing", *columns), KEY, NOW, TODAY
    )


def _person(values: list[Any], held: list[str]) -> User | None:
    """The user of a row of the statement at the union that they chose, with the roles that they hold today
    ("42 clerk"); None for a session of nobody."""
    user, unions = values[: len(USER_FIELDS)], values[len(USER_FIELDS) :]
    person: User = _instance(User, USER_FIELDS, user)
    if person.pk is None:
        return None
    width = len(UNION_FIELDS)
    home, chosen = (_instance(Union, UNION_FIELDS, part) for part in (unions[:width], unions[width:]))
    person.union = home
    person.__dict__["places"] = _places(held)
    return _at_work(person, chosen)


def _in_post(person: User, key: int) -> User:
    """The person in the post that they stand in for, by one more query; themselves, with `over`, when that is
    over."""
    row = with_names(StandIn.objects.filter(pk=key, user=person.pk)).first()
    if row is not None and row.is_in_force(timezone.localdate()):
        return standing_in(person, row)
    person.over = row
    return person


def _places(held: list[str]) -> dict[int, frozenset[str]]:
    pairs = [post.split(" ", 1) for post in held]
    return {int(union): frozenset(role for where, role in pairs if where == union) for union, _role in pairs}


def _at_work(person: User, chosen: Union) -> User:
    """At the chosen union while they hold a role there; else as somebody who just signed in."""
    if chosen.pk in person.places:
        return person.at(chosen)
    return person if person.union_id in person.places or not person.places else person.at(place_of(person))


def _instance(model: type[Model], names: list[str], values: list[Any]) -> Any:
    return model.from_db("default", names, values)
