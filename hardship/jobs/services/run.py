"""One run of a job, from taking the lease to whatever ends it."""

import logging
import os
import secrets
import socket
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from hardship.audit import services as audit
from hardship.jobs.models import Job
from hardship.jobs.services.lease import (
    LEASE,
    Interrupted,
    Lease,
    WorkerStopping,
    kept_alive,
    stop_requested,
)
from hardship.jobs.services.queue import deliver, due
from hardship.jobs.services.registry import get_handler
from hardship.jobs.states import TRANSITIONS, WORKER, State
from hardship.kernel import workflow

MAX_ATTEMPTS = 5

logger = logging.getLogger(__name__)


def execute(job_id: int) -> None:
    """Run a job to its end, unless somebody else does or none is needed; no error of its own comes out."""
    lease = _take(job_id)
    if lease is None:
        return
    job = Job.objects.select_related("requested_by", "requested_in", "union").get(pk=job_id)
    job.requested_by = job.person
    try:
        handler = get_handler(job.kind)
        with kept_alive(lease):
            handler.run(job, lease)
        _leave(lease, "finish", job, **lease.outcome)
    except WorkerStopping:
        if _leave(lease, "wait", job, attempt=F("attempt") - 1):
            deliver(job_id)
    except Interrupted as interruption:
        logger.info("job %s interrupted: %s", job.uid, type(interruption).__name__)
    except workflow.Refused as refusal:
        _leave(lease, "give_up", job, message=str(refusal)[:300])
    except Exception:
        logger.exception("job %s of kind %s failed", job.uid, job.kind)
        _try_later(lease, job)
    finally:
        _forget_unused_file(lease, job_id)


def run_pending() -> int:
    """Run everything that is due, here and now, until nothing is; how many runs that took."""
    runs = 0
    while (waiting := due()) and not stop_requested.is_set():
        for job_id in waiting:
            execute(job_id)
            runs += 1
    return runs


@transaction.atomic
def _take(job_id: int) -> Lease | None:
    """The lease of a job that is queued or was left by a dead run; None for any other."""
    free = Q(state=State.QUEUED) | Q(state=State.RUNNING, lease_until__lt=Now())
    rows = Job.objects.select_for_update(skip_locked=True, of=("self",)).select_related("requested_by")
    job = rows.filter(free, pk=job_id).first()
    if job is None:
        return None
    if reason := _why_never(job):
        _park(job, reason)
        return None
    row = workflow.step(TRANSITIONS, action="run", state=job.state, roles={WORKER})
    lease = Lease(job.pk, f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(6)}")
    Job.objects.filter(pk=job.pk).update(
        state=row.target, attempt=job.attempt + 1, lease_by=lease.holder, lease_until=Now() + LEASE
    )
    return lease


def _why_never(job: Job) -> str:
    if not job.requested_by.is_active:
        return _("提交人的账号已停用，任务不再执行。")
    return _too_often(job) if job.attempt >= MAX_ATTEMPTS else ""


def _park(job: Job, message: str) -> None:
    def free(_step: workflow.Step[Job]) -> None:
        job.lease_by, job.lease_until = "", None

    workflow.take(
        TRANSITIONS, job, action="give_up", by=None, roles={WORKER}, comment=message, note="message",
        effect=free, log=lambda step: audit.record("job.give_up", target=job, by=job.requested_by),
    )  # fmt: skip


def _too_often(job: Job) -> str:
    return _("多次尝试仍未完成，已停止。可以再试一次；仍不行请把编号 %(uid)s 告诉管理员。") % {
        "uid": str(job.uid)[:8]
    }


def _leave(lease: Lease, action: str, job: Job, **values: Any) -> bool:
    """End this run by the table, if it still holds the job."""
    row = workflow.step(TRANSITIONS, action=action, state=State.RUNNING, roles={WORKER})
    with transaction.atomic():
        mine = Job.objects.filter(pk=lease.job_id, state=State.RUNNING, lease_by=lease.holder)
        held = mine.update(state=row.target, lease_by="", lease_until=None, **values)
        if held and action != "wait":
            audit.record(f"job.{action}", target=job, by=job.requested_by)
    return bool(held)


def _try_later(lease: Lease, job: Job) -> None:
    """After an unexpected error: again in a while, or never when it has not got anywhere for too long."""
    attempt = Job.objects.values_list("attempt", flat=True).get(pk=job.pk)
    if attempt >= MAX_ATTEMPTS:
        _leave(lease, "give_up", job, message=_too_often(job))
    elif _leave(lease, "wait", job, message=_("遇到意外错误，稍后自动重试。")):
        deliver(job.pk, after_seconds=10 * 2**attempt)


def _forget_unused_file(lease: Lease, job_id: int) -> None:
    """A file that no finished job names is of no use to anybody."""
    path = lease.outcome.get("result_path")
    if path and not Job.objects.filter(pk=job_id, result_path=path).exists():
        default_storage.delete(path)
