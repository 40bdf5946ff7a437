"""收集通知: sent to those below, answered with a number or none, urged, closed; late ones are seen."""

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from cases.leads import services
from cases.leads.models import Call, CallUnit
from cases.leads.selectors.calls import list_owed, sum_up
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.workflow import Refused
from tests.factories import UnionFactory, UserFactory, drawn
from tests.threads import after_this

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("G2")]


def today():
    return timezone.localdate()


def make(by, **more):
    told = {"title": "收集困难线索", "text": "请摸底上报。", "due_on": today() + timedelta(days=5), **more}
    return services.make_call(by=by, **told)


def step(call, action, by):
    return services.take_call_step(call_id=call.pk, action=action, by=by)


def unit_of(call, union):
    return call.units.get(union=union)


def answer(call, by, persons=0, note=""):
    return services.answer(unit_id=unit_of(call, by.union).pk, persons=persons, note=note, by=by)


@pytest.fixture
def sent(cast):
    """A call of the county to two unions."""
    UnionFactory(parent=cast.county)
    return step(make(cast.reviewer), "open", cast.reviewer)


def test_a_call_is_sent_answered_urged_and_closed(cast, sent):
    assert list_owed(cast.clerk).get().call == sent
    answer(sent, cast.clerk, 3, "另有两人外出")
    assert not list_owed(cast.clerk).exists()
    answer(sent, cast.clerk, 4)
    assert services.urge(call_id=sent.pk, by=cast.reviewer) == 1
    assert sent.units.get(reminded_at__isnull=False).union != cast.union
    sums = sum_up(sent, cast.reviewer, today())
    assert (sums.unions, sums.answered, sums.waiting, sums.late, sums.persons) == (2, 1, 1, 0, 4)
    assert sum_up(sent, cast.clerk, today()).unions == 1
    step(sent, "close", cast.reviewer)
    with pytest.raises(Refused, match="收集已经结束，请与发通知的工会联系"):
        answer(sent, cast.clerk, 5)
    step(sent, "reopen", cast.reviewer)
    answer(sent, cast.clerk, 5)
    actions = AuditRecord.objects.about(sent).order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["call.make", "call.open", "call.urge", "call.close", "call.reopen"]


def test_late_is_who_answers_after_the_day_or_has_not_when_it_is_over(cast, sent):
    answer(sent, cast.clerk, 1)
    Call.objects.update(due_on=today() - timedelta(days=1))
    assert sum_up(sent, cast.reviewer, today()).late == 2
    CallUnit.objects.filter(union=cast.union).update(answered_at=timezone.now() - timedelta(days=1))
    assert sum_up(sent, cast.reviewer, today()).late == 1


def test_those_without_unions_below_are_called_on(cast):
    call = step(make(UserFactory(union=cast.city, role=Role.REVIEWER)), "open", _reviewer(cast.city))
    assert {unit.union for unit in call.units.all()} == {cast.union}
    alone = UserFactory(union=cast.union, role=Role.REVIEWER)
    with pytest.raises(Refused, match="没有下级工会"):
        step(make(alone), "open", alone)


def _reviewer(union):
    return UserFactory(union=union, role=Role.REVIEWER)


@pytest.mark.parametrize(
    ("work", "message"),
    [
        (lambda cast, call: make(cast.clerk), "收集通知由审核人发出"),
        (lambda cast, call: make(cast.reviewer, due_on=today() - timedelta(days=1)), "截止日期不能早于今天"),
        (lambda cast, call: step(call, "close", _reviewer(cast.city)), "只有“.*”的审核人可以办理"),
        (lambda cast, call: step(call, "open", cast.reviewer), "当前状态下不能"),
        (lambda cast, call: services.urge(call_id=call.pk, by=_reviewer(cast.city)), "的审核人可以办理"),
        (
            lambda cast, call: services.answer(
                unit_id=unit_of(call, cast.union).pk, persons=1, by=_clerk(cast.county)
            ),
            "由“.*”的经办人答复",
        ),
    ],
)
def test_what_is_refused(cast, sent, work, message):
    with pytest.raises(Refused, match=message):
        work(cast, sent)


def _clerk(union):
    return UserFactory(union=union, role=Role.CLERK)


def test_who_sees_a_call(cast, sent, as_user):
    at = reverse("leads:call", args=[sent.uid])
    assert as_user(cast.stranger).get(at).status_code == 404
    assert as_user(cast.clerk).get(at).status_code == 200
    assert as_user(cast.approver).get(at).status_code == 200
    draft = make(cast.reviewer)
    assert as_user(cast.clerk).get(reverse("leads:call", args=[draft.uid])).status_code == 404
    beside = _clerk(sent.units.exclude(union=cast.union).get().union)
    answer(sent, cast.clerk, 7, "本单位七人")
    page = as_user(beside).get(at).content.decode()
    assert "本单位七人" not in page
    own = reverse("leads:call_answer", args=[sent.uid])
    assert as_user(_clerk(cast.county)).post(own, {"persons": 1}).status_code == 404


def test_pages(cast, as_user, settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path
    UnionFactory(parent=cast.county)
    reviewer, clerk = as_user(cast.reviewer), None
    new = reverse("leads:call_new")
    told = {"title": "收集困难线索", "text": "", "due_on": str(today())}
    refused = reviewer.post(new, told)
    assert refused.status_code == 422
    assert "收集困难线索" in refused.content.decode()
    assert reviewer.post(new, {**told, "text": "请摸底。"}).status_code == 302
    call = Call.objects.get()
    services.change_call(
        call_id=call.pk, title="线索", text="x", due_on=today(), by=cast.reviewer, file=drawn()
    )
    reviewer.post(reverse("leads:call_step", args=[call.uid]), {"action": "open"})
    shown = reviewer.get(reverse("leads:call_attachment", args=[call.uid]))
    assert shown["Content-Type"] == "image/png"
    clerk = as_user(cast.clerk)
    at = reverse("leads:call_answer", args=[call.uid])
    assert clerk.post(at, {"persons": "", "note": "三人住院"}).status_code == 422
    assert clerk.post(at, {"persons": "0"}).status_code == 302
    reviewer = as_user(cast.reviewer)
    reviewer.post(reverse("leads:call_urge", args=[call.uid]))
    content = reviewer.post(reverse("leads:call_export", args=[call.uid])).content
    cells = [cell for row in openpyxl.load_workbook(BytesIO(content)).active.values for cell in row]
    assert cells.index("未答复") < cells.index("已答复")
    page = reviewer.get(reverse("leads:call", args=[call.uid])).content.decode()
    assert "Answers(" not in page


def test_without_python(cast, sent):
    for sql, why in (
        ("UPDATE leads_callunit SET state = 'answered'", "call_unit_answered_with_a_number"),
        ("UPDATE leads_callunit SET persons = 3", "call_unit_answered_with_a_number"),
        ("UPDATE leads_call SET state = 'draft'", "call_sent_unless_draft"),
        ("UPDATE leads_call SET state = 'closed'", "call_closed_when_over"),
    ):
        with connection.cursor() as cursor, pytest.raises(IntegrityError, match=why), transaction.atomic():
            cursor.execute(sql)


@pytest.mark.django_db(transaction=True)
def test_an_answer_that_comes_while_the_call_is_closed_is_refused(cast):
    call = step(make(cast.reviewer), "open", cast.reviewer)
    with after_this(lambda: answer(call, cast.clerk, 2)) as late:
        step(call, "close", cast.reviewer)
    assert "收集已经结束" in str(late)
    assert not CallUnit.objects.filter(state="answered").exists()
