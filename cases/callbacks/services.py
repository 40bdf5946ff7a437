"""到账回访: drawn from what arrived, tried, answered; what differs is settled; the rules of the draw."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.callbacks.models import Callback, CallbackRule, CallbackTry, Difference
from cases.callbacks.selectors import call_blocker, get_rule, settle_blocker
from cases.callbacks.states import (
    CALLABLE,
    DIFFERENCE_TRANSITIONS,
    MOST_TRIES,
    TRANSITIONS,
    Collector,
    State,
)
from funds.payments.models import BOUNCES, Payment
from hardship.accounts.models import Union, User, stood_in_for
from hardship.audit import services as audit
from hardship.jobs.states import WORKER
from hardship.kernel import workflow
from hardship.kernel.money import format_yuan

ALL = Decimal(100)  # a share that leaves nothing out
WINDOW = timedelta(days=40)  # what arrived before was drawn, or not, while it was new
# A rule holds for what arrives from its day on: the nearest union's, of these the latest (get_rule).
DRAW = """
WITH arrived AS (
    SELECT paid.id, paid.uid, paid.amount, paid.paid_on, paid.union_id, owed.subject,
           rule.id AS rule_id, rule.days, rule.share, rule.all_above, rule.seed,
           row_number() OVER (PARTITION BY paid.id ORDER BY array_position(ARRAY[
               paid.union_id, paid.township_id, paid.county_id, paid.city_id, paid.province_id
           ], rule.union_id), rule.valid_from DESC) AS place
      FROM payments_payment paid
      JOIN payments_payable owed ON owed.id = paid.payable_id
      JOIN callbacks_callbackrule rule ON rule.valid_from <= paid.paid_on AND rule.union_id IN (
           paid.union_id, paid.township_id, paid.county_id, paid.city_id, paid.province_id)
     WHERE paid.state = 'paid' AND paid.paid_on >= %(since)s AND paid.paid_on <= %(today)s
       AND owed.subject <> '' AND owed.source NOT LIKE 'loans.%%'
       AND NOT EXISTS (SELECT 1 FROM callbacks_callback known WHERE known.payment_id = paid.id)
)
INSERT INTO callbacks_callback (
    uid, payment_id, rule_id, household_id, union_id, due_on, state, tries, mode, collector, spent_on, effect,
    opinion, measure, reason)
SELECT gen_random_uuid(), id, rule_id,
       CASE WHEN subject LIKE 'household:%%' THEN split_part(subject, ':', 2)::bigint END,
       union_id, paid_on + days, 'due', 0, '', '', '', '', '', '', ''
  FROM arrived
 WHERE place = 1 AND (amount > all_above OR callbacks_lot(seed, uid) < share * 100)
 ORDER BY id
ON CONFLICT (payment_id) DO NOTHING
"""


class CallbackRefused(workflow.Refused):
    """A sentence for whoever asked."""


@dataclass(frozen=True)
class Answer:
    """What somebody said: yuan and day, '' and None for what they did not say."""

    on: date
    mode: str
    said_amount: Decimal
    collector: str
    effect: str
    score: int
    received_on: date | None = None
    spent_on: str = ""
    opinion: str = ""
    measure: str = ""


@transaction.atomic
def draw() -> int:
    """Draws, in one statement, what arrived lately and has no call yet; returns how many were drawn. Safe at
    any time: the same payment draws the same lot."""
    if not CallbackRule.objects.exists():
        return 0
    today = timezone.localdate()
    with connection.cursor() as cursor:
        cursor.execute(DRAW, {"since": today - WINDOW, "today": today})
        drawn: int = cursor.rowcount
    home = Union.objects.filter(parent__isnull=True).order_by("pk").first()
    if drawn and home is not None:
        audit.record("callback.draw", target=None, by=None, union=home, count=drawn)
    return drawn


@transaction.atomic
def set_rule(
    *, by: User, valid_from: date, days: int, share: Decimal, all_above: Decimal | None = None
) -> CallbackRule:
    """A rule of the person's union from a day to come on, with a seed of its own; it asks after no less than
    that of the unions above. Raises CallbackRefused."""
    if valid_from <= timezone.localdate():
        raise CallbackRefused(_("回访规则最早从明天起用，今天到账的照原来的规则抽。"), "valid_from")
    if CallbackRule.objects.filter(union=by.union, valid_from=valid_from).exists():
        raise CallbackRefused(_("这一天已经有一条回访规则，请另选一天。"), "valid_from")
    if by.union.parent is not None:
        _require_no_less(get_rule(by.union.parent, valid_from), share, all_above)
    rule = CallbackRule.objects.create(
        union=by.union, valid_from=valid_from, days=days, share=share, all_above=all_above, set_by=by,
        set_for=stood_in_for(by),
    )  # fmt: skip
    audit.record("callback.rule", target=rule, by=by, union=by.union, days=days, share=str(share))
    return rule


@transaction.atomic
def record_try(*, callback_id: int, on: date, mode: str, miss: str, by: User) -> Callback:
    """A try that reached nobody; the third gives it up until somebody comes by. Raises CallbackRefused, and
    Callback.DoesNotExist outside the person's scope."""
    row = _lock(callback_id, by)
    workflow.require(TRANSITIONS, row, action="record", by=by, blocker=call_blocker)
    _require_day(row, on)
    CallbackTry.objects.create(
        callback=row, on=on, mode=mode, miss=miss, by=by, stood_in_for=stood_in_for(by)
    )
    row.tries += 1
    if row.tries >= MOST_TRIES and row.state == State.DUE:
        row.state = workflow.step(TRANSITIONS, action="give_up", state=row.state, roles={WORKER}).target
    row.save(update_fields=["tries", "state"])
    audit.record("callback.try", target=row, by=by, tries=row.tries)
    return row


@transaction.atomic
def record_answer(*, callback_id: int, answer: Answer, by: User) -> Callback:
    """What somebody said; a sum that is not the books' opens a difference (kept by the database). Raises
    CallbackRefused, and Callback.DoesNotExist outside the person's scope."""
    row = _lock(callback_id, by)
    _require_day(row, answer.on)
    _require_sense(row, answer)

    def effect(step: workflow.Step[Callback]) -> None:
        for name, value in vars(answer).items():
            setattr(row, name, value)
        row.signed_for = stood_in_for(by)

    def log(step: workflow.Step[Callback]) -> Callback:
        audit.record("callback.record", target=row, by=by, score=answer.score)
        return row

    return workflow.take(
        TRANSITIONS, row, action="record", by=by, blocker=call_blocker, effect=effect, stamp="signed", log=log
    )


@transaction.atomic
def end_call(*, callback_id: int, reason: str, by: User) -> Callback:
    """Nobody asks any more whoever was not reached, and why. Raises workflow.Refused, Callback.DoesNotExist
    outside the person's scope."""
    row = _lock(callback_id, by)

    def effect(step: workflow.Step[Callback]) -> None:
        row.signed_for = stood_in_for(by)

    def log(step: workflow.Step[Callback]) -> Callback:
        audit.record("callback.end", target=row, by=by)
        return row

    return workflow.take(
        TRANSITIONS, row, action="end", by=by, comment=reason, blocker=call_blocker, effect=effect,
        stamp="signed", note="reason", log=log,
    )  # fmt: skip


@transaction.atomic
def settle_difference(*, difference_id: int, outcome: str, finding: str, by: User) -> Difference:
    """What an auditor found. Raises workflow.Refused, Difference.DoesNotExist outside the person's scope."""
    rows = Difference.objects.visible_to(by).select_related("callback", "union")
    row: Difference = workflow.lock(rows, difference_id)

    def effect(step: workflow.Step[Difference]) -> None:
        row.outcome, row.settled_for = outcome, stood_in_for(by)

    def log(step: workflow.Step[Difference]) -> Difference:
        audit.record("callback_difference.settle", target=row, by=by, outcome=outcome)
        return row

    return workflow.take(
        DIFFERENCE_TRANSITIONS, row, action="settle", by=by, comment=finding, blocker=settle_blocker,
        effect=effect, stamp="settled", note="finding", log=log,
    )  # fmt: skip


@BOUNCES.add("callbacks.end")
def end_with_bounce(payment: Payment, *, by: User) -> None:
    """What the bank took back is not called after; a call that was made stays."""
    row = Callback.objects.select_for_update().filter(payment=payment, state__in=CALLABLE).first()
    if row is not None:
        row.state = workflow.step(TRANSITIONS, action="end", state=row.state, roles={WORKER}).target
        row.save(update_fields=["state"])
        audit.record("callback.end", target=row, by=by)


def _require_no_less(above: CallbackRule | None, share: Decimal, all_above: Decimal | None) -> None:
    """Whoever approves the money asks after at least what the unions above want asked."""
    if above is None:
        return
    if share < above.share:
        raise CallbackRefused(
            _("“%(union)s”规定至少抽取 %(share)s%%，不能抽得更少。")
            % {"union": above.union, "share": above.share}, "share",
        )  # fmt: skip
    if above.all_above is not None and share < ALL and (all_above is None or all_above > above.all_above):
        raise CallbackRefused(
            _("“%(union)s”规定超过 %(yuan)s 元的全部回访，请填写这个金额或者更小的。")
            % {"union": above.union, "yuan": format_yuan(above.all_above)}, "all_above",
        )  # fmt: skip


def _lock(key: int, by: User) -> Callback:
    row: Callback = workflow.lock(Callback.objects.visible_to(by).select_related("union", "payment"), key)
    return row


def _require_day(row: Callback, on: date) -> None:
    if on > timezone.localdate():
        raise CallbackRefused(_("日期不能晚于今天，请核对。"), "on")
    if row.paid_on is not None and on < row.paid_on:
        raise CallbackRefused(_("这笔款 %(day)s 才到账，回访不能早于这一天。") % {"day": row.paid_on}, "on")


def _require_sense(row: Callback, answer: Answer) -> None:
    """A sum goes with a day and somebody who took it, nothing with neither."""
    got = answer.said_amount > 0
    wrong: Mapping[str, Any] = {
        "received_on": got != (answer.received_on is not None),
        "collector": got != (answer.collector != Collector.NOBODY),
    }
    for field, is_wrong in wrong.items():
        if is_wrong:
            raise CallbackRefused(_("收到钱的写明哪天、谁领的；没有收到的金额填 0，不填日期。"), field)
    if answer.received_on is not None and answer.received_on > answer.on:
        raise CallbackRefused(_("收到的日期不能晚于回访日期。"), "received_on")
