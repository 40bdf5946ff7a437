"""What an audit package has of the books: the journals as they were frozen, accounts, lists for people."""

import json
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from funds.ledgers.columns import FINAL, JOURNAL_COLUMNS
from funds.ledgers.models import Account, Balance, Journal
from funds.ledgers.selectors.beancount import account_name, add_net, beancount
from funds.ledgers.selectors.final import add_up, get_final
from funds.ledgers.selectors.reading import list_journals
from hardship.accounts.models import Union
from hardship.packages.selectors import PARTS, Piece, Scope, roster, table

LINES = 200
HEADS = ("account", "union", "name", "bucket", "opening", "closing")


@PARTS.add("ledgers.books")
def write_books(scope: Scope) -> Iterator[Piece]:
    """The journals of these days by union and number, and each account before and after them."""
    yield Piece("数据/凭证.jsonl", _("台账凭证的原文和摘要"), _journals(scope))
    yield table("数据/账户", _("账户的期初和期末"), HEADS, _accounts(scope))
    rows = list_journals(user=scope.by).filter(union__in=scope.unions, on__range=(scope.since, scope.until))
    rows = rows.order_by("union__path", "year", "number")
    yield from roster("花名册/台账凭证", _("台账凭证清单"), JOURNAL_COLUMNS, rows, scope)
    for year in range(scope.since.year, scope.until.year + 1):
        final = get_final(scope.union, year, with_below=True)
        title = _("%(year)s 年资金决算表") % {"year": year}
        yield from roster(f"账/资金决算表_{year}", title, FINAL, final, scope, tuple(add_up(final)))
        lines = (f"{line}\n".encode() for line in beancount(unions=scope.unions, year=year))
        yield Piece(f"账/台账_{year}.beancount", _("%(year)s 年台账，beancount 格式") % {"year": year}, lines)


def _journals(scope: Scope) -> Iterator[bytes]:
    rows = Journal.objects.filter(union__in=scope.unions, on__range=(scope.since, scope.until))
    names = dict(scope.unions.values_list("pk", "code"))
    kept: list[str] = []
    for row in rows.order_by("union__path", "year", "number").iterator(chunk_size=LINES):
        told = {
            "union": names[row.union_id], "number": str(row), "on": row.on.isoformat(), "event": row.event,
            "sha256": bytes(row.sha256).hex(), "canonical": bytes(row.canonical).decode(),
        }  # fmt: skip
        kept.append(json.dumps(told, ensure_ascii=False, sort_keys=True) + "\n")
        if len(kept) == LINES:
            yield "".join(kept).encode()
            kept.clear()
    yield "".join(kept).encode()


def _accounts(scope: Scope) -> Iterator[tuple[object, ...]]:
    """The closing figure comes from the stored balances, less what was posted since: the script adds up the
    journals of the days in between."""
    unions: dict[int, Union] = {row.pk: row for row in scope.unions}
    rows = Account.objects.filter(line__union__in=scope.unions).select_related("line__fund", "line__use")
    stored = {
        row.account_id: row.debit - row.credit
        for row in Balance.objects.filter(account__line__union__in=scope.unions)
    }
    within = add_net(scope.unions, since=scope.since, until=scope.until)
    after = add_net(scope.unions, after=scope.until)
    for row in rows.order_by("line__union__path", "pk"):
        closing = stored.get(row.pk, Decimal("0.00")) - after.get(row.pk, Decimal(0))
        opening = closing - within.get(row.pk, Decimal(0))
        union = unions[row.line.union_id]
        yield row.pk, union.code, account_name(row, union), row.bucket, opening, closing
