"""心理疏导、法律援助: two people read it, others that there is one; reads are logged."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from types import SimpleNamespace

import openpyxl
import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from cases.care import services
from cases.care.models import CareAdvice, CareCase
from cases.care.selectors import count_arrears, count_cases, list_due
from cases.care.services import Opening, Progress, handing
from cases.giving.selectors.deeds import list_deeds
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.handovers import services as handovers
from hardship.kernel.desk import DUTIES
from hardship.kernel.workflow import Refused
from tests.cases.petitions.calls import record, report
from tests.factories import HouseholdFactory, UserFactory
from tests.worlds import world

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("D4")]
THEME, SAID = "厂里欠薪三个月，夜里睡不着", "谈了一个小时，约下周再来"
LEGAL = Opening(
    kind="legal", form="arbitration", reason="wages", opened_on=date(2026, 3, 2), theme=THEME, name="姜伟民",
    phone="13861920003", respondent="宏达印染厂", claimed=Decimal("18600"), months=3, lawyer="顾律师",
    people="倪小凤 13861920004", persons=2,
)  # fmt: skip
TALK = Opening(kind="counselling", form="single", opened_on=date(2026, 3, 2), theme=THEME, name="樊立新")


@world
def office(cast, reference):
    """A county with a worker, a supervisor and others who work there; one legal case."""
    people = {
        "worker": UserFactory(union=cast.county, role=Role.CLERK),
        "other": UserFactory(union=cast.county, role=Role.CLERK),
        "watcher": UserFactory(union=cast.county, role=Role.APPROVER),
        "county_auditor": UserFactory(union=cast.county, role=Role.AUDITOR),
    }
    room = SimpleNamespace(**vars(cast), **people)
    room.case = begin(room, LEGAL)
    return room


def begin(room, opening=LEGAL, **more):
    return services.open_case(
        opening=replace(opening, **more), worker=room.worker, supervisor=room.watcher, by=room.reviewer
    )


def note(room, by, case=None, on=None, **progress):
    return services.add_note(
        case_id=(case or room.case).pk, on=on or timezone.localdate(), text=SAID,
        progress=Progress(**progress), by=by,
    )  # fmt: skip


def test_two_people_read_it_and_others_that_there_is_one(office, as_user):
    note(office, office.worker)
    at = reverse("care:case", args=[office.case.uid])
    for person, reads in (
        (office.worker, True), (office.watcher, True), (office.reviewer, False), (office.other, False),
        (office.county_auditor, False), (office.city_reviewer, False),
    ):  # fmt: skip
        client = as_user(person)
        page, listed = client.get(at).content.decode(), client.get(reverse("care:cases")).content.decode()
        for words in (THEME, SAID, "姜伟民", "宏达印染厂", "顾律师", "倪小凤"):
            assert (words in page) == reads, (person.role_names, words)
            assert words not in listed
        assert office.case.number in page
        assert office.case.number in listed
        if person.has_role(Role.AUDITOR):
            continue
        for field, number in (("phone", "13861920003"), ("people", "13861920004")):
            assert number not in page
            shown = client.post(reverse("care:reveal", args=[office.case.uid, field]))
            assert (number in shown.content.decode(), shown.status_code) == (reads, 200 if reads else 404)
        for name, data in (("note", {"on": "2026-03-03", "text": "x"}), ("step", {"action": "close"})):
            answer = client.post(reverse(f"care:{name}", args=[office.case.uid]), data)
            assert (answer.status_code == 404) == (not reads)
    assert as_user(office.clerk).get(at).status_code == 404  # of a union below
    reads = AuditRecord.objects.filter(action="care.read", target_id=str(office.case.pk))
    assert set(reads.values_list("by", flat=True)) == {office.worker.pk, office.watcher.pk}
    assert THEME not in str(list(AuditRecord.objects.values_list("data", flat=True)))


def test_the_list_of_those_to_look_after_is_ones_own_and_on_record(office, as_user):
    begin(office, TALK, risk="urgent")
    begin(office, TALK, name="翁志刚")
    seen = {}
    for person in (office.worker, office.watcher, office.other):
        page = as_user(person).get(reverse("care:watched")).content.decode()
        seen[person.pk] = ("樊立新" in page, "翁志刚" in page)
    assert seen == {
        office.worker.pk: (True, False),
        office.watcher.pk: (True, False),
        office.other.pk: (False, False),
    }
    assert AuditRecord.objects.filter(action="care.read").count() == 2
    assert as_user(office.county_auditor).get(reverse("care:watched")).status_code == 403


def test_a_file_shows_that_there_is_one(office, as_user):
    household = HouseholdFactory(filed=True, union=office.union, clerk=office.clerk, reviewer=office.reviewer)
    case = begin(office, TALK, id_number=household.head.id_number.reveal())
    page = as_user(office.clerk).get(reverse("archives:case", args=[household.pk])).content.decode()
    assert case.number in page
    assert "心理疏导：办理中" in page
    assert not [words for words in (THEME, office.worker.name, office.watcher.name) if words in page]


def test_what_is_written_is_encrypted(office):
    with connection.cursor() as cursor:
        cursor.execute("SELECT theme, name, respondent FROM care_carecase WHERE id = %s", [office.case.pk])
        assert all(THEME.encode() not in bytes(value) for value in cursor.fetchone())
    assert CareCase.objects.get(pk=office.case.pk).theme.reveal() == THEME


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"form": "single"}, "form"),
        ({"kind": "counselling", "form": "single"}, "reason"),
        ({"reason": ""}, "reason"),
        ({"kind": "counselling", "form": "single", "reason": ""}, "claimed"),
        ({"opened_on": date(2999, 1, 1)}, "opened_on"),
        ({"petition_number": "XF0"}, "petition_number"),
        ({"persons": 1}, "persons"),
        ({"people": "倪小凤 12"}, "people"),
        ({"reason": "injury"}, "months"),
        (
            {
                "kind": "counselling",
                "form": "single",
                "reason": "",
                "claimed": None,
                "respondent": "",
                "term_on": date(2026, 9, 1),
            },
            "claimed",
        ),
    ],
)
def test_what_a_case_wants(office, more, field):
    with pytest.raises(Refused) as refusal:
        begin(office, **more)
    assert refusal.value.field == field


def test_two_people_of_the_union_and_nobody_else(office):
    for worker, supervisor, field in (
        (office.reviewer, office.reviewer, "supervisor"), (office.clerk, office.watcher, "worker"),
        (office.worker, office.other, "supervisor"), (office.county_auditor, office.watcher, "worker"),
    ):  # fmt: skip
        with pytest.raises(Refused) as refusal:
            services.open_case(opening=TALK, worker=worker, supervisor=supervisor, by=office.reviewer)
        assert refusal.value.field == field
    with pytest.raises(Refused, match="由经办人或审核人登记"):
        services.open_case(
            opening=TALK, worker=office.worker, supervisor=office.reviewer, by=office.county_auditor
        )


def test_worked_on_closed_and_handed_over(office):
    today = timezone.localdate()
    note(
        office,
        office.worker,
        next_on=today,
        risk="urgent",
        agreed=Decimal(15000),
        recovered=Decimal("8600.50"),
    )
    case = CareCase.objects.get(pk=office.case.pk)
    assert (case.next_on, case.recovered) == (today, Decimal("8600.50"))
    for person in (office.worker, office.watcher):
        assert list_due(person).get() == case
        assert DUTIES["care.due"].rows(person).get() == case
    assert not list_due(office.other).exists()
    with pytest.raises(CareCase.DoesNotExist):
        note(office, office.other)
    for on in (today + timedelta(days=1), date(2026, 3, 1)):
        with pytest.raises(Refused, match="日期要在开始日期以后"):
            note(office, office.worker, on=on)
    talk = begin(office, TALK)
    with pytest.raises(Refused, match="金额和时效只登记在法律援助里"):
        note(office, office.worker, talk, recovered=Decimal(1))

    def step(action, by, **said):
        return services.take_step(case_id=office.case.pk, action=action, by=by, **said)

    with pytest.raises(Refused, match="由督导换承办人"):
        step("hand_over", office.worker, worker=office.other)
    with pytest.raises(Refused, match="新的承办人或督导"):
        step("hand_over", office.watcher)
    assert step("hand_over", office.watcher, worker=office.other).worker == office.other
    assert office.other.name in office.case.notes.latest("pk").text.reveal()
    with pytest.raises(CareCase.DoesNotExist):
        step("close", office.worker, comment="x", outcome="reached")
    for said in ({"comment": "", "outcome": "reached"}, {"comment": "x", "outcome": ""}):
        with pytest.raises(Refused):
            step("close", office.other, **said)
    done = step("close", office.other, comment="已全部补发", outcome="reached")
    assert (done.state, done.next_on, done.conclusion.reveal()) == ("closed", None, "已全部补发")
    with pytest.raises(Refused, match="已经办结"):
        note(office, office.other)
    again = step("reopen", office.watcher, comment="又欠了")
    assert (again.outcome, bool(again.conclusion)) == ("", False)
    assert "解决：已全部补发" in [one.text.reveal() for one in office.case.notes.all()]
    assert "又欠了" in office.case.notes.latest("pk").text.reveal()


@pytest.mark.parametrize(
    ("told", "days", "is_due"),
    [
        ({}, 0, False),
        ({"next_on": 5}, 4, False),
        ({"next_on": 5}, 5, True),
        ({"term_on": 60}, 29, False),
        ({"term_on": 60}, 30, True),
        ({"risk": "urgent", "next_on": 9}, 0, True),
    ],
)
def test_what_is_due(office, told, days, is_due):
    start = timezone.localdate()
    told = {name: start + timedelta(days=value) if name != "risk" else value for name, value in told.items()}
    case = begin(office, replace(LEGAL, opened_on=start), **told)
    with freeze_time(timezone.now() + timedelta(days=days)):
        assert list_due(office.worker).filter(pk=case.pk).exists() == is_due
        if "term_on" in told and is_due:
            note(office, office.worker, case, is_term_kept=True)
            assert not list_due(office.worker).filter(pk=case.pk).exists()
    if "risk" in told:
        assert case.next_on == start


def test_a_form_sent_twice_opens_one(office, as_user):
    client, at = as_user(office.reviewer), reverse("care:new")
    told = {
        "key": client.get(at).context["form"]["key"].value(), "kind": "counselling", "form": "single",
        "opened_on": f"{timezone.localdate()}", "risk": "none", "persons": 1, "theme": THEME,
        "worker": office.worker.pk, "supervisor": office.watcher.pk,
    }  # fmt: skip
    assert {client.post(at, told).url for _turn in range(2)} == {
        reverse("care:case", args=[CareCase.objects.latest("pk").uid])
    }
    assert CareCase.objects.filter(kind="counselling").count() == 1


def test_a_day_that_is_set_stays_unless_it_is_changed(office, as_user):
    ahead = timezone.localdate() + timedelta(days=9)
    note(office, office.worker, next_on=ahead)
    form = as_user(office.worker).get(reverse("care:case", args=[office.case.uid])).context["note_form"]
    assert form.initial["next_on"] == ahead


def test_who_leaves_hands_over_and_the_two_stay_two(office):
    """The worker's cases go to a colleague, who works on them from then on; nobody gets both hands."""

    def give(giver, to, kind, number=office.case.number):
        made = handovers.hand_over(
            giver=giver, union=office.county, to=to, kinds=[kind], reason="调离", by=giver
        )
        handovers.receive(handover_id=made.pk, by=to)
        return made.items.get(name=number)

    other = services.open_case(
        opening=TALK, worker=office.reviewer, supervisor=office.watcher, by=office.reviewer
    )
    assert give(office.worker, office.other, "care.cases").is_moved
    assert "承办人" in give(office.watcher, office.reviewer, "care.watched", number=other.number).left
    assert CareCase.objects.get(pk=office.case.pk).supervisor == office.reviewer
    assert "督导" in handing.receive_blocker(CareCase.objects.get(pk=office.case.pk), office.reviewer)
    case = CareCase.objects.get(pk=office.case.pk)
    assert (case.worker, case.supervisor) == (office.other, office.reviewer)
    assert not CareCase.objects.open_to(office.worker).exists()
    note(office, office.other)


def test_advice_is_one_line_without_a_name(office, as_user):
    client = as_user(office.worker)
    told = {"on": f"{timezone.localdate()}", "topic": "insurance", "way": "phone", "persons": "2"}
    assert client.post(reverse("care:advice"), told).status_code == 302
    made = CareAdvice.objects.get()
    assert (made.union, made.topic, made.persons) == (office.county, "insurance", 2)
    for wrong in ({"topic": "x"}, {"persons": "0"}, {"on": "2999-01-01"}):
        assert client.post(reverse("care:advice"), {**told, **wrong}).status_code == 422
    assert as_user(office.county_auditor).post(reverse("care:advice"), told).status_code == 409
    assert CareAdvice.objects.count() == 1
    assert not CareAdvice.objects.visible_to(office.clerk).exists()


def test_a_petition_becomes_a_case_once_and_a_closed_case_is_a_deed(office):
    household = HouseholdFactory(filed=True, union=office.union, clerk=office.clerk, reviewer=office.reviewer)
    petition = record(office.reviewer, name="樊立新")
    number = household.head.id_number.reveal()
    case = begin(office, TALK, petition_number=petition.number.lower(), id_number=number)
    assert (case.petition, case.household) == (petition, household)
    for row in (petition, report(office), record(office.clerk)):
        with pytest.raises(Refused, match="核对"):
            begin(office, TALK, petition_number=row.number)
    assert not [title for name, title in list_deeds(household, date(2026, 1, 1)) if name.startswith("care|")]
    lost = begin(office, TALK, id_number=number)
    services.take_step(case_id=lost.pk, action="close", by=office.worker, comment="x", outcome="broken_off")
    services.take_step(case_id=case.pk, action="close", by=office.worker, comment="好转", outcome="reached")
    [title] = [title for name, title in list_deeds(household, date(2026, 1, 1)) if name.startswith("care|")]
    assert case.number in title
    assert THEME not in title


def test_figures_and_workbooks_name_nobody(office, as_user):
    """Fewer than five people are not told, nor a sum behind which they stand, nor by a year that is none."""
    begin(office, persons=40, name="冯阿妹", claimed=None, months=None)
    note(office, office.worker, begin(office, form="mediation", persons=5), recovered=Decimal(8600))
    begin(office, TALK, persons=4, form="group")
    year = CareCase.objects.visible_to(office.reviewer).filter(opened_on__year=2026)
    rows = [(row.form, row.cases, row.persons, row.claimed, row.recovered) for row in count_cases(year)]
    assert rows == [
        ("团体疏导", None, None, None, None),
        ("仲裁", 2, 42, None, Decimal(0)),
        ("调解", 1, 5, Decimal(18600), Decimal(8600)),
    ]
    client = as_user(office.reviewer)
    for query in ("", "?year=x", "?year=1"):
        shown = client.get(reverse("care:figures") + query)
        assert shown.context["filter"].values["year"] == str(timezone.localdate().year)
    [arrears] = count_arrears(office.city_reviewer)
    assert (arrears.name, arrears.persons, arrears.claimed, arrears.missing) == (
        office.county.name, 47, Decimal(37200), Decimal(28600)
    )  # fmt: skip
    for name in ("care:figures_sheet", "care:export", "care:arrears_sheet"):
        sheet = openpyxl.load_workbook(BytesIO(client.post(reverse(name)).content)).active
        words = str([cell for row in sheet.values for cell in row])
        named = ("姜伟民", "樊立新", "冯阿妹", "宏达", THEME, office.worker.name, office.watcher.name)
        assert not [one for one in named if one in words]
        assert "心理疏导" in words or name == "care:arrears_sheet"
        assert AuditRecord.objects.latest("pk").data["rows"] > 0


def test_around_python(office):
    def refused(sql, *values):
        with pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
        return refusal.value.__cause__.diag.constraint_name

    def change(column, value, case=office.case):
        return refused(f"UPDATE care_carecase SET {column} = %s WHERE id = %s", value, case.pk)

    for column, value, name in (
        ("kind", "counselling", "care_keeps"),
        ("opened_on", date(2025, 1, 1), "care_keeps"),
        ("number", "GH1", "care_keeps"),
        ("supervisor_id", office.worker.pk, "care_supervised_by_another"),
        ("supervisor_id", office.clerk.pk, "care_by_its_union"),
        ("worker_id", office.clerk.pk, "care_by_its_union"),
        ("risk", "x", "care_risk_known"),
        ("recovered", -1, "care_sums_not_negative"),
        ("claimed", 0, "care_sums_not_negative"),
        ("people", b"x", "care_keeps"),
        ("months", 2, "care_keeps"),
        ("state", "closed", "care_closed_by_those_two"),
        ("outcome", "reached", "care_closed_with_an_outcome"),
    ):
        assert change(column, value) == name
    assert change("recovered", 1, begin(office, TALK)) == "care_sums_of_a_legal_case"
    assert refused("DELETE FROM care_carecase WHERE id = %s", office.case.pk) == "care_keeps"
    writing = (
        'INSERT INTO care_carenote (uid, case_id, "on", at, by_id)'
        " VALUES (gen_random_uuid(), %s, now(), now(), %s)"
    )
    assert refused(writing, office.case.pk, office.other.pk) == "care_note_by_those_two"
    closing = (
        "UPDATE care_carecase SET state = 'closed', outcome = 'reached', closed_at = now(), closed_by_id = %s"
        " WHERE id = %s"
    )
    assert refused(closing, office.other.pk, office.case.pk) == "care_closed_by_those_two"
    services.take_step(
        case_id=office.case.pk, action="close", by=office.worker, comment="x", outcome="partly"
    )
    assert change("recovered", 1) == "care_keeps"
    assert refused(writing, office.case.pk, office.worker.pk) == "care_note_by_those_two"
