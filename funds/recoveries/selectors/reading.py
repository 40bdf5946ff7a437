"""Reads of recoveries: the list, what is late, how much of a payment may still be asked back."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.db.models import F, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds.ledgers.selectors import Difference, ledger_check, of_whole
from funds.ledgers.selectors.checking import Unions
from funds.payments.models import SOURCES, Payable, Payment, PaymentBatch
from funds.payments.states import PaymentState
from funds.recoveries.models import Recovery, RecoveryPart
from funds.recoveries.states import OPEN_STATES, READERS, State
from hardship.accounts.models import User

RELATED = ("union", "payment__payable__commitment__line__fund", "payment__batch", "payment__union")


def list_recoveries(*, user: User) -> QuerySet[Recovery]:
    """The recoveries of the scope, what is due first at the top."""
    rows: QuerySet[Recovery] = Recovery.objects.visible_to(user)
    return rows.select_related(*RELATED).order_by("next_due_on", "pk")


def overdue(rows: QuerySet[Recovery]) -> QuerySet[Recovery]:
    """Those of which a part was due and did not come."""
    return rows.filter(state__in=OPEN_STATES, next_due_on__lt=timezone.localdate())


def list_overdue(user: User) -> QuerySet[Recovery]:
    """Of the person's own union."""
    return overdue(list_recoveries(user=user)).filter(union=user.union_id)


def list_to_waive(user: User) -> QuerySet[Recovery]:
    """What somebody of the union asked to be waived."""
    mine = list_recoveries(user=user).filter(union=user.union_id, state__in=OPEN_STATES)
    return mine.filter(asked_at__isnull=False).exclude(asked_by=user.pk).exclude(asked_for=user.pk)


def list_of_subject(subject: str) -> list[Recovery]:
    """What was asked back of a subject such as "household:17", the newest first."""
    rows = Recovery.objects.filter(payment__payable__subject=subject).select_related(*RELATED)
    return list(rows.order_by("-pk"))


def list_of_batch(batch: PaymentBatch) -> list[Recovery]:
    """What was asked back of the lines of a batch."""
    return list(Recovery.objects.filter(payment__batch=batch).select_related("payment").order_by("pk"))


def find_open_to(user: User, rows: Iterable[Recovery]) -> set[int]:
    """The keys of those of these recoveries whose page this person may open, by role and scope."""
    keys = [row.pk for row in rows]
    if not keys or not user.has_role(*READERS):
        return set()
    return set(Recovery.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))


def list_of_source(source: str) -> QuerySet[Recovery]:
    """What was asked back of what was owed under a source such as "applications.application:42"."""
    rows: QuerySet[Recovery] = Recovery.objects.filter(payment__payable__source=source).order_by("pk")
    return rows


def list_parts(recovery: Recovery) -> list[RecoveryPart]:
    """The instalments that were agreed last, by day."""
    rows = list(recovery.parts.order_by("-plan", "due_on"))
    return [row for row in rows if row.plan == rows[0].plan]


def may_ask(payment: Payment) -> Decimal:
    """How many yuan of a payment may still be asked back: what was paid and nobody asks for yet; nothing of
    what is lent, which has its plan."""
    source = SOURCES.get(payment.payable.source_kind)
    if source is not None and source.is_lent:
        return Decimal(0)
    asked = payment.recoveries.exclude(state=State.VOID).aggregate(total=Sum("amount"))["total"] or Decimal(0)
    return payment.amount - asked if payment.is_paid else Decimal(0)


def why_not_recovered(source: str) -> str:
    """Why what was paid under a source counts as recovered not yet, or '': all of it is asked back, and has
    come or was waived. Nobody asks back what was set off (抵扣)."""
    owed = Payable.objects.filter(source=source, commitment__set_off__gt=0)
    kept = sum(owed.values_list("commitment__set_off", flat=True), Decimal(0))
    lines = Payment.objects.filter(payable__source=source, state=PaymentState.PAID).order_by("pk")
    if left := sum((may_ask(line) for line in lines), kept):
        return _("还有 %(left)s 元没有发起追回，请先在发放批次里发起追回。") % {"left": f"{left:,.2f}"}
    if first := list_of_source(source).filter(state__in=OPEN_STATES).first():
        return _("追回 %(number)s 还没有收完，请先登记收款，或者办理豁免。") % {"number": first.number}
    return ""


@ledger_check("recoveries", gettext_lazy("每笔追回收回的与台账相符"))
def check_recoveries(unions: Unions) -> Iterator[Difference]:
    """What came back of each payable, whichever of its payments paid it, by the recoveries and the ledger;
    what is lent is checked by its own room."""
    rows = Payable.objects.annotate(
        back=Coalesce(Sum("payments__recoveries__repaid"), Decimal(0)),
        booked=of_whole("recovered", "commitment"),
    )
    wrong = rows.exclude(back=F("booked"))
    for kind, source in SOURCES.items():
        if source.is_lent:
            wrong = wrong.exclude(source__startswith=f"{kind}:")
    if unions is not None:
        wrong = wrong.filter(commitment__line__union__in=unions)
    for row in wrong.order_by("pk"):
        yield Difference(_("应付款项 %s") % row.number, _("已追回 %s") % row.back, str(row.booked))


def count_open(union_id: int) -> int:
    return Recovery.objects.filter(union=union_id, state__in=OPEN_STATES).count()
