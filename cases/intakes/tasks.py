"""An accepted list is put into force by a job."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.intakes import services
from cases.intakes.models import Intake
from cases.intakes.selectors.lists import list_open_rows
from cases.intakes.services.decisions import JOB
from hardship.jobs.models import Job
from hardship.jobs.services import Lease, job

CHUNK = 10


def _page(job: Job) -> str:
    return reverse("intakes:intake", args=[job.params["intake"]])


@job(JOB, label=gettext_lazy("整批接收存量档案"), page=_page)
def accept_job(job: Job, lease: Lease) -> None:
    """Take over file after file, from wherever an earlier run was stopped."""
    intake = Intake.objects.select_related("union", "accepted_by__union").get(uid=job.params["intake"])
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
