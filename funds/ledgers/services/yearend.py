"""The end of the year: what is left goes to the next one as each fund's document says."""

import uuid
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from funds.ledgers.models import BudgetLine, Journal
from funds.ledgers.rules import Line, Request, entry_lines, mirrored
from funds.ledgers.selectors.yearend import Rest, get_carry_day, list_rests, list_to_carry
from funds.ledgers.services.granting import line_for
from funds.ledgers.services.posting import accounts_of, mirrored_request, post, require_bookkeeper
from funds.ledgers.services.refusals import LedgerRefused, ledger_write
from funds.ledgers.states import Event
from hardship.accounts.models import Union, User


@ledger_write
def carry_over(*, union: Union, year: int, by: User, key: uuid.UUID) -> list[Journal]:
    """年末结转: what is available on the lines of a year that is over goes to the line of the same use, or to
    the pool, of the next one, and what is held and not paid to that of the same use, from which it is paid;
    each line by a voucher of its own. What is on its way stays where it is. It may be run again for what
    became free or came back since.

    Raises LedgerRefused before the year is over and where nothing is to be carried."""
    require_bookkeeper(union, by)
    today = timezone.localdate()
    if year >= today.year:
        raise LedgerRefused(_("%(year)s 年还没有过完，1 月 1 日以后才能结转。") % {"year": year})
    keys = [uuid.uuid5(key, name) for n in _lines(union, year) for name in (str(n), _held(n))]
    if done := list(Journal.objects.filter(pk__in=keys)):
        return done
    list(list_to_carry(union, year).select_for_update(of=("self",)))
    on, memo = get_carry_day(union, year, today), _("%(year)s 年结余") % {"year": year}
    made = []
    for rest in list_rests(union, year):
        if rest.use is not None:
            taker = line_for(rest.line.fund, rest.use, year + 1, by)
            one = uuid.uuid5(key, str(rest.line.pk))
            request = mirrored_request(Event.CARRY, rest.line, taker, rest.carried, one, on, memo, by)
            made.append(post(request, by=by))
        if rest.holds:
            taker = line_for(rest.line.fund, rest.line.use_id, year + 1, by)
            one = uuid.uuid5(key, _held(rest.line.pk))
            made.append(post(_carrying(rest, taker, one, on, memo, by), by=by))
    if not made:
        raise LedgerRefused(_("%(year)s 年没有可以结转的余额。") % {"year": year})
    return made


def _held(line_id: int) -> str:
    return f"held:{line_id}"


def _carrying(rest: Rest, taker: BudgetLine, key: uuid.UUID, on: date, memo: str, by: User) -> Request:
    """All that is held on a line, each commitment with its own legs."""
    accounts = accounts_of([rest.line.pk, taker.pk])
    lines: list[Line] = []
    for held in rest.holds:
        lines += entry_lines(Event.CARRY_HELD, accounts[rest.line.pk], held.committed, held.pk)
        lines += mirrored(entry_lines(Event.CARRY_HELD, accounts[taker.pk], held.committed, held.pk))
    return Request(
        id=key, union=taker.union_id, on=on, event=Event.CARRY_HELD, source=f"ledgers.budgetline:{taker.pk}",
        memo=memo, maker=by.pk, lines=lines,
    )  # fmt: skip


def _lines(union: Union, year: int) -> list[int]:
    """The keys of the lines of that year, locked: two who carry take turns."""
    rows = BudgetLine.objects.filter(union=union, year=year).order_by("pk")
    return [row.pk for row in rows.select_for_update(of=("self",), no_key=True)]
