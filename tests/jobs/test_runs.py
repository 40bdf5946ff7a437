"""One run of a job after the other: progress, errors, takeovers, the end."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from hardship.accounts.models import User
from hardship.audit.models import AuditRecord
from hardship.audit.services import record
from hardship.jobs import services
from hardship.jobs.models import Job
from hardship.jobs.states import State
from hardship.kernel.workflow import Refused

pytestmark = pytest.mark.django_db


def effects():
    """The numbers that the handlers below have written, in order."""
    return [row.data["n"] for row in AuditRecord.objects.filter(action="test.effect").order_by("pk")]


def count_to(last, *, on=lambda n: None):
    """A handler that writes 1…last, one number a chunk, and calls `on` after each one's work."""

    def run(job, lease):
        for n in range(job.cursor.get("next", 1), last + 1):
            with lease.chunk():
                record("test.effect", target=job, by=job.requested_by, n=n)
                on(n)
                lease.advance({"next": n + 1}, done=n, total=last)
        lease.finish_with(message="写完了")

    return run


def fail_at(number, error=ValueError):
    def on(n):
        if n == number:
            raise error("不行")

    return on


def deliveries(job):
    return ProcrastinateJob.objects.filter(queueing_lock=f"job-{job.pk}", status="todo").count()


def test_a_job_runs_to_its_end(new_job, reread, cast):
    job = new_job(count_to(3))
    assert deliveries(job) == 1
    assert services.run_pending() == 1
    job = reread(job)
    assert (job.state, job.done, job.total, job.message) == (State.DONE, 3, 3, "写完了")
    assert (job.lease_by, job.lease_until) == ("", None)
    assert effects() == [1, 2, 3]
    trail = AuditRecord.objects.about(job).exclude(action="test.effect").order_by("pk")
    assert [(row.action, row.by) for row in trail] == [
        ("job.enqueue", cast.clerk),
        ("job.finish", cast.clerk),
    ]


def test_the_same_key_is_the_same_job(new_job, cast):
    first = new_job(count_to(1), key="form-1")
    assert services.enqueue("test", by=cast.clerk, key="form-1") == first
    assert deliveries(first) == 1
    with pytest.raises(ValueError, match="another job"):
        services.enqueue("test", by=cast.stranger, key="form-1")


@pytest.mark.parametrize("value", ["110101199001011461", "13800138000", " 6222021234567890018 "])
def test_no_personal_data_goes_into_a_job(new_job, value):
    with pytest.raises(ValueError, match="personal"):
        new_job(count_to(1), params={"value": value})


def test_an_unknown_kind_is_refused(cast):
    with pytest.raises(LookupError):
        services.enqueue("nonsense", by=cast.clerk)


def test_a_refusal_ends_the_job_with_its_sentence(new_job, reread):
    job = new_job(count_to(3, on=fail_at(2, Refused)))
    services.run_pending()
    job = reread(job)
    assert (job.state, job.message, job.done) == (State.FAILED, "不行", 1)
    assert effects() == [1]


def test_a_poison_chunk_is_parked_and_the_owner_is_told_what_to_do(new_job, handle, reread, cast, caplog):
    job = new_job(count_to(3, on=fail_at(2)))
    runs = services.run_pending()
    job = reread(job)
    assert job.state == State.FAILED
    assert "编号" in job.message
    assert effects() == [1]
    # The first run got somewhere; the others did not.
    assert runs == services.MAX_ATTEMPTS
    assert caplog.text.count("failed") == runs

    services.retry(uid=job.uid, by=cast.clerk)
    handle("test", count_to(3))
    services.run_pending()
    assert reread(job).state == State.DONE
    assert effects() == [1, 2, 3]


def test_a_job_that_kills_its_process_each_time_is_parked_too(new_job, reread):
    job = new_job(count_to(1))
    Job.objects.filter(pk=job.pk).update(
        state=State.RUNNING, lease_by="dead", lease_until=timezone.now(), attempt=services.MAX_ATTEMPTS
    )
    services.execute(job.pk)
    assert reread(job).state == State.FAILED
    assert effects() == []


def test_a_run_that_lost_its_lease_leaves_nothing_of_its_chunk(new_job, reread):
    def steal(n):
        if n == 2:
            Job.objects.update(lease_by="another run")

    job = new_job(count_to(3, on=steal))
    services.execute(job.pk)
    assert effects() == [1]
    assert reread(job).cursor == {"next": 2}


def test_a_cancelled_job_stops_and_keeps_what_was_committed(new_job, reread, cast):
    def run(job, lease):
        count_to(2)(job, lease)
        services.cancel(uid=job.uid, by=cast.clerk)
        with lease.chunk():
            pytest.fail("a chunk began after the cancellation")

    job = new_job(run)
    services.execute(job.pk)
    job = reread(job)
    assert (job.state, job.done) == (State.CANCELLED, 2)
    assert effects() == [1, 2]


def test_only_the_owner_cancels(new_job, cast):
    job = new_job(count_to(1))
    with pytest.raises(Job.DoesNotExist):
        services.cancel(uid=job.uid, by=cast.administrator)


def test_an_ended_job_is_not_cancelled(new_job, cast):
    job = new_job(count_to(1))
    services.run_pending()
    with pytest.raises(Refused):
        services.cancel(uid=job.uid, by=cast.clerk)


def test_a_stopping_worker_hands_the_job_on_at_the_next_chunk(new_job, reread):
    def on(n):
        if n == 1:
            services.stop_requested.set()

    job = new_job(count_to(3, on=on))
    try:
        services.execute(job.pk)
    finally:
        services.stop_requested.clear()
    job = reread(job)
    assert (job.state, job.attempt, job.done) == (State.QUEUED, 0, 1)
    assert deliveries(job) == 1
    services.run_pending()
    assert effects() == [1, 2, 3]


def test_a_job_in_other_hands_is_left_alone_until_its_lease_ends(new_job, reread):
    job = new_job(count_to(1))
    until = timezone.now() + timedelta(minutes=1)
    Job.objects.filter(pk=job.pk).update(state=State.RUNNING, lease_by="alive", lease_until=until)
    services.execute(job.pk)
    assert services.run_pending() == 0
    assert reread(job).lease_by == "alive"
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    assert services.run_pending() == 1
    assert reread(job).state == State.DONE


def test_a_job_of_somebody_who_left_does_not_run(new_job, reread, cast):
    job = new_job(count_to(1))
    User.objects.filter(pk=cast.clerk.pk).update(is_active=False)
    services.run_pending()
    assert reread(job).state == State.FAILED
    assert effects() == []


def test_what_no_queue_delivers_is_delivered_again(new_job):
    job = new_job(count_to(1))
    assert services.rescue() == 1
    assert deliveries(job) == 1
    Job.objects.filter(pk=job.pk).update(
        state=State.RUNNING, lease_by="dead", lease_until=timezone.now() - timedelta(seconds=1)
    )
    assert services.rescue() == 1
    assert deliveries(job) == 1


def test_progress_is_told_only_with_its_chunk(new_job, reread):
    def run(job, lease):
        with pytest.raises(RuntimeError):
            lease.advance(done=1)
        lease.report(done=1, total=2, message="正在生成")

    job = new_job(run)
    services.execute(job.pk)
    assert (reread(job).done, reread(job).message) == (1, "正在生成")


def test_a_result_is_kept_for_a_while_and_then_removed(new_job, reread):
    job = new_job(lambda job, lease: lease.finish_with(name="名册.xlsx", content=b"x"))
    services.run_pending()
    path = reread(job).result_path
    assert default_storage.exists(path)
    assert services.remove_old_results(days=14) == 0
    Job.objects.update(requested_at=timezone.now() - timedelta(days=15))
    assert services.remove_old_results(days=14) == 1
    assert not default_storage.exists(path)
    assert (reread(job).has_result, reread(job).result_name) == (False, "名册.xlsx")


def test_the_file_of_a_run_that_lost_its_job_is_removed(new_job):
    written = []

    def run(job, lease):
        lease.finish_with(name="a.xlsx", content=b"x")
        written.append(lease.outcome["result_path"])
        Job.objects.update(lease_by="another run")

    services.execute(new_job(run).pk)
    assert not default_storage.exists(written[0])
