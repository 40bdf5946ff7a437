"""一户一计划、一户一措施: drawn up, agreed, carried out by named people until a day, closed with a result."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from cases.aid.services import Given, record_aid
from cases.plans import services
from cases.plans.models import HelpPlan, Measure, ProgressEntry
from cases.plans.selectors import list_due_measures, list_plans, list_responsible
from cases.plans.selectors.deeds import list_deeds
from cases.plans.states import MEASURE_TRANSITIONS, PLAN_TRANSITIONS, Department, MeasureState, PlanState
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.desk.selectors import list_todo
from hardship.kernel.workflow import Refused
from tests.factories import HouseholdFactory, UnionFactory, UserFactory, close_file, make_visit
from tests.threads import at_once
from tests.worlds import world

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("A12")]


def today():
    return timezone.localdate()


@world
def home(cast):
    return HouseholdFactory(union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, filed=True)


@world
def plan(cast, home):
    return start(home, cast.clerk)


def start(home, by, **more):
    values = {"year": today().year, "goal": "一人稳定就业", "causes": ["illness"], **more}
    return services.start_plan(household_id=home.pk, by=by, **values)


def add(plan, by, **more):
    values = {"kind": "work", "text": "介绍到社区食堂", "due_on": today() + timedelta(days=30),
              "responsible": by, **more}  # fmt: skip
    return services.add_measure(plan_id=plan.pk, by=by, **values)


def step(plan, action, by, comment="已落实"):
    return services.take_step(plan_id=plan.pk, action=action, by=by, comment=comment)


def close(measure, action, by, comment="已上岗"):
    return services.close_measure(measure_id=measure.pk, action=action, by=by, comment=comment)


def note(measure, by, **more):
    return services.note_progress(measure_id=measure.pk, by=by, **{"on": today(), "text": "已面试", **more})


def test_a_plan_is_agreed_carried_out_and_finished(cast, plan):
    with pytest.raises(Refused, match="至少一项措施"):
        step(plan, "agree", cast.clerk)
    measure = add(plan, cast.clerk)
    agreed = step(plan, "agree", cast.clerk)
    assert (agreed.state, agreed.agreed_on) == (PlanState.AGREED, today())
    with pytest.raises(Refused, match="还有 1 项措施"):
        step(plan, "finish", cast.clerk)
    assert note(measure, cast.clerk).by == cast.clerk
    assert close(measure, "settle", cast.clerk).result == "已上岗"
    with pytest.raises(Refused, match="已经办结"):
        note(measure, cast.clerk)
    done = step(plan, "finish", cast.clerk, "已脱离困难")
    assert (done.state, done.outcome, done.closed_by) == (PlanState.DONE, "已脱离困难", cast.clerk)
    with pytest.raises(Refused, match="已经结束"):
        add(plan, cast.clerk)
    actions = set(AuditRecord.objects.about(plan.household).values_list("action", flat=True))
    assert {"plan.start", "plan.add_measure", "plan.agree", "plan.progress", "measure.settle",
            "plan.finish"} <= actions  # fmt: skip


def test_a_typo_is_corrected_until_the_family_has_signed(cast, home, plan, as_user):
    measure = add(plan, cast.clerk, responsible=None, responsible_name="王师傅",
                  responsible_phone="13800138000")  # fmt: skip
    client = as_user(cast.clerk)
    at = reverse("plans:plan_edit", args=[plan.uid])
    assert "一人稳定就业" in client.get(at).content.decode()
    assert client.post(at, {"year": str(plan.year), "goal": ""}).status_code == 422
    assert (
        client.post(at, {"year": str(plan.year), "goal": "二人就业", "causes": ["other"]}).status_code == 302
    )
    of_measure = reverse("plans:measure_edit", args=[measure.uid])
    shown = client.get(of_measure).content.decode()
    assert ("13800138000" in shown, "****8000" in shown) == (False, True)
    typed = {"kind": "work", "text": "介绍到机关食堂", "due_on": measure.due_on.isoformat(),
             "responsible": "", "responsible_name": "王师傅", "responsible_phone": ""}  # fmt: skip
    assert client.post(of_measure, {**typed, "responsible_name": ""}).status_code == 422
    assert client.post(of_measure, typed).status_code == 302
    plan.refresh_from_db()
    measure.refresh_from_db()
    assert (plan.goal, plan.causes, measure.text) == ("二人就业", ["other"], "介绍到机关食堂")
    assert measure.responsible_phone.reveal() == "13800138000"
    client.post(of_measure, {**typed, "responsible_name": "赵师傅"})
    measure.refresh_from_db()
    assert not measure.responsible_phone
    actions = AuditRecord.objects.about(home).values_list("action", flat=True)
    assert {"plan.edit", "plan.edit_measure"} <= set(actions)
    other = start(home, cast.clerk, year=plan.year + 1)
    with pytest.raises(Refused, match="已有另一份"):
        services.edit_plan(plan_id=other.pk, year=plan.year, goal="甲", causes=[], by=cast.clerk)
    step(plan, "agree", cast.clerk)
    assert client.post(at, {"year": str(plan.year), "goal": "三人就业"}).status_code == 409
    assert client.post(of_measure, typed).status_code == 409
    assert reverse("plans:plan_edit", args=[plan.uid]) not in client.get(
        reverse("plans:plan", args=[plan.uid])).content.decode()  # fmt: skip
    assert as_user(cast.reviewer).get(at).status_code == 403
    assert as_user(cast.stranger).get(of_measure).status_code == 404


def test_what_holds_a_step_up_is_said_instead_of_its_button(cast, plan, as_user):
    client, page = as_user(cast.clerk), reverse("plans:plan", args=[plan.uid])
    assert "请先添加至少一项措施" in client.get(page).content.decode()
    measure = add(plan, cast.clerk)
    step(plan, "agree", cast.clerk)
    shown = client.get(page).content.decode()
    assert ("还有 1 项措施没有办结" in shown, 'value="finish"' in shown) == (True, False)
    close(measure, "settle", cast.clerk)
    assert 'value="finish"' in client.get(page).content.decode()


@pytest.mark.parametrize("state", PlanState.values)
@pytest.mark.parametrize("action", sorted({row.action for row in PLAN_TRANSITIONS}))
def test_a_plan_moves_as_the_table_says_and_no_other_way(cast, plan, action, state):
    measure = add(plan, cast.clerk)
    if action == "finish":
        close(measure, "settle", cast.clerk)
    closed = {"outcome": "已结", "closed_at": timezone.now()} if state in ("done", "ended") else {}
    HelpPlan.objects.filter(pk=plan.pk).update(state=state, agreed_on=today(), **closed)
    row = next((r for r in PLAN_TRANSITIONS if r.action == action and state in r.source), None)
    if row is None:
        with pytest.raises(Refused):
            step(plan, action, cast.clerk)
    else:
        assert step(plan, action, cast.clerk).state == row.target


@pytest.mark.parametrize("action", sorted({row.action for row in MEASURE_TRANSITIONS}))
def test_a_measure_is_closed_once_and_with_a_sentence(cast, plan, action):
    measure = add(plan, cast.clerk)
    with pytest.raises(Refused, match="必须填写意见"):
        close(measure, action, cast.clerk, " ")
    close(measure, action, cast.clerk)
    with pytest.raises(Refused):
        close(measure, action, cast.clerk)


def test_the_visit_or_aid_that_fulfils_a_measure_closes_it(cast, home, plan, as_user):
    """What was done for others or before the plan's year does not; nor is anything dropped by it."""
    visit = make_visit(home, by=cast.clerk)
    elsewhere = make_visit(HouseholdFactory(union=cast.union, clerk=cast.clerk, filed=True), by=cast.clerk)
    measure = add(plan, cast.clerk, kind="insurance")
    assert measure.department == Department.LABOUR
    client, page = as_user(cast.clerk), reverse("plans:plan", args=[plan.uid])
    assert f"visit|{visit.uid}" in client.get(page).content.decode()
    closing = reverse("plans:measure_step", args=[measure.uid])
    for action, deed, why in (
        ("settle", f"visit|{elsewhere.uid}", "请重新选择"),
        ("settle", "x", "请重新选择"),
        ("drop", f"visit|{visit.uid}", "取消的措施没有落实"),
    ):
        refused = client.post(closing, {"action": action, "deed": deed, "comment": "已续保"})
        assert (refused.status_code, why in refused.content.decode()) == (409, True)
    send = {"action": "settle", "deed": f"visit|{visit.uid}", "comment": ""}
    assert client.post(closing, send).status_code == 302
    measure.refresh_from_db()
    assert (measure.deed_kind, measure.deed_key) == ("visit", str(visit.uid))
    assert measure.result == measure.fulfilled_by
    assert f"{today():%Y-%m-%d} 走访" in measure.result
    shown = client.get(page).content.decode()
    assert reverse("visits:visit", args=[visit.uid]) in shown
    next_year = add(start(home, cast.clerk, year=today().year + 1), cast.clerk)
    with pytest.raises(Refused, match="请重新选择"):
        services.close_measure(
            measure_id=next_year.pk, action="settle", comment="", deed=f"visit|{visit.uid}", by=cast.clerk
        )


def test_aid_that_a_body_gave_is_offered_too(cast, home, plan):
    given = Given("civil_affairs", "emergency", Decimal(800), today(), programme="临时救助")
    record_aid(
        union=cast.union, name=home.head.name, id_number=home.head.id_number, given=given, by=cast.clerk
    )
    titles = [title for _name, title in list_deeds(home, today().replace(month=1, day=1))]
    assert titles == [f"{today():%Y-%m-%d} 帮扶：临时救助 800.00 元（民政）"]


def test_who_leads_a_measure_is_chosen_or_usual(cast, plan):
    usual = add(plan, cast.clerk, kind="housing")
    chosen = add(plan, cast.clerk, kind="housing", department="employer")
    other = add(plan, cast.clerk, kind="pairing")
    assert [row.department for row in (usual, chosen, other)] == ["housing", "employer", "union"]


def test_who_may(cast, home, plan):
    colleague = UserFactory(union=cast.county, role=Role.REVIEWER)
    measure = add(plan, cast.clerk, responsible=colleague)
    assert note(measure, colleague).by == colleague
    for write in (
        lambda: start(home, cast.reviewer, year=2031),
        lambda: add(plan, cast.reviewer),
        lambda: step(plan, "end", cast.reviewer),
        lambda: close(measure, "settle", colleague),
        lambda: note(measure, cast.reviewer),
        lambda: note(measure, cast.clerk, on=today() + timedelta(days=1)),
        lambda: add(plan, cast.clerk, responsible=None),
        lambda: start(home, cast.clerk),
        lambda: start(HouseholdFactory(union=cast.union, clerk=cast.clerk), cast.clerk),
    ):
        with pytest.raises(Refused):
            write()
    with pytest.raises(HelpPlan.DoesNotExist):
        add(plan, cast.stranger)
    with pytest.raises(Measure.DoesNotExist):
        note(measure, cast.stranger)


def test_what_is_due_waits_for_whoever_is_responsible(cast, plan):
    late = add(plan, cast.clerk, due_on=today() - timedelta(days=1))
    add(plan, cast.clerk, due_on=today() + timedelta(days=60))
    outside = add(plan, cast.clerk, responsible=None, responsible_name="王师傅", due_on=today())
    assert not list_due_measures(cast.clerk).exists()  # nobody has agreed to it yet
    step(plan, "agree", cast.clerk)
    assert set(list_due_measures(cast.clerk)) == {late, outside}
    assert not list_due_measures(cast.reviewer).exists()
    group = next(group for group in list_todo(cast.clerk) if group.place == "plans:plans")
    assert (group.count, group.items[0].due_on) == (2, late.due_on)


def test_a_measure_whose_person_is_gone_waits_for_the_union_that_has_the_file(cast, plan):
    left, county = UserFactory(union=cast.union), UserFactory(union=cast.county, role=Role.REVIEWER)
    theirs = add(plan, cast.clerk, responsible=left, due_on=today())
    add(plan, cast.clerk, responsible=county, due_on=today())
    step(plan, "agree", cast.clerk)
    assert not list_due_measures(cast.clerk).exists()
    left.is_active = False
    left.save()
    assert list(list_due_measures(cast.clerk)) == [theirs]
    left.is_active, left.union = True, cast.stranger.union
    left.save()
    assert list(list_due_measures(cast.clerk)) == [theirs]
    assert not list_due_measures(left).exists()
    assert list_due_measures(county).count() == 1


def test_late_plans_come_first_and_filters_narrow(cast, home, plan, as_user):
    other = start(HouseholdFactory(union=cast.union, clerk=cast.clerk, filed=True), cast.clerk, goal="甲目标")
    add(plan, cast.clerk, due_on=today() + timedelta(days=3))
    add(other, cast.clerk, due_on=today() - timedelta(days=3), kind="medical")
    assert list(list_plans(cast.reviewer)) == [other, plan]
    assert not list_plans(cast.stranger).exists()
    client = as_user(cast.clerk)

    def found(**query):
        page = client.get(reverse("plans:plans"), query).content.decode()
        return {row for row in (plan, other) if reverse("plans:plan", args=[row.uid]) in page}

    assert found() == found(state="draft") == found(due="mine") == {plan, other}
    assert found(due="late") == found(kind="medical") == found(department="insurance") == {other}
    assert found(state="done") == found(year=str(today().year - 1)) == set()


def test_typed_on_the_pages_from_the_case_to_the_signed_sheet(cast, home, as_user):
    client = as_user(cast.clerk)
    case = client.get(reverse("archives:case", args=[home.pk]), {"tab": "plans"}).content.decode()
    new = reverse("plans:plan_new", args=[home.pk])
    assert new in case
    assert client.post(new, {"year": "2026", "goal": ""}).status_code == 422
    answer = client.post(new, {"year": str(today().year), "goal": "一人就业", "causes": ["illness"]})
    plan = home.help_plans.get()
    page = reverse("plans:plan", args=[plan.uid])
    assert answer.url == page
    assert client.post(new, {"year": str(today().year), "goal": "再来一份"}).status_code == 409
    at = reverse("plans:measure_add", args=[plan.uid])
    typed = {"kind": "work", "text": "介绍工作", "due_on": "2020-01-01", "responsible": "",
             "responsible_name": "王师傅", "responsible_phone": "13800138000"}  # fmt: skip
    refused = client.post(at, {**typed, "responsible_name": ""})
    assert (refused.status_code, "介绍工作" in refused.content.decode()) == (422, True)
    assert client.post(at, typed).status_code == 302
    shown = client.get(page).content.decode()
    assert "王师傅" in shown
    assert "已超期" in shown
    assert "13800138000" not in shown
    measure = plan.measures.get()
    send = client.post
    assert send(reverse("plans:plan_step", args=[plan.uid]), {"action": "agree"}).status_code == 302
    progress = reverse("plans:progress", args=[measure.uid])
    assert send(progress, {"on": "2099-1-1", "text": "x"}).status_code == 422
    assert send(progress, {"on": today().isoformat(), "text": "已联系厂方"}).status_code == 302
    closing = reverse("plans:measure_step", args=[measure.uid])
    assert send(closing, {"action": "settle", "comment": ""}).status_code == 409
    kept = send(closing, {"action": "no-such", "comment": "已上岗三个月"})
    assert (kept.status_code, "已上岗三个月" in kept.content.decode()) == (409, True)
    assert "已联系厂方" in client.get(page).content.decode()
    sheet = client.get(reverse("plans:plan_pdf", args=[plan.uid]))
    assert sheet.content[:5] == b"%PDF-"
    assert AuditRecord.objects.filter(action="export.help_plan").count() == 1
    case = client.get(reverse("archives:case", args=[home.pk]), {"tab": "plans"}).content.decode()
    assert "介绍工作" in case
    assert as_user(cast.stranger).get(page).status_code == 404
    assert as_user(cast.reviewer).post(at, typed).status_code == 403


def test_the_workbook_has_a_line_for_each_measure(cast, plan, as_user):
    note(add(plan, cast.clerk, text="第一项"), cast.clerk, text="约好面试")
    add(plan, cast.clerk, text="第二项")
    answer = as_user(cast.clerk).post(reverse("plans:export"))
    cells = [cell for row in openpyxl.load_workbook(BytesIO(answer.content)).active.values for cell in row]
    assert {"第一项", "第二项", "约好面试", cast.clerk.name} <= set(cells)
    assert AuditRecord.objects.get(action="export.help_plans").data["rows"] == 2


@pytest.mark.parametrize(
    ("model", "values", "name"),
    [
        (HelpPlan, {"state": "agreed"}, "help_plan_agreed_on_a_day"),
        (HelpPlan, {"state": "ended"}, "help_plan_closed_with_outcome"),
        (
            HelpPlan,
            {"state": "perhaps", "outcome": "x", "closed_at": timezone.now()},
            "help_plan_state_known",
        ),
        (HelpPlan, {"year": 26}, "help_plan_year_sensible"),
        (Measure, {"state": "done"}, "measure_closed_with_result"),
        (Measure, {"state": "perhaps", "result": "x", "closed_at": timezone.now()}, "measure_state_known"),
        (Measure, {"deed_kind": "visit"}, "measure_fulfilled_by_one_deed"),
        (
            Measure,
            {"deed_kind": "visit", "deed_key": "x", "fulfilled_by": "走访"},
            "measure_fulfilled_by_one_deed",
        ),
        (Measure, {"responsible": None}, "measure_has_a_responsible"),
    ],
)
def test_the_database_holds_to_it_too(cast, plan, model, values, name):
    add(plan, cast.clerk)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        model.objects.update(**values)


def test_progress_is_only_ever_added_and_a_year_has_one_plan(cast, home, plan):
    note(add(plan, cast.clerk), cast.clerk)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ProgressEntry.objects.update(text="改")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute("DELETE FROM plans_progressentry")
    with pytest.raises(IntegrityError, match="help_plan_one_a_year"), transaction.atomic():
        HelpPlan.objects.create(household=home, year=plan.year, goal="再一份")


@pytest.mark.django_db(transaction=True)
def test_two_close_one_measure_at_once():
    household = HouseholdFactory(filed=True)
    clerk = UserFactory(union=household.union, role=Role.CLERK)
    measure = add(start(household, clerk), clerk)
    outcomes = at_once(lambda action: close(measure, action, clerk), ["settle", "drop"])
    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 1
    assert Measure.objects.get(pk=measure.pk).state != MeasureState.OPEN


def test_twenty_plans_cost_no_more_than_one(cast, home, plan, as_user, django_assert_max_num_queries):
    add(plan, cast.clerk)
    client = as_user(cast.clerk)
    for count in (0, 20):
        for n in range(count):
            add(start(home, cast.clerk, year=2040 + n), cast.clerk)
        with django_assert_max_num_queries(12):
            client.get(reverse("plans:plans"))


def test_each_refusal_has_its_own_sentence(cast, home, plan):
    """By itself, so that no other guard refuses in its place."""
    above = UserFactory(union=cast.county, role=Role.CLERK)
    auditor = UserFactory(union=cast.union, role=Role.AUDITOR)
    closed = HouseholdFactory(union=cast.union, clerk=cast.clerk, filed=True)
    close_file(closed)
    measure = add(plan, cast.clerk)
    for write, sentence in (
        (lambda: start(home, above, year=2031), "的经办人可以制定"),
        (
            lambda: start(home, auditor, year=2031),
            "的经办人可以制定",
        ),
        (lambda: start(closed, cast.clerk), "在册的家庭才制定"),
        (lambda: start(home, cast.clerk), "已有帮扶计划"),
        (lambda: add(plan, above), "的经办人可以办理"),
        (lambda: note(measure, cast.clerk, on=today() + timedelta(days=1)), "日期不能晚于今天"),
        (lambda: add(plan, cast.clerk, responsible=None), "请选择责任人"),
    ):
        with pytest.raises(Refused, match=sentence):
            write()
    assert HelpPlan.objects.count() == 1


def test_who_reviews_may_be_responsible_where_there_is_no_county(cast):
    unit = UnionFactory(parent=cast.city)
    household = HouseholdFactory(union=unit)
    assert set(list_responsible(household)) == {
        *User.objects.filter(union=unit), *User.objects.filter(union=cast.city)
    }  # fmt: skip
    assert cast.city_reviewer in list_responsible(household)
