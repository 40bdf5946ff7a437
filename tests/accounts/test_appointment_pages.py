"""The pages of appointments: the list, a person's posts, confirmation and reminder, the own post."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from hardship.accounts import services
from hardship.accounts.models import Appointment
from hardship.accounts.states import EXCLUSIONS, Role, Standing
from hardship.audit.models import AuditRecord
from hardship.desk.selectors import post
from hardship.desk.selectors.tables import TABLES
from hardship.kernel.desk import PLACES
from hardship.kernel.workflow import Refused
from hardship.messaging.models import Receipt
from hardship.messaging.services import remind_of_ending
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("F2")]
LIST = "accounts:appointments"


def days(count):
    return timezone.localdate() + timedelta(days=count)


def test_an_administrator_appoints_ends_and_revokes(cast, as_user):
    client, person = as_user(cast.administrator), UserFactory(union=cast.union, roles=[])
    url = reverse("accounts:appoint", args=[person.pk])
    sent = {"union": cast.county.pk, "role": "reviewer", "from_on": days(0), "document": "通工办〔2026〕3号"}
    assert client.get(url).status_code == 200
    assert client.post(url, {**sent, "until_on": days(-1)}).status_code == 409
    assert client.post(url, {**sent, "union": cast.elsewhere.pk}).status_code == 422
    assert client.post(url, {**sent, "role": "king"}).status_code == 422
    assert client.post(url, {"role": ""}).status_code == 422
    assert client.post(url, sent).status_code == 302
    row = Appointment.objects.get(user=person)
    page = client.get(reverse("accounts:user_edit", args=[person.pk])).content.decode()
    assert cast.county.name in page
    assert str(Standing.HELD.label) in page
    one = reverse("accounts:appointment", args=[row.pk])
    assert client.post(one, {"until_on": days(9)}).status_code == 302
    assert str(Standing.ENDING.label) in client.get(one).content.decode()
    assert client.post(one, {"until_on": "31.31.2026"}).status_code == 422
    assert client.post(reverse("accounts:appointment_revoke", args=[row.pk])).status_code == 302
    row.refresh_from_db()
    assert (row.standing, row.revoked_by, row.document) == (
        Standing.REVOKED, cast.administrator, "通工办〔2026〕3号",
    )  # fmt: skip
    assert "免去这个岗位" not in client.get(one).content.decode()
    actions = AuditRecord.objects.filter(action__startswith="user.").values_list("action", flat=True)
    assert {"user.appoint", "user.appointment_end", "user.revoke"} <= set(actions)


def test_who_is_refused_reads_why_at_the_field(cast, as_user):
    url = reverse("accounts:appoint", args=[cast.clerk.pk])
    sent = {"union": cast.union.pk, "role": "approver", "from_on": days(0)}
    answer = as_user(cast.administrator).post(url, sent)
    assert answer.status_code == 409
    assert "经办的不审批同一工会的事项" in answer.context["form"].errors["role"][0]


@pytest.mark.parametrize("name", ["appointment", "appointment_revoke"])
def test_appointments_elsewhere_do_not_exist(cast, as_user, name):
    key = cast.stranger.appointments.first().pk
    assert as_user(cast.administrator).post(reverse(f"accounts:{name}", args=[key])).status_code == 404
    assert as_user(cast.clerk).post(reverse(f"accounts:{name}", args=[key])).status_code == 403


def test_whose_home_is_elsewhere_is_seen_and_their_account_is_left_alone(cast, as_user):
    Appointment.objects.create(user=cast.stranger, union=cast.county, role=Role.CLERK)
    client = as_user(cast.administrator)
    page = client.get(reverse("accounts:user_edit", args=[cast.stranger.pk])).content.decode()
    assert cast.county.name in page
    assert "重设密码" not in page
    before = cast.stranger.password
    client.post(reverse("accounts:user_reset", args=[cast.stranger.pk]))
    client.post(reverse("accounts:user_active", args=[cast.stranger.pk]), {"active": "0"})
    client.post(reverse("accounts:user_edit", args=[cast.stranger.pk]), {"name": "改名"})
    cast.stranger.refresh_from_db()
    assert (cast.stranger.password, cast.stranger.is_active, cast.stranger.name == "改名") == (
        before, True, False,
    )  # fmt: skip


def test_the_list_is_narrowed_and_taken_along(cast, as_user):
    client, url = as_user(cast.administrator), reverse(LIST)
    services.set_end(appointment_id=cast.clerk.appointments.get().pk, until_on=days(5), by=cast.administrator)
    services.confirm(user=cast.reviewer, by=cast.administrator)
    found = {
        "standing": ({"standing": "ending"}, cast.clerk, cast.reviewer),
        "role": ({"role": "reviewer"}, cast.reviewer, cast.clerk),
        "confirmed": ({"confirmed": "0"}, cast.clerk, cast.reviewer),
        "union": ({"union": cast.county.pk}, cast.reviewer, cast.approver),
    }
    for asked, there, absent in found.values():
        page = client.get(url, asked).content.decode()
        assert there.username in page
        assert f">{absent.username}<" not in page
    assert cast.stranger.username not in client.get(url).content.decode()
    odd = client.get(url, {"standing": "\x00", "role": "x", "union": "-1", "confirmed": "9"})
    assert odd.status_code == 200
    content = client.post(reverse("accounts:appointments_export") + "?standing=ending").content
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
    assert [row[1] for row in rows if row[1] in (cast.clerk.username, cast.reviewer.username)] == [
        cast.clerk.username
    ]
    assert AuditRecord.objects.get(action="export.appointments").data["rows"] == 1


@pytest.mark.parametrize(
    ("begins", "ends", "standing"),
    [
        (-9, None, "held"), (-9, 31, "held"), (-9, 30, "ending"), (0, 0, "ending"), (-9, -1, "ended"),
        (1, 9, "upcoming"),
    ],
)  # fmt: skip
def test_the_database_tells_how_one_stands_as_the_row_does(cast, begins, ends, standing):
    until = None if ends is None else days(ends)
    row = Appointment.objects.create(
        user=cast.clerk, union=cast.county, role=Role.CLERK, from_on=days(begins), until_on=until
    )
    assert row.standing == standing
    for one in Standing.values:
        found = Appointment.objects.standing(one, days(0)).filter(pk=row.pk).exists()
        assert found is (one == standing)


def test_a_confirmation_is_of_a_year_and_not_of_oneself(cast):
    row = cast.clerk.appointments.get()
    assert not row.is_confirmed
    assert services.confirm(user=cast.clerk, by=cast.administrator) == 1
    row.refresh_from_db()
    assert (row.is_confirmed, row.confirmed_by) == (True, cast.administrator)
    with freeze_time(timezone.now() + timedelta(days=370)):
        assert not row.is_confirmed
    idle = UserFactory(union=cast.union, roles=[])
    for who, why in ((cast.administrator, "自己的任职"), (idle, "没有岗位")):
        with pytest.raises(Refused, match=why):
            services.confirm(user=who, by=cast.administrator)


def test_who_ends_soon_and_who_administers_them_are_told_once(cast):
    row = cast.clerk.appointments.get()
    assert remind_of_ending() == 0
    services.set_end(appointment_id=row.pk, until_on=days(30), by=cast.administrator)
    assert (remind_of_ending(), remind_of_ending()) == (1, 0)
    assert {receipt.to for receipt in Receipt.objects.all()} == {cast.clerk, cast.administrator}
    services.set_end(appointment_id=row.pk, until_on=days(20), by=cast.administrator)
    assert remind_of_ending() == 1
    services.set_end(appointment_id=row.pk, until_on=days(31), by=cast.administrator)
    assert remind_of_ending() == 0


def test_the_head_of_a_department_reads_the_cases_signs_and_enters_nothing(cast, as_user):
    client = as_user(UserFactory(union=cast.city, role=Role.DEPARTMENT))
    for room in (
        "applications:list",
        "approvals:inbox",
        "visits:visit_list",
        "surveys:surveys",
        "plans:plans",
    ):
        assert client.get(reverse(room)).status_code == 200
    for room in ("archives:new", "payments:list", "accounts:users"):
        assert client.get(reverse(room)).status_code == 403


@pytest.mark.parametrize("role", Role.values)
def test_the_page_of_a_role_says_what_tables_and_registries_say(cast, as_user, role):
    page = as_user(cast.clerk).get(reverse("desk:post"), {"role": role}).content.decode()
    for title, _source, table, _states in TABLES:
        rows = [row for row in table if row.role == role]
        assert bool(rows) == (title in [steps.title for steps in post.list_steps(role)])
        assert all(str(row.label) in page for row in rows)
    names = {str(place.label) for place in PLACES}
    pages = [str(one.label) for is_open in (True, False) for one in post.list_pages(role, is_open=is_open)]
    assert set(pages) == names
    assert len(post.list_barred(role)) == sum(role in (row.one, row.other) for row in EXCLUSIONS)


def test_the_own_post_is_the_first_and_lists_what_one_holds(cast, as_user):
    Appointment.objects.create(user=cast.reviewer, union=cast.city, role=Role.REVIEWER, until_on=days(3))
    answer = as_user(cast.reviewer).get(reverse("desk:post"))
    page = answer.content.decode()
    assert (answer.context["role"], answer.context["is_own"]) == (Role.REVIEWER, True)
    assert cast.city.name in page
    assert str(Standing.ENDING.label) in page
    odd = as_user(UserFactory(roles=[])).get(reverse("desk:post"), {"role": "\x00"})
    assert "您还没有任职" in odd.content.decode()
