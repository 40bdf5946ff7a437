"""What a confirmed instalment is owed, and what must hold of it before money leaves."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.selectors.offers import list_payable
from cases.applications.selectors.payees import get_payee, list_redirected
from cases.applications.states import State as ApplicationState
from cases.archives.models import Household
from cases.giving.models import Instalment
from cases.giving.rules import SOURCE
from cases.giving.services.follow_ups import begin_follow_ups, end_unpaid_follow_ups
from cases.giving.states import State
from cases.policies.rules.following import PAYMENT
from funds.payments.models import SOURCES, Payable, PayableSource, Payee, Payment
from hardship.accounts.models import User
from hardship.messaging import services as messaging

UNPAID = "giving.unpaid"
RELATED = (
    "union",
    "application__household__head",
    "application__household__union",
    "application__submitted_by",
    "application__created_by",
    "application__programme__policy",
)


def find_blockers(payables: Sequence[Payable], *, lock: bool) -> dict[int, str]:
    """An instalment is paid while it is confirmed, its application approved and the file on record or in its
    grace period; one off file goes to whom it was looked at for. With `lock` files, then instalments stay
    locked."""
    rows = _instalments(payables)
    if lock:
        files = Household.objects.filter(pk__in={row.application.household_id for row in rows.values()})
        list(files.order_by("pk").select_for_update(of=("self",)))
        rows = _instalments(payables, lock=True)
    payable = list_payable([row.application for row in rows.values()])
    redirected = list_redirected((row, rows[int(row.source_key)].application) for row in payables)
    found = {
        row.pk: _blocker(rows[int(row.source_key)], payable) or _redirected(row, redirected)
        for row in payables
    }
    return {key: why for key, why in found.items() if why}


def read_payees(payables: Sequence[Payable]) -> dict[int, Payee]:
    """The heads of the households with their accounts, as the files have them now."""
    rows = _instalments(payables)
    return {row.pk: get_payee(rows[int(row.source_key)].application.household) for row in payables}


def tell_unpaid(payments: Sequence[Payment], *, by: User) -> None:
    """The bank could not pay these: told to whoever can ask the family for the right account."""
    rows = _instalments([row.payable for row in payments])
    told = [(rows[int(row.payable.source_key)], row.payable.number) for row in payments]
    named = [(row, row.application.submitted_by or row.application.created_by, no) for row, no in told]
    messaging.send_each(UNPAID, told=[(row, to, no) for row, to, no in named if to], by=by)


def _instalments(payables: Sequence[Payable], *, lock: bool = False) -> dict[int, Instalment]:
    keys = [int(row.source_key) for row in payables]
    rows = Instalment.objects.filter(pk__in=keys).select_related(*RELATED).order_by("pk")
    return {row.pk: row for row in (rows.select_for_update(of=("self",)) if lock else rows)}


def _blocker(row: Instalment, payable: set[int]) -> str:
    if row.state != State.CONFIRMED or row.application.state != ApplicationState.APPROVED:
        return _("以下分期没有复核通过，或已停发")
    if row.application_id not in payable:
        return _("以下分期的档案已不在档，不能发放，请由审核人停发，或移出后重新制单")
    return ""


def _redirected(row: Payable, redirected: set[int]) -> str:
    if row.pk not in redirected:
        return ""
    return _("以下未建档人员的姓名、证件或账户复核以后改过，请由审核人停发，或先建档")


def follow_paid(payments: Sequence[Payment], *, by: User) -> None:
    """With the first instalment that arrives begins what the programme asks for after the payment."""
    _follow([(row.payable, row.paid_on or timezone.localdate()) for row in payments], by)


def follow_set_off(payables: Sequence[Payable], *, on: date, by: User) -> None:
    """The same begins where nothing went to the bank."""
    _follow([(row, on) for row in payables], by)


def unfollow(payables: Sequence[Payable], *, on: date, by: User) -> None:
    """A set-off was undone: what it began ends, unless another instalment arrived."""
    for row in _instalments(payables).values():
        end_unpaid_follow_ups(row.application, by=by)


def _follow(paid: Sequence[tuple[Payable, date]], by: User) -> None:
    rows = _instalments([row for row, _on in paid])
    for row, on in paid:
        begin_follow_ups(rows[int(row.source_key)].application, PAYMENT, on=on, by=by)


SOURCES.add(SOURCE)(
    PayableSource(
        page="giving:instalment",
        find_blockers=find_blockers,
        read_payees=read_payees,
        on_paid=follow_paid,
        on_failed=tell_unpaid,
        on_set_off=follow_set_off,
        on_set_off_undone=unfollow,
    )
)
