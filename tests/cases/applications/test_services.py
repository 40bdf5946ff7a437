"""Entering an application: what the file already tells, what the rule allows, what is still missing."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from cases.applications import services
from cases.applications.models import Application
from cases.applications.selectors import get_offer, list_choices, list_gaps, missing_papers, papers_of
from cases.applications.selectors.entitling import get_basis, suggest_facts
from cases.applications.services import AlreadyOpen, StaleApplication
from cases.applications.states import State
from cases.archives.models import Consent, Household, RigidExpense
from cases.archives.rules.reviews import months_after
from cases.policies import services as policies
from cases.policies.models import LivingStandard, Programme
from cases.policies.selectors import list_programmes
from cases.policies.services import default_text
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.files import Accepted
from hardship.kernel.workflow import Refused
from tests.books import make_line
from tests.factories import (
    HouseholdFactory,
    MemberFactory,
    UserFactory,
    close_file,
    give_elsewhere,
    make_evidence,
    written_on,
)

pytestmark = pytest.mark.django_db
PAID = {"self_paid": "30000"}


def start(household, programme, by):
    return services.start(household_id=household.pk, programme_id=programme.pk, by=by)


def save(application, by, **figures):
    values = {"reason": "长期透析", **figures}
    values.setdefault("member", application.member)
    return services.save(application_id=application.pk, version=application.version, by=by, **values)


@pytest.mark.requirement("B1", "B5")
def test_a_draft_starts_with_what_the_file_tells(cast, household, reference):
    living = start(household, reference.living, cast.clerk)
    assert (living.entitled, living.amount, living.category) == (9840, 9840, "deep")
    assert living.entitled_steps == ["低保标准 820.00 元 × 12 = 9,840.00 元"]
    assert [row.kind for row in living.evidence.all()] == ["income"]
    medical = start(household, reference.medical, cast.clerk)
    assert (medical.facts, medical.amount) == ({"self_paid": "30481"}, 20000)
    tuition = start(household, reference.tuition, cast.clerk)
    assert (tuition.member.relation, tuition.member.stage, tuition.amount) == ("daughter", "senior", 3000)
    assert AuditRecord.objects.filter(action="application.start", by=cast.clerk).count() == 3


def test_only_a_filed_household_of_the_clerk_s_scope_applies(cast, household, reference):
    with pytest.raises(Household.DoesNotExist):
        start(household, reference.living, cast.stranger)
    with pytest.raises(Refused, match="只有经办人"):
        start(household, reference.living, cast.reviewer)
    draft = HouseholdFactory(union=cast.union, clerk=cast.clerk)
    with pytest.raises(Refused, match="在档后才能申请帮扶"):
        start(draft, reference.living, cast.clerk)


def test_a_programme_of_another_province_does_not_apply(cast, household, reference):
    text = default_text()
    for old, new in (("  living:\n    label", "  other:\n    label"), ("living: 9840", "other: 9840"),
                     ("living: 840", "other: 840"), ("programme: living", "programme: other")):  # fmt: skip
        text = text.replace(old, new)
    policies.load_policy(union=cast.elsewhere, text=text, in_force_from=date(2024, 1, 1))
    elsewhere = Programme.objects.get(union=cast.elsewhere, code="other")
    with pytest.raises(Refused, match="不适用于该户所在的工会"):
        start(household, elsewhere, cast.clerk)


@pytest.mark.requirement("B6")
def test_one_thing_is_not_applied_for_twice_at_once(cast, household, reference):
    first = start(household, reference.living, cast.clerk)
    with pytest.raises(AlreadyOpen) as caught:
        start(household, reference.living, cast.clerk)
    assert caught.value.application == first
    assert start(household, reference.medical, cast.clerk).pk, "aid for another cause may be stacked"


@pytest.mark.requirement("B6")
def test_a_new_standard_of_the_same_aid_is_not_another_aid(cast, household, reference):
    first = start(household, reference.living, cast.clerk)
    policies.load_policy(union=cast.city, text=default_text(), in_force_from=date(2025, 1, 1))
    own = Programme.objects.get(union=cast.city, code="living")
    with pytest.raises(AlreadyOpen) as caught:
        start(household, own, cast.clerk)
    assert caught.value.application == first


@pytest.mark.requirement("B6")
def test_a_student_is_aided_once_a_year(cast, household, make):
    line = make_line(cast.finance, "9000", use="tuition")
    first = make(programme="tuition", state=State.APPROVED, household=household, line=line)
    again = start(household, first.programme, cast.clerk)
    assert again.member is None, "the only student has her aid already"
    again = save(again, cast.clerk, member=first.member)
    assert "已享受 1 次，最多 1 次" in "".join(gap.text for gap in list_gaps(again))


@pytest.mark.requirement("B5")
def test_the_amount_may_be_lowered_and_not_raised(cast, household, reference):
    application = start(household, reference.living, cast.clerk)
    application = save(application, cast.clerk, amount=Decimal("5000"))
    assert application.amount == 5000
    with pytest.raises(Refused, match=r"不能超过 9,840\.00 元") as caught:
        save(application, cast.clerk, amount=Decimal("9840.01"))
    assert caught.value.field == "amount"
    with pytest.raises(Refused, match="大于零"):
        save(application, cast.clerk, amount=Decimal(0))
    assert save(application, cast.clerk).amount == 9840, "an empty amount asks for all of it"


@pytest.mark.requirement("B5")
def test_what_is_under_way_counts_against_the_year(cast, household, make, reference):
    make(programme="medical", state=State.REVIEW, household=household, amount=15000)
    again = Application(household=household, programme=reference.medical, year=2026, facts=PAID)
    found = get_offer(again)
    assert (found.limit, found.bounds[0].used, found.bounds[0].left) == (5000, 15000, 5000)
    assert found.steps[-2:] == ("此前已发 15,000.00 元", "累计上限 5,000.00 元")


def test_a_second_save_of_the_same_page_is_told_so(cast, household, reference):
    application = start(household, reference.living, cast.clerk)
    save(application, cast.clerk)
    with pytest.raises(StaleApplication, match="刚被他人修改过"):
        save(application, cast.clerk)


def test_only_clerks_of_the_union_or_of_the_one_that_began_it_write(cast, household, reference):
    county_clerk = UserFactory(union=cast.county, role=Role.CLERK)
    application = start(household, reference.living, county_clerk)
    application = save(application, cast.clerk)
    application = save(application, county_clerk)
    for person in (UserFactory(union=cast.city, role=Role.CLERK), cast.reviewer):
        with pytest.raises(Refused, match="经办人可以修改"):
            save(application, person)


def test_what_was_submitted_is_not_written_on(cast, make):
    application = make(state=State.REVIEW)
    with pytest.raises(Refused, match="现在是“待审核”，不能修改"):
        save(application, cast.clerk)


def test_a_member_of_another_household_is_refused(cast, household, reference):
    application = start(household, reference.tuition, cast.clerk)
    with pytest.raises(Refused, match="本户的家庭成员"):
        save(application, cast.clerk, member=MemberFactory())


@pytest.mark.requirement("B5")
@pytest.mark.parametrize("state", [State.REVIEW, State.PUBLIC_NOTICE, State.APPROVAL, State.APPROVED])
def test_whatever_is_under_way_or_approved_holds_its_part_of_the_cap(state, cast, household, make, reference):
    line = make_line(cast.finance, "50000", use="medical")
    make(programme="medical", state=state, household=household, amount=15000, line=line)
    again = Application(household=household, programme=reference.medical, year=2026, facts=PAID)
    assert get_offer(again).bounds[0].used == 15000


@pytest.mark.requirement("B5")
@pytest.mark.parametrize("state", [State.DRAFT, State.RETURNED, State.WITHDRAWN, State.REJECTED])
def test_what_is_not_under_way_holds_nothing(state, household, make, reference):
    make(programme="medical", state=state, household=household)
    again = Application(household=household, programme=reference.medical, year=2026, facts=PAID)
    assert get_offer(again).bounds[0].used == 0


@pytest.mark.requirement("B5")
def test_another_year_and_the_application_itself_do_not_count(household, make, reference):
    submitted = make(programme="medical", state=State.REVIEW, household=household, amount=15000)
    assert get_offer(submitted).bounds[0].used == 0
    later = Application(household=household, programme=reference.medical, year=2027, facts=PAID)
    assert get_offer(later).bounds[0].used == 0


def test_a_file_without_a_category_or_a_city_does_not_apply(cast, household, reference):
    Household.objects.filter(pk=household.pk).update(category="")
    with pytest.raises(Refused, match="还没有认定困难类别"):
        start(household, reference.living, cast.clerk)


def test_only_a_programme_in_force_today_is_begun(cast, household, reference):
    text = default_text().replace("on: 2024-03-05", "on: 2024-03-06")
    policies.load_policy(union=cast.province, text=text, in_force_from=timezone.localdate())
    with pytest.raises(Refused, match="现在不适用"):
        start(household, reference.living, cast.clerk)


@pytest.mark.requirement("B1")
def test_every_save_makes_older_pages_stale(cast, household, reference):
    application = start(household, reference.medical, cast.clerk)
    version = application.version
    for count, write in enumerate(writers(cast, application), start=1):
        write()
        application.refresh_from_db()
        assert application.version == version + count


class TestGaps:
    """What keeps a complete application from being submitted, each by itself."""

    def gaps(self, application):
        return [gap.text for gap in list_gaps(Application.objects.get(pk=application.pk))]

    def test_a_complete_one_has_none(self, make):
        assert self.gaps(make()) == []

    def test_the_reason(self, make):
        assert self.gaps(make(reason=" ")) == ["请填写申请理由。"]

    def test_the_consent_of_the_family(self, cast, make):
        application = make()
        Consent.objects.create(
            household=application.household, signed_on=timezone.localdate(), signer="本人", allows_check=True,
            allows_notice=False, text_version="2026.1", text_hash="0" * 64, recorded_by=cast.clerk,
        )  # fmt: skip
        assert "家庭还没有同意公示" in self.gaps(application)[0]

    def test_a_document_that_was_taken_out_of_the_file(self, make):
        application = make()
        application.household.evidence.filter(kind="income").update(removed_at=timezone.now())
        assert self.gaps(application) == ["缺少“收入证明”。"]

    def test_an_offer_that_sank_below_the_amount(self, cast, make):
        """A part of the cap was given elsewhere since."""
        application = make(programme="medical")
        give_elsewhere(application.household, 15000, "medical", by=cast.clerk)
        assert self.gaps(application) == ["按现在的标准最多可申请 5,000.00 元，请核对后重新保存。"]

    def test_a_rule_that_gives_more_than_it_did(self, cast, make):
        """Less was asked for than there is, so the amount still fits; the figure on the paper does not."""
        application = make(amount=1000)
        LivingStandard.objects.filter(region_code="320600").update(monthly=900)
        assert "按现在的标准最多可申请 10,800.00 元" in self.gaps(application)[0]

    def test_a_file_that_is_not_in_force_any_more(self, make):
        application = make()
        close_file(application.household)
        assert "在档后才能申请帮扶" in self.gaps(application)[0]


class TestEvidence:
    @pytest.mark.requirement("B2")
    def test_the_missing_kinds_are_named(self, cast, household, reference):
        application = start(household, reference.medical, cast.clerk)
        assert [paper.label for paper in missing_papers(application, papers_of(application))] == [
            "出院小结（病历）",
            "医疗费用清单",
        ]
        gaps = [gap.text for gap in list_gaps(application)]
        assert gaps == ["请填写申请理由。", "缺少“出院小结（病历）”。", "缺少“医疗费用清单”。"]

    def test_documents_of_the_file_are_attached_and_let_go(self, cast, household, reference):
        application = start(household, reference.medical, cast.clerk)
        row = make_evidence(household, kind="fee_list", by=cast.clerk)
        services.attach(application_id=application.pk, evidence_id=row.pk, by=cast.clerk)
        assert row in application.evidence.all()
        services.detach(application_id=application.pk, evidence_id=row.pk, by=cast.clerk)
        assert row not in application.evidence.all()

    def test_documents_of_another_household_are_not(self, cast, household, reference):
        application = start(household, reference.medical, cast.clerk)
        other = make_evidence(HouseholdFactory(union=cast.union, clerk=cast.clerk), by=cast.clerk)
        with pytest.raises(Refused, match="已从档案中移除"):
            services.attach(application_id=application.pk, evidence_id=other.pk, by=cast.clerk)
        with pytest.raises(Refused, match="已从档案中移除"):
            save(application, cast.clerk, evidence_ids=[other.pk])

    def test_a_document_that_was_removed_is_not_attached(self, cast, household, reference):
        application = start(household, reference.medical, cast.clerk)
        row = make_evidence(household, kind="fee_list", by=cast.clerk)
        household.evidence.filter(pk=row.pk).update(removed_at=timezone.now())
        with pytest.raises(Refused, match="已从档案中移除"):
            services.attach(application_id=application.pk, evidence_id=row.pk, by=cast.clerk)
        with pytest.raises(Refused, match="已从档案中移除"):
            save(application, cast.clerk, evidence_ids=[row.pk])
        assert row not in application.evidence.all()

    def test_of_two_students_each_brings_their_own_papers(self, cast, household, reference):
        daughter = household.members.get(relation="daughter")
        with written_on(household, "members", by=cast.clerk):
            sister = MemberFactory(household=household, relation="daughter", position=3)
        kind = reference.tuition.rule.papers[0].any_of[0]
        papers = {}
        for person in (daughter, sister):
            papers[person] = make_evidence(household, kind=kind, by=cast.clerk)
            household.evidence.filter(pk=papers[person].pk).update(member=person)
        with written_on(household, "members", by=cast.clerk):
            sister.stage = ""
            sister.save()
        application = start(household, reference.tuition, cast.clerk)
        assert application.member == daughter
        assert papers[daughter] in application.evidence.all()
        assert papers[sister] not in application.evidence.all()

    def test_a_new_document_goes_into_the_file_and_the_application(self, cast, household, reference):
        application = start(household, reference.medical, cast.clerk)
        accepted = Accepted(
            content=b"%PDF-1.4", sha256="a" * 64, media_type="application/pdf", extension="pdf",
            original_name="清单.pdf", size=8,
        )  # fmt: skip
        row = services.upload(
            application_id=application.pk, kind="fee_list", accepted=accepted, by=cast.clerk
        )
        assert (row.household, row in application.evidence.all()) == (household, True)


def writers(cast, application):
    """Everything that writes content of an application, one after the other."""
    household, by = application.household, cast.clerk
    row = make_evidence(household, kind="fee_list", by=by)
    accepted = Accepted(
        content=b"%PDF-1.4", sha256="b" * 64, media_type="application/pdf", extension="pdf",
        original_name="清单.pdf", size=8,
    )  # fmt: skip
    yield lambda: save(application, by, reason="透析")
    yield lambda: services.attach(application_id=application.pk, evidence_id=row.pk, by=by)
    yield lambda: services.detach(application_id=application.pk, evidence_id=row.pk, by=by)
    yield lambda: services.upload(application_id=application.pk, kind="fee_list", accepted=accepted, by=by)


@pytest.mark.requirement("B3")
def test_every_writer_leaves_who_wrote_at_which_version(cast, household, reference):
    application = start(household, reference.medical, cast.clerk)
    assert [(row.by, row.version) for row in application.edits.all()] == [(cast.clerk, 1)]
    for count, write in enumerate(writers(cast, application), start=2):
        write()
        application.refresh_from_db()
        last = application.edits.order_by("-pk")[0]
        assert (application.edits.count(), last.by, last.version) == (count, cast.clerk, application.version)


@pytest.mark.django_db(transaction=True)
@pytest.mark.requirement("B3")
def test_the_content_of_an_application_does_not_change_without_a_name(cast, household, reference):
    application = start(household, reference.medical, cast.clerk)
    row = make_evidence(household, kind="fee_list", by=cast.clerk)
    for sql in (
        "UPDATE applications_application SET reason = 'x' WHERE id = {0}",
        "UPDATE applications_application SET amount = 1 WHERE id = {0}",
        """UPDATE applications_application SET invoices = '[{{"number": "123456", "issuer": "院"}}]' """
        "WHERE id = {0}",
        "INSERT INTO applications_applicationevidence (application_id, evidence_id) VALUES ({0}, {1})",
        "DELETE FROM applications_applicationevidence WHERE application_id = {0}",
    ):
        with pytest.raises(DatabaseError) as caught, connection.cursor() as cursor:
            cursor.execute(sql.format(application.pk, row.pk))
        assert caught.value.__cause__.diag.constraint_name == "application_content_leaves_edit"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE applications_application SET due_on = now()")
        with pytest.raises(DatabaseError, match="append-only"):
            cursor.execute("DELETE FROM applications_applicationedit")


class TestChoices:
    def test_each_programme_says_what_the_family_would_get(self, household):
        offers = {row.programme.code: row.offer.limit for row in list_choices(household)}
        assert offers == {"living": 9840, "medical": 20000, "tuition": 3000}

    def test_and_why_not(self, cast, household, reference, make):
        household.members.update(stage="")
        make(state=State.REVIEW, household=household)
        choices = {row.programme.code: row for row in list_choices(household)}
        assert choices["living"].obstacle == "已达累计上限。"
        assert choices["living"].open.state == State.REVIEW
        assert choices["tuition"].obstacle == "家庭成员中没有登记在读的学生。"
        assert choices["medical"].obstacle == ""

    def test_without_a_living_standard_living_aid_waits(self, cast, household, reference):
        type(household.union).objects.filter(pk=household.union_id).update(region_code="460100")
        household.union.refresh_from_db()
        found = {row.programme.code: row.obstacle for row in list_choices(household)}
        assert "缺少：当地低保标准" in found["living"]
        assert found["medical"] == ""

    def test_the_relative_category_gets_ten_months(self, cast, household):
        household.category = "relative"
        offers = {row.programme.code: row.offer.limit for row in list_choices(household)}
        assert (offers["living"], offers["medical"]) == (8200, 16000)


@pytest.mark.parametrize(
    ("first", "last", "counted"),
    [
        (-13, -13, None),  # over a year ago
        (-12, -12, None),
        (-11, -11, "6000.00"),
        (-14, -9, "3000.00"),  # three of six months
        (0, 0, "6000.00"),  # a bill of this month
        (None, None, "6000.00"),  # a year's amount
    ],
)
def test_the_suggested_cost_is_that_of_the_last_twelve_months(first, last, counted, household):
    this_month = timezone.localdate().replace(day=1)
    months = {}
    if first is not None:
        months = {"from_on": months_after(this_month, first), "to_on": months_after(this_month, last + 1)}
        months["to_on"] -= timedelta(days=1)
    household.expenses.all().delete()
    RigidExpense.objects.create(household=household, kind="medical", annual_amount=6000, **months)
    RigidExpense.objects.create(household=household, kind="housing", annual_amount=700)
    medical = next(
        row
        for row in list_programmes(union=household.union, on=timezone.localdate())
        if row.code == "medical"
    )
    told = suggest_facts(get_basis(household, year=timezone.localdate().year), medical)
    assert told == ({} if counted is None else {"self_paid": f"{Decimal(counted):.0f}"})


@pytest.mark.parametrize(
    ("first", "last", "counted"),
    [
        (-6, -6, None),  # before the half year that ends with this month
        (-5, -5, "6000.00"),
        (-7, -2, "4000.00"),  # four of six months
        (None, None, "3000.00"),  # half of a year's amount
    ],
)
def test_the_suggested_cost_keeps_to_the_window_of_the_policy_in_force(first, last, counted, cast, household):
    text = "window: 6\n" + default_text().replace("code: default", "code: half_year")
    policies.load_policy(union=cast.union, text=text, in_force_from=date(2025, 1, 1))
    test_the_suggested_cost_is_that_of_the_last_twelve_months(first, last, counted, household)
