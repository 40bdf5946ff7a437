"""到账回访 of the demo's first city: a rule, calls of every kind, some that differ from the books."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from cases.callbacks import services
from cases.callbacks.models import Callback
from cases.callbacks.selectors import has_hand
from cases.callbacks.services import Answer
from funds.payments.models import Payment
from funds.payments.states import PaymentState
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.demo import clock

DAYS, SHARE, ABOVE = 7, Decimal(60), Decimal(3000)
# What each of these said: share of the sum that arrived, score, effect, opinion, measure.
SAID = (
    (1, 5, "eased", "工作人员态度好。", ""),
    (1, 4, "eased", "希望医药费也能报一些。", "下月申请大病救助"),
    (0, 2, "same", "没有看到钱。", ""),
    (1, 2, "same", "钱少了，孩子学费还差。", "联系金秋助学"),
    (1, 5, "solved", "", ""),
)
MISSED = 2  # so many are tried three times


def build_callbacks(*, people: Mapping[str, User], today: date) -> int:
    """Returns how many were drawn."""
    city = people["nt.approver"].union
    arrived = Payment.objects.filter(city=city, state=PaymentState.PAID).order_by("paid_on")
    first = arrived.first()
    if first is None or first.paid_on is None:
        return 0
    start = max(first.paid_on, today - services.WINDOW)
    with clock.at(start - timedelta(days=1)):
        services.set_rule(by=people["nt.approver"], valid_from=start, days=DAYS, share=SHARE, all_above=ABOVE)
    drawn = services.draw()
    clerks = {user.union_id: user for user in people.values() if user.has_role(Role.CLERK)}
    rows = Callback.objects.filter(due_on__lte=today).select_related("payment").order_by("due_on", "pk")
    mine = [(row, clerks[row.union_id]) for row in rows if row.union_id in clerks]
    mine = [(row, who) for row, who in mine if not has_hand(row.payment_id, who)]
    for row, who in mine[:MISSED]:
        for place, miss in enumerate(("no_answer", "wrong", "absent")):
            with clock.at(today, 9 + place):
                services.record_try(callback_id=row.pk, on=today, mode="phone", miss=miss, by=who)
    for (row, who), said in zip(mine[MISSED:], SAID, strict=False):
        with clock.at(today, 14):
            services.record_answer(callback_id=row.pk, answer=_answer(row, said, today), by=who)
    return drawn


def _answer(row: Callback, said: tuple[int, int, str, str, str], today: date) -> Answer:
    part, score, effect, opinion, measure = said
    got = row.payment.amount * part
    return Answer(
        on=today, mode="phone", said_amount=got, collector="self" if got else "nobody", effect=effect,
        score=score, received_on=row.paid_on if got else None,
        spent_on="买药、交学费" if got else "", opinion=opinion, measure=measure,
    )  # fmt: skip
