"""Whose a scan is, and what became of the scans of an upload."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from cases.archives.models import Household, Member
from cases.archives.models.taken_over import incomplete
from cases.archives.states import EDITABLE_STATES
from cases.intakes.models import Scan, ScanBatch
from cases.intakes.rules.scan_names import NUMBER, Named, list_folders, read_folder
from cases.intakes.states import ScanState
from hardship.accounts.models import Union, User
from hardship.jobs.models import Job
from hardship.kernel.documents import DocumentError, check_id_number
from hardship.kernel.fields import blind_index


@dataclass(frozen=True)
class Owner:
    """Whose a scan is: a person of a file, or nobody for the reason `why`."""

    member: Member | None
    why: str = ""


def list_open_files(union: Union) -> QuerySet[Household]:
    """The files of a union that documents are still collected for: drafts, returned ones, 待补材料."""
    return Household.objects.filter(Q(state__in=EDITABLE_STATES) | incomplete(), union=union)


def list_people(union: Union) -> QuerySet[Member]:
    """The people of these files."""
    return Member.objects.filter(removed_at__isnull=True, household__in=list_open_files(union))


def search_people(text: str, union: Union) -> list[Member]:
    """Those with this name or ID number, at most twenty."""
    number = NUMBER.fullmatch(text.strip())
    people = list_people(union)
    found = _by_number(people, number[0].upper()) if number else people.filter(name=text.strip())
    return list(found.select_related("household__head").order_by("pk")[:20])


def find_owner(named: Named, union: Union) -> Owner:
    """The one person of the union's open files whom a name means."""
    if not (named.number or named.person):
        return Owner(None, _("文件名中没有身份证号或姓名"))
    found = _list_named(named, union)
    if len(found) == 1:
        return Owner(found[0])
    if found:
        return Owner(None, _("不止一份档案中有此人，请人工选定"))
    if named.number:
        return Owner(None, _("草稿和待补材料的档案中没有这个身份证号"))
    return Owner(None, _("草稿和待补材料的档案中没有这个姓名"))


def guess_owner(name: str, union: Union) -> Member | None:
    """The one person of the union's open files whom a folder of this file is named like: by ID number, name,
    or the number of the file, whose head it then is. The nearest folder that means anybody counts: of one
    that means two, a folder farther off does not say which."""
    folders = list_folders(name)
    files = list_open_files(union).filter(file_no__in=folders).select_related("head")
    heads = {file.file_no: [file.head] for file in files if file.head is not None}
    for folder in folders:
        found = _list_named(read_folder(folder), union) or heads.get(folder, [])
        if found:
            return found[0] if len(found) == 1 else None
    return None


def search_scans(batch: ScanBatch, text: str) -> QuerySet[Scan]:
    """The scans of an upload whose file or folder has this in its name; all of them for no text."""
    rows = list_scans(batch)
    return rows.filter(Q(name__icontains=text) | Q(folder__icontains=text)) if text else rows


def list_guessed(scan: Scan) -> list[Member]:
    """Whose a scan may be by its name or folder, as long as their file still takes documents."""
    if scan.guess_id is None:
        return []
    people = list_people(scan.union).filter(pk=scan.guess_id)
    return list(people.select_related("household__head"))


def _by_number(people: QuerySet[Member], number: str) -> QuerySet[Member]:
    try:
        known = check_id_number(number).number
    except DocumentError:
        return people.none()
    return people.filter(id_number_index=blind_index(known, "id_number"))


def _list_named(named: Named, union: Union) -> list[Member]:
    """The people of the union's open files whom a name means; of more than one two."""
    people = list_people(union)
    if named.number:
        people = _by_number(people, named.number)
    elif named.person:
        people = people.filter(name=named.person)
    else:
        return []
    return list(people.select_related("household__head").order_by("pk")[:2])


def find_twin(sha256: str, union: Union) -> Scan | None:
    """The same scan, which came before: it waits, was placed or was thrown away."""
    rows = Scan.objects.filter(union=union, sha256=sha256)
    rows = rows.filter(state__in=(ScanState.WAITING, ScanState.PLACED, ScanState.THROWN))
    return rows.order_by("-pk").first()


def list_batches(user: User) -> QuerySet[ScanBatch]:
    """The uploads of the scope, the newest first, each with how many were `placed` and how many `wait`."""
    rows: QuerySet[ScanBatch] = ScanBatch.objects.visible_to(user).select_related("union", "uploaded_by")
    return rows.annotate(
        number=Count("scans"),
        placed=Count("scans", filter=Q(scans__state=ScanState.PLACED)),
        wait=Count("scans", filter=Q(scans__state=ScanState.WAITING)),
    ).order_by("-pk")


def list_scans(batch: ScanBatch) -> QuerySet[Scan]:
    """The scans of an upload in its order."""
    return batch.scans.select_related("household__head").order_by("place")


def count_states(scans: QuerySet[Scan]) -> dict[str, int]:
    """How many of these scans are in each state."""
    found = dict(scans.order_by("state").values_list("state").annotate(number=Count("pk")))
    return {state: found.get(state, 0) for state in ScanState.values}


def list_waiting(user: User) -> QuerySet[Scan]:
    """The scans of the person's own union that wait to be sorted by hand."""
    rows: QuerySet[Scan] = Scan.objects.filter(union=user.union_id, state=ScanState.WAITING)
    return rows.select_related("batch").order_by("pk")


def get_job(batch: ScanBatch) -> Job | None:
    """The job that sorts it."""
    return Job.objects.filter(uid=batch.job_uid).first() if batch.job_uid else None
