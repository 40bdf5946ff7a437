"""Published vectors judged from files: the worked examples of shipped policies, typed in and by roster.

An example is a bare case. Here its family is entered as the pages of entry save it, and once more as a row of
a roster; then the file itself is judged, and must come to what was published.
"""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings

from cases.archives.models import Household, Member
from cases.archives.rules.answers import OWN_FACTS, PERSON
from cases.archives.rules.schooling import STAGES
from cases.archives.selectors import live_members
from cases.archives.selectors.answers import say
from cases.archives.selectors.cases import get_case
from cases.archives.services.entry.answers import Answer, record_answers
from cases.archives.services.entry.drafts import save_section, start_household
from cases.archives.states import Relation, Status
from cases.policies.models import LivingStandard, MinimumWage
from cases.policies.rules import assess, parse_policy
from cases.policies.rules.case import Member as CaseMember
from cases.policies.rules.document.words import plain_fact
from cases.policies.rules.examples import differences_from, example_case
from cases.rosters.rules.layout import layout_keys
from hardship.kernel.documents import make_id_number
from tests.cases.rosters.roster_files import roster
from tests.cases.rosters.test_import import bring_in, upload
from tests.factories import UnionFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("G5", "A2")]
FOLDER = Path(settings.BASE_DIR, "cases", "policies", "data", "policies")
CITIES = ("jiangmen_2025", "xingtai_2021", "shanghai_2019", "yuyao_2024")
DOCUMENTS = {code: parse_policy((FOLDER / f"{code}.yaml").read_text()) for code in CITIES}
EXAMPLES = [
    pytest.param(document, example, id=f"{code}-{number}")
    for code, document in DOCUMENTS.items()
    for number, example in enumerate(document.examples, start=1)
    if "earlier_aid" not in example.given  # which applications tell, and no form or roster
]
STATUS_OF = {str(stage): str(status) for status, stages in STAGES.items() for stage in stages}
OF_FILE = ("homes", "vehicles", "main_cause")  # facts with a field of the household


def people_of(case):
    """The people of a case as the file has them: those named, the students, and others up to the number."""
    named = list(case.members or [CaseMember("head", relation="head", status=case.traits.get("status"))])
    if case.students:  # a file asks for everybody at school: those of the example are all there are
        named = [one for one in named if one.status not in STAGES]
    rows = [
        {
            "name": f"甲{place}", "relation": one.relation, "status": one.status or "",
            "birth_on": one.birth_on, "key": one.key, "is_able": one.is_able,
            "is_income_proven": one.is_income_proven or None,
        }
        for place, one in enumerate(named)
    ]  # fmt: skip
    for student in case.students or ():
        rows.append({"name": f"学{len(rows)}", "relation": "son", "status": STATUS_OF[student.stage],
                     "stage": student.stage, "school_kind": student.school_kind,
                     "key": student.key})  # fmt: skip
    while case.students is None and len(rows) < (case.persons or 1):
        rows.append({"name": f"乙{len(rows)}", "relation": "other", "status": ""})
    return rows


def person_of(case, people):
    """The place of the person whom the aid is for; the head where nobody is named."""
    keys = [one.get("key") for one in people]
    wanted = case.need.get("person")
    return keys.index(wanted) if wanted and wanted in keys else 0


def answers_of(case):
    facts = {**case.assets, **case.traits, **case.need}
    return {name: value for name, value in facts.items() if name not in OWN_FACTS and name != PERSON}


def own_of(case):
    facts = {**case.assets, **case.traits}
    return {name: facts[name] for name in OF_FILE if facts.get(name) is not None}


def publish(case):
    """The standards of the example as published figures."""
    for row in case.standards:
        effective = (row.from_on, row.to_on + timedelta(days=1) if row.to_on else None)
        model = {"living": LivingStandard, "minimum_wage": MinimumWage}[row.kind]
        model.objects.create(
            region_code=row.region_code, region=row.region or "—", monthly=row.value, effective=effective
        )


@pytest.fixture
def clerk():
    def of(case):
        return UserFactory(union=UnionFactory(region_code=case.region_code))

    return of


def typed(case, clerk):
    """The family through the services of the pages of entry."""
    people = head, *others = people_of(case)
    personal = ("name", "relation", "status", "birth_on", "stage", "school_kind")
    values = [{name: one[name] for name in personal if one.get(name)} for one in (head, *others)]
    household = start_household(union=clerk.union, by=clerk, head=values[0])

    def save(section, data):
        household.refresh_from_db()
        save_section(
            household_id=household.pk, section=section, data=data, version=household.version, by=clerk
        )

    save("members", {"rows": values[1:], "reviewed": True})
    living = live_members(household)
    uid = {one.get("key"): str(member.uid) for one, member in zip((head, *others), living, strict=True)}
    incomes, expenses = (
        [
            {"kind": item.kind, "annual_amount": item.amount, "member": uid.get(item.member, ""),
             "from_on": None, "to_on": None, "note": ""}
            for item in items or ()
        ]
        for items in (case.incomes, case.expenses)
    )  # fmt: skip
    save("money", {"incomes": incomes, "expenses": expenses, "bills": [], "reviewed": True})
    own = own_of(case)
    save("housing", {name: int(own[name]) for name in ("homes", "vehicles") if name in own})
    save("causes", {name: own[name] for name in ("main_cause",) if name in own})
    told = [Answer(name, plain_fact(value)) for name, value in answers_of(case).items()]
    told += [
        Answer(name, one[name], str(member.uid))
        for one, member in zip((head, *others), living, strict=True)
        for name in ("is_able", "is_income_proven")
        if one.get(name) is not None
    ]
    told += [Answer(PERSON, str(living[person_of(case, people)].uid))]
    household.refresh_from_db()
    record_answers(household_id=household.pk, answers=told, version=household.version, by=clerk)
    return household


def cells_of_person(one, place):
    cells = {
        "name": one["name"],
        "status": str(Status(one["status"]).label) if one["status"] else None,
        "id_number": make_id_number("320602", born, 2 * place + 2) if (born := one.get("birth_on")) else None,
        **{f"fact_{name}": "是" if one[name] else "否" for name in ("is_able", "is_income_proven")
           if one.get(name) is not None},
    }  # fmt: skip
    if place == 0:
        return {**cells, "id_number": cells["id_number"] or make_id_number("320602", HEAD_BORN, 2)}
    own = {"relation": str(Relation(one["relation"]).label)}
    if one.get("stage"):
        from cases.policies.states import SchoolKind, Stage

        own |= {
            "stage": str(Stage(one["stage"]).label),
            "school_kind": str(SchoolKind(one["school_kind"]).label),
        }
    return {**cells, **own}


HEAD_BORN = Member._meta.get_field("birth_on").to_python("1985-05-01")


def by_roster(case, clerk):
    """The family as one row of a roster; wages stand there by the month."""
    people = head, *others = people_of(case)
    row = cells_of_person(head, 0) | {
        f"member{place}.{key}": value
        for place, one in enumerate(others, start=1)
        for key, value in cells_of_person(one, place).items()
    }
    for item in case.incomes or ():
        if item.kind == "wage":
            row["monthly_income"] = item.amount / 12
        elif item.kind == "other":
            continue
        else:
            row[f"income_{item.kind}"] = item.amount
    row |= {f"expense_{item.kind}": item.amount for item in case.expenses or ()}
    own = own_of(case)
    if "main_cause" in own:
        own["main_cause"] = CAUSE_WORDS[own["main_cause"]]
    row |= own | {f"fact_{name}": say(name, plain_fact(value)) for name, value in answers_of(case).items()}
    row["fact_person"] = people[person_of(case, people)]["name"]
    row = {
        key: float(value) if isinstance(value, Decimal) else value
        for key, value in row.items()
        if value is not None
    }
    content = roster(row, keys=[*layout_keys(), *(key for key in row if key not in layout_keys())])
    made = bring_in(upload(None, content=content, by=clerk, union=clerk.union), clerk)
    assert [one for one in made.issues if one["level"] == "error"] == []
    return Household.objects.get(import_row__roster=made)


CAUSE_WORDS = {"illness": "患重特大疾病", "schooling": "子女上学"}


@pytest.mark.parametrize("way", [typed, by_roster])
@pytest.mark.parametrize(("document", "example"), EXAMPLES)
def test_a_file_comes_to_what_was_published(document, example, way, clerk):
    case = example_case(document, example)
    publish(case)
    household = way(case, clerk(case))
    outcome = assess(document, get_case(household, on=case.on))
    assert differences_from(document, example.expect, outcome) == ()
