"""What an audit package has of the audit trail: its rows, and the seals of their days."""

import json
from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from hardship.accounts.states import Role
from hardship.audit.selectors import list_readable
from hardship.packages.selectors import PARTS, Piece, Scope, table
from hardship.seals.models import Seal
from hardship.seals.selectors import AT_ONCE, TOLD, start_of

READERS = (Role.AUDITOR, Role.ADMINISTRATOR)
HEADS = ("day", "rows", "digest", "previous", "chain")


@PARTS.add("seals.trail")
def write_trail(scope: Scope) -> Iterator[Piece]:
    """Of the days of the package; prints are of all unions, and say nothing of what they print."""
    seals = Seal.objects.filter(day__range=(scope.since, scope.until)).order_by("day")
    told = ((row.day, row.rows, row.digest, row.previous, row.chain) for row in seals.defer("prints"))
    yield table("数据/日志封存", _("操作日志每天的封存"), HEADS, told)
    for row in seals.iterator(chunk_size=1):
        name = f"数据/日志摘要/{row.day:%Y-%m-%d}.bin"
        yield Piece(name, _("当天日志逐条的摘要"), [bytes(row.prints)])
    if scope.by.has_role(*READERS):
        yield Piece("数据/操作日志.jsonl", _("操作日志，原文"), _rows(scope))


def _rows(scope: Scope) -> Iterator[bytes]:
    since, until = start_of(scope.since), start_of(scope.until + timedelta(days=1))
    rows = list_readable(scope.by).filter(union__in=scope.unions, at__gte=since, at__lt=until)
    found = rows.order_by("pk").annotate(told=TOLD).values_list("pk", "at", "told")
    for key, at, told in found.iterator(chunk_size=AT_ONCE):
        day = timezone.localdate(at).isoformat()
        line = {"id": key, "day": day, "told": told}
        yield (json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n").encode()
