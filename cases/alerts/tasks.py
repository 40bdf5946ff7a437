"""The warnings, once a day by the worker, and when somebody asks for them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.alerts.services import find_alerts, find_nightly
from hardship.jobs.models import Job
from hardship.jobs.services import Lease, chores, job

chores.add("alerts.find")(find_nightly)


@job("find_alerts", label=gettext_lazy("计算预警"))
def alerts_job(job: Job, lease: Lease) -> None:
    """All of them, now."""
    with lease.chunk():
        found = find_alerts()
        lease.advance(done=1, total=1)
    lease.finish_with(message=_("新发现 %(new)s 条，自动结束 %(gone)s 条。") % vars(found))
