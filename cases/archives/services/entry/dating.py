"""The day on which a document was issued: a programme may ask for one that is not too old."""

import uuid
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import Evidence, Household
from cases.archives.services.edits import record_edit
from cases.archives.services.entry.drafts import lock_for_entry
from cases.archives.services.entry.evidence import ADDING_STATES
from cases.archives.services.refusals import FileRefused
from cases.archives.states import Section
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.audit import services as audit


def may_date(household: Household, by: User) -> bool:
    """Whether this person may say of its documents when they were issued."""
    is_own = household.union_id == by.union_id and by.has_role(Role.CLERK)
    return is_own and household.state in ADDING_STATES


@transaction.atomic
def date_evidence(*, household_id: int, uid: uuid.UUID, issued_on: date | None, by: User) -> Evidence:
    """Says when a document was issued, None for not known; an application that rests on it and was submitted
    is not what was submitted any more. Raises FileRefused."""
    household = lock_for_entry(household_id=household_id, by=by, states=ADDING_STATES)
    evidence = household.evidence.filter(uid=uid, removed_at__isnull=True).first()
    if evidence is None:
        raise FileRefused(_("这份材料已被移除，请刷新页面。"))
    if issued_on is not None and issued_on > timezone.localdate(evidence.uploaded_at):
        raise FileRefused(_("出具日期不能晚于上传日期。"))
    evidence.issued_on = issued_on
    evidence.save(update_fields=["issued_on"])
    record_edit(household=household, sections={Section.EVIDENCE}, by=by)
    audit.record(
        "household.evidence_date", target=household, by=by, evidence=evidence.pk,
        issued_on=issued_on.isoformat() if issued_on else "", version=household.version,
    )  # fmt: skip
    return evidence
