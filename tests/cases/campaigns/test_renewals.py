"""续助: last year's students who still study come onto this year's list by one click, each with a proof."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from cases.applications.models import Application
from cases.archives.models import Evidence, Member
from cases.campaigns import selectors, services
from cases.campaigns.models import Beneficiary, CampaignList, Renewal
from cases.campaigns.rules import Entry, Group, Share
from cases.campaigns.rules.renewals import Student, why_not
from cases.campaigns.selectors.gifts import find_remarks
from cases.campaigns.selectors.renewals import list_candidates
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.workflow import Refused
from tests.books import make_line
from tests.cases.campaigns.conftest import plan
from tests.factories import (
    HouseholdFactory,
    MemberFactory,
    UserFactory,
    id_number,
    load_years,
    unguarded,
    written_on,
)
from tests.worlds import world

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("C2")]
STAYS = {"status": "college", "stage": "undergraduate", "school_years": 4}


def student(household, name, entry_year, **more):
    number = id_number()
    given = {"household": household, "name": name, "id_number": number, "relation": "son", **STAYS, **more}
    with written_on(household, "members"):
        return MemberFactory(entry_year=entry_year, **given)


def autumn(cast, writer, year, number):
    """The open campaign of the city of an autumn, with a quota for the street."""
    line = make_line(cast.finance, use="tuition")
    row = services.draft(
        plan=plan(
            Group("在读大学生", Decimal(1000)), Group("大学新生", Decimal(1500)),
            kind="tuition", name="金秋助学",
            from_on=date(year, 8, 1), until_on=date(year, 10, 31), document_on=date(year, 7, 20),
            document_no=f"通工发〔{year}〕{number}号", funds=(line.fund_id,),
        ),
        by=writer,
    )  # fmt: skip
    services.share_out(campaign_id=row.pk, shares=[Share(cast.union.pk, people=50)], by=writer)
    services.take_step(campaign_id=row.pk, action="open", by=cast.approver)
    row.refresh_from_db()
    stays, fresh = row.groups.order_by("position")
    return SimpleNamespace(campaign=row, line=line, stays=stays, fresh=fresh)


@world
def school(cast, writer, reference):
    """Last autumn's approved list with five students, this autumn's open one."""
    load_years()
    this = timezone.localdate().year
    home = HouseholdFactory(union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, filed=True)
    rows = {
        "stays": student(home, "顾留", this - 2),
        "leaves": student(home, "顾业", this - 4),
        "rises": student(home, "顾升", this - 3),
        "unknown": student(home, "顾未", None),
        "gone": student(home, "顾走", this - 1),
    }
    last = autumn(cast, writer, this - 1, 31)
    old = services.begin_list(campaign_id=last.campaign.pk, by=cast.clerk)
    chosen = selectors.list_files(old).filter(pk__in=[one.pk for one in rows.values()])
    services.choose_files(list_id=old.pk, group_id=last.stays.pk, members=chosen, by=cast.clerk)
    old = services.take_list_step(list_id=old.pk, action="submit", by=cast.clerk)
    services.take_list_step(
        list_id=old.pk, action="approve", by=cast.approver, line_id=last.line.pk, seen=old.digest
    )
    with written_on(home, "members"):
        rises, gone = (Member.objects.filter(pk=rows[name].pk) for name in ("rises", "gone"))
        rises.update(stage="master", status="graduate", entry_year=this)
        gone.update(stage="", status="on_post")
    now = autumn(cast, writer, this, 32)
    row = services.begin_list(campaign_id=now.campaign.pk, by=cast.clerk)
    return SimpleNamespace(
        **vars(cast), now=now, last=last, row=row, old=old, home=home, year=this, writer=writer, **rows
    )


def renew(school, by=None):
    return services.renew(list_id=school.row.pk, group_id=school.now.fresh.pk, by=by or school.clerk)


def paper(school, member, year=None, kind="admission"):
    made = Evidence.objects.create(
        household=school.home, member=member, kind=kind, file="x", original_name="在校证明.jpg",
        media_type="image/jpeg", size=1, sha256=f"{Evidence.objects.count():064d}",
        uploaded_by=school.clerk,
    )  # fmt: skip
    if year:
        Evidence.objects.filter(pk=made.pk).update(uploaded_at=timezone.now().replace(year=year, day=1))
    return made


def prove(school, row, evidence, by=None):
    return services.prove(beneficiary_id=row.pk, evidence_id=evidence.pk, by=by or school.clerk)


@pytest.mark.parametrize(
    ("stage", "before", "entry", "years", "why"),
    [
        ("senior", "senior", 2024, 3, ""),
        ("senior", "", 2023, 3, "2026 年毕业"),
        ("vocational", "", 2024, Decimal("2.5"), ""),
        ("vocational", "", 2023, Decimal("2.5"), "2025 年毕业"),
        ("", "senior", 2024, 3, "不在读"),
        ("undergraduate", "senior", 2026, 4, "新的阶段"),
        ("undergraduate", "senior", 2025, 4, "新的阶段"),
        ("senior", "", None, 3, "算不出"),
        ("senior", "", 2024, None, "算不出"),
    ],
)
def test_who_still_studies_in_the_autumn(stage, before, entry, years, why):
    said = why_not(Student(stage, before, entry, None if years is None else Decimal(years)), 2026)
    assert why in said
    assert bool(said) == bool(why)


def test_one_click_takes_who_still_studies_and_names_the_others(school, as_user):
    told = {one.name: one.why for one in list_candidates(school.row)}
    assert told.pop("顾留") == ""
    assert {name: why[:6] for name, why in told.items()} == {
        "顾业": f"{school.year} 年",
        "顾升": "今年进入新的",
        "顾未": "档案没有入学",
        "顾走": "档案里已不在",
    }
    url = reverse("campaigns:renewal", args=[school.row.pk])
    page = as_user(school.clerk).get(url).content.decode()
    assert "列入 1 人" in page
    assert "今年进入新的阶段" in page
    answers = [as_user(school.clerk).post(url, {"group": school.now.fresh.pk}) for _time in range(2)]
    assert {one.status_code for one in answers} == {302}
    made = Beneficiary.objects.get(list=school.row)
    assert (made.member, made.group, made.cash, made.household) == (
        school.stays, school.now.stays, Decimal(1000), school.home,
    )  # fmt: skip
    kept = Renewal.objects.get()
    assert (kept.row, kept.previous.member, kept.aid_year, kept.stage, kept.proof) == (
        made, school.stays, 2, "undergraduate", None,
    )  # fmt: skip
    assert AuditRecord.objects.filter(action="campaign_list.renew").count() == 1
    assert renew(school) == 0


def test_the_list_waits_for_the_proofs_of_this_year(school, as_user):
    renew(school)
    made = Beneficiary.objects.get(list=school.row)
    assert "第 2 年资助，在读证明未核对" in find_remarks(school.row, [made])[made.pk]
    with pytest.raises(Refused, match="1 名续助学生的在读证明"):
        services.take_list_step(list_id=school.row.pk, action="submit", by=school.clerk)
    for wrong in (
        paper(school, school.stays, school.year - 1),
        paper(school, school.leaves),
        paper(school, school.stays, kind="tuition_invoice"),
    ):
        with pytest.raises(Refused, match="今年上传的"):
            prove(school, made, wrong)
    fresh = paper(school, school.stays)
    assert as_user(school.clerk).post(
        reverse("campaigns:prove", args=[made.pk]), {"evidence": fresh.pk}
    ).url == reverse("campaigns:beneficiary", args=[made.pk])
    page = as_user(school.clerk).get(reverse("campaigns:beneficiary", args=[made.pk])).content.decode()
    assert "第 2 年资助" in page
    row = services.take_list_step(list_id=school.row.pk, action="submit", by=school.clerk)
    assert row.is_submitted
    with pytest.raises(Refused, match="已经上报"):
        prove(school, made, fresh)


def granted(school, reference, member, year):
    """An approved application of a student in that year."""
    levels = ("province_id", "city_id", "county_id", "township_id")
    with unguarded():
        return Application.objects.create(
            household=school.home, programme=reference.tuition, member=member, state="approved",
            year=year, union=school.union, desk=school.union, created_by=school.clerk,
            **{level: getattr(school.home, level) for level in levels},
        )  # fmt: skip


def test_each_year_on_a_list_or_by_an_application_counts_once(school, reference):
    for year in (school.year - 1, school.year - 2, school.year - 3):
        granted(school, reference, school.stays, year)
    years = {one.name: one.aid_year for one in list_candidates(school.row)}
    assert (years["顾留"], years["顾业"]) == (4, 2)


def test_students_of_a_union_with_a_list_of_its_own_are_theirs(school, reference):
    granted(school, reference, student(school.home, "顾申", school.year - 2), school.year - 1)
    above = CampaignList(campaign=school.now.campaign, union=school.city)
    assert "顾申" in [one.name for one in list_candidates(school.row)]
    assert list_candidates(above) == []
    with unguarded():
        CampaignList.objects.filter(pk=school.row.pk).delete()
    assert [one.name for one in list_candidates(above)] == ["顾申"]


def test_approved_applications_of_last_year_count_too(school, reference):
    """A student whose application was approved last year, and who stood on no list."""
    asked = student(school.home, "顾申", school.year - 2)
    made = granted(school, reference, asked, school.year - 1)
    assert renew(school) == 2
    kept = Renewal.objects.get(row__member=asked)
    assert (kept.application, kept.previous, kept.aid_year, kept.row.group) == (
        made,
        None,
        2,
        school.now.fresh,
    )
    services.remove(list_id=school.row.pk, keys=[kept.row_id], by=school.clerk)
    with unguarded():
        Application.objects.filter(pk=made.pk).update(state="revoked")
    assert renew(school) == 0


def test_a_corrected_row_stays_a_renewal(school):
    renew(school)
    made = Beneficiary.objects.get(list=school.row)
    prove(school, made, paper(school, school.stays))
    entry = Entry(school.now.stays.pk, "", None, cash=Decimal(800), goods=Decimal(0))
    new = services.change(beneficiary_id=made.pk, entry=entry, by=school.clerk)
    assert (new.renewal.aid_year, new.renewal.is_proved, new.renewal.proved_by) == (2, True, school.clerk)
    services.remove(list_id=school.row.pk, keys=[new.pk], by=school.clerk)
    assert renew(school) == 1
    assert not Beneficiary.objects.get(list=school.row, removed_at__isnull=True).renewal.is_proved


def test_a_corrected_row_leaves_behind_what_is_there_no_more(school):
    """A proof that was removed stays away; last year's row that no longer counts is a sentence, no error."""
    renew(school)
    made, old = Beneficiary.objects.get(list=school.row), paper(school, school.stays)
    prove(school, made, old)
    Evidence.objects.filter(pk=old.pk).update(removed_at=timezone.now(), removed_by=school.clerk)
    entry = Entry(school.now.stays.pk, "", None, cash=Decimal(800), goods=Decimal(0))
    new = services.change(beneficiary_id=made.pk, entry=entry, by=school.clerk)
    assert (new.renewal.is_proved, new.renewal.proof, new.renewal.proved_by) == (False, None, None)
    with unguarded():
        Beneficiary.objects.filter(pk=new.renewal.previous_id).update(
            removed_at=timezone.now(), removed_by=school.clerk
        )
    with pytest.raises(Refused, match="上年的名单或申请已经变了"):
        services.change(beneficiary_id=new.pk, entry=entry, by=school.clerk)


def test_the_third_year_follows_the_second(school):
    renew(school)
    made = Beneficiary.objects.get(list=school.row)
    assert made.renewal.aid_year == 2
    school.old.refresh_from_db()
    assert [one.aid_year for one in list_candidates(school.row)] == [2] * 5


def test_of_another_campaign_or_union_nobody_renews(school, winter, begin):
    with pytest.raises(Refused, match="只有金秋助学"):
        services.renew(list_id=begin().pk, group_id=winter.poor.pk, by=school.clerk)
    with pytest.raises(Refused, match="由“"):
        renew(school, by=UserFactory(union=school.county, role=Role.CLERK))
    with pytest.raises(Refused, match="请选择本活动"):
        services.renew(list_id=school.row.pk, group_id=winter.poor.pk, by=school.clerk)


def test_around_python(school):
    """A renewal is of last year, proved by a paper of this year; without it nothing is handed in."""
    renew(school)
    made = Beneficiary.objects.get(list=school.row)
    other = Beneficiary.objects.exclude(list=school.row).get(member=school.leaves)
    add = "INSERT INTO campaigns_renewal (row_id, previous_id, stage, aid_year) VALUES (%s, %s, 'senior', 2)"
    off = services.add(
        list_id=school.row.pk, by=school.clerk,
        entry=Entry(school.now.stays.pk, "陆某", id_number(), bank_card="6222021001122330018"),
    )  # fmt: skip
    old = paper(school, school.stays, school.year - 1)
    for sql, params, name in (
        (add, [off.pk, other.pk], "renewal_of_last_year"),
        ("UPDATE campaigns_renewal SET aid_year = 9", [], "renewal_stays"),
        ("DELETE FROM campaigns_renewal", [], "renewal_stays"),
        ("UPDATE campaigns_renewal SET proof_id = %s, proved_at = now(), proved_by_id = %s",
         [old.pk, school.clerk.pk], "renewal_proved_this_year"),
        ("UPDATE campaigns_renewal SET proved_at = now()", [], "renewal_proved_by_somebody"),
        ("UPDATE campaigns_campaignlist SET state = 'submitted', submitted_at = now(), submitted_by_id = %s"
         " WHERE id = %s", [school.clerk.pk, school.row.pk], "campaign_list_proved"),
    ):  # fmt: skip
        with pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, params)
        assert refusal.value.__cause__.diag.constraint_name == name
    services.remove(list_id=school.row.pk, keys=[made.pk], by=school.clerk)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE campaigns_renewal SET proof_id = NULL")
