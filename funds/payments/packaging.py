"""What an audit package has of payments: each line that was paid or came back, and what held its money."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from funds.payments.columns import ROSTER
from funds.payments.models import Payment
from funds.payments.selectors import list_roster
from funds.payments.states import PaymentState
from hardship.packages.selectors import PARTS, Piece, Scope, roster, table

HEADS = ("batch", "line", "amount", "paid_on", "bounced_on", "paid_here", "back_here", "commitments")
LEFT = (PaymentState.PAID, PaymentState.BOUNCED)  # what went and stayed away, or came back


@PARTS.add("payments.payments")
def write_payments(scope: Scope) -> Iterator[Piece]:
    """By batch and line, of the unions that pay. A line is in the books on the day on which its answer was
    entered, and again on the day on which it came back."""
    rows = list_roster(user=scope.by).filter(batch__union__in=scope.unions, state__in=LEFT)
    days = (scope.since, scope.until)
    rows = rows.filter(Q(resolved_at__date__range=days) | Q(bounced_on__range=days))
    rows = rows.order_by("batch__number", "batch_id", "line")
    yield table("数据/发放", _("每笔发放和它的占用"), HEADS, (_line(row, scope) for row in rows))
    yield from roster("花名册/发放花名册", _("发放花名册"), ROSTER, rows, scope, ("amount",))


def _line(row: Payment, scope: Scope) -> tuple[object, ...]:
    booked = timezone.localdate(row.resolved_at) if row.resolved_at else None
    here, back = (
        int(day is not None and scope.since <= day <= scope.until) for day in (booked, row.bounced_on)
    )
    whole = row.payable.commitment
    keys = " ".join(str(key) for key in (whole.pk, *sorted(part.pk for part in whole.parts.all())))
    return row.batch.number, row.line, row.amount, row.paid_on, row.bounced_on, here, back, keys
