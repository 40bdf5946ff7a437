"""Taking back one's own last act on a file: until somebody else acts, and for a day at most."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from cases.archives.models import Evidence, FileStep, Household, Member, StatusPeriod
from cases.archives.selectors import content_hash
from cases.archives.selectors.entry import get_contents
from cases.archives.selectors.filed import get_filed
from cases.archives.selectors.lifecycle import list_differences
from cases.archives.selectors.remarks import get_file_remarks
from cases.archives.services.entry import evidence as documents
from cases.archives.services.entry.returns import explain_return
from cases.archives.services.remarks import answer_remarks
from cases.archives.services.steps import Reason, list_buttons, take_step
from cases.archives.states import UNDO_TRANSITIONS, UNDONE_BY, Section, State
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.demo import clock
from hardship.kernel.workflow import Refused
from hardship.messaging.models import Message
from tests.factories import ApplicationFactory, HouseholdFactory, UserFactory, make_evidence, written_on
from tests.worlds import world

pytestmark = pytest.mark.django_db


@world
def submitted(cast):
    return HouseholdFactory(submitted=True, union=cast.union, clerk=cast.clerk)


@world
def filed(cast):
    return HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)


def take(household, action, by, comment="弄错了", **more):
    if action == "file":
        more = {"skips_unseen": True} | more
    take_step(household_id=household.pk, action=action, by=by, comment=comment, **more)
    household.refresh_from_db()
    return household


def write(household, by):
    with written_on(household, Section.HOUSING, by=by):
        Household.objects.filter(pk=household.pk).update(address="新街 1 号")
    household.refresh_from_db()


def actions(household, by):
    return [row.action for row in list_buttons(Household.objects.get(pk=household.pk), by)]


def test_a_return_is_taken_back_and_the_review_goes_on(cast, submitted):
    due = submitted.due_on
    take(submitted, "return", cast.reviewer)
    assert "unreturn" in actions(submitted, cast.reviewer)
    take(submitted, "unreturn", cast.reviewer, comment="")
    last = submitted.steps.latest("pk")
    assert (submitted.state, submitted.due_on) == (State.UNDER_REVIEW, due)
    assert (last.action, last.takes_back.action, last.by) == ("unreturn", "return", cast.reviewer)
    assert AuditRecord.objects.filter(action="household.unreturn", by=cast.reviewer).count() == 1
    assert Message.objects.filter(kind="archives.unreturn").count() == 1
    assert take(submitted, "file", cast.reviewer).state == State.FILED


def test_a_return_that_was_answered_is_taken_back_by_nobody(cast, submitted):
    reasons = [Reason(Section.HOUSING, "address", "写到门牌")]
    returned = take_step(household_id=submitted.pk, action="return", by=cast.reviewer, reasons=reasons)
    explain_return(
        household_id=submitted.pk, reason_id=returned.reasons.get().pk, text="没有门牌", by=cast.clerk
    )
    assert "unreturn" not in actions(submitted, cast.reviewer)
    with pytest.raises(IntegrityError, match="taken back by its own person"), transaction.atomic():
        FileStep.objects.create(
            household=submitted, action="unreturn", source="returned", target="under_review",
            content_hash=content_hash(submitted), by=cast.reviewer, takes_back=returned,
        )  # fmt: skip


def test_a_remark_that_was_answered_ends_it_too(cast, submitted):
    Member.objects.filter(pk=submitted.head_id).update(bank_name="中国银行")
    returned = take_step(household_id=submitted.pk, action="return", by=cast.reviewer, comment="请核对")
    [row, *_others] = get_file_remarks(get_contents(submitted), cast.clerk).open
    answer_remarks(household_id=submitted.pk, reasons={row.remark.fingerprint: "已核实"}, by=cast.clerk)
    assert "unreturn" not in actions(submitted, cast.reviewer)
    with pytest.raises(IntegrityError, match="taken back by its own person"), transaction.atomic():
        FileStep.objects.create(
            household=submitted, action="unreturn", source="returned", target="under_review",
            content_hash=content_hash(submitted), by=cast.reviewer, takes_back=returned,
        )  # fmt: skip


def test_a_return_that_was_taken_back_asks_for_no_answer(cast, submitted):
    take(submitted, "return", cast.reviewer, reasons=[Reason(Section.HOUSING, "address", "写到门牌")])
    take(submitted, "unreturn", cast.reviewer, comment="")
    take(submitted, "withdraw", cast.clerk, comment="")
    assert take(submitted, "submit", cast.clerk, comment="").state == State.UNDER_REVIEW


def test_a_filing_that_is_taken_back_leaves_no_trace_but_the_log(cast, submitted):
    before = Household.objects.filter(pk=submitted.pk).values().get()
    take(submitted, "file", cast.reviewer)
    number = submitted.file_no
    take(submitted, "unfile", cast.reviewer)
    after = Household.objects.filter(pk=submitted.pk).values().get()
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"version", "updated_at", "updated_by_id", "file_year", "file_seq", "number_union_id"}
    [period] = StatusPeriod.objects.filter(household=submitted)
    assert period.from_on == period.to_on
    assert get_filed(submitted) is None
    assert list_differences(submitted) == (None, [])
    assert take(submitted, "file", cast.reviewer).file_no == number
    assert submitted.status_periods.filter(to_on__isnull=True).count() == 1


def test_the_number_of_a_filing_that_was_taken_back_goes_to_no_other_file(cast, submitted):
    number = take(submitted, "file", cast.reviewer).file_no
    take(submitted, "unfile", cast.reviewer)
    other = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)
    assert other.file_no != number
    assert take(submitted, "file", cast.reviewer).file_no == number


def test_a_filing_of_yesterday_is_in_no_day_of_the_statistics(cast):
    with clock.at(date(2026, 6, 1)):
        submitted = HouseholdFactory(submitted=True, union=cast.union, clerk=cast.clerk)
        take(submitted, "file", cast.reviewer)
    with clock.at(date(2026, 6, 2)):
        take(submitted, "unfile", cast.reviewer)
    [period] = submitted.status_periods.all()
    assert period.from_on == period.to_on


@pytest.mark.parametrize("hours", [23, 25])
def test_a_verification_is_taken_back_for_a_day(cast, filed, hours):
    before = Household.objects.filter(pk=filed.pk).values("verified_at", "review_due_on", "state").get()
    take(filed, "verify", cast.clerk)
    assert filed.verified_by == cast.clerk
    with freeze_time(timezone.now() + timedelta(hours=hours)):
        if hours > 24:
            assert "unverify" not in actions(filed, cast.clerk)
            with pytest.raises(Refused, match="已过 24 小时"):
                take(filed, "unverify", cast.clerk)
            return
        assert actions(filed, cast.clerk).count("unverify") == 1
        take(filed, "unverify", cast.clerk)
    assert (
        Household.objects.filter(pk=filed.pk).values("verified_at", "review_due_on", "state").get() == before
    )
    assert list_differences(filed)[0].action == "file"


def test_a_verification_that_was_due_is_due_again(cast, filed):
    Household.objects.filter(pk=filed.pk).update(state=State.REVIEW_DUE)
    take(filed, "verify", cast.clerk)
    assert take(filed, "unverify", cast.clerk).state == State.REVIEW_DUE


@pytest.mark.parametrize(("done", "undo"), [("return", "unreturn"), ("file", "unfile")])
def test_nobody_else_takes_it_back(cast, submitted, done, undo):
    colleague = UserFactory(union=cast.county, role=Role.REVIEWER)
    take(submitted, done, cast.reviewer)
    assert undo not in actions(submitted, colleague)
    with pytest.raises(Refused, match="本人可以撤回"):
        take(submitted, undo, colleague)


def test_what_somebody_has_gone_on_with_is_not_taken_back(cast, submitted):
    take(submitted, "return", cast.reviewer)
    write(submitted, cast.clerk)
    assert "unreturn" not in actions(submitted, cast.reviewer)
    with pytest.raises(Refused, match="已有他人接着办理"):
        take(submitted, "unreturn", cast.reviewer)


def test_a_filing_stays_under_what_was_hung_on_it(cast, submitted):
    take(submitted, "file", cast.reviewer)
    application = ApplicationFactory(household=submitted, union=cast.union)
    with pytest.raises(Refused, match=f"帮扶申请“{application.programme.name}”"):
        take(submitted, "unfile", cast.reviewer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Household.objects.filter(pk=submitted.pk).update(state=State.UNDER_REVIEW)
    submitted.refresh_from_db()
    assert submitted.state == State.FILED


def test_a_step_is_taken_back_once(cast, submitted):
    take(submitted, "return", cast.reviewer)
    take(submitted, "unreturn", cast.reviewer)
    with pytest.raises(Refused):
        take(submitted, "unreturn", cast.reviewer)


def test_a_relapse_ends_with_the_filing_that_brought_it(cast, filed):
    Household.objects.filter(pk=filed.pk).update(state=State.LIFTED, left_on=timezone.localdate())
    after = HouseholdFactory(submitted=True, union=cast.union, clerk=cast.clerk)
    Household.objects.filter(pk=after.pk).update(previous=filed)
    take(after, "file", cast.reviewer)
    filed.refresh_from_db()
    assert filed.state == State.RELAPSED
    take(after, "unfile", cast.reviewer)
    filed.refresh_from_db()
    assert (filed.state, filed.steps.latest("pk").action) == (State.LIFTED, "unrelapse")


def test_every_row_says_what_it_takes_back():
    assert {row.action for row in UNDO_TRANSITIONS} == set(UNDONE_BY)
    assert not any(row.is_decision for row in UNDO_TRANSITIONS)


def _undoing(step, **other):
    values = {
        "household_id": step.household_id, "action": "unreturn", "source": step.target, "target": step.source,
        "content_hash": "0" * 64, "takes_back": step, "by": step.by,
    }  # fmt: skip
    with transaction.atomic():
        return FileStep.objects.create(**(values | other))


@pytest.mark.parametrize("wrong", ["by", "at", "household", "state", "nothing"])
def test_the_database_lets_only_its_own_person_take_back_a_step_in_time(cast, submitted, filed, wrong):
    take(submitted, "return", cast.reviewer)
    step = submitted.steps.latest("pk")
    other = {
        "by": {"by": cast.city_reviewer},
        "at": {"at": step.at + timedelta(hours=25)},
        "household": {"household_id": filed.pk},
        "state": {"target": State.DRAFT},
        "nothing": {"takes_back": None},
    }[wrong]
    with pytest.raises(IntegrityError):
        _undoing(step, **other)
    _undoing(step)
    with pytest.raises(IntegrityError):
        _undoing(step)


def test_the_database_lets_nobody_take_back_what_was_gone_on_with(cast, submitted):
    take(submitted, "return", cast.reviewer)
    step = submitted.steps.latest("pk")
    write(submitted, cast.clerk)
    with pytest.raises(IntegrityError):
        _undoing(step)


def test_a_period_of_yesterday_is_emptied_for_no_other_reason(cast, submitted):
    with clock.at(date(2026, 6, 1)):
        take(submitted, "file", cast.reviewer)
    change = "UPDATE archives_statusperiod SET to_on = from_on WHERE household_id = %s"
    with clock.at(date(2026, 6, 2)), pytest.raises(IntegrityError), transaction.atomic():
        connection.cursor().execute(change, [submitted.pk])


# documents


def remove(household, document, by):
    return documents.remove_evidence(household_id=household.pk, uid=document.uid, by=by)


def restore(household, document, by):
    return documents.restore_evidence(household_id=household.pk, uid=document.uid, by=by)


@world
def draft(cast):
    return HouseholdFactory(complete=True, union=cast.union, clerk=cast.clerk)


def test_a_removed_document_comes_back(cast, draft):
    document = draft.evidence.first()
    seen = content_hash(draft)
    remove(draft, document, cast.clerk)
    draft.refresh_from_db()
    assert documents.list_restorable(draft, cast.clerk) == [document]
    restore(draft, document, cast.clerk)
    draft.refresh_from_db()
    assert (content_hash(draft), documents.list_restorable(draft, cast.clerk)) == (seen, [])
    assert AuditRecord.objects.filter(action="household.evidence_restore").count() == 1


def test_what_may_come_back_is_read_at_once_however_much_went(cast, draft, django_assert_num_queries):
    for kind in ("income", "residence", "id_card"):
        paper = make_evidence(draft, kind=kind)
        documents.remove_evidence(household_id=draft.pk, uid=paper.uid, by=cast.clerk)
    draft.refresh_from_db()
    with django_assert_num_queries(2):
        assert len(documents.list_restorable(draft, cast.clerk)) == 3


def test_a_removal_stays_after_a_day_and_after_somebody_else(cast, draft):
    document = draft.evidence.first()
    remove(draft, document, cast.clerk)
    colleague = UserFactory(union=cast.union, role=Role.CLERK)
    with pytest.raises(Refused, match="本人可以撤回"):
        restore(draft, document, colleague)
    with freeze_time(timezone.now() + timedelta(hours=25)), pytest.raises(Refused, match="已过 24 小时"):
        restore(draft, document, cast.clerk)
    draft.refresh_from_db()
    write(draft, colleague)
    with pytest.raises(Refused, match="已有他人接着办理"):
        restore(draft, document, cast.clerk)


def test_a_document_that_was_uploaded_again_is_not_there_twice(cast, draft):
    document = draft.evidence.first()
    remove(draft, document, cast.clerk)
    again = make_evidence(draft, kind=document.kind, by=cast.clerk)
    Evidence.objects.filter(pk=again.pk).update(sha256=document.sha256)
    draft.refresh_from_db()
    with pytest.raises(Refused, match="不用再撤回移除"):
        restore(draft, document, cast.clerk)
    assert (
        Evidence.objects.filter(household=draft, sha256=document.sha256, removed_at__isnull=True).count() == 1
    )


def test_a_return_with_reasons_is_taken_back_with_them(cast, submitted):
    take(submitted, "return", cast.reviewer, reasons=[Reason("worker", "employer", "写全称")])
    take(submitted, "unreturn", cast.reviewer)
    assert submitted.steps.get(action="return").reasons.count() == 1


# pages


def test_the_case_page_offers_to_take_back(cast, as_user, submitted):
    take(submitted, "return", cast.reviewer)
    client = as_user(cast.reviewer)
    assert "撤回退回" in client.get(reverse("desk:case", args=[submitted.pk])).text
    done = client.post(reverse("archives:step", args=[submitted.pk]), {"action": "unreturn"}, follow=True)
    assert "已撤回退回" in done.text
    again = client.post(reverse("archives:step", args=[submitted.pk]), {"action": "unreturn"}, follow=True)
    assert "可能已被他人处理" in again.text
    clerk = as_user(cast.clerk)
    assert (
        clerk.post(reverse("archives:step", args=[submitted.pk]), {"action": "unreturn"}).status_code == 302
    )
    submitted.refresh_from_db()
    assert submitted.steps.filter(action="unreturn").count() == 1


def test_a_removal_is_taken_back_on_the_page_of_documents(cast, as_user, draft):
    document = draft.evidence.first()
    client = as_user(cast.clerk)
    page = reverse("archives:section", args=[draft.pk, Section.EVIDENCE])
    assert "刚移除的材料" not in client.get(page).text
    remove(draft, document, cast.clerk)
    assert "撤回移除" in client.get(page).text
    address = reverse("archives:evidence_restore", args=[draft.pk, document.uid])
    assert "仍在档案中" in client.post(address, follow=True).text
    assert "没有被移除" in client.post(address, follow=True).text
    assert as_user(cast.reviewer).post(address).status_code == 403
    assert as_user(cast.stranger).post(address).status_code in (403, 404)
