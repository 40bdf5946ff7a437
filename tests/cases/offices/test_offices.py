"""帮扶中心、帮扶站 and 第一责任人: on record, one at a time, printed on papers, named on each file."""

from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.db import IntegrityError, connection, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from cases.approvals.reports import approval_form
from cases.notices.reports import poster
from cases.offices import services
from cases.offices.models import FirstResponsible, Office, OfficeStaff, StandardCheck
from cases.offices.selectors import office_for, responsible_for
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.pdf import render_pdf
from hardship.kernel.workflow import Refused
from tests.factories import HouseholdFactory, UserFactory
from tests.threads import after_this

pytestmark = pytest.mark.django_db
TOLD = {
    "kind": "centre", "name": "崇川区困难职工帮扶中心", "address": "人民中路 1 号",
    "telephone": "0513-85512345", "hours": "工作日 9:00—17:00", "functions": ["aid", "petitions"],
}  # fmt: skip


def today():
    return timezone.localdate()


def open_office(by, **more):
    return services.open_office(by=by, **{"union": by.union, **TOLD, **more})


def appoint(by, name="陆主席", from_on=None, **more):
    values = {"union": by.union, "post": "主席", "from_on": from_on or today(), **more}
    return services.appoint(name=name, by=by, **values)


def printed(name, context):
    return render_to_string(f"pdf/{name}.html", {"title": "", **context})


@pytest.mark.requirement("G17")
def test_an_office_is_opened_changed_staffed_checked_and_closed(cast):
    office = open_office(cast.reviewer)
    told = {**TOLD, "telephone": "0513-85500000"}
    assert services.change_office(office_id=office.pk, by=cast.reviewer, **told).telephone == "0513-85500000"
    services.change_office(office_id=office.pk, by=cast.reviewer, **told)
    staff = services.add_staff(
        office_id=office.pk, name="季春兰", post="接待", from_on=date(2026, 1, 5), by=cast.reviewer
    )
    check = services.record_check(office_id=office.pk, on=today(), met=["sign", "room"], by=cast.reviewer)
    assert check.lacking == ["有专（兼）职人员", "制度、流程上墙", "有工作经费", "有台账档案"]
    ended = services.end_staff(office_id=office.pk, staff_id=staff.pk, by=cast.reviewer)
    assert ended.until_on == today() - timedelta(days=1)
    services.close_office(office_id=office.pk, by=cast.reviewer)
    with pytest.raises(Office.DoesNotExist):
        services.change_office(office_id=office.pk, by=cast.reviewer, **TOLD)
    actions = AuditRecord.objects.about(office).order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["office.open", "office.change", "office.add_staff", "office.check",
                             "office.end_staff", "office.close"]  # fmt: skip


@pytest.mark.requirement("G17")
def test_what_is_refused(cast):
    office = open_office(cast.reviewer)
    with pytest.raises(Refused, match="已有帮扶中心，其余的登记为帮扶站"):
        open_office(cast.reviewer)
    station = open_office(cast.reviewer, kind="station", name="帮扶站")
    with pytest.raises(Refused, match="已有帮扶中心"):
        services.change_office(office_id=station.pk, by=cast.reviewer, **TOLD)
    with pytest.raises(Refused, match="检查日期不能晚于今天"):
        services.record_check(office_id=office.pk, on=date(2100, 1, 1), met=[], by=cast.reviewer)
    for who in ("finance", "auditor", "stranger"):
        with pytest.raises(Refused, match="经办人、审核人、管理员可以办理"):
            open_office(getattr(cast, who), union=cast.county)
    with pytest.raises(Office.DoesNotExist):
        services.close_office(office_id=office.pk, by=cast.clerk)


@pytest.mark.requirement("G17")
def test_people_go_to_the_nearest_office_above(cast):
    assert office_for(cast.union) is None
    city = open_office(UserFactory(union=cast.city, role=Role.REVIEWER))
    assert office_for(cast.union) == city
    station = open_office(cast.reviewer, kind="station", name="帮扶站")
    assert office_for(cast.union) == station
    centre = open_office(cast.reviewer)
    assert office_for(cast.union) == centre
    own = open_office(cast.clerk, kind="station")
    assert (office_for(cast.union), office_for(cast.county)) == (own, centre)
    assert office_for(cast.elsewhere) is None
    services.close_office(office_id=own.pk, by=cast.clerk)
    assert office_for(cast.union) == centre


@pytest.mark.requirement("G17")
def test_papers_print_where_to_call(cast, one_of_each):
    notice, application = one_of_each.notice, one_of_each.in_review
    sheet = poster(notice)
    assert sheet["office"] is None
    assert approval_form(application)["office"] == one_of_each.office
    centre = open_office(one_of_each.reviewer)
    assert poster(notice)["office"] == centre
    assert "＿＿＿" in printed("public_notice", sheet)
    text = printed("public_notice", poster(notice))
    assert "电话 0513-85512345，地址 人民中路 1 号" in text
    assert "＿＿＿" not in text
    text = printed("approval_form", approval_form(application))
    assert "咨询：学田帮扶站，电话 0513-85511234" in text
    assert render_pdf("pdf/public_notice.html", poster(notice), title="公示").startswith(b"%PDF")


@pytest.mark.requirement("G8")
def test_one_answers_first_at_a_time_and_the_one_before_ends(cast):
    first = appoint(cast.reviewer, "陆主席", date(2025, 3, 1))
    second = appoint(cast.reviewer, "顾主席", date(2026, 3, 1))
    first.refresh_from_db()
    assert first.until_on == date(2026, 2, 28)
    assert responsible_for(cast.county, date(2026, 2, 28)) == first
    assert responsible_for(cast.county, date(2026, 3, 1)) == second
    assert responsible_for(cast.county, date(2025, 2, 28)) is None
    assert responsible_for(cast.union) == second  # nobody of its own: the nearest above
    own = appoint(cast.clerk, "金主席")
    assert responsible_for(cast.union) == own
    with pytest.raises(Refused, match="现任“顾主席”自 2026-03-01 起，新任的开始日期要晚于这一天"):
        appoint(cast.reviewer, "陆主席", date(2026, 3, 1))
    for who in ("finance", "stranger"):
        with pytest.raises(Refused, match="可以办理"):
            appoint(getattr(cast, who), union=cast.union)


@pytest.mark.requirement("G8")
def test_every_case_names_them(cast, as_user):
    home = HouseholdFactory(union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, filed=True)
    client = as_user(cast.clerk)
    case = reverse("archives:case", args=[home.pk])
    assert "帮扶责任" not in client.get(case).content.decode()
    open_office(cast.reviewer)
    appoint(cast.reviewer, "陆主席")
    page = client.get(case).content.decode()
    assert all(words in page for words in ("第一责任人", "陆主席", "0513-85512345", "人民中路 1 号"))


class TestWithoutPython:
    """What the database refuses, whoever asks it."""

    def refused(self, do, why):
        with pytest.raises(IntegrityError, match=why), transaction.atomic():
            do()

    @pytest.mark.parametrize(
        ("more", "why"),
        [
            ({"kind": "odd"}, "office_kind_known"),
            ({"name": ""}, "office_can_be_found"),
            ({"telephone": ""}, "office_can_be_found"),
            ({"address": ""}, "office_can_be_found"),
            ({"hours": ""}, "office_can_be_found"),
            ({"functions": []}, "office_functions_known"),
            ({"functions": ["odd"]}, "office_functions_known"),
        ],
    )
    def test_an_office(self, cast, more, why):
        self.refused(lambda: Office.objects.create(**{"union": cast.union, **TOLD, **more}), why)

    def test_a_second_centre(self, cast):
        open_office(cast.clerk)
        self.refused(lambda: Office.objects.create(union=cast.union, **TOLD), "office_one_centre_of_a_union")

    def test_people_and_checks(self, cast):
        office = open_office(cast.clerk)
        day = date(2026, 1, 5)
        create = OfficeStaff.objects.create
        self.refused(lambda: create(office=office, name="", post="x", from_on=day), "office_staff_named")
        self.refused(
            lambda: create(office=office, name="季", post="x", from_on=day, until_on=date(2026, 1, 4)),
            "office_staff_leaves_after_coming",
        )
        checks = StandardCheck.objects
        self.refused(lambda: checks.create(office=office, on=day, met=["odd"]), "standard_check_known")
        checks.create(office=office, on=day, met=["sign"])
        self.refused(lambda: checks.update(met=["room"]), "append-only")

    def test_two_who_answer_first(self, cast):
        values = {"union": cast.union, "name": "陆", "post": "主席", "from_on": date(2026, 1, 1)}
        FirstResponsible.objects.create(**values, until_on=date(2026, 1, 31))
        create = FirstResponsible.objects.create
        later = {**values, "from_on": date(2026, 1, 31)}
        self.refused(lambda: create(**later), "first_responsible_one_at_a_time")
        create(**{**values, "from_on": date(2026, 2, 1)})
        self.refused(lambda: create(**{**values, "union": cast.county, "name": ""}), "responsible_named")
        self.refused(
            lambda: create(**{**values, "union": cast.city, "until_on": date(2025, 12, 31)}),
            "first_responsible|range lower bound",
        )


@pytest.mark.requirement("G17")
def test_pages_of_the_scope_and_of_nobody_else(cast, as_user):
    office = open_office(cast.reviewer)
    appoint(cast.reviewer)
    staff = services.add_staff(
        office_id=office.pk, name="季春兰", post="接待", from_on=today(), by=cast.reviewer
    )
    client = as_user(cast.reviewer)
    at = reverse("offices:office", args=[office.uid])
    assert "季春兰" in client.get(at).content.decode()
    assert TOLD["name"] in client.get(reverse("offices:offices")).content.decode()
    assert "陆主席" in client.get(reverse("offices:responsible")).content.decode()
    checked = client.post(reverse("offices:check_add", args=[office.uid]), {"on": "2100-01-01"})
    assert checked.status_code == 422
    assert "日期不能晚于今天" in checked.content.decode()
    typed = {**TOLD, "union": cast.union.pk, "telephone": "85512345"}
    refused = client.post(reverse("offices:office_new"), typed)
    assert (refused.status_code, "固定电话请加上区号" in refused.content.decode()) == (422, True)
    again = client.post(reverse("offices:office_new"), {**typed, "union": cast.county.pk,
                                                        "telephone": "0513-85512345"})  # fmt: skip
    assert (again.status_code, "已有帮扶中心" in again.content.decode()) == (409, True)
    book = openpyxl.load_workbook(BytesIO(client.post(reverse("offices:export")).content))
    assert any(row[0].value == TOLD["name"] for row in book.active.iter_rows())
    stranger = as_user(cast.stranger)
    for name, *more in (("office",), ("office_edit",), ("office_close",), ("staff_add",), ("check_add",),
                        ("staff_end", staff.pk)):  # fmt: skip
        url = reverse(f"offices:{name}", args=[office.uid, *more])
        answer = stranger.get(url) if name in ("office", "office_edit") else stranger.post(url)
        assert answer.status_code == 404, name
    assert "还没有登记帮扶中心" in stranger.get(reverse("offices:offices")).content.decode()
    assert "还没有登记第一责任人" in stranger.get(reverse("offices:responsible")).content.decode()


def test_the_database_keeps_both_tables_where_their_union_is(cast):
    office = open_office(cast.clerk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT county_id FROM offices_office WHERE id = %s", [office.pk])
        assert cursor.fetchone() == (cast.county.pk,)


@pytest.mark.django_db(transaction=True)
class TestTwice:
    """The second click comes while the first is not over."""

    def test_a_centre_is_opened_once(self, cast):
        with after_this(lambda: open_office(cast.reviewer)) as second:
            open_office(cast.reviewer)
        assert "已有帮扶中心，其余的登记为帮扶站" in str(second)

    def test_a_station_does_not_become_a_second_centre(self, cast):
        office = open_office(cast.reviewer, kind="station")

        def change():
            return services.change_office(office_id=office.pk, by=cast.reviewer, **TOLD)

        with after_this(change) as second:
            open_office(cast.reviewer)
        assert "已有帮扶中心，其余的登记为帮扶站" in str(second)


@pytest.mark.requirement("G8")
def test_a_day_far_ahead_is_a_slip_of_the_pen(cast):
    latest = today() + timedelta(days=366)
    far = latest + timedelta(days=1)
    with pytest.raises(Refused, match="在一年以后，请核对年份；最晚填") as refusal:
        appoint(cast.reviewer, from_on=far)
    assert refusal.value.field == "from_on"
    assert str(refusal.value) == f"开始日期 {far} 在一年以后，请核对年份；最晚填 {latest}。"
    assert appoint(cast.reviewer, from_on=latest).from_on == latest


@pytest.mark.requirement("G8")
def test_name_and_post_of_the_present_one_are_corrected(cast, as_user):
    gone = appoint(cast.reviewer, "顾主席", date(2025, 3, 1))
    row = appoint(cast.reviewer, "陆主度", date(2026, 3, 1))
    appoint(cast.reviewer, "后任", today() + timedelta(days=30))
    at = reverse("offices:responsible_edit", args=[row.pk])
    client = as_user(cast.reviewer)
    assert at in client.get(reverse("offices:responsible")).content.decode()
    assert "陆主度" in client.get(at).content.decode()
    assert client.post(at, {"name": "", "post": "主席"}).status_code == 422
    for _twice in range(2):
        assert client.post(at, {"name": "陆主席", "post": "主席"}).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.from_on) == ("陆主席", date(2026, 3, 1))
    assert AuditRecord.objects.get(action="responsible.correct").data["fields"] == ["name"]
    assert client.get(reverse("offices:responsible_edit", args=[gone.pk])).status_code == 404
    assert at not in as_user(cast.auditor).get(reverse("offices:responsible")).content.decode()
    assert as_user(cast.stranger).get(at).status_code == 404


@pytest.mark.requirement("G17")
def test_nobody_came_tomorrow_and_nobody_leaves_twice(cast, as_user):
    office = open_office(cast.reviewer)
    client = as_user(cast.reviewer)
    add = reverse("offices:staff_add", args=[office.uid])
    tomorrow = today() + timedelta(days=1)
    refused = client.post(add, {"name": "季春兰", "post": "接待", "from_on": tomorrow.isoformat()})
    assert (refused.status_code, "日期不能晚于今天，请核对。" in refused.content.decode()) == (422, True)
    with pytest.raises(Refused, match="到岗日期不能晚于今天，到岗以后再登记"):
        services.add_staff(office_id=office.pk, name="季", post="接待", from_on=tomorrow, by=cast.reviewer)
    client.post(add, {"name": "季春兰", "post": "接待", "from_on": today().isoformat()})
    end = reverse("offices:staff_end", args=[office.uid, office.staff.get().pk])
    assert end in client.get(reverse("offices:office", args=[office.uid])).content.decode()
    page = client.post(end, follow=True).content.decode()
    assert "季春兰" in page
    assert end not in page
