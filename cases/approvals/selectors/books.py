"""What approvals and the ledger must agree about: an approved application holds its money, no other does."""

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import CharField, DecimalField, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.applications.models import Application
from cases.applications.states import State
from funds.ledgers.models import Commitment
from funds.ledgers.selectors import Difference, ledger_check
from funds.ledgers.selectors.checking import Unions

HELD = F("committed") + F("in_transit") + F("paid")
NOTHING = Value(Decimal(0), output_field=DecimalField())


@ledger_check("approvals", gettext_lazy("每件批准的申请占用其金额，其他申请没有占用"))
def check_approvals(unions: Unions) -> Iterator[Difference]:
    """`unions` are those that hold the money: the city of an application."""
    source = Concat(Value("applications.application:"), Cast(OuterRef("pk"), CharField()))
    holds = Commitment.objects.filter(source=source).annotate(held=HELD).filter(held__gt=0)
    rows = Application.objects.annotate(held=Coalesce(Subquery(holds.values("held")[:1]), NOTHING))
    wrong = rows.filter(
        (Q(state=State.APPROVED) & ~Q(held=F("amount"))) | (~Q(state=State.APPROVED) & Q(held__gt=0))
    )
    if unions is not None:
        wrong = wrong.filter(city__in=unions)
    for row in wrong.order_by("pk"):
        expected = row.amount if row.state == State.APPROVED else 0
        where = _("申请 %s（%s）") % (row.number or row.pk, row.get_state_display())
        yield Difference(where, _("占用 %s") % expected, str(row.held))
