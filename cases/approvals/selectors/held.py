"""What an approval gave and can still be taken back: money that has not left, a service that is not done."""

from cases.applications.models import Application
from cases.applications.rules import source_of
from cases.giving.selectors.fulfilments import get_fulfilment
from cases.giving.selectors.plans import has_left, list_instalments
from funds.ledgers.models import Commitment


def get_held(application: Application) -> Commitment | None:
    """The money that an approval holds in one sum and that has not left for the bank."""
    mine = Commitment.objects.filter(source=source_of(application.pk))
    held: Commitment | None = mine.filter(part_of=None, committed__gt=0).first()
    return held


def holds_all(application: Application) -> bool:
    """Whether nothing of an approved sum has left for the bank; of a service, that it is not done."""
    if application.programme.is_service:
        row = get_fulfilment(application)
        return row is None or not row.is_done
    rows = list_instalments(application)
    return not any(has_left(row) for row in rows) if rows else get_held(application) is not None
