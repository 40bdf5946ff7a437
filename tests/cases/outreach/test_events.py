"""三必访: reported by anybody of the unit, called on within days that are data, linked to a gift, counted."""

from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace

import openpyxl
import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from cases.care import services as care
from cases.care.services import Opening
from cases.outreach import services
from cases.outreach.models import EventTerm, EventVisit
from cases.outreach.selectors import count_occasions, days_for, list_gifts, list_waiting
from cases.outreach.services import Call, Report
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.desk import DUTIES
from hardship.kernel.workflow import Refused
from tests.factories import HouseholdFactory, UserFactory, give_elsewhere
from tests.worlds import world

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("G12")]


def today():
    return timezone.localdate()


@world
def street(cast, reference):
    """A street whose cashier reports a stay in hospital."""
    people = {
        "cashier": UserFactory(union=cast.union, role=Role.CASHIER),
        "street_auditor": UserFactory(union=cast.union, role=Role.AUDITOR),
    }
    room = SimpleNamespace(**vars(cast), **people)
    room.event = report(room.cashier)
    return room


def report(by, occasion="hospital", name="秦国栋", ago=0, **more):
    told = Report(occasion, today() - timedelta(days=ago), name, unit="一车间", phone="13912345672", **more)
    return services.report(told=told, by=by)


def step(event, by, action="visit", comment="已好转。", **call):
    call = Call(**{"visited_on": today(), "visitors": "工会主席顾永康", **call})
    return services.take_step(event_id=event.pk, action=action, by=by, comment=comment, call=call)


def test_anybody_of_the_unit_reports_and_its_workers_call(street, as_user):
    """A cashier reports and does not see the list; it waits at the clerk's desk; an auditor writes none."""
    client = as_user(street.cashier)
    told = {"occasion": "quarrel", "happened_on": f"{today()}", "name": "冯阿妹", "told": "和儿子争房子"}
    answer = client.post(reverse("outreach:new"), told)
    assert answer.url == reverse("outreach:new")
    assert client.get(reverse("outreach:events")).status_code == 403
    assert as_user(street.street_auditor).post(reverse("outreach:new"), told).status_code == 403
    made = EventVisit.objects.get(name="冯阿妹")
    assert (made.union, made.due_on) == (street.union, today() + timedelta(days=3))
    assert list_waiting(street.clerk).count() == 2
    assert DUTIES["outreach.waiting"].rows(street.clerk).count() == 2
    assert not list_waiting(street.reviewer).exists()
    page = as_user(street.clerk).get(reverse("outreach:event", args=[made.uid])).content.decode()
    assert "和儿子争房子" in page
    assert as_user(street.stranger).get(reverse("outreach:event", args=[made.uid])).status_code == 404


def test_told_twice_is_one_event(street, as_user):
    with pytest.raises(Refused, match="已经报过"):
        report(street.clerk)
    step(street.event, street.clerk, "call_off", "看错了人。")
    assert report(street.clerk).pk != street.event.pk


@pytest.mark.parametrize("ago", [-1, 366])
def test_what_is_to_come_or_long_over_is_no_event(street, ago):
    with pytest.raises(Refused, match="一年之内"):
        report(street.clerk, ago=ago)


def test_the_nearest_union_says_within_how_many_days(street):
    def lay_down(by, days, ahead=0):
        on = today() + timedelta(days=ahead)
        return services.lay_down(occasion="hospital", from_on=on, days=days, document="", by=by)

    assert days_for(street.union, "hospital", today()) == 3
    with pytest.raises(Refused, match="审核人或审批人"):
        lay_down(street.clerk, 1)
    lay_down(street.city_reviewer, 7)
    lay_down(street.reviewer, 2)
    assert days_for(street.union, "hospital", today()) == 2
    lay_down(street.reviewer, 1, ahead=1)
    assert days_for(street.union, "hospital", today()) == 2
    assert days_for(street.union, "hospital", today() + timedelta(days=1)) == 1
    assert days_for(street.union, "wedding", today()) == 3
    for by, ahead, words in ((street.reviewer, 0, "已经登记"), (street.reviewer, -1, "不能早于今天")):
        with pytest.raises(Refused, match=words):
            lay_down(by, 5, ahead=ahead)
    assert EventVisit.objects.get(pk=street.event.pk).due_on == today() + timedelta(days=3)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"visited_on": None}, "走访日期"),
        ({"visited_on": 9}, "走访日期"),
        ({"visited_on": -9}, "走访日期"),
        ({"visitors": ""}, "谁去走访"),
        ({"gift": "aid|1"}, "从列出的帮扶里选"),
        ({"comment": " "}, "必须填写"),
    ],
)
def test_what_is_no_call(street, more, words):
    if days := more.get("visited_on"):
        more = {"visited_on": today() + timedelta(days=days)}
    with pytest.raises(Refused, match=words):
        step(street.event, street.clerk, **more)
    assert EventVisit.objects.get().state == "reported"


def test_the_gift_is_the_aid_that_the_family_got(street, as_user):
    household = HouseholdFactory(filed=True, union=street.union, clerk=street.clerk, reviewer=street.reviewer)
    number = household.head.id_number.reveal()
    event = report(street.clerk, name=household.head.name, id_number=number)
    assert event.household == household
    assert list_gifts(event, street.clerk) == []
    give_elsewhere(household, 500, "", by=street.clerk)
    worker, watcher = (UserFactory(union=street.county, role=role) for role in (Role.CLERK, Role.APPROVER))
    opening = Opening("counselling", "single", today(), "睡不着", id_number=number)
    talk = care.open_case(opening=opening, worker=worker, supervisor=watcher, by=street.reviewer)
    care.take_step(case_id=talk.pk, action="close", by=worker, comment="好转", outcome="reached")
    [(name, title)] = list_gifts(event, street.clerk)  # that somebody was counselled is no gift
    assert list_gifts(event, street.stranger) == []
    done = step(event, street.clerk, gift=name)
    assert (done.deed_kind, done.deed_title) == ("aid", title)
    with pytest.raises(Refused):
        step(event, street.clerk)  # a page that is stale
    page = as_user(street.clerk).get(reverse("archives:case", args=[household.pk])).content.decode()
    assert "三必访：住院，已走访" in page
    with pytest.raises(Refused, match="走访"):
        step(street.event, street.reviewer)  # the county does not call for the street


def test_counts_are_of_occasions_and_name_nobody(street, as_user):
    step(street.event, street.clerk)
    late = report(street.clerk, "hospital", "翁志刚")
    report(street.clerk, "wedding", "姜伟民")
    step(report(street.clerk, "wedding", "邹美娟"), street.clerk, "call_off", "不愿意。")
    with freeze_time(timezone.now() + timedelta(days=4)):
        step(late, street.clerk)
        found = [
            (row.occasion, row.must, row.reported, row.visited, row.in_time, row.waiting, row.late)
            for row in count_occasions(EventVisit.objects.all())
        ]
    assert found == [("结婚", True, 1, 0, 0, 1, 1), ("住院", True, 2, 2, 1, 0, 0)]
    client = as_user(street.clerk)
    for name, named in (("outreach:counts_sheet", False), ("outreach:export", True)):
        sheet = openpyxl.load_workbook(BytesIO(client.post(reverse(name)).content)).active
        words = str([cell for row in sheet.values for cell in row])
        assert ("姜伟民" in words) == named
        assert AuditRecord.objects.latest("pk").data["rows"] == (4 if named else 2)
        assert "13912345672" not in words


def test_around_python(street):
    def refused(sql, *values):
        with pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
        return refusal.value.__cause__.diag.constraint_name

    def change(column, value):
        return refused(f"UPDATE outreach_eventvisit SET {column} = %s WHERE id = %s", value, street.event.pk)

    for column, value, name in (
        ("due_on", today() + timedelta(days=30), "event_keeps"),
        ("name", "别人", "event_keeps"),
        ("visitors", "x", "event_keeps"),
        ("state", "called_off", "event_settled_with_words"),
    ):
        assert change(column, value) == name
    visiting = (
        "UPDATE outreach_eventvisit SET state = 'visited', visited_on = %s, visitors = 'x', comment = 'x',"
        " settled_at = now() WHERE id = %s"
    )
    before = today() - timedelta(days=1)
    assert refused(visiting, before, street.event.pk) == "event_visited_after_it_happened"
    assert refused("DELETE FROM outreach_eventvisit WHERE id = %s", street.event.pk) == "event_keeps"
    step(street.event, street.clerk)
    for column, value in (("visited_on", before), ("state", "reported"), ("comment", "y")):
        assert change(column, value) == "event_keeps"
    term = services.lay_down(occasion="wedding", from_on=today(), days=2, document="", by=street.reviewer)
    assert refused(
        "INSERT INTO outreach_eventterm (union_id, occasion, from_on, days, document, entered_at)"
        " VALUES (%s, 'wedding', %s, 31, '', now())", term.union_id, today() + timedelta(days=2),
    ) == "event_term_days"  # fmt: skip
    assert EventTerm.objects.count() == 1
