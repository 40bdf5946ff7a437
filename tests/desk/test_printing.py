"""报表与花名册: one page has all that can be printed or written out, and where."""

import pytest
from django.urls import reverse

from hardship.accounts.states import Role
from hardship.desk.selectors.printing import GROUPS, Form, list_printed
from hardship.kernel.desk import ACTIONS, LISTS, PAPERS, PLACES
from tests.factories import UserFactory

pytestmark = pytest.mark.requirement("F6")
URL = reverse("desk:printing")  # reads all addresses


def test_whatever_leaves_by_a_button_is_on_the_page_once():
    known = {action for action, _label in ACTIONS.items() if action.startswith("export.")}
    papers = {what for what, _paper in PAPERS.items()}
    assert known == {f"export.{what}" for what in {*LISTS, *papers}}
    assert papers & set(LISTS) == set()
    assert [paper.place for _what, paper in PAPERS.items() if PLACES.get(paper.place) is None] == []


@pytest.mark.django_db
def test_somebody_with_every_role_finds_all_of_it(cast):
    everybody = UserFactory(union=cast.city, roles=list(Role), everything=True)
    found = [row.what for row in list_printed(user=everybody)]
    assert len(found) == len(set(found))
    assert set(found) == {*LISTS, *(what for what, _paper in PAPERS.items())}


@pytest.mark.django_db
def test_each_finds_what_they_may_open(as_user, cast):
    clerk = {row.what: row for row in list_printed(user=cast.clerk)}
    finance = {row.what for row in list_printed(user=cast.finance)}
    assert {"archive_form", "application_receipt", "visits"} <= clerk.keys()
    assert not {"bank_file", "vouchers", "audit_log"} & clerk.keys()
    assert {"bank_file", "voucher_sheets", "batches"} <= finance
    assert "audit_log" in {row.what for row in list_printed(user=cast.auditor)}
    page = as_user(cast.clerk).get(URL).text
    assert f'href="{clerk["archive_form"].url}"' in page
    assert ">档案表</a>" in page
    assert "操作日志</a>" not in page
    assert "操作日志</a>" in as_user(cast.auditor).get(URL).text


@pytest.mark.django_db
def test_it_is_narrowed_by_purpose_and_form(as_user, cast):
    rows = list_printed(user=cast.finance, group="money", form=Form.PAPER)
    assert rows
    assert {(row.group, row.form) for row in rows} == {("money", "paper")}
    everything = list_printed(user=cast.finance)
    assert [GROUPS.index(row.group) for row in everything] == sorted(
        GROUPS.index(row.group) for row in everything
    )
    client = as_user(cast.finance)
    assert client.get(URL, {"group": "money", "form": "paper"}).context["total"] == len(rows)
    assert client.get(URL, {"group": "x'"}).context["total"] == len(everything)
    assert "没有符合条件的报表" in client.get(URL, {"group": "administration", "form": "paper"}).text


@pytest.mark.django_db
def test_it_says_when_the_person_themselves_last_did(as_user, cast):
    assert as_user(cast.clerk).post(reverse("visits:export")).status_code == 200
    last = {row.what: row.last_at for row in list_printed(user=cast.clerk)}
    assert last["visits"]
    assert [what for what, at in last.items() if at] == ["visits"]
    another = UserFactory(union=cast.union, role=Role.CLERK)
    assert not any(row.last_at for row in list_printed(user=another))
