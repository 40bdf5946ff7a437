"""An accepted list is put into force, and an upload of scans is sorted, each by a job."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.intakes import services
from cases.intakes.models import Intake, ScanBatch
from cases.intakes.selectors.lists import list_open_rows
from cases.intakes.services.decisions import JOB
from cases.intakes.services.scans import JOB as SORT
from hardship.jobs.models import Job
from hardship.jobs.services import Lease, job
from hardship.kernel.files import UploadError, read_zip
from hardship.kernel.workflow import Refused

CHUNK = 10


def _page(job: Job) -> str:
    return reverse("intakes:intake", args=[job.params["intake"]])


@job(JOB, label=gettext_lazy("整批接收存量档案"), page=_page)
def accept_job(job: Job, lease: Lease) -> None:
    """Take over file after file, from wherever an earlier run was stopped."""
    intake = Intake.objects.select_related("union").get(uid=job.params["intake"])
    intake.accepted_by = job.requested_by  # at the union where the list was accepted
    if why := services.not_at_work(intake, job.requested_by):
        raise Refused(why)
    keys, done = list(list_open_rows(intake).values_list("pk", flat=True)), job.done
    for start in range(0, len(keys), CHUNK):
        with lease.chunk():
            for key in keys[start : start + CHUNK]:
                services.write_row(row_id=key, intake=intake)
                done += 1
            lease.advance(done=done)
    if intake.is_writing:  # not when a run before this one came to the end
        with lease.chunk():
            services.finish(intake_id=intake.pk)
            lease.advance(done=done)
    lease.finish_with(message=_("已接收完毕。"))


def _batch_page(job: Job) -> str:
    return reverse("intakes:batch", args=[job.params["batch"]])


@job(SORT, label=gettext_lazy("分拣扫描件"), page=_batch_page)
def sort_job(job: Job, lease: Lease) -> None:
    """Sort scan after scan, from wherever an earlier run was stopped."""
    batch = ScanBatch.objects.select_related("union").get(uid=job.params["batch"])
    batch.uploaded_by = job.requested_by  # at the union where it was uploaded
    place = int(job.cursor.get("next", 0))
    try:
        with batch.file.open("rb") as stored:
            for packed in read_zip(stored, start=place):
                with lease.chunk():
                    services.sort_scan(batch=batch, place=place, packed=packed)
                    place += 1
                    lease.advance({"next": place}, done=place)
    except UploadError as error:
        services.finish_batch(batch_id=batch.pk, failure=str(error))
        raise Refused(str(error)) from error
    if batch.is_working:  # not when a run before this one came to the end
        with lease.chunk():
            services.finish_batch(batch_id=batch.pk)
            lease.advance({"next": place}, done=place)
    lease.finish_with(message=_("已分拣 %(count)s 个文件。") % {"count": place})
