"""An approved list holds its cash and owes it to everybody on it, by the one mechanism of payments; what must
hold before money leaves."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.selectors.payees import get_payee
from cases.archives.models import Household
from cases.archives.rules.subjects import person_of, subject_of
from cases.archives.selectors.grace import list_aided
from cases.campaigns.models import Beneficiary, CampaignList
from cases.campaigns.selectors import get_caps
from cases.campaigns.selectors.gifts import get_given, sum_by_person
from cases.campaigns.services.refusals import CampaignRefused
from cases.campaigns.states import GIFTS, SOURCE, ListState
from funds.ledgers import services as ledger
from funds.ledgers.models import CapUsage, Commitment
from funds.ledgers.rules import Draw
from funds.ledgers.services import CapClaim, LedgerRefused, Order, Whom
from funds.payments.models import SOURCES, Payable, PayableSource, Payee
from funds.payments.services import Owed, void_payables
from funds.payments.services.payables import Debt, create_payables
from hardship.accounts.models import User

NAMES = 5


def hold_list(row: CampaignList, *, by: User, on: date) -> None:
    """Holds the cash of everybody on a list on its line and owes it to them; each counts against the cap of
    the year for one person, with the worth of goods. Call it in the transaction of the approval.

    Whoever approves takes the turns of all these people first: two unions cannot both pass the cap. Raises
    CampaignRefused that names who gets too much or what the ledger refuses."""
    rows = list(row.rows.filter(removed_at__isnull=True).select_related("household__head", "person", "group"))
    claims = _claims(row, rows, on)
    paid = [one for one in rows if one.cash]
    if not paid or row.line is None:
        return
    orders = [
        Order(
            [Draw(row.line.pk, row.line.use_id, one.cash)], one.code, _key(one, row, "hold"), on,
            [claims[index]] if (index := _index(one)) in claims else [],
            f"{row.campaign.number} {one.group.name}", _whom(one),
        )
        for one in paid
    ]  # fmt: skip
    held = _sound(paid, ledger.commit_each(orders, by=by))
    create_payables([_debt(row, one, commitment) for one, commitment in zip(paid, held, strict=True)], by=by)


def let_go_list(row: CampaignList, *, by: User, reason: str) -> None:
    """Takes back what is owed to everybody on a list. Raises as `let_go` does."""
    rows = row.rows.filter(removed_at__isnull=True, cash__gt=0).order_by("pk")
    let_go(row, list(rows), by=by, reason=reason)


def let_go(row: CampaignList, rows: Sequence[Beneficiary], *, by: User, reason: str) -> None:
    """Voids what is owed to these of a list and releases what is held, off the caps too; takes the turns of
    all of them before the first release, in the order of `hold_list`. Raises CampaignRefused once money of
    one of them left, and PaymentRefused for what is at the bank."""
    held = _held(rows)
    for one in rows:
        found = held.get(one.code)
        if found is None or not found.committed:
            words = {"name": one.name}
            if found is not None and found.in_transit:
                raise CampaignRefused(_("%(name)s的款项已经送银行，请等银行的结果。") % words)
            raise CampaignRefused(_("%(name)s的款项已经发放，不能再取消。") % words)
        void_payables(source=one.code, by=by)
    today = timezone.localdate()
    _line_up_again(list(held.values()), today)
    for one in rows:
        ledger.release(
            commitment_id=held[one.code].pk, by=by, key=_key(one, row, "release"), on=today,
            reason=reason[:200],
        )  # fmt: skip


def _held(rows: Sequence[Beneficiary]) -> dict[str, Commitment]:
    """The last commitment of each of these by its source."""
    found = Commitment.objects.filter(source__in=[one.code for one in rows], part_of=None)
    return {one.source: one for one in found.order_by("created_at")}


def _line_up_again(held: Sequence[Commitment], on: date) -> None:
    usages = CapUsage.objects.filter(shares__commitment__in=[one.pk for one in held]).distinct()
    turns = [CapClaim(one.subject, one.scope, one.year, one.cap) for one in usages]
    ledger.line_up(line_ids=sorted({one.line_id for one in held}), caps=turns, on=on)


def _claims(row: CampaignList, rows: Sequence[Beneficiary], on: date) -> Mapping[bytes | None, CapClaim]:
    """What each person takes of the cap of the year, with their rows locked. What they got of goods is beside
    the ledger's books, so it comes off the cap. Raises CampaignRefused for goods alone that are too much."""
    caps = get_caps(row.union, row.campaign.from_on)
    if caps is None:
        return {}
    cash, goods = sum_by_person(rows, "cash"), sum_by_person(rows, "goods")
    year = row.campaign.year
    turns = [CapClaim(person_of(index), GIFTS, year, caps.yearly) for index in cash]
    whoms = [_whom(one) for one in rows]
    ledger.line_up(line_ids=[row.line.pk] if row.line else [], caps=turns, on=on, whoms=whoms)
    given = get_given(set(cash), year)
    over = [
        one.name
        for one in rows
        if (index := _index(one)) is not None and given.of(index) + cash[index] + goods[index] > caps.yearly
    ]
    if over:
        said = {"names": "、".join(over[:NAMES]), "cap": f"{caps.yearly:,.2f}", "n": len(over)}
        raise CampaignRefused(
            _("%(names)s等 %(n)s 人连同本年其他慰问超过每人每年 %(cap)s 元的限额，请退回减少。") % said
        )
    return {
        index: CapClaim(
            person_of(index), GIFTS, year, caps.yearly, before=given.goods.get(index, 0) + goods[index],
            label=_("每人每年慰问限额"),
        )
        for index in cash
    }  # fmt: skip


def _sound(rows: Sequence[Beneficiary], held: Sequence[Commitment | LedgerRefused]) -> list[Commitment]:
    """What is held for these, all or nothing. Raises CampaignRefused with names under each reason."""
    reasons: dict[str, list[str]] = defaultdict(list)
    for one, made in zip(rows, held, strict=True):
        if isinstance(made, LedgerRefused):
            reasons[str(made)].append(one.name)
    if reasons:
        said = [f"{'、'.join(names[:NAMES])}：{why}" for why, names in reasons.items()]
        raise CampaignRefused("".join(said))
    return [made for made in held if isinstance(made, Commitment)]


def _debt(row: CampaignList, one: Beneficiary, held: Commitment) -> Debt:
    index = _index(one)
    off_file = person_of(index) if index else ""
    subject = subject_of(one.household_id) if one.household_id else off_file
    owed = Owed(
        source=one.code, number=row.campaign.number, purpose=row.campaign.name[:60], subject=subject,
        category=one.group.name,
    )  # fmt: skip
    return Debt(row.union, owed, held, payee_of(one))


def payee_of(one: Beneficiary) -> Payee:
    """To whom it is paid as on record now: the head of the file, the person off file, or as written on the
    list."""
    if one.household is not None:
        return get_payee(one.household)
    if one.person is not None:
        found = one.person
        return Payee(found.name, found.id_number, found.bank_name, "", found.bank_card)
    return Payee(one.name[:50], one.id_number, one.bank_name, "", one.bank_card)


def _whom(one: Beneficiary) -> Whom:
    """Somebody without a file is a household of their own, without a number the row of the list."""
    index = _index(one)
    person = person_of(index) if index else one.code
    return Whom(subject_of(one.household_id) if one.household_id else person, person)


def _index(one: Beneficiary) -> bytes | None:
    return bytes(one.id_number_index) if one.id_number_index else None


def _key(one: Beneficiary, row: CampaignList, what: str) -> uuid.UUID:
    return uuid.uuid5(one.uid, f"{what}:{row.rounds}")


def find_blockers(payables: Sequence[Payable], *, lock: bool) -> dict[int, str]:
    """Somebody on a list is paid while the list is approved and the file they are of is on record or in its
    grace period. With `lock` files, then lists stay locked."""
    rows = _rows(payables)
    if lock:
        files = Household.objects.filter(
            pk__in=[one.household_id for one in rows.values() if one.household_id]
        )
        list(files.order_by("pk").select_for_update(of=("self",)))
        lists = CampaignList.objects.filter(pk__in={one.list_id for one in rows.values()})
        list(lists.order_by("pk").select_for_update(of=("self",)))
        rows = _rows(payables)
    aided = list_aided([one.household for one in rows.values() if one.household])
    found = {row.pk: _blocker(rows[int(row.source_key)], aided) for row in payables}
    return {key: why for key, why in found.items() if why}


def read_payees(payables: Sequence[Payable]) -> dict[int, Payee]:
    """To whom each is paid as on record now."""
    rows = _rows(payables)
    return {row.pk: payee_of(rows[int(row.source_key)]) for row in payables}


def _rows(payables: Sequence[Payable]) -> dict[int, Beneficiary]:
    keys = [int(row.source_key) for row in payables]
    rows = Beneficiary.objects.filter(pk__in=keys).select_related("list", "household__head", "person")
    return {row.pk: row for row in rows}


def _blocker(one: Beneficiary, aided: set[int]) -> str:
    if one.list.state != ListState.APPROVED:
        return _("以下慰问的名单没有批准，或者已经撤销批准")
    if one.household_id and one.household_id not in aided:
        return _("以下慰问对象的档案已不在档，不能发放，请由批准名单的审批人在名单上停发此人")
    return ""


SOURCES.add(SOURCE)(
    PayableSource(page="campaigns:beneficiary", find_blockers=find_blockers, read_payees=read_payees)
)
