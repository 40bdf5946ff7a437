"""A difference leads to a change of the file that is filled in already, and is closed by that one alone."""

from datetime import date
from urllib.parse import urlencode

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from cases.archives.forms import SECTION_FORMS
from cases.archives.models import ChangeRequest, Household
from cases.archives.selectors.entry import get_contents
from cases.archives.selectors.extensions import find_cause
from cases.archives.services.life import changes
from cases.archives.services.steps import take_step
from cases.archives.states import ChangeState, Section
from cases.crosschecks import services as crosschecks
from cases.crosschecks.models import CrossCheckHit
from cases.crosschecks.selectors import get_answer
from cases.crosschecks.services import cause_name, take_hit_step
from cases.crosschecks.states import ASKABLE, HitState
from hardship.audit.models import AuditRecord
from hardship.kernel.workflow import Refused
from tests.factories import HouseholdFactory, UserFactory
from tests.threads import at_once
from tests.worlds import world

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("A9")]
WHO = ("姓名", "身份证号")


def match(reviewer, kind, header, *lines, **more):
    content = "\n".join(",".join(line) for line in ((*WHO, header), *lines)).encode()
    made = crosschecks.upload_list(
        kind=kind, department="民政局", as_of=date(2026, 1, 31), original_name="名单.csv", content=content,
        by=reviewer, **more,
    )  # fmt: skip
    crosschecks.start_match(crosscheck_id=made.pk, fields=None, by=reviewer)
    return crosschecks.match_list(crosscheck_id=made.pk, by=reviewer)


def line(person, fact, name=""):
    return (name, person.id_number.reveal(), fact)


@world
def home(cast):
    return HouseholdFactory(union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, filed=True)


@world
def hit(cast, home):
    """Two people of the household stand on the list, and again on that of the month after."""
    for _month in range(2):
        lines = [line(person, "640.00") for person in home.members.order_by("pk")[:2]]
        match(cast.reviewer, "dibao", "保障金额", *lines)
    return CrossCheckHit.objects.order_by("pk").first()


def ask(hit, by, *, cause=None, section=Section.CAUSES, household=None, **data):
    household = Household.objects.get(pk=household or hit.household_id)
    return changes.save_change(
        household_id=household.pk, section=section, version=household.version, by=by,
        data=data or {"is_on_dibao": True}, cause=cause_name(hit) if cause is None else cause,
    )  # fmt: skip


def state_of(hit):
    return CrossCheckHit.objects.get(pk=hit.pk).state


@pytest.mark.parametrize(("kind", "header", "fact", "who", "section", "proposed"), [
    ("dibao", "保障金额", "640元", "head", "causes", {"is_on_dibao": True, "dibao_amount": 640}),
    ("dibao", "类别", "城市", "daughter", "causes", {"is_on_dibao": True}),
    ("vehicle", "号牌种类", "小型汽车", "husband", "housing", {"vehicles": 1}),
    ("business", "企业名称", "某某商行", "head", "housing", {"has_business": True}),
    ("property", "套数", "3", "husband", "housing", {"homes": 3}),
    ("death", "死亡日期", "2026-01-02", "husband", "members", {"remove": True}),
    ("death", "死亡日期", "2026-01-02", "head", None, None),
])  # fmt: skip
def test_each_difference_leads_to_its_part_of_the_file_filled_in(
    cast, home, as_user, kind, header, fact, who, section, proposed
):
    person = home.members.get(relation=who)
    hit = match(cast.reviewer, kind, header, line(person, fact)).hits.get()
    page = as_user(cast.clerk).get(reverse("crosschecks:hit", args=[hit.uid])).content.decode()
    if section is None:
        assert get_answer(hit) is None
        assert reverse("archives:leaving", args=[home.pk]) in page
        return
    address = (
        f"{reverse('archives:section', args=[home.pk, section])}?{urlencode({'cause': cause_name(hit)})}"
    )
    assert address in page
    form = SECTION_FORMS[section](contents=get_contents(home))
    form.propose(find_cause(home, section, cause_name(hit), cast.clerk).values)
    rows = {row.initial.get("uid"): row for row in form.tables["rows"]} if section == "members" else {}
    found = rows.get(person.uid, form).initial
    assert {name: found.get(name) for name in proposed} == proposed
    shown = as_user(cast.clerk).get(address).content.decode()
    assert "审核同意后，这条差异自动办结" in shown
    assert f'name="cause" value="{cause_name(hit)}"' in shown


@pytest.mark.parametrize("who", ["head", "husband"])
def test_another_name_is_proposed_where_that_person_stands(cast, home, who):
    person = home.members.get(relation=who)
    hit = match(cast.reviewer, "vehicle", "号牌种类", line(person, "小型汽车", "李四光")).hits.get(
        difference="name"
    )
    answer = get_answer(hit)
    assert (answer.section, answer.row) == (("worker", "") if who == "head" else ("members", str(person.uid)))
    row = {"uid": str(person.uid), "relation": who, "name": "李四光"}
    data = {"name": "李四光"} if who == "head" else {"rows": [row, *others(home, person)]}
    asked = ask(hit, cast.clerk, section=answer.section, **data)
    hit.refresh_from_db()
    assert (hit.state, hit.change) == ("asked", asked)
    assert state_of(hit.crosscheck.hits.get(difference="vehicles")) == "open"


def others(home, person):
    rows = home.members.exclude(pk=person.pk).exclude(relation="head")
    return [{"uid": str(row.uid), "name": row.name, "relation": row.relation} for row in rows]


def test_from_the_page_of_the_difference_to_its_end(cast, home, as_user):
    hit = match(cast.reviewer, "vehicle", "号牌种类", line(home.head, "小型汽车")).hits.get()
    client, page = as_user(cast.clerk), reverse("crosschecks:hit", args=[hit.uid])
    form = SECTION_FORMS[Section.HOUSING](contents=get_contents(home))
    form.propose(get_answer(hit).proposed)
    values = {name: form[name].value() for name in form.fields}
    data = {name: "" if value is None else value for name, value in values.items()}
    data |= {"has_business": "0", "cause": cause_name(hit), "go": "on"}
    address = reverse("archives:section", args=[home.pk, "housing"])
    wrong = client.post(address, {**data, "floor_area": "x"})
    assert wrong.status_code == 422
    assert f'name="cause" value="{cause_name(hit)}"' in wrong.content.decode()
    answer = client.post(address, data)
    assert answer.url == reverse("archives:changes", args=[home.pk])
    hit.refresh_from_db()
    assert (hit.state, hit.change.section, hit.state_by) == ("asked", "housing", cast.clerk)
    assert "变更待审核" in client.get(page).content.decode()
    reviewer = as_user(cast.reviewer)
    assert page in reviewer.get(answer.url).content.decode()  # who checks the change sees why
    changes.decide(change_id=hit.change_id, action="accept", by=cast.reviewer)
    home.refresh_from_db()
    hit.refresh_from_db()
    assert (home.vehicles, hit.state, hit.state_by) == (1, "settled", cast.reviewer)
    assert list(hit.steps.order_by("pk").values_list("action", "by__name")) == [
        ("ask", cast.clerk.name), ("answer", cast.reviewer.name),
    ]  # fmt: skip
    assert AuditRecord.objects.filter(action="crosscheck_hit.answer").count() == 1
    assert reverse("archives:section", args=[home.pk, "housing"]) not in client.get(page).content.decode()


def leave(hit, cast):
    take_step(household_id=hit.household_id, action="leave", by=cast.clerk, comment="自愿")


def decide(action, who):
    def step(hit, cast):
        change = ChangeRequest.objects.get(state=ChangeState.PENDING)
        changes.decide(change_id=change.pk, action=action, by=getattr(cast, who), comment="没有证明")

    return step


@pytest.mark.parametrize("was_confirmed", [False, True])
@pytest.mark.parametrize(("happens", "state"), [
    (decide("accept", "reviewer"), "settled"), (decide("reject", "reviewer"), "to_change"),
    (decide("withdraw", "clerk"), "to_change"), (leave, "to_change"),
])  # fmt: skip
def test_one_change_answers_everybody_of_the_household_and_its_end_is_theirs(
    cast, hit, happens, state, was_confirmed
):
    if was_confirmed:
        take_hit_step(hit_id=hit.pk, action="confirm", by=cast.clerk, comment="本人承认")
    asked = ask(hit, cast.clerk)
    assert set(CrossCheckHit.objects.values_list("state", "change")) == {("asked", asked.pk)}
    with pytest.raises(Refused):
        take_hit_step(hit_id=hit.pk, action="refute", by=cast.clerk, comment="不对")
    happens(hit, cast)
    assert set(CrossCheckHit.objects.values_list("state", "change")) == {(state, asked.pk)}
    hit.refresh_from_db()
    assert hit.note == ("本人承认" if was_confirmed else "")


def test_what_was_not_agreed_to_is_asked_for_again_or_dismissed_with_a_reason(cast, hit):
    ask(hit, cast.clerk)
    decide("reject", "reviewer")(hit, cast)
    again = ask(hit, cast.clerk)
    hit.refresh_from_db()
    assert (hit.state, hit.change) == ("asked", again)
    decide("accept", "reviewer")(hit, cast)
    take_hit_step(hit_id=hit.pk, action="reopen", by=cast.reviewer, comment="再核实")
    hit.refresh_from_db()
    assert (hit.state, hit.change) == ("open", None)
    with pytest.raises(Refused, match="必须填写意见"):
        take_hit_step(hit_id=hit.pk, action="dismiss", by=cast.clerk, comment="")
    take_hit_step(hit_id=hit.pk, action="dismiss", by=cast.clerk, comment="已停发")
    assert state_of(hit) == "harmless"


def without_cause(hit, cast):
    return ask(hit, cast.clerk, cause="")


def of_another_field(hit, cast):
    return ask(hit, cast.clerk, main_cause="accident")


def of_another_section(hit, cast):
    return ask(hit, cast.clerk, section=Section.HOUSING, homes=2)


def of_another_household(hit, cast):
    other = HouseholdFactory(union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, filed=True)
    return ask(hit, cast.clerk, household=other.pk)


def of_another_union(hit, cast):
    other = HouseholdFactory(union=cast.elsewhere, clerk=cast.stranger, filed=True)
    return ask(hit, UserFactory(union=other.union), household=other.pk)


def of_nonsense(hit, cast):
    return ask(hit, cast.clerk, cause="hit:x")


def of_an_unknown_kind(hit, cast):
    return ask(hit, cast.clerk, cause="nobody:1")


@pytest.mark.parametrize("other", [
    without_cause, of_another_field, of_another_section, of_another_household, of_another_union, of_nonsense,
    of_an_unknown_kind,
])  # fmt: skip
def test_nobody_elses_request_answers_a_difference(cast, hit, other):
    asked = other(hit, cast)
    assert asked.state == ChangeState.PENDING
    reviewer = UserFactory(union=asked.union.parent, role="reviewer")
    changes.decide(change_id=asked.pk, action="accept", by=reviewer)
    assert set(CrossCheckHit.objects.values_list("state", "change")) == {("open", None)}


def test_only_the_clerk_of_the_union_is_led_on(cast, hit, as_user):
    page = reverse("crosschecks:hit", args=[hit.uid])
    address = f"{reverse('archives:section', args=[hit.household_id, 'causes'])}?cause={cause_name(hit)}"
    assert "提出变更" in as_user(cast.clerk).get(page).content.decode()
    for person in (cast.reviewer, cast.auditor):
        assert "提出变更" not in as_user(person).get(page).content.decode()
    assert as_user(cast.reviewer).get(address).status_code == 403
    assert as_user(cast.stranger).get(address).status_code == 404
    other = HouseholdFactory(union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, filed=True)
    for section, household in (("housing", hit.household), ("causes", other)):
        assert find_cause(household, section, cause_name(hit), cast.clerk) is None
    without_cause(hit, cast)  # the section waits for another change
    shown = as_user(cast.clerk).get(page).content.decode()
    assert "已有待审核的变更" in shown
    assert f"?cause={cause_name(hit)}" not in shown
    leave(hit, cast)
    assert (
        find_cause(Household.objects.get(pk=hit.household_id), "causes", cause_name(hit), cast.clerk) is None
    )


def test_the_database_closes_a_difference_by_its_own_accepted_change_alone(cast, hit):
    asked = ask(hit, cast.clerk)
    rows = CrossCheckHit.objects.filter(pk=hit.pk)
    foreign = of_another_household(hit, cast)
    for values, named in (
        ({"change": foreign}, "change of its own household"),
        ({"state": "settled"}, "change that was accepted"),
        ({"change": None}, "hit_asked_names_its_change"),
    ):
        with pytest.raises(IntegrityError, match=named), transaction.atomic():
            rows.update(**values)
    ChangeRequest.objects.filter(pk=asked.pk).update(state="accepted", decided_at=hit.crosscheck.matched_at)
    assert rows.update(state="settled") == 1


@pytest.mark.django_db(transaction=True)
def test_a_difference_is_asked_for_and_dismissed_at_once():
    home = HouseholdFactory(filed=True)
    clerks = [UserFactory(union=home.union) for _turn in range(2)]
    reviewer = UserFactory(union=home.county, role="reviewer")
    hit = match(reviewer, "dibao", "保障金额", line(home.head, "640.00")).hits.get()

    def work(by):
        if by == clerks[0]:
            return ask(hit, by)
        return take_hit_step(hit_id=hit.pk, action="dismiss", by=by, comment="已停发")

    at_once(work, clerks)
    hit.refresh_from_db()
    assert hit.state in (HitState.ASKED, HitState.HARMLESS)
    assert hit.state not in ASKABLE
    assert (hit.steps.count(), hit.change is None) == (1, hit.state == HitState.HARMLESS)
