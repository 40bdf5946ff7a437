"""Whatever stands in an address or a form, the answer is a page of ours and never an error."""

import re
from collections import defaultdict
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.addresses import ADDRESSES, FILE
from tests.security.conftest import LOGIN, body

pytestmark = pytest.mark.django_db

SCRIPT = "'\"><script>alert(1)</script>"
# Every parameter that a page of ours reads from its address; each stands there twice.
PARAMETERS = (
    "q", "state", "union", "category", "main_cause", "worker_type", "year", "is_on_dibao", "stale", "mine",
    "sort", "size", "after", "before", "page", "columns", "tab", "list", "next", "household", "programme",
    "batch", "use", "fund", "since", "until", "by", "kind", "action", "column", "all", "back", "full",
    "month", "event", "number", "region", "bucket", "line", "numbers", "text", "item", "pk", "document_no",
)  # fmt: skip
VALUES = (
    "a\x00b", "-1", "9" * 5000, "1e400", "１２²", SCRIPT, "9999-12-31", "household__union", "\u202e\u200b𠮷",
    "//evil.example/", "%s%(x)s{0}",
)  # fmt: skip
# The sweeps go in parts, so that two processes share them.
FIRST, SECOND, THIRD = (
    pytest.param(VALUES[begin:end], id=f"from{begin}") for begin, end in ((0, 4), (4, 7), (7, None))
)
NAME = re.compile(r'<(?:input|select|textarea|button)\b[^>]*?\bname="([^"]+)"')


FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def ask(world):
    """`ask(person, method, url, query)`: the answer to somebody signed in; the database stays as it was."""
    signed_in = {}

    def request(person, method, url, query=""):
        client = Client()
        if person not in signed_in:
            client.force_login(person, backend=LOGIN)
            signed_in[person] = client.cookies[settings.SESSION_COOKIE_NAME].value
        client.cookies[settings.SESSION_COOKIE_NAME] = signed_in[person]
        with transaction.atomic():
            if method == "GET":
                answer = client.get(f"{url}?{query}")
            else:
                answer = client.post(url, query, content_type=FORM)
            answer.seen = body(answer)
            transaction.set_rollback(True)
        return answer

    return request


@pytest.fixture
def fields(world, urls, ask):
    """The fields that the pages of each room have, and every parameter of ours."""
    found = defaultdict(lambda: set(PARAMETERS))
    for name, address in ADDRESSES.items():
        if "GET" in address.methods and address.gives != FILE:
            page = ask(getattr(world, address.who), "GET", urls[name], urlencode(address.query(world), True))
            found[room_of(name)] |= set(NAME.findall(page.seen.decode()))
    assert {"comment", "id_number", "amount", "line1-result"} <= set().union(*found.values())
    return found


def room_of(name):
    return name.partition(":")[0]


def turns(names, values):
    """Of these addresses each with its part of the values, so that those of one room share all of them: a
    quarter each where there are four or more."""
    by_room = defaultdict(list)
    for name in names:
        by_room[room_of(name)].append(name)
    for room in by_room.values():
        step = min(len(room), 4)
        for place, name in enumerate(room):
            yield name, values[place % step :: step]


@pytest.mark.parametrize("values", [FIRST, SECOND, THIRD])
def test_no_address_breaks_whatever_it_carries(world, urls, ask, values):
    pages = [name for name in urls if "GET" in ADDRESSES[name].methods and ADDRESSES[name].gives != FILE]
    for name, some in turns(pages, values):
        for value in some:
            query = urlencode([(key, value) for key in PARAMETERS for _twice in range(2)])
            answer = ask(getattr(world, ADDRESSES[name].who), "GET", urls[name], query)
            assert answer.status_code < 500, (name, value[:20])
            assert b"<script>alert" not in answer.seen, name
            assert not answer.get("Location", "").startswith(("//", "http")), (name, answer["Location"])


@pytest.mark.parametrize("values", [FIRST, SECOND])
def test_no_form_breaks_whatever_it_is_sent(world, urls, ask, fields, values):
    """Every field that any page of a room has, sent to every address of the room that takes a form."""
    forms = [name for name, address in ADDRESSES.items() if "POST" in address.methods]
    for name, some in turns(forms, values):
        address = ADDRESSES[name]
        # A paper takes longer to draw than all pages of its room; one look at it is enough.
        for value in values[:1] if address.gives == FILE else some:
            data = {field: [value, value] for field in fields[room_of(name)]}
            for field, given in (("version", "1"), ("action", ACTIONS.get(name))):
                if given:
                    data[field] = given
            answer = ask(getattr(world, address.who), "POST", urls[name], urlencode(data, doseq=True))
            assert answer.status_code < 500, (name, value[:20])
            assert answer.status_code != 400 or name == "unsent:keep", (name, value[:20])
            assert b"<script>alert" not in answer.seen, name
            assert not answer.get("Location", "").startswith(("//", "http")), (name, answer["Location"])


ACTIONS = {"archives:step": "submit", "approvals:step": "return", "payments:step": "cancel"}
FILES = (
    ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    ("a.jpg", b"<html><script>alert(1)</script></html>"),
    ("a.pdf", b"%PDF-1.7\n1 0 obj<</S/JavaScript/JS(app.alert(1))>>endobj\n%%EOF"),
    ("a.png", b""),
    ("a.xlsx", b"PK\x03\x04" + b"\x00" * 200),
    ("../../etc/passwd\r\nX: 1.xlsx", b"PK\x05\x06" + b"\x00" * 18),
    ("=cmd|' /C calc'!A0.xlsx", b"\xd0\xcf\x11\xe0" + b"\x00" * 600),
)


@pytest.mark.parametrize(("name", "content"), FILES)
def test_a_file_that_is_none_gets_a_sentence(client, world, name, content):
    for place, field, person, args in (
        ("archives:evidence_add", "documents", world.clerk, [world.draft.pk]),
        ("rosters:import_new", "file", world.clerk, []),
        ("applications:edit", "file_other", world.clerk, [world.begun.pk]),
        ("payments:results_file", "file", world.finance, [world.sent_batch.pk]),
    ):
        data = {field: SimpleUploadedFile(name, content), "kind": "other", "version": world.begun.version}
        client.force_login(person, backend=LOGIN)
        answer = client.post(reverse(place, args=args), {**data, "union": world.union.pk})
        assert answer.status_code == 422, (place, name, answer.status_code)


@pytest.mark.parametrize(
    "address",
    ["//evil.example", "https://evil.example", "javascript:alert(1)", "/\\evil.example", "desk", "\t//x"],
)
def test_nobody_is_led_away(client, world, address):
    login = {"username": world.clerk.username, "password": "Yanshi-2026"}
    client.force_login(world.clerk, backend=LOGIN)
    for answer in (
        client.post(reverse("accounts:large_type"), {"next": address}),
        client.get(reverse("accounts:login"), {"next": address}),
        client.post(reverse("accounts:login") + f"?next={address}", login),
    ):
        assert answer.status_code in (200, 302)
        target = answer.get("Location", "/")
        assert not target.startswith(("//", "http", "javascript", "/\\", "\t")), target
