"""The family signs anew, or takes its signature back: recorded of a file in force, never overwritten."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import Case, When
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import Consent, Evidence, Household
from cases.archives.models.events import CONSENT_VERSION, consent_hash
from cases.archives.selectors.entry import get_consent
from cases.archives.services.edits import record_edit
from cases.archives.services.entry.drafts import lock_for_entry
from cases.archives.services.entry.evidence import AlreadyThere, add_evidence
from cases.archives.services.refusals import FileRefused
from cases.archives.states import IN_FORCE_STATES, ConsentKind, Section
from cases.policies.states import VISIT_KINDS, EvidenceKind
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel.files import Accepted


@transaction.atomic
def sign(
    *,
    household_id: int,
    signed_on: date,
    signer: str,
    allows_check: bool,
    allows_notice: bool,
    documents: Sequence[Accepted],
    by: User,
    valid_until: date | None = None,
    note: str = "",
    states: tuple[str, ...] = IN_FORCE_STATES,
) -> Consent:
    """Record a signature under the wording in force, with the signed form; the earlier ones stay on record.

    Raises FileRefused without the signed form, for a day before the last record, and for a file that is not
    in one of `states` (the page of a draft has its own section for it); Household.DoesNotExist outside the
    person's scope.
    """
    household = _lock(household_id, signed_on, by, states)
    if not documents:
        raise FileRefused(_("请上传签字的授权委托书。"))
    if valid_until is not None and valid_until < signed_on:
        raise FileRefused(_("有效期不能早于签字日期。"))
    if not (allows_check or allows_notice):
        raise FileRefused(_("核对和公示都不同意时，请登记撤回授权。"))
    consent = Consent.objects.create(
        household=household,
        signed_on=signed_on,
        signer=signer,
        allows_check=allows_check,
        allows_notice=allows_notice,
        valid_until=valid_until,
        note=note,
        text_version=CONSENT_VERSION,
        text_hash=consent_hash(),
        recorded_by=by,
    )
    return _keep(household, consent, documents, by)


@transaction.atomic
def take_back(
    *,
    household_id: int,
    signed_on: date,
    signer: str,
    by: User,
    documents: Sequence[Accepted] = (),
    note: str = "",
) -> Consent:
    """Record that the family withdraws its consent from that day on (个人信息保护法 Art. 15).

    It needs no paper: withdrawing may not be harder than giving. Raises FileRefused when nothing is in force
    that could be withdrawn, and as `sign` does.
    """
    household = _lock(household_id, signed_on, by)
    last = get_consent(household)
    if last is None or last.kind == ConsentKind.WITHDRAWN:
        raise FileRefused(_("这户没有在生效的授权，不用登记撤回。"))
    consent = Consent.objects.create(
        household=household,
        kind=ConsentKind.WITHDRAWN,
        signed_on=signed_on,
        signer=signer,
        allows_check=False,
        allows_notice=False,
        note=note,
        text_version=last.text_version,
        text_hash=last.text_hash,
        recorded_by=by,
    )
    return _keep(household, consent, documents, by)


def may_record(household: Household, by: User) -> bool:
    """Whether this person may record a signature or its withdrawal on this page."""
    own = household.union_id == by.union_id and by.has_role(Role.CLERK)
    return own and household.state in IN_FORCE_STATES


def _lock(household_id: int, on: date, by: User, states: tuple[str, ...] = IN_FORCE_STATES) -> Household:
    household = lock_for_entry(household_id=household_id, by=by, states=states)
    last = get_consent(household)
    if on > timezone.localdate():
        raise FileRefused(_("日期不能晚于今天。"))
    if last is not None and on < last.signed_on:
        raise FileRefused(
            _("上一次登记的日期是 %(day)s，这一次不能更早。") % {"day": last.signed_on.isoformat()}
        )
    return household


def _keep(household: Household, consent: Consent, documents: Sequence[Accepted], by: User) -> Consent:
    consent.documents.add(*(_document(household, accepted, by) for accepted in documents))
    household.refresh_from_db(fields=["version"])  # each document has raised it
    record_edit(household=household, sections={Section.CONSENT}, by=by)
    audit.record(
        f"consent.{consent.kind}",
        target=household,
        by=by,
        consent=consent.pk,
        on=consent.signed_on.isoformat(),
        count=len(documents),
    )
    return consent


def _document(household: Household, accepted: Accepted, by: User) -> Evidence:
    """The scan among the file's documents; one that is there already, under this kind or another, is not
    kept twice. A visit's photos are no documents of the file (see add_evidence)."""
    try:
        return add_evidence(household_id=household.pk, kind=EvidenceKind.CONSENT, accepted=accepted, by=by)
    except AlreadyThere:
        same = household.evidence.filter(sha256=accepted.sha256, removed_at__isnull=True)
        as_consent = Case(When(kind=EvidenceKind.CONSENT, then=0), default=1)
        found: Evidence = same.exclude(kind__in=VISIT_KINDS).order_by(as_consent, "pk")[0]
        return found
