"""Blank forms for many households, as a job."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.archives.models import Household
from cases.visits.reports import many_blank_forms
from hardship.audit import services as audit
from hardship.jobs.models import Job
from hardship.jobs.services import Lease, job


@job("visit_blanks", label=gettext_lazy("打印空白入户调查表"))
def visit_blanks_job(job: Job, lease: Lease) -> None:
    """Blank forms for many households, in one file."""
    by, asked = job.requested_by, job.params["households"]
    rows = Household.objects.visible_to(by).filter(pk__in=asked).select_related("union", "head")
    files = list(rows.order_by("union", "pk"))
    content = many_blank_forms(files, on=timezone.localdate(), tell=lambda done: lease.report(done=done))
    with lease.chunk():
        audit.record_export("visit_blank", by=by, content=content, rows=len(files))
        lease.advance(done=len(files), total=len(files))
    message = _("共 %(rows)s 户。") % {"rows": len(files)}
    lease.finish_with(message=message, name=_("入户调查表.pdf"), content=content)
