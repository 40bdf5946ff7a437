"""What is told of deadlines and goes on after it waited, every hour; a batch that is handed in."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.applications.models import Batch
from cases.applications.services import open_batch
from cases.approvals.services.batches import JOB, list_drafts, submit_one
from cases.approvals.services.overdue import escalate
from cases.approvals.services.steps import resume_due
from cases.approvals.services.telling import tell_due
from hardship.jobs.models import Job
from hardship.jobs.services import Lease, chores, job

chores.add("approvals.due")(tell_due)
chores.add("approvals.overdue")(escalate)
chores.add("approvals.resume")(resume_due)


def _batch_page(row: Job) -> str:
    return reverse("applications:batch", args=[row.params["batch"]])


@job(JOB, label=gettext_lazy("批量申请：提交"), page=_batch_page)
def submit_job(job: Job, lease: Lease) -> None:
    """Hands in what is complete of a batch, one application in each chunk."""
    by = job.requested_by
    batch = open_batch(Batch.objects.get(uid=job.params["batch"]).pk, by)
    keys, done = list_drafts(batch, by), 0
    for place, key in enumerate(keys, start=1):
        with lease.chunk():
            done += not submit_one(application_id=key, by=by)
            lease.advance(done=place, total=len(keys))
    lease.finish_with(
        message=_("已提交 %(n)s 件，%(left)s 件留在表上，打开可以看到原因。")
        % {"n": done, "left": len(keys) - done}
    )
