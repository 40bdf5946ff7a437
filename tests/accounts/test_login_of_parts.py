"""A part of a page that somebody asks for who is not logged in any more."""

import pytest
from django.conf import settings
from django.urls import reverse

from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


def test_a_part_is_refused_and_a_page_goes_to_the_login(client):
    address = reverse("lists:panel_conditions")
    part = client.get(address, headers={"HX-Request": "true"})
    assert (part.status_code, part.content) == (401, b"")
    page = client.get(address)
    assert page.status_code == 302
    assert page.url.startswith(reverse(settings.LOGIN_URL))


def test_who_is_logged_in_gets_the_part(as_user, cast):
    assert as_user(cast.clerk).get(reverse("lists:panel_conditions"), headers={"HX-Request": "true"}).context


def test_an_answer_asked_for_before_a_login_does_not_bring_the_old_token_back(client, cast):
    """It may arrive after the login: forms that the page sends then carry the token of the login."""
    name, page, alive = settings.CSRF_COOKIE_NAME, reverse("accounts:login"), reverse("accounts:alive")
    assert name in client.get(page).cookies, "the first page brings the token"
    assert name not in client.get(alive).cookies, "nothing is set that the browser has"
    entered = client.post(page, {"username": cast.clerk.username, "password": PASSWORD})
    assert name in entered.cookies, "a login changes the token"
