"""A returned file goes back to review when each reason is answered: by a change, or by a word why not."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from cases.archives.forms import StepForm
from cases.archives.models import FileStep, Household, ReturnAnswer, ReturnReason
from cases.archives.selectors.entry import get_contents
from cases.archives.selectors.returned import list_returned
from cases.archives.services.entry.drafts import save_section
from cases.archives.services.entry.returns import explain_return
from cases.archives.services.refusals import FileRefused, UnansweredReturn
from cases.archives.services.steps import Reason, take_step
from cases.archives.states import Section
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from tests.cases.archives.typed import filled, page, rows, section
from tests.factories import HouseholdFactory, UserFactory, make_evidence
from tests.worlds import world

pytestmark = pytest.mark.django_db
WHY = "户口本上就是这样写的"


@world
def submitted(cast):
    return HouseholdFactory(union=cast.union, clerk=cast.clerk, submitted=True)


def give_back(cast, household, *places):
    reasons = [Reason(name, field, f"请核对{n}") for n, (name, field) in enumerate(places, start=1)]
    take_step(household_id=household.pk, action="return", by=cast.reviewer, reasons=reasons)
    household.refresh_from_db()
    return household


@pytest.fixture
def returned(cast, submitted):
    member = submitted.members.exclude(relation="head").first()
    return give_back(cast, submitted, ("worker", "ethnicity"), ("members", str(member.uid)))


def submit(household, by):
    return take_step(household_id=household.pk, action="submit", by=by)


def save(household, name, by, **data):
    household.refresh_from_db()
    save_section(household_id=household.pk, section=name, data=data, version=household.version, by=by)


def explain(household, by, text=WHY, number=0):
    reason = ReturnReason.objects.filter(step__household=household).order_by("pk")[number]
    return explain_return(household_id=household.pk, reason_id=reason.pk, text=text, by=by)


def still_open(household):
    household = Household.objects.select_related("head", "union").get(pk=household.pk)
    return [item.row.field for item in list_returned(get_contents(household)) if item.is_open]


def test_an_unchanged_file_is_not_taken_back_and_the_refusal_says_what_is_open(cast, returned):
    with pytest.raises(UnansweredReturn, match=r"还有 2 处退回原因没有答复.*职工本人“请核对1”"):
        submit(returned, cast.clerk)
    returned.refresh_from_db()
    assert returned.state == "returned"
    assert not ReturnAnswer.objects.exists()


def test_a_change_answers_one_and_a_word_the_other_and_both_are_kept(cast, returned):
    save(returned, "worker", cast.clerk, ethnicity="回族")
    explain(returned, cast.clerk, number=1)
    assert still_open(returned) == []
    submit(returned, cast.clerk)
    returned.refresh_from_db()
    assert returned.state == "under_review"
    answers = ReturnAnswer.objects.order_by("reason").values_list("kind", "text", "by")
    assert list(answers) == [("changed", "", cast.clerk.pk), ("kept", WHY, cast.clerk.pk)]
    assert AuditRecord.objects.about(returned).filter(action="household.answer_return").count() == 1


def test_what_was_changed_and_changed_back_is_open_again(cast, returned):
    explain(returned, cast.clerk, number=1)
    before = returned.head.ethnicity
    for ethnicity, fields in (("回族", []), (before, ["ethnicity"])):
        save(returned, "worker", cast.clerk, ethnicity=ethnicity)
        assert still_open(returned) == fields
    save(returned, "worker", cast.clerk, ethnicity="回族")
    submit(returned, cast.clerk)
    take_step(household_id=returned.pk, action="withdraw", by=cast.clerk)
    save(returned, "worker", cast.clerk, ethnicity=before)
    with pytest.raises(UnansweredReturn):
        submit(returned, cast.clerk)


def test_another_value_elsewhere_answers_nothing(cast, returned):
    save(returned, "worker", cast.clerk, politics="member" if returned.head.politics == "mass" else "mass")
    save(returned, "housing", cast.clerk, homes=3)
    assert len(still_open(returned)) == 2


PLACES = {
    "a number that is kept encrypted": ("worker", "phone", "worker", {"phone": "13912340000"}),
    "the kind of worker": ("worker", "worker_type", "worker", {"worker_type": "migrant"}),
    "a whole section": ("housing", "", "housing", {"deposits": 12}),
    "a field of the household": ("causes", "cause_note", "causes", {"cause_note": "另写一段。"}),
    "the kind of worker again, with the rest": ("worker", "", "worker", {"employer": "别的厂"}),
    "the signature": ("consent", "signer", "consent", {"signed_on": "2026-01-05", "signer": "代签人",
                                                       "allows_check": True}),
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_a_change_of_what_the_reason_is_about_answers_it(cast, submitted, place):
    name, field, saved, data = place
    give_back(cast, submitted, (name, field))
    assert still_open(submitted) == [field]
    save(submitted, saved, cast.clerk, **data)
    assert still_open(submitted) == []


def test_lines_and_documents_are_followed_by_their_keys(cast, submitted):
    paper = submitted.evidence.first()
    income = submitted.incomes.first()
    expense = submitted.expenses.first()
    member = submitted.members.exclude(relation="head").first()
    give_back(
        cast, submitted, ("evidence", str(paper.uid)), ("money", f"income:{income.pk}"),
        ("money", f"expense:{expense.pk}"), ("members", str(member.uid)), ("members", ""), ("money", ""),
    )  # fmt: skip
    assert len(still_open(submitted)) == 6
    make_evidence(submitted, kind=paper.kind, by=cast.clerk)
    assert str(paper.uid) not in still_open(submitted)
    save(submitted, "money", cast.clerk, incomes=[{"pk": income.pk, "note": "补发"}])
    assert still_open(submitted) == [f"expense:{expense.pk}", str(member.uid), ""]
    save(submitted, "money", cast.clerk, expenses=[{"pk": expense.pk, "remove": True}])
    save(submitted, "members", cast.clerk, rows=[{"uid": str(member.uid), "remove": True}])
    assert still_open(submitted) == []


def test_a_kind_of_document_is_answered_by_one_more_of_it(cast, submitted):
    give_back(cast, submitted, ("evidence", "income"), ("evidence", ""), ("evidence", "dibao"))
    make_evidence(submitted, kind="income", by=cast.clerk)
    assert still_open(submitted) == ["dibao"]


@pytest.mark.parametrize("field", ["nonsense", "__class__", "household_id", "income:x", "state"])
def test_a_reason_about_nothing_can_only_be_explained(cast, submitted, field):
    give_back(cast, submitted, *((name, field) for name in Section.values))
    assert len(still_open(submitted)) == len(Section.values)
    for number in range(len(Section.values)):
        explain(submitted, cast.clerk, number=number)
    submit(submitted, cast.clerk)


def test_without_reasons_a_comment_asks_for_nothing(cast, submitted):
    take_step(household_id=submitted.pk, action="return", by=cast.reviewer, comment="重报")
    submitted.refresh_from_db()
    submit(submitted, cast.clerk)


def test_the_last_return_alone_counts_and_the_last_word(cast, returned):
    explain(returned, cast.clerk, number=0)
    explain(returned, cast.clerk, text="再写一遍", number=0)
    explain(returned, cast.clerk, number=1)
    assert [item.explanation for item in list_returned(get_contents(returned))] == ["再写一遍", WHY]
    submit(returned, cast.clerk)
    give_back(cast, returned, ("housing", "homes"))
    with pytest.raises(FileRefused, match="过期"):
        explain(returned, cast.clerk, number=0)
    assert still_open(returned) == ["homes"]


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_an_explanation_says_something(cast, returned, text):
    with pytest.raises(FileRefused, match="为什么不改"):
        explain(returned, cast.clerk, text=text)


def test_only_a_clerk_of_the_union_answers_and_only_while_the_file_is_open(cast, returned):
    with pytest.raises(Household.DoesNotExist):
        explain(returned, cast.stranger)
    with pytest.raises(FileRefused):
        explain(returned, cast.reviewer)
    for number in (0, 1):
        explain(returned, cast.clerk, number=number)
    submit(returned, cast.clerk)
    with pytest.raises(FileRefused, match="不能修改"):
        explain(returned, cast.clerk)


def test_the_database_takes_no_second_submission_without_the_answers(cast, returned):
    def insert(action):
        with transaction.atomic():
            FileStep.objects.create(
                household=returned, action=action, source="returned", target="under_review",
                content_hash="0" * 64, by=cast.clerk,
            )  # fmt: skip

    with pytest.raises(IntegrityError, match="not answered"):
        insert("submit")
    insert("merge")
    for reason in ReturnReason.objects.all():
        ReturnAnswer.objects.create(reason=reason, kind="changed", by=cast.clerk)
    insert("submit")


@pytest.mark.parametrize(("kind", "text"), [("kept", ""), ("changed", "因为"), ("perhaps", "")])
def test_the_database_keeps_an_answer_that_says_what_it_is(returned, kind, text):
    with pytest.raises(IntegrityError), transaction.atomic():
        ReturnAnswer.objects.create(reason=ReturnReason.objects.first(), kind=kind, text=text)


# pages


@pytest.fixture
def clerk(cast, as_user):
    return as_user(cast.clerk)


def answer(client, household, text, number=0, on="tasks"):
    reason = ReturnReason.objects.filter(step__household=household).order_by("pk")[number]
    return client.post(page("answer_return", household, reason.pk), {"text": text, "on": on}, follow=True)


def test_the_reasons_lead_to_field_and_line_and_the_section_is_not_done(clerk, returned):
    text = clerk.get(page("tasks", returned)).text
    assert f'<a href="{section(returned, "worker")}#id_ethnicity">职工本人 · 民族</a>' in text
    assert f'<a href="{section(returned, "members")}#id_rows-0-relation">' in text
    assert text.count("待答复 1 处") == 2
    assert "继续填报：职工本人" in text
    assert "5 / 7 部分已完成，还有 2 处退回原因没有答复" in " ".join(text.split())
    members = clerk.get(section(returned, "members")).text
    assert members.count('class="grid-returned"') == 1
    assert "待答复" in clerk.get(section(returned, "worker")).text


def test_the_check_page_lists_what_is_open_and_submits_when_nothing_is(clerk, returned):
    text = clerk.get(page("check", returned)).text
    assert "还有 2 处退回原因没有答复，见上方" in text
    assert 'value="submit"' not in text
    for number in (0, 1):
        shown = answer(clerk, returned, WHY, number, on="check")
    assert shown.redirect_chain[-1][0] == page("check", returned)
    assert shown.text.count(WHY) >= 2
    assert 'value="submit"' in shown.text
    assert "7 / 7 部分已完成" in clerk.get(page("tasks", returned)).text


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("worker", "entry/worker/"),
        ("evidence", "entry/evidence/"),
        ("//evil.example", "tasks/"),
        ("", "tasks/"),
    ],
)
def test_an_answer_leads_back_to_its_page_and_nowhere_else(clerk, returned, on, expected):
    assert answer(clerk, returned, WHY, on=on).redirect_chain[-1][0].endswith(expected)


def test_a_refused_answer_is_told_on_the_task_list(clerk, returned):
    shown = answer(clerk, returned, " ")
    assert shown.status_code == 422
    assert "请写明为什么不改" in shown.text
    assert clerk.post(page("answer_return", returned, 10**9), {"text": WHY}).status_code == 409
    assert answer(clerk, returned, "长" * 301).status_code == 422


def test_answering_belongs_to_the_clerks_of_the_union(cast, as_user, returned):
    statuses = []
    for person in (cast.stranger, cast.reviewer, UserFactory(union=cast.county, role=Role.CLERK)):
        statuses.append(answer(as_user(person), returned, WHY).status_code)
    assert statuses == [404, 403, 403]
    assert not ReturnAnswer.objects.exists()


def test_a_saved_section_says_what_is_still_to_be_answered_and_goes_on_there(clerk, cast, returned):
    household = Household.objects.get(pk=returned.pk)
    typed = filled(
        household, main_cause="illness", cause_note="透析。", wants="medical", is_on_dibao="0", go="on"
    )
    shown = clerk.post(section(household, "causes"), typed, follow=True)
    assert "没有答复" not in shown.text.split('class="entry-reasons"')[0].split("notice-warning")[0]
    member = household.members.exclude(relation="head").first()
    household.refresh_from_db()
    line = {"uid": member.uid, "relation": member.relation, "name": member.name, "health": member.health,
            "status": member.status, "employer": member.employer, "monthly_income": member.monthly_income,
            "id_number": str(member.id_number)}  # fmt: skip
    typed = filled(household, go="stay", reviewed="on", **rows("rows", line, initial=1))
    shown = clerk.post(section(household, "members"), typed, follow=True)
    said = shown.text.split("“家庭成员”还有 1 处退回没有答复")[1].split("</div>")[0]
    assert "#id_rows-0-relation" in said
    assert member.name not in said


def test_the_reviewer_sees_the_reasons_with_their_answers(cast, as_user, clerk, returned):
    save(returned, "worker", cast.clerk, ethnicity="回族")
    answer(clerk, returned, WHY, number=1)
    submit(returned, cast.clerk)
    text = as_user(cast.reviewer).get(reverse("archives:review", args=[returned.pk])).text
    assert "已修改" in text
    assert WHY in text
    assert "保存说明" not in text
    assert 'href="#section-worker"' in text


def test_a_hostile_explanation_is_shown_as_text(clerk, returned):
    shown = answer(clerk, returned, "<script>alert(1)</script>")
    assert "<script>alert" not in shown.text
    assert "&lt;script&gt;alert(1)" in shown.text


# a reason that names one cell of a line


@pytest.fixture
def cell_returned(cast, submitted):
    member = submitted.members.exclude(relation="head").first()
    return give_back(cast, submitted, ("members", f"{member.uid}:employer"))


def test_a_reason_at_a_cell_shows_there_and_another_cell_does_not_answer_it(clerk, cast, cell_returned):
    text = clerk.get(section(cell_returned, "members")).text
    assert text.count("grid-cell-returned") == 1
    assert 'class="grid-returned"' not in text
    assert "#id_rows-0-employer" in text
    member = cell_returned.members.exclude(relation="head").first()
    member.health = "disabled" if member.health != "disabled" else "healthy"
    member.save()
    assert still_open(cell_returned) == [f"{member.uid}:employer"]
    member.employer = "第二中学"
    member.save()
    assert still_open(cell_returned) == []


def test_a_reason_at_a_cell_of_an_amount_is_answered_by_that_cell(clerk, cast, submitted):
    bill = submitted.expenses.get()
    place = f"expense:{bill.pk}:note"
    give_back(cast, submitted, ("money", place))
    text = clerk.get(section(submitted, "money")).text
    assert text.count("grid-cell-returned") == 1
    bill.annual_amount += 1
    bill.save()
    assert still_open(submitted) == [place]
    bill.note = "透析，按月结算"
    bill.save()
    assert still_open(submitted) == []


def test_a_cell_is_answered_where_it_stands(clerk, cell_returned):
    reason = ReturnReason.objects.get()
    text = clerk.get(section(cell_returned, "members")).text
    assert f'form="beside_{reason.pk}"' in text
    assert f'id="beside_{reason.pk}"' in text
    assert answer(clerk, cell_returned, WHY, on="members").redirect_chain
    assert still_open(cell_returned) == []


@pytest.mark.parametrize(("cell", "kept"), [("employer", ":employer"), ("password", ""), ("", "")])
def test_the_reviewer_chooses_a_cell_that_the_line_has(submitted, cell, kept):
    member = submitted.members.exclude(relation="head").first()
    form = StepForm({
        "action": "return", "seen_hash": "0" * 64, f"reason-members-{member.uid}": "请核对",
        f"cell-members-{member.uid}": cell,
    })  # fmt: skip
    assert list(form.typed_reasons) == [("members", f"{member.uid}{kept}")]
