"""Documents of a household: taken in, re-encoded, kept under random names, removed from view."""

from collections.abc import Sequence
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import Evidence, Household, Member
from cases.archives.services.edits import record_edit
from cases.archives.services.entry.drafts import lock_for_entry
from cases.archives.services.refusals import FileRefused
from cases.archives.states import EDITABLE_STATES, IN_FORCE_STATES, Section
from cases.policies.states import VISIT_KINDS, EvidenceKind
from hardship.accounts.models import User
from hardship.audit import services as audit
from hardship.kernel.files import Accepted
from hardship.kernel.undoing import Act, earliest, undo_blocker


class AlreadyThere(FileRefused):
    """The same document is on file already."""


MAX_FILES = 60
# An application adds documents to the file that it rests on.
ADDING_STATES = (*EDITABLE_STATES, *IN_FORCE_STATES)


@transaction.atomic
def add_evidence(
    *, household_id: int, kind: str, accepted: Accepted, by: User, member_uid: str = ""
) -> Evidence:
    """Keep one accepted upload (kernel.files.accept_upload) with the file, about one person or all of them.

    Raises FileRefused when the same document is there already, when the file is closed for entry, or when
    it holds as many documents as it may.
    """
    household = lock_for_entry(household_id=household_id, by=by, states=ADDING_STATES)
    if kind not in EvidenceKind.values or kind in VISIT_KINDS:
        raise FileRefused(_("请选择材料种类。"))
    present = household.evidence.filter(removed_at__isnull=True).exclude(kind__in=VISIT_KINDS)
    twin = present.filter(Q(sha256=accepted.sha256) | Q(sources__contains=[accepted.sha256])).first()
    if twin is not None:
        raise AlreadyThere(
            _(
                "与已上传的“%(kind)s”第 %(place)s 份内容相同，没有重复保存；放错了或要兼作别的材料，"
                "请点那一份的“改种类”。"
            )
            % {"kind": twin.get_kind_display(), "place": _place(twin)}
        )
    require_room(household)
    evidence = keep_document(
        household=household, kind=kind, accepted=accepted, by=by, member=get_member(household, member_uid)
    )
    _log(household, "household.evidence_add", by, evidence)
    return evidence


def _place(document: Evidence) -> int:
    """Which one of its kind it is on the page; its file name may hold a name or an ID number."""
    before = document.household.evidence.filter(removed_at__isnull=True, kind=document.kind)
    return before.filter(pk__lte=document.pk).count()


@transaction.atomic
def add_documents(
    *, household_id: int, kind: str, documents: Sequence[Accepted], by: User, member_uid: str = ""
) -> list[str]:
    """Keep several uploads at once; returns a sentence for each that was there already.

    Raises FileRefused, and keeps none of them, for any other reason.
    """
    known: list[str] = []
    for place, accepted in enumerate(documents, start=1):
        try:
            add_evidence(
                household_id=household_id, kind=kind, accepted=accepted, by=by, member_uid=member_uid
            )
        except AlreadyThere as refusal:
            known.append(_("第 %(place)s 个文件：%(why)s") % {"place": place, "why": refusal})
    return known


@transaction.atomic
def remove_evidence(*, household_id: int, uid: Any, by: User) -> Evidence:
    """Take a document out of a draft or returned file; the stored bytes stay for the audit."""
    household = lock_for_entry(household_id=household_id, by=by)
    evidence = household.evidence.filter(uid=uid, removed_at__isnull=True).first()
    if evidence is None:
        raise FileRefused(_("这份材料已被移除。"))
    if evidence.visits.exists():
        raise FileRefused(_("这份材料属于一次入户调查，不能移除。"))
    evidence.removed_at, evidence.removed_by = timezone.now(), by
    evidence.save(update_fields=["removed_at", "removed_by"])
    _log(household, "household.evidence_remove", by, evidence)
    return evidence


@transaction.atomic
def restore_evidence(*, household_id: int, uid: Any, by: User) -> Evidence:
    """Take back the removal of a document: by whoever removed it, within a day, before anybody else acts on
    the file. Raises FileRefused otherwise, or where the same document was uploaded again."""
    household = lock_for_entry(household_id=household_id, by=by)
    evidence = household.evidence.filter(uid=uid, removed_at__isnull=False).first()
    if evidence is None:
        raise FileRefused(_("这份材料没有被移除。"))
    why = removal_blocker(household, evidence, by)
    if why:
        raise FileRefused(why)
    evidence.removed_at, evidence.removed_by = None, None
    evidence.save(update_fields=["removed_at", "removed_by"])
    _log(household, "household.evidence_restore", by, evidence)
    return evidence


def removal_blocker(household: Household, evidence: Evidence, by: User) -> str:
    """Why this person may not take back the removal of a document, or ''."""
    return _blocker(household, evidence, by, list(_present(household)))


def _blocker(household: Household, evidence: Evidence, by: User, present: Sequence[Evidence]) -> str:
    twin = next((item for item in present if item.sha256 == evidence.sha256), None)
    if twin is not None:
        return _("同一份文件现在在“%(kind)s”下，不用再撤回移除；要放回原处请改它的种类。") % {
            "kind": twin.get_kind_display()
        }
    if full := _full(len(present)):
        return full
    if evidence.removed_at is None:
        return ""
    label = _("移除材料")
    return undo_blocker(Act(label, evidence.removed_by_id, evidence.removed_at, household.updated_by_id), by)


def require_room(household: Household) -> None:
    """Raises FileRefused when the file has as many documents as one can have."""
    if full := _full(_present(household).count()):
        raise FileRefused(full)


def _present(household: Household) -> "QuerySet[Evidence]":
    """The documents that count: those of visits do not."""
    return household.evidence.filter(removed_at__isnull=True).exclude(kind__in=VISIT_KINDS).order_by("pk")


def _full(count: int) -> str:
    """That no document more goes in beside so many, or ''."""
    if count < MAX_FILES:
        return ""
    return _("一份档案最多 %(count)s 份材料，请先移除不需要的。") % {"count": MAX_FILES}


def list_restorable(household: Household, by: User) -> list[Evidence]:
    """The documents whose removal this person may take back now, the last removed first."""
    if not household.is_editable or household.union_id != by.union_id:
        return []
    removed = household.evidence.filter(removed_by=by, removed_at__gte=earliest()).order_by("-removed_at")
    present = list(_present(household))
    return [item for item in removed if not _blocker(household, item, by, present)]


def keep_document(
    *,
    household: Household,
    kind: str,
    accepted: Accepted,
    by: User,
    member: Member | None = None,
    sources: Sequence[str] = (),
) -> Evidence:
    """Store one accepted upload with a file whose row the caller holds, and who leaves the trace; `sources`
    are the SHA-256 of what it was put together from."""
    evidence = Evidence(
        household=household,
        member=member,
        kind=kind,
        original_name=accepted.original_name[:120],
        media_type=accepted.media_type,
        size=accepted.size,
        sha256=accepted.sha256,
        sources=list(sources),
        uploaded_by=by,
    )
    evidence.file.save(f"file.{accepted.extension}", ContentFile(accepted.content), save=True)
    return evidence


def get_member(household: Household, uid: str) -> Member | None:
    """Whom a document is about, None for the whole household. Raises FileRefused for one who left."""
    if not uid:
        return None
    member = household.members.filter(uid=uid, removed_at__isnull=True).first()
    if member is None:
        raise FileRefused(_("这位家庭成员已被移除，请重新选择。"))
    return member


def _log(household: Household, action: str, by: User, evidence: Evidence) -> None:
    record_edit(household=household, sections={Section.EVIDENCE}, by=by)
    audit.record(
        action,
        target=household,
        by=by,
        section=str(Section.EVIDENCE),
        version=household.version,
        evidence=evidence.pk,
        document=evidence.kind,
    )
