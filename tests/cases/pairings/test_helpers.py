"""帮扶人: one row of one person, praised by another; whose duty a visit is, and by what rule."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.pairings import services
from cases.pairings.models import Helper, Mention, Pairing, PairingYear
from cases.pairings.rules import Terms, next_visit
from cases.pairings.selectors import pairings as selectors
from cases.pairings.selectors.helpers import list_accounts
from cases.pairings.services.helpers import Praise, follow_rules
from cases.pairings.states import State
from hardship.accounts.models import Appointment, standing_in
from hardship.accounts.services import stand_in
from hardship.accounts.states import Role
from hardship.demo import clock
from hardship.desk.selectors import list_todo
from hardship.jobs.services import chores
from hardship.kernel.workflow import Refused
from tests.cases.pairings.conftest import propose, run, step
from tests.factories import HouseholdFactory, UnionFactory, UserFactory, unguarded

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("D2")]


def today():
    return timezone.localdate()


def refused_by(constraint, write):
    with pytest.raises((IntegrityError, DatabaseError)) as caught, transaction.atomic():
        write()
    assert caught.value.__cause__.diag.constraint_name == constraint


def stand_in_for(holder, union, by, role=Role.CLERK):
    """Somebody of another post of the same union who acts in the post of the holder there."""
    row = stand_in(
        appointment_id=holder.appointments.get(union=union).pk, user=UserFactory(union=union, role=role),
        from_on=today(), until_on=today(), reason="开会", by=by,
    )  # fmt: skip
    return SimpleNamespace(user=row.user, acting=standing_in(row.user, row))


def test_one_of_the_systems_people_is_one_helper_whichever_union_proposes_them(cast, home):
    other = UnionFactory(parent=cast.county)
    clerk, both = UserFactory(union=other), UserFactory(union=cast.county, role=Role.REVIEWER)
    away = HouseholdFactory(union=other, clerk=clerk, reviewer=cast.reviewer, filed=True)
    services.set_rule(terms=Terms(most=1), document="通知", starts_on=today(), by=cast.administrator)
    first = propose(home, cast.clerk, services.Chosen(user=both))
    assert (first.helper.union, first.helper.user) == (cast.county, both)
    with pytest.raises(Refused, match="达到上限"):
        propose(away, clerk, services.Chosen(user=both))
    assert Helper.objects.get() == first.helper
    twice = {"union": other, "name": both.name, "user": both}
    refused_by("helper_account_once", lambda: Helper.objects.create(**twice))


def test_nobody_praises_themselves_by_who_stands_in_for_them(cast, home, as_user):
    both = UserFactory(union=cast.county, role=Role.REVIEWER)
    helper = run(home, cast, services.Chosen(user=both)).helper
    stander = stand_in_for(both, cast.county, cast.administrator)
    praise = Praise("advanced", today(), "评先", "通工发〔2026〕1号")
    with pytest.raises(Refused, match="不能登记对自己的表扬"):
        services.mention(helper_id=helper.pk, praise=praise, by=both)
    with pytest.raises(Refused, match="本人不能办"):
        services.mention(helper_id=helper.pk, praise=praise, by=stander.acting)
    page = reverse("pairings:helper", args=[helper.uid])
    assert as_user(both).get(page).context["mentioning"] is None
    assert as_user(cast.reviewer).get(page).context["mentioning"] is not None
    told = {"helper": helper, "kind": "praise", "on": today(), "text": "好", "document": "文"}
    for hands in ({"by": both}, {"by": stander.user, "stood_in_for": both}):
        refused_by("pairing_mention_by_another", lambda more=hands: Mention.objects.create(**told, **more))
    hands = {"by": cast.reviewer, "stood_in_for": cast.approver}
    refused_by("pairing_mention_by_who_stands_in", lambda: Mention.objects.create(**told, **hands))


def test_who_had_a_target_set_in_their_name_does_not_judge_the_year(cast, paired):
    row, this = paired.row, today().year
    author = UserFactory(union=cast.union)
    Appointment.objects.create(user=author, union=cast.county, role=Role.REVIEWER, from_on=date(2000, 1, 1))
    stander = stand_in_for(author, cast.union, cast.administrator, Role.DEPARTMENT)
    found = services.set_target(pairing_id=row.pk, year=this, target="就业", by=stander.acting)
    assert (found.set_by, found.set_for) == (stander.user, author)
    with clock.at(date(this + 1, 1, 9)), pytest.raises(Refused, match="目标是您定的"):
        services.judge_year(
            pairing_id=row.pk, year=this, effect="some", result="有", by=author.at(cast.county)
        )

    def judge(**hands):
        told = {"effect": "some", "result": "有", "judged_at": timezone.now(), **hands}
        return lambda: PairingYear.objects.filter(pk=found.pk).update(**told)

    refused_by("pairing_year_judged_by_another", judge(judged_by=author))
    refused_by("pairing_year_judged_by_another", judge(judged_by=cast.reviewer, judged_for=author))
    refused_by("pairing_year_by_who_stands_in", judge(judged_by=cast.reviewer, judged_for=cast.approver))
    judge(judged_by=cast.reviewer)()


def test_a_year_has_a_target_once_the_pairing_runs_and_is_judged_when_the_pairing_is_over(cast, paired):
    this = today().year
    with pytest.raises(Refused, match="结对中的才能定目标"):
        services.set_target(pairing_id=paired.proposed.pk, year=this, target="就业", by=cast.clerk)
    services.set_target(pairing_id=paired.row.pk, year=this, target="就业", by=cast.clerk)
    step(paired.row, "end", cast.clerk)
    told = {"year": this, "effect": "lifted", "result": "已就业"}
    assert services.judge_year(pairing_id=paired.row.pk, by=cast.reviewer, **told).effect == "lifted"


def test_an_overdue_visit_is_also_the_duty_of_the_households_union(cast, home):
    department = UserFactory(union=cast.union, role=Role.DEPARTMENT)
    row = run(home, cast, services.Chosen(user=department))
    soon = row.next_visit_on - timedelta(days=1)
    with clock.at(soon):
        assert list(selectors.list_due(department)) == [row]
        assert not selectors.list_due(cast.clerk).exists()
    with clock.at(row.next_visit_on + timedelta(days=1)):
        assert list(selectors.list_due(cast.clerk)) == [row]
        for user in (department, cast.clerk):
            assert "到期的结对走访" in {str(one.label) for one in list_todo(user)}


def test_of_the_systems_people_those_help_whose_duty_a_visit_can_be(cast, home):
    finance = UserFactory(union=cast.union, role=Role.FINANCE)
    able = [UserFactory(union=cast.county, role=role) for role in (Role.DEPARTMENT, Role.APPROVER)]
    found = set(list_accounts(home))
    assert {cast.clerk, *able} <= found
    assert finance not in found
    with pytest.raises(Refused, match="本工会或审核工会"):
        propose(home, cast.clerk, services.Chosen(user=finance))


def test_a_rule_of_a_later_day_moves_the_visits_on_its_day(cast, paired, django_assert_max_num_queries):
    begun_on, starts_on = date(2024, 1, 1), today() + timedelta(days=5)
    with unguarded():
        Pairing.objects.filter(pk=paired.row.pk).update(begun_on=begun_on)
    before = Pairing.objects.get(pk=paired.row.pk).next_visit_on
    services.set_rule(terms=Terms(visits=12), document="通知", starts_on=starts_on, by=cast.administrator)
    assert follow_rules() == 0
    with clock.at(starts_on):
        chores.get("pairings.rules")()
        paired.row.refresh_from_db()
        assert paired.row.next_visit_on == next_visit(begun_on, 12, ()) != before
        assert paired.row.state == State.RUNNING
        with django_assert_max_num_queries(6):
            assert follow_rules() == 0
