"""Long work: ask for it, run it, keep it from running twice."""

from hardship.jobs.services.lease import Interrupted, JobCancelled, Lease, LeaseLost, stop_requested
from hardship.jobs.services.queue import (
    DELIVERY,
    QUEUE,
    JobRefused,
    cancel,
    enqueue,
    remove_old_results,
    rescue,
    retry,
)
from hardship.jobs.services.registry import (
    Handler,
    chores,
    do_chores,
    get_handler,
    handlers,
    job,
    may_fetch,
)
from hardship.jobs.services.run import MAX_ATTEMPTS, execute, run_pending

__all__ = [
    "DELIVERY",
    "MAX_ATTEMPTS",
    "QUEUE",
    "Handler",
    "Interrupted",
    "JobCancelled",
    "JobRefused",
    "Lease",
    "LeaseLost",
    "cancel",
    "chores",
    "do_chores",
    "enqueue",
    "execute",
    "get_handler",
    "handlers",
    "job",
    "may_fetch",
    "remove_old_results",
    "rescue",
    "retry",
    "run_pending",
    "stop_requested",
]
