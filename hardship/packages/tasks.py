"""The job that makes an audit package; what is left of those that never ended goes."""

import shutil

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hardship.jobs.models import Job
from hardship.jobs.services import Lease, chores, job
from hardship.packages import services
from hardship.packages.states import MAKE

chores.add("packages.left_folders")(services.remove_left_folders)


def _may_fetch(job: Job) -> bool:
    try:
        services.scope_of(job.params, by=job.person)
    except services.PackageRefused:
        return False
    return True


def _page(_job: Job) -> str:
    return reverse("packages:packages")


@job(MAKE, label=gettext_lazy("制作审计包"), page=_page, may_fetch=_may_fetch)
def make_job(job: Job, lease: Lease) -> None:
    """Part by part; a run that ends early goes on with the parts that are not there yet."""
    scope, folder = services.scope_of(job.params, by=job.person), services.folder_of(job)
    path, found = services.make(scope, folder, lambda done: lease.report(done=done))
    with lease.chunk(), path.open("rb") as file:
        made = services.put_on_record(scope, path, found, job.params["purpose"], by=job.person)
        name = _("审计包_%(union)s_%(since)s_%(until)s.zip") % {
            "union": scope.union.short_name,
            "since": f"{scope.since:%Y%m%d}", "until": f"{scope.until:%Y%m%d}",
        }  # fmt: skip
        lease.finish_with(message=_("校验码 %(code)s") % {"code": made.code}, name=name, file=file)
    shutil.rmtree(folder, ignore_errors=True)
