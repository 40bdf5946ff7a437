"""The search for duplicates, as a job."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.duplicates import services as duplicates
from hardship.jobs.models import Job
from hardship.jobs.services import Lease, job


@job("find_duplicates", label=gettext_lazy("查找疑似重复"))
def duplicates_job(job: Job, lease: Lease) -> None:
    """The nightly search, now."""
    with lease.chunk():
        found = duplicates.find_duplicates(by=job.requested_by)
        lease.advance(done=found.total, total=found.total)
    lease.finish_with(message=_("新发现 %(count)s 对。") % {"count": found.new})
