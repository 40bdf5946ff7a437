"""A policy tried on the files in force, as a job."""

import os
from contextlib import closing
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.trials import services as whatif
from cases.trials.models import WhatIf
from hardship.jobs.models import Job
from hardship.jobs.services import Lease, job
from hardship.kernel.spreading import spread

# From so many files on, processes of their own are worth the two seconds that they take to start; each needs
# 130 MB while the job runs.
MANY = 5000
MOST_PROCESSES = 4


def _what_if_page(job: Job) -> str:
    return reverse("trials:what_if_run", args=[job.params["run"]])


@job("what_if", label=gettext_lazy("试行测算"), page=_what_if_page)
def what_if_job(job: Job, lease: Lease) -> None:
    """Run a policy over the files in force, from wherever an earlier run was stopped."""
    run = WhatIf.objects.select_related("policy__union").get(uid=job.params["run"])
    last, done = int(job.cursor.get("last", 0)), run.files_done
    parts, work = whatif.list_parts(run, after=last), partial(whatif.judge, whatif.prepare(run))
    cores = (os.cpu_count() or 1) if run.files_total >= MANY else 1
    with closing(spread(work, parts, processes=min(cores, MOST_PROCESSES))) as results:
        for part, judged in results:
            with lease.chunk():
                whatif.write_rows(run=run, judged=judged)
                done, last = min(done + len(part), run.files_total), part[-1].household
                whatif.advance(run=run, done=done)
                lease.advance({"last": last}, done=done)
    with lease.chunk():
        whatif.advance(run=run, done=run.files_total)
        lease.advance({"last": last}, done=run.files_total)
    lease.finish_with(message=_("已测算 %(count)s 户。") % {"count": run.files_total})
