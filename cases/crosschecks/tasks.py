"""Long work on lists of other departments: match, export people."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.crosschecks import services as crosschecks
from cases.crosschecks.models import CrossCheck
from cases.crosschecks.resources import PeopleRequest, people_bytes
from hardship.jobs.models import Job
from hardship.jobs.services import Lease, job
from hardship.kernel.workflow import Refused


def _crosscheck_page(job: Job) -> str:
    return reverse("crosschecks:crosscheck", args=[job.params["crosscheck"]])


@job(crosschecks.MATCH, label=gettext_lazy("比对核对名单"), page=_crosscheck_page)
def match_job(job: Job, lease: Lease) -> None:
    """Match a list of another department; what it found and the removal of its file go together."""
    crosscheck: CrossCheck = CrossCheck.objects.get(uid=job.params["crosscheck"])
    try:
        with lease.chunk():
            done = crosschecks.match_list(crosscheck_id=crosscheck.pk, by=job.requested_by)
            lease.advance(done=done.rows_total, total=done.rows_total)
    except Refused as refusal:
        crosschecks.fail_check(crosscheck_id=crosscheck.pk, reason=str(refusal), by=job.requested_by)
        raise
    lease.finish_with(message=_("比对完毕。"))


@job("crosscheck_people", label=gettext_lazy("导出待核对人员名单"))
def people_job(job: Job, lease: Lease) -> None:
    """Write the list of people to ask another department about."""
    request = PeopleRequest(user=job.requested_by, **job.params)
    content, name, rows = people_bytes(request)
    with lease.chunk():
        request.record(content, rows)
        lease.advance(done=rows, total=rows)
    lease.finish_with(message=_("共 %(rows)s 人。") % {"rows": rows}, name=name, content=content)
