"""A guide that a union shows to anybody: by its administrator or approver, as the rules are today, until it
is ended; and the database when the code is gone around."""

from datetime import date

import pytest
from django.core.cache import cache
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from cases.applications.models import PublishedGuide
from cases.applications.reports import guide_sheet
from cases.applications.selectors.guides import get_guide, get_public, list_guided
from cases.applications.services.guides import publish_guide, take_guide_step
from cases.applications.services.refusals import ApplicationRefused
from cases.offices.models import Office
from cases.offices.states import Function
from cases.policies.services import load_policy
from cases.policies.services.halts import ask_halt, take_halt_step
from hardship.accounts.models import Union
from hardship.accounts.models.stand_ins import standing_in
from hardship.accounts.services import stand_in
from hardship.accounts.states import Role
from hardship.accounts.views import public
from hardship.audit.models import AuditRecord
from hardship.kernel.workflow import Refused
from tests.cases.archives.test_archive_pdf import read
from tests.cases.policies.texts import SIMPLE
from tests.factories import UnionFactory, UserFactory
from tests.funds.budgets.test_around_python import run_and_undo, take_away

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B1", "F5")]


OWN = (
    SIMPLE.replace("    for: [", "    uses: living\n    for: [")
    .replace("living:", "own:")
    .replace("{living: 5000}", "{own: 5000}")
)


@pytest.fixture(autouse=True)
def _nobody_was_here():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def office(cast):
    return Office.objects.create(
        union=cast.city, kind="centre", name="南通市帮扶中心", address="人民路 1 号",
        telephone="0513-85510000", hours="工作日 9:00—17:00", functions=[Function.values[0]],
    )  # fmt: skip


@pytest.fixture
def medical(cast, reference):
    return next(row for row in list_guided(cast.approver) if row.code == "medical")


@pytest.fixture
def shown(cast, medical):
    return publish_guide(programme_id=medical.pk, by=cast.approver)


def address_of(row, version=""):
    found = get_public(row.token)
    version = version or (found.guide.version if found.guide else "0a1b2c3d")
    return reverse("applications:guide_public", args=[row.token, version])


def end(row, by):
    return take_guide_step(published_id=row.pk, action="end", by=by)


def test_nothing_is_shown_before_somebody_publishes_it(client, cast, medical):
    assert not PublishedGuide.objects.exists()
    unknown = reverse("applications:guide_public", args=["aaaa-bbbb-cccc-dddd-eeee", "0a1b2c3d"])
    page = client.get(unknown)
    assert page.status_code == 404
    assert "12351" in page.text


def test_anybody_reads_who_how_much_what_how_long_and_whom_to_ask(client, cast, office, shown, medical):
    page = client.get(address_of(shown))
    words = ("谁可以申请", "给多少", "带什么材料", "多久办好", medical.name, office.name, office.address,
             office.telephone, office.hours, shown.union.name)  # fmt: skip
    assert [word for word in words if word not in page.text] == []
    assert "以本页为准" not in page.text
    assert not page.cookies
    assert page["Cache-Control"] == "no-store"
    assert page["X-Robots-Tag"] == "noindex, nofollow"


def test_the_page_names_nobody(client, cast, office, shown, medical, spare):
    (family,) = spare
    text = client.get(address_of(shown)).text
    people = (family.head.name, cast.approver.name, cast.approver.username)
    assert [name for name in people if name and name in text] == []


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.APPROVER])
def test_an_administrator_or_an_approver_publishes_and_ends_it_on_record(as_user, cast, medical, role):
    by = UserFactory(union=cast.city, role=role)
    client, page = as_user(by), reverse("applications:guide", args=[medical.pk])
    publish = reverse("applications:guide_publish", args=[medical.pk])
    assert publish in client.get(page).text
    assert client.post(publish).url == page
    row = PublishedGuide.objects.get()
    assert row.is_open
    text = client.get(page).text
    assert reverse("applications:guide_public", args=[row.token, get_guide(by, medical.pk).version]) in text
    assert client.post(publish).status_code == 409
    step = reverse("applications:guide_step", args=[row.pk])
    assert client.post(step, {"action": "end"}).status_code == 302
    assert client.post(step, {"action": "end"}).status_code == 409
    row.refresh_from_db()
    assert (row.is_open, row.opener, row.ender) == (False, by.name, by.name)
    done = AuditRecord.objects.filter(action__startswith="guide.").order_by("pk")
    assert [(one.action, one.by_id) for one in done] == [("guide.publish", by.pk), ("guide.end", by.pk)]


@pytest.mark.parametrize("role", [Role.CLERK, Role.REVIEWER, Role.FINANCE, Role.AUDITOR])
def test_nobody_else_does(as_user, cast, medical, shown, role):
    by = UserFactory(union=cast.city, role=role)
    client = as_user(by)
    assert client.post(reverse("applications:guide_publish", args=[medical.pk])).status_code == 403
    assert client.post(reverse("applications:guide_step", args=[shown.pk])).status_code == 403
    with pytest.raises(ApplicationRefused):
        publish_guide(programme_id=medical.pk, by=by)
    with pytest.raises(Refused):
        end(shown, by)


def test_each_union_shows_its_own(as_user, cast, shown):
    above = UserFactory(union=cast.province, role=Role.APPROVER)
    beside = UserFactory(union=UnionFactory(), role=Role.APPROVER)
    step = reverse("applications:guide_step", args=[shown.pk])
    assert as_user(beside).post(step, {"action": "end"}).status_code == 404
    assert as_user(above).post(step, {"action": "end"}).status_code == 409
    assert PublishedGuide.objects.get().is_open


def test_who_stands_in_is_named_with_whose_post_it_is(cast, medical):
    helper = UserFactory(union=cast.city, roles=[])
    post, today = cast.approver.appointments.get(union=cast.city), timezone.localdate()
    standing = stand_in(
        appointment_id=post.pk, user=helper, from_on=today, until_on=today, reason="开会", by=cast.approver
    )
    row = publish_guide(programme_id=medical.pk, by=standing_in(helper, standing))
    assert row.opener == f"{helper.name}（代 {cast.approver.name}）"


def test_what_is_ended_says_where_to_ask_and_comes_back_at_its_address(client, cast, office, shown, medical):
    address = address_of(shown)
    end(shown, cast.approver)
    page = client.get(address)
    assert page.status_code == 404
    assert office.telephone in page.text
    assert "带什么材料，请" in page.text
    assert medical.document_no not in page.text
    again = publish_guide(programme_id=medical.pk, by=cast.approver)
    assert (again.token, again.pk == shown.pk) == (shown.token, False)
    assert client.get(address).status_code == 200


def test_an_old_poster_says_that_it_changed_and_shows_today(client, cast, office, shown):
    old = address_of(shown)
    assert "以本页为准" not in client.get(old).text
    Office.objects.filter(pk=office.pk).update(telephone="0513-85519999")
    text = client.get(old).text
    assert "以本页为准" in text
    assert "0513-85519999" in text
    assert "以本页为准" not in client.get(address_of(shown)).text


def test_a_new_version_of_the_policy_is_what_is_read(client, cast, reference):
    load_policy(union=cast.city, text=OWN, in_force_from=date(2020, 1, 1))
    own = next(row for row in list_guided(cast.approver) if row.code == "own")
    row = publish_guide(programme_id=own.pk, by=cast.approver)
    old, today = address_of(row), timezone.localdate()
    assert "5000" in client.get(old).text.replace(",", "")
    load_policy(union=cast.city, text=OWN.replace("5000", "6100"), in_force_from=today)
    text = client.get(old).text.replace(",", "")
    assert "以本页为准" in text
    assert "6100" in text
    assert "5000" not in text


def test_what_is_stopped_says_so_without_who_stopped_it(client, cast, office, shown, medical):
    asker, second = (UserFactory(union=medical.union, role=Role.ADMINISTRATOR) for _n in range(2))
    halt = ask_halt(programme=medical, reason="张三举报后停办", by=asker)
    take_halt_step(halt_id=halt.pk, action="confirm", by=second)
    text = client.get(address_of(shown)).text
    assert "停办" in text
    assert [word for word in ("张三", asker.name, second.name, "带什么材料") if word in text] == []
    assert office.telephone in text
    end(shown, cast.approver)
    with pytest.raises(ApplicationRefused):
        publish_guide(programme_id=medical.pk, by=cast.approver)


def test_a_closed_union_shows_nothing(client, cast, office, shown):
    address = address_of(shown)
    Union.objects.filter(pk=cast.city.pk).update(closed_on=timezone.localdate())
    assert client.get(address).status_code == 404


def test_what_is_not_given_any_more_stands_in_the_list_to_be_ended(as_user, client, cast, reference):
    load_policy(union=cast.city, text=OWN, in_force_from=date(2020, 1, 1))
    own = next(row for row in list_guided(cast.approver) if row.code == "own")
    row = publish_guide(programme_id=own.pk, by=cast.approver)
    load_policy(union=cast.city, text=SIMPLE, in_force_from=timezone.localdate())
    assert client.get(address_of(row)).status_code == 404
    page = as_user(cast.approver).get(reverse("applications:guides")).text
    assert "现行政策里没有这个项目" in page
    assert reverse("applications:guide_step", args=[row.pk]) in page


def test_the_sheet_has_the_code_only_while_it_is_shown(as_user, cast, medical):
    paper = reverse("applications:guide_paper", args=[medical.pk]) + "?paper=wall"
    client, words = as_user(cast.approver), "扫右上角的码"

    def text():
        return "".join(read(client.get(paper).content)[1].split())

    assert words not in text()
    row = publish_guide(programme_id=medical.pk, by=cast.approver)
    assert words in text()
    end(row, cast.approver)
    assert words not in text()


def test_each_programme_fits_on_one_sheet_with_its_code(cast, reference):
    address = "https://bangfu.example.org" + "/applications/guides/open/aaaa-bbbb-cccc-dddd-eeee/0a1b2c3d/"
    sheets = [
        (row.code, read(guide_sheet(get_guide(cast.clerk, row.pk), address))[0])
        for row in list_guided(cast.clerk)
    ]
    assert sheets == [(code, 1) for code, _pages in sheets] != []


def test_whoever_opens_too_many_is_asked_to_wait_and_others_are_not(client, shown, monkeypatch):
    monkeypatch.setattr(public, "MOST_OPENED", 3)
    address = address_of(shown)
    answers = [client.get(address, REMOTE_ADDR="203.0.113.7") for _n in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[-1]["Retry-After"] == "60"
    assert answers[-1]["Cache-Control"] == "no-store"
    assert client.get(address, REMOTE_ADDR="203.0.113.8").status_code == 200
    assert not [key for key in cache._cache if "203.0.113" in key]


TABLE = "applications_publishedguide"
KEEPS = f"trigger {TABLE} {TABLE}_keeps"
BEGINS = f"trigger {TABLE} {TABLE}_begin"
HANDS = f"trigger {TABLE} {TABLE}_hands"
NEW = """INSERT INTO applications_publishedguide (union_id, code, name, token, state, opened_at, opened_by_id,
        ended_at, ended_by_id)
    VALUES ({union}, '{code}', 'x', '{token}', '{state}', now(), {by}, {at}, {ender})"""


def new(**more):
    told = {"union": "{city}", "code": "x", "token": "aaaa-bbbb-cccc-dddd-eeee".replace("b", "c"),
            "state": "open", "by": "{by}", "at": "NULL", "ender": "NULL"}  # fmt: skip
    return NEW.format(**(told | more))


CASES = [
    (new(state="ended", at="now()", ender="{by}"), BEGINS),
    (new(token="{token}"), BEGINS),
    (new(code="{code}"), BEGINS),
    (new(token="aaaa"), f"constraint {TABLE} published_guide_token_long"),
    (new(by="NULL"), f"constraint {TABLE} published_guide_by_somebody"),
    (new(union="{closed}"), f"trigger {TABLE} {TABLE}_closed_union"),
    (new(code="{open_code}", token="{open_token}"), "index published_guide_open_once"),
    ("UPDATE applications_publishedguide SET token = 'aaaa-cccc-cccc-dddd-eeee' WHERE id = {open}", KEEPS),
    ("UPDATE applications_publishedguide SET code = 'y' WHERE id = {open}", KEEPS),
    ("UPDATE applications_publishedguide SET opened_by_id = {other} WHERE id = {open}", KEEPS),
    ("UPDATE applications_publishedguide SET state = 'open', ended_at = NULL, ended_by_id = NULL"
     " WHERE id = {row}", KEEPS),
    ("UPDATE applications_publishedguide SET ended_at = now() WHERE id = {row}", KEEPS),
    ("DELETE FROM applications_publishedguide WHERE id = {row}", KEEPS),
    ("TRUNCATE applications_publishedguide", f"trigger {TABLE} {TABLE}_no_truncate"),
    ("UPDATE applications_publishedguide SET state = 'ended', ended_at = now(), ended_by_id = {by},"
     " ended_for_id = {other} WHERE id = {open}", HANDS),
    ("UPDATE applications_publishedguide SET state = 'ended' WHERE id = {open}",
     f"constraint {TABLE} published_guide_by_somebody"),
]  # fmt: skip


@pytest.fixture
def ids(cast, shown):
    end(shown, cast.approver)
    other = next(row for row in list_guided(cast.approver) if row.code != shown.code)
    opened = publish_guide(programme_id=other.pk, by=cast.approver)
    return {
        "row": shown.pk, "code": shown.code, "token": shown.token, "open": opened.pk,
        "open_code": opened.code, "open_token": opened.token, "city": cast.city.pk, "by": cast.approver.pk,
        "other": cast.finance.pk, "closed": UnionFactory(closed_on="2026-01-01").pk,
    }  # fmt: skip


@pytest.mark.parametrize(("sql", "guard"), CASES)
def test_the_database_refuses(ids, sql, guard):
    statement = sql.format(**ids)
    with pytest.raises(DatabaseError):
        run_and_undo(statement)
    take_away(guard)
    run_and_undo(statement)
