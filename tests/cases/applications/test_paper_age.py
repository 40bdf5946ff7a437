"""Papers that must not be older than so many months: by the day that stands on the document."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from cases.applications.models import Application
from cases.applications.selectors import content_hash, get_paper, list_gaps, missing_papers, papers_of
from cases.applications.services import attach
from cases.applications.states import State
from cases.archives.services.entry.dating import date_evidence
from cases.archives.services.refusals import FileRefused
from cases.outcomes.selectors.documents import list_documents
from cases.outcomes.selectors.pieces import list_pieces
from cases.outcomes.states import PaperKind
from cases.policies import services as policies
from cases.policies.rules.document.handling import months_after
from cases.policies.services import default_text
from hardship.kernel.workflow import Refused
from tests.cases.outcomes.test_papers import text_of
from tests.factories import take

pytestmark = pytest.mark.django_db

PAPER = "      - any_of: income\n"


@pytest.fixture
def draft(cast, make, reference):
    """An application whose income certificate must be of the last six months; its day is not known."""
    text = default_text()
    assert PAPER in text
    text = text.replace(PAPER, f"{PAPER}        within_months: 6\n", 1)
    policies.load_policy(union=cast.city, text=text, in_force_from=date(2025, 1, 1))
    return make()


def issue(application, issued_on, *, by):
    document = application.evidence.get(kind="income")
    date_evidence(household_id=application.household_id, uid=document.uid, issued_on=issued_on, by=by)
    return Application.objects.get(pk=application.pk)


def said(application):
    return [gap.text for gap in list_gaps(application) if gap.field == "evidence"]


def test_without_its_day_or_older_it_is_said_and_not_submitted(as_user, cast, draft):
    first = months_after(timezone.localdate(), -6)
    assert said(draft) == ["“近 6 个月内的收入证明”还没有填写出具日期，请打开这份材料填写。"]
    page = as_user(cast.clerk).get(reverse("applications:check", args=[draft.pk])).text
    assert f'href="{reverse("applications:edit", args=[draft.pk])}#id_evidence"' in page
    assert "填写出具日期" in as_user(cast.clerk).get(reverse("applications:edit", args=[draft.pk])).text
    draft = issue(draft, first - timedelta(days=1), by=cast.clerk)
    assert said(draft) == [
        f"要“近 6 个月内的收入证明”，现有的是 {first - timedelta(days=1)} 出具的，请换新的。"
    ]
    with pytest.raises(Refused, match="请换新的"):
        take(draft, "submit", by=cast.clerk)
    draft = issue(draft, first, by=cast.clerk)
    assert said(draft) == []
    assert take(draft, "submit", by=cast.clerk).state == State.REVIEW


def test_it_does_not_grow_old_while_it_is_decided(cast, draft):
    first = months_after(timezone.localdate(), -6)
    application = take(issue(draft, first, by=cast.clerk), "submit", by=cast.clerk)
    assert missing_papers(application, papers_of(application)) == []
    application.submitted_at += timedelta(days=1)
    assert [row.label for row in missing_papers(application, papers_of(application))] == [
        "近 6 个月内的收入证明"
    ]


def test_another_day_after_the_submission_is_another_content(cast, draft):
    today = timezone.localdate()
    application = take(issue(draft, today, by=cast.clerk), "submit", by=cast.clerk)
    application = issue(application, today - timedelta(days=1), by=cast.clerk)
    assert content_hash(application) != application.content_hash
    with pytest.raises(Refused, match="申请材料"):
        take(application, "pass", by=cast.reviewer)


def test_the_day_of_a_document_changes_no_other_programme_that_rests_on_it(cast, make, draft):
    """The other one asks for no day: what was signed of it stays signed."""
    other = make(programme="medical", household=draft.household)
    document = draft.evidence.get(kind="income")
    attach(application_id=other.pk, evidence_id=document.pk, by=cast.clerk)
    other = take(other, "submit", by=cast.clerk)
    issue(draft, timezone.localdate(), by=cast.clerk)
    other = Application.objects.get(pk=other.pk)
    assert content_hash(other) == other.content_hash
    assert take(other, "pass", by=cast.reviewer).state == State.PUBLIC_NOTICE


@pytest.mark.parametrize(
    ("days", "words", "badge"),
    [(None, "还没有填写出具日期，请打开这份材料填写。", "warning"), (400, "出具的，请换新的。", "warning"),
     (1, "", "success")],
)  # fmt: skip
def test_the_form_says_of_a_document_what_the_submission_would(days, words, badge, as_user, cast, draft):
    if days:
        draft = issue(draft, timezone.localdate() - timedelta(days=days), by=cast.clerk)
    page = as_user(cast.clerk).get(reverse("applications:edit", args=[draft.pk]))
    [group] = [row for row in page.context["documents"] if row["kind"] == "income"]
    assert (group["count"], group["is_dated"]) == (1, True)
    assert group["lacking"] == said(draft)
    assert bool(group["lacking"]) == bool(words)
    assert words in page.text
    assert f'tag-{badge}">已选 1 份' in page.text


def test_a_kind_that_two_papers_take_lacks_what_either_asks(as_user, cast, make, reference):
    """Not too old for one of them, and another one of any age: the form keeps both in view."""
    twice = f"{PAPER}        within_months: 6\n        text: 近期的\n{PAPER}        text: 任何时候的\n"
    text = default_text().replace(PAPER, twice, 1)
    policies.load_policy(union=cast.city, text=text, in_force_from=date(2025, 1, 1))
    draft = make()
    page = as_user(cast.clerk).get(reverse("applications:edit", args=[draft.pk]))
    [group] = [row for row in page.context["documents"] if row["kind"] == "income"]
    assert (group["is_dated"], group["notes"]) == (True, ["近期的", "任何时候的"])
    assert group["lacking"] == said(draft)
    assert len(group["lacking"]) == 1


def test_the_day_stands_on_the_page_the_papers_and_among_the_changes(as_user, cast, draft):
    was, now = timezone.localdate() - timedelta(days=30), timezone.localdate() - timedelta(days=3)
    application = take(issue(draft, was, by=cast.clerk), "submit", by=cast.clerk)
    address = reverse("applications:detail", args=[application.pk])
    assert f"{was} 出具" in as_user(cast.reviewer).get(address).text
    assert f"收入证明（{was} 出具）" in get_paper(application).evidence
    assert [row.issued for row in list_documents(application) if row.label == "收入证明"] == [f"{was} 出具"]
    assert f"收入证明（{was} 出具）" in [piece.title for piece in list_pieces(application)]
    for kind in (PaperKind.FORM, PaperKind.DOCUMENTS):
        assert f"{was}出具" in text_of(application, kind)[1]
    application = take(application, "return", by=cast.reviewer)
    application = take(issue(application, now, by=cast.clerk), "submit", by=cast.clerk)
    page = as_user(cast.reviewer).get(address).text
    assert f"<del>{was} 出具</del>" in page
    assert f"<ins>{now} 出具</ins>" in page


def test_a_day_after_it_came_is_refused_by_the_database_too(cast, draft):
    document, later = draft.evidence.get(kind="income"), timezone.localdate() + timedelta(days=1)
    with pytest.raises(FileRefused, match="不能晚于上传日期"):
        issue(draft, later, by=cast.clerk)
    with pytest.raises(FileRefused, match="经办人可以修改"):
        issue(draft, later, by=cast.reviewer)
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE archives_evidence SET issued_on = %s WHERE id = %s", [later, document.pk])
    assert caught.value.__cause__.diag.constraint_name == "evidence_issued_before_it_came"


def test_the_page_of_the_document_takes_its_day(as_user, cast, draft):
    document, client = draft.evidence.get(kind="income"), as_user(cast.clerk)
    url = reverse("archives:evidence_date", args=[draft.household_id, document.uid])
    assert client.post(url, {"issued_on": "2999-01-01"}).status_code == 422
    assert client.post(url, {"issued_on": "2026-01-05"}).status_code == 302
    document.refresh_from_db()
    assert document.issued_on == date(2026, 1, 5)
    assert as_user(cast.reviewer).post(url, {"issued_on": "2026-01-05"}).status_code == 403
