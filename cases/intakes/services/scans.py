"""批量补材料: an upload is kept, its scans are sorted into files by their names, the rest by hand."""

import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from tempfile import TemporaryFile
from typing import IO, Any

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import Evidence, Household, Member
from cases.archives.services.entry.consents import sign
from cases.archives.services.entry.evidence import ADDING_STATES, AlreadyThere, add_evidence
from cases.archives.services.refusals import FileRefused
from cases.intakes.models import Scan, ScanBatch
from cases.intakes.rules.scan_names import PERSONAL, mask_folder, mask_name, read_name
from cases.intakes.selectors.scans import (
    Owner,
    count_states,
    find_owner,
    find_twin,
    guess_owner,
    list_people,
)
from cases.intakes.services.lists import IntakeRefused
from cases.intakes.states import BatchState, ScanState
from cases.policies.states import VISIT_KINDS, EvidenceKind
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.jobs.services import enqueue
from hardship.kernel import workflow
from hardship.kernel.files import Accepted, Packed, UploadError, accept_upload, count_files, safe_name

JOB = "sort_scans"
MOST_BYTES = 300 * 1024 * 1024
MOST_LOOSE = 100  # single files of one upload
LONGEST_PATH = 300
ZIP_BEGINS = (b"PK\x03\x04", b"PK\x05\x06")  # the second has no file in it


@transaction.atomic
def upload_scans(
    *, files: Sequence[Any], by: User, signed_on: date | None = None, paths: Sequence[str] = ()
) -> ScanBatch:
    """Keep one zip, or single files packed into one, and put the job that sorts them into the queue. `paths`
    are the names of the files with their folders, where the browser tells them.

    Raises IntakeRefused for anybody but a clerk, and for what cannot be read or is too much.
    """
    if not by.has_role(Role.CLERK):
        raise IntakeRefused(_("只有经办人可以补材料。"))
    if signed_on is not None and signed_on > timezone.localdate():
        raise IntakeRefused(_("日期不能晚于今天。"), "signed_on")
    batch = ScanBatch(union=by.union, uploaded_by=by, signed_on=signed_on)
    with TemporaryFile() as packed:
        batch.original_name = _pack(files, paths, packed)
        total = _count(packed)
        packed.seek(0)
        batch.file.save("scans.zip", File(packed), save=False)
    batch.save()
    batch.refresh_from_db(fields=["province", "city", "county", "township"])
    job = enqueue(JOB, by=by, params={"batch": str(batch.uid)}, union=by.union, total=total)
    batch.job_uid = job.uid
    batch.save(update_fields=["job_uid"])
    audit.record("scan.upload", target=batch, by=by, count=total)
    return batch


def sort_scan(*, batch: ScanBatch, place: int, packed: Packed) -> Scan:
    """Put one scan where its name says, or among those that wait; inside the job's chunk. One that an earlier
    run has sorted stays as it is."""
    done = batch.scans.filter(place=place).first()
    if done is not None:
        return done
    scan = Scan(union=batch.union, batch=batch, place=place, name=mask_name(packed.name))
    scan.folder = mask_folder(packed.name)
    named = read_name(packed.name)
    scan.kind = named.kind
    try:
        accepted = _accept(packed, named.kind)
    except UploadError as error:
        return _save(scan, ScanState.REFUSED, str(error))
    scan.sha256, scan.media_type = accepted.sha256, accepted.media_type
    owner = find_owner(named, batch.union)
    scan.guess = owner.member or guess_owner(packed.name, batch.union)
    if owner.member is not None and not named.kind:
        owner = Owner(None, _("文件名中看不出是什么材料"))
    return _sort(scan, owner, accepted)


@transaction.atomic
def finish_batch(*, batch_id: int, failure: str = "") -> ScanBatch:
    """Every scan is sorted, or (`failure`) the upload cannot be read after all."""
    batch: ScanBatch = workflow.lock(ScanBatch.objects.select_related("uploaded_by"), batch_id)
    batch.state, batch.failure = (BatchState.FAILED if failure else BatchState.DONE), failure[:300]
    batch.save(update_fields=["state", "failure"])
    counts = count_states(batch.scans.all())
    audit.record(
        "scan.sort", target=batch, by=batch.uploaded_by, placed=counts[ScanState.PLACED],
        waiting=counts[ScanState.WAITING], refused=counts[ScanState.REFUSED],
    )  # fmt: skip
    return batch


@transaction.atomic
def place_scan(*, scan_id: int, member_uid: str, kind: str, by: User) -> Scan:
    """Put a scan that waits, or was thrown away, into a file by hand. Raises IntakeRefused."""
    scan = _lock(scan_id, by)
    if kind not in EvidenceKind.values or kind in VISIT_KINDS:
        raise IntakeRefused(_("请选择材料种类。"), "kind")
    member = list_people(scan.union).filter(uid=member_uid).select_related("household__head").first()
    if member is None:
        raise IntakeRefused(_("请选择是谁的材料；只能归入草稿和待补材料的档案。"), "member")
    scan.kind = kind
    with scan.file.open("rb") as stored:
        accepted = _accept(Packed(scan.name, stored.read()), kind)
    try:
        scan.evidence = _keep(scan, member, accepted, by)
    except FileRefused as refusal:
        raise IntakeRefused(str(refusal)) from refusal
    scan.household = member.household
    _stamp(scan, ScanState.PLACED, by)
    audit.record("scan.place", target=scan.batch, by=by, place=scan.place, document=kind)
    return scan


@transaction.atomic
def throw_scan(*, scan_id: int, by: User) -> Scan:
    """A scan that belongs nowhere; its bytes stay. Raises IntakeRefused for one that does not wait."""
    scan = _lock(scan_id, by)
    if not scan.is_waiting:
        raise IntakeRefused(_("这份扫描件已经分拣过，请刷新页面。"))
    _stamp(scan, ScanState.THROWN, by)
    audit.record("scan.throw", target=scan.batch, by=by, place=scan.place)
    return scan


def _sort(scan: Scan, owner: Owner, accepted: Accepted) -> Scan:
    by, twin = scan.batch.uploaded_by, find_twin(accepted.sha256, scan.union)
    if owner.member is None or by is None:
        if twin is not None:
            return _save(
                scan, ScanState.TWICE, _("以前传过：%(state)s") % {"state": twin.get_state_display()}
            )
        scan.file.save("scan", ContentFile(accepted.content), save=False)
        return _save(scan, ScanState.WAITING, owner.why)
    scan.household = owner.member.household
    try:
        with transaction.atomic():
            scan.evidence = _keep(scan, owner.member, accepted, by)
    except AlreadyThere:
        return _save(scan, ScanState.TWICE, _("档案中已有同一份文件"))
    except FileRefused as refusal:
        scan.household = None
        return _sort(scan, Owner(None, str(refusal)), accepted)
    if twin is not None and twin.is_waiting:
        twin.household, twin.evidence, twin.kind = scan.household, scan.evidence, scan.kind
        _stamp(twin, ScanState.PLACED, by)
    return _save(scan, ScanState.PLACED, "")


def _keep(scan: Scan, member: Member, accepted: Accepted, by: User) -> Evidence:
    """The document in the file; a consent is registered with its day, where the upload says one."""
    household, signed_on = member.household, scan.batch.signed_on
    if scan.kind != EvidenceKind.CONSENT or signed_on is None:
        about = str(member.uid) if scan.kind in PERSONAL else ""
        return add_evidence(
            household_id=household.pk, kind=scan.kind, accepted=accepted, by=by, member_uid=about
        )
    if member.pk != household.head_id:
        raise FileRefused(_("不是户主签的承诺授权，请看过以后在档案的“承诺与授权”中登记。"))
    _require_unsigned(household, accepted)
    consent = sign(
        household_id=household.pk, signed_on=signed_on, signer=household.head.name if household.head else "",
        allows_check=True, allows_notice=True, documents=[accepted], by=by, states=ADDING_STATES,
        note=_("批量补登"),
    )  # fmt: skip
    return consent.documents.get()


def _require_unsigned(household: Household, accepted: Accepted) -> None:
    if household.consents.filter(documents__sha256=accepted.sha256).exists():
        raise AlreadyThere(_("这份承诺授权已经登记过。"))


def _accept(packed: Packed, kind: str) -> Accepted:
    """The house's own checks. The name goes no further: it has the number of a person."""
    if packed.content is None:
        raise UploadError("packed", packed.why)
    accepted = accept_upload(ContentFile(packed.content, name=safe_name(packed.name)))
    label = dict(EvidenceKind.choices).get(kind) or _("扫描件")
    return replace(accepted, original_name=f"{label}.{accepted.extension}")


def _pack(files: Sequence[Any], paths: Sequence[str], out: IO[bytes]) -> str:
    """The upload as one zip; returns what it is called."""
    if not files:
        raise IntakeRefused(_("请选择压缩包或扫描件。"), "scans")
    if sum(file.size or 0 for file in files) > MOST_BYTES:
        raise IntakeRefused(_("一次最多上传 300 MB，请分成几次。"), "scans")
    first = files[0]
    if len(files) == 1 and first.read(4) in ZIP_BEGINS:
        for chunk in first.chunks():
            out.write(chunk)
        return safe_name(mask_name(first.name or ""))[:120]
    if len(files) > MOST_LOOSE:
        raise IntakeRefused(_("单个文件一次最多 100 个，更多的请压缩成 .zip 上传。"), "scans")
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for place, file in enumerate(files):
            file.seek(0)
            archive.writestr(_path_of(file, place, paths), file.read())
    return _("%(n)s 个文件") % {"n": len(files)}


def _path_of(file: Any, place: int, paths: Sequence[str]) -> str:
    """The name of a file with its folders, as far as what the browser says of it ends with its own name."""
    name = file.name or _("未命名")
    told = paths[place] if place < len(paths) else ""
    return told if told.rpartition("/")[2] == name and len(told) <= LONGEST_PATH else name


def _count(packed: IO[bytes]) -> int:
    packed.seek(0)
    try:
        return count_files(packed)
    except UploadError as error:
        raise IntakeRefused(str(error), "scans") from error


def _lock(scan_id: int, by: User) -> Scan:
    rows = Scan.objects.visible_to(by).select_related("batch", "union")
    scan: Scan = workflow.lock(rows, scan_id)
    if scan.union_id != by.union_id or not by.has_role(Role.CLERK):
        raise IntakeRefused(_("只有“%(union)s”的经办人可以分拣。") % {"union": scan.union.name})
    if scan.state not in (ScanState.WAITING, ScanState.THROWN):
        raise IntakeRefused(_("这份扫描件已经分拣过，请刷新页面。"))
    return scan


def _stamp(scan: Scan, state: ScanState, by: User) -> None:
    scan.sorted_at, scan.sorted_by = timezone.now(), by
    _save(scan, state, "")


def _save(scan: Scan, state: ScanState, why: str) -> Scan:
    scan.state, scan.why = state, why[:300]
    scan.save()
    return scan
