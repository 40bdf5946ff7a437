"""Every address of the site: nobody unknown, nobody from elsewhere, no other method, no lack of a role."""

import copy
import re

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from cases.archives.models import Member
from cases.leads.models import Lead
from cases.people.models import Person
from hardship.accounts.states import Role
from tests.addresses import ADDRESSES, ONWARD, neighbours, walk
from tests.factories import UserFactory

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
OPEN = {
    "accounts:login", "accounts:alive", "desk:healthz", "desk:readyz", "leads:fill", "leads:filled",
    "notices:public", "notices:objected", "publications:public", "applications:guide_public",
}  # fmt: skip
# Pages that need no role: one's own account and work, what is published, and the lists of one's scope.
FOR_EVERYBODY = {
    "desk:home", "desk:post", "desk:printing", "desk:todo", "desk:search", "desk:case",
    "statistics:archive", "statistics:files",
    "help:index", "help:words", "help:found", "help:topic",
    "accounts:stand_in_new", "accounts:stand_in", "accounts:stand_in_end", "accounts:stand_in_act",
    "accounts:logout", "accounts:place", "accounts:password", "accounts:large_type", "accounts:stay",
    "handovers:handovers", "handovers:person", "handovers:handover", "handovers:receive", "handovers:decline",
    "handovers:withdraw", "handovers:sheet",
    "yearplans:entries", "yearplans:export", "yearplans:entry", "yearplans:entry_end",
    "unsent:keep", "unsent:find", "unsent:forget",
    "jobs:index", "jobs:detail", "jobs:progress", "jobs:file", "jobs:cancel", "jobs:retry",
    "messaging:messages", "messaging:read_all", "messaging:undo", "messaging:digest", "messaging:open",
    "messaging:read",
    "lists:files", "lists:find", "archives:case", "archives:names",
    "applications:batches", "applications:batch",
    "lists:panel_conditions", "lists:panel_chips", "lists:panel_columns", "lists:panel_filter",
    "lists:saved_filters", "lists:filter_save", "lists:filter_change", "lists:filter_act",
    "policies:list", "policies:standards", "policies:wages", "policies:gift_caps",
    "policies:incomes", "policies:calendar",
    "policies:documents", "policies:document", "policies:document_pdf", "policies:yaml_file",
    "policies:changes", "policies:trial", "policies:source_file", "policies:routes", "policies:halt",
    "policies:route_paper",
    "applications:list", "applications:find", "applications:detail",
    "applications:guides", "applications:guide", "applications:guide_paper",
    "notices:notices", "notices:notices_export", "notices:notice", "notices:notice_pdf", "notices:photo",
}  # fmt: skip
PATTERNS = dict(walk())
TITLE = re.compile(rb"<title>(.*?)</title>", re.DOTALL)


@pytest.fixture
def world(one_of_each):
    return one_of_each


@pytest.fixture
def ask():
    """`ask(person, "POST", url)`: the answer, and the database as it was before. Each person comes in once: a
    login before every answer took half of the time."""
    clients = {}

    def request(person, method, url, data=None):
        client = clients.setdefault(person, Client())
        if person is not None and not client.cookies:
            client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        send, cookies = getattr(client, method.lower()), copy.deepcopy(client.cookies)
        with transaction.atomic():
            answer = send(url, data or {}) if method in ("GET", "POST") else send(url)
            if answer.streaming:
                list(answer)
            transaction.set_rollback(True)
        client.cookies = cookies
        return answer

    return request


def test_every_address_has_a_sample():
    assert set(PATTERNS) == set(ADDRESSES), "put the new address into tests/addresses.py"


@pytest.mark.django_db
def test_each_opens_for_whoever_it_is_for(world, ask):
    """The samples are alive: without this a 404 for strangers would say nothing. No title names a person: the
    browser keeps titles in its history."""
    wrong = []
    names = {
        name for model in (Member, Person, Lead) for name in model.objects.values_list("name", flat=True)
    }
    for name, address in ADDRESSES.items():
        who, url, query = getattr(world, address.who), address.url(name, world), address.query(world)
        for method in address.methods:
            answer = ask(who, method, url, query)
            status = answer.status_code
            title = TITLE.search(b"" if answer.streaming else answer.content) if method == "GET" else None
            told = [person for person in names if title and person and person in title[1].decode()]
            wrong += [f"{name}: its title says {person}" for person in told]
            good = status == (302 if address.gives == ONWARD else 200) if method == "GET" else status < 423
            if not good or status in (403, 404, 405):
                wrong.append(f"{method} {name} by {address.who}: {status}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
def test_nobody_unknown_gets_past_the_door(world, ask):
    wrong = []
    for name, address in ADDRESSES.items():
        url = address.url(name, world)
        for method in METHODS:
            answer = ask(None, method, url)
            sent_to_login = answer.status_code == 302 and answer.url.startswith(reverse("accounts:login"))
            if sent_to_login == (name in OPEN):
                wrong.append(f"{method} {name}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
def test_for_the_same_post_elsewhere_nothing_is_there(world, ask):
    """Next door and far away, with the very roles that the page asks for: 404, not 403."""
    strangers, wrong = neighbours(world), []
    for name, address in ADDRESSES.items():
        if address.is_anybodys or not (address.of(world) or address.query(world)):
            continue
        for person in strangers[address.who]:
            for method in address.methods:
                status = ask(person, method, address.url(name, world), address.query(world)).status_code
                if status != 404:
                    wrong.append(f"{method} {name} by {address.who} of {person.union}: {status}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
def test_any_other_method_is_refused(world, ask):
    wrong = []
    for name, address in ADDRESSES.items():
        who, url = None if name in OPEN else getattr(world, address.who), address.url(name, world)
        for method in METHODS:
            if method in address.methods or method == "GET":
                continue
            if (status := ask(who, method, url).status_code) != 405:
                wrong.append(f"{method} {name}: {status}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
def test_an_address_that_only_takes_forms_leads_a_browser_to_its_page(world, client):
    """From the address bar after a refused form, and after logging in again: no blank page."""
    wrong = []
    for name, address in ADDRESSES.items():
        if "GET" in address.methods:
            continue
        client.force_login(getattr(world, address.who), backend="django.contrib.auth.backends.ModelBackend")
        answer = client.get(address.url(name, world), follow=True)
        page = answer.status_code == 200 and b"<!doctype html>" in answer.content[:200]
        if not page or not answer.redirect_chain:
            wrong.append(f"{name}: {answer.status_code} {answer.redirect_chain}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
def test_without_the_role_a_page_is_refused(world, ask):
    """Somebody whose scope is everything, with every role but those that the page asks for."""
    people, wrong = {}, []
    for name, address in ADDRESSES.items():
        roles = getattr(PATTERNS[name].callback, "required_roles", None)
        if roles is None:
            continue
        others = tuple(role for role in Role.values if role not in roles)
        if others not in people:
            people[others] = UserFactory(union=world.province, roles=others, everything=True)
        for method in address.methods:
            url, query = address.url(name, world), address.query(world)
            if (status := ask(people[others], method, url, query).status_code) != 403:
                wrong.append(f"{method} {name}: {status}")
    assert not wrong, "\n".join(wrong)


def test_a_page_that_needs_no_role_was_meant_to():
    unguarded = {name for name, found in PATTERNS.items() if not hasattr(found.callback, "required_roles")}
    assert unguarded - OPEN == FOR_EVERYBODY
