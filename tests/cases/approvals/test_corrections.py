"""退回补正: what is to be put right is pinned to parts; only these are open; kept by the database."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from cases.applications import services as applications
from cases.applications.forms import ApplicationForm
from cases.applications.models import Application
from cases.applications.selectors import list_gaps
from cases.applications.selectors.returned import list_parts, list_to_mend, name_part, open_parts
from cases.applications.services import ApplicationRefused
from cases.applications.states import State
from cases.approvals.models import Correction, CorrectionAnswer
from cases.approvals.selectors.resubmission import get_resubmission
from cases.approvals.services import StepRefused
from cases.approvals.services.corrections import Corrections
from cases.archives.models import Member
from cases.outcomes.states import PaperKind
from tests.cases.outcomes.test_papers import text_of
from tests.factories import HouseholdFactory, make_evidence, take, written_on

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B3")]
WHY = "请写明治疗情况。"


@pytest.fixture
def back(cast, make):
    """`back(("reason", "…"))`: an application for medical aid that came back with these corrections."""

    def returned(*parts, **more):
        application = make(State.REVIEW, programme="medical", **more)
        return take(application, "return", by=cast.reviewer, corrections=Corrections(parts))

    return returned


def save(application, cast, **more):
    application = Application.objects.get(pk=application.pk)
    given = {"reason": application.reason, "member": application.member} | more
    return applications.save(
        application_id=application.pk, version=application.version, by=cast.clerk, **given
    )


def posted(application, **more):
    """What a browser sends of the form: nothing of what is closed."""
    form = ApplicationForm(application=application)
    sent = {
        name: field.widget.format_value(form[name].value()) if name != "evidence" else sorted(form.picked)
        for name, field in form.fields.items()
        if not field.disabled and not name.startswith("file_") and name != "confirmed"
    }
    return {name: value for name, value in {**sent, **more}.items() if value not in (None, "", [None])}


def edit(client, application, **more):
    application = Application.objects.get(pk=application.pk)
    return client.post(reverse("applications:edit", args=[application.pk]), posted(application, **more))


# what is asked


def test_the_decision_form_asks_for_the_parts_or_all_of_it(cast, make, as_user):
    application, browser = make(State.REVIEW), as_user(cast.reviewer)
    address = reverse("approvals:step", args=[application.pk])
    page = browser.get(reverse("applications:detail", args=[application.pk])).text
    for part in list_parts(application):
        assert f'name="pin_{part}"' in page
    sent = {"action": "return", "seen_hash": application.content_hash, "comment": "请核对"}
    answer = browser.post(address, sent)
    assert answer.status_code == 422
    assert "请在要改的栏目旁写明原因" in answer.text
    answer = browser.post(address, {**sent, "pin_reason": "长" * 301, "pin_amount": "偏高"})
    assert (answer.status_code, "偏高" in answer.text) == (422, True)
    assert browser.post(address, {**sent, "pin_nonsense": WHY}).status_code == 409
    assert browser.post(address, {**sent, "pin_reason": WHY, "pin_file": "少一口人"}).status_code == 302
    assert [(row.part, row.reason) for row in Correction.objects.order_by("pk")] == [
        ("reason", WHY), ("file", "少一口人"),
    ]  # fmt: skip


def test_everything_may_be_opened_also_with_reasons(cast, make, as_user):
    application, browser = make(State.REVIEW), as_user(cast.reviewer)
    sent = {"action": "return", "seen_hash": application.content_hash, "comment": "请核对"}
    sent |= {"open_all": "on", "pin_reason": WHY}
    assert browser.post(reverse("approvals:step", args=[application.pk]), sent).status_code == 302
    application.refresh_from_db()
    assert [row.part for row in list_to_mend(application)] == ["reason", "all"]
    assert open_parts(application) is None


@pytest.mark.parametrize(
    ("parts", "words"),
    [([("nonsense", WHY)], "退回的栏目已有变化"), ([("version", WHY)], "退回的栏目已有变化"),
     ([("reason", " ")], "每一栏都要写明")],
)  # fmt: skip
def test_only_parts_of_the_application_come_back_each_with_a_reason(parts, words, cast, make):
    application = make(State.REVIEW)
    with pytest.raises(StepRefused, match=words):
        take(application, "return", by=cast.reviewer, corrections=Corrections(parts))


def test_every_part_has_a_name(make):
    for programme in ("living", "medical", "tuition"):
        parts = list_parts(make(programme=programme))
        assert len({name_part(part) for part in parts}) == len(parts)


# what is open


def test_only_what_came_back_can_be_changed(cast, back):
    application = back(("reason", WHY))
    save(application, cast, reason="本人每周透析三次，自付部分借了外债。")
    with pytest.raises(ApplicationRefused, match="自付") as caught:
        save(application, cast, facts={"self_paid": Decimal(1000)})
    assert caught.value.field == "self_paid"
    with pytest.raises(ApplicationRefused, match="不能改") as caught:
        save(application, cast, amount=Decimal(10))
    assert caught.value.field == "amount"
    with pytest.raises(ApplicationRefused, match="材料：") as caught:
        save(application, cast, evidence_ids=[])
    assert caught.value.field == "evidence"


def test_a_part_that_was_not_named_stays(cast, back):
    application = back(("self_paid", "票据合计不对"))
    with pytest.raises(ApplicationRefused, match="“申请理由”不在这次退回补正的范围内"):
        save(application, cast, reason="另一个理由")
    application.refresh_from_db()
    assert application.reason == "本人长期透析，家庭入不敷出。"


def test_documents_come_one_kind_at_a_time(cast, back):
    application = back(("reason", WHY))
    kind = application.evidence.first().kind
    row = make_evidence(application.household, kind=kind, by=cast.clerk)
    for write in (applications.attach, applications.detach):
        link = row if write is applications.attach else application.evidence.first()
        with pytest.raises(ApplicationRefused, match="材料："):
            write(application_id=application.pk, evidence_id=link.pk, by=cast.clerk)


def test_a_kind_that_came_back_takes_documents(cast, back):
    application = back(("paper:other", "补单位证明"))
    row = make_evidence(application.household, kind="other", by=cast.clerk)
    applications.attach(application_id=application.pk, evidence_id=row.pk, by=cast.clerk)
    assert row in application.evidence.all()


def test_the_amount_follows_the_figures(cast, back):
    application = back(("self_paid", "票据合计不对"))
    assert application.amount == application.entitled == 20000
    assert save(application, cast, facts={"self_paid": Decimal(3000)}).amount == 3000


def test_an_amount_below_all_stays_while_it_is_allowed(cast, back):
    application = back(("self_paid", "票据合计不对"), amount=Decimal(5000))
    assert save(application, cast, facts={"self_paid": Decimal(9000)}).amount == 5000
    assert save(application, cast, facts={"self_paid": Decimal(3000)}).amount == 3000


def test_what_lacks_is_open_as_well(cast, back):
    """Nobody stands before a form that can be neither changed nor handed in."""
    application = back(("reason", WHY))
    row = application.evidence.first()
    assert f"paper:{row.kind}" not in open_parts(application)
    application.evidence.filter(pk=row.pk).update(removed_at=application.created_at)
    assert f"paper:{row.kind}" in open_parts(application)


@pytest.mark.parametrize("parts", [(), (("all", ""),)])
def test_without_parts_everything_is_open(parts, cast, back):
    application = back(*parts)
    assert open_parts(application) is None
    save(application, cast, reason="换一个理由", facts={"self_paid": Decimal(3000)})


def test_the_last_return_alone_counts(cast, back):
    application = take(back(("reason", WHY)), "submit", by=cast.clerk)
    assert list_to_mend(application) == []
    application = take(application, "return", by=cast.reviewer, corrections=Corrections([("file", "x")]))
    assert open_parts(application) == {"file"}


def test_a_closed_field_that_is_true_no_more_is_open_again(cast, back, as_user):
    """The patient has left the household since: without it nothing could be saved."""
    household = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk)
    patient = household.members.exclude(pk=household.head_id).order_by("pk").first()
    application = back(("reason", WHY), household=household, member=patient)
    browser = as_user(cast.clerk)
    assert open_parts(application) == {"reason"}
    with written_on(household, "members", by=cast.clerk):
        Member.objects.filter(pk=patient.pk).update(removed_at=timezone.now())
    application = Application.objects.get(pk=application.pk)
    assert [gap.text for gap in list_gaps(application) if gap.field == "member"] == [
        f"“{patient.name}”已不在家庭成员里，请重新选择受助人。"
    ]
    assert {"member", "reason"} <= open_parts(application)
    typed = {"reason": "每周透析三次。", "member": str(application.household.head.uid)}
    assert edit(browser, application, **typed).status_code == 302
    application.refresh_from_db()
    assert application.member == application.household.head
    assert "member" not in open_parts(application)


# pages and paper


def test_the_form_closes_the_rest_and_says_why_beside_the_field(cast, back, as_user):
    application, browser = back(("reason", WHY), ("paper:other", "补单位证明")), as_user(cast.clerk)
    page = browser.get(reverse("applications:edit", args=[application.pk])).text
    assert f"退回原因：{WHY}" in page
    assert "退回原因：补单位证明" in page
    assert '<a href="#id_reason">申请理由</a>' in page
    form = ApplicationForm(application=application)
    assert not form.fields["reason"].disabled
    assert {name for name in ("self_paid", "amount", "channel") if not form.fields[name].disabled} == set()
    assert [name for name in form.fields if name.startswith("file_")] == ["file_other"]


def test_what_is_typed_into_a_closed_field_by_hand_changes_nothing(cast, back, as_user):
    application = back(("reason", WHY))
    before = (application.facts, application.amount, application.channel, application.received_on)
    attached = set(application.evidence.values_list("pk", flat=True))
    typed = {"reason": "每周透析三次。", "self_paid": "1", "amount": "5", "channel": "phone", "evidence": []}
    answer = edit(as_user(cast.clerk), application, **typed)
    assert answer.status_code == 302
    application.refresh_from_db()
    assert application.reason == "每周透析三次。"
    assert (application.facts, application.amount, application.channel, application.received_on) == before
    assert set(application.evidence.values_list("pk", flat=True)) == attached


def test_a_document_of_a_closed_kind_that_is_ticked_by_hand_is_refused(cast, back, as_user):
    application = back(("reason", WHY))
    row = make_evidence(application.household, kind=application.evidence.first().kind, by=cast.clerk)
    answer = edit(as_user(cast.clerk), application, evidence=[row.pk])
    assert answer.status_code == 409
    assert "不在这次退回补正的范围内" in answer.text
    assert row not in application.evidence.all()


def test_the_answers_go_with_the_submission_and_stand_before_the_reviewer(cast, back, as_user):
    application, browser = back(("reason", WHY), ("self_paid", "票据合计不对")), as_user(cast.clerk)
    assert edit(browser, application, self_paid="3000").status_code == 302
    page = browser.get(reverse("applications:check", args=[application.pk]))
    first, second = list_to_mend(Application.objects.get(pk=application.pk))
    assert f'name="answer_{first.key}"' in page.text
    sent = {"action": "submit", "seen_hash": page.context["seen_hash"]}
    sent |= {f"answer_{first.key}": "理由属实，<b>不改</b>。", f"answer_{second.key}": " "}
    assert browser.post(reverse("approvals:step", args=[application.pk]), sent).status_code == 302
    assert [row.correction_id for row in CorrectionAnswer.objects.all()] == [first.key]
    shown = as_user(cast.reviewer).get(reverse("applications:detail", args=[application.pk])).text
    for words in (WHY, "票据合计不对", "<ins>3,000.00 元</ins>", "经办人答复：理由属实，&lt;b&gt;不改"):
        assert words in shown
    assert get_resubmission(Application.objects.get(pk=application.pk), is_changed=False) is not None


def test_how_it_came_in_is_compared_too(cast, back, as_user):
    application = back(("received", "是邻居代交的，请写明代办人"))
    typed = {"channel": "agent", "agent_name": "周敏", "agent_relation": "邻居"}
    assert edit(as_user(cast.clerk), application, **typed).status_code == 302
    take(application, "submit", by=cast.clerk)
    shown = as_user(cast.reviewer).get(reverse("applications:detail", args=[application.pk])).text
    assert "周敏，邻居</ins>" in shown


def test_an_answer_to_what_was_not_asked_is_refused(cast, back):
    other = back(("reason", WHY))
    take(other, "withdraw", by=cast.clerk)
    application = back(("reason", WHY), household=other.household)
    wrong = list(Correction.objects.filter(step__application=other).values_list("pk", flat=True))
    with pytest.raises(StepRefused, match="退回原因已有变化"):
        take(application, "submit", by=cast.clerk, corrections=Corrections(answers=[(wrong[0], "改了")]))


def test_the_letter_names_each_part_with_its_reason(back):
    _pages, text = text_of(back(("reason", WHY), ("paper:other", "补单位证明")), PaperKind.CORRECTION)
    for words in ("1.申请理由：请写明治疗情况。", "2.材料：", "补单位证明"):
        assert words in text


# the database alone


def run(sql, *given):
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, given)
    return caught.value.__cause__.diag.constraint_name


def test_nothing_is_asked_after_the_return_nor_with_another_step(cast, back):
    application = back(("reason", WHY))
    add = "INSERT INTO approvals_correction (step_id, part, reason) VALUES (%s, 'amount', 'x')"
    for step in application.steps.all():
        assert run(add, step.pk) == "correction_with_its_return"
    application = take(application, "submit", by=cast.clerk)
    for step in application.steps.all():
        assert run(add, step.pk) == "correction_with_its_return"


def test_nothing_is_answered_but_with_the_next_submission(cast, back):
    application = take(back(("reason", WHY)), "submit", by=cast.clerk)
    add = "INSERT INTO approvals_correctionanswer (correction_id, step_id, text) VALUES (%s, %s, 'x')"
    for step in application.steps.all():
        assert run(add, Correction.objects.get().pk, step.pk) == "correction_answered_with_its_submission"


@pytest.mark.parametrize(("part", "reason"), [("", "x"), ("reason", ""), ("reason", " ")])
def test_a_row_says_what_and_why(part, reason, cast, make):
    """Written with the return, as the service does, past its own look at the reasons."""
    application = make(State.REVIEW)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO approvals_approvalstep (application_id, round, action, source, target, stage_no,
               next_no, is_decision, comment, content_hash, parts, at, maker_id, by_id)
               SELECT id, round, 'return', state, 'returned', stage_no, NULL, true, 'x', content_hash, '{}',
               now(), submitted_by_id, %s FROM applications_application WHERE id = %s RETURNING id""",
            [cast.reviewer.pk, application.pk],
        )
        step = cursor.fetchone()[0]
        add = "INSERT INTO approvals_correction (step_id, part, reason) VALUES (%s, %s, %s)"
        assert run(add, step, part, reason) == "correction_says_why"
        cursor.execute(add, [step, "reason", "x"])
        transaction.set_rollback(True)


@pytest.mark.parametrize("verb", ["UPDATE approvals_correction SET reason = 'y'",
                                  "DELETE FROM approvals_correction"])  # fmt: skip
def test_what_was_asked_stays(verb, back):
    back(("reason", WHY))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb)
