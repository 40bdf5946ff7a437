"""Puts a document that is on file under another kind or person, or under one more kind."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import Evidence, Household
from cases.archives.services.edits import record_edit
from cases.archives.services.entry.drafts import lock_for_entry
from cases.archives.services.entry.evidence import get_member, require_room
from cases.archives.services.refusals import FileRefused
from cases.archives.states import RefileReason, Section
from cases.policies.states import VISIT_KINDS, EvidenceKind
from hardship.accounts.models import User
from hardship.audit import services as audit

# Of a document as it was stored; who uploaded it, and when, goes along.
STORED = (
    "file", "original_name", "media_type", "size", "sha256", "sources", "issued_on", "rotation",
    "original_at", "original_by", "original_for", "uploaded_at", "uploaded_by",
)  # fmt: skip


@transaction.atomic
def refile_evidence(
    *, household_id: int, uid: Any, kind: str, reason: str, by: User, member_uid: str = ""
) -> Evidence:
    """A new record of the same stored bytes under this kind and person; the old one is taken out, but for
    RefileReason.SEVERAL. What a reviewer found of the old one does not go along, amounts that name it do.

    Raises FileRefused for a document that is gone or belongs to a visit, for a kind or reason that there is
    not, and where nothing would change; Household.DoesNotExist outside the person's scope.
    """
    household = lock_for_entry(household_id=household_id, by=by)
    old = household.evidence.filter(uid=uid, removed_at__isnull=True).first()
    if old is None:
        raise FileRefused(_("这份材料已被移除，请刷新页面。"))
    member = get_member(household, member_uid)
    _require(old, kind, member.pk if member else None, reason)
    if reason == RefileReason.SEVERAL:
        require_room(household)
    else:
        old.removed_at, old.removed_by = timezone.now(), by
        old.save(update_fields=["removed_at", "removed_by"])
    stored = {name: getattr(old, name) for name in STORED}
    made = Evidence.objects.create(household=household, kind=kind, member=member, **stored)
    if reason != RefileReason.SEVERAL:
        follow(household, old, made)
    record_edit(household=household, sections={Section.EVIDENCE}, by=by)
    audit.record(
        "household.evidence_refile", target=household, by=by, evidence=made.pk, document=kind,
        was=old.kind, reason=str(reason), version=household.version,
    )  # fmt: skip
    return made


def _require(old: Evidence, kind: str, member_id: int | None, reason: str) -> None:
    if kind not in EvidenceKind.values or kind in VISIT_KINDS or reason not in RefileReason.values:
        raise FileRefused(_("请选择材料种类和原因。"))
    if old.kind in VISIT_KINDS or old.visits.exists():
        raise FileRefused(_("这份材料属于一次入户调查，不能改种类。"))
    if old.kind == kind and (reason == RefileReason.SEVERAL or old.member_id == member_id):
        raise FileRefused(_("这份材料已经在这一种类下，请另选种类。"))
    others = old.household.evidence.filter(kind=kind, sha256=old.sha256, removed_at__isnull=True)
    if others.exclude(pk=old.pk).exists():
        raise FileRefused(_("“%(kind)s”下已经有这份材料，不用再改。") % {"kind": EvidenceKind(kind).label})


def follow(household: Household, old: Evidence, made: Evidence) -> None:
    """Amounts that the document proves name the new record."""
    for items in (household.incomes, household.expenses):
        items.filter(evidence=old).update(evidence=made)
