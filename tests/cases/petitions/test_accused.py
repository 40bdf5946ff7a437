"""Whoever is complained of neither sees nor handles it, nor does their unit; handlers know who complained."""

from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from cases.petitions import services
from cases.petitions.models import Petition
from cases.petitions.reports import list_chapters
from cases.petitions.selectors.petitions import list_handlers, list_in_hand, list_petitions, list_to_take
from cases.petitions.services.recording import Accusation, find_accused
from hardship.accounts import services as accounts
from hardship.accounts.models import Appointment, standing_in
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.desk.selectors.log import list_records
from hardship.kernel.desk import DUTIES, FIGURES, HIDDEN
from hardship.kernel.workflow import Refused
from tests.cases.petitions.calls import NAME, PHONE, in_state, record, report, step
from tests.factories import ApplicationFactory, UserFactory, unguarded

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("D5")]
TEXT = "发放慰问品时优亲厚友"


def seen_by(person, petition):
    """Where somebody comes upon a petition."""
    rows = {
        "list": Petition.objects.visible_to(person),
        "selector": list_petitions(person),
        "to take": list_to_take(person),
        "in hand": list_in_hand(person),
        **{key: duty.rows(person) for key, duty in DUTIES.items() if key.startswith("petitions.")},
    }
    return {name for name, found in rows.items() if found.filter(pk=petition.pk).exists()}


@pytest.mark.parametrize("is_about", ["account", "unit"])
def test_nobody_of_the_accused_unit_sees_it_anywhere(room, as_user, is_about):
    """Not on its page, in lists and counts, in the log; though one of them has a post above by now."""
    accused = room.clerk.name if is_about == "account" else ""
    petition = record(room.reviewer, unit=room.union, accused=accused, text=TEXT)
    assert (petition.accused, petition.union) == (room.clerk if accused else None, room.county)
    assert seen_by(room.reviewer, petition) >= {"list", "to take"}
    promoted = room.colleague
    Appointment.objects.create(user=promoted, union=room.county, role=Role.DEPARTMENT)
    kept = [room.clerk, promoted.at(room.county), room.street_auditor, room.colleague]
    assert [person.name for person in kept if seen_by(person, petition)] == []
    assert HIDDEN["petitions.petition"](promoted.at(room.county)).get() == petition
    assert not HIDDEN["petitions.petition"](room.county_auditor).exists()
    for person in (room.clerk, room.street_auditor):
        client = as_user(person)
        assert client.get(reverse("petitions:petition", args=[petition.uid])).status_code == 404
        assert client.get(reverse("petitions:answer", args=[petition.uid])).status_code == 404
        for name in ("petitions:petitions", "petitions:counts"):
            page = client.get(reverse(name), {"show": "all"}).content.decode()
            assert petition.number not in page
            assert TEXT not in page


def test_the_log_keeps_it_from_whom_it_is_about(room, as_user):
    """An auditor of the city sees the county's log; one of the accused unit who got that post since does not
    see the rows about the report, nor counts them on the desk."""
    petition = report(room)
    as_user(room.reviewer).post(reverse("petitions:reveal", args=[petition.uid, "phone"]))
    Appointment.objects.create(user=room.street_auditor, union=room.city, role=Role.AUDITOR)
    for person, is_told in ((room.auditor, True), (room.street_auditor.at(room.city), False)):
        found = list_records(user=person).filter(target_type="petitions.petition")
        assert {str(petition.pk), str(room.main.pk)} >= {row.target_id for row in found}
        assert any(row.target_id == str(petition.pk) for row in found) == is_told
        [_exports, reveals, _failures] = FIGURES["desk.traces_for_auditors"].tiles(person)
        assert reveals.value == ("1" if is_told else "0")


def test_a_report_goes_above_the_accused_at_once(room, as_user):
    """Taken in by a colleague at the same street: the county has it, and the street sees it no more."""
    client = as_user(room.colleague)
    answer = client.post(
        reverse("petitions:new"),
        {
            "channel": "letter", "matter": "report", "text": TEXT, "name": NAME, "persons": "1",
            "urgency": "normal",
            "received_on": timezone.localdate().isoformat(), "accused_union": room.union.pk,
            "accused_name": room.clerk.name,
        },
        follow=True,
    )  # fmt: skip
    petition = Petition.objects.get(text=TEXT)
    assert (petition.union, petition.number[: len(room.county.code)]) == (room.county, room.county.code)
    assert answer.redirect_chain == [(reverse("petitions:petitions"), 302)]
    assert "本单位看不到" in answer.content.decode()
    assert seen_by(room.colleague, petition) == set()


def test_an_accusation_of_the_top_is_refused_and_of_oneself_too(room):
    with pytest.raises(Refused, match="纪检监察") as refusal:
        record(UserFactory(union=room.province, role=Role.CLERK), unit=room.province)
    assert refusal.value.field == "accused_union"
    with pytest.raises(Refused, match="不能登记反映本人"):
        record(room.clerk, accused=room.clerk.username)
    assert not Petition.objects.filter(matter="report").exists()


def test_who_handles_it_is_never_of_the_unit(room):
    petition = report(room)
    Appointment.objects.create(user=room.clerk, union=room.county, role=Role.CLERK)
    assert room.clerk not in list_handlers(petition)
    assert room.clerk in list_handlers(room.main)
    with pytest.raises(Refused, match="被反映的人不能选"):
        step(petition, "assign", room.reviewer, handler=room.clerk)
    for receiver in (room.union,):
        with pytest.raises(Refused, match="被反映的单位和它的下级不能办理") as refusal:
            step(petition, "transfer", room.reviewer, receiver=receiver)
        assert refusal.value.field == "receiver"
    assert step(petition, "transfer", room.reviewer, receiver=room.city).offered_to == room.city


def test_who_complained_is_for_the_handlers_alone(room, as_user):
    """First receiver, handler and helper read the name; others of the county read that there is one."""
    petition = report(room, text=TEXT)
    step(petition, "assign", room.reviewer, handler=room.department)
    at = reverse("petitions:petition", args=[petition.uid])
    for person, knows in ((room.reviewer, True), (room.department, True), (room.county_clerk, False),
                          (room.county_auditor, False)):  # fmt: skip
        client = as_user(person)
        page = client.get(at).content.decode()
        assert (NAME in page) == knows, person
        assert PHONE not in page
        listed = client.get(reverse("petitions:petitions"), {"matter": "report"}).content.decode()
        assert (NAME in listed) == knows
        assert petition.number in listed
        shown = client.post(reverse("petitions:reveal", args=[petition.uid, "phone"]))
        assert shown.status_code == (200 if knows else 404)
        sheet = client.post(f"{reverse('petitions:export')}?show=all&matter=report")
        words = [
            str(cell) for row in openpyxl.load_workbook(BytesIO(sheet.content)).active.values for cell in row
        ]
        assert any(NAME in word for word in words) == knows
        assert any(TEXT in word for word in words) == knows
    known = as_user(room.county_clerk).post(reverse("petitions:phone_check"), {"number": PHONE})
    assert petition.number not in known.content.decode()
    mine = as_user(room.department).post(reverse("petitions:phone_check"), {"number": PHONE})
    assert mine.status_code == 403
    first = as_user(room.reviewer).post(reverse("petitions:phone_check"), {"number": PHONE})
    assert petition.number in first.content.decode()
    services.add_helper(petition_id=petition.pk, helper=room.county_clerk, by=room.reviewer)
    assert NAME in as_user(room.county_clerk).get(at).content.decode()


def test_each_read_of_a_report_is_on_record(room, as_user):
    petition = report(room)
    for person in (room.reviewer, room.county_auditor, room.county_auditor):
        as_user(person).get(reverse("petitions:petition", args=[petition.uid]))
    as_user(room.reviewer).get(reverse("petitions:petition", args=[room.main.uid]))
    reads = AuditRecord.objects.filter(action="petition.read")
    assert [(row.by, row.target_id) for row in reads.order_by("pk")] == [
        (room.reviewer, str(petition.pk)), *[(room.county_auditor, str(petition.pk))] * 2
    ]  # fmt: skip
    assert {str(row.data) for row in reads} == {"{}"}


def test_an_accusation_stands_on_no_file_and_becomes_no_lead(room):
    petition = report(room)
    assert petition.household is None
    with pytest.raises(Refused, match="不转为线索"):
        services.open_lead(petition_id=petition.pk, by=room.reviewer)


def test_whom_a_name_means(room):
    """By user name anywhere; by name at the unit or below it; nobody for a name that no account has."""
    assert find_accused(Accusation(None, room.clerk.username.upper()), room.elsewhere) == room.clerk
    assert find_accused(Accusation(room.county, room.clerk.name), room.county) == room.clerk
    assert find_accused(Accusation(room.elsewhere, room.clerk.name), room.county) is None
    assert find_accused(Accusation(room.county, "没有这个人"), room.county) is None
    UserFactory(union=room.union, role=Role.CLERK, name=room.clerk.name)
    with pytest.raises(Refused, match="改填用户名"):
        find_accused(Accusation(room.county, room.clerk.name), room.county)


def test_who_stands_in_for_the_accused_is_kept_from_it_too(room):
    petition = report(room)
    today = timezone.localdate()
    helper = UserFactory(union=room.county, roles=[], name="李代办")
    row = accounts.stand_in(
        appointment_id=room.clerk.appointments.get().pk, user=helper, from_on=today, until_on=today,
        reason="年休假", by=room.clerk,
    )  # fmt: skip
    acting = standing_in(row.user, row)
    assert Petition.objects.about(acting).get() == petition
    assert seen_by(acting, petition) == set()


def test_who_may_stand_in_at_the_unit_is_kept_from_it_before_they_switch(room):
    """As the database does it; a report about somebody who stands in above goes above that as well."""
    petition, today = report(room), timezone.localdate()
    for person, holder in ((room.county_clerk, room.colleague), (room.department, room.city_reviewer)):
        accounts.stand_in(
            appointment_id=holder.appointments.get().pk, user=person, from_on=today, until_on=today,
            reason="年休假", by=holder,
        )  # fmt: skip
    assert seen_by(room.county_clerk, petition) == set()
    assert room.county_clerk not in list_handlers(petition)
    assert record(room.clerk, accused=room.county_clerk.username).union == room.city
    assert record(room.clerk, accused=room.department.username).union == room.province


def test_a_name_without_a_unit_leaves_the_own_union(room):
    """Nobody knows whom it means, and they may sit at the next desk: it goes up, or the unit is asked for."""
    petition = record(room.colleague, accused="李四主任")
    assert (petition.accused, petition.accused_union, petition.union) == (None, room.union, room.county)
    for person in (room.clerk, room.colleague):
        assert seen_by(person, petition) == set()
    for person, union in ((room.clerk, room.county), (room.reviewer, room.city)):
        known = record(room.colleague, accused=person.name)
        assert (known.accused, known.accused_union, known.union) == (person, person.union, union)
    UserFactory(union=room.county, role=Role.CLERK, name=room.clerk.name)
    top = UserFactory(union=room.province, role=Role.CLERK)
    for by, name in ((room.colleague, room.clerk.name), (top, "李四主任")):
        with pytest.raises(Refused, match="请选被反映的单位") as refusal:
            record(by, accused=name)
        assert refusal.value.field == "accused_union"


def test_the_dossier_tells_nobody_what_the_page_does_not(room):
    plain, secret = in_state(room, "answered"), in_state(room, "answered", unit=room.union)
    of_plain, of_secret = (
        ApplicationFactory(union=room.union, clerk=room.clerk, reviewer=room.reviewer) for _n in range(2)
    )
    with unguarded():
        for petition, application in ((plain, of_plain), (secret, of_secret)):
            Petition.objects.filter(pk=petition.pk).update(application=application)
    finance = UserFactory(union=room.county, role=Role.FINANCE)
    bound = {
        person: [len(list(list_chapters(one, person))) for one in (of_plain, of_secret)]
        for person in (room.reviewer, room.department, finance)
    }
    assert bound == {room.reviewer: [1, 1], room.department: [1, 0], finance: [0, 0]}
