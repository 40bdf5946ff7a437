"""What the database keeps of jobs when Python is passed by."""

import pytest
from django.db import IntegrityError, connection, transaction

from hardship.jobs.models import Job

pytestmark = pytest.mark.django_db


def write(assignment, job):
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE jobs_job SET {assignment} WHERE id = %s", [job.pk])


@pytest.mark.parametrize(
    ("assignment", "constraint"),
    [
        ("state = 'lost'", "job_state_known"),
        ("state = 'running'", "job_leased_while_running"),
        ("lease_until = now()", "job_leased_while_running"),
        ("lease_by = 'somebody'", "job_leased_while_running"),
        ("state = 'done', lease_until = now(), lease_by = 'x'", "job_leased_while_running"),
        ("total = 3, done = 4", "job_done_within_total"),
        ("done = -1", "done"),
        ("result_path = 'a', result_name = 'a'", "job_result_when_done"),
        ("state = 'done', result_path = 'a'", "job_result_when_done"),
        ("key = ''", "job_key_not_empty"),
    ],
)
def test_the_database_refuses(assignment, constraint, new_job):
    job = new_job(lambda job, lease: None)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        write(assignment, job)


def test_a_key_belongs_to_one_job(new_job):
    first, second = new_job(lambda job, lease: None, key="a"), new_job(lambda job, lease: None)
    with pytest.raises(IntegrityError), transaction.atomic():
        write("key = 'a'", second)
    assert Job.objects.get(key="a") == first
