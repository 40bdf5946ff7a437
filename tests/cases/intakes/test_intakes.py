"""存量档案接收: a roster of files that were filed elsewhere is taken over by two people of the county."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.archives.models import Household, StatusPeriod
from cases.archives.services import steps, taking_over
from cases.archives.services.entry.evidence import add_evidence
from cases.intakes import services
from cases.intakes.models import IntakeRow
from cases.intakes.rules.samples import draw, sample_size
from cases.intakes.selectors.lists import (
    get_draw,
    list_for_decision,
    list_samples,
    list_to_hand_in,
    list_unfinished,
)
from cases.rosters import services as rosters
from cases.rosters.services.stages import FiledElsewhere
from hardship.accounts.models import Appointment, User
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.jobs.services import run_pending
from hardship.kernel.workflow import Refused
from tests.cases.intakes.lists import (
    DAY,
    NUMBER,
    UNSURE,
    accepted,
    handed_in,
    imported,
    look,
    scan,
    second,
    step,
)
from tests.cases.rosters.roster_files import person
from tests.factories import UserFactory, complete, written_on

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("A8")]


def test_a_list_is_looked_at_by_one_and_accepted_by_another(cast, reference):
    intake, other = handed_in(cast), second(cast)
    assert list_for_decision(cast.reviewer).get() == intake
    with pytest.raises(Refused, match="抽中的还有 3 户没有核对"):
        step(intake, "agree", cast.reviewer)
    look(intake, cast.reviewer)
    step(intake, "agree", cast.reviewer)
    assert not list_for_decision(cast.reviewer).exists()
    assert list_for_decision(other).get() == intake
    with pytest.raises(Refused, match="整批接收须由另一人复核"):
        step(intake, "accept", cast.reviewer)
    step(intake, "accept", other)
    run_pending()
    intake.refresh_from_db()
    assert (intake.state, intake.agreed_by, intake.accepted_by) == ("accepted", cast.reviewer, other)
    files = Household.objects.filter(intake_row__intake=intake)
    assert {file.state for file in files} == {"filed"}
    assert all(file.is_incomplete and file.file_no and file.taken_over_by == other for file in files)
    assert {(file.filed_on, file.stock_kind) for file in files} == {(DAY, "stock")}
    steps_taken = [row.label for file in files for row in file.steps.all()]
    assert steps_taken == ["整批接收，在档待补材料"] * 3
    actions = AuditRecord.objects.about(intake).order_by("pk").values_list("action", flat=True)
    assert list(actions) == [
        "intake.hand_in",
        *["intake.look"] * 3,
        "intake.agree",
        "intake.accept",
        "intake.finish",
    ]


def test_where_facts_are_missing_the_category_of_the_roster_holds_and_says_so(cast, reference):
    intake = accepted(cast, person(1, **UNSURE))
    row = IntakeRow.objects.select_related("household").get(intake=intake)
    assert (row.basis, row.household.category) == ("roster", "deep")
    assert "事实不全，按名册" in row.household.steps.get().comment


def test_a_policy_that_says_no_is_not_overruled_by_a_roster(cast, reference):
    rich = {"annual_income": 120000, "monthly_income": 10000, "monthly_per_capita": 10000}
    intake = handed_in(cast, person(1, **rich), person(2, **UNSURE))
    assert sorted(intake.rows.values_list("row", "basis")) == [(4, "ineligible"), (5, "roster")]
    look(intake, cast.reviewer)
    with pytest.raises(Refused, match="有 1 户没有困难类别或按今天的政策不符合，请移出"):
        step(intake, "agree", cast.reviewer)
    key = intake.rows.get(basis="ineligible").pk
    with pytest.raises(Refused, match="请写明移出的原因"):
        services.take_out(intake_id=intake.pk, keys=[key], reason=" ", by=cast.reviewer)
    assert services.take_out(intake_id=intake.pk, keys=[key], reason="收入已高", by=cast.reviewer) == 1
    step(intake, "agree", cast.reviewer)
    step(intake, "accept", second(cast))
    run_pending()
    assert sorted(intake.rows.values_list("state", "household__state")) == [
        ("out", "draft"),
        ("taken", "filed"),
    ]


def test_the_figures_of_days_before_the_acceptance_stay(cast, reference):
    accepted(cast, person(1, **UNSURE))
    assert set(StatusPeriod.objects.values_list("from_on", "to_on")) == {(timezone.localdate(), None)}


def test_the_sample_can_be_drawn_again(cast, reference):
    intake = handed_in(cast, *(person(number, **UNSURE) for number in range(1, 13)))
    drawn = get_draw(intake)
    again = draw(drawn.population, seed=drawn.seed, size=drawn.size)
    assert [sample.row.row for sample in list_samples(intake)] == again
    assert (drawn.size, sorted(drawn.population)) == (5, list(range(4, 16)))
    assert [sample_size(files) for files in (0, 1, 5, 51, 148, 5000)] == [0, 1, 5, 6, 15, 60]


def test_a_sample_that_differs_holds_up_the_list(cast, reference):
    intake = handed_in(cast, person(1, **UNSURE), person(2, **UNSURE))
    with pytest.raises(Refused, match="有出入的，请写明是什么"):
        look(intake, cast.reviewer, "differs")
    look(intake, cast.reviewer)
    one = list_samples(intake).first()
    services.look_at_sample(sample_id=one.pk, verdict="differs", note="原档案为四口人", by=cast.reviewer)
    with pytest.raises(Refused, match="抽中的有 1 户有出入"):
        step(intake, "agree", cast.reviewer)
    services.take_out(intake_id=intake.pk, keys=[one.row_id], reason="人口不符", by=cast.reviewer)
    assert step(intake, "agree", cast.reviewer).is_agreed


def test_what_was_drawn_is_looked_at_even_when_it_is_taken_out(cast, reference):
    """Else a list would be accepted without a look at anything: take out the sample, agree to the rest."""
    rows = [person(number, **UNSURE) for number in range(1, 13)]
    intake = handed_in(cast, *rows)
    drawn = list(list_samples(intake))
    assert 0 < len(drawn) < len(rows)
    keys = [sample.row_id for sample in drawn]
    services.take_out(intake_id=intake.pk, keys=keys, reason="以后再说", by=cast.reviewer)
    with pytest.raises(Refused, match=f"抽中的还有 {len(drawn)} 户没有核对"):
        step(intake, "agree", cast.reviewer)
    look(intake, cast.reviewer)
    assert step(intake, "agree", cast.reviewer).is_agreed


def test_a_job_accepts_as_the_person_did_who_is_at_home_elsewhere(cast, reference):
    """The second person is at home in the city and was accepting at the county."""
    intake, other = handed_in(cast), UserFactory(union=cast.city, roles=[])
    Appointment.objects.create(user=other, union=cast.county, role=Role.REVIEWER)
    look(intake, cast.reviewer)
    step(intake, "agree", cast.reviewer)
    step(intake, "accept", User.objects.get(pk=other.pk).at(cast.county))
    run_pending()
    assert {row.state for row in intake.rows.all()} == {"taken"}


def test_a_list_that_has_nothing_left_to_hand_in_waits_for_nobody(cast, reference):
    intake = handed_in(cast)
    step(intake, "withdraw", cast.clerk)
    assert list_unfinished(cast.clerk).get() == intake
    IntakeRow.objects.filter(intake=intake).update(
        state="out", reason="撤销导入", removed_at=timezone.now(), removed_by=cast.clerk
    )
    assert not list_unfinished(cast.clerk).exists()


def test_a_list_that_was_returned_is_judged_and_drawn_anew(cast, reference):
    intake = handed_in(cast)
    with pytest.raises(Refused, match="必须填写意见"):
        step(intake, "return", cast.reviewer)
    step(intake, "return", cast.reviewer, "请核对户号")
    old = get_draw(intake)
    step(intake, "submit", cast.clerk)
    assert get_draw(intake) != old
    with pytest.raises(Refused, match="抽样也重新抽过"):
        services.look_at_sample(sample_id=old.samples.first().pk, verdict="agrees", by=cast.reviewer)


def test_whoever_made_a_part_of_it_decides_nothing(cast, reference):
    both = UserFactory(union=cast.county, roles=[Role.CLERK, Role.REVIEWER])
    made = imported(cast, person(1, **UNSURE))
    intake = services.hand_in(roster_id=made.pk, by=both)
    assert not list_for_decision(both).exists()
    for refused in (lambda: look(intake, both), lambda: step(intake, "return", both, "x")):
        with pytest.raises(Refused, match="您上传、导入或提交过这份名单"):
            refused()


def test_nobody_outside_the_county_decides(cast, reference):
    intake = handed_in(cast)
    with pytest.raises(Refused, match="核对接收"):
        step(intake, "return", cast.approver, "x")
    with pytest.raises(Refused):
        step(intake, "agree", cast.clerk)
    with pytest.raises(type(intake).DoesNotExist):
        step(intake, "agree", cast.stranger)


def test_what_is_written_on_a_draft_meanwhile_holds_up_the_list_but_documents_do_not(cast, reference):
    intake = handed_in(cast, person(1, **UNSURE))
    look(intake, cast.reviewer)
    file = Household.objects.get(intake_row__intake=intake)
    add_evidence(household_id=file.pk, kind="id_card", accepted=scan(), by=cast.clerk)
    assert services.held_up(intake) == ""
    with written_on(file, "housing", by=cast.clerk):
        Household.objects.filter(pk=file.pk).update(address="人民路1号")
    with pytest.raises(Refused, match="有 1 户提交以后又改过"):
        step(intake, "agree", cast.reviewer)
    step(intake, "return", cast.reviewer, "重新提交")
    step(intake, "submit", cast.clerk)
    assert "又改过" not in services.held_up(intake)


def test_who_is_in_another_active_file_is_left_out_with_the_reason(cast, reference):
    intake = handed_in(cast, person(1, **UNSURE), person(2, **UNSURE))
    look(intake, cast.reviewer)
    step(intake, "agree", cast.reviewer)
    row = intake.rows.order_by("row").first()
    twin = imported(cast, person(9, **UNSURE), filed=False).rows.get().household
    with written_on(twin, "worker", by=cast.clerk):
        twin.members.update(id_number_index=row.household.head.id_number_index)
        Household.objects.filter(pk=twin.pk).update(state="under_review")
    step(intake, "accept", second(cast))
    run_pending()
    row.refresh_from_db()
    assert row.state == "out"
    assert "另一份有效档案中" in row.reason
    assert sorted(intake.rows.values_list("state", flat=True)) == ["out", "taken"]


def test_the_acceptance_is_taken_back_before_anybody_acts(cast, reference):
    intake = accepted(cast)
    with pytest.raises(Refused, match="只有办理“整批接收”的本人可以撤回"):
        step(intake, "give_back", cast.reviewer)
    intake = step(intake, "give_back", other := intake.accepted_by)
    assert (intake.state, intake.accepted_by) == ("agreed", None)
    files = Household.objects.filter(intake_row__intake=intake)
    assert {(file.state, file.taken_over_at, file.file_no) for file in files} == {("draft", None, None)}
    assert {row.state for row in intake.rows.all()} == {"open"}
    assert not StatusPeriod.objects.filter(to_on__isnull=True).exists()
    step(intake, "accept", other)
    run_pending()
    assert {file.state for file in files.all()} == {"filed"}


def test_what_somebody_acted_on_is_not_taken_back(cast, reference):
    intake = accepted(cast)
    file = Household.objects.filter(intake_row__intake=intake).first()
    add_evidence(household_id=file.pk, kind="id_card", accepted=scan(), by=cast.clerk)
    with pytest.raises(Refused, match="已有他人接着办理"):
        step(intake, "give_back", intake.accepted_by)
    assert {row.state for row in intake.rows.all()} == {"taken"}


def test_an_agreement_is_taken_back_by_its_own_person(cast, reference):
    intake = handed_in(cast)
    look(intake, cast.reviewer)
    step(intake, "agree", cast.reviewer)
    with pytest.raises(Refused, match="只有办理“同意接收”的本人可以撤回"):
        step(intake, "unagree", second(cast))
    with pytest.raises(Refused, match="当前状态下不能“撤回名单”"):
        step(intake, "withdraw", cast.clerk)
    assert step(intake, "unagree", cast.reviewer).agreed_by is None
    assert step(intake, "withdraw", cast.clerk).is_open


def test_an_import_is_not_undone_while_the_county_decides(cast, reference):
    intake = handed_in(cast)
    with pytest.raises(Refused, match="不能撤销导入"):
        rosters.ask_for_undo(roster_id=intake.roster_id, by=cast.clerk)
    step(intake, "withdraw", cast.clerk)
    rosters.ask_for_undo(roster_id=intake.roster_id, by=cast.clerk)
    run_pending()
    with pytest.raises(Refused, match="名单上已没有待接收的档案"):
        step(intake, "submit", cast.clerk)


def test_only_an_import_that_says_where_is_handed_in_and_once(cast, reference):
    plain = imported(cast, person(7), filed=False)
    with pytest.raises(Refused, match="没有注明原建档文号"):
        services.hand_in(roster_id=plain.pk, by=cast.clerk)
    made = imported(cast, person(1, **UNSURE))
    assert list_to_hand_in(cast.clerk).get() == made
    with pytest.raises(Refused, match="只有本工会或上级工会的经办人"):
        services.hand_in(roster_id=made.pk, by=cast.reviewer)
    services.hand_in(roster_id=made.pk, by=cast.clerk)
    assert not list_to_hand_in(cast.clerk).exists()
    with pytest.raises(Refused, match="已经交给区县工会"):
        services.hand_in(roster_id=made.pk, by=cast.clerk)


def test_a_day_to_come_and_an_update_are_refused_at_upload(cast, reference):
    late = FiledElsewhere(NUMBER, timezone.localdate() + timedelta(days=1))
    for filed, mode, why in ((late, "new", "不能晚于今天"), (None, "update", "只新增")):
        with pytest.raises(Refused, match=why):
            rosters.upload_roster(
                union=cast.union, by=cast.clerk, original_name="a.xlsx", content=b"", mode=mode,
                filed=filed or FiledElsewhere(NUMBER, DAY),
            )  # fmt: skip


def test_the_county_confirms_what_is_complete_and_not_before(cast, reference):
    intake = accepted(cast, person(1, **UNSURE))
    file = Household.objects.get(intake_row__intake=intake)
    with pytest.raises(Refused, match="还缺"):
        taking_over.complete(household_id=file.pk, by=cast.reviewer)
    number = file.head.id_number.reveal()
    with written_on(
        file, "worker", "members", "money", "housing", "causes", "evidence", "consent", by=cast.clerk
    ):
        complete(file, name=file.head.name, number=number, by=cast.clerk)
    with pytest.raises(Refused, match="办理"):
        taking_over.complete(household_id=file.pk, by=cast.clerk)
    taking_over.complete(household_id=file.pk, by=cast.reviewer)
    file.refresh_from_db()
    assert (file.is_incomplete, file.completed_by, file.state) == (False, cast.reviewer, "filed")
    with pytest.raises(Refused, match="不在“待补材料”之列"):
        taking_over.complete(household_id=file.pk, by=cast.reviewer)


def test_a_single_draft_is_not_taken_over_from_its_own_page(cast, reference):
    intake = handed_in(cast, person(1, **UNSURE))
    file = Household.objects.get(intake_row__intake=intake)
    assert "take_over" not in {row.action for row in steps.list_buttons(file, cast.reviewer)}
    with pytest.raises(Refused, match="没有这个操作"):
        steps.take_step(household_id=file.pk, action="take_over", by=cast.reviewer)
