"""信访接待: one screen during a call, what it refuses, what comes of it, figures, the letter."""

import re
import uuid
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.applications.models import Application
from cases.archives.models import Household
from cases.leads.models import Lead
from cases.petitions import services
from cases.petitions.models import Petition
from cases.petitions.rules import Named
from cases.petitions.selectors.terms import count_by_channel
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.documents import make_id_number
from hardship.kernel.pdf import render_pdf
from tests.cases.petitions.calls import NAME, PHONE, in_state, record, report, step
from tests.factories import HouseholdFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("D5")]
TYPED = {
    "channel": "hotline", "matter": "help", "text": "丈夫住院", "name": NAME, "phone": PHONE, "persons": "1",
    "urgency": "normal", "id_number": "", "employer": "", "address": "", "companions": "",
    "accused_union": "", "accused_name": "",
}  # fmt: skip


def typed(**more):
    return {**TYPED, "received_on": timezone.localdate().isoformat(), **more}


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"phone": "1391234567"}, "phone"),
        ({"id_number": "320602197803126621"}, "id_number"),
        ({"persons": "0"}, "persons"),
        ({"persons": "-1"}, "persons"),
        ({"persons": "1.5"}, "persons"),
        ({"persons": "5001"}, "persons"),
        ({"persons": "2", "companions": "姜伟民\n樊立新"}, "persons"),
        ({"companions": "姜伟民 123"}, "companions"),
        ({"received_on": "2999-01-01"}, "received_on"),
        ({"channel": "smoke"}, "channel"),
        ({"matter": ""}, "matter"),
        ({"urgency": "later"}, "urgency"),
        ({"text": "  "}, "text"),
        ({"name": ""}, "name"),
        ({"is_anonymous": "on"}, "is_anonymous"),
        ({"matter": "report"}, "accused_union"),
        ({"accused_name": "某科长"}, "matter"),
        ({"accused_union": "999999999", "matter": "complaint"}, "accused_union"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_kept(room, as_user, more, field):
    before = Petition.objects.count()
    answer = as_user(room.clerk).post(reverse("petitions:new"), typed(**more))
    assert answer.status_code in (409, 422)
    assert field in answer.context["form"].errors, answer.context["form"].errors
    assert Petition.objects.count() == before


def test_who_rings_is_known_at_once(room, as_user):
    """Earlier matters, files and leads by the number, which stands in no address; who came along too."""
    household = HouseholdFactory(filed=True, union=room.union, clerk=room.clerk, reviewer=room.reviewer)
    number = household.head.id_number.reveal()
    first = record(
        room.clerk, name=str(household), id_number=number, persons=2, phone=None,
        companions=(Named("姜伟民", "13861920003"),),
    )  # fmt: skip
    assert first.household == household
    client = as_user(room.clerk)
    for address, data in (("phone_check", {"number": "13861920003"}), ("id_check", {"id_number": number})):
        found = client.post(reverse(f"petitions:{address}"), data).content.decode()
        assert first.number in found
    assert str(household) in found
    stranger = as_user(room.stranger).post(reverse("petitions:phone_check"), {"number": "13861920003"})
    assert first.number not in stranger.content.decode()
    for bad in ("12", ""):
        assert as_user(room.clerk).post(reverse("petitions:phone_check"), {"number": bad}).content == b""
    page = client.get(reverse("desk:case", args=[household.pk]))
    assert "信访接待：求助，待受理" in [row.text for row in page.context["events"]]
    assert not AuditRecord.objects.filter(data__icontains="13861920003").exists()


def test_a_form_sent_twice_is_one_petition(room, as_user):
    client, sent, before = as_user(room.clerk), typed(key=str(uuid.uuid4())), Petition.objects.count()
    first, again = (client.post(reverse("petitions:new"), sent) for _n in range(2))
    assert first.url == again.url
    assert Petition.objects.count() == before + 1
    client.post(reverse("petitions:new"), typed(key=str(uuid.uuid4())))
    assert Petition.objects.count() == before + 2
    assert as_user(room.reviewer).post(reverse("petitions:new"), typed(key="x")).status_code == 422


def test_one_screen_then_the_page_with_its_steps(room, as_user):
    client = as_user(room.clerk)
    answer = client.post(reverse("petitions:new"), typed(persons="3", companions="姜伟民 13861920003"))
    petition = Petition.objects.latest("pk")
    assert answer.url == reverse("petitions:petition", args=[petition.uid])
    assert (petition.persons, petition.companions.get().name) == (3, "姜伟民")
    page = client.get(answer.url).content.decode()
    assert PHONE not in page
    at = reverse("petitions:step", args=[petition.uid])
    assert client.post(at, {"action": "assign", "comment": ""}).status_code == 409
    assert client.post(at, {"action": "assign", "handler": room.clerk.pk}).status_code == 302
    assert client.post(at, {"action": "answer", "comment": "", "told_by": "telephone"}).status_code == 409
    client.post(at, {"action": "answer", "comment": "请到窗口办理。", "told_by": "telephone"})
    changed = client.post(reverse("petitions:edit", args=[petition.uid]), typed(text="别的"))
    assert changed.status_code == 409
    client.post(at, {"action": "close", "satisfaction": "content"})
    petition.refresh_from_db()
    assert (petition.state, petition.satisfaction) == ("closed", "content")
    client.post(reverse("petitions:step", args=[petition.uid]), {"action": "no-such"})
    petition.refresh_from_db()
    assert petition.state == "closed"


def test_put_right_while_it_is_open(room, as_user):
    petition = record(room.clerk)
    at = reverse("petitions:edit", args=[petition.uid])
    assert as_user(room.clerk).post(at, typed(text="改过", phone="", urgency="urgent")).status_code == 302
    petition.refresh_from_db()
    assert (petition.text, petition.phone.reveal(), petition.due_on) == ("改过", PHONE, timezone.localdate())
    assert AuditRecord.objects.get(action="petition.change").data["fields"] == ["text", "urgency"]
    assert as_user(room.reviewer).post(at, typed()).status_code == 409
    anonymous = record(room.clerk, is_anonymous=True, name="", phone=None)
    as_user(room.clerk).post(reverse("petitions:edit", args=[anonymous.uid]), typed())
    anonymous.refresh_from_db()
    assert (anonymous.name, bool(anonymous.phone), anonymous.text) == ("", False, TYPED["text"])


def test_a_lead_comes_of_it_once(room, as_user):
    petition = record(room.clerk, employer="宏达印染厂")
    client = as_user(room.clerk)
    at = reverse("petitions:lead", args=[petition.uid])
    answer = client.post(at)
    made = Lead.objects.get()
    assert answer.url == reverse("leads:lead", args=[made.uid])
    assert (made.name, made.phone.reveal(), made.employer, made.channel, made.petition) == (
        NAME, PHONE, "宏达印染厂", "hotline", petition
    )  # fmt: skip
    assert client.post(at).status_code == 409
    assert as_user(room.reviewer).post(at).status_code == 409
    assert Lead.objects.count() == 1


def test_an_application_comes_of_it_for_who_has_a_file_and_who_has_none(room, as_user, reference):
    household = HouseholdFactory(filed=True, union=room.union, clerk=room.clerk, reviewer=room.reviewer)
    number = household.head.id_number.reveal()
    known = record(room.clerk, name=str(household), id_number=number, text="药费付不起")
    client = as_user(room.clerk)
    answer = client.post(reverse("petitions:aid", args=[known.uid]), {"programme": reference.living.pk})
    made = Application.objects.get()
    assert answer.url == reverse("applications:edit", args=[made.pk])
    assert (made.household, made.reason, made.petition, made.off_file) == (
        household,
        "药费付不起",
        known,
        False,
    )
    number = make_id_number("320613", date(1980, 4, 1), 17)
    unknown = record(room.clerk, name="柳春生", id_number=number, text="租住房失火")
    bad = client.post(reverse("petitions:aid", args=[unknown.uid]), {"programme": "999"})
    assert bad.status_code == 422
    for petition, why in ((record(room.clerk), "没有身份证号"), (known, "已经发起了申请")):
        page = client.post(reverse("petitions:aid", args=[petition.uid]), {"programme": reference.living.pk})
        assert page.status_code in (409, 422)
        assert why in services.aid_blocker(petition.__class__.objects.get(pk=petition.pk), room.clerk)
    assert Application.objects.count() == 1
    assert Household.objects.count() == 1


def test_the_answer_on_paper(room, as_user, monkeypatch):
    said = {}

    def seen(template, context, **more):
        said.update(context, template=template)
        return render_pdf(template, context, **more)

    monkeypatch.setattr("cases.petitions.reports.render_pdf", seen)
    petition = in_state(room, "answered", persons=3)
    at = reverse("petitions:answer", args=[petition.uid])
    answer = as_user(room.reviewer).get(at)
    assert (answer["Content-Type"], answer.content[:4]) == ("application/pdf", b"%PDF")
    assert (said["answered_by"], said["others"]) == (room.reviewer.name, 2)
    assert AuditRecord.objects.get(action="export.petition_answer").target_id == str(petition.pk)
    accusing = report(room)
    assert as_user(room.reviewer).get(reverse("petitions:answer", args=[accusing.uid])).status_code == 404
    step(accusing, "assign", room.reviewer, handler=room.department)
    step(accusing, "answer", room.department, told_by="letter")
    at = reverse("petitions:answer", args=[accusing.uid])
    assert as_user(room.county_auditor).get(at).status_code == 404
    assert as_user(room.department).get(at).status_code == 200


def test_the_contacts_of_a_help_centre_add_up(room, as_user):
    """domain.md F18: 2728 + 736 + 2236 + 630 = 6330 contacts; the four parts are taken as four matters."""
    parts = (("help", 2728), ("work", 736), ("law", 2236), ("policy", 630))
    first = record(room.clerk, is_anonymous=True, name="", phone=None)
    columns = [
        field.column for field in Petition._meta.concrete_fields
        if field.column not in ("id", "uid", "number", "matter", "channel")
    ]  # fmt: skip
    with connection.cursor() as cursor:
        for matter, number in parts:
            cursor.execute(
                f"INSERT INTO petitions_petition (uid, number, matter, channel, {', '.join(columns)})"
                " SELECT gen_random_uuid(), %s || n, %s, (ARRAY['visit', 'hotline', 'letter'])[1 + n %% 3],"
                f" {', '.join(columns)} FROM petitions_petition, generate_series(1, %s) n WHERE id = %s",
                [f"F18-{matter}-", matter, number - (matter == "help"), first.pk],
            )
    counted = count_by_channel(Petition.objects.visible_to(room.clerk))
    assert [(row.matter, row.total) for row in counted[:4]] == list(parts)
    assert sum(row.total for row in counted) == 6330
    client = as_user(room.clerk)
    page = re.sub(r"<[^>]+>", " ", client.get(reverse("petitions:counts")).content.decode())
    assert all(f"{number:,}" in page for number in (2728, 736, 2236, 630, 6330))
    sheet = openpyxl.load_workbook(BytesIO(client.post(reverse("petitions:counts_sheet")).content)).active
    rows = {row[0]: row for row in sheet.values if row[0]}
    assert rows["合计"][-2:] == (6330, 6330)
    assert sum(rows["合计"][1:-2]) == 6330
    beside = UserFactory(union=room.elsewhere, role=Role.CLERK)
    assert "6,330" not in as_user(beside).get(reverse("petitions:counts")).content.decode()


def test_the_list_counts_its_queries(room, as_user):
    client = as_user(room.reviewer)
    at = reverse("petitions:petitions")
    client.get(at)
    numbers = []
    for more in (0, 19):
        for _ in range(more):
            record(room.reviewer)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(at).status_code == 200
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]
