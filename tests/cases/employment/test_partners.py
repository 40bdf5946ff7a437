"""合作机构和基地: agreements that courses and openings name; what came of each; what has run out is said."""

from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from cases.archives.models import Member
from cases.employers.services.employers import Particulars, register_employer
from cases.employment import services
from cases.employment.forms import CourseForm
from cases.employment.models import Course, Partner
from cases.employment.selectors.partners import (
    agreement_remark,
    list_agreements,
    list_bases,
    list_to_name,
    make_agreement_lines,
)
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.workflow import Refused
from hardship.trees.selectors import MOVABLES
from tests.cases.employment.conftest import plan, today
from tests.factories import UserFactory
from tests.worlds import world

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("G19")]


def enter(by, **more):
    told = {
        "kind": "institution", "name": "启航职校", "contract_no": "合〔2026〕3号", "from_on": today(-100),
        "until_on": today(100), "trades": "家政服务、电工",
    }  # fmt: skip
    return services.enter_agreement(agreement=services.Agreement(**{**told, **more}), by=by)


@world
def school(county_clerk):
    return enter(county_clerk)


@world
def base(county_clerk):
    return enter(county_clerk, kind="base", name="学士路再就业基地", contract_no="基〔2026〕1号", places=3)


def test_a_course_names_the_agreement_and_its_figures_are_counted(county_clerk, school, begin, as_user):
    """Trained, certified and placed come from the people of its courses; nothing is typed."""
    course = begin(agreement_id=school.pk, partner="写错的名字")
    assert (course.partner, course.agreement) == ("启航职校", school)
    [line] = make_agreement_lines([school], county_clerk)
    assert (line.courses, line.figures.trained, line.free) == (1, 0, None)
    page = as_user(county_clerk).get(reverse("employment:course", args=[course.pk])).content.decode()
    assert reverse("employment:partner", args=[school.uid]) in page
    page = as_user(county_clerk).get(reverse("employment:partner", args=[school.uid])).content.decode()
    assert "家政服务员" in page


def test_what_came_of_its_people(county_clerk, school, begin, enrol, seekers, as_user):
    course = begin(agreement_id=school.pk, ends_on=today())
    rows = enrol(course, *seekers.members[:2])
    for row, state, number in ((rows[0], "passed", "Z1"), (rows[1], "failed", "")):
        services.enter_result(
            enrolment_id=row.pk, by=county_clerk, state=state, hours=60, certificate_no=number, said=""
        )
    [line] = make_agreement_lines([school], county_clerk)
    assert (line.figures.trained, line.figures.passed, line.figures.certified) == (2, 1, 1)
    answer = as_user(county_clerk).post(reverse("employment:partners_export"))
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    words = {cell for row in sheet.iter_rows(values_only=True) for cell in row}
    assert {"启航职校", "合〔2026〕3号"} <= words


def test_what_has_run_out_is_said_where_a_course_is_planned(county_clerk, begin, as_user):
    old = enter(county_clerk, until_on=today(-1))
    assert "已到期" in old.title
    form = CourseForm(lines=(), partners=[old])
    assert "已到期" in str(form["agreement"])
    told = {
        "name": "电工班", "trade": "电工", "level": "none", "hours": "40", "place": "文化宫",
        "starts_on": f"{today(2)}", "ends_on": f"{today(9)}", "seats": "20", "partner": "",
        "agreement": old.pk, "cost": "", "line": "",
    }  # fmt: skip
    answer = as_user(county_clerk).post(reverse("employment:new"), told, follow=True)
    text = answer.content.decode()
    assert "没有覆盖这个班的全部日期" in text
    assert Course.objects.get(name="电工班").partner == "启航职校"
    assert as_user(county_clerk).post(
        reverse("employment:new"), {**told, "agreement": ""}
    ).status_code == 422  # fmt: skip
    good = enter(county_clerk, contract_no="2")
    assert agreement_remark(good, today(2), today(9)) == ""
    assert agreement_remark(good, today(2), today(101)) != ""
    assert agreement_remark(None, today(2), today(9)) == ""


def test_who_was_hired_at_a_base_takes_a_place(cast, county_clerk, base, seekers):
    employer = register_employer(union=cast.union, particulars=Particulars("第二棉纺织厂"), by=cast.clerk)
    offer = services.Offer("缝纫工", "缝纫", 3, Decimal(3000), "学士路", today(20), base_id=base.pk)
    opening = services.make_opening(employer=employer, offer=offer, by=county_clerk)
    services.introduce_members(
        opening_id=opening.pk, members=Member.objects.filter(pk=seekers.members[0].pk), by=county_clerk
    )
    row = opening.referrals.get()
    outcome = services.Outcome(on=today(), wage=Decimal(3000), has_contract=True)
    services.take_referral_step(referral_id=row.pk, action="hire", by=county_clerk, outcome=outcome)
    [line] = make_agreement_lines([base], county_clerk)
    assert (line.hired, line.working, line.free) == (1, 1, 2)
    [line] = make_agreement_lines([base], cast.clerk)  # of a union below: the place is taken there too
    assert (line.hired, line.working, line.free) == (0, 1, 2)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({}, "已经登记"),
        ({"contract_no": "9", "until_on": today(-200)}, "不能早于协议期起"),
        ({"contract_no": "9", "places": 3}, "安置岗位"),
        ({"contract_no": "9", "kind": "base"}, "安置岗位"),
    ],
)
def test_what_is_no_agreement(county_clerk, school, more, words):
    with pytest.raises(Refused, match=words):
        enter(county_clerk, **more)
    assert Partner.objects.count() == 1


def test_of_the_own_union_and_below_it(cast, county_clerk, school, base, as_user):
    """The street names what the county agreed, the county not what the street did; who made it corrects."""
    own = enter(cast.clerk, contract_no="街1")
    assert set(list_to_name(cast.union, "institution")) == {own, school}
    assert list(list_bases(cast.union)) == [base]
    assert own not in list_to_name(cast.county)
    assert own in list_agreements(county_clerk)
    assert not list_agreements(cast.stranger).exists()
    with pytest.raises(Refused, match="请选择"):
        services.make_course(plan=plan(agreement_id=own.pk), by=county_clerk)
    with pytest.raises(Refused, match="由经办人或审核人"):
        enter(UserFactory(union=cast.county, role=Role.FINANCE), contract_no="5")
    url = reverse("employment:partner_edit", args=[school.uid])
    assert as_user(cast.clerk).get(url).status_code == 404
    told = {"kind": "institution", "name": school.name, "contract_no": school.contract_no,
            "from_on": f"{school.from_on}", "until_on": f"{today(300)}", "trades": "电工", "telephone": "",
            "places": "", "address": "", "contact": ""}  # fmt: skip
    assert as_user(county_clerk).post(url, told).status_code == 302
    assert AuditRecord.objects.get(action="partner.correct").data["fields"] == ["trades", "until_on"]


def test_agreements_go_along_when_unions_merge(cast, county_clerk, school, begin):
    """What both unions have registered stays with the one that ends, as its courses do."""
    begin(agreement_id=school.pk)
    other, theirs = enter(county_clerk, contract_no="2"), enter(cast.clerk)
    movable = MOVABLES["employment.partners"]
    assert set(movable.rows(cast.county)) == {school, other}
    assert movable.blocker(movable.rows(cast.county), None) == ""
    movable.move(movable.rows(cast.county), cast.union, None)
    for row, union in ((school, cast.county), (other, cast.union), (theirs, cast.union)):
        row.refresh_from_db()
        assert row.union == union


def test_what_was_agreed_above_before_is_kept_by_whoever_edits(
    cast, county_clerk, school, base, begin, as_user
):
    """The agreements are of a union that is not above any more: course and opening keep them, and end."""
    course = begin(agreement_id=school.pk)
    employer = register_employer(union=cast.union, particulars=Particulars("第二棉纺织厂"), by=cast.clerk)
    offer = services.Offer("缝纫工", "缝纫", 3, Decimal(3000), "学士路", today(20), base_id=base.pk)
    opening = services.make_opening(employer=employer, offer=offer, by=county_clerk)
    Partner.objects.update(union=cast.elsewhere)
    for name, row, field, kept in (
        ("edit", course, "agreement", school), ("opening_edit", opening, "base", base),
    ):  # fmt: skip
        url = reverse(f"employment:{name}", args=[row.pk])
        form = as_user(county_clerk).get(url).context["form"]
        told = {one.name: one.value() for one in form if one.value() is not None}
        assert told[field] == kept.pk
        assert as_user(county_clerk).post(url, told).status_code == 302
        row.refresh_from_db()
        assert getattr(row, field) == kept
    with connection.cursor() as cursor:
        cursor.execute("UPDATE employment_jobopening SET base_id = base_id")
    services.close_opening(opening_id=opening.pk, by=county_clerk, comment="招满")
    opening.refresh_from_db()
    assert not opening.is_open


def test_around_python(cast, county_clerk, school, base, begin):
    course = begin(agreement_id=school.pk)
    own = enter(cast.clerk, contract_no="街1")
    for sql, params, name in (
        ("UPDATE employment_partner SET name = 'x' WHERE id = %s", [school.pk], "partner_stays"),
        ("DELETE FROM employment_partner WHERE id = %s", [base.pk], "partner_stays"),
        ("UPDATE employment_partner SET places = NULL WHERE id = %s", [base.pk], "partner_base_has_places"),
        ("UPDATE employment_course SET agreement_id = %s WHERE id = %s", [own.pk, course.pk],
         "course_of_its_agreement"),
        ("UPDATE employment_course SET partner = 'x' WHERE id = %s", [course.pk], "course_of_its_agreement"),
    ):  # fmt: skip
        with pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, params)
        assert refusal.value.__cause__.diag.constraint_name == name
