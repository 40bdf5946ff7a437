"""What a worker asks for and in what mind they are: heard on a visit, taken over into the file by a clerk."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cases.archives.models import FileEdit, Household
from cases.archives.selectors.extensions import find_cause
from cases.archives.states import Section
from cases.visits.models import HomeVisit
from cases.visits.reports import blank_forms, visit_form
from cases.visits.selectors import voices_cause
from tests.cases.visits.test_visit_pages import given, new, pdf_text
from tests.factories import HouseholdFactory, make_visit, signed
from tests.worlds import world

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("A7")]
HEARD = {
    "demands": ["job", "housing"],
    "demand_note": "盼女儿毕业后就近就业",
    "mood": "worried",
    "mood_note": "怕断药",
}


@world
def filed(cast):
    household = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)
    Household.objects.filter(pk=household.pk).update(updated_at=timezone.now())
    return household


def section(household):
    return reverse("archives:section", args=[household.pk, Section.CAUSES])


def test_a_visit_says_what_differs_and_a_clerk_takes_it_over(as_user, cast, filed):
    client = as_user(cast.clerk)
    answer = client.post(new(filed), given(filed, **HEARD))
    visit = HomeVisit.objects.get()
    assert (visit.demands, visit.mood, visit.mood_note) == (["job", "housing"], "worried", "怕断药")
    edits = FileEdit.objects.filter(household=filed).count()
    filed.refresh_from_db()
    assert (filed.demands, filed.mood) == ([], "")  # nothing is written silently
    shown = client.get(answer.url).content.decode()
    address = f"{section(filed)}?cause=visit:{visit.uid}"
    assert "就业、住房" in shown
    assert "档案里没有写" in shown
    assert address in shown
    page = client.get(address)
    assert page.context["form"]["demands"].value() == ["job", "housing"]
    assert "入户调查时" in page.content.decode()
    assert FileEdit.objects.filter(household=filed).count() == edits
    fields = {bound.html_name: bound.value() for bound in page.context["form"]}
    sent = {name: "" if value is None else value for name, value in fields.items()}
    sent |= {"was": page.context["was"], "cause": f"visit:{visit.uid}"}
    assert client.post(section(filed), sent).status_code == 302
    filed.refresh_from_db()
    assert {name: getattr(filed, name) for name in HEARD} == HEARD
    again = client.get(answer.url).content.decode()
    assert "cause=visit" not in again
    assert "档案里没有写" not in again


def test_nobody_else_takes_it_over_and_no_other_visit_gives_it(cast, filed, as_user):
    visit = make_visit(filed, by=cast.clerk, **HEARD)
    name = f"visit:{visit.uid}"
    assert find_cause(filed, Section.CAUSES, name, cast.clerk).values == HEARD
    assert find_cause(filed, Section.HOUSING, name, cast.clerk) is None
    for person in (cast.reviewer, cast.approver, cast.stranger):
        assert voices_cause(visit, person) is None
    for key in ("", "x", str(uuid.uuid4())):
        assert find_cause(filed, Section.CAUSES, f"visit:{key}", cast.clerk) is None
    other = HouseholdFactory(filed=True, union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer)
    assert find_cause(other, Section.CAUSES, name, cast.clerk) is None
    assert (
        "cause=visit"
        not in as_user(cast.reviewer).get(reverse("visits:visit", args=[visit.uid])).content.decode()
    )
    make_visit(filed, by=cast.clerk, papers=signed(shade=9), corrects=visit.uid, demands=["job"])
    visit = HomeVisit.objects.get(pk=visit.pk)
    assert voices_cause(visit, cast.clerk) is None  # corrected: the newer one counts


def test_what_nobody_spoke_of_is_no_difference_and_the_order_is_none(cast, filed):
    Household.objects.filter(pk=filed.pk).update(demands=["housing", "job"], mood="stable")
    filed.refresh_from_db()
    assert voices_cause(make_visit(filed, by=cast.clerk), cast.clerk) is None
    same = make_visit(filed, by=cast.clerk, papers=signed(shade=9), demands=["job", "housing"])
    assert voices_cause(same, cast.clerk) is None
    other = make_visit(filed, by=cast.clerk, papers=signed(shade=18), demands=["job"], mood="stable")
    assert voices_cause(other, cast.clerk).values == {"demands": ["job"]}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"demands": ["job", "money"]}, "demands"),
        ({"mood": "angry"}, "mood"),
        ({"demands": "other"}, "demand_note"),
    ],
)
def test_what_is_not_in_the_lists_is_refused_at_its_field(as_user, cast, filed, wrong, field):
    answer = as_user(cast.clerk).post(new(filed), given(filed, **wrong), headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert f'href="#at-{field}"' in answer.content.decode()


@pytest.mark.parametrize(
    ("values", "guard"),
    [({"demands": ["money"]}, "demands_known"), ({"mood": "angry"}, "mood_known")],
)
def test_the_database_knows_the_lists_too(cast, filed, values, guard):
    row = HomeVisit(
        union=cast.union, household=filed, visited_on=timezone.localdate(), mode="at_home", place="家中",
        respondent_name="季", respondent_relation="户主", persons=1, conclusion="as_filed", **values,
    )  # fmt: skip
    with pytest.raises(IntegrityError, match=f"visit_{guard}"), transaction.atomic():
        row.save(force_insert=True)
    with pytest.raises(IntegrityError, match=f"household_{guard}"), transaction.atomic():
        Household.objects.filter(pk=filed.pk).update(**values)


def test_a_draft_of_a_visit_keeps_every_tick(as_user, cast, filed):
    client = as_user(cast.clerk)
    draft = reverse("visits:visit_draft", args=[filed.pk])
    assert client.post(draft, given(filed, **HEARD)).status_code == 200
    page = client.get(new(filed)).content.decode()
    for value in HEARD["demands"]:
        assert f'value="{value}" id="id_demands_' in page
    assert page.count("checked") >= 3  # two wishes and the mood, besides the answers
    form = client.get(new(filed)).context["form"]
    ticked = [box for box in form["demands"].subwidgets if box.data["selected"]]
    assert [box.data["value"] for box in ticked] == HEARD["demands"]


def test_a_draft_of_a_visit_without_a_tick_keeps_none(as_user, cast, filed):
    client = as_user(cast.clerk)
    client.post(reverse("visits:visit_draft", args=[filed.pk]), given(filed, demand_note="想一想"))
    form = client.get(new(filed)).context["form"]
    assert not [box for box in form["demands"].subwidgets if box.data["selected"]]


def test_paper_asks_and_tells_it(cast, filed):
    visit = make_visit(filed, by=cast.clerk, **HEARD)
    _pages, text = pdf_text(visit_form(visit, on=timezone.localdate()))
    assert "☑就业" in text
    assert "□医疗" in text
    assert "☑有顾虑" in text
    assert "怕断药" in text
    pages, blank = pdf_text(blank_forms([filed], union=cast.union, on=timezone.localdate()))
    assert "□维护权益" in blank
    assert "□情绪不稳" in blank
    assert pages == 2
