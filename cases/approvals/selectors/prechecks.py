"""What the case knows against paying its money (funds.payments.rules.findings)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.rules import SOURCE, source_of
from cases.applications.selectors.payees import get_payee
from cases.applications.services.claims import claims_of
from cases.applications.states import OPEN_STATES, State
from cases.archives.models import Consent
from cases.archives.rules.subjects import subject_of
from cases.crosschecks.models import CrossCheckHit
from cases.crosschecks.states import Difference, HitState
from cases.giving.models import Instalment
from cases.giving.rules import SOURCE as INSTALMENT
from cases.giving.selectors.plans import list_sources
from cases.notices.models import NoticeEntry, Objection
from cases.notices.states import EntryState, ObjectionState
from funds.ledgers.services import left_of
from funds.payments.models import PRECHECKS, Payable
from funds.payments.rules import Finding, in_order
from funds.payments.selectors import Checked, find_findings, list_checked
from funds.payments.states import PayableState

Findings = dict[int, list[Finding]]
UNSETTLED_HITS = (HitState.OPEN, HitState.TO_CHANGE, HitState.ASKED)
OPEN_OBJECTIONS = (ObjectionState.TO_CHECK, ObjectionState.OPEN)
FORESEEN_STATES = tuple(state for state in OPEN_STATES if state != State.DRAFT)


def find_applications(payables: Sequence[Payable]) -> dict[int, int]:
    """The application that each payable is owed for, as a whole or by instalments, by the payable's id."""
    whole = {row.pk: int(row.source_key) for row in payables if row.source_kind == SOURCE}
    parts = {row.pk: int(row.source_key) for row in payables if row.source_kind == INSTALMENT}
    rows = Instalment.objects.filter(pk__in=parts.values()).values_list("pk", "application_id")
    owners = dict(rows)
    return whole | {key: owners[part] for key, part in parts.items() if part in owners}


@PRECHECKS.add("approvals.case")
def find_case_findings(payables: Sequence[Payable]) -> Findings:
    """What other departments' lists said of the family, and what its public notice is waiting for."""
    asked = find_applications(payables)
    rows = Application.objects.filter(pk__in=asked.values()).values_list(
        "pk", "household_id", "household__head_id"
    )
    files = {key: (household, head) for key, household, head in rows}
    homes = {household for household, _head in files.values()}
    hits, halted, expired = find_hits(homes), _halted(asked.values()), _expired(homes)
    found: Findings = defaultdict(list)
    for payable, application in asked.items():
        household, head = files.get(application, (None, None))
        found[payable] += judge_hits(hits.get(household, ()), head)
        found[payable] += halted.get(application, [])
        if household in expired:
            found[payable].append(Finding("expired"))
    return found


def foresee(application: Application) -> tuple[Finding, ...]:
    """What would keep its money when it is decided today, weeks before: of the family, the account, the
    notice; () where nothing would, and for a draft or what is decided."""
    if application.state not in FORESEEN_STATES or application.programme.is_service:
        return ()
    payable = Payable(
        pk=-1, union=application.union, source=source_of(application.pk),
        subject=subject_of(application.household_id), purpose=application.programme.name,
        created_at=timezone.now(),
    )  # fmt: skip
    payable.set_payee(get_payee(application.household))
    found = [one for one in find_findings([payable])[payable.pk] if one.key != "notice"]
    return in_order([*found, *_find_caps(application)])


def _find_caps(application: Application) -> list[Finding]:
    """The caps that its sum is above of what is left of them today, each with how much that is."""
    amount, found = application.amount or Decimal(0), []
    for cap in claims_of(application):
        left = left_of(cap)
        if left < (1 if cap.is_times else amount):
            rest = f"{left:,.0f} {cap.unit or _('次')}" if cap.is_times else f"{left:,.2f} 元"
            words = {"label": cap.label, "left": rest}
            found.append(Finding("cap", _("%(label)s还剩 %(left)s，再发就超过") % words))
    return found


def list_waiting(application: Application) -> list[Checked]:
    """What of its money waits to be paid and has something that is to be put right before."""
    return list_checked(list_open(application))


def list_open(application: Application) -> QuerySet[Payable]:
    """What of its money waits to be paid, the oldest first."""
    sources = list_sources([application.pk])[application.pk]
    rows = Payable.objects.filter(source__in=sources, state=PayableState.OPEN).select_related(
        "union", "commitment"
    )
    return rows.order_by("created_at", "pk")


def _expired(households: set[int]) -> set[int]:
    """Whose authorisation to verify is over, by the one that was signed last."""
    rows = Consent.objects.filter(household__in=households).order_by("signed_on", "pk")
    last = dict(rows.values_list("household_id", "valid_until"))
    today = timezone.localdate()
    return {household for household, until in last.items() if until is not None and until < today}


def find_hits(households: set[int]) -> dict[int | None, list[tuple[int, str]]]:
    """The unsettled differences by household: whom they are about, and which."""
    rows = CrossCheckHit.objects.filter(household__in=households, state__in=UNSETTLED_HITS).order_by()
    hits: dict[int | None, list[tuple[int, str]]] = defaultdict(list)
    for household, member, difference in rows.values_list("household_id", "member_id", "difference"):
        hits[household].append((member, difference))
    return hits


def judge_hits(hits: Iterable[tuple[int, str]], payee: int | None) -> list[Finding]:
    """What the unsettled differences of a household say against paying one of it."""
    dead = Difference.DECEASED
    return [
        Finding("deceased" if difference == dead and member == payee else "crosscheck")
        for member, difference in hits
    ]


def _halted(applications: Iterable[int]) -> Findings:
    """Whose notice still hangs, and who is objected to."""
    keys = {source_of(key): key for key in applications}
    found: Findings = defaultdict(list)
    running = NoticeEntry.objects.filter(source__in=keys, state=EntryState.ON)
    objected = Objection.objects.filter(entry__source__in=keys, state__in=OPEN_OBJECTIONS)
    for source in running.order_by().values_list("source", flat=True):
        found[keys[source]].append(Finding("notice"))
    for source in objected.order_by().values_list("entry__source", flat=True):
        found[keys[source]].append(Finding("objection"))
    return found
