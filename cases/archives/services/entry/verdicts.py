"""Holding documents against the file: a verdict on each, and how the viewer turns a picture."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from cases.archives.models import Evidence, EvidenceCheck, Household
from cases.archives.models.evidence import ROTATIONS
from cases.archives.selectors.proofs import CHECKERS
from cases.archives.services.refusals import FileRefused
from cases.archives.states import EvidenceVerdict, State
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.audit import services as audit

QUARTER = 90  # degrees


def may_check(evidence: Evidence, by: User) -> bool:
    """Whether this person reviews the file now, or has something in hand that rests on the document."""
    is_reviewing = by.has_role(Role.REVIEWER) and evidence.household.state == State.UNDER_REVIEW
    return is_reviewing or any(may(evidence, by) for may in CHECKERS)


@transaction.atomic
def check_evidence(*, uid: uuid.UUID, verdict: str, by: User, note: str = "") -> EvidenceCheck:
    """Keep what a reviewer found; an earlier finding stays on record. A doubt needs a note.

    Raises FileRefused, or Evidence.DoesNotExist outside the person's scope.
    """
    evidence = _locked(uid, by)
    if not may_check(evidence, by):
        raise FileRefused(_("材料由审核人在审核档案时核对，或者由正在办理的审核人、审批人核对。"))
    note = note.strip()
    if verdict not in EvidenceVerdict.values:
        raise FileRefused(_("请选择“一致”或“存疑”。"))
    if verdict == EvidenceVerdict.DOUBTFUL and not note:
        raise FileRefused(_("存疑的材料请写明疑点。"))
    check = EvidenceCheck.objects.create(evidence=evidence, verdict=verdict, note=note, by=by)
    audit.record(
        "household.evidence_check", target=evidence.household, by=by, evidence=evidence.pk,
        document=evidence.kind, verdict=verdict,
    )  # fmt: skip
    return check


@transaction.atomic
def rotate_evidence(*, uid: uuid.UUID, by: User, quarters: int = 1) -> Evidence:
    """Turn a picture or the pages of a PDF for everybody who looks, quarters clockwise; the file stays.

    Raises Evidence.DoesNotExist outside the scope.
    """
    evidence = _locked(uid, by)
    evidence.rotation = (evidence.rotation + quarters * QUARTER) % (QUARTER * len(ROTATIONS))
    evidence.save(update_fields=["rotation"])
    audit.record(
        "household.evidence_rotate", target=evidence.household, by=by, evidence=evidence.pk,
        rotation=evidence.rotation,
    )  # fmt: skip
    return evidence


def _locked(uid: uuid.UUID, by: User) -> Evidence:
    visible = Household.objects.visible_to(by)
    rows = Evidence.objects.filter(household__in=visible, removed_at__isnull=True)
    rows = rows.select_related("household__union").select_for_update(of=("self",))
    evidence: Evidence = rows.get(uid=uid)
    return evidence
