"""The draft of a drive: opened by another pair of people, also of those who stand in (代办), or dropped."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from funds.donations import services
from funds.donations.models import Drive
from funds.donations.selectors import list_drives_to_open, say_unsettled
from hardship.accounts import services as accounts
from hardship.accounts.models import standing_in
from hardship.kernel.workflow import Refused
from tests.factories import UserFactory
from tests.funds.donations.test_drives import plan

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E7")]


@pytest.fixture
def acting(cast):
    """Somebody in the post of the city's finance person."""
    day, post = timezone.localdate(), cast.finance.appointments.get()
    substitute = UserFactory(union=cast.city, roles=[], name="李代办")
    row = accounts.stand_in(
        appointment_id=post.pk, user=substitute, from_on=day, until_on=day + timedelta(days=1), reason="开会",
        by=cast.finance,
    )  # fmt: skip
    return standing_in(substitute, row)


@pytest.fixture
def draft(cast):
    return services.draw_up(plan=plan(), by=cast.finance)


def step(drive, action, by, comment=""):
    return services.take_drive_step(drive_id=drive.pk, action=action, by=by, comment=comment)


def refused_by(sql, *values):
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
    return caught.value.__cause__.diag.constraint_name or str(caught.value)


def test_one_post_does_not_draw_it_up_and_open_it(cast, acting, second):
    drive = services.draw_up(plan=plan(), by=acting)
    assert (drive.made_by_id, drive.made_for) == (acting.pk, cast.finance)
    assert (list(list_drives_to_open(second)), list(list_drives_to_open(cast.finance))) == ([drive], [])
    with pytest.raises(Refused, match="活动是您拟定的"):
        step(drive, "open", cast.finance)
    assert step(drive, "open", second).is_open


def test_nor_does_who_stands_in_open_what_the_holder_drew_up(cast, acting, draft):
    assert not list_drives_to_open(acting)
    with pytest.raises(Refused, match="活动是您拟定的"):
        step(draft, "open", acting)


def test_who_stands_in_opens_what_somebody_else_drew_up(cast, acting, second):
    drive = step(services.draw_up(plan=plan(), by=second), "open", acting)
    assert (drive.opened_by_id, drive.opened_for) == (acting.pk, cast.finance)
    assert drive.hand("opened") == f"李代办（代 {cast.finance.name}）"


OPEN = "UPDATE donations_drive SET state = 'open', opened_at = now(), opened_by_id = %s, opened_for_id = %s"


def test_around_python_maker_and_opener_are_no_one_post(cast, acting, second):
    drive = services.draw_up(plan=plan(), by=acting)
    for by, holder in ((cast.finance.pk, None), (acting.pk, None)):
        assert refused_by(OPEN, by, holder) == "drive_opened_by_another"
    assert refused_by(OPEN, second.pk, cast.approver.pk) == "drive_by_who_stands_in"
    assert "stays what it was" in refused_by("UPDATE donations_drive SET made_for_id = NULL")
    step(drive, "open", second)
    assert "stays what it was" in refused_by("UPDATE donations_drive SET opened_by_id = %s", cast.approver.pk)


def test_a_draft_is_dropped_with_a_reason_and_drawn_up_anew(cast, draft):
    with pytest.raises(Refused, match="必须填写意见"):
        step(draft, "drop", cast.finance)
    assert "没有结束的募捐活动 1 个" in say_unsettled(cast.city)
    dropped = step(draft, "drop", cast.finance, "用途写错了")
    assert (dropped.is_dropped, dropped.why, dropped.dropped_by) == (True, "用途写错了", cast.finance)
    assert (say_unsettled(cast.city), list(list_drives_to_open(cast.approver))) == ("", [])
    assert services.draw_up(plan=plan(), by=cast.finance).name == draft.name


def test_what_is_open_is_not_dropped_and_what_is_dropped_is_not_opened(cast, draft, second):
    other = step(services.draw_up(plan=plan(name="金秋助学"), by=cast.finance), "open", second)
    step(draft, "drop", cast.finance, "不办")
    for drive, action in ((other, "drop"), (draft, "open")):
        with pytest.raises(Refused, match="当前状态下不能"):
            step(drive, action, second, "不办")


def test_around_python_nothing_is_dropped_without_a_reason_nor_comes_back(cast, draft, second):
    drop = "UPDATE donations_drive SET state = 'dropped', dropped_at = now(), dropped_by_id = %s, why = %s"
    assert refused_by(drop, cast.finance.pk, "") == "drive_dropped_with_reason"
    assert refused_by(drop, None, "不办") == "drive_dropped_with_reason"
    step(draft, "drop", cast.finance, "不办")
    back = "UPDATE donations_drive SET state = 'draft', dropped_at = NULL, dropped_by_id = NULL, why = ''"
    assert "stays what it was" in refused_by(back)
    other = step(services.draw_up(plan=plan(), by=cast.finance), "open", second)
    close = "UPDATE donations_drive SET state = 'dropped', dropped_by_id = %s, why = 'x' WHERE id = %s"
    assert refused_by(close, cast.finance.pk, other.pk)


def test_its_page_says_who_and_why(cast, draft, as_user):
    client, page = as_user(cast.finance), reverse("donations:drive", args=[draft.pk])
    to = reverse("donations:drive_step", args=[draft.pk])
    assert "不办了" in client.get(page).text
    assert client.post(to, {"action": "drop", "comment": " "}).status_code == 409
    assert client.post(to, {"action": "drop", "comment": "长" * 501}).status_code == 422
    assert client.post(to, {"action": "drop", "comment": "用途写错了\x00"}).status_code in (302, 422)
    client.post(to, {"action": "drop", "comment": "用途写错了"})
    shown = client.get(page).text
    assert "用途写错了" in shown
    assert cast.finance.name in shown
    assert Drive.objects.get().is_dropped
