"""后台任务: mine and nobody else's."""

import pytest
from django.urls import reverse
from django.utils import timezone

from hardship.accounts import services as accounts
from hardship.accounts.models import standing_in
from hardship.audit.models import AuditRecord
from hardship.jobs import services
from hardship.jobs.models import Job
from hardship.jobs.states import State

pytestmark = pytest.mark.django_db
PAGES = ("detail", "progress", "file")


def address(name, job):
    return reverse(f"jobs:{name}", args=[job.uid])


def nothing(job, lease):
    pass


def with_file(job, lease):
    lease.finish_with(name="慰问名册.xlsx", content=b"content", message="共 1 行")


def test_the_list_shows_mine_with_state_and_result(new_job, cast, as_user):
    new_job(with_file)
    services.run_pending()
    page = as_user(cast.clerk).get(reverse("jobs:index")).content.decode()
    assert "试验任务" in page
    assert "已完成" in page
    assert "慰问名册.xlsx" in page
    assert "试验任务" not in as_user(cast.reviewer).get(reverse("jobs:index")).content.decode()


def test_an_empty_list_says_what_comes_here(cast, as_user):
    assert "还没有任务" in as_user(cast.clerk).get(reverse("jobs:index")).content.decode()


def test_older_jobs_are_a_page_away(new_job, cast, as_user):
    first = new_job(nothing)
    for _number in range(26):
        services.enqueue("test", by=cast.clerk)
    client = as_user(cast.clerk)
    page = client.get(reverse("jobs:index"))
    assert str(first.uid) not in page.content.decode()
    older = client.get(reverse("jobs:index") + page.context["links"].next_url)
    assert str(first.uid) in older.content.decode()
    newest = client.get(reverse("jobs:index") + older.context["links"].previous_url)
    assert newest.context["rows"] == page.context["rows"]
    assert client.get(reverse("jobs:index"), {"before": "x1"}).status_code == 200


def test_a_list_of_one_and_of_twenty_asks_the_database_equally_often(
    new_job, cast, as_user, django_assert_max_num_queries
):
    new_job(nothing)
    client = as_user(cast.clerk)
    for more in (0, 20):
        for _number in range(more):
            services.enqueue("test", by=cast.clerk)
        with django_assert_max_num_queries(12):
            client.get(reverse("jobs:index"))


@pytest.mark.requirement("F2")
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["stranger", "reviewer", "administrator", "auditor"])
def test_nobody_else_sees_a_job(new_job, cast, as_user, page, who):
    job = new_job(with_file)
    services.run_pending()
    assert as_user(getattr(cast, who)).get(address(page, job)).status_code == 404


@pytest.mark.parametrize("action", ["cancel", "retry"])
def test_nobody_else_moves_a_job(new_job, cast, as_user, action, reread):
    job = new_job(nothing)
    assert as_user(cast.stranger).post(address(action, job)).status_code == 404
    assert as_user(cast.clerk).get(address(action, job)).status_code == 302
    assert reread(job).state == State.QUEUED


def test_progress_asks_again_only_while_the_job_is_active(new_job, cast, as_user):
    job = new_job(nothing)
    client = as_user(cast.clerk)
    assert "every 2s" in client.get(address("progress", job)).content.decode()
    services.run_pending()
    assert "every 2s" not in client.get(address("progress", job)).content.decode()


def test_the_owner_fetches_the_file_and_leaves_a_trace(new_job, cast, as_user):
    job = new_job(with_file)
    services.run_pending()
    answer = as_user(cast.clerk).get(address("file", job))
    assert b"".join(answer.streaming_content) == b"content"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert AuditRecord.objects.about(job).filter(action="job.download", by=cast.clerk).count() == 1


def test_a_file_made_standing_in_is_gone_with_the_stand_in(new_job, cast, as_user):
    day = timezone.localdate()
    row = accounts.stand_in(
        appointment_id=cast.reviewer.appointments.get().pk, user=cast.clerk, from_on=day, until_on=day,
        reason="开会", by=cast.reviewer,
    )  # fmt: skip
    job = new_job(with_file, by=standing_in(cast.clerk, row))
    services.run_pending()
    client = as_user(cast.clerk)
    assert client.get(address("file", job)).status_code == 200
    accounts.end_stand_in(stand_in_id=row.pk, by=cast.clerk)
    assert client.get(address("file", job)).status_code == 403


def test_there_is_no_file_before_the_end_or_after_its_time(new_job, cast, as_user):
    job = new_job(with_file)
    client = as_user(cast.clerk)
    assert client.get(address("file", job)).status_code == 404
    services.run_pending()
    Job.objects.update(result_path="")
    assert client.get(address("file", job)).status_code == 404
    assert "已过保存期限" in client.get(address("detail", job)).content.decode()


def test_cancelling_twice_has_one_effect_and_says_so(new_job, cast, as_user, reread):
    job = new_job(nothing)
    client = as_user(cast.clerk)
    assert client.post(address("cancel", job)).status_code == 302
    assert reread(job).state == State.CANCELLED
    again = client.post(address("cancel", job))
    assert again.status_code == 409
    assert "请重新打开" in again.content.decode()
    assert AuditRecord.objects.about(job).filter(action="job.cancel").count() == 1


def test_a_job_of_a_kind_that_is_gone_can_still_be_read(new_job, cast, as_user, monkeypatch):
    job = new_job(nothing)
    monkeypatch.delitem(services.handlers._values, "test")
    assert as_user(cast.clerk).get(address("detail", job)).status_code == 200


def test_a_job_leads_to_the_page_it_belongs_to(new_job, handle, cast, as_user):
    job = new_job(nothing)
    handle("test", nothing, page=lambda job: reverse("jobs:index") + "?from=here")
    assert "?from=here" in as_user(cast.clerk).get(address("detail", job)).content.decode()


def test_a_job_with_parameters_of_long_ago_can_still_be_read(new_job, handle, cast, as_user):
    job = new_job(nothing)
    handle("test", nothing, page=lambda job: job.params["file"])
    assert as_user(cast.clerk).get(address("detail", job)).status_code == 200
    assert as_user(cast.clerk).get(reverse("jobs:index")).status_code == 200
