"""The trail read again: what a day holds, and where it is not what was sealed."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import connection
from django.db.models import F, Func, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _

from hardship.audit.models import AuditRecord
from hardship.seals.models import Seal
from hardship.seals.rules import NOTHING_BEFORE, Anchored, chain_of, digest_of, print_row, read_prints

AT_ONCE = 5_000
GRACE = timedelta(minutes=15)  # what was begun before midnight has been written by then
GUARDS = (
    ("audit_auditrecord", "audit_auditrecord_append_only"),
    ("audit_auditrecord", "audit_auditrecord_no_truncate"),
    ("audit_auditrecord", "seals_keep_days"),
    ("seals_seal", "seals_seal_append_only"),
    ("seals_seal", "seals_seal_no_truncate"),
    ("seals_seal", "seals_follow"),
    ("seals_anchor", "seals_anchor_append_only"),
    ("seals_anchor", "seals_anchor_no_truncate"),
)
# Everything that a row says, but for the ancestors of its union: they move with it.
TOLD = Cast(
    Func(
        "id", "uid", "kind", "action", "target_type", "target_id", "union_id",
        Func(F("at"), template="(extract(epoch FROM %(expressions)s) * 1000000)::bigint"),
        "by_id", "stood_in_for_id", Func("address", function="host"), "request_id", "data",
        Func("changes", template="encode(%(expressions)s, 'hex')"),
        function="jsonb_build_array",
    ),
    TextField(),
)  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """One thing that is not as it was sealed, in words; `key` is the number of the row, 0 for a whole day."""

    day: date | None
    key: int
    text: str

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.text}" if self.day else self.text


def start_of(day: date) -> datetime:
    """Midnight, at which that local day begins."""
    return timezone.make_aware(datetime.combine(day, time.min))


def prints_of(day: date) -> Iterator[bytes]:
    """The prints of all rows of a day as they are now, in the order of numbers."""
    since, until = start_of(day), start_of(day + timedelta(days=1))
    rows = AuditRecord.objects.filter(at__gte=since, at__lt=until).order_by("pk").annotate(told=TOLD)
    for key, told in rows.values_list("pk", "told").iterator(chunk_size=AT_ONCE):
        yield print_row(key, told)


def next_day() -> date | None:
    """The first day that is not sealed yet, if it is over: the one after the last seal, else that of the
    first row."""
    last = Seal.objects.order_by("-day").values_list("day", flat=True).first()
    if last:
        day = last + timedelta(days=1)
    else:
        first = AuditRecord.objects.order_by("at").values_list("at", flat=True).first()
        if first is None:
            return None
        day = timezone.localdate(first)
    return day if start_of(day + timedelta(days=1)) + GRACE <= timezone.now() else None


def list_seals() -> QuerySet[Seal]:
    """The seals with where they were told, the newest first, without their prints."""
    return Seal.objects.order_by("-day").defer("prints").prefetch_related("anchors")


def find_faults(*, tell: Callable[[int], object] = lambda _done: None) -> Iterator[Fault]:
    """Everything that is not as it was sealed, from the first day on: guards that are off, a broken chain,
    rows that were changed, taken out or put in. `tell` hears how many days were read."""
    yield from _guards()
    previous, day = NOTHING_BEFORE, None
    for done, seal in enumerate(Seal.objects.order_by("day").iterator(chunk_size=1), 1):
        if day and seal.day != day + timedelta(days=1):
            yield Fault(day + timedelta(days=1), 0, _("没有封存：这一天的封存被删除了。"))
        yield from _chain(seal, previous)
        yield from _rows(seal)
        previous, day = seal.chain, seal.day
        tell(done)
    yield from _before(day)


def compare(anchors: Iterable[Anchored]) -> Iterator[Fault]:
    """What left the machine against the seals: a chain that was made anew as a whole agrees with itself, and
    not with what was told of it before."""
    seals = {seal.day: seal for seal in Seal.objects.defer("prints")}
    for told in anchors:
        seal = seals.get(told.day)
        if seal is None:
            yield Fault(told.day, 0, _("外部留存里有这一天，系统里没有这一天的封存。"))
        elif (told.rows, told.chain) != (seal.rows, seal.chain):
            yield Fault(told.day, 0, _("和外部留存的校验码不一致：封存以后整套重做过。"))


def _guards() -> Iterator[Fault]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE t.tgenabled IN ('O', 'A') AND NOT t.tgisinternal"
        )
        there = set(cursor.fetchall())
    for table, name in GUARDS:
        if (table, name) not in there:
            yield Fault(None, 0, _("数据库里防改动的触发器“%(name)s”不在或已停用。") % {"name": name})


def _chain(seal: Seal, previous: str) -> Iterator[Fault]:
    digest = digest_of(bytes(seal.prints))
    chain = chain_of(day=seal.day, rows=seal.rows, digest=digest, previous=previous)
    if (seal.digest, seal.previous, seal.chain) != (digest, previous, chain):
        yield Fault(seal.day, 0, _("封存本身被改动：校验码和内容、前一天对不上。"))


def _rows(seal: Seal) -> Iterator[Fault]:
    """The rows of the day against their prints, both in the order of numbers."""
    sealed = dict(read_prints(bytes(seal.prints)))
    for made in prints_of(seal.day):
        ((key, digest),) = read_prints(made)
        was = sealed.pop(key, None)
        if was is None:
            yield Fault(seal.day, key, _("第 %(key)s 条是封存以后加进去的。") % {"key": key})
        elif was != digest:
            yield Fault(seal.day, key, _("第 %(key)s 条被改动过。") % {"key": key})
    for key in sealed:
        yield Fault(seal.day, key, _("第 %(key)s 条被删除，或者改到了别的日期。") % {"key": key})


def _before(last: date | None) -> Iterator[Fault]:
    """What stands before the first day that was sealed."""
    if last is None:
        return
    first = Seal.objects.order_by("day").values_list("day", flat=True)[0]
    rows = AuditRecord.objects.filter(at__lt=start_of(first)).order_by("pk")
    for key in rows.values_list("pk", flat=True)[:AT_ONCE]:
        yield Fault(first, key, _("第 %(key)s 条的时间早于第一次封存。") % {"key": key})
