"""Holding documents against the file: a verdict on each, and how the viewer turns a picture."""

import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import Evidence, EvidenceCheck, Household
from cases.archives.models.evidence import ROTATIONS
from cases.archives.selectors.proofs import CHECKERS
from cases.archives.services.refusals import FileRefused
from cases.archives.states import EvidenceVerdict, State
from cases.policies.states import VISIT_KINDS
from hardship.accounts.models import User, stood_in_for
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


def may_see_original(evidence: Evidence, by: User) -> bool:
    """Whether this person may say that they had the original in hand: the clerk of the union whom the family
    brings it to, or a reviewer; once for each document, and not for what a visit left."""
    home = evidence.household
    works_there = by.has_role(Role.REVIEWER) or (by.has_role(Role.CLERK) and by.union_id == home.union_id)
    is_open = home.state != State.CLOSED and evidence.kind not in VISIT_KINDS
    return works_there and is_open and evidence.original_at is None


@transaction.atomic
def see_original(*, uid: uuid.UUID, by: User) -> Evidence:
    """Keep that this person had the original of a document in hand; it stays said (sql/originals.sql).

    Raises FileRefused, or Evidence.DoesNotExist outside the person's scope.
    """
    evidence = _locked(uid, by)
    if not may_see_original(evidence, by):
        raise FileRefused(_("原件由本单位经办人或审核人当面核对，一份材料登记一次。"))
    evidence.original_at, evidence.original_by = timezone.now(), by
    evidence.original_for = stood_in_for(by)
    evidence.save(update_fields=["original_at", "original_by", "original_for"])
    audit.record(
        "household.evidence_original", target=evidence.household, by=by, evidence=evidence.pk,
        document=evidence.kind,
    )  # fmt: skip
    return evidence


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
