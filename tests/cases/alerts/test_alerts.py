"""预警: each kind is found over all files at once, told once, ends with its cause, has an owner."""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from cases.alerts import selectors, services
from cases.alerts.models import Alert, AlertRule, AlertRun, AlertStep
from cases.alerts.rules import KINDS
from cases.alerts.rules.files import IN_FORCE
from cases.alerts.services import AlertRefused
from cases.alerts.states import Outcome, State
from cases.archives.models import Assessment, Household, IncomeItem, Member, RigidExpense
from cases.archives.states import IN_FORCE_STATES
from cases.callbacks import services as callbacks
from cases.callbacks.models import Callback
from cases.notices.models import PublicNotice
from cases.plans.models import HelpPlan, Measure
from cases.policies.models import LivingStandard
from cases.referrals.models import DepartmentService, ServiceReferral
from funds.ledgers.models import Balance, BudgetLine, Fund
from funds.loans import services as loans
from funds.loans.models import Loan, LoanPart
from funds.payments import services as payments
from funds.payments.models import Payable, Payee, Payment
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.kernel.sheets import read_sheet
from hardship.kernel.workflow import Refused
from tests.books import make_line
from tests.factories import ApplicationFactory, HouseholdFactory, UserFactory, payable_of, unguarded
from tests.funds.payments.conftest import carry, paid
from tests.worlds import world

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("D7")]
# What stands in the sentence of each kind; the subject is the name in the world whose key it ends with.
FOUND = {
    "review_overdue": ("late", "前核查"),
    "near_line": ("late", "1,230.00 元"),
    "medical": ("late", "90,000.00 元"),
    "layoffs": (None, "3 户"),
    "no_contact": ("late", "没有走访"),
    "plan_behind": ("late", "2 条"),
    "referral_late": ("late", "转给区民政局的“临时救助”"),
    "card_shared": ("late", "另外 1 户"),
    "notice_unproven": ("notice", "张贴照片"),
    "instalment_failed": ("bounced", "没有付成"),
    "call_overdue": ("callback", "到现在没有做"),
    "twice_aided": (None, "2 个工会"),
    "line_used": ("spent", "只剩 50.00 元"),
    "fund_idle": ("idle", "没有安排"),
    "loan_overdue": ("loan", "还有 900.00 元"),
}


def today():
    return timezone.localdate()


def ago(days):
    return today() - timedelta(days=days)


@world
def troubled(cast, reference):
    """Rows that each kind warns of: most of one file."""
    home = {"union": cast.union, "clerk": cast.clerk, "reviewer": cast.reviewer}
    late, second, third = (HouseholdFactory(filed=True, **home) for _n in range(3))
    line, spent, idle = (make_line(cast.finance, yuan) for yuan in ("90000", "1000", "7000"))
    revolving = make_line(cast.finance, "900", use="revolving")
    payee = Payee("王秀梅", "110101197001011465", "工商银行", "", "6222020200112233446")
    terms = loans.Terms(
        revolving.pk, f"household:{second.pk}", payee, "早餐摊位", Decimal(900),
        [(today() + timedelta(days=30), Decimal(900))], "纪要 5 号",
    )  # fmt: skip
    loan = loans.grant_loan(terms=terms, by=cast.approver)
    with freeze_time(timezone.now() - timedelta(days=1)):
        callbacks.set_rule(by=cast.approver, valid_from=ago(-1), days=3, share=Decimal(100))
    one, other, bounced = (
        payable_of(ApplicationFactory(**home, approver=cast.approver, state="approved", line=line))
        for _n in range(3)
    )
    batch = carry([one, other], cast, "sent")
    payments.record_results(batch_id=batch.pk, rows=[paid(1), paid(2)], by=cast.finance)
    callbacks.draw()
    failed = carry([bounced], cast, "sent").payments.get()
    made = SimpleNamespace(late=late, second=second, bounced=bounced, loan=loan, spent=spent, idle=idle.fund)
    made.callback = Callback.objects.order_by("pk").first()
    with connection.cursor() as cursor:  # what is deferred is asked now, while it is so
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    with unguarded():
        _trouble_files(made, third)
        made.notice = PublicNotice.objects.create(
            union=cast.union, number="公示1", starts_on=ago(5), ends_on=today(), columns=[], token="t" * 24
        )
        Payment.objects.filter(pk=failed.pk).update(
            state="failed", failure="账号不符", resolved_at=timezone.now() - timedelta(days=9)
        )
        Payable.objects.filter(pk=bounced.pk).update(source="giving.instalment:1")
        Payable.objects.filter(pk=other.pk).update(union=cast.elsewhere, id_number_index=one.id_number_index)
        Callback.objects.filter(pk=made.callback.pk).update(due_on=ago(20))
        BudgetLine.objects.filter(pk=spent.pk).update(year=today().year)
        Balance.objects.filter(account__line=spent, bucket="available").update(debit=F("credit") - 50)
        Fund.objects.filter(pk=idle.fund_id).update(use_by=today() + timedelta(days=30))
        Loan.objects.filter(pk=loan.pk).update(state="lent", lent_on=ago(20))
        LoanPart.objects.filter(loan=loan).update(due_on=ago(9))
    return made


def _trouble_files(made, third):
    late, second = made.late, made.second
    standard = LivingStandard.objects.create(
        region_code="999999", region="试", monthly=Decimal(820), effective=("2020-01-01", None)
    )
    Household.objects.filter(pk=late.pk).update(
        review_due_on=ago(8), filed_on=ago(300), created_at=timezone.now() - timedelta(days=2)
    )
    Assessment.objects.filter(household=late).update(net=Decimal(1300), standard=standard)
    RigidExpense.objects.exclude(household=late).update(kind="other")
    RigidExpense.objects.create(household=late, kind="medical", annual_amount=Decimal(90000))
    RigidExpense.objects.filter(household=late).exclude(annual_amount=90000).update(kind="other")
    IncomeItem.objects.filter(household=late).update(annual_amount=Decimal(70000))
    files = (late.pk, second.pk, third.pk)
    Member.objects.exclude(household__in=files).update(employer="")
    Member.objects.filter(household__in=files, relation="head").update(employer="振华机械厂")
    Member.objects.update(bank_card_index=None)
    Member.objects.filter(pk__in=(late.head_id, second.head_id)).update(bank_card_index=b"c" * 32)
    offered = DepartmentService.objects.create(
        union=late.union, department="区民政局", name="临时救助", giver_kind="civil_affairs",
        aid_kind="emergency", from_on=ago(90),
    )  # fmt: skip
    for days in (30, 40):
        ServiceReferral.objects.create(
            number=f"转介{days}", household=late, issuer=late.union, member=late.head, service=offered,
            department="区民政局" if days == 40 else "区住建局", reason="住院", sent_on=ago(60),
            due_on=ago(days), worker=late.created_by, state="sent" if days == 40 else "dropped",
            settled_on=None if days == 40 else ago(1), why="" if days == 40 else "不办了",
        )  # fmt: skip
    plan = HelpPlan.objects.create(
        household=late, year=today().year, goal="就业", state="agreed", agreed_on=ago(60)
    )
    for days in (20, 30):
        Measure.objects.create(
            plan=plan, kind="job", text="介绍工作", due_on=ago(days), responsible_name="李", state="open"
        )


def of(kind):
    return Alert.objects.filter(kind=kind, gone_on=None)


@pytest.fixture
def found(troubled):
    services.find_alerts()
    return SimpleNamespace(**{kind: of(kind).first() for kind in KINDS_NAMES})


KINDS_NAMES = tuple(FOUND)


def test_each_kind_is_found_with_its_figures_and_why(troubled, found):
    assert set(FOUND) == {kind.code for kind in KINDS}
    for kind, (name, words) in FOUND.items():
        rows = list(of(kind))
        assert rows, kind
        if name is not None:
            rows = [row for row in rows if row.subject.endswith(f":{getattr(troubled, name).pk}")]
            assert len(rows) == 1, (kind, [row.subject for row in of(kind)])
        assert words in rows[0].why, (kind, rows[0].why)
        assert rows[0].due_on > rows[0].found_on == today()
        assert rows[0].name
        assert rows[0].link or kind == "layoffs", kind
    assert of("card_shared").count() == 2
    assert of("line_used").count() == 1
    assert f"({', '.join(repr(str(state)) for state in IN_FORCE_STATES)})" == IN_FORCE


def test_what_is_known_is_not_told_again_and_ends_with_its_cause(troubled, found):
    before = Alert.objects.count()
    assert services.find_alerts() == services.Found(0, 0)
    with unguarded():
        Household.objects.filter(pk=troubled.late.pk).update(review_due_on=today())
        RigidExpense.objects.filter(annual_amount=90000).update(annual_amount=95000)
    assert services.find_alerts() == services.Found(0, 1)
    gone, stays = (Alert.objects.get(pk=row.pk) for row in (found.review_overdue, found.medical))
    assert (gone.state, gone.gone_on) == (State.GONE, today())
    assert (stays.state, stays.gone_on) == (State.OPEN, None)
    assert "95,000.00" in stays.why
    with unguarded():
        Household.objects.filter(pk=troubled.late.pk).update(review_due_on=ago(9))
    assert services.find_alerts() == services.Found(1, 0)
    assert Alert.objects.count() == before + 1
    assert of("review_overdue").get().pk != found.review_overdue.pk


def act(row, action, by, **more):
    told = {"comment": "看过了"} if action != "take" else {}
    return services.take_alert_step(alert_id=row.pk, action=action, by=by, **{**told, **more})


def test_what_was_answered_stays_quiet_while_its_cause_stands(cast, found):
    act(found.review_overdue, "take", cast.clerk)
    assert act(found.review_overdue, "handle", cast.clerk, outcome="visit").owner == cast.clerk
    act(found.medical, "dismiss", cast.clerk)
    act(found.no_contact, "snooze", cast.clerk, until=today() + timedelta(days=5))
    assert services.find_alerts() == services.Found(0, 0)
    states = [
        Alert.objects.get(pk=row.pk).state for row in (found.review_overdue, found.medical, found.no_contact)
    ]
    assert states == [State.HANDLED, State.DISMISSED, State.SNOOZED]
    steps = AlertStep.objects.order_by("pk").values_list("action", "outcome", "comment")
    assert list(steps) == [
        ("take", "", ""), ("handle", "visit", "看过了"), ("dismiss", "", "看过了"), ("snooze", "", "看过了"),
    ]  # fmt: skip
    with freeze_time(timezone.now() + timedelta(days=5)):
        services.find_alerts()
    assert Alert.objects.get(pk=found.no_contact.pk).state == State.OPEN
    assert of("review_overdue").get().state == State.HANDLED


def test_limits_are_those_of_the_nearest_union_from_a_day_on(cast, troubled):
    rule = {"kind": "no_contact", "valid_from": today()}
    services.set_rule(by=cast.approver, first=Decimal(24), **rule)
    services.find_alerts()
    assert not of("no_contact").filter(household=troubled.late).exists()
    leader = UserFactory(union=cast.county, role=Role.APPROVER)
    services.set_rule(by=leader, first=Decimal(3), **rule)
    services.find_alerts()
    assert of("no_contact").filter(household=troubled.late).exists()
    services.set_rule(by=leader, kind="card_shared", valid_from=today(), first=Decimal(1), is_on=False)
    services.find_alerts()
    assert not of("card_shared").exists()
    held = {one.kind.code: one for one in selectors.list_held(cast.union, today())}
    assert (held["no_contact"].first, held["no_contact"].rule.union) == (Decimal(3), cast.county)
    assert not held["card_shared"].is_on
    assert held["medical"].rule is None
    soon = today() + timedelta(days=2)
    wrong = (
        ("valid_from", {**rule, "valid_from": ago(1), "first": Decimal(1)}),
        ("valid_from", {**rule, "first": Decimal(1)}),
        ("second", {"kind": "medical", "valid_from": today(), "first": Decimal(1)}),
        (
            "second",
            {**rule, "valid_from": soon, "first": Decimal(1), "second": Decimal(1)},
        ),
    )
    for field, values in wrong:
        with pytest.raises(AlertRefused) as refused:
            services.set_rule(by=leader, **values)
        assert refused.value.field == field


def test_what_a_union_above_switched_on_nobody_below_switches_off(cast, reference):
    leader = UserFactory(union=cast.county, role=Role.APPROVER)
    rule = {"kind": "card_shared", "first": Decimal(1)}
    services.set_rule(by=cast.approver, valid_from=today(), **rule)
    with pytest.raises(AlertRefused, match="不能停用") as refused:
        services.set_rule(by=leader, valid_from=today(), is_on=False, **rule)
    assert refused.value.field == "is_on"
    services.set_rule(by=leader, valid_from=today(), **rule)
    services.set_rule(by=cast.approver, valid_from=ago(-3), is_on=False, **rule)
    assert not services.set_rule(by=leader, valid_from=ago(-3), is_on=False, **rule).is_on


def test_bills_weigh_most_where_nobody_earns_anything(troubled, found):
    with unguarded():
        RigidExpense.objects.filter(annual_amount=90000).update(annual_amount=20000)
    services.find_alerts()
    assert not of("medical").exists()
    with unguarded():
        IncomeItem.objects.filter(household=troubled.late).delete()
    services.find_alerts()
    assert "家庭年收入 0.00 元" in of("medical").get(household=troubled.late).why


def test_a_case_page_tells_each_what_their_roles_read(cast, troubled, found, as_user):
    def kinds(who):
        return {row.kind for row in selectors.list_of_household(troubled.second, who)}

    assert {"card_shared", "loan_overdue"} <= kinds(cast.auditor)
    assert "card_shared" in kinds(cast.clerk)
    assert "loan_overdue" not in kinds(cast.clerk)
    case = as_user(cast.clerk).get(reverse("desk:case", args=[troubled.second.pk])).content.decode()
    assert found.card_shared.kind_label in case
    assert found.loan_overdue.why not in case


def test_whom_two_unions_aid_is_named_in_full_in_no_label(cast, troubled, found):
    assert (found.twice_aided.label, found.twice_aided.household_id is None) == ("", False)
    index = Payable.objects.filter(union=cast.elsewhere).values("id_number_index")
    both = Payable.objects.filter(id_number_index__in=index)
    names, numbers = set(both.values_list("payee", flat=True)), set(both.values_list("number", flat=True))
    with unguarded():
        Payable.objects.filter(pk__in=list(both.values_list("pk", flat=True))).update(subject="person:ab12")
        Alert.objects.all().delete()
    services.find_alerts()
    row = of("twice_aided").get()
    assert row.household is None
    assert row.label in numbers
    assert row.label not in names


def test_nobody_ends_what_warns_of_their_own_family(cast, troubled, found):
    User.objects.filter(pk=cast.clerk.pk).update(id_number_index=troubled.late.head.id_number_index)
    own = User.objects.get(pk=cast.clerk.pk)
    helper = UserFactory(union=cast.union, role=Role.CLERK)
    for action in ("take", "dismiss"):
        with pytest.raises(Refused, match="您是这家的成员"):
            act(found.medical, action, own)
    helper.stands_for = own
    with pytest.raises(Refused, match="本人不能办"):
        act(found.medical, "dismiss", helper)
    helper.stands_for = None
    assert act(found.medical, "dismiss", helper).state == State.DISMISSED
    assert act(found.notice_unproven, "take", own).owner == own


def test_who_took_it_over_keeps_it_only_while_the_file_stays(cast, troubled, found):
    for row in (found.medical, found.notice_unproven):
        act(row, "take", cast.clerk)
    with unguarded():
        Household.objects.filter(pk=troubled.late.pk).update(union=cast.elsewhere)
    services.find_alerts()
    moved, stays = (Alert.objects.get(pk=row.pk) for row in (found.medical, found.notice_unproven))
    assert (moved.union, moved.owner) == (cast.elsewhere, None)
    assert (stays.union, stays.owner) == (cast.union, cast.clerk)


def test_each_is_seen_and_handled_by_whose_it_is(cast, found, as_user):
    mine = set(selectors.list_to_handle(cast.clerk).values_list("kind", flat=True))
    assert {"review_overdue", "medical", "no_contact", "plan_behind"} <= mine
    assert not mine & {"line_used", "fund_idle", "loan_overdue"}
    money = set(selectors.list_to_handle(cast.finance).values_list("kind", flat=True))
    assert money == {"line_used", "fund_idle", "loan_overdue"}
    page = lambda who, row: as_user(who).get(reverse("alerts:alert", args=[row.pk])).status_code  # noqa: E731
    assert page(cast.clerk, found.medical) == 200
    assert page(cast.auditor, found.line_used) == 200
    assert [page(cast.stranger, found.medical), page(cast.finance, found.medical)] == [404, 404]
    assert page(cast.administrator, found.medical) == 403
    with pytest.raises(Refused):
        act(found.line_used, "dismiss", UserFactory(union=cast.city, role=Role.REVIEWER))
    with pytest.raises(Alert.DoesNotExist):
        act(found.medical, "dismiss", cast.stranger)


def test_bad_input_is_refused_where_it_was_typed(cast, found, as_user):
    url = reverse("alerts:step", args=[found.medical.pk])
    client = as_user(cast.clerk)
    far = (today() + timedelta(days=91)).isoformat()
    for name, sent in {
        "no outcome": {"action": "handle", "comment": "去过"},
        "an outcome that is none": {"action": "handle", "comment": "去过", "outcome": "tea"},
        "no words": {"action": "handle", "outcome": "visit", "comment": "  "},
        "no reason": {"action": "dismiss"},
        "no day": {"action": "snooze", "comment": "等"},
        "today": {"action": "snooze", "comment": "等", "until": today().isoformat()},
        "too long": {"action": "snooze", "comment": "等", "until": far},
    }.items():
        answer = client.post(url, sent)
        assert answer.status_code in (409, 422), name
        assert answer.context["form"].errors, name
        assert not AlertStep.objects.exists(), name
    assert client.post(url, {"action": "clear"}).status_code == 302
    assert not AlertStep.objects.exists()
    assert client.post(url, {"action": "handle", "comment": "去过", "outcome": "visit"}).status_code == 302
    assert client.post(url, {"action": "dismiss", "comment": "算了"}).status_code == 409


def test_the_database_keeps_what_was_found_and_done(cast, found):
    act(found.medical, "handle", cast.clerk, outcome="aid")
    signed = {"said": "算了", "signed_at": timezone.now(), "signed_by": cast.clerk}
    for row, values in (
        (found.medical, {"state": "open", "outcome": ""}), (found.medical, {"said": "别的"}),
        (found.medical, {"subject": "household:0"}), (found.no_contact, {"found_on": ago(9)}),
        (found.no_contact, {"state": "dismissed"}), (found.no_contact, {"state": "dismissed", **signed}),
        (found.no_contact, {"state": "gone"}), (found.no_contact, {"due_on": ago(1)}),
        (found.no_contact, {"severity": "blue"}), (found.no_contact, {"state": "snoozed", **signed}),
    ):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic():
            Alert.objects.filter(pk=row.pk).update(**values)
    copy = {
        "kind": "no_contact", "subject": found.no_contact.subject, "union": cast.union, "figures": {},
        "severity": "red", "found_on": today(), "due_on": today() + timedelta(days=1),
    }  # fmt: skip
    for values in (copy, {**copy, "subject": "new", "state": "gone", "gone_on": today()}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Alert.objects.create(**values)
    with pytest.raises(DatabaseError), transaction.atomic():
        Alert.objects.filter(pk=found.no_contact.pk).delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        AlertRule.objects.create(union=cast.union, kind="medical", valid_from=today(), first=-1)


def test_the_calculation_of_the_day_runs_once(troubled):
    assert services.find_nightly().new > 0
    assert services.find_nightly() is None
    with pytest.raises(DatabaseError), transaction.atomic():
        AlertRun.objects.create(on=today(), new=0, gone=0)
    assert set(Outcome.values) >= {"visit", "file", "aid", "unfounded"}


def test_list_workbook_and_case_page_say_why(cast, found, as_user):
    client = as_user(cast.clerk)
    answer = client.get(reverse("alerts:list"), {"severity": "red", "show": "open"})
    assert {row.severity for row in answer.context["page"].object_list} == {"red"}
    sheet = read_sheet(client.post(reverse("alerts:export")).content)
    assert any("90,000.00" in str(one.values) for one in sheet.rows)
    case = client.get(reverse("desk:case", args=[found.medical.household_id])).content.decode()
    assert found.medical.why in case
