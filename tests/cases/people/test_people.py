"""People off file: one row in the whole house, found again in the file that is opened for them."""

from io import BytesIO

import openpyxl
import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from cases.archives.models import Household, NumberLookup
from cases.employers.services import register_employer
from cases.employers.services.employers import Particulars as EmployerParticulars
from cases.people import services
from cases.people.models import Person
from cases.people.resources import PersonResource
from cases.people.selectors import get_file_holder, list_members_of, list_people
from cases.people.services import ListedElsewhere, Particulars, PersonRefused
from hardship.accounts.models import User
from hardship.audit.models import AuditRecord
from hardship.kernel.fields import blind_index
from hardship.kernel.workflow import Refused
from tests.factories import HouseholdFactory, UnionFactory, UserFactory, id_number
from tests.imports.sheets import bring_in, figures, run, workbook
from tests.threads import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("C2")]


def told(number=None, **more):
    values = {"name": "顾永兴", "groups": ["model_worker"], "phone": "13805134100", **more}
    return Particulars(id_number=number or id_number(), **values)


def listed(by, number=None, union=None, **more):
    return services.register_person(union=union or by.union, particulars=told(number, **more), by=by)


def test_a_person_is_registered_corrected_leaves_and_comes_back(cast):
    number = id_number(male=True)
    row = listed(cast.clerk, number, bank_card="6222021001122330018")
    assert (row.sex, f"{row.birth_on:%Y%m%d}", row.county_id) == ("male", number[6:14], None) or row.union
    corrected = told(number, name="顾永星", groups=["survivor", "retiree"], employer="棉纺厂")
    row = services.change_person(person_id=row.pk, union=cast.union, particulars=corrected, by=cast.reviewer)
    assert (row.name, row.name_initials, row.groups) == ("顾永星", "gyx", ["retiree", "survivor"])
    assert not row.bank_card
    services.change_person(person_id=row.pk, union=cast.union, particulars=corrected, by=cast.reviewer)
    services.leave(person_id=row.pk, reason="moved", note="随子女", by=cast.clerk)
    with pytest.raises(Refused, match="已离册，请先“重新列入”"):
        services.change_person(person_id=row.pk, union=cast.union, particulars=corrected, by=cast.clerk)
    services.come_back(person_id=row.pk, by=cast.clerk)
    row.refresh_from_db()
    assert (row.state, row.left_reason, row.left_by) == ("listed", "", None)
    records = AuditRecord.objects.about(row).order_by("pk")
    actions = ["person.register", "person.change", "person.leave", "person.come_back"]
    assert [record.action for record in records] == actions
    assert number not in str([record.data for record in records])


def test_a_number_stands_once_in_the_whole_house(cast):
    row = listed(cast.clerk)
    number = row.id_number.reveal()
    with pytest.raises(PersonRefused, match=f"“{cast.union.name}”已登记此人") as refusal:
        listed(cast.reviewer, number)
    assert refusal.value.field == "id_number"
    with pytest.raises(ListedElsewhere, match="本单位范围以外的工会") as neutral:
        listed(cast.stranger, number)
    assert cast.union.name not in str(neutral.value)
    services.leave(person_id=row.pk, reason="moved", by=cast.clerk)
    taken = listed(cast.stranger, number, name="顾永兴", note="")
    assert (taken.pk, taken.union, taken.created_by) == (row.pk, cast.elsewhere, cast.stranger)
    with pytest.raises(Person.DoesNotExist):
        services.leave(person_id=row.pk, reason="died", by=cast.clerk)
    other = listed(cast.clerk)
    with pytest.raises(ListedElsewhere):
        services.change_person(person_id=other.pk, union=cast.union, particulars=told(number), by=cast.clerk)


def test_whoever_stands_in_a_file_is_not_registered(cast):
    home = HouseholdFactory(union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, filed=True)
    number = home.head.id_number.reveal()
    with pytest.raises(PersonRefused, match=f"已在“{cast.union.name}”的困难职工档案中"):
        listed(cast.clerk, number)
    with pytest.raises(ListedElsewhere):
        listed(cast.stranger, number)


def test_who_may_write_and_for_whom(cast):
    row = listed(cast.clerk)
    for who in ("finance", "auditor", "stranger"):
        with pytest.raises(Refused, match="经办人、审核人可以办理"):
            listed(getattr(cast, who), union=cast.union)
    assert listed(cast.reviewer, union=cast.union).union == cast.union
    sister = UnionFactory(parent=cast.county)
    moved = {"person_id": row.pk, "particulars": told(row.id_number)}
    with pytest.raises(Refused, match="可以办理"):
        services.change_person(union=sister, by=cast.clerk, **moved)
    assert services.change_person(union=sister, by=cast.reviewer, **moved).union == sister
    with pytest.raises(Person.DoesNotExist):
        services.change_person(union=cast.union, by=cast.clerk, **moved)


def test_a_file_that_is_opened_is_found_on_both_pages(cast, as_user):
    row = listed(cast.clerk, employer="棉纺厂")
    client, page = as_user(cast.clerk), reverse("people:person", args=[row.uid])
    text = client.get(page).content.decode()
    assert "没有建档" in text
    assert row.id_number.reveal() not in text
    answer = client.post(reverse("people:open_file", args=[row.uid]))
    home = Household.objects.get()
    assert answer.url == reverse("archives:case", args=[home.pk])
    assert (home.head.name, home.head.phone.reveal()) == ("顾永兴", "13805134100")
    assert [member.household for member in list_members_of(row, cast.clerk)] == [home]
    assert list_members_of(row, cast.stranger) == []
    assert "顾永兴" in client.get(page).content.decode()
    case = client.get(answer.url).content.decode()
    assert "未建档人员名册里的家庭成员" in case
    assert page in case


def test_the_employer_on_record_stands_on_the_page(cast, as_user):
    row = listed(cast.clerk, employer="第二棉纺织厂")
    page, client = reverse("people:person", args=[row.uid]), as_user(cast.clerk)
    assert "/employers/" not in client.get(page).text.split('id="page"')[1]
    particulars = EmployerParticulars(name="第二棉纺织厂")
    employer = register_employer(union=cast.union, particulars=particulars, by=cast.clerk)
    assert reverse("employers:employer", args=[employer.uid]) in client.get(page).text


def test_somebody_whom_another_union_lists_is_not_told_on_the_case(cast, as_user):
    number = id_number()
    listed(cast.stranger, number)
    home = HouseholdFactory(
        union=cast.union, clerk=cast.clerk, reviewer=cast.reviewer, filed=True, number=number
    )
    case = as_user(cast.clerk).get(reverse("archives:case", args=[home.pk])).content.decode()
    assert "未建档人员名册里的家庭成员" not in case
    assert get_file_holder(blind_index(number, "id_number")) == home
    assert list_people(cast.stranger).get().is_on_file


def test_pages_scope_and_what_they_keep(cast, as_user):
    row = listed(cast.clerk)
    page = reverse("people:person", args=[row.uid])
    assert as_user(cast.stranger).get(page).status_code == 404
    assert as_user(cast.finance).get(reverse("people:people")).status_code == 403
    client = as_user(cast.clerk)
    typed = {"union": cast.union.pk, "id_number": row.id_number.reveal(), "name": "别人", "groups": ["other"],
             "note": "写到一半"}  # fmt: skip
    refused = client.post(reverse("people:person_new"), typed)
    assert refused.status_code == 409
    assert "写到一半" in refused.text
    reveal = reverse("people:reveal", args=[row.uid, "phone"])
    assert client.post(reveal).content == b"13805134100"
    assert AuditRecord.objects.get(action="reveal").data == {"field": "phone"}
    assert client.post(reverse("people:reveal", args=[row.uid, "name"])).status_code == 404
    assert client.post(reverse("people:leave", args=[row.uid]), {"reason": ""}).status_code == 422
    client.post(reverse("people:leave", args=[row.uid]), {"reason": "died"})
    assert "顾永兴" not in client.get(reverse("people:people")).text
    assert "顾永兴" in client.get(reverse("people:people"), {"show": "left"}).text


def test_the_check_while_typing_tells_and_counts(cast, as_user):
    url = reverse("people:id_check")
    mine, other = listed(cast.clerk), listed(cast.stranger)
    client = as_user(cast.clerk)
    assert "已登记此人" in client.post(url, {"id_number": mine.id_number.reveal()}).text
    own = {"id_number": mine.id_number.reveal(), "person": mine.uid}
    assert "已登记此人" not in client.post(url, own).text
    assert not NumberLookup.objects.exists()
    hidden = client.post(url, {"id_number": other.id_number.reveal()}).text
    assert "本单位范围以外的工会" in hidden
    assert cast.elsewhere.name not in hidden
    typed = {"union": cast.union.pk, "id_number": other.id_number.reveal(), "name": "甲", "groups": ["other"]}
    client.post(reverse("people:person_new"), typed)
    assert NumberLookup.objects.filter(by=cast.clerk).count() == 2
    assert "校验码" in client.post(url, {"id_number": "320602199001010000"}).text


def test_who_asks_too_often_learns_no_more(cast, as_user):
    services.note_lookup(by=cast.clerk, found=1)
    NumberLookup.objects.bulk_create(NumberLookup(found=1, by=cast.clerk) for _n in range(30))
    client = as_user(cast.clerk)
    assert "请稍后再试" in client.post(reverse("people:id_check"), {"id_number": id_number()}).text
    typed = {"union": cast.union.pk, "id_number": id_number(), "name": "甲", "groups": ["other"]}
    assert "请稍后再试" in client.post(reverse("people:person_new"), typed).text
    assert not Person.objects.exists()


def test_the_list_is_searched_narrowed_counted_and_exported(cast, as_user, django_assert_max_num_queries):
    client, url = as_user(cast.reviewer), reverse("people:people")
    listed(cast.clerk, employer="棉纺厂")
    with django_assert_max_num_queries(10):
        client.get(url)
    rows = [listed(cast.clerk, name=f"季小{chr(0x519B + n)}", groups=["migrant"]) for n in range(20)]
    with django_assert_max_num_queries(10):
        text = client.get(url).text
    assert "共 <b>21</b> 人" in text
    for query, number in (({"group": "model_worker"}, 1), ({"employer": "棉纺"}, 1), ({"filed": "yes"}, 0),
                          ({"filed": "no"}, 21), ({"union": cast.union.pk}, 21)):  # fmt: skip
        assert f"共 <b>{number}</b> 人" in client.get(url, query).text
    found = client.post(reverse("people:search"), {"text": rows[3].name}, follow=True)
    assert "共 <b>1</b> 人" in found.text
    assert "%E5%AD%A3" not in found.redirect_chain[-1][0]
    by_number = client.post(reverse("desk:search"), {"text": rows[4].id_number.reveal()}, follow=True)
    assert rows[4].name in by_number.text
    assert "共 <b>1</b> 人" in by_number.text
    book = client.post(f"{reverse('people:export')}?group=migrant")
    cells = [cell for row in openpyxl.load_workbook(BytesIO(book.content)).active.values for cell in row]
    assert rows[0].name in cells
    assert rows[0].id_number.reveal() not in cells
    assert AuditRecord.objects.get(action="export.people").data["rows"] == 20


HEADER = ["姓名", "身份证号", "人员类别", "工作单位", "手机号码", "工会编码", "备注"]


def bring(by, *rows, **more):
    return run(PersonResource(union=by.union, by=by), HEADER, *rows, **more)


class TestImport:
    def test_rows_register_correct_and_say_nothing(self, cast):
        old = listed(cast.clerk, employer="棉纺厂", note="原备注")
        same, new = listed(cast.clerk, name="不变"), id_number()
        rows = [
            ["顾永兴", old.id_number.reveal(), "劳模、退休职工", None, None, cast.union.code],
            [same.name, same.id_number.reveal(), "劳模", None, "138****4100", cast.union.code],
            ["新来", new, "一线职工", "公交公司", "13805134199", cast.union.code],
        ]
        before = AuditRecord.objects.count()
        assert figures(bring(cast.reviewer, *rows, dry_run=True)) == (1, 1, 1, 0)
        assert (AuditRecord.objects.count(), Person.objects.count()) == (before, 2)
        assert figures(bring(cast.reviewer, *rows)) == (1, 1, 1, 0)
        old.refresh_from_db()
        assert (old.groups, old.employer, old.note) == (
            ["model_worker", "retired_worker"],
            "棉纺厂",
            "原备注",
        )

    def test_an_export_tells_no_number_and_comes_in_again_as_it_is(self, cast):
        row = listed(cast.clerk, groups=["retiree", "injured"], bank_card="6222021001122330018")
        exported = PersonResource(union=cast.county, by=cast.reviewer).export()
        assert exported.headers[:2] == ["姓名", "身份证号"]
        assert exported["人员类别"] == ["工伤职工、离退休干部"]
        for secret in (row.id_number, row.phone, row.bank_card):
            assert secret.reveal() not in str(exported)
        again = PersonResource(union=cast.county, by=cast.reviewer)
        assert figures(again.import_data(exported, dry_run=True)) == (0, 0, 1, 0)
        header = [*exported.headers]
        changed = [*exported[0]]
        changed[header.index("工作单位")] = "公交公司"
        assert figures(run(again, header, changed)) == (0, 1, 0, 0)
        row.refresh_from_db()
        assert (row.employer, row.phone.reveal()) == ("公交公司", "13805134100")

    def test_each_wrong_cell_is_told_and_numbers_of_others_are_counted(self, cast, as_user):
        held, mine = listed(cast.stranger), listed(cast.clerk)
        twice = id_number()
        rows = [
            ["好人", id_number(), "劳模"],
            ["错号", "320602199001010000", "劳模"],
            ["怪类", id_number(), "神仙"],
            ["远方", id_number(), "劳模", None, None, "没有这个"],
            ["别处", held.id_number.reveal(), "劳模"],
            [None, id_number(), "劳模"],
            ["没类", id_number()],
            ["隐去", "320602********1234", "劳模"],
            ["两次", twice, "劳模"],
            ["两次", twice, "劳模"],
            [mine.name, mine.id_number.reveal(), None, None, "139"],
        ]
        client = as_user(cast.clerk)
        made = bring_in(client, "people", workbook([["未建档人员"], HEADER, *rows]), cast.union)
        assert (made.state, made.rows_good, made.rows_rejected) == ("done", 2, 9)
        told = {(one["row"], one["column"]): one["why"] for one in made.issues}
        assert set(told) == {
            (4, "身份证号"), (5, "人员类别"), (6, "工会编码"), (7, "身份证号"), (8, "姓名"), (9, "人员类别"),
            (10, "身份证号"), (12, "整行"), (13, "手机号码"),
        }  # fmt: skip
        assert "本单位范围以外的工会" in told[7, "身份证号"]
        assert cast.elsewhere.name not in str(made.issues)
        assert not any(number in str(made.issues) for number in (twice, held.id_number.reveal()))
        assert Person.objects.count() == 4
        assert NumberLookup.objects.get().found == 1  # the check counts, the import does not count again

    def test_whoever_asks_too_often_is_told_before_a_row_is_read(self, cast, as_user, monkeypatch):
        monkeypatch.setattr(services, "asks_too_often", lambda by: True)
        sheet = workbook([HEADER, ["好人", id_number(), "劳模"]])
        made = bring_in(as_user(cast.clerk), "people", sheet, cast.union, confirm=False)
        assert (made.state, made.failure[:8]) == ("failed", "一小时内查到的外")


class TestWithoutPython:
    """What the database refuses, whoever asks it."""

    def refused(self, do, why):
        with pytest.raises(IntegrityError, match=why), transaction.atomic():
            do()

    def test_a_second_row_for_one_number(self, cast):
        row = listed(cast.clerk)
        again = Person(union=cast.elsewhere, name="顾", groups=["other"], birth_on=row.birth_on, sex="male")
        again.id_number, again.id_number_index = row.id_number.reveal(), row.id_number_index
        again.id_number_tail = row.id_number_tail
        self.refused(again.save, "id_number_index")

    def test_groups_states_and_deletion(self, cast):
        row = listed(cast.clerk)
        rows = Person.objects.filter(pk=row.pk)
        self.refused(lambda: rows.update(groups=[]), "person_groups_known")
        self.refused(lambda: rows.update(groups=["odd"]), "person_groups_known")
        self.refused(lambda: rows.update(state="left"), "person_left_for_a_reason")
        self.refused(lambda: rows.update(left_reason="died"), "person_left_for_a_reason")
        self.refused(lambda: rows.update(name=""), "person_named")
        self.refused(rows.delete, "append-only")
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            self.refused(lambda: cursor.execute("TRUNCATE people_person CASCADE"), "append-only")


@pytest.mark.django_db(transaction=True)
def test_one_number_entered_twice_at_once_is_one_person():
    number, union = id_number(), UnionFactory()
    people = [UserFactory(union=union), UserFactory(union=UnionFactory())]
    results = at_once(lambda by: listed(User.objects.get(pk=by.pk), number), people)
    assert sorted(isinstance(result, Person) for result in results) == [False, True]
    assert Person.objects.count() == 1
