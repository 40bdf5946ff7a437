"""Whose account it is: what the accounts of others, people and institutions, say of the one that is paid to.

Many are paid at the account of one hospital or school, which is no fault; that it is a person's card too is.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as say

from funds.payments.models import OtherPayee, Payable
from funds.payments.rules import Finding
from funds.payments.selectors.due import Due
from funds.payments.states import INSTITUTIONS, OtherState, PayableState

Holders = dict[bytes, set[tuple[bytes | None, str]]]


def find_shared(due: Sequence[Due]) -> dict[int, list[Finding]]:
    """Whose card another person of another family is paid on, too, or whose account is another kind's."""
    cards = {row.card_index for row in due if row.card_index}
    holders: Holders = defaultdict(set)
    for card, person, subject in _owed(cards).values_list("bank_card_index", "id_number_index", "subject"):
        holders[_key(card)].add((as_bytes(person), subject))
    for row in due:
        if row.card_index and row.institution is None:
            holders[row.card_index].add((row.person, row.payable.subject))
    theirs = {_key(card) for card in _institutions(cards).values_list("bank_card_index", flat=True)}
    judged = {row.payable.pk: _judge_shared(row, holders, theirs) for row in due}
    return {key: [finding] for key, finding in judged.items() if finding is not None}


def _judge_shared(due: Due, holders: Holders, institutions: set[bytes]) -> Finding | None:
    if not due.card_index:
        return None
    if due.institution is not None:
        mine = holders.get(due.card_index)
        return Finding("shared", say("这个账户还登记为个人的收款账户")) if mine else None
    if due.card_index in institutions:
        return Finding("shared", say("这个账户登记为医院、学校的收款账户"))
    return Finding("shared") if _has_others(due, holders) else None


def _has_others(due: Due, holders: Mapping[bytes, set[tuple[bytes | None, str]]]) -> bool:
    others = holders.get(due.card_index, set()) if due.card_index else set()
    return any(person != due.person and subject != due.payable.subject for person, subject in others)


def find_names(due: Sequence[Due]) -> dict[int, list[Finding]]:
    """Whose account is known as that of somebody else: of the family, or of who was to be paid instead; of a
    hospital or school, of another one, or which has another account as well."""
    cards = {row.card_index for row in due if row.card_index}
    names: dict[tuple[bytes, str], set[str]] = defaultdict(set)
    known = OtherPayee.objects.filter(bank_card_index__in=cards).exclude(state=OtherState.DECLINED).order_by()
    for rows, subject, name in ((_owed(cards), "subject", "payee"), (known, "payable__subject", "name")):
        for card, whose, said in rows.values_list("bank_card_index", subject, name):
            names[_key(card), whose].add(said)
    found = {
        row.payable.pk: [Finding("name")]
        for row in due
        if row.card_index and row.institution is None
        and names[row.card_index, row.payable.subject] - {row.holder}
    }  # fmt: skip
    return found | _find_institutions_names([row for row in due if row.institution is not None])


def _find_institutions_names(due: Sequence[Due]) -> dict[int, list[Finding]]:
    cards = {row.card_index for row in due if row.card_index}
    numbers = {_key(row.institution.number_index) for row in due if row.institution}
    names: dict[bytes, set[str]] = defaultdict(set)
    accounts: dict[bytes, set[bytes]] = defaultdict(set)
    rows = _institutions(cards) | _institutions(None).filter(number_index__in=numbers)
    for card, number, name in rows.values_list("bank_card_index", "number_index", "name"):
        names[_key(card)].add(name)
        accounts[_key(number)].add(_key(card))
    found: dict[int, list[Finding]] = {}
    for row in due:
        if row.institution is None or not row.card_index:
            continue
        if others := names[row.card_index] - {row.institution.name}:
            told = {"name": "、".join(sorted(others))}
            found[row.payable.pk] = [Finding("name", say("这个账户还登记为“%(name)s”的收款账户") % told)]
        elif accounts[_key(row.institution.number_index)] - {row.card_index}:
            found[row.payable.pk] = [Finding("name", say("同一家医院、学校还登记过别的账户"))]
    return found


def _owed(cards: Iterable[bytes]) -> QuerySet[Payable]:
    rows: QuerySet[Payable] = Payable.objects.filter(bank_card_index__in=cards)
    return rows.exclude(state=PayableState.VOID).order_by()


def _institutions(cards: Iterable[bytes] | None) -> QuerySet[OtherPayee]:
    """Requests that a hospital or school is paid, but for those that were declined or taken back."""
    live = (OtherState.ASKED, OtherState.APPROVED)
    rows: QuerySet[OtherPayee] = OtherPayee.objects.filter(party__in=INSTITUTIONS, state__in=live).order_by()
    return rows if cards is None else rows.filter(bank_card_index__in=cards)


def as_bytes(value: object) -> bytes | None:
    return None if value is None else bytes(value)  # type: ignore[call-overload]


def _key(value: object) -> bytes:
    return as_bytes(value) or b""
