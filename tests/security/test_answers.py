"""What every answer carries, whatever it is: page, refusal, file, error; and what an answer never does."""

import pytest
from django.test import Client
from django.urls import reverse

from cases.archives.models import Household
from hardship.audit.models import AuditRecord
from tests.addresses import ADDRESSES
from tests.factories import PASSWORD
from tests.security.conftest import LOGIN, body

pytestmark = pytest.mark.django_db

CARRIED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def check(response, name):
    for header, value in CARRIED.items():
        assert response.get(header) == value, (name, response.status_code, header, response.get(header))
    policy = response.get("Content-Security-Policy", "")
    assert "default-src 'none'" in policy, (name, response.status_code, policy)
    assert not {"unsafe", "*"} & set(policy.replace("-", " ").split()), (name, policy)
    assert response.get("X-Request-ID"), name


def test_every_answer_is_private_and_locked(client, world, urls):
    for name, address in ADDRESSES.items():
        person = getattr(world, address.who)
        for method in ("get", "post"):
            if name == "accounts:logout":
                continue
            client.force_login(person, backend=LOGIN)
            response = getattr(client, method)(urls[name], address.query(world))
            body(response)
            check(response, name)
            assert response.get("Cache-Control") == "no-store", (name, method, response.status_code)


def test_refusals_and_errors_are_locked_too(client, world, urls, monkeypatch):
    client.raise_request_exception = False
    client.force_login(world.clerk, backend=LOGIN)
    for url, status in (("/nowhere/", 404), (urls["desk:log"], 403), (urls["lists:find"], 302)):
        response = client.get(url)
        assert response.status_code == status
        check(response, url)
        assert response["Cache-Control"] == "no-store"
    monkeypatch.setattr("hardship.desk.views.home.list_todo", lambda _user: 1 / 0)
    broken = client.get(reverse("desk:home"))
    assert broken.status_code == 500
    check(broken, "500")
    assert broken["Cache-Control"] == "no-store"
    told = broken.content.decode()
    assert broken["X-Request-ID"] in told
    assert not [word for word in ("Traceback", "ZeroDivision", "Django", ".py", "SELECT") if word in told]


def test_nothing_is_done_without_the_token(world, urls):
    client = Client(enforce_csrf_checks=True)
    before = AuditRecord.objects.count(), Household.objects.count()
    for name, address in ADDRESSES.items():
        if "POST" in address.methods:
            client.force_login(getattr(world, address.who), backend=LOGIN)
            response = client.post(urls[name], {"action": "withdraw"})
            assert response.status_code == 403, name
            assert "刷新" in response.content.decode() or "过期" in response.content.decode(), name
    assert (AuditRecord.objects.count(), Household.objects.count()) == before


def test_a_login_takes_a_new_session_and_a_logout_ends_it(client, world):
    client.get(reverse("accounts:login"))
    client.cookies["sessionid"] = "fixed" * 6
    answer = client.post(reverse("accounts:login"), {"username": world.clerk.username, "password": PASSWORD})
    assert answer.status_code == 302
    key = client.session.session_key
    assert key not in (None, "fixed" * 6)
    cookie = answer.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    client.post(reverse("accounts:logout"))
    client.cookies["sessionid"] = key
    assert client.get(reverse("desk:home")).status_code == 302


@pytest.mark.parametrize("username", ["\x00", "a\x00", "x" * 5000, "１", "' OR 1=1 --", "a\nb", ""])
def test_no_name_breaks_the_login(client, db, username):
    answer = client.post(reverse("accounts:login"), {"username": username, "password": "\x00x"})
    assert answer.status_code == 422


def test_extra_fields_change_nothing(client, world):
    """Mass assignment: what a form does not ask for is not taken."""
    colleague, draft = world.colleague, world.draft
    client.force_login(world.administrator, backend=LOGIN)
    client.post(
        reverse("accounts:user_edit", args=[colleague.pk]),
        {"name": "新名", "roles": "clerk", "union": world.city.pk, "username": "root", "is_active": "",
         "password": "x", "id": world.administrator.pk, "must_change_password": "1"},
    )  # fmt: skip
    changed = type(colleague).objects.get(pk=colleague.pk)
    assert (changed.name, changed.union_id, changed.username, changed.is_active, changed.password) == (
        "新名", colleague.union_id, colleague.username, True, colleague.password,
    )  # fmt: skip
    client.force_login(world.clerk, backend=LOGIN)
    client.post(
        reverse("archives:section", args=[draft.pk, "housing"]),
        {"version": draft.version, "address": "新址", "state": "filed", "union": world.elsewhere.pk,
         "file_no": "X-1", "category": "deep", "created_by": world.reviewer.pk, "id": world.filed.pk},
    )  # fmt: skip
    after = Household.objects.get(pk=draft.pk)
    assert (after.address, after.state, after.union_id, after.file_no, after.category) == (
        "新址", "draft", draft.union_id, None, draft.category,
    )  # fmt: skip
    assert after.created_by_id == draft.created_by_id
