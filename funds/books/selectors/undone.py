"""Of which year that is which a journal takes back: it decides whether its voucher is red or goes against the
balance carried from earlier years."""

from collections.abc import Mapping, Sequence

from django.db.models import Max

from funds.ledgers.models import Allocation, Journal, Posting
from funds.ledgers.states import Direction, Event


def list_years_undone(journal: Journal, postings: Sequence[Posting]) -> Mapping[int, int]:
    """By the keys of postings that moved money the year of what they take back; of a journal that takes
    nothing back its own. `postings` come with line and fund."""
    if journal.event in (Event.BOUNCE, Event.RECOVER):
        settled = _years_settled(journal, postings)
        return {row.pk: settled.get(row.commitment_id, row.account.line.year) for row in postings}
    if journal.event in (Event.RETURN, Event.RETURN_IN):
        year = _year_handed(journal)
        return {row.pk: year or row.account.line.fund.document_on.year for row in postings}
    if journal.event == Event.RETURN_OUT:
        received = _years_received(journal, postings)
        return {
            row.pk: received.get(row.account.line.fund_id, row.account.line.fund.document_on.year)
            for row in postings
        }
    return {row.pk: journal.year for row in postings}


def _years_settled(journal: Journal, postings: Sequence[Posting]) -> dict[object, int]:
    """By the keys of commitments the year in which they were last paid, up to this journal."""
    rows = Posting.objects.filter(
        commitment__in=[row.commitment_id for row in postings],
        journal__event__in=(Event.SETTLE, Event.SET_OFF),
        journal__on__lte=journal.on,
    )  # fmt: skip
    years = rows.order_by().values("commitment").annotate(year=Max("journal__year"))
    return {row["commitment"]: row["year"] for row in years}


def _years_received(journal: Journal, postings: Sequence[Posting]) -> dict[int, int]:
    """By the keys of funds the year in which their money last came in, up to this journal."""
    rows = Posting.objects.filter(
        account__line__fund__in={row.account.line.fund_id for row in postings},
        journal__event=Event.RECEIVE, journal__on__lte=journal.on,
        journal__reversed_by_journal__isnull=True,
    )  # fmt: skip
    years = rows.order_by().values("account__line__fund").annotate(year=Max("journal__year"))
    return {row["account__line__fund"]: row["year"] for row in years}


def _year_handed(journal: Journal) -> int | None:
    """The year in which the money that goes back up came down: of the last voucher between both lines."""
    back = Allocation.objects.filter(upper_journal=journal) | Allocation.objects.filter(lower_journal=journal)
    given = back.select_related("lower_line").get()
    rows = Allocation.objects.filter(
        direction=Direction.DOWN, upper_line=given.upper_line_id,
        lower_line__fund=given.lower_line.fund_id, upper_journal__on__lte=journal.on,
        upper_journal__reversed_by_journal__isnull=True,
    )  # fmt: skip
    year: int | None = rows.aggregate(year=Max("upper_journal__year"))["year"]
    return year
