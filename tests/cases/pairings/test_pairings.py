"""结对帮扶 from the proposal to the result of a year, who lags, who leaves; and who may do none of it."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from cases.aid.services import Given as Told
from cases.aid.services import record_aid
from cases.giving.selectors.deeds import list_deeds
from cases.pairings import services
from cases.pairings.models import Helper, Pairing, PairingNote
from cases.pairings.rules import Terms, next_visit
from cases.pairings.selectors import pairings as selectors
from cases.pairings.selectors.helpers import list_helpers
from cases.pairings.services.helpers import Praise
from cases.pairings.states import State
from hardship.accounts.models import User, standing_in
from hardship.accounts.services import stand_in
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.demo import clock
from hardship.desk.selectors import list_todo
from hardship.handovers.services import hand_over as offer
from hardship.handovers.services import receive
from hardship.kernel.workflow import Refused
from tests.cases.pairings.conftest import OUTSIDE, propose, run, step
from tests.factories import (
    HouseholdFactory,
    UserFactory,
    close_file,
    give_elsewhere,
    make_visit,
    unguarded,
    visit_record,
)
from tests.threads import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("D2")]


def today():
    return timezone.localdate()


def note(row, by, **more):
    told = {"on": today(), "way": "at_home", "text": "看望", **more}
    return services.note(pairing_id=row.pk, by=by, **told)


def actions():
    return set(AuditRecord.objects.filter(target_type="pairings.pairing").values_list("action", flat=True))


def test_a_pairing_is_proposed_agreed_to_by_another_and_begun(cast, paired):
    row, first = paired.row, paired.row.steps.order_by("pk").first()
    assert (row.state, row.begun_on, first.by) == (State.RUNNING, today(), cast.reviewer)
    assert row.next_visit_on > today()
    assert list(selectors.list_to_agree(cast.reviewer)) == [paired.proposed]
    assert {"pairing.propose", "pairing.agree", "pairing.begin"} <= actions()
    declined = step(paired.proposed, "decline", cast.reviewer, "离得太远")
    assert (declined.state, declined.ended_on) == (State.ENDED, today())
    close_file(paired.other)
    with pytest.raises(Refused, match="在册的家庭才结对"):
        propose(paired.other, cast.clerk)


@pytest.mark.parametrize(
    ("why", "chosen", "more"),
    [
        ("请选一种", services.Chosen(), {}),
        ("请选一种", services.Chosen(user=User(pk=1), name="甲"), {}),
        ("已经结对", OUTSIDE, {}),
        ("单位和职务", services.Chosen(name="甲"), {}),
        ("本工会或审核工会", services.Chosen(user=User(pk=0)), {}),
        ("不能早于结对起", OUTSIDE, {"until_on": date(2020, 1, 1)}),
    ],
)
def test_what_is_no_pairing_is_refused_with_what_to_do(cast, paired, why, chosen, more):
    with pytest.raises(Refused, match=why):
        propose(paired.home, cast.clerk, chosen, **more)


def test_nobody_agrees_to_what_they_proposed_or_would_do_themselves(cast, home):
    both = UserFactory(union=cast.county, role=Role.REVIEWER)
    own = propose(home, cast.clerk, services.Chosen(user=both))
    with pytest.raises(Refused, match="由自己帮扶"):
        step(own, "agree", both)
    assert not selectors.list_to_agree(both).exists()
    with pytest.raises(Refused):
        step(own, "agree", cast.clerk)
    with pytest.raises(Pairing.DoesNotExist):
        step(own, "agree", cast.stranger)
    helping = UserFactory(union=cast.county, role=Role.CLERK)
    row = stand_in(
        appointment_id=both.appointments.get().pk, user=helping, from_on=today(), until_on=today(),
        reason="开会", by=cast.administrator,
    )  # fmt: skip
    acting = standing_in(helping, row)
    with pytest.raises(Refused, match="本人不能办"):
        step(own, "agree", acting)


def test_visits_count_by_days_and_a_call_is_none(cast, paired):
    row = paired.row
    before = row.next_visit_on
    note(row, cast.clerk, way="phone", text="打电话问药费")
    row.refresh_from_db()
    assert row.next_visit_on == before
    note(row, cast.clerk)
    row.refresh_from_db()
    after = row.next_visit_on
    note(row, cast.clerk, way="at_work")
    row.refresh_from_db()
    assert after > before
    assert row.next_visit_on == after
    assert [one.visits for one in selectors.years_of(row, Terms(), today().year)] == [1]


@pytest.mark.parametrize(
    ("why", "more"),
    [
        ("不能晚于今天", {"on": date(2100, 1, 1)}),
        ("才开始结对", {"on": date(2020, 1, 1)}),
        ("不是结对以后工会为这户发放的", {"given": services.Given("visit|x")}),
        ("不是结对以后工会为这户发放的", {"given": services.Given("aid|x.1")}),
    ],
)
def test_a_note_is_of_a_day_of_its_pairing_and_of_what_the_family_got(cast, paired, why, more):
    with pytest.raises(Refused, match=why):
        note(paired.row, cast.clerk, **more)
    with pytest.raises(Refused, match="结对中的才能登记"):
        note(paired.proposed, cast.clerk)


def test_what_came_through_the_union_is_named_and_the_own_is_beside_it(cast, paired):
    head, others = paired.home.head, Told("civil_affairs", "other", Decimal(900), today())
    record_aid(union=cast.union, name=head.name, id_number=head.id_number, given=others, by=cast.clerk)
    assert selectors.list_given(paired.row) == []
    give_elsewhere(paired.home, 500, "慰问金", by=cast.clerk)
    [(name, title)] = selectors.list_given(paired.row)
    made = note(paired.row, cast.clerk, given=services.Given(name, Decimal("88.50"), "大米一袋"))
    assert (made.given, made.own_yuan) == (title, Decimal("88.50"))
    assert list_helpers(cast.clerk).get().own == Decimal("88.50")
    assert any(label.endswith("顾建民，上门") for _key, label in list_deeds(paired.home, today()))


def test_a_home_visit_of_the_helper_is_a_visit_until_it_is_corrected(cast, home):
    """By account; a visit of others is none of theirs."""
    row = run(home, cast, services.Chosen(user=cast.clerk))
    people = visit_record(home).visitors
    named = [type(people[0])(cast.clerk.name, "干事"), *people[1:]]
    visit = make_visit(home, by=cast.clerk, visitors=named)
    row.refresh_from_db()
    counted = row.next_visit_on
    assert row.notes.get().visit == visit
    strangers = [type(people[0])(name, "干事") for name in ("李甲", "王乙")]
    make_visit(home, by=cast.clerk, visitors=strangers, corrects=visit.uid)
    row.refresh_from_db()
    assert row.next_visit_on < counted
    assert [one.counts for one in selectors.notes_of(row)] == [False]


def test_who_lags_stands_in_list_workbook_and_duty(cast, paired, as_user, django_assert_max_num_queries):
    with clock.at(today() + timedelta(days=400)):
        page = as_user(cast.clerk).get(reverse("pairings:pairings"), {"show": "late"})
        assert page.context["page"].paginator.count == 1
        assert "超期" in page.content.decode()
        book = as_user(cast.clerk).post(reverse("pairings:export") + "?show=late")
        sheet = openpyxl.load_workbook(BytesIO(book.content)).active
        heads = [cell.value for row in sheet.iter_rows() for cell in row]
        assert {"本年应走访", "顾建民"} <= set(heads)
        assert "到期的结对走访" in {str(one.label) for one in list_todo(cast.clerk)}
    client = as_user(cast.clerk)
    client.get(reverse("pairings:pairings"))
    for count in range(4):
        home = HouseholdFactory(union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, filed=True)
        propose(home, cast.clerk, services.Chosen(name=f"帮扶{count}", post="科长"))
    with django_assert_max_num_queries(22):
        page = client.get(reverse("pairings:pairings"))
    assert page.context["page"].paginator.count == 6
    assert "结对中 1 对，走访超期 0 对" in page.content.decode()
    assert "Decimal" not in page.content.decode()


def test_a_year_has_a_target_and_a_result_of_another(cast, paired):
    row, this = paired.row, today().year
    with pytest.raises(Refused, match="没有定目标"):
        services.judge_year(pairing_id=row.pk, year=this, effect="some", result="有", by=cast.reviewer)
    services.set_target(pairing_id=row.pk, year=this, target="一人就业", by=cast.clerk)
    with pytest.raises(Refused, match="审核工会的审核人"):
        services.judge_year(pairing_id=row.pk, year=this, effect="some", result="有", by=cast.clerk)
    told = {"pairing_id": row.pk, "year": this, "result": "已就业", "income": Decimal(12000)}
    with pytest.raises(Refused, match="还没有过完"):
        services.judge_year(**told, effect="lifted", by=cast.reviewer)
    with clock.at(date(this + 1, 1, 9)):
        done = services.judge_year(**told, effect="lifted", by=cast.reviewer)
    assert (done.effect, done.judged_by) == ("lifted", cast.reviewer)
    rule = Terms(income=Decimal(10000), reward=Decimal(1000))
    row = selectors.with_everything(Pairing.objects.filter(pk=row.pk)).get()
    assert selectors.years_of(row, rule, this)[0].reward == Decimal(1000)
    with pytest.raises(Refused, match="目标不能再改"):
        services.set_target(pairing_id=row.pk, year=this, target="别的", by=cast.clerk)
    with pytest.raises(Refused, match="已经评定"):
        services.judge_year(pairing_id=row.pk, year=this, effect="nothing", result="无", by=cast.reviewer)


def test_who_had_no_effect_for_two_years_is_not_praised_as_advanced(cast, paired):
    helper, this = paired.row.helper, today().year
    for year in (this - 2, this - 1):
        services.set_target(pairing_id=paired.row.pk, year=year, target="就业", by=cast.clerk)
        services.judge_year(
            pairing_id=paired.row.pk, year=year, effect="nothing", result="没有就业", by=cast.reviewer
        )
    praise = Praise("advanced", today(), "评先", "通工发〔2026〕1号")
    with pytest.raises(Refused, match="不能评为先进"):
        services.mention(helper_id=helper.pk, praise=praise, by=cast.reviewer)
    said = Praise("criticism", today(), "两年没有成效", "通工发〔2026〕2号")
    assert services.mention(helper_id=helper.pk, praise=said, by=cast.reviewer).by == cast.reviewer
    with pytest.raises(Refused, match="由审核人登记"):
        services.mention(helper_id=helper.pk, praise=said, by=cast.clerk)
    assert paired.row.helper.mentions.count() == 1


def test_a_rule_says_visits_bound_and_days(cast, paired):
    """And the next visits are due by it from its day."""
    begun_on = date(2024, 1, 1)
    with unguarded():
        Pairing.objects.filter(pk=paired.row.pk).update(begun_on=begun_on, next_visit_on=date(2024, 5, 1))
    terms = Terms(visits=12, most=2, days=5, years=1)
    with pytest.raises(Refused, match="只有管理员"):
        services.set_rule(terms=terms, document="通知", starts_on=today(), by=cast.clerk)
    services.set_rule(terms=terms, document="通知", starts_on=today(), by=cast.administrator)
    paired.row.refresh_from_db()
    assert paired.row.next_visit_on == next_visit(begun_on, 12, ())
    third = HouseholdFactory(union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, filed=True)
    with pytest.raises(Refused, match="已经结对 2 户，达到上限"):
        propose(third, cast.clerk)
    assert propose(third, cast.clerk, services.Chosen(kind="office", name="权益部")).state == State.PROPOSED
    left = services.leave(helper_id=paired.row.helper_id, on=today(), by=cast.clerk)
    assert left.hand_over_until == today() + timedelta(days=5)


def test_who_leaves_is_followed_by_another_whom_the_reviewer_agrees_to(cast, paired):
    services.leave(helper_id=paired.row.helper_id, on=today(), by=cast.clerk)
    assert set(selectors.list_to_settle(cast.clerk)) == {paired.row, paired.proposed}
    assert "结对要换人或结束" in {str(one.label) for one in list_todo(cast.clerk)}
    with pytest.raises(Refused, match="已经离岗"):
        services.hand_over(pairing_id=paired.row.pk, chosen=OUTSIDE, comment="换人", by=cast.clerk)
    chosen = services.Chosen(name="陆文", post="区总工会干部")
    with pytest.raises(Refused, match="必须填写意见"):
        services.hand_over(pairing_id=paired.row.pk, chosen=chosen, comment=" ", by=cast.clerk)
    following = services.hand_over(pairing_id=paired.row.pk, chosen=chosen, comment="退休", by=cast.clerk)
    paired.row.refresh_from_db()
    assert (paired.row.state, paired.row.ended_on) == (State.HANDED_OVER, today())
    assert (following.state, following.previous, following.helps) == (
        State.PROPOSED, paired.row, paired.row.helps,
    )  # fmt: skip
    assert following.helper.name == "陆文"
    with pytest.raises(Refused, match="先选择由谁接手"):
        step(following, "hand_over", cast.clerk)


def test_a_colleague_who_receives_the_work_takes_the_household_over(cast, home):
    row = run(home, cast, services.Chosen(user=cast.clerk))
    colleague = UserFactory(union=cast.union)
    made = offer(
        giver=cast.clerk, union=cast.union, to=colleague, kinds=["pairings.pairings"], reason="调走",
        by=cast.clerk,
    )  # fmt: skip
    receive(handover_id=made.pk, by=colleague)
    row.refresh_from_db()
    assert (row.state, row.next.helper.user, row.next.created_by) == (State.HANDED_OVER, colleague, colleague)
    assert made.items.get().is_moved


def test_pages_say_who_may_do_what(cast, paired, as_user):
    page = reverse("pairings:pairing", args=[paired.row.uid])
    typed = {"on": today().isoformat(), "way": "at_home", "text": "送去岗位信息", "deed": "", "own_yuan": "0"}
    client = as_user(cast.clerk)
    at = reverse("pairings:note", args=[paired.row.uid])
    assert client.post(at, typed).status_code == 422
    assert client.post(at, {**typed, "own_yuan": "1.234"}).status_code == 422
    assert client.post(at, {**typed, "own_yuan": "30"}).status_code == 302
    assert client.post(at, {**typed, "own_yuan": "", "deed": "aid|x.1"}).status_code == 422
    assert "送去岗位信息" in client.get(page).content.decode()
    booklet = client.get(reverse("pairings:booklet", args=[paired.row.helper.uid]))
    assert booklet.content.startswith(b"%PDF")
    shown = client.get(reverse("pairings:helper", args=[paired.row.helper.uid])).content.decode()
    assert ("13912345670" in shown, "5670" in shown) == (False, True)
    case = client.get(reverse("archives:case", args=[paired.home.pk]), {"tab": "pairings"}).content.decode()
    assert "顾建民" in case
    overview = client.get(reverse("archives:case", args=[paired.home.pk])).content.decode()
    assert "结对帮扶（顾建民）" in overview
    assert as_user(cast.stranger).get(page).status_code == 404
    assert as_user(cast.reviewer).post(at, typed).status_code == 422


@pytest.mark.django_db(transaction=True)
def test_a_helper_takes_one_household_too_many_from_nobody(request):
    """Two clerks at once, with one place left."""
    cast = request.getfixturevalue("cast")
    homes = [
        HouseholdFactory(union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, filed=True)
        for _n in range(3)
    ]
    propose(homes[0], cast.clerk)
    services.set_rule(terms=Terms(most=2), document="通知", starts_on=today(), by=cast.administrator)
    results = at_once(lambda home: propose(home, cast.clerk), homes[1:])
    assert sorted(isinstance(one, Refused) for one in results) == [False, True]
    assert Helper.objects.get().pairings.count() == 2
    assert not PairingNote.objects.exists()
