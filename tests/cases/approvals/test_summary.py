"""审批汇总表: many applications on one paper, with sums, and opinions by the rows that they are on."""

from decimal import Decimal

import pytest
from django.urls import reverse

from cases.applications.models import Application
from cases.applications.states import State
from cases.approvals.reports.summary import _runs, approval_summary
from cases.approvals.services.batches import submit_batch
from hardship.audit.models import AuditRecord
from hardship.kernel.money import in_words
from tests.cases.approvals.test_batches import add, batch, families
from tests.cases.archives.test_archive_pdf import read
from tests.factories import HouseholdFactory, end_notices, take

__all__ = ["batch", "families"]

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B3")]


def several(make, cast, state, count=3, **more):
    return [
        make(state, household=HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk), **more)
        for _n in range(count)
    ]


def text_of(answer):
    return "".join(read(answer.content)[1].split())


@pytest.mark.parametrize(
    ("numbers", "said"), [([1], "1"), ([1, 2, 3, 5], "1—3、5"), ([2, 4, 5], "2、4—5"), ([], "")]
)
def test_rows_in_a_run_are_said_as_one(numbers, said):
    assert _runs(numbers) == said


def test_the_same_words_of_one_person_stand_once_with_their_rows(make, cast):
    rows = several(make, cast, State.REVIEW)
    for row in rows[:2]:
        take(row, "pass", by=cast.reviewer, comment="材料齐全。")
    take(rows[2], "reject", by=cast.reviewer, comment="收入超过标准。")
    found = approval_summary([Application.objects.get(pk=row.pk) for row in rows], heading="")
    said = {(one.said.split("。")[-2], one.who, one.rows) for one in found["opinions"]}
    assert said == {("材料齐全", cast.reviewer.name, "1—2"), ("收入超过标准", cast.reviewer.name, "3")}


def test_only_what_is_approved_counts_in_the_total_and_is_written_out(make, line, cast, as_user):
    approved, refused = several(make, cast, State.APPROVED, 2, line=line), make(State.REVIEW)
    take(refused, "reject", by=cast.reviewer, comment="不符合。")
    rows = [*(Application.objects.get(pk=row.pk) for row in approved), Application.objects.get(pk=refused.pk)]
    found = approval_summary(rows, heading="")
    total = sum((row.amount for row in approved), Decimal(0))
    assert (found["approved"], found["total"]) == (2, total)
    assert found["asked"] == total + refused.amount
    assert in_words(total).startswith("人民币")


def test_what_was_undone_is_no_opinion_on_it(make, cast):
    application = take(make(State.REVIEW), "pass", by=cast.reviewer, comment="核对过。")
    end_notices(application)
    application = take(application, "conclude", by=cast.reviewer, comment="")
    application = take(application, "send_back", by=cast.approver, comment="再核。", to_stage=0)
    assert approval_summary([application], heading="")["opinions"] == []


def test_a_batch_prints_all_of_its_rows_as_they_were_submitted(cast, as_user, batch, families):
    add(batch, cast.clerk, *families)
    submit_batch(batch_id=batch.pk, by=cast.clerk)
    rows = list(Application.objects.filter(batch=batch))
    names = {row.pk: row.household.head.name for row in rows}
    url = reverse("approvals:batch_summary", args=[batch.uid])
    page = as_user(cast.clerk).get(reverse("applications:batch", args=[batch.uid])).text
    assert url in page
    text = text_of(as_user(cast.clerk).get(url))
    total = sum((row.amount for row in rows), Decimal(0))
    for words in (batch.number, "共3件", f"{total:,.2f}", *names.values(), *(row.number for row in rows)):
        assert "".join(words.split()) in text, words
    assert as_user(cast.stranger).get(url).status_code in (403, 404)
    record = AuditRecord.objects.get(action="export.approval_summary")
    assert record.data["rows"] == 3


def test_a_decision_on_many_prints_what_it_was_taken_on(make, cast, as_user):
    rows = several(make, cast, State.REVIEW, 2)
    client = as_user(cast.reviewer)
    url = reverse("approvals:outcome_summary")
    assert client.get(url).url == reverse("approvals:inbox")
    items = [f"{row.pk}:{row.content_hash}" for row in rows]
    sent = client.post(reverse("approvals:decide"), {"action": "pass", "comment": "同意。", "item": items})
    assert sent.url == reverse("approvals:outcome")
    assert url in client.get(sent.url).text
    text = text_of(client.get(url))
    for row in rows:
        assert row.number in text
    assert "1—2" in text
