"""What the machines that watch are told."""

import pytest
from django.db import DatabaseError
from django.test import override_settings
from django.urls import reverse

from hardship.desk.views import health

pytestmark = pytest.mark.django_db


def test_alive_needs_nobody_and_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get(reverse("desk:healthz"))
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_ready_names_its_checks(client):
    answer = client.get(reverse("desk:readyz"))
    assert answer.status_code == 200
    assert answer.json() == {"database": "ok", "migrations": "ok", "storage": "ok"}


def fail():
    raise DatabaseError("password=secret")


def test_a_failing_check_is_named_and_not_explained(client, monkeypatch):
    monkeypatch.setitem(health.CHECKS, "database", fail)
    answer = client.get(reverse("desk:readyz"))
    assert answer.status_code == 503
    assert answer.json()["database"] == "failed"
    assert b"secret" not in answer.content


def test_storage_that_cannot_be_written_is_not_ready(client, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    with override_settings(PRIVATE_ROOT=blocked / "below"):
        assert client.get(reverse("desk:readyz")).json()["storage"] == "failed"


@pytest.mark.parametrize("name", ["healthz", "readyz"])
def test_nothing_is_posted_to_health(client, name):
    assert client.post(reverse(f"desk:{name}")).status_code == 405
