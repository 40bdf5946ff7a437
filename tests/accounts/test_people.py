"""People, roles, passwords, sessions."""

import time
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from hardship.accounts import services
from hardship.accounts.models import Appointment, Session, User
from hardship.accounts.rules import exclusive_pair
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.jobs.services import do_chores
from hardship.kernel.workflow import Refused
from tests.factories import PASSWORD, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("F2")]


def log_in(client, username, password=PASSWORD):
    return client.post(reverse("accounts:login"), {"username": username, "password": password})


def test_a_new_person_gets_a_one_time_password_and_must_change_it(cast, client):
    user, password = services.create_user(
        username="wang.xm", name="王小梅", union=cast.union, roles=[Role.CLERK], by=cast.administrator
    )
    assert log_in(client, "wang.xm", password).status_code == 302
    assert client.get("/").headers["Location"] == reverse("accounts:password")
    answer = client.post(
        reverse("accounts:password"),
        {
            "old_password": password,
            "new_password1": "shan-qing-shui-xiu",
            "new_password2": "shan-qing-shui-xiu",
        },
    )
    assert answer.headers["Location"] == reverse("desk:home")
    assert client.get("/").status_code == 200
    user.refresh_from_db()
    assert not user.must_change_password


@pytest.mark.parametrize(
    "roles", [(Role.FINANCE, Role.APPROVER), (Role.AUDITOR, Role.CLERK), (Role.ADMINISTRATOR, Role.FINANCE)]
)
def test_incompatible_roles_are_refused(cast, roles):
    assert exclusive_pair(roles)
    with pytest.raises(Refused, match="同一人"):
        services.create_user(username="xx", name="x", union=cast.union, roles=roles, by=cast.administrator)
    assert not User.objects.filter(username="xx").exists()


def test_a_role_is_held_once(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(user=cast.clerk, union=cast.union, role=Role.CLERK)


def test_roles_change_with_a_history(cast):
    services.change_user(user=cast.clerk, name="季经办", roles=[Role.AUDITOR], by=cast.administrator)
    rows = Appointment.objects.filter(user=cast.clerk).order_by("pk").values_list("role", "revoked_by")
    assert list(rows) == [(Role.CLERK, cast.administrator.pk), (Role.AUDITOR, None)]


def test_nobody_changes_the_own_roles(cast):
    with pytest.raises(Refused, match="自己"):
        services.change_user(user=cast.administrator, name="x", roles=[Role.CLERK], by=cast.administrator)


def test_the_fifth_wrong_password_locks_this_name_at_this_address_only(cast, client):
    for _attempt in range(5):
        answer = log_in(client, cast.clerk.username, "wrong")
    assert answer.status_code == 429
    assert log_in(client, cast.clerk.username).status_code == 429
    assert log_in(client, cast.reviewer.username).status_code == 302
    client.logout()
    answer = client.post(
        reverse("accounts:login"),
        {"username": cast.clerk.username, "password": PASSWORD},
        REMOTE_ADDR="10.1.2.3",
    )
    assert answer.status_code == 302


def test_unknown_and_known_names_get_the_same_answer(cast, client):
    for name in (cast.clerk.username, "nobody", "longer than any name" * 20):
        answer = log_in(client, name, "wrong")
        assert answer.status_code == 422
        assert "用户名或密码不对" in answer.content.decode()


def test_a_disabled_person_is_out_at_the_next_request(cast, as_user):
    client = as_user(cast.clerk)
    assert client.get("/").status_code == 200
    services.set_active(user=cast.clerk, active=False, by=cast.administrator)
    assert client.get("/").status_code == 302
    assert not Session.objects.exists()


def test_an_idle_session_ends(cast, as_user, settings, monkeypatch):
    client = as_user(cast.clerk)
    client.get("/")
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + settings.SESSION_IDLE_SECONDS + 5)
    assert client.get("/").headers["Location"].startswith(reverse("accounts:login"))


def test_a_session_ends_however_busy_it_is(cast, as_user, settings, monkeypatch):
    client, began = as_user(cast.clerk), time.time()
    client.get("/")
    for passed in range(0, settings.SESSION_COOKIE_AGE, settings.SESSION_IDLE_SECONDS - 60):
        monkeypatch.setattr(time, "time", lambda now=began + passed: now)
        assert client.get(reverse("jobs:index")).status_code == 200
    monkeypatch.setattr(time, "time", lambda: began + settings.SESSION_COOKIE_AGE + 5)
    assert client.get("/").headers["Location"].startswith(reverse("accounts:login"))


def test_signed_in_pages_are_never_stored(cast, as_user):
    answer = as_user(cast.clerk).get("/")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Language"] == "zh-hans" if "Content-Language" in answer.headers else True


def test_the_language_is_chinese_whatever_the_browser_says(client):
    page = client.get(reverse("accounts:login"), headers={"accept-language": "en-US"}).content.decode()
    assert "用户名" in page
    assert 'lang="zh-CN"' in page


def test_login_and_refusal_are_on_record(cast, client):
    log_in(client, cast.clerk.username, "wrong")
    log_in(client, cast.clerk.username)
    actions = list(AuditRecord.objects.order_by("pk").values_list("action", flat=True))
    assert actions[-2:] == ["login.fail", "login"]
    row = AuditRecord.objects.get(action="login")
    assert (row.by, row.union, row.address) == (cast.clerk, cast.union, "127.0.0.1")


@pytest.mark.parametrize("name", ["unions", "union_new", "users", "user_new"])
def test_only_administrators_manage_people(cast, as_user, name):
    assert as_user(cast.clerk).get(reverse(f"accounts:{name}")).status_code == 403
    assert as_user(cast.administrator).get(reverse(f"accounts:{name}")).status_code == 200


def test_people_elsewhere_do_not_exist(cast, as_user):
    client = as_user(cast.administrator)
    assert client.get(reverse("accounts:user_edit", args=[cast.stranger.pk])).status_code == 404
    assert client.post(reverse("accounts:user_reset", args=[cast.stranger.pk])).status_code == 404
    assert cast.stranger.name not in client.get(reverse("accounts:users")).content.decode()


def test_extra_form_keys_change_nothing(cast, as_user):
    client = as_user(cast.administrator)
    client.post(
        reverse("accounts:user_edit", args=[cast.clerk.pk]),
        {
            "name": "新名",
            "roles": ["clerk"],
            "union": cast.elsewhere.pk,
            "is_active": "0",
            "username": "hacker",
        },
    )
    before = (cast.clerk.username, cast.clerk.union_id)
    cast.clerk.refresh_from_db()
    assert (cast.clerk.username, cast.clerk.union_id, cast.clerk.is_active) == (*before, True)
    assert cast.clerk.name == "新名"


def test_people_are_narrowed_by_union_role_and_state(cast, as_user):
    client, url = as_user(cast.administrator), reverse("accounts:users")
    gone = UserFactory(union=cast.union, name="离岗人")
    services.set_active(user=gone, active=False, by=cast.administrator)
    page = client.get(url, {"union": cast.union.pk, "role": "clerk"}).text
    assert cast.clerk.name in page
    assert cast.reviewer.username not in page
    assert gone.name in client.get(url, {"is_active": "0"}).text
    assert cast.clerk.username not in client.get(url, {"is_active": "0"}).text
    assert "没有符合条件的人员" in client.get(url, {"union": cast.union.pk, "role": "approver"}).text
    odd = client.get(url, {"union": cast.elsewhere.pk, "role": "\x00", "is_active": "x"})
    assert cast.elsewhere.name not in odd.text


def test_unions_are_found_by_name_and_code(cast, as_user):
    client, url = as_user(cast.administrator), reverse("accounts:unions")
    for text in (cast.union.name[:6], cast.union.code):
        assert cast.union.name in client.get(url, {"q": text}).text
    assert "没有符合条件的工会" in client.get(url, {"q": "没有这个工会"}).text
    assert client.get(url, {"q": "\x00", "level": "moon"}).status_code == 200


@pytest.mark.parametrize("who", ["clerk", "city_reviewer", "approver", "auditor"])
def test_a_service_asks_for_an_administrator_too(cast, who):
    """The pages answer 403; whoever comes to the services another way is refused by them."""
    by = getattr(cast, who)
    steps = (
        lambda: services.create_user(
            username="new", name="新人", union=cast.union, roles=[Role.CLERK], by=by
        ),
        lambda: services.change_user(user=cast.reviewer, name="新名", roles=[Role.REVIEWER], by=by),
        lambda: services.reset_password(user=cast.reviewer, by=by),
        lambda: services.set_active(user=cast.reviewer, active=False, by=by),
        lambda: services.close_union(union=cast.union, on=cast.union.opened_on, by=by),
    )
    for step in steps:
        with pytest.raises(Refused, match="只能管理本工会及下级"):
            step()


def test_a_role_that_was_taken_back_is_not_held(cast):
    services.change_user(user=cast.clerk, name="季经办", roles=[Role.REVIEWER], by=cast.administrator)
    person = User.objects.get(pk=cast.clerk.pk)
    assert person.roles == {Role.REVIEWER}
    assert not person.has_role(Role.CLERK)
    listed = User.objects.prefetch_related("appointments__union").get(pk=person.pk)
    assert listed.held_names == Role.REVIEWER.label


def test_the_hourly_chores_take_away_sessions_that_are_over():
    soon, past = timezone.now() + timedelta(minutes=1), timezone.now() - timedelta(minutes=1)
    for key, ends in (("over", past), ("open", soon)):
        Session.objects.create(session_key=key, session_data="", expire_date=ends)
    do_chores()
    assert [row.pk for row in Session.objects.all()] == ["open"]
