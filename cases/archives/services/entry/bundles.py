"""Pictures of one kind of document, put together to one PDF: several pages, or both sides of a card."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import Evidence, Household
from cases.archives.services.edits import record_edit
from cases.archives.services.entry.drafts import lock_for_entry
from cases.archives.services.entry.evidence import keep_document
from cases.archives.services.entry.refiling import follow
from cases.archives.services.refusals import FileRefused
from cases.archives.states import Section
from cases.policies.states import VISIT_KINDS, EvidenceKind
from hardship.accounts.models import User
from hardship.audit import services as audit
from hardship.kernel.files import UploadError, bundle

MOST = 20
SIDES = 2
# Cards, whose two sides belong on one page.
CARDS = (EvidenceKind.ID_CARD, EvidenceKind.DISABILITY)


@transaction.atomic
def bundle_evidence(*, household_id: int, uids: Sequence[str], by: User) -> Evidence:
    """One PDF of these pictures, in this order; they are taken out, and can be restored as what was removed.

    `sources` of the new document are the SHA-256 of the pictures. Amounts that one of them proves name it.
    Raises FileRefused for fewer than two pictures or more than 20, for what is no picture, is gone or of
    another kind than the first, and for more than an upload may have; Household.DoesNotExist outside
    the person's scope.
    """
    household = lock_for_entry(household_id=household_id, by=by)
    parts = _parts(household, uids)
    made = _keep(household, parts, by)
    for part in parts:
        part.removed_at, part.removed_by = timezone.now(), by
        part.save(update_fields=["removed_at", "removed_by"])
        follow(household, part, made)
    record_edit(household=household, sections={Section.EVIDENCE}, by=by)
    audit.record(
        "household.evidence_bundle", target=household, by=by, evidence=made.pk, document=made.kind,
        count=len(parts), sources=made.sources, version=household.version,
    )  # fmt: skip
    return made


def _parts(household: Household, uids: Sequence[str]) -> list[Evidence]:
    if not SIDES <= len(set(uids)) <= MOST:
        raise FileRefused(_("请选择 2 到 %(most)s 张图片。") % {"most": MOST})
    present = household.evidence.filter(removed_at__isnull=True).exclude(kind__in=VISIT_KINDS)
    known = {str(row.uid): row for row in present.filter(uid__in=uids)}
    parts = [known[uid] for uid in dict.fromkeys(uids) if uid in known]
    if len(parts) != len(set(uids)) or len({part.kind for part in parts}) > 1:
        raise FileRefused(_("有图片已被移除或改了种类，请刷新页面后重选。"))
    if any(part.is_pdf for part in parts):
        raise FileRefused(_("只有图片可以合成，PDF 不能再合。"))
    return parts


def _keep(household: Household, parts: Sequence[Evidence], by: User) -> Evidence:
    people = {part.member for part in parts}
    is_card = parts[0].kind in CARDS and len(parts) == SIDES
    label = parts[0].get_kind_display()
    try:
        accepted = bundle([(_read(part), part.rotation) for part in parts], label, on_one_page=is_card)
    except UploadError as error:
        raise FileRefused(str(error)) from error
    return keep_document(
        household=household, kind=parts[0].kind, accepted=accepted, by=by,
        member=people.pop() if len(people) == 1 else None, sources=[part.sha256 for part in parts],
    )  # fmt: skip


def _read(part: Evidence) -> bytes:
    with part.file.open("rb") as file:
        content: bytes = file.read()
    return content
