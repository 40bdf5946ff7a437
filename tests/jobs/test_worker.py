"""The real worker process: it works, it is killed, another goes on, it is told to stop."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from hardship.audit.models import AuditRecord
from hardship.audit.services import record
from hardship.jobs import services
from hardship.jobs.models import Job
from hardship.jobs.states import State

pytestmark = pytest.mark.django_db(transaction=True)
LAST = 12


def effects():
    return sorted(row.data["n"] for row in AuditRecord.objects.filter(action="test.effect"))


def wait_for(condition, seconds=30):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.05)


@pytest.fixture
def start_worker(tmp_path):
    """`start_worker()` starts `manage.py run_worker` on the test's database; killed at the end."""
    started = []

    def start():
        env = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.jobs.worker_settings",
            "TEST_WORKER_DATABASE": connection.settings_dict["NAME"],
        }
        with (tmp_path / "worker.log").open("ab") as log:
            worker = subprocess.Popen(
                [sys.executable, "manage.py", "run_worker"],
                cwd=settings.BASE_DIR,
                env=env,
                stdout=log,
                stderr=log,
            )
        started.append(worker)
        return worker

    yield start
    for worker in started:
        worker.kill()
        worker.wait()


@pytest.fixture
def slow_job(cast, handle):
    def make(seconds):
        handle("sample.slow", None)
        return services.enqueue("sample.slow", by=cast.clerk, params={"last": LAST, "seconds": seconds})

    return make


@pytest.mark.requirement("F5")
def test_a_killed_worker_leaves_nothing_doubled_and_nothing_undone(slow_job, start_worker, reread):
    job = slow_job(0.15)
    worker = start_worker()
    wait_for(lambda: reread(job).done >= 3)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    left = reread(job)
    assert left.state == State.RUNNING
    assert effects() == list(range(1, left.done + 1))

    # Its lease would end in less than a minute; the test does not wait.
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    start_worker()
    wait_for(lambda: reread(job).state == State.DONE)
    assert effects() == list(range(1, LAST + 1))
    assert reread(job).done == LAST


def test_a_worker_that_is_told_to_stop_ends_after_its_chunk(slow_job, start_worker, reread):
    job = slow_job(0.15)
    worker = start_worker()
    wait_for(lambda: reread(job).done >= 2)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=20) == 0
    left = reread(job)
    assert (left.state, left.lease_by) == (State.QUEUED, "")
    assert effects() == list(range(1, left.done + 1))
    start_worker()
    wait_for(lambda: reread(job).state == State.DONE)
    assert effects() == list(range(1, LAST + 1))


def test_a_frozen_worker_cannot_write_after_it_was_replaced(slow_job, start_worker, reread):
    job = slow_job(0.3)
    zombie = start_worker()
    wait_for(lambda: reread(job).done >= 2)
    zombie.send_signal(signal.SIGSTOP)
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    start_worker()
    try:
        wait_for(lambda: reread(job).done >= 5)
    finally:
        zombie.send_signal(signal.SIGCONT)
    wait_for(lambda: reread(job).state == State.DONE)
    time.sleep(0.5)
    assert effects() == list(range(1, LAST + 1))


def test_two_workers_at_once_run_a_job_once(cast, handle):
    def run(job, lease):
        with lease.chunk():
            record("test.effect", target=job, by=job.requested_by, n=1)

    handle("test", run)
    jobs = [services.enqueue("test", by=cast.clerk) for _number in range(5)]
    gate = Barrier(4)

    def work():
        gate.wait()
        for job in jobs:
            services.execute(job.pk)
        connection.close()

    threads = [Thread(target=work) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert effects() == [1] * 5
    assert set(Job.objects.values_list("state", flat=True)) == {State.DONE}
