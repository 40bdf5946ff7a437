"""One effect a chunk, slowly, so that a test can kill it in the middle."""

import time

from hardship.audit.services import record
from hardship.jobs.models import Job
from hardship.jobs.services import Lease, job


@job("sample.slow", label="慢任务")
def slow(job: Job, lease: Lease) -> None:
    """Write 1…params["last"], each once, wherever and however often the worker dies."""
    last = job.params["last"]
    for n in range(job.cursor.get("next", 1), last + 1):
        with lease.chunk():
            record("test.effect", target=job, by=job.requested_by, n=n)
            time.sleep(job.params["seconds"])
            lease.advance({"next": n + 1}, done=n, total=last)
