"""Routes: whose staff signs, how many, from which sum on; frozen at submission, kept by the database."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from cases.applications.models import Application
from cases.applications.rules import SOURCE
from cases.applications.services import issue_receipt
from cases.applications.states import State
from cases.approvals.models import RouteStage, StepScan
from cases.approvals.reports import approval_form
from cases.approvals.selectors import get_entry, list_flags, list_options
from cases.approvals.selectors.inbox import list_tab
from cases.approvals.services import StepRefused, take_many
from cases.approvals.services.outside import Outside
from cases.approvals.states import SIGNERS
from cases.bodies import services as bodies
from cases.bodies.models import Body
from cases.notices.services import record_objection
from cases.policies.rules import parse_policy, run_examples
from cases.policies.rules.document.keys import PolicyInvalid
from cases.policies.rules.document.routes import USUAL
from cases.policies.rules.stages import DECIDING_ROLES, STAGE_ROLES
from cases.policies.selectors import get_calendar
from cases.policies.services import default_text, load_policy
from hardship.accounts.models import Appointment, User
from hardship.accounts.states import POWER, Role
from hardship.desk.selectors import count_todo
from hardship.kernel.workflow import Refused
from tests.books import available, make_line
from tests.factories import UserFactory, drawn, end_notices, take

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B3")]

ROUTES = """
code: routes
title: 审批流程规定
source: 工会制度
routes:
  usual:
    label: 三级审批
    stages:
      - {kind: review, label: 基层审核, at: own, workdays: 3}
      - {kind: review, label: 区县审核, at: county}
      - {kind: notice}
      - {kind: decide, label: 市级审批, at: city, role: approver, deciders: 2, workdays: 7}
      - kind: decide
        label: 省总审批
        at: province
        role: approver
        when: {fact: requested, is: '>', than: 5000}
example_base: {on: 2026-05-01}
examples:
  - name: 五千元
    given: {need: {requested: 5000}}
    expect: {stages: {usual: [基层审核, 区县审核, 公示, 市级审批]}}
  - name: 多一分
    given: {need: {requested: '5000.01'}}
    expect: {stages: {usual: [基层审核, 区县审核, 公示, 市级审批, 省总审批]}}
"""


@pytest.fixture
def people(cast, reference):
    """Who signs on ROUTES, with the policy in force."""
    load_policy(union=cast.city, text=ROUTES, in_force_from=date(2020, 1, 1))
    return {
        "own": UserFactory(union=cast.union, role=Role.REVIEWER),
        "county": cast.reviewer,
        "city": cast.approver,
        "city2": UserFactory(union=cast.city, role=Role.APPROVER),
        "province": UserFactory(union=cast.province, role=Role.APPROVER),
    }


def walk(application, people, *names):
    """Signed by these, the notice ended when it comes to it."""
    for name in names:
        application = take(
            application, "approve" if name.startswith(("city", "prov")) else "pass", by=people[name]
        )
        if application.state == State.PUBLIC_NOTICE:
            end_notices(application)
            application = take(application, "conclude", by=people[name])
    return application


def test_the_usual_route_holds_where_no_policy_writes_one(make):
    application = make(State.REVIEW)
    assert [stage.kind for stage in application.stages.order_by("position")] == [
        stage.kind for stage in USUAL.stages
    ]


def test_the_examples_of_a_route_are_computed():
    results = run_examples(parse_policy(ROUTES))
    assert [result.ok for result in results] == [True, True]
    wrong = parse_policy(ROUTES.replace("than: 5000}", "than: 4000}"))
    assert "省总审批" in run_examples(wrong)[0].differences[0]


def test_a_route_goes_stage_by_stage_and_each_waits_for_its_own(cast, make, people):
    application = make(State.REVIEW, amount=3000)
    assert (application.awaits, application.awaits_role) == (cast.union, Role.REVIEWER)
    for person in (people["county"], people["city"]):
        with pytest.raises(Refused, match=f"由“{cast.union.name}”办理|没有“"):
            take(application, "pass", by=person)
    assert application in list_tab(user=people["own"], tab="todo")
    application = walk(application, people, "own")
    assert (application.state, application.awaits) == (State.REVIEW, cast.county)
    application = walk(application, people, "county")
    assert (application.state, application.awaits) == (State.APPROVAL, cast.city)
    assert application in list_tab(user=people["city"], tab="todo")


def test_two_must_agree_and_one_person_is_one(cast, make, people, line):
    application = walk(make(State.REVIEW, amount=3000), people, "own", "county")
    due = application.due_on
    application = take(application, "approve", by=people["city"])
    assert (application.state, application.due_on, available(line)) == (State.APPROVAL, due, 50000)
    with pytest.raises(Refused, match="您在本轮已经签过意见"):
        take(application, "approve", by=people["city"], line=line)
    application = take(application, "approve", by=people["city2"], line=line)
    assert (application.state, application.awaits, available(line)) == (State.APPROVED, None, 47000)


def test_one_of_two_who_refuses_ends_it(cast, make, people):
    application = walk(make(State.REVIEW, amount=3000), people, "own", "county", "city")
    assert take(application, "reject", by=people["city2"], comment="有房产").state == State.REJECTED


def test_a_larger_sum_goes_one_level_further_and_the_money_is_of_those_who_decide(cast, make, people, line):
    application = walk(
        make(State.REVIEW, amount=Decimal("5000.01")), people, "own", "county", "city", "city2"
    )
    assert (application.state, application.awaits) == (State.APPROVAL, cast.province)
    elsewhere = make_line(UserFactory(union=cast.county, role=Role.FINANCE), "50000")
    with pytest.raises(StepRefused, match="请选择审批工会"):
        take(application, "approve", by=people["province"], line=elsewhere)
    assert take(application, "approve", by=people["province"], line=line).state == State.APPROVED


def test_the_route_is_frozen_whatever_the_policy_says_afterwards(cast, make, people, line):
    application = make(State.REVIEW, amount=3000)
    later = ROUTES.replace("deciders: 2", "deciders: 1").replace("code: routes", "code: later")
    load_policy(union=cast.county, text=later, in_force_from=date(2020, 1, 1))
    application = walk(application, people, "own", "county")
    assert take(application, "approve", by=people["city"], line=line).state == State.APPROVAL
    other = make(State.REVIEW, amount=3000, programme="medical")
    assert [stage.deciders for stage in other.stages.filter(kind="decide")] == [1]


def test_nothing_is_submitted_on_a_route_that_has_nobody(cast, make, people):
    application = make(State.DRAFT, amount=3000)
    Appointment.objects.filter(user=people["city2"]).update(revoked_at=timezone.now())
    with pytest.raises(Refused, match="审批人 2 人办理，现在只有 1 人"):
        take(application, "submit", by=cast.clerk)
    application.refresh_from_db()
    assert (application.state, application.number, application.stages.count()) == (State.DRAFT, None, 0)


def test_what_is_decided_outside_is_written_down(cast, make, reference, line):
    text = ROUTES.replace("at: province", "at: national\n        outside: true").replace(
        "than: 5000}", "than: 1}"
    )
    load_policy(
        union=cast.city, text=text.replace("5000", "1").replace("'1.01'", "2"), in_force_from=date(2020, 1, 1)
    )
    people = {"own": UserFactory(union=cast.union, role=Role.REVIEWER), "county": cast.reviewer,
              "city": cast.approver, "city2": UserFactory(union=cast.city, role=Role.APPROVER)}  # fmt: skip
    application = walk(make(State.REVIEW, amount=3000), people, "own", "county", "city", "city2")
    assert application.awaits == cast.city
    with pytest.raises(StepRefused, match="请填写对方批复的文号"):
        take(application, "approve", by=people["city"], line=line, comment="总工发〔2026〕9号，3月2日，同意")
    today = timezone.localdate()
    document = Outside("总工发〔2026〕9号", today, "中华全国总工会")
    done = take(application, "approve", by=people["city"], line=line, outside=document)
    step = done.steps.order_by("-pk")[0]
    assert (done.state, step.is_decision) == (State.APPROVED, False)
    assert step.document == f"中华全国总工会，总工发〔2026〕9号，{today.isoformat()}"
    printed = approval_form(done)["opinions"][-1].text
    assert printed.startswith(step.document)


@pytest.fixture
def outside(cast, make, reference):
    """A case that waits for what the national level decided, to be recorded by the city."""
    text = ROUTES.replace("at: province", "at: national\n        outside: true").replace("5000", "1")
    load_policy(union=cast.city, text=text.replace("'1.01'", "2"), in_force_from=date(2020, 1, 1))
    people = {"own": UserFactory(union=cast.union, role=Role.REVIEWER), "county": cast.reviewer,
              "city": cast.approver, "city2": UserFactory(union=cast.city, role=Role.APPROVER)}  # fmt: skip
    return walk(make(State.REVIEW, amount=3000), people, "own", "county", "city", "city2")


@pytest.mark.parametrize(
    ("number", "days", "issuer", "field"),
    [
        ("  ", 0, "全国总工会", "outside_number"),
        ("9 号", 0, " ", "outside_issuer"),
        ("9 号", 1, "全国总工会", "outside_on"),  # to come
        ("9 号", -1, "全国总工会", "outside_on"),  # before it was submitted
        ("9 号", None, "全国总工会", "outside_on"),
    ],
)
@pytest.mark.parametrize("action", ["approve", "reject"])
def test_a_document_of_outside_is_whole(action, number, days, issuer, field, outside, cast, line):
    day = None if days is None else timezone.localdate() + timedelta(days=days)
    with pytest.raises(StepRefused) as refused:
        take(outside, action, by=cast.approver, line=line, outside=Outside(number, day, issuer))
    assert refused.value.field == field


@pytest.mark.parametrize(("number", "days"), [("", 0), ("9 号", 1), ("9 号", -1), ("9 号", None)])
def test_the_database_wants_the_document_too(number, days, outside, cast):
    sql = """INSERT INTO approvals_approvalstep (application_id, round, action, source, target, stage_no,
             is_decision, comment, content_hash, parts, at, maker_id, by_id, outside_number, outside_issuer,
             outside_on)
             SELECT id, round, 'approve', state, 'approved', stage_no, false, 'x', content_hash, '{}', now(),
             submitted_by_id, %s, %s, '全国总工会', (now() AT TIME ZONE 'Asia/Shanghai')::date + %s::int
             FROM applications_application WHERE id = %s"""
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [cast.approver.pk, number, days, outside.pk])
    assert caught.value.__cause__.diag.constraint_name == "step_says_what_was_decided_outside"


def test_the_page_records_it_with_its_scan(outside, cast, line, as_user):
    browser, address = as_user(cast.approver), f"/applications/{outside.pk}/"
    assert 'enctype="multipart/form-data"' in browser.get(address).content.decode()
    sent = {
        "action": "approve", "seen_hash": outside.content_hash, "line": line.pk, "outside_number": "9 号",
        "outside_on": timezone.localdate().isoformat(), "outside_issuer": "全国总工会",
        "outside_scan": SimpleUploadedFile("批复.png", drawn().content, content_type="image/png"),
    }  # fmt: skip
    assert browser.post(f"/approvals/{outside.pk}/step/", sent).status_code == 302
    scan = StepScan.objects.get(step__application=outside)
    assert f"/approvals/{outside.pk}/scans/{scan.pk}/" in browser.get(address).content.decode()
    assert browser.get(f"/approvals/{outside.pk}/scans/{scan.pk}/").status_code == 200
    assert as_user(cast.stranger).get(f"/approvals/{outside.pk}/scans/{scan.pk}/").status_code == 404


def test_somebody_who_decides_for_two_unions_signs_once(cast, make, people):
    """A, A, B, A: the one at the county is also at the city, and does not count twice."""
    both = people["county"]
    Appointment.objects.create(user=both, union=cast.city, role=Role.APPROVER, from_on=date(2000, 1, 1))
    application = walk(make(State.REVIEW, amount=3000), people, "own", "county")
    with pytest.raises(Refused, match="您在本轮已经签过意见"):
        take(application, "approve", by=User.objects.get(pk=both.pk).at(cast.city))


def test_the_page_shows_who_is_next_and_how_long(cast, make, people, as_user):
    draft = make(State.DRAFT, amount=3000)
    page = as_user(cast.clerk).get(f"/applications/{draft.pk}/").content.decode()
    for words in ("基层审核", "市级审批", f"{cast.city.name}审批人"):
        assert words in page
    application = take(draft, "submit", by=cast.clerk)
    application = walk(application, people, "own", "county", "city")
    page = as_user(people["city2"]).get(f"/applications/{application.pk}/").content.decode()
    assert "已签 1/2" in page
    assert list_options(application, people["city2"]).buttons[0].label == "批准"


SQL = """INSERT INTO approvals_approvalstep (application_id, round, action, source, target, stage_no, next_no,
         is_decision, comment, content_hash, parts, at, maker_id, by_id)
         SELECT id, round, %s, state, %s, stage_no, %s, true, '', content_hash, '{}', now(), submitted_by_id,
         %s FROM applications_application WHERE id = %s"""


@pytest.mark.parametrize(
    ("action", "target", "following", "who", "constraint"),
    [
        ("approve", "approved", None, "city", "step_along_the_route"),  # one of two
        ("return", "approved", None, "city", "step_of_the_table"),
        ("reject", "draft", None, "city", "step_of_the_table"),
        ("approve", "approval", 4, "city", "step_along_the_route"),  # past the second
        ("approve", "approved", 3, "city", "step_along_the_route"),  # here, and yet approved
        ("approve", "approval", 3, "county", "step_by_whom_the_route_names"),
        ("reject", "rejected", None, "own", "step_by_whom_the_route_names"),
        ("return", "returned", None, "province", "step_by_whom_the_route_names"),
    ],
)
def test_the_database_keeps_to_the_route(action, target, following, who, constraint, make, people):
    application = walk(make(State.REVIEW, amount=Decimal("5000.01")), people, "own", "county")
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SQL, [action, target, following, people[who].pk, application.pk])
    assert caught.value.__cause__.diag.constraint_name == constraint


def test_a_signature_that_is_no_decision_is_none(make, people):
    """Or one person would sign at every stage, and the maker at one."""
    application = walk(make(State.REVIEW, amount=3000), people, "own", "county")
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            SQL.replace("true", "false"), ["approve", "approval", 3, people["city"].pk, application.pk]
        )
    assert caught.value.__cause__.diag.constraint_name == "step_signed_is_a_decision"


def test_the_database_lets_no_application_jump_ahead(make, people):
    application = make(State.REVIEW, amount=3000)
    with pytest.raises(DatabaseError, match="goes along its route by a step alone"), transaction.atomic():
        Application.objects.filter(pk=application.pk).update(stage_no=1)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        RouteStage.objects.filter(application=application).update(deciders=1)


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("      - {kind: notice}\n", "", "要有一个公示环节"),
        ("role: approver, deciders: 2", "role: clerk, deciders: 2", "没有“clerk”这个代码"),
        ("role: approver, deciders: 2", "role: department, deciders: 2", "审批由审批人或审核人办理"),
        ("{kind: decide, label: 市级审批, at: city, role: approver, deciders: 2, workdays: 7}",
         "{kind: decide, at: city, role: approver, when: {fact: requested, is: '>', than: 1}}",
         "都不符合时没有人审批"),
        ("at: province\n", "at: national\n", "outside: true"),
        ("kind: review, label: 基层审核", "kind: decide, label: 基层审核", "先审核|审核、公示、审批"),
        ("fact: requested, is: '>', than: 5000", "fact: is_on_dibao", "只能看这一次申请的事实"),
        ("deciders: 2", "deciders: 0", "只能写"),
    ],
)  # fmt: skip
def test_a_route_that_cannot_end_or_skips_or_decides_for_itself_is_refused(before, after, sentence):
    assert before in ROUTES
    with pytest.raises(PolicyInvalid, match=sentence):
        parse_policy(ROUTES.replace(before, after))


def test_a_programme_names_a_route_of_its_own_document(reference):
    with pytest.raises(PolicyInvalid, match="没有名为“other”的审批流程"):
        parse_policy(ROUTES + "programmes: {gift: {label: 慰问, amount: 500, uses: warmth, route: other}}\n")


def test_the_roles_of_stages_are_roles_of_people():
    assert set(SIGNERS) <= set(STAGE_ROLES)


@pytest.mark.requirement("F2")
def test_whoever_decides_was_appointed_by_two():
    assert set(DECIDING_ROLES) <= set(POWER)


def test_what_the_programme_says_of_sums_comes_on_top(cast, make, reference):
    anchor = "    uses: living\n"
    rule = f"{anchor}    approval: [{{above: 0, by: city}}, {{above: 3000, by: provincial}}]\n"
    text = default_text().replace(anchor, rule, 1)
    load_policy(union=cast.city, text=text, in_force_from=date(2020, 1, 1))
    UserFactory(union=cast.province, role=Role.APPROVER)
    small, large = make(State.REVIEW, amount=3000), make(State.REVIEW, amount=Decimal("3000.01"))
    last = [row.stages.order_by("-position")[0] for row in (small, large)]
    assert [(stage.label, stage.union) for stage in last] == [
        ("审批", cast.city), ("省总工会审批", cast.province)
    ]  # fmt: skip


def test_a_body_meets_before_the_decision_and_its_minutes_say_so(cast, make, reference, line):
    anchor = "    uses: living\n"
    text = default_text().replace(anchor, f"{anchor}    approval: [{{above: 0, by: leading_group}}]\n", 1)
    load_policy(union=cast.city, text=text, in_force_from=date(2020, 1, 1))
    secretary = UserFactory(union=cast.city, role=Role.REVIEWER)
    application = walk(make(State.REVIEW, amount=3000), {"own": cast.reviewer}, "own")
    assert (application.stages.get(position=2).label, application.awaits) == (
        "帮扶工作领导小组研究",
        cast.city,
    )
    with pytest.raises(StepRefused, match="要有会议记录"):
        take(application, "approve", by=secretary)
    minute(application, secretary, cast.approver)
    application = take(application, "approve", by=secretary)
    assert take(application, "approve", by=cast.approver, line=line).state == State.APPROVED


def minute(application, by, checker, decision="agreed", words=""):
    """A meeting that agrees to it, or does not, in signed minutes."""
    today = timezone.localdate()
    body = Body.objects.filter(union=by.union).first()
    if body is None:
        body = bodies.found_body(
            by=by,
            union=by.union,
            kind="leading_group",
            name="帮扶工作领导小组",
            document="3 号",
            from_on=today,
        )
        bodies.add_member(
            body_id=body.pk, user=None, name="组长", post="主席", part="leader", from_on=today, by=by
        )
    meeting = bodies.call_meeting(body_id=body.pk, on=today, place="会议室", by=by)
    item = bodies.add_item(meeting_id=meeting.pk, target=f"{SOURCE}|{application.pk}", title="研究", by=by)
    there = {row.pk: ("present", "") for row in meeting.attendances.all()}
    bodies.record_attendance(meeting_id=meeting.pk, attended=there, by=by)
    bodies.take_step(meeting_id=meeting.pk, action="hold", by=by)
    yes = int(decision == "agreed")
    bodies.decide(
        meeting_id=meeting.pk, item_id=item.pk, decision=decision, words=words, by=by, votes_for=yes,
        votes_against=1 - yes, votes_abstained=0,
    )  # fmt: skip
    return bodies.take_step(meeting_id=meeting.pk, action="minute", by=checker)


@pytest.mark.parametrize(
    ("at", "places"),
    [
        ("township", ["county", "county", "city"]),  # no township: the union that reviews looks first
        ("county", ["county", "county", "city"]),
    ],
)
def test_somebody_reviews_first_and_shows_the_notice_whatever_the_tree_lacks(
    at, places, cast, make, reference
):
    text = ROUTES.replace("at: own, workdays: 3", f"at: {at}, workdays: 3").replace(
        "      - {kind: review, label: 区县审核, at: county}\n", ""
    )
    text = text.replace("区县审核, 公示", "公示").replace(", deciders: 2", "")
    load_policy(union=cast.city, text=text, in_force_from=date(2020, 1, 1))
    application = make(State.REVIEW, amount=3000)
    stages = application.stages.order_by("position")
    assert [stage.union for stage in stages] == [getattr(cast, place) for place in places]
    assert application.awaits == cast.county


def test_what_a_missing_level_decides_the_next_one_above_decides(cast, make, reference):
    text = ROUTES.replace("label: 市级审批, at: city", "label: 市级审批, at: township")
    load_policy(
        union=cast.city, text=text.replace("deciders: 2", "deciders: 1"), in_force_from=date(2020, 1, 1)
    )
    UserFactory(union=cast.union, role=Role.REVIEWER)
    UserFactory(union=cast.county, role=Role.APPROVER)
    last = make(State.REVIEW, amount=3000).stages.order_by("-position")[0]
    assert (last.union, last.is_outside, last.role) == (cast.county, False, Role.APPROVER)


def test_an_open_objection_holds_the_first_of_two_as_well(cast, make, people):
    application = walk(make(State.REVIEW, amount=3000), people, "own", "county")
    entry = get_entry(application)
    record_objection(entry_id=entry.pk, text="家里有车", received_on=timezone.localdate(), by=cast.reviewer)
    with pytest.raises(Refused, match="异议"):
        take(application, "approve", by=people["city"])


def test_the_minutes_of_another_union_do_not_do(cast, make, reference):
    anchor = "    uses: living\n"
    text = default_text().replace(anchor, f"{anchor}    approval: [{{above: 0, by: leading_group}}]\n", 1)
    load_policy(union=cast.city, text=text, in_force_from=date(2020, 1, 1))
    secretary = UserFactory(union=cast.city, role=Role.REVIEWER)
    application = make(State.REVIEW, amount=3000)
    minute(application, cast.reviewer, UserFactory(union=cast.county, role=Role.APPROVER))
    application = walk(application, {"own": cast.reviewer}, "own")
    with pytest.raises(StepRefused, match="要有会议记录"):
        take(application, "approve", by=secretary)


def test_many_at_once_need_money_only_where_the_last_one_signs(cast, make, people, as_user):
    application = walk(make(State.REVIEW, amount=3000), people, "own", "county")
    page = as_user(people["city"]).post(reverse("approvals:confirm"), {"pk": [application.pk]})
    assert (page.status_code, page.context["form"].uses) == (200, [])
    application = walk(application, people, "city")
    page = as_user(people["city2"]).post(reverse("approvals:confirm"), {"pk": [application.pk]})
    assert page.context["form"].uses == ["living"]


def test_what_was_decided_outside_waits_on_the_desk_of_whoever_may_record_it(cast, make, reference):
    text = ROUTES.replace("at: province", "at: national\n        outside: true").replace("'5000.01'", "2")
    text = text.replace("5000", "1").replace("deciders: 2", "deciders: 1")
    load_policy(union=cast.city, text=text, in_force_from=date(2020, 1, 1))
    people = {
        "own": UserFactory(union=cast.union, role=Role.REVIEWER),
        "county": cast.reviewer, "city": cast.approver,
    }  # fmt: skip
    application = walk(make(State.REVIEW, amount=3000), people, "own", "county", "city")
    assert (application.awaits, count_todo(cast.approver).get("approvals:inbox")) == (cast.city, 1)
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SQL, ["approve", "approved", None, cast.city_reviewer.pk, application.pk])
    assert caught.value.__cause__.diag.constraint_name == "step_by_whom_the_route_names"


def test_what_was_decided_outside_is_recorded_case_by_case(outside, as_user):
    """Also by somebody who signed before, as both at the city have."""
    for person in User.objects.holding(Role.APPROVER, union=outside.awaits):
        rows = Application.objects.filter(pk=outside.pk).select_related("household", "programme")
        assert list_flags(list(rows), person)[outside.pk][0] == "系统外办理，请逐件登记批复"
        assert "本人在本轮已签过意见" not in list_flags(list(rows), person)[outside.pk]
        page = as_user(person).get("/approvals/").text
        assert "1 件系统外办理" in page
    outcome = take_many(
        items=[(outside.pk, outside.content_hash)], action="approve", by=person, lines={}, comment="同意"
    )
    assert [why for _row, why in outcome.refused] == ["系统外办理，请逐件登记批复"]


class TestBesideTheCase:
    def test_the_page_of_the_case_shows_the_stations_of_the_route(self, people, cast, make, as_user):
        application = take(make(State.DRAFT), "submit", by=cast.clerk)
        page = as_user(cast.reviewer).get(reverse("desk:case", args=[application.household_id]))
        labels = [step.label for step in page.context["matter"].steps]
        assert labels[:4] == ["申报", "基层审核", "区县审核", "公示"]
        assert [step.state for step in page.context["matter"].steps][:3] == ["done", "current", "ahead"]

    def test_the_receipt_promises_the_days_of_the_first_stage(self, people, cast, make):
        receipt = issue_receipt(application_id=make(State.DRAFT).pk, by=cast.clerk)
        assert receipt.due_on == get_calendar().add_workdays(receipt.received_on, 3)


def test_whoever_signs_before_the_last_needs_no_money_for_it(make, people, line, as_user):
    """The button of the first of two was dead: it asked for a budget line that only the last one chooses."""
    button = re.compile(r'<button [^>]*value="approve"[^>]*>')
    application = walk(make(State.REVIEW, amount=3000), people, "own", "county")
    url = reverse("applications:detail", args=[application.pk])
    first = button.search(as_user(people["city"]).get(url).content.decode()).group()
    assert "disabled" not in first
    application = take(application, "approve", by=people["city"])
    page = as_user(people["city2"]).get(url).content.decode()
    assert ("资金指标" in page, "disabled" in button.search(page).group()) == (True, False)
