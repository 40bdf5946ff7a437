"""领取期限 on the monthly page of deadlines: collected in time, late or lapsed, past and held, to come."""

from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Case, CharField, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.applications.models import Application
from cases.applications.rules import SOURCE
from cases.applications.states import State
from cases.approvals.selectors.deadlines import IN_TIME, LATE, NOBODY, OPEN, OPEN_LATE, at_or_below
from cases.approvals.selectors.terms import TERMS, Term
from cases.outcomes.models import Telling
from cases.outcomes.selectors.collecting import FIRST
from funds.payments.models import Payable, Payment
from funds.payments.states import PaymentState
from hardship.accounts.models import Union, User


def _to_be_collected(user: User, union: Union, first: date, last: date) -> QuerySet[Any]:
    """What stands approved, or lapsed, at this union and below it; whoever recorded the telling is its
    person."""
    told = Telling.objects.filter(
        FIRST, collect_by__range=(first, last), step__target=State.APPROVED,
        step__round=F("step__application__round"),
    )  # fmt: skip
    own = Telling.objects.filter(
        step__application=OuterRef("pk"), step__round=OuterRef("round"), step__target=State.APPROVED
    ).order_by("pk")
    source = Concat(Value(f"{SOURCE}:"), Cast(OuterRef("pk"), CharField()))
    paid = Payment.objects.filter(payable__source=source, state=PaymentState.PAID).order_by("-pk")
    set_off = Payable.objects.filter(source=source, set_off_on__isnull=False)
    rows: QuerySet[Any] = Application.objects.visible_to(user).filter(
        at_or_below("union", union), state__in=(State.APPROVED, State.LAPSED),
        pk__in=told.values("step__application"),
    )  # fmt: skip
    rows = rows.annotate(
        term_on=Subquery(own.values("collect_by")[:1]),
        place=F("union"),
        done_on=Coalesce(
            Subquery(paid.values("paid_on")[:1]),
            Subquery(set_off.values("set_off_on")[:1]),
            F("fulfilment__done_on"),
        ),
        person=Coalesce(Subquery(own.values("by")[:1]), Value(NOBODY), output_field=BigIntegerField()),
    )
    judged: QuerySet[Any] = rows.annotate(
        result=Case(
            When(state=State.LAPSED, then=Value(LATE)),
            When(done_on__lte=F("term_on"), then=Value(IN_TIME)),
            When(done_on__isnull=False, then=Value(LATE)),
            When(term_on__lt=timezone.localdate(), then=Value(OPEN_LATE)),
            default=Value(OPEN),
            output_field=CharField(),
        )
    )
    return judged


TERMS.add("collect")(
    Term(
        _("领取期限"),
        {IN_TIME: _("按期领取"), LATE: _("逾期领取或失效"), OPEN_LATE: _("过期未领"), OPEN: _("未到期")},
        _("政策规定了领取期限、已经告知职工的，按最迟领取日期所在的月份、申报工会统计；人员是登记告知的人。"
          "“逾期领取或失效”含过了期才发到的；“过期未领”是有可用银行卡、已在发放批次或花名册上、"
          "或者复核过，没有自动失效的。"),
        _to_be_collected,
    )
)  # fmt: skip
