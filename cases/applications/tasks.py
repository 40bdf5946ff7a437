"""Long work on applications: begin those of a batch."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.applications import services
from cases.applications.models import Batch
from cases.applications.services.batches import JOB, programmes_of
from hardship.jobs.models import Job
from hardship.jobs.services import Lease, job


def _page(row: Job) -> str:
    return reverse("applications:batch", args=[row.params["batch"]])


@job(JOB, label=gettext_lazy("批量申请：列入家庭"), page=_page)
def begin_batch(job: Job, lease: Lease) -> None:
    """Begins the applications of a batch, one household in each chunk."""
    keys, by = job.params["households"], job.requested_by
    found = Batch.objects.get(uid=job.params["batch"])
    batch = services.open_batch(found.pk, by)
    programmes = programmes_of(batch, keys, by)
    first = (job.cursor or {}).get("next", 0)
    for place, key in enumerate(keys[first:], start=first + 1):
        with lease.chunk():
            services.add_household(batch=batch, household_id=key, by=by, programmes=programmes)
            lease.advance({"next": place}, done=place, total=len(keys))
    missed = batch.misses.count()
    lease.finish_with(
        message=_("已处理 %(n)s 户，%(missed)s 户没有列入。") % {"n": len(keys), "missed": missed}
    )
