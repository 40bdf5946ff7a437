"""What an approved application is owed, and what must hold of it before money leaves."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.rules import SOURCE, source_of
from cases.applications.selectors.offers import list_payable
from cases.applications.selectors.payees import get_payee, list_redirected
from cases.applications.states import State
from cases.approvals.services.telling import tell_paid, tell_unpaid
from cases.archives.models import Household
from cases.archives.rules.subjects import subject_of
from cases.completions.selectors import list_kept_whole
from cases.giving import services as giving
from cases.policies.rules.following import PAYMENT
from funds.ledgers.models import Commitment
from funds.payments.models import SOURCES, Payable, PayableSource, Payee, Payment
from funds.payments.services import Debt, Owed, create_payables
from hardship.accounts.models import User


def owe_applications(held: Sequence[tuple[Application, Commitment]], *, by: User) -> list[Payable]:
    """Returns the payables of applications that are being approved, each to the head of its household."""
    return create_payables([_debt(application, commitment) for application, commitment in held], by=by)


def _debt(application: Application, commitment: Commitment) -> Debt:
    owed = Owed(
        source=source_of(application.pk),
        number=application.number or "",
        purpose=application.programme.name,
        subject=subject_of(application.household_id),
        category=str(application.get_category_display()),
        due_on=application.programme.rule.pay_day(timezone.localdate()),
    )
    whole = application.amount
    return Debt(application.union, owed, commitment, get_payee(application.household), whole)


def find_blockers(payables: Sequence[Payable], *, lock: bool) -> dict[int, str]:
    """An application is paid while it is approved and its household on file or in its grace period: on the
    day of the approval and again on the day of the payment (domain rule 2.6). One off file is paid to whom
    it was approved for. With `lock` applications and files stay locked, so that no approval is revoked and no
    file closed while its money leaves."""
    ids = {row.pk: int(row.source_key) for row in payables}
    applications = Application.objects.filter(pk__in=ids.values()).order_by("pk")
    if lock:
        applications = applications.select_for_update(of=("self",))
    found = {row.pk: row for row in applications}
    files = Household.objects.filter(pk__in={row.household_id for row in found.values()}).order_by("pk")
    if lock:
        files = files.select_for_update(of=("self",))
    held = {row.pk: row for row in files}
    for row in found.values():
        row.household = held[row.household_id]
    payable = list_payable(found.values())
    redirected = list_redirected((row, found[ids[row.pk]]) for row in payables)
    blockers: dict[int, str] = {}
    for payable_id, application_id in ids.items():
        if found[application_id].state != State.APPROVED:
            blockers[payable_id] = _("以下申请不是“已批准”状态")
        elif application_id not in payable:
            blockers[payable_id] = _("以下申请的档案已不在档，不能发放，请由审批人撤销批准，或移出后重新制单")
        elif payable_id in redirected:
            blockers[payable_id] = _(
                "以下未建档人员的姓名、证件或账户批准以后改过，请撤销批准重新申请，或先建档"
            )
    return blockers


def read_payees(payables: Sequence[Payable]) -> dict[int, Payee]:
    """The heads of the households with their accounts, as the files have them now."""
    ids = {row.pk: int(row.source_key) for row in payables}
    rows = Application.objects.filter(pk__in=ids.values()).select_related("household__head")
    payees = {row.pk: get_payee(row.household) for row in rows}
    return {payable_id: payees[application_id] for payable_id, application_id in ids.items()}


def follow_paid(payments: Sequence[Payment], *, by: User) -> None:
    """The money of these arrived: somebody is told, and what the programme asks for afterwards begins."""
    tell_paid(payments, by=by)
    _follow([(row.payable, row.paid_on or timezone.localdate()) for row in payments], by)


def follow_set_off(payables: Sequence[Payable], *, on: date, by: User) -> None:
    """What the programme asks for after the payment begins as well where nothing went to the bank."""
    _follow([(row, on) for row in payables], by)


def unfollow(payables: Sequence[Payable], *, on: date, by: User) -> None:
    """A set-off was undone: what it began ends."""
    rows = Application.objects.filter(pk__in=[int(row.source_key) for row in payables]).order_by("pk")
    for application in rows.select_related("programme__policy"):
        giving.end_unpaid_follow_ups(application, by=by)


def _follow(paid: Sequence[tuple[Payable, date]], by: User) -> None:
    days = {int(row.source_key): on for row, on in paid}
    rows = Application.objects.filter(pk__in=days).order_by("pk")
    for application in rows.select_related("household__union", "programme__policy"):
        giving.begin_follow_ups(application, PAYMENT, on=days[application.pk], by=by)


SOURCES.add(SOURCE)(
    PayableSource(
        page="applications:detail",
        find_blockers=find_blockers,
        read_payees=read_payees,
        on_paid=follow_paid,
        on_failed=tell_unpaid,
        on_set_off=follow_set_off,
        on_set_off_undone=unfollow,
        keeps_whole=list_kept_whole,
    )
)
