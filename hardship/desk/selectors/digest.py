"""What the daily digest says of the work that waits for somebody: counts, and how much is due tomorrow."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.policies.selectors import get_calendar
from hardship.accounts.models import Union, User
from hardship.desk.selectors.waiting import count_each
from hardship.kernel.desk import Duty


def list_lines(user: User) -> list[str]:
    """One line for each kind of work that waits, at every union where the person holds a post; no names."""
    due = get_calendar().add_workdays(timezone.localdate(), 1)
    unions = Union.objects.filter(pk__in=user.places).order_by("path")
    people = [user.at(union) for union in unions]
    return [line for person in people for line in _lines_at(person, due, names_union=len(people) > 1)]


def _lines_at(person: User, due: date, *, names_union: bool) -> list[str]:
    where = f"{person.union.name} " if names_union else ""
    return [
        f"{where}{duty.label}　{count}{_soon(duty, person, due)}"
        for duty, count in count_each(person)
        if count and not duty.is_draft
    ]


def _soon(duty: Duty, person: User, due: date) -> str:
    """How many of them are due by the next working day, late ones too; '' for none, or where nothing is."""
    path = str(duty.urgent_first[0]).lstrip("-")
    if not path.endswith("due_on"):
        return ""
    number = duty.rows(person).filter(**{f"{path}__lte": due}).count()
    return _("（明天以前到期 %(n)s）") % {"n": number} if number else ""
