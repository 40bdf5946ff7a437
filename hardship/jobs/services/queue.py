"""Jobs are asked for, given up and asked for again; the queue below carries nothing but their ids.

A delivery is a row of procrastinate, written on Django's own connection and so in the transaction of the
job: both are there or neither. Deliveries may be lost or come twice; `rescue` makes up for the first, the
lease for the second.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import procrastinate
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob

from hardship.accounts.models import Union, User
from hardship.audit import services as audit
from hardship.jobs.models import Job
from hardship.jobs.services.registry import get_handler
from hardship.jobs.states import OWNER, TRANSITIONS, State
from hardship.kernel import workflow

QUEUE = "jobs"
DELIVERY = "jobs.run"
PERSONAL = re.compile(r"\d{11,21}[Xx]?")  # a phone, an ID number, a bank card

# The worker swaps the connector of Django's procrastinate app; this one stays on Django's connection.
_queue = procrastinate.App(connector=DjangoConnector(alias="default"))


class JobRefused(workflow.Refused):
    """The job cannot do that now."""


@transaction.atomic
def enqueue(
    kind: str,
    *,
    by: User,
    params: dict[str, Any] | None = None,
    key: str | None = None,
    union: Union | None = None,
    total: int | None = None,
) -> Job:
    """Ask for a job that begins once the surrounding transaction commits.

    The same `key` (say, of a form that was sent twice) gives the same job. `params` is JSON and holds ids, no
    personal data. Raises LookupError for an unknown kind, ValueError for personal data or a foreign key.
    """
    get_handler(kind)
    params = params or {}
    if any(isinstance(value, str) and PERSONAL.fullmatch(value.strip()) for value in params.values()):
        raise ValueError(f"a job of kind {kind} was given personal data")
    values = {
        "kind": kind, "params": params, "requested_by": by, "requested_in": by.union, "stand_in": by.stand_in,
        "union": union or by.union, "total": total,
    }  # fmt: skip
    if key is None:
        job, is_new = Job.objects.create(**values), True
    else:
        job, is_new = Job.objects.get_or_create(key=key, defaults=values)
    if (job.kind, job.requested_by_id) != (kind, by.pk):
        raise ValueError(f"the key {key} is another job's")
    if is_new:
        audit.record("job.enqueue", target=job, by=by, job_kind=kind)
        deliver(job.pk)
    return job


def deliver(job_id: int, *, after_seconds: int = 0) -> None:
    """Put the id into the queue, unless it waits there already."""
    name = f"job-{job_id}"
    if ProcrastinateJob.objects.filter(status="todo", queueing_lock=name).exists():
        return
    schedule = {"seconds": after_seconds} if after_seconds else None
    try:
        with transaction.atomic():
            _queue.configure_task(
                DELIVERY, queue=QUEUE, queueing_lock=name, schedule_in=schedule, allow_unknown=True
            ).defer(job_id=job_id)
    except procrastinate.exceptions.AlreadyEnqueued:
        pass  # somebody else did at the same moment


@transaction.atomic
def cancel(*, uid: Any, by: User) -> Job:
    """The owner does not want it any more: what is committed stays, the running chunk does not."""
    return _ask(uid, "cancel", by, _give_up)


@transaction.atomic
def retry(*, uid: Any, by: User) -> Job:
    """Once more from where it failed."""
    job = _ask(uid, "retry", by, _begin_again)
    deliver(job.pk)
    return job


def _ask(uid: Any, action: str, by: User, effect: Callable[[workflow.Step[Job]], None]) -> Job:
    """Lock the owner's job and move it by the table. Raises Job.DoesNotExist, Refused."""
    job: Job = Job.objects.visible_to(by).select_for_update(of=("self",)).get(uid=uid)
    workflow.take(
        TRANSITIONS, job, action=action, by=by, roles={OWNER}, effect=effect,
        log=lambda step: audit.record(f"job.{action}", target=job, by=by),
    )  # fmt: skip
    return job


def _give_up(step: workflow.Step[Job]) -> None:
    job = step.record
    job.lease_until, job.lease_by = None, ""
    job.message = _("已由提交人取消。")


def _begin_again(step: workflow.Step[Job]) -> None:
    step.record.attempt, step.record.message = 0, ""


def due() -> list[int]:
    """Ids of jobs that could run now: queued, or left by a run that died."""
    left = Q(state=State.RUNNING, lease_until__lt=Now())
    return list(
        Job.objects.filter(Q(state=State.QUEUED) | left).order_by("pk").values_list("pk", flat=True)[:500]
    )


def rescue() -> int:
    """Deliver again what is due and waits in no queue; how many are due."""
    waiting = due()
    for job_id in waiting:
        deliver(job_id)
    return len(waiting)


def remove_old_results(*, days: int) -> int:
    """Files that jobs made are copies, often of personal data: they go after so many days. How many went."""
    before = timezone.now() - timedelta(days=days)
    finished = Job.objects.filter(state=State.DONE, requested_at__lt=before).exclude(result_path="")
    old = list(finished.order_by("pk")[:200])
    for job in old:
        with transaction.atomic():
            default_storage.delete(job.result_path)
            Job.objects.filter(pk=job.pk).update(result_path="")
            audit.record("job.expire", target=job, by=None)
    return len(old)
