"""Who works at an employer: found by the names in the files of its area, assigned and merged by hand."""

from datetime import date
from decimal import Decimal
from itertools import product
from time import process_time
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from hypothesis import example, given
from hypothesis import strategies as some

from cases.archives.models import Member
from cases.employers import services
from cases.employers.models import Employer, EmployerName
from cases.employers.rules import NO_PART, AlikeNames, alike, employer_key, likeness, share
from cases.employers.selectors.employers import MOST_PAIRS, area_id, list_alike, list_spellings
from cases.employers.selectors.workers import count_workers, list_shares, list_workers
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.scope import COMPETENT, Part, competent_id
from hardship.kernel.workflow import Refused
from tests.cases.employers.test_employers import CODE, OTHER_CODE, employ, happen, register, today
from tests.factories import HouseholdFactory, MemberFactory, UnionFactory, UserFactory

pytestmark = pytest.mark.requirement("G1")
db = pytest.mark.django_db


def file_with(union, employer, **more):
    household = HouseholdFactory(union=union, filed=True, **more)
    Member.objects.filter(pk=household.head_id).update(employer=employer)
    return household


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("第二棉纺织厂", "第二棉纺织厂"),
        (" 第二棉纺织厂（ 南通 ） ", "第二棉纺织厂南通"),
        ("ＡＢＢ·Electric, Ltd.", "ABBELECTRICLTD"),
        ("（）", ""),
    ],
)
def test_names_are_compared_without_what_is_no_part_of_them(name, key):
    assert employer_key(name) == key


@db
@given(some.text(some.sampled_from(NO_PART + "棉纺厂AbzＡ（）　ｂ①éß1２"), max_size=30))
@example("Ａ　ｂ（第①棉纺厂）")
def test_the_database_and_the_rule_make_the_same_key(name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT employer_key(%s)", [name])
        assert cursor.fetchone() == (employer_key(name),)


@pytest.mark.parametrize(
    ("one", "other", "is_alike"),
    [
        ("第二棉纺织厂", "第二棉纺织厂有限公司", True),
        ("南通第二棉纺织厂", "第二棉纺织厂", True),
        ("第二棉纺织厂", "第三机床厂", False),
        ("水泵厂", "水泵", True),
        ("机床厂", "南通机床厂", True),
        ("公交客运公司", "公共交通客运公司", False),
        ("厂", "公司", False),
    ],
)
def test_which_names_are_alike(one, other, is_alike):
    assert bool(alike(one, [other, one])) is is_alike
    assert likeness(one, other) == likeness(other, one)


@given(
    keys=some.lists(some.text("南通棉纺机床厂公司", min_size=1, max_size=9), unique=True, max_size=12),
    key=some.text("南通棉纺机床厂公司", min_size=1, max_size=9),
)
@example(keys=["厂", "公司", "水泵厂"], key="厂")
@example(keys=["南通机床厂", "机床厂", "机床有限公司"], key="机床")
def test_names_alike_are_found_as_by_comparing_all_of_them(keys, key):
    assert AlikeNames(keys).find(key) == alike(key, keys)


@db
def test_among_two_thousand_employers_those_alike_are_found_at_once(cast):
    letters = [chr(ord("一") + place) for place in range(45)]
    names = [f"南通{one}{other}{one}实业有限公司" for one in letters for other in letters][:2000]
    made = Employer.objects.bulk_create(Employer(union=cast.union, name=name) for name in names)
    EmployerName.objects.bulk_create(
        EmployerName(employer=employer, area=cast.county, text=employer.name) for employer in made
    )
    pump, same = register(cast.clerk, name="水泵厂"), register(cast.clerk, name="南通水泵厂")
    started = process_time()
    assert [(pair.first, pair.second) for pair in list_alike(cast.clerk)] == [(pump, same)]
    assert process_time() - started < 4


@db
def test_no_more_pairs_are_shown_than_somebody_looks_through(cast):
    for number in range(12):
        register(cast.clerk, name=f"南通市第二棉纺织厂{number}号车间")
    assert len(list_alike(cast.clerk)) == MOST_PAIRS


@pytest.mark.requirement("F3")
@pytest.mark.parametrize(
    ("hard_up", "headcount", "percent"),
    [(92, 915, "10.05"), (101, 857, "11.79"), (129, 772, "16.71"), (1, 800, "0.13"), (5, None, None),
     (5, 0, None)],
)  # fmt: skip
def test_the_share_of_hard_up_workers(hard_up, headcount, percent):
    assert share(hard_up, headcount) == (None if percent is None else Decimal(percent))


@db
def test_workers_are_found_by_name_in_the_area_and_the_scope(cast):
    mill = register(cast.clerk, name="第二棉纺织厂")
    home = file_with(cast.union, "第二棉纺织厂 ")
    beside = UnionFactory(parent=cast.county)
    neighbour = file_with(beside, "第二 棉纺织厂")
    file_with(cast.elsewhere, "第二棉纺织厂")
    draft = HouseholdFactory(union=cast.union, complete=True)
    Member.objects.filter(pk=draft.head_id).update(employer="第二棉纺织厂")
    pupil = MemberFactory(household=home, position=8)
    Member.objects.filter(pk=pupil.pk).update(employer="第二棉纺织厂", stage="senior")
    assert [row.member.household for row in list_workers(mill, cast.clerk)] == [home]
    assert {row.member.household for row in list_workers(mill, cast.reviewer)} == {home, neighbour}
    assert count_workers([mill], cast.clerk) == {mill.pk: 1}
    assert count_workers([mill], cast.reviewer) == {mill.pk: 2}
    assert list_workers(mill, cast.stranger) == []
    Member.objects.filter(pk=home.head_id).update(employer="水泵厂")
    assert list_workers(mill, cast.clerk) == []


@db
def test_a_file_that_says_otherwise_how_the_employer_stands_is_marked(cast, as_user):
    mill = register(cast.clerk, name="第二棉纺织厂", standing="halted", standing_on=today())
    home = file_with(cast.union, "第二棉纺织厂")
    [worker] = list_workers(mill, cast.clerk)
    assert worker.differs
    page = as_user(cast.clerk).get(reverse("employers:employer", args=[mill.uid])).content.decode()
    assert "与单位登记的不一致" in page
    Member.objects.filter(pk=home.head_id).update(employer_state="loss")
    [worker] = list_workers(mill, cast.clerk)
    assert not worker.differs  # the national form has no other word for it


@db
def test_three_years_stand_side_by_side(cast, as_user):
    mill = register(cast.clerk, name="第二棉纺织厂")
    for _place in range(2):
        file_with(cast.union, "第二棉纺织厂")
    year = today().year
    employ(mill, cast.clerk, 16)
    employ(mill, cast.clerk, 20, year - 1)
    rows = list_shares(mill, cast.clerk)
    assert [(row.year, row.hard_up, row.headcount, row.share) for row in rows] == [
        (year - 2, 0, None, None),
        (year - 1, 0, 20, Decimal("0.00")),
        (year, 2, 16, Decimal("12.50")),
    ]
    page = as_user(cast.clerk).get(reverse("employers:employer", args=[mill.uid])).content.decode()
    assert "12.50%" in page
    assert "0.00%" in page
    assert list_shares(mill, cast.stranger)[2].hard_up == 0


@db
def test_a_spelling_is_offered_to_employers_alike_and_assigned_once(cast, as_user):
    mill = register(cast.clerk, name="第二棉纺织厂")
    for name in ("南通第二棉纺织厂", "南通第二棉纺织厂", "火星公司"):
        file_with(cast.union, name)
    spellings = {row.text: row for row in list_spellings(cast.clerk)}
    assert set(spellings) == {"南通第二棉纺织厂", "火星公司"}
    row = spellings["南通第二棉纺织厂"]
    assert (row.persons, row.candidates, row.area) == (2, (mill,), cast.county)
    assert spellings["火星公司"].candidates == ()
    client = as_user(cast.clerk)
    page = client.get(reverse("employers:names")).content.decode()
    assert "归到“第二棉纺织厂”" in page
    sent = {"area": row.area.pk, "key": row.key}
    assign = reverse("employers:name_assign", args=[mill.uid])
    assert client.post(assign, sent).status_code == 302
    assert len(list_workers(mill, cast.clerk)) == 2
    assert "已没有待归并的档案这样填写" in client.post(assign, sent, follow=True).content.decode()
    assert AuditRecord.objects.get(action="employer.spelling").data == {"persons": 2}
    other = spellings["火星公司"]
    made = client.post(reverse("employers:name_register"), {"area": other.area.pk, "key": other.key})
    assert made.url == reverse("employers:employer_edit", args=[Employer.objects.get(name="火星公司").uid])
    assert "没有待归并的名称" in client.get(reverse("employers:names")).content.decode()


@db
def test_an_old_name_still_finds_its_people(cast):
    mill = register(cast.clerk, name="第二棉纺织厂")
    file_with(cast.union, "第二棉纺织厂")
    services.change_employer(
        employer_id=mill.pk, particulars=services.employers.Particulars(name="金鹰纺织集团"), by=cast.clerk
    )
    file_with(cast.union, "金鹰纺织集团")
    assert len(list_workers(mill, cast.clerk)) == 2


@db
def test_two_entries_of_one_employer_become_one(cast, as_user):
    kept = register(cast.clerk, name="第二棉纺织厂")
    merged = register(cast.clerk, name="第二棉纺织厂有限公司", uscc=CODE)
    for name in ("第二棉纺织厂", "第二棉纺织厂有限公司"):
        file_with(cast.union, name)
    employ(merged, cast.clerk, 50)
    happen(merged, cast.clerk, kind="layoff", persons=40)
    happen(merged, cast.clerk, kind="standing", standing="loss")
    assert [(pair.first, pair.second) for pair in list_alike(cast.clerk)] == [(kept, merged)]
    client = as_user(cast.clerk)
    at = reverse("employers:merge", args=[kept.uid])
    assert client.post(at, {"other": "nonsense"}).status_code == 404
    client.post(at, {"other": str(merged.uid)})
    kept.refresh_from_db()
    merged.refresh_from_db()
    assert (kept.uscc, kept.standing, merged.merged_into, merged.uscc) == (CODE, "loss", kept, None)
    assert len(list_workers(kept, cast.clerk)) == 2
    assert kept.events.count() == 2
    assert list_alike(cast.clerk) == []
    assert "这个单位已并入" in client.get(
        reverse("employers:employer", args=[merged.uid])
    ).content.decode()  # fmt: skip
    with pytest.raises(Refused, match="已并入另一个单位"):
        happen(merged, cast.clerk, kind="relocation")


@db
def test_what_is_not_merged(cast):
    mill = register(cast.clerk, name="第二棉纺织厂", uscc=CODE, founded_on=date(1990, 1, 1))
    other = register(cast.clerk, name="第二棉纺织总厂", uscc=OTHER_CODE)
    third = register(cast.clerk, name="棉纺织厂")
    assert [(pair.first, pair.second) for pair in list_alike(cast.clerk)] == [(mill, third), (other, third)]

    def merge(kept, merged, by=cast.clerk):
        return services.merge_employers(kept_id=kept.pk, merged_id=merged.pk, by=by)

    with pytest.raises(Refused, match="代码不同，不是同一个单位"):
        merge(mill, other)
    with pytest.raises(Refused, match="不能并入自己"):
        merge(mill, mill)
    with pytest.raises(Employer.DoesNotExist):
        merge(mill, third, cast.stranger)
    happen(third, cast.clerk, kind="relocation", on=date(1989, 1, 1))
    with pytest.raises(Refused, match="事项早于成立日期，请先核对再合并"):
        merge(mill, third)
    third.refresh_from_db()
    assert third.merged_into is None


@db
def test_what_the_kept_entry_leaves_blank_comes_from_the_other(cast):
    kept = register(cast.clerk, name="第二棉纺织厂", address="人民中路 1 号")
    told = {"unpaid_months": 6, "insurance_arrears": Decimal(900), "troubles": ["debt"], "kind": "private"}
    merged = register(cast.clerk, name="第二棉纺织总厂", founded_on=date(1958, 5, 1), address="别处", **told)
    services.merge_employers(kept_id=kept.pk, merged_id=merged.pk, by=cast.reviewer)
    kept.refresh_from_db()
    assert {name: getattr(kept, name) for name in told} == told
    assert (kept.founded_on, kept.address, kept.is_in_difficulty) == (date(1958, 5, 1), "人民中路 1 号", True)
    assert kept.changed_by == cast.reviewer
    data = AuditRecord.objects.get(action="employer.merge").data
    assert set(data["fields"]) == {*told, "founded_on"}


@db
def test_a_founding_that_comes_after_events_of_the_kept_entry_is_no_merger(cast):
    kept = register(cast.clerk, name="第二棉纺织厂")
    happen(kept, cast.clerk, kind="relocation", on=date(1989, 1, 1))
    merged = register(cast.clerk, name="第二棉纺织总厂", founded_on=date(1990, 1, 1))
    with pytest.raises(Refused, match="事项早于成立日期，请先核对再合并"):
        services.merge_employers(kept_id=kept.pk, merged_id=merged.pk, by=cast.clerk)


@db
def test_from_above_a_spelling_is_registered_for_its_area(cast, as_user):
    file_with(cast.union, "火星公司")
    client = as_user(UserFactory(union=cast.city, role=Role.REVIEWER))
    sent = {"area": cast.county.pk, "key": "火星公司"}
    client.post(reverse("employers:name_register"), sent)
    assert Employer.objects.get().union == cast.county
    assert "没有待归并的名称" in client.get(reverse("employers:names")).content.decode()
    again = client.post(reverse("employers:name_register"), sent, follow=True)
    assert "已没有待归并的档案这样填写" in again.content.decode()


@db
def test_a_group_without_a_county_is_one_area(cast):
    group = UnionFactory(level="township", parent=None)
    plant, mine = UnionFactory(parent=group), UnionFactory(parent=group)
    mill = register(UserFactory(union=plant, role=Role.CLERK), name="第二棉纺织厂")
    home = file_with(mine, "第二棉纺织厂")
    assert mill.names.get().area == group
    above = UserFactory(union=group, role=Role.REVIEWER)
    assert [row.member.household for row in list_workers(mill, above)] == [home]
    assert list_spellings(above) == []


@db
class TestWithoutPython:
    @pytest.mark.parametrize("places", [*product((None, 1), repeat=4)])
    def test_the_area_of_a_row_is_the_union_that_reviews_it(self, places):
        ids = [place and 10 + number for number, place in enumerate(places)]
        named = dict(zip(("county_id", "city_id", "province_id", "township_id"), ids, strict=True))
        with connection.cursor() as cursor:
            cursor.execute("SELECT employer_area(%s, %s, %s, %s, 20)", ids)
            row = SimpleNamespace(**named, union_id=20, pk=None)
            assert cursor.fetchone() == (competent_id(row, Part.REVIEW),)
        assert set(COMPETENT[Part.REVIEW]) == {"county", "city", "province", "township", "union"}

    def test_an_area_knows_a_spelling_once_however_it_is_written(self, cast):
        mill = register(cast.clerk, name="第二棉纺织厂")
        with pytest.raises(IntegrityError, match="employer_name_once_in_an_area"), transaction.atomic():
            EmployerName.objects.create(employer=mill, area=cast.county, text="第二 棉纺织厂", key="odd")
        name = EmployerName.objects.create(employer=mill, area=cast.county, text="二棉", key="odd")
        name.refresh_from_db()
        assert name.key == "二棉"
        with pytest.raises(IntegrityError, match="employer_name_says_something"), transaction.atomic():
            EmployerName.objects.create(employer=mill, area=cast.county, text="（）", key="x")

    def test_spellings_go_where_their_employer_goes_and_wait_where_they_clash(self, cast):
        mill = register(cast.clerk, name="第二棉纺织厂")
        other_county = UnionFactory(county_level=True, parent=cast.city)
        there = UnionFactory(parent=other_county)
        register(UserFactory(union=there, role=Role.CLERK), name="水泵厂")
        pump = register(cast.clerk, name="水泵厂")
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE accounts_union SET parent_id = %s WHERE id = %s", [other_county.pk, cast.union.pk]
            )
        assert mill.names.get().area_id == other_county.pk
        assert pump.names.get().area_id is None
        cast.union.refresh_from_db()
        assert area_id(cast.union) == other_county.pk


@db
def test_a_case_says_when_its_employer_is_in_difficulty(cast, as_user):
    mill = register(cast.clerk, name="第二棉纺织厂")
    home = file_with(cast.union, "第二棉纺织厂")
    client = as_user(cast.clerk)
    case = reverse("archives:case", args=[home.pk])
    assert "所在单位困难" not in client.get(case).content.decode()
    happen(mill, cast.clerk, kind="closure")
    page = client.get(case).content.decode()
    assert "所在单位困难" in page
    assert reverse("employers:employer", args=[mill.uid]) in page


@db
def test_an_area_without_a_county_is_its_city(cast):
    direct = UnionFactory(parent=cast.city)
    clerk = UserFactory(union=direct, role=Role.CLERK)
    mill = register(clerk, name="市属总公司")
    assert mill.names.get().area == cast.city
    assert area_id(cast.union) == cast.county.pk
