"""What approvals and the money must agree about: an approved application holds its amount and is owed it, no
other does."""

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import CharField, DecimalField, Exists, F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.applications.models import Application
from cases.applications.rules import SOURCE
from cases.applications.states import State
from cases.approvals.models import RouteStage
from cases.giving.models import Instalment
from cases.policies.rules.document.routes import DECIDE
from funds.ledgers.models import Commitment
from funds.ledgers.selectors import Difference, ledger_check
from funds.ledgers.selectors.checking import Unions
from funds.payments.models import Payable
from funds.payments.states import PayableState

HELD = F("committed") + F("in_transit") + F("paid") + F("recovered")
NOTHING = Value(Decimal(0), output_field=DecimalField())


@ledger_check("approvals", gettext_lazy("每件批准的申请占用其金额并有应付款项，其他申请都没有"))
def check_approvals(unions: Unions) -> Iterator[Difference]:
    """`unions` are those that hold the money: those that decide on an application."""
    source = Concat(Value(f"{SOURCE}:"), Cast(OuterRef("pk"), CharField()))
    holds = Commitment.objects.filter(source=source).order_by().values("source")
    holds = holds.annotate(held=Sum(HELD), kept=Sum("set_off"))
    owed = Payable.objects.filter(source=source).exclude(state=PayableState.VOID)
    in_one_sum = Application.objects.exclude(Exists(Instalment.objects.filter(application=OuterRef("pk"))))
    rows = in_one_sum.annotate(
        expected=Coalesce("amount", NOTHING),
        held=Coalesce(Subquery(holds.values("held")[:1]), NOTHING),
        kept=Coalesce(Subquery(holds.values("kept")[:1]), NOTHING),
        owed=Coalesce(Subquery(owed.values("amount")[:1]), NOTHING),
    )
    wrong = rows.filter(
        Q(state=State.APPROVED) & ~Q(held=F("expected"), owed=F("expected"))
        | ~Q(state=State.APPROVED) & (~Q(held=F("kept")) | Q(owed__gt=0))
    )
    if unions is not None:
        deciding = RouteStage.objects.filter(
            application=OuterRef("pk"), round=OuterRef("round"), kind=DECIDE, union__in=unions
        )
        wrong = wrong.filter(Exists(deciding))
    for row in wrong.order_by("pk"):
        expected = (row.expected, row.expected) if row.state == State.APPROVED else (row.kept or 0, 0)
        where = _("申请 %s（%s）") % (row.number or row.pk, row.get_state_display())
        there = _("占用 %s，应付 %s") % (row.held, row.owed)
        yield Difference(where, _("占用 %s，应付 %s") % expected, there)
