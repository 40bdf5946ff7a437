"""预警: found and cleared set by set, taken, handled, put off, dismissed; the limits of a union."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.alerts.models import Alert, AlertRule, AlertRun, AlertStep
from cases.alerts.rules import KINDS, AlertKind
from cases.alerts.selectors import alert_blocker, get_rule
from cases.alerts.states import DUE_DAYS, MOST_SNOOZED, TRANSITIONS, Outcome, State
from hardship.accounts.models import Union, User, stood_in_for
from hardship.audit import services as audit
from hardship.jobs.states import WORKER
from hardship.kernel import workflow

# Whoever calculates waits for whoever does so already: the key of one lock of the database.
LOCK = 7_2007
# One statement for each kind. `limits` has the figures of each union: the nearest rule's, and the latest.
# What is known and still so keeps its row and takes today's figures; what is no more ends by itself.
FIND = """
WITH limits AS (
    SELECT seat.id AS union_id, coalesce(rule.first, %(first)s::numeric) AS first,
           coalesce(rule.second, %(second)s::numeric) AS second
      FROM accounts_union seat LEFT JOIN LATERAL (
           SELECT one.* FROM alerts_alertrule one
            WHERE one.kind = %(kind)s AND one.valid_from <= %(today)s AND one.union_id IN (
                  seat.id, seat.township_id, seat.county_id, seat.city_id, seat.province_id)
            ORDER BY array_position(ARRAY[
                  seat.id, seat.township_id, seat.county_id, seat.city_id, seat.province_id], one.union_id),
                  one.valid_from DESC LIMIT 1) rule ON true
     WHERE coalesce(rule.is_on, true)
), hits AS MATERIALIZED ({hits}), known AS (
    UPDATE alerts_alert alert SET figures = hits.figures, union_id = hits.union_id,
           label = left(hits.label, 160),
           owner_id = CASE WHEN alert.union_id <> hits.union_id THEN NULL ELSE alert.owner_id END
      FROM hits
     WHERE alert.kind = %(kind)s AND alert.subject = hits.subject AND alert.gone_on IS NULL
       AND (alert.figures <> hits.figures OR alert.union_id <> hits.union_id)
), gone AS (
    UPDATE alerts_alert alert SET gone_on = %(today)s, until = NULL,
           state = CASE WHEN alert.state IN ('open', 'snoozed') THEN 'gone' ELSE alert.state END
     WHERE alert.kind = %(kind)s AND alert.gone_on IS NULL
       AND NOT EXISTS (SELECT 1 FROM hits WHERE hits.subject = alert.subject)
    RETURNING 1
), fresh AS (
    INSERT INTO alerts_alert (uid, kind, subject, union_id, household_id, label, figures, severity, state,
                              found_on, due_on, outcome, said)
    SELECT gen_random_uuid(), %(kind)s, hits.subject, hits.union_id, hits.household_id, left(hits.label, 160),
           hits.figures, %(severity)s, 'open', %(today)s, %(due)s, '', ''
      FROM hits
     WHERE NOT EXISTS (SELECT 1 FROM alerts_alert alert
                        WHERE alert.kind = %(kind)s AND alert.subject = hits.subject
                          AND alert.gone_on IS NULL)
    RETURNING 1
)
SELECT (SELECT count(*) FROM fresh), (SELECT count(*) FROM gone)
"""


class AlertRefused(workflow.Refused):
    """A sentence for whoever asked."""


@dataclass(frozen=True)
class Found:
    """A calculation in figures."""

    new: int
    gone: int


@transaction.atomic
def find_alerts(*, is_nightly: bool = False) -> Found:
    """Every kind over the whole country; wakes what was put off until today. One at a time."""
    today = timezone.localdate()
    new = gone = 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        _wake(today)
        for kind in KINDS:
            cursor.execute(FIND.replace("{hits}", kind.hits()), _values(kind, today))
            counts = cursor.fetchone()
            new, gone = new + counts[0], gone + counts[1]
    AlertRun.objects.create(on=today, is_nightly=is_nightly, new=new, gone=gone)
    home = Union.objects.filter(parent__isnull=True).order_by("pk").first()
    if home is not None and (new or gone):
        audit.record("alert.find", target=None, by=None, union=home, count=new, gone=gone)
    return Found(new, gone)


def find_nightly() -> Found | None:
    """The calculation of the day, once; cheap when it was done."""
    if AlertRun.objects.filter(on=timezone.localdate(), is_nightly=True).exists():
        return None
    return find_alerts(is_nightly=True)


@transaction.atomic
def take_alert_step(
    *,
    alert_id: int,
    action: str,
    by: User,
    comment: str = "",
    outcome: str = "",
    until: date | None = None,
) -> Alert:
    """Takes one row of states.TRANSITIONS. Raises AlertRefused with a sentence, Alert.DoesNotExist outside
    the person's scope."""
    row: Alert = workflow.lock(Alert.objects.visible_to(by).select_related("union"), alert_id)

    def effect(step: workflow.Step[Alert]) -> None:
        _require_whole(step.row.action, outcome, until)
        handled, snoozed = step.row.action == "handle", step.row.action == "snooze"
        if step.row.action == "take":
            row.owner = by
        else:
            row.said, row.outcome = step.comment.strip()[:300], outcome if handled else ""
            row.until = until if snoozed else None
            row.signed_at, row.signed_by, row.signed_for = step.at, by, stood_in_for(by)
        AlertStep.objects.create(
            alert=row, action=step.row.action, outcome=outcome if handled else "",
            comment=step.comment.strip()[:300], until=until if snoozed else None, at=step.at, by=by,
            stood_in_for=stood_in_for(by),
        )  # fmt: skip

    def log(step: workflow.Step[Alert]) -> Alert:
        audit.record(f"alert.{step.row.action}", target=row, by=by, outcome=row.outcome)
        return row

    return workflow.take(
        TRANSITIONS, row, action=action, by=by, comment=comment, blocker=alert_blocker, effect=effect, log=log
    )


@transaction.atomic
def set_rule(
    *,
    kind: str,
    by: User,
    valid_from: date,
    first: Decimal,
    second: Decimal | None = None,
    is_on: bool = True,
) -> AlertRule:
    """The limits of a kind for the person's union from a day on; what a union above switched on stays on.
    Raises AlertRefused."""
    if valid_from < timezone.localdate():
        raise AlertRefused(_("预警规则从今天或者以后起用。"), "valid_from")
    if AlertRule.objects.filter(union=by.union, kind=kind, valid_from=valid_from).exists():
        raise AlertRefused(_("这一天已经有一条这种预警的规则，请另选一天。"), "valid_from")
    needs = KINDS[kind].second is not None
    if needs != (second is not None):
        raise AlertRefused(
            _("请填写第二个界限。") if needs else _("这种预警只有一个界限，第二个不填。"), "second"
        )
    above = get_rule(by.union.parent, kind, valid_from) if by.union.parent else None
    if not is_on and above is not None and above.is_on:
        raise AlertRefused(
            _("“%(union)s”启用了这种预警，下级工会不能停用，只能另定界限。") % {"union": above.union}, "is_on"
        )
    rule = AlertRule.objects.create(
        union=by.union, kind=kind, valid_from=valid_from, first=first, second=second, is_on=is_on, set_by=by,
        set_for=stood_in_for(by),
    )  # fmt: skip
    audit.record("alert.rule", target=rule, by=by, union=by.union, alert=kind)
    return rule


def _values(kind: AlertKind, today: date) -> dict[str, Any]:
    return {
        "kind": kind.code, "first": kind.first.preset, "second": kind.second.preset if kind.second else None,
        "severity": kind.severity.value, "today": today,
        "due": today + timedelta(days=DUE_DAYS[kind.severity]),
    }  # fmt: skip


def _wake(today: date) -> None:
    """What was put off until today waits again."""
    target = workflow.step(TRANSITIONS, action="wake", state=State.SNOOZED, roles={WORKER}).target
    Alert.objects.filter(state=State.SNOOZED, until__lte=today).update(state=target, until=None)


def _require_whole(action: str, outcome: str, until: date | None) -> None:
    """What was done needs an outcome, what is put off a day."""
    if action == "handle" and outcome not in Outcome.values:
        raise AlertRefused(_("请选择处理结果。"), "outcome")
    if action != "snooze":
        return
    today = timezone.localdate()
    if until is None or not today < until <= today + timedelta(days=MOST_SNOOZED):
        raise AlertRefused(_("暂缓到明天以后、%(n)s 天以内的一天。") % {"n": MOST_SNOOZED}, "until")
