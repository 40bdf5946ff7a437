"""Within how many working days a union takes petitions on and answers them; how many came, by what way."""

from datetime import date

from django.db.models import Count as Counted
from django.db.models import QuerySet, Sum

from cases.petitions.models import Petition, Term
from cases.petitions.rules import Count, Terms
from cases.petitions.states import Matter
from hardship.accounts.models import Union, User


def get_terms(union: Union, matter: str, on: date) -> Terms | None:
    """What the union or the nearest one above it laid down for this matter by that day; None for nothing."""
    found = _in_force(union, on).get(matter)
    return Terms(found.accept_days, found.answer_days) if found else None


def list_terms(union: Union, on: date) -> dict[str, Term]:
    """What was laid down and holds for a union that day, by matter."""
    return _in_force(union, on)


def list_laid_down(user: User) -> QuerySet[Term]:
    """Every term of the person's own union and those above it, the newest first."""
    return Term.objects.filter(union__in=user.union.lineage).select_related("union", "entered_by")


def _in_force(union: Union, on: date) -> dict[str, Term]:
    order = union.lineage
    rows = Term.objects.filter(union__in=order, from_on__lte=on).select_related("union")
    ranked = sorted(rows, key=lambda row: (order.index(row.union_id), -row.from_on.toordinal()))
    found: dict[str, Term] = {}
    for row in ranked:
        found.setdefault(row.matter, row)
    return found


def count_by_channel(rows: QuerySet[Petition]) -> list[Count]:
    """How many of these rows there are of each matter, by channel, with the people they speak for; in the
    order of the matters. Counts alone: nobody's name."""
    plain = rows.order_by().values("matter", "channel")
    found = plain.annotate(n=Counted("pk"), people=Sum("persons"))
    table: dict[str, dict[str, int]] = {matter: {} for matter in Matter.values}
    persons: dict[str, int] = dict.fromkeys(Matter.values, 0)
    for row in found:
        table[row["matter"]][row["channel"]] = row["n"]
        persons[row["matter"]] += row["people"]
    return [Count(matter, table[matter], persons[matter]) for matter in table]
