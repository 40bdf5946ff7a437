"""发放预检: all that is known against paying a payable, weeks before and once more when it is in a batch.

As many queries for a thousand payables as for one. What payments know themselves is here: the account, the
person's number, whose card it is too, what is paid twice; the rest is asked of `PRECHECKS` and the sources.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as say

from funds.payments.models import PRECHECKS, SOURCES, Payable, Payment
from funds.payments.rules import (
    CODES,
    NAME_WORDS,
    OF_ACCOUNTS,
    TWICE_DAYS,
    Finding,
    in_order,
    judge_account,
    judge_id_number,
)
from funds.payments.selectors.due import Due, plain, read_due
from funds.payments.selectors.holders import as_bytes, find_names, find_shared
from funds.payments.selectors.reading import find_blockers, last_failed, list_unpaid
from funds.payments.states import PayableState, Severity
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.kernel.scope import Part, hands_of

MOST_CHECKED = 3000  # of one list: the oldest first
Found = dict[int, tuple[Finding, ...]]


@dataclass(frozen=True)
class Checked:
    """A payable that waits, with what was found of it: a row of the list, in words for the workbook."""

    payable: Payable
    findings: tuple[Finding, ...]

    @property
    def is_blocked(self) -> bool:
        return any(one.blocks for one in self.findings)

    @property
    def severity(self) -> Severity:
        return Severity.BLOCK if self.is_blocked else Severity.WARN

    @property
    def severity_word(self) -> str:
        return str(self.severity.label)

    @property
    def labels(self) -> str:
        return "；".join(f"{one.code.number} {one.sentence}" for one in self.findings)

    @property
    def remedies(self) -> str:
        return "；".join(one.code.advice for one in self.findings)


def find_findings(payables: Iterable[Payable], *, in_cash: bool = False) -> Found:
    """What is known against paying these, by the payable's id, what blocks first; () where there is nothing.

    The payables may be unsaved ones of what is not decided yet, under keys below 0: their sources are not
    asked whether they may be paid. With `in_cash`, and of what waits in a batch in cash, nothing is said of
    an account."""
    rows = list(payables)
    known = [row for row in rows if SOURCES.get(row.source_kind)]
    due = read_due(known, in_cash=in_cash)
    found: dict[int, list[Finding]] = {row.pk: [] for row in rows}
    asked = find_blockers([row for row in rows if row.pk > 0], lock=False)
    parts: list[Mapping[int, Sequence[Finding]]] = [
        {key: [Finding("source", why)] for key, why in asked.items()},
        {row.payable.pk: _judge(row) for row in due},
        find_shared(due),
        _find_twice(due),
        _find_of_lines(due),
        find_names(due),
        *(check(known) for _name, check in PRECHECKS.items()),
    ]
    handed_out = {row.payable.pk for row in due if row.in_cash}
    for part in parts:
        for key, findings in part.items():
            found[key] += [one for one in findings if key not in handed_out or one.key not in OF_ACCOUNTS]
    return {key: in_order(findings) for key, findings in found.items()}


def find_lines_findings(payments: Sequence[Payment]) -> Found:
    """The same of the lines of a batch, by the line's id."""
    found = find_findings([payment.payable for payment in payments])
    return {payment.pk: found[payment.payable_id] for payment in payments}


def list_checked(rows: QuerySet[Payable]) -> list[Checked]:
    """Those of these payables, of the first MOST_CHECKED, of which something was found."""
    kept = list(rows[:MOST_CHECKED])
    found = find_findings(kept)
    return [Checked(row, found[row.pk]) for row in kept if found[row.pk]]


def list_to_mend(user: User) -> QuerySet[Payable]:
    """What waits to be paid and has something that this person mends, as the last hourly check found it: a
    clerk for their own union, a reviewer where their union reviews, finance what their union pays."""
    places = {
        Role.CLERK: Q(union=user.union_id),
        Role.REVIEWER: hands_of(user, Part.REVIEW),
        Role.FINANCE: Q(commitment__line__union=user.union_id),
    }
    mine = Q(pk__in=())
    for role in filter(user.has_role, places):
        mine |= places[role] & Q(codes__overlap=[code.key for code in CODES if code.mender == role])
    return list_unpaid(user=user).filter(mine)


def _judge(due: Due) -> list[Finding]:
    """An institution has no ID number, and an account without a bank's check digit; it takes no cash."""
    found = judge_id_number(plain(due.payee.id_number))
    other = due.other
    if other is not None and not other.is_approved:
        return [*found, Finding("other"), *judge_account(due.bank_name, due.card)]
    if other is not None and other.is_institution:
        return (
            [*found, Finding("source", say("直接付给医院、学校的，不能用现金发放"))] if due.in_cash else found
        )
    if other is not None:
        found += judge_id_number(other.number.reveal())
    return [*found, *judge_account(due.bank_name, due.card)]


def _find_twice(due: Sequence[Due]) -> dict[int, list[Finding]]:
    """Whom two payables of the same purpose came for within TWICE_DAYS."""
    people = {row.person for row in due if row.person}
    rows = Payable.objects.filter(id_number_index__in=people).exclude(state=PayableState.VOID).order_by()
    near: dict[tuple[bytes | None, str], list[tuple[int, Any]]] = defaultdict(list)
    for key, person, purpose, at in rows.values_list("pk", "id_number_index", "purpose", "created_at"):
        near[as_bytes(person), purpose].append((key, at))
    days = timedelta(days=TWICE_DAYS)
    return {
        row.payable.pk: [Finding("twice")]
        for row in due
        if any(
            key != row.payable.pk and abs(at - row.payable.created_at) < days
            for key, at in near.get((row.person, row.payable.purpose), ())
        )
    }


def _find_of_lines(due: Sequence[Due]) -> dict[int, list[Finding]]:
    """What came of an earlier attempt, and whether the record is another one than the line that waits."""
    failed = last_failed([row.payable for row in due])
    found: dict[int, list[Finding]] = defaultdict(list)
    for row in due:
        key, last = row.payable.pk, failed.get(row.payable.pk)
        if last is not None and last.corrected_at is None and last.bank_card.reveal() == row.card:
            found[key].append(Finding("failed"))
            if any(word in last.failure for word in NAME_WORDS):
                found[key].append(Finding("name", say("银行说户名不符，卡可能不是收款人的")))
        if row.is_in_batch and row.payable.differs_from(row.payee):
            found[key].append(Finding("changed"))
    return found
