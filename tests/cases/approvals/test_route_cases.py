"""Stages for some categories and for money of some sources: to the boundary, frozen, kept when it is paid."""

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from cases.applications.models import Application
from cases.applications.services import save
from cases.applications.states import State
from cases.approvals.models import RouteBar
from cases.approvals.selectors.drawing import get_first_lines, get_proposal
from cases.approvals.services import StepRefused
from cases.archives.models import Household
from cases.policies.forms import RouteForm
from cases.policies.rules import parse_policy
from cases.policies.rules.document.keys import PolicyInvalid
from cases.policies.rules.routing import route_words
from cases.policies.services import load_policy
from funds.budgets import services as budgets
from funds.ledgers.models import Commitment
from hardship.accounts.states import Role
from tests.books import make_line
from tests.cases.approvals.test_routes import walk
from tests.factories import UserFactory, take, unguarded
from tests.funds.budgets.conftest import planned

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B3")]

TEXT = """
code: routes
title: 审批流程规定
source: 工会制度
routes:
  usual:
    label: 分类审批
    stages:
      - {kind: review, label: 区县审核, at: county}
      - {kind: review, label: 深度困难复核, at: county, for: [deep]}
      - {kind: notice}
      - {kind: decide, label: 市级审批, at: city, role: approver}
      - {kind: decide, label: 专项复核, at: province, role: approver, funds: [central, provincial]}
example_base: {on: 2026-05-01}
examples:
  - name: 类别和资金还不知道的，都走
    given: {need: {requested: 3000}}
    expect: {stages: {usual: [区县审核, 深度困难复核, 公示, 市级审批, 专项复核]}}
"""
SHORT = ["区县审核", "公示", "市级审批"]


@pytest.fixture
def policy(cast, reference):
    return load_policy(union=cast.city, text=TEXT, in_force_from=date(2020, 1, 1))


@pytest.fixture
def people(cast):
    return {
        "county": cast.reviewer, "city": cast.approver,
        "province": UserFactory(union=cast.province, role=Role.APPROVER),
    }  # fmt: skip


@pytest.fixture
def special(cast):
    """Special money of the province, with the city."""
    return make_line(cast.finance, "50000", source="provincial")


def route_of(application):
    return list(application.stages.order_by("position").values_list("label", flat=True))


def submitted(make, cast, category):
    application = make(State.DRAFT, amount=3000)
    with unguarded():
        Household.objects.filter(pk=application.household_id).update(category=category)
    draft = Application.objects.get(pk=application.pk)
    application = save(
        application_id=draft.pk, version=draft.version, by=cast.clerk, reason=draft.reason,
        facts=draft.facts, member=draft.member, amount=Decimal(3000),
    )  # fmt: skip
    return take(application, "submit", by=cast.clerk)


class TestCategories:
    @pytest.mark.parametrize(
        ("category", "checked"), [("deep", True), ("relative", False), ("accident", False)]
    )
    def test_only_those_named_go_through_it(self, category, checked, make, cast, policy, line):
        application = submitted(make, cast, category)
        assert ("深度困难复核" in route_of(application)) == checked

    def test_a_category_that_changes_later_changes_no_route(self, make, cast, policy, line):
        application = submitted(make, cast, "relative")
        with unguarded():
            Household.objects.filter(pk=application.household_id).update(category="deep")
        assert route_of(Application.objects.get(pk=application.pk)) == SHORT


class TestFunds:
    def test_money_of_the_union_goes_the_short_way(self, make, cast, policy, line):
        application = submitted(make, cast, "relative")
        assert route_of(application) == SHORT
        assert dict(application.route_bars.values_list("source", "label")) == {
            "central": "专项复核", "provincial": "专项复核",
        }  # fmt: skip

    def test_special_money_goes_the_long_way_and_pays(self, make, cast, policy, special, people):
        application = submitted(make, cast, "relative")
        assert route_of(application) == [*SHORT, "专项复核"]
        assert not application.route_bars.exists()
        application = walk(application, people, "county", "city")
        application = take(application, "approve", by=people["province"], line=special)
        assert application.state == State.APPROVED

    def test_while_nobody_knows_the_money_no_stage_is_left_out(self, make, cast, policy, people):
        assert route_of(submitted(make, cast, "relative")) == [*SHORT, "专项复核"]

    def test_other_money_than_the_route_rests_on_does_not_pay(self, make, cast, policy, line, people):
        application = walk(submitted(make, cast, "relative"), people, "county")
        special = make_line(cast.finance, "50000", source="provincial")
        choice = next(
            one for one in get_proposal(application, cast.approver).choices if one.line.pk == special.pk
        )
        assert (choice.is_barred, "专项复核" in choice.why) == (True, True)
        with pytest.raises(StepRefused, match="要经过“专项复核”"):
            take(application, "approve", by=cast.approver, line=special)
        assert take(application, "approve", by=cast.approver, line=line).state == State.APPROVED

    def test_money_that_the_plan_blocks_is_none_that_would_pay(self, make, cast, policy, line, people):
        plan = budgets.draft(year=timezone.localdate().year, by=cast.finance)
        budgets.save(budget_id=plan.pk, rows=[planned(first="1000")], strictness="block", by=cast.finance)
        for action, by in (("submit", "finance"), ("check", "city_reviewer"), ("approve", "approver")):
            budgets.take_step(budget_id=plan.pk, action=action, by=getattr(cast, by), approval_no="纪要 1 号")
        application = submitted(make, cast, "relative")
        assert route_of(application) == [*SHORT, "专项复核"]
        assert not application.route_bars.exists()

    def test_many_at_once_are_not_offered_it_either(self, make, cast, policy, line, people):
        application = walk(submitted(make, cast, "relative"), people, "county")
        make_line(cast.finance, "50000", source="provincial")
        assert get_first_lines([application], ["living"], cast.approver) == {"living": line}

    def test_the_database_alone_holds_no_such_money(self, make, cast, policy, line, people):
        application = walk(submitted(make, cast, "relative"), people, "county")
        take(application, "approve", by=cast.approver, line=line)
        special = make_line(cast.finance, "50000", source="provincial")
        held = Commitment.objects.get()
        again = Commitment(
            id=uuid.uuid4(), line=special, use=special.use, source=held.source, amount=1,
            created_by=cast.finance,
        )  # fmt: skip
        with pytest.raises(DatabaseError) as caught, transaction.atomic():
            again.save(force_insert=True)
        assert caught.value.__cause__.diag.constraint_name == "commitment_of_money_of_the_route"

    def test_what_bars_is_of_a_known_source(self, make, cast, policy, line):
        application = submitted(make, cast, "relative")
        with pytest.raises(DatabaseError, match="route_bar_of_a_source"), transaction.atomic():
            RouteBar.objects.create(application=application, round=9, source="lottery", label="x")


class TestTheText:
    def test_the_sentence_says_for_whom_and_with_which_money(self):
        document = parse_policy(TEXT)
        words = route_words(document, document.routes["usual"])
        assert "5 个工作日；深度困难的" in words
        assert "用中央财政专项、省级财政专项资金的" in words

    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            ("for: [deep]", "for: [rich]", "rich"),
            ("funds: [central, provincial]", "funds: [lottery]", "lottery"),
            (
                "label: 区县审核, at: county}",
                "label: 区县审核, at: county, for: [deep]}",
                "第一个环节不能有条件",
            ),
            ("label: 市级审批, at: city", "label: 市级审批, funds: [dues], at: city", "不带条件"),
        ],
    )
    def test_what_is_no_condition_or_leaves_nobody_is_refused(self, old, new, said):
        with pytest.raises(PolicyInvalid) as caught:
            parse_policy(TEXT.replace(old, new, 1))
        assert any(said in error.message for error in caught.value.errors)

    def test_the_form_writes_what_it_shows(self):
        document = parse_policy(TEXT)
        shown = RouteForm(before=document, name="usual", programmes=[], revision=1)
        data = {"stage": [], "copy": []}
        for form in (shown, *shown.stages):
            data |= {form.add_prefix(name): form[name].value() for name in form.fields}
        data = {name: value for name, value in data.items() if value not in (None, False)}
        data["stage"] = [row.key for row in shown.stages]
        typed = MultiValueDict(
            {name: value if isinstance(value, list) else [value] for name, value in data.items()}
        )
        form = RouteForm(typed, before=document, name="usual", programmes=[], revision=1)
        assert form.is_valid(), form.list_mistakes()
        assert form.route == document.routes["usual"]
