"""转介: what departments offer, letters to them, what came of it; what services and the database refuse."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from types import SimpleNamespace

import openpyxl
import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time
from pypdf import PdfReader

from cases.aid.models import ExternalAid
from cases.aid.services import Given, cancel_aid, correct_aid
from cases.archives.models import Household
from cases.archives.selectors.aid import AID_SOURCES
from cases.archives.selectors.extensions import HANGING
from cases.referrals import services
from cases.referrals.models import DepartmentService, ReferralStep, ServiceReferral
from cases.referrals.reports import referral_letter
from cases.referrals.selectors import count_departments, list_buttons, list_late, list_offered
from cases.referrals.services import Offer, Result, Sending
from hardship.accounts import services as accounts
from hardship.accounts.models import Appointment, standing_in
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.handovers.selectors import HOLDINGS
from hardship.kernel.desk import DUTIES
from hardship.kernel.workflow import Refused
from hardship.trees.selectors import MOVABLES
from tests.factories import HouseholdFactory, UserFactory, load_years
from tests.threads import at_once
from tests.worlds import world

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("G15")]


def today():
    return timezone.localdate()


def enter(by, name="临时救助", **more):
    told = {
        "department": "区民政局", "name": name, "giver_kind": "civil_affairs", "aid_kind": "emergency",
        "from_on": today(), "days": 10, "bring": "身份证、发票", "telephone": "0513-80500102",
    }  # fmt: skip
    return services.enter_service(offer=Offer(**{**told, **more}), by=by)


def send(place, by=None, service=None, member=None, **more):
    sending = Sending(service or place.service, more.pop("reason", "住院自付多"), more.pop("on", today()))
    return services.send(
        household_id=place.home.pk, member=member or place.home.head, sending=sending, by=by or place.clerk,
        **more,
    )  # fmt: skip


def step(row, action, by, comment="办好了。", won=None, on=None):
    result = Result(on or today(), comment, None if won is None else Decimal(won))
    return services.take_step(referral_id=row.pk, action=action, by=by, result=result)


STEP = (
    'INSERT INTO referrals_referralstep (referral_id, action, source, target, "on", comment, at, by_id)'
    " VALUES (%s, %s, %s, %s, %s, %s, now(), %s)"
)
TAKEN_BACK = (
    "UPDATE referrals_servicereferral"
    " SET state = 'answered', won = NULL, aid_id = NULL, settled_on = NULL, why = ''"
)


def refused_by(constraint, sql, params=()):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)
    assert refusal.value.__cause__.diag.constraint_name == constraint


@world
def place(cast, reference):
    """A family of the street, a service that the county entered, a letter that is sent."""
    load_years()
    room = SimpleNamespace(**vars(cast))
    room.other = UserFactory(union=cast.union, roles=[Role.CLERK])
    room.home = HouseholdFactory(union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, filed=True)
    room.service = enter(cast.reviewer)
    room.row = send(room)
    return room


def test_a_letter_is_answered_won_and_stands_in_the_history_of_aid(place, as_user):
    """Until the result is taken back, and with it the record of aid."""
    row, by = place.row, place.clerk
    assert row.number.endswith(f"-ZJ{today().year}-0001")
    assert row.due_on > today() + timedelta(days=10)
    step(row, "answer", by, "已受理。")
    step(row, "win", by, "一次性救助。", won="2600.50")
    row.refresh_from_db()
    aid = ExternalAid.objects.get()
    assert (row.state, row.won, row.aid) == ("won", Decimal("2600.50"), aid)
    assert (aid.value, aid.giver, aid.programme, aid.is_won, aid.proof, aid.union) == (
        Decimal("2600.50"), "区民政局", "临时救助", True, row.number, place.union,
    )  # fmt: skip
    assert len(list(AID_SOURCES)) >= 1
    case = as_user(by).get(reverse("archives:case", args=[place.home.pk]), {"tab": "service_referrals"})
    assert "¥2,600.50" in case.content.decode()
    overview = as_user(by).get(reverse("archives:case", args=[place.home.pk])).content.decode()
    assert "转介（区民政局临时救助）：登记办成" in overview
    step(row, "take_back", by, "登错了人。")
    row.refresh_from_db()
    aid.refresh_from_db()
    assert (row.state, row.won, row.aid, row.answer) == ("answered", None, None, "已受理。")
    assert (aid.state, aid.ended_why) == ("cancelled", "登错了人。")
    assert [one.action for one in ReferralStep.objects.order_by("pk")] == ["answer", "win", "take_back"]
    assert AuditRecord.objects.filter(action="service_referral.win").count() == 1


def test_what_was_corrected_or_cancelled_since_counts_as_it_stands(place, as_user):
    row, by = place.row, place.clerk
    step(row, "answer", by)
    step(row, "win", by, won=500)
    given = Given("civil_affairs", "emergency", Decimal(600), today(), giver="区民政局")
    other = correct_aid(record_id=ExternalAid.objects.get().pk, given=given, comment="实发 600", by=by)
    kept = ServiceReferral.objects.get()
    assert (kept.aid, kept.won, count_departments(ServiceReferral.objects.all())[0].yuan) == (other, 600, 600)
    step(row, "take_back", by, "登错了。")
    other.refresh_from_db()
    assert other.state == "cancelled"
    step(row, "win", by, won=500)
    cancel_aid(record_id=ServiceReferral.objects.get().aid_id, comment="重复", by=by)
    assert count_departments(ServiceReferral.objects.all())[0].yuan == 0
    client = as_user(by)
    sheet = openpyxl.load_workbook(BytesIO(client.post(reverse("referrals:export")).content)).active
    assert 500 not in {cell for line in sheet.iter_rows(values_only=True) for cell in line}
    page = client.get(reverse("referrals:referral", args=[row.uid])).content.decode()
    assert "已作废" in page
    assert step(row, "take_back", by, "登错了。").state == "answered"


def test_what_is_on_record_already_is_not_recorded_twice(place):
    """Nothing is written then, neither the step nor the sum."""
    first, second = place.row, send(place, service=enter(place.reviewer, "低保"))
    for row in (first, second):
        step(row, "answer", place.clerk)
    step(first, "win", place.clerk, won=500)
    again = send(place)
    step(again, "answer", place.clerk)
    with pytest.raises(Refused, match="已经登记过"):
        step(again, "win", place.clerk, won=500)
    again.refresh_from_db()
    assert (again.state, ExternalAid.objects.count()) == ("answered", 1)
    assert step(again, "win", place.clerk).won is None


def test_dropped_goes_back_to_where_it_was(place):
    row, by = place.row, place.clerk
    step(row, "drop", by, "不办了。")
    assert step(row, "take_back", by, "又要办。").state == "sent"
    step(row, "answer", by)
    step(row, "drop", by, "不办了。")
    assert step(row, "take_back", by, "又要办。").state == "answered"


@pytest.mark.parametrize(
    ("actions", "more", "words"),
    [
        (["win"], {}, "当前状态"),
        (["answer"], {"comment": " "}, "必须填写"),
        (["answer"], {"on": 1}, "不能晚于今天"),
        (["answer"], {"on": -1}, "不能早于"),
        (["answer"], {"won": 5}, "办成的才登记"),
        (["answer", "win"], {"won": 0}, "大于零"),
        (["answer", "refuse"], {"comment": ""}, "必须填写"),
        (["answer", "take_back"], {}, "当前状态"),
        (["fly"], {}, "没有这个操作"),
    ],
)
def test_what_is_no_step(place, actions, more, words):
    if "on" in more:
        more = {"on": today() + timedelta(days=more["on"])}
    for action in actions[:-1]:
        step(place.row, action, place.clerk)
    with pytest.raises(Refused, match=words):
        step(place.row, actions[-1], place.clerk, **more)
    assert ReferralStep.objects.count() == len(actions) - 1


def test_whoever_made_it_records_and_nobody_else_until_they_left(place, as_user):
    for by in (place.other, place.reviewer):
        assert list_buttons(place.row, by) == []
        with pytest.raises(Refused):
            step(place.row, "answer", by)
    today_ = today()
    row = accounts.stand_in(
        appointment_id=place.clerk.appointments.get().pk,
        user=UserFactory(union=place.union, roles=[], name="李代办"),
        from_on=today_, until_on=today_, reason="年休假", by=place.clerk,
    )  # fmt: skip
    acting = standing_in(row.user, row)
    made = step(place.row, "answer", acting)
    kept = ReferralStep.objects.get()
    assert (made.worker, kept.by, kept.stood_in_for) == (place.clerk, row.user, place.clerk)
    url = reverse("referrals:referral", args=[place.row.uid])
    assert as_user(place.stranger).get(url).status_code == 404
    Appointment.objects.filter(user=place.clerk).update(revoked_at=timezone.now(), revoked_by=place.reviewer)
    assert step(place.row, "refuse", place.other, "超标准。").worker == place.other


def test_who_leaves_hands_over_what_is_open(place):
    holding = HOLDINGS["referrals.open"]
    assert [row.pk for row in holding.rows().filter(worker=place.clerk)] == [place.row.pk]
    assert holding.blocker(place.row, place.reviewer)
    assert holding.blocker(place.row, place.other) == ""
    holding.move(place.row, place.other)
    assert ServiceReferral.objects.get().worker == place.other
    assert HANGING["service_referrals"](place.home) == "转介"


def test_a_late_answer_waits_at_the_desk_of_whoever_made_it(place):
    assert not list_late(place.clerk).exists()
    with freeze_time(timezone.now() + timedelta(days=60)):
        assert list(DUTIES["referrals.late"].rows(place.clerk)) == [place.row]
        assert not list_late(place.other).exists()
        assert ServiceReferral.objects.get().is_late


@pytest.mark.parametrize(
    ("who", "more", "words"),
    [
        ("reviewer", {}, "经办人可以转介"),
        ("clerk", {}, "还没有办结"),
        ("clerk", {"on": 1}, "一年之内"),
        ("clerk", {"on": -366}, "一年之内"),
        ("clerk", {"service": "foreign"}, "部门服务清单里选"),
        ("clerk", {"service": "ended"}, "部门服务清单里选"),
        ("clerk", {"member": "foreign"}, "这户的家庭成员"),
    ],
)
def test_what_is_not_sent(place, who, more, words):
    kept = dict(more)
    if "on" in more:
        kept["on"] = today() + timedelta(days=more["on"])
    if more.get("service") == "foreign":
        kept["service"] = enter(place.stranger)
    if more.get("service") == "ended":
        kept["service"] = row = enter(place.reviewer, "租赁补贴")
        services.end_service(service_id=row.pk, until_on=today(), by=place.reviewer)
    if more.get("member") == "foreign":
        kept["member"] = HouseholdFactory(union=place.union, clerk=place.clerk, filed=True).head
    if more.get("service") == "ended":
        with freeze_time(timezone.now() + timedelta(days=1)), pytest.raises(Refused, match=words):
            send(place, **{**kept, "on": today()})
        return
    with pytest.raises(Refused, match=words):
        send(place, by=getattr(place, who), **kept)
    assert ServiceReferral.objects.count() == 1


def test_a_form_sent_twice_is_one_letter(place, as_user):
    row = enter(place.reviewer, "低保")
    told = {
        "member": place.home.head.pk, "service": row.pk, "reason": "收入低", "sent_on": f"{today()}",
        "key": "5f7d9d44-6a3e-4b8a-9e55-0d6e3f1b7a10",
    }  # fmt: skip
    url = reverse("referrals:new", args=[place.home.pk])
    answers = [as_user(place.clerk).post(url, told) for _time in range(2)]
    assert answers[0].url == answers[1].url
    assert ServiceReferral.objects.filter(service=row).count() == 1
    assert as_user(place.clerk).post(url, {**told, "service": ""}).status_code == 422
    assert as_user(place.stranger).get(url).status_code == 404


def test_the_nearest_union_says_what_a_department_offers(place):
    """A new row of the same name takes the place of the one before, from its day on."""
    assert list_offered(place.union, today()) == [place.service]
    own = enter(place.clerk, telephone="80500999")
    assert list_offered(place.union, today()) == [own]
    later = enter(place.clerk, telephone="80500111", from_on=today() + timedelta(days=3))
    assert list_offered(place.union, today()) == [own]
    assert list_offered(place.union, later.from_on) == [later]
    services.end_service(service_id=later.pk, until_on=later.from_on, by=place.clerk)
    assert list_offered(place.union, later.from_on + timedelta(days=1)) == [place.service]
    with pytest.raises(Refused, match="已经登记"):
        enter(place.clerk)
    with pytest.raises(Refused, match="由经办人或审核人"):
        enter(place.finance)
    with pytest.raises(DepartmentService.DoesNotExist):
        services.end_service(service_id=own.pk, until_on=today(), by=place.reviewer)
    for until_on, words in ((today() - timedelta(days=1), "不能早于今天"),):
        with pytest.raises(Refused, match=words):
            services.end_service(service_id=own.pk, until_on=until_on, by=place.clerk)


def test_the_list_the_letter_and_the_counts(place, as_user):
    row, by = place.row, place.clerk
    step(row, "answer", by)
    step(row, "win", by, won=800)
    refused = send(place, service=enter(place.reviewer, "低保"))
    step(refused, "answer", by)
    step(refused, "refuse", by, "超标准。")
    [second, first] = sorted(
        count_departments(ServiceReferral.objects.visible_to(by)), key=lambda one: one.service
    )
    assert (first.service, first.sent, first.refused, first.won, first.yuan) == ("低保", 1, 1, 0, 0)
    assert (second.service, second.sent, second.refused, second.won, second.yuan) == (
        "临时救助",
        1,
        0,
        1,
        800,
    )
    client = as_user(by)
    sheet = openpyxl.load_workbook(BytesIO(client.post(reverse("referrals:export")).content)).active
    words = {cell for line in sheet.iter_rows(values_only=True) for cell in line}
    assert {row.number, refused.number, 800} <= words
    figures = openpyxl.load_workbook(BytesIO(client.post(reverse("referrals:counts_sheet")).content)).active
    told = {cell for line in figures.iter_rows(values_only=True) for cell in line}
    assert place.home.head.name not in told
    assert client.get(reverse("referrals:letter", args=[row.uid])).content.startswith(b"%PDF")
    assert AuditRecord.objects.filter(action="export.service_referral_letter").count() == 1
    found = client.post(reverse("desk:search"), {"text": row.number})
    assert found.url == reverse("referrals:referral", args=[row.uid])


def test_the_letter_shows_a_part_of_the_id_number(place):
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(referral_letter(place.row))).pages)
    assert "区民政局" in text
    assert "住院自付多" in text
    assert place.home.head.id_number.reveal() not in text


def test_the_list_of_services_goes_along_when_unions_merge(place):
    """What both entered of one day stays behind; a letter keeps the service that it names."""
    twin, other = enter(place.clerk), enter(place.reviewer, "低保")
    movable = MOVABLES["referrals.services"]
    assert set(movable.rows(place.county)) == {place.service, other}
    movable.move(movable.rows(place.county), place.union, None)
    for row, union in ((place.service, place.county), (other, place.union), (twin, place.union)):
        row.refresh_from_db()
        assert row.union == union
    assert step(place.row, "answer", place.clerk).state == "answered"


@pytest.mark.django_db(transaction=True)
def test_two_at_once_settle_one_referral(place):
    step(place.row, "answer", place.clerk)

    answers = at_once(lambda _time: step(place.row, "win", place.clerk, won=700), range(2))
    assert sorted(isinstance(one, Refused) for one in answers) == [False, True]
    assert ExternalAid.objects.count() == 1


def test_around_python(place):
    """A referral stays what was sent, moves by steps of its worker alone, and wins what stands as aid."""
    row = place.row
    for sql, name in (
        ("UPDATE referrals_servicereferral SET reason = 'x'", "service_referral_stays"),
        ("UPDATE referrals_servicereferral SET due_on = due_on + 9", "service_referral_stays"),
        ("UPDATE referrals_servicereferral SET state = 'answered', answer = 'x', answered_on = sent_on",
         "service_referral_moves_by_steps"),
        ("UPDATE referrals_servicereferral SET won = 5", "service_referral_stays"),
        (f"UPDATE referrals_servicereferral SET worker_id = {place.stranger.pk}",
         "service_referral_by_a_clerk"),
        ("DELETE FROM referrals_servicereferral", "service_referral_stays"),
        ("UPDATE referrals_departmentservice SET telephone = '1'", "department_service_stays"),
        ("DELETE FROM referrals_departmentservice", "department_service_stays"),
        ("UPDATE referrals_departmentservice SET until_on = from_on - 1, ended_at = now()",
         "department_service_ends_after_it_began"),
    ):  # fmt: skip
        refused_by(name, sql)
    answer = [row.pk, "answer", "sent", "answered", today(), "好"]
    refused_by("service_referral_step_by_its_worker", STEP, [*answer, place.other.pk])
    refused_by(
        "service_referral_by_who_stands_in",
        STEP.replace("by_id)", "by_id, stood_in_for_id)").replace("now(), %s)", "now(), %s, %s)"),
        [*answer, place.other.pk, place.clerk.pk],
    )
    refused_by(
        "service_referral_step_of_the_table", STEP,
        [row.pk, "win", "sent", "won", today(), "好", place.clerk.pk],
    )  # fmt: skip
    step(row, "answer", place.clerk)
    step(row, "win", place.clerk, won=500)
    refused_by("service_referral_stays", "UPDATE referrals_servicereferral SET won = 5")
    refused_by(
        "service_referral_moves_by_steps",
        TAKEN_BACK,
    )
    with connection.cursor() as cursor:
        cursor.execute(STEP, [row.pk, "take_back", "won", "answered", today(), "好", place.clerk.pk])
    refused_by(
        "service_referral_ends_its_aid",
        TAKEN_BACK,
    )


def test_a_referral_begins_as_sent_by_a_clerk_of_the_file(place):
    like = (
        "INSERT INTO referrals_servicereferral (uid, number, household_id, issuer_id, member_id, service_id,"
        " department, reason, sent_on, due_on, state, answer, why, worker_id, created_at, created_by_id)"
        " SELECT gen_random_uuid(), 'x', household_id, issuer_id, {member}, service_id, 'x', reason, sent_on,"
        " due_on, {state}, '', '', {worker}, now(), {worker} FROM referrals_servicereferral"
    )
    told = {"member": "member_id", "state": "'sent'", "worker": place.clerk.pk}
    foreign = HouseholdFactory(union=place.union, clerk=place.clerk, filed=True).head
    for wrong in ({"member": foreign.pk}, {"worker": place.reviewer.pk}, {"state": "'answered'"}):
        refused_by("service_referral_begins", like.format(**{**told, **wrong}))
    with connection.cursor() as cursor:
        cursor.execute(like.format(**told))
    assert ServiceReferral.objects.count() == 2


def test_a_file_that_goes_takes_its_referrals_along(place):
    """They have no union of their own: what is seen follows the file."""
    assert not ServiceReferral.objects.visible_to(place.stranger).exists()
    assert Household.objects.visible_to(place.reviewer).count() == 1
    assert ServiceReferral.objects.visible_to(place.reviewer).count() == 1
