"""A policy tried on the files in force, as a job."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.trials import services as whatif
from cases.trials.models import WhatIf
from cases.trials.selectors import list_files_in_force
from hardship.jobs.models import Job
from hardship.jobs.services import Lease, job

WHAT_IF_CHUNK = 500


def _what_if_page(job: Job) -> str:
    return reverse("trials:what_if_run", args=[job.params["run"]])


@job("what_if", label=gettext_lazy("试行测算"), page=_what_if_page)
def what_if_job(job: Job, lease: Lease) -> None:
    """Run a policy over the files in force, from wherever an earlier run was stopped."""
    run = WhatIf.objects.select_related("policy__union").get(uid=job.params["run"])
    runner, last, done = whatif.Runner(run), int(job.cursor.get("last", 0)), run.files_done
    files = list_files_in_force(run.policy).select_related("union")
    while part := list(files.filter(pk__gt=last)[:WHAT_IF_CHUNK]):
        with lease.chunk():
            done, last = min(done + runner.write(part), run.files_total), part[-1].pk
            whatif.advance(run=run, done=done)
            lease.advance({"last": last}, done=done)
    with lease.chunk():
        whatif.advance(run=run, done=run.files_total)
        lease.advance({"last": last}, done=run.files_total)
    lease.finish_with(message=_("已测算 %(count)s 户。") % {"count": run.files_total})
