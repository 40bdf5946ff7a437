"""停办 of a programme: by two people, in both directions; kept by the database; read by everybody."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from cases.policies.models import Halt, HaltStep, Programme
from cases.policies.selectors.halts import get_halt, list_obstacles, list_to_look_at
from cases.policies.services import load_policy
from cases.policies.services.editing import PolicyRefused
from cases.policies.services.halts import ask_halt, list_halt_buttons, take_halt_step
from cases.policies.states import HaltState
from hardship.accounts import services as accounts
from hardship.accounts.models import standing_in
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.desk import DUTIES
from hardship.kernel.workflow import Refused
from tests.cases.policies.texts import SERVICES
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("F5")]
WHY = "本年度资金已经用完（会议纪要 8 号）"


@pytest.fixture
def programme(reference):
    return reference.living


@pytest.fixture
def administrator(cast):
    return UserFactory(union=cast.province, role=Role.ADMINISTRATOR, name="赵申请")


@pytest.fixture
def second(cast):
    return UserFactory(union=cast.province, role=Role.ADMINISTRATOR, name="钱同意")


@pytest.fixture
def asked(programme, administrator):
    return ask_halt(programme=programme, reason=WHY, by=administrator)


@pytest.fixture
def halted(asked, second):
    return take_halt_step(halt_id=asked.pk, action="confirm", by=second)


def test_one_asks_another_agrees_and_everybody_reads_why(cast, as_user, programme, asked, second):
    assert (get_halt(programme), list_obstacles([programme])) == (asked, {})
    assert list(list_to_look_at(second)) == [asked]
    halt = take_halt_step(halt_id=asked.pk, action="confirm", by=second)
    assert (halt.state, halt.is_halted) == (HaltState.HALTED, True)
    said = list_obstacles([programme])[programme.pk]
    for words in (programme.name, cast.province.name, str(timezone.localdate()), WHY, "赵申请", "钱同意"):
        assert words in said
    page = as_user(cast.clerk).get(reverse("policies:halt", args=[programme.pk])).text
    assert said in page
    rules = as_user(cast.clerk).get(reverse("policies:list")).text
    assert reverse("policies:halt", args=[programme.pk]) in rules
    assert [row.action for row in halt.steps.order_by("pk")] == ["ask", "confirm"]
    assert AuditRecord.objects.filter(action__in=("halt.ask", "halt.confirm")).count() == 2


def test_it_goes_on_again_by_two(programme, halted, administrator, second):
    with pytest.raises(Refused, match="必须填写意见"):
        take_halt_step(halt_id=halted.pk, action="ask_lift", by=second)
    take_halt_step(halt_id=halted.pk, action="ask_lift", by=second, comment="追加了资金")
    assert programme.pk in list_obstacles([programme]), "until somebody agrees"
    with pytest.raises(Refused, match="您不能同意自己的申请"):
        take_halt_step(halt_id=halted.pk, action="lift", by=second)
    take_halt_step(halt_id=halted.pk, action="keep", by=administrator, comment="还没有到账")
    assert programme.pk in list_obstacles([programme])
    take_halt_step(halt_id=halted.pk, action="ask_lift", by=administrator, comment="到账了")
    halt = take_halt_step(halt_id=halted.pk, action="lift", by=second)
    assert (halt.state, list_obstacles([programme]), get_halt(programme)) == (HaltState.LIFTED, {}, None)
    assert ask_halt(programme=programme, reason="又用完了", by=administrator).state == HaltState.ASKED


def test_who_asks_does_not_agree_nor_does_who_stands_in_for_them(cast, asked, administrator):
    assert [row.action for row in list_halt_buttons(asked, administrator)] == ["decline"]
    assert not list_to_look_at(administrator).exists()
    today = timezone.localdate()
    row = accounts.stand_in(
        appointment_id=administrator.appointments.get().pk,
        user=UserFactory(union=cast.province, roles=[], name="李代办"),
        from_on=today, until_on=today, reason="年休假", by=administrator,
    )  # fmt: skip
    for by in (administrator, standing_in(row.user, row)):
        with pytest.raises(Refused, match="您不能同意自己的申请"):
            take_halt_step(halt_id=asked.pk, action="confirm", by=by)


def test_whose_programme_it_is(cast, programme, asked, second):
    stranger = UserFactory(union=cast.city, role=Role.ADMINISTRATOR)
    with pytest.raises(PolicyRefused, match="的管理员可以申请停办"):
        ask_halt(programme=programme, reason=WHY, by=stranger)
    with pytest.raises(Halt.DoesNotExist):
        take_halt_step(halt_id=asked.pk, action="confirm", by=stranger)
    with pytest.raises(PolicyRefused, match="已经停办或者正在申请"):
        ask_halt(programme=programme, reason=WHY, by=second)
    with pytest.raises(Refused, match="没有“同意停办”的权限"):
        take_halt_step(
            halt_id=asked.pk, action="confirm", by=UserFactory(union=cast.province, role=Role.CLERK)
        )


def test_where_a_union_does_not_review_the_one_above_is_asked(cast, as_user, reference):
    load_policy(union=cast.union, text=SERVICES, in_force_from=date(2020, 1, 1))
    programme = Programme.objects.filter(union=cast.union)[0]
    asks, own = (UserFactory(union=cast.union, role=Role.ADMINISTRATOR) for _n in range(2))
    above, higher = (UserFactory(union=one, role=Role.REVIEWER) for one in (cast.county, cast.city))
    halt = ask_halt(programme=programme, reason=WHY, by=asks)
    with pytest.raises(Refused, match="由上级工会复核"):
        take_halt_step(halt_id=halt.pk, action="confirm", by=own)
    assert [list(list_to_look_at(one)) for one in (own, above, higher)] == [[], [halt], []]
    page = reverse("policies:halt", args=[programme.pk])
    client = as_user(above)
    assert page in client.get(reverse("policies:list")).text
    assert "同意停办" in client.get(page).text
    assert take_halt_step(halt_id=halt.pk, action="confirm", by=above).state == HaltState.HALTED
    assert page not in client.get(reverse("policies:list")).text


def test_what_is_not_agreed_to_stops_nothing(programme, asked, second):
    with pytest.raises(Refused, match="停办的申请刚有变化"):
        take_halt_step(halt_id=asked.pk, action="confirm", by=second, seen=0)
    halt = take_halt_step(halt_id=asked.pk, action="decline", by=second, comment="还有资金")
    assert (halt.state, get_halt(programme)) == (HaltState.DECLINED, None)
    assert HaltStep.objects.get(action="decline").who == "钱同意"


def test_the_pages_ask_and_agree(as_user, programme, administrator, second):
    page, client = reverse("policies:halt", args=[programme.pk]), as_user(administrator)
    ask = reverse("policies:halt_ask", args=[programme.pk])
    assert ask in client.get(page).text
    assert client.post(ask, {"reason": " "}).status_code == 422
    assert client.post(ask, {"reason": WHY}).status_code == 302
    halt = Halt.objects.get()
    assert (
        "您不能同意自己的申请"
        in client.post(
            reverse("policies:halt_step", args=[programme.pk, halt.pk]), {"action": "confirm"}
        ).text
    )
    client = as_user(second)
    duty = DUTIES["policies.halts"]
    assert duty.item(duty.rows(second).get()).url == page
    sent = {"action": "confirm", "version": halt.steps.get().pk}
    answer = client.post(reverse("policies:halt_step", args=[programme.pk, halt.pk]), sent, follow=True)
    assert f"{WHY}（赵申请申请，钱同意同意）" in answer.text


# the database alone


def refused(sql, *given):
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, given)
    return caught.value.__cause__.diag.constraint_name


STEP = """INSERT INTO policies_haltstep (halt_id, action, source, target, comment, at, by_id)
          VALUES (%s, %s, %s, %s, %s, now(), %s)"""


def test_the_database_wants_two(asked, halted, administrator, second):
    take_halt_step(halt_id=halted.pk, action="ask_lift", by=second, comment="到账")
    lift = (halted.pk, "lift", "lifting", "lifted", "")
    assert refused(STEP, *lift, second.pk) == "halt_step_by_another"
    assert refused(STEP, halted.pk, "keep", "lifting", "halted", " ", second.pk) == "halt_asked_with_reason"
    assert refused(STEP, halted.pk, "lift", "halted", "lifted", "", administrator.pk) == (
        "halt_step_from_where_it_is"
    )


def test_the_database_wants_another_for_the_stop_too(asked, administrator):
    confirm = (asked.pk, "confirm", "asked", "halted", "")
    assert refused(STEP, *confirm, administrator.pk) == "halt_step_by_another"


def test_a_stop_moves_by_its_steps_and_stays_what_it_is(cast, asked, programme, reference):
    move = "UPDATE policies_halt SET state = %s WHERE id = %s"
    for state in ("halted", "lifted"):
        assert refused(move, state, asked.pk) == "halt_moves_by_steps"
    assert refused("UPDATE policies_halt SET name = 'x' WHERE id = %s", asked.pk) == "halt_keeps"
    assert refused("DELETE FROM policies_halt WHERE id = %s", asked.pk) == "halt_keeps"
    add = """INSERT INTO policies_halt (union_id, programme_id, code, name, state)
             VALUES (%s, %s, %s, 'x', %s)"""
    other = reference.medical
    assert refused(add, cast.province.pk, other.pk, other.code, "halted") == "halt_begins_asked"
    assert refused(add, cast.city.pk, other.pk, other.code, "asked") == "halt_begins_asked"
    assert refused(add, cast.province.pk, programme.pk, programme.code, "asked") == "halt_open_once"


def test_nobody_stands_in_without_being_asked_to(asked, second):
    sql = STEP.replace("by_id)", "by_id, stood_in_for_id)").replace("now(), %s)", "now(), %s, %s)")
    other = UserFactory(union=asked.union, role=Role.ADMINISTRATOR)
    given = (asked.pk, "confirm", "asked", "halted", "", second.pk, other.pk)
    assert refused(sql, *given) == "halt_step_by_who_stands_in"
