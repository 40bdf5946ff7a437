"""宣传服务活动: entered once held, corrected by its union, counted; nobody's name."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from cases.outreach import services
from cases.outreach.models import Activity
from cases.outreach.selectors import count_activities
from cases.outreach.services import Held
from hardship.audit.models import AuditRecord
from hardship.kernel.workflow import Refused
from tests.worlds import world

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("G16")]


def lecture(ahead=0, **more):
    day = timezone.localdate() + timedelta(days=ahead)
    return replace(Held("lecture", "劳动法讲座", "会议室", day, 40, 60), **more)


@world
def hall(cast):
    cast.activity = services.enter_activity(held=lecture(), by=cast.clerk)
    return cast


@pytest.mark.parametrize(
    ("more", "words"),
    [({}, "已经登记"), ({"ahead": 3}, "办完以后登记")],
)
def test_what_is_not_entered(hall, more, words):
    with pytest.raises(Refused, match=words):
        services.enter_activity(held=lecture(**more), by=hall.clerk)
    with pytest.raises(Refused, match="由经办人或审核人"):
        services.enter_activity(held=lecture(title="x"), by=hall.finance)
    assert Activity.objects.count() == 1


def test_its_union_corrects_it_and_nobody_else(hall, as_user):
    at = reverse("outreach:activity", args=[hall.activity.pk])
    told = {**vars(lecture()), "persons": "45", "held_on": f"{timezone.localdate()}"}
    assert as_user(hall.reviewer).post(at, told).status_code == 404
    with pytest.raises(Activity.DoesNotExist):
        services.correct_activity(activity_id=hall.activity.pk, held=lecture(), by=hall.reviewer)
    assert as_user(hall.clerk).post(at, told).status_code == 302
    assert Activity.objects.get().persons == 45
    assert AuditRecord.objects.get(action="activity.correct").data["fields"] == ["persons"]
    for wrong in ({"persons": "0"}, {"persons": "1.5"}, {"papers": "-1"}, {"held_on": "2999-01-01"}):
        assert as_user(hall.clerk).post(at, {**told, **wrong}).status_code == 422


def test_counts_add_up_by_kind_within_the_scope(hall, as_user):
    services.enter_activity(held=lecture(title="安全讲座", persons=10, papers=0), by=hall.clerk)
    services.enter_activity(held=lecture(kind="health", persons=85), by=hall.reviewer)
    services.enter_activity(held=lecture(), by=hall.stranger)
    rows = count_activities(Activity.objects.visible_to(hall.reviewer))
    assert [(row.kind, row.held, row.persons, row.papers) for row in rows] == [
        ("讲座", 2, 50, 60), ("健康体检", 1, 85, 60)
    ]  # fmt: skip
    page = as_user(hall.clerk).get(reverse("outreach:activity_counts")).content.decode()
    assert ">50<" in page
    assert ">85<" not in page


def test_around_python(hall):
    for sql, name in (
        ("UPDATE outreach_activity SET persons = 0", "activity_reached_somebody"),
        ("UPDATE outreach_activity SET kind = 'x'", "activity_kind_known"),
        ("UPDATE outreach_activity SET place = ''", "activity_says_what"),
        ("UPDATE outreach_activity SET entered_at = now() - interval '1 day'", "activity_keeps"),
        ("DELETE FROM outreach_activity", "activity_keeps"),
    ):
        with pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
        assert refusal.value.__cause__.diag.constraint_name == name
