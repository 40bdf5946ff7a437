"""没有提交的内容: whose it is, how long it stays, how it ends, what is stored; and how a session stands."""

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from hardship.accounts.selectors import person_mark
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused
from hardship.unsent import services
from hardship.unsent.models import UnsentForm
from tests.factories import PASSWORD, HouseholdFactory, UserFactory

pytestmark = pytest.mark.django_db
PLACE = "/archives/28/step/#decision|"
TYPED = {"comment": [[""], ["320602196001020044 的地址不符"]]}
AUTOSAVE = {"HTTP_X_AUTOSAVE": "1"}


@pytest.fixture
def clerk():
    return UserFactory(role=Role.CLERK)


@pytest.fixture
def sit(client, clerk):
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    return client


def keep(person, place=PLACE, visit="1", text='{"comment": [[""], ["字"]]}'):
    services.keep(person=person, place=place, visit=visit, text=text)


def kept(person, place=PLACE):
    return services.find(person=person, places=[place]).get(place)


def test_it_comes_back_to_its_person_alone(sit, clerk):
    body = {"place": PLACE, "content": '{"comment": [[""], ["字"]]}'}
    assert sit.post(reverse("unsent:keep"), body).status_code == 204
    answer = sit.post(reverse("unsent:find"), {"place": [PLACE, "/elsewhere/"]}).json()
    assert list(answer) == [PLACE]
    assert answer[PLACE]["content"] == {"comment": [[""], ["字"]]}
    assert kept(UserFactory(role=Role.CLERK, union=clerk.union)) is None


def test_what_is_stored_tells_nothing(clerk):
    """Neither the words nor the address, with the number of a file in it, stand in the table."""
    keep(clerk, text='{"comment": [[""], ["320602196001020044"]]}')
    with connection.cursor() as cursor:
        cursor.execute("SELECT unsent_unsentform::text FROM unsent_unsentform")
        row = cursor.fetchone()[0]
    assert "320602" not in row
    assert b"320602".hex() not in row
    assert "archives" not in row
    assert b"archives".hex() not in row
    assert "320602" not in repr(UnsentForm.objects.get().content)


def test_a_later_one_takes_the_place_of_an_earlier_one(clerk):
    keep(clerk, text='{"a": [[""], ["1"]]}')
    keep(clerk, text='{"b": [[""], ["2"]]}')
    assert kept(clerk).content == {"b": [[""], ["2"]]}
    assert UnsentForm.objects.count() == 1
    with pytest.raises(IntegrityError, match="unsent_once_a_form"), transaction.atomic():
        UnsentForm.objects.create(person=clerk, place=services.place_key(PLACE), content="{}")


@pytest.mark.parametrize(
    ("first", "then", "stays"),
    [
        ("17.1", "17.2", "then"),
        ("17.2", "17.1", "first"),  # overtaken on the way
        ("17.9", "17.10", "then"),
        ("17.2", "18.1", "then"),  # another look at the page
        ("17.2", "18.²x", "then"),
    ],
)
def test_what_was_overtaken_on_the_way_replaces_nothing(clerk, first, then, stays):
    keep(clerk, visit=first, text='{"a": "first"}')
    keep(clerk, visit=then, text='{"a": "then"}')
    found = kept(clerk)
    assert (found.content, found.visit) == ({"a": stays}, {"first": first, "then": then}[stays])


@pytest.mark.parametrize("text", ["", "[]", "null", "{", "17", '{"a": "' + "字" * services.LARGEST + '"}'])
def test_what_is_no_form_is_refused_and_the_earlier_one_stays(sit, clerk, text):
    keep(clerk)
    answer = sit.post(reverse("unsent:keep"), {"place": PLACE, "content": text})
    assert answer.status_code == 422
    assert "没有自动保存" in answer.content.decode()
    assert kept(clerk).content == {"comment": [[""], ["字"]]}
    with pytest.raises(Refused):
        keep(clerk, text=text)


@pytest.mark.parametrize("place", ["", "/" * 501])
def test_a_place_is_an_address(sit, place):
    assert sit.post(reverse("unsent:keep"), {"place": place, "content": "{}"}).status_code == 400


def test_the_oldest_makes_room(clerk):
    for number in range(services.FORMS + 1):
        keep(clerk, place=f"/{number}/")
    assert UnsentForm.objects.count() == services.FORMS
    assert kept(clerk, "/0/") is None
    assert kept(clerk, "/1/") is not None


def test_forms_that_were_sent_make_room_too(clerk):
    for number in range(services.FORMS + 1):
        services.forget_sent(person=clerk, place=f"/{number}/", visit="1")
    assert UnsentForm.objects.count() == services.FORMS


def test_after_a_week_it_is_neither_offered_nor_there(clerk):
    with freeze_time(timezone.now() - services.KEPT_FOR - timedelta(minutes=1)):
        keep(clerk)
    keep(clerk, place="/new/")
    assert kept(clerk) is None
    assert services.forget_old() == 1
    assert [kept(clerk, "/new/") is None, UnsentForm.objects.count()] == [False, 1]


@pytest.mark.parametrize(("words", "stays"), [("请补充户口本。", False), ("", True)])
def test_a_form_that_was_taken_is_forgotten_and_a_refused_one_is_not(client, words, stays):
    household = HouseholdFactory(submitted=True)
    reviewer = UserFactory(role=Role.REVIEWER, union=household.union.parent)
    client.force_login(reviewer, backend="django.contrib.auth.backends.ModelBackend")
    keep(reviewer)
    address = reverse("archives:step", args=[household.pk])
    seen = client.get(reverse("archives:review", args=[household.pk])).context["seen_hash"]
    client.post(address, {"action": "return", "comment": words, "seen_hash": seen, "unsent": PLACE})
    assert (kept(reviewer) is not None) is stays


def test_what_arrives_after_its_form_is_not_kept(clerk):
    """The last words of a page and its form travel at the same time; the next look at the page is another."""
    keep(clerk)
    services.forget_sent(person=clerk, place=PLACE, visit="1")
    keep(clerk, visit="1.4")
    assert kept(clerk) is None
    keep(clerk)
    assert kept(clerk) is None
    keep(clerk, visit="2")
    assert kept(clerk) is not None


def test_at_logout_nothing_stays(sit, clerk):
    other = UserFactory(role=Role.CLERK, union=clerk.union)
    keep(clerk)
    keep(other)
    sit.post(reverse("accounts:logout"))
    assert [kept(clerk), kept(other) is not None] == [None, True]


def test_a_session_that_ran_out_keeps_it(sit, clerk):
    keep(clerk)
    sit.get(reverse("desk:home"))
    with freeze_time(timezone.now() + timedelta(seconds=settings.SESSION_IDLE_SECONDS + 61)):
        answer = sit.post(reverse("unsent:keep"), {"place": PLACE, "content": "{}"}, **AUTOSAVE)
        assert answer.status_code == 401
        assert kept(clerk).content == {"comment": [[""], ["字"]]}


class TestSession:
    def test_asking_does_not_prolong_it_and_staying_does(self, sit):
        start, idle = timezone.now(), settings.SESSION_IDLE_SECONDS
        with freeze_time(start) as clock:
            sit.get(reverse("desk:home"))
            clock.tick(idle - 100)
            assert sit.get(reverse("accounts:alive")).json()["left"] == 100
            clock.tick(50)
            assert sit.get(reverse("accounts:alive")).json()["left"] == 50
            assert sit.post(reverse("accounts:stay")).json()["left"] == idle
            clock.tick(idle + 1)
            assert sit.get(reverse("accounts:alive")).json()["person"] == ""
            assert sit.post(reverse("accounts:stay"), **AUTOSAVE).status_code == 401

    def test_the_login_over_a_page_answers_a_script(self, client, clerk):
        over = {"HTTP_X_OVER_PAGE": "1"}
        wrong = client.post(reverse("accounts:login"), {"username": clerk.username, "password": "x"}, **over)
        assert wrong.status_code == 422
        assert "密码" in wrong.json()["why"]
        right = client.post(
            reverse("accounts:login"), {"username": clerk.username, "password": PASSWORD}, **over
        )
        assert right.status_code == 200
        assert right.json()["left"] > 0
        page = client.get(reverse("desk:home")).content.decode()
        assert right.json()["person"] in page

    @pytest.mark.parametrize(
        ("mark", "to", "goes_on"),
        [("own", "/accounts/large-type/", True), ("other", "/accounts/large-type/", False),
         ("", "/accounts/large-type/", False), ("own", "https://evil.example/", False)],
    )  # fmt: skip
    def test_a_form_that_came_too_late_goes_on_for_its_person_alone(self, client, clerk, mark, to, goes_on):
        marks = {"own": person_mark(clerk), "other": person_mark(UserFactory()), "": ""}
        packed = json.dumps({"to": to, "pairs": [["person_mark", marks[mark]], ["large", "<1>"]]})
        answer = client.post(
            reverse("accounts:login"),
            {"username": clerk.username, "password": PASSWORD, "resend": packed},
        )
        assert (answer.status_code == 200) is goes_on
        if goes_on:
            assert 'name="large" value="&lt;1&gt;"' in answer.content.decode()
        else:
            assert answer.url == "/"

    @pytest.mark.parametrize(
        "packed", ["{", "[]", '{"to": 1, "pairs": [["person_mark", "x"]]}', '{"to": "/"}']
    )
    def test_a_form_that_is_none_is_no_error(self, client, clerk, packed):
        form = {"username": clerk.username, "password": PASSWORD, "resend": packed}
        assert client.post(reverse("accounts:login"), form).url == "/"

    def test_the_login_page_carries_the_form_but_no_token_and_no_file(self, client, clerk):
        address, mark = reverse("accounts:large_type"), person_mark(clerk)
        page = client.post(address, {"person_mark": mark, "large": "1", "csrfmiddlewaretoken": "secret"})
        assert page.status_code == 401
        assert json.loads(page.context["resend"]) == {
            "to": address, "pairs": [["person_mark", mark], ["large", "1"]]
        }  # fmt: skip
        with_file = {"person_mark": mark, "scan": ContentFile(b"x", "a.pdf")}
        with_password = {"person_mark": mark, "new_password1": "geheim-2026"}
        for form in (with_file, with_password):
            assert client.post(address, form).status_code == 302

    def test_the_login_page_says_that_the_session_is_over(self, sit):
        sit.get(reverse("desk:home"))
        with freeze_time(timezone.now() + timedelta(seconds=settings.SESSION_IDLE_SECONDS + 61)):
            answer = sit.get(reverse("accounts:password"), follow=True)
        assert "较长时间没有操作" in answer.content.decode()

    def test_whoever_never_logged_in_is_told_nothing(self, client):
        assert "已过期" not in client.get(reverse("desk:home"), follow=True).content.decode()


def test_a_part_of_a_page_is_never_a_whole_page(client):
    """Led elsewhere, a script has the browser go there: here to the first password."""
    new = UserFactory(role=Role.CLERK, must_change_password=True)
    client.force_login(new, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(reverse("lists:files"), HTTP_HX_REQUEST="true", follow=True)
    assert [answer.status_code, answer["HX-Redirect"]] == [204, reverse("accounts:password")]
