"""Entering a household on pages: what a clerk sees, types and gets back."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from cases.archives.models import Household, Member
from cases.archives.services.entry.drafts import save_section
from cases.archives.services.steps import Reason, take_step
from cases.archives.states import Section
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from tests.cases.archives.typed import filled, page, rows, section
from tests.factories import HouseholdFactory, UserFactory, id_number
from tests.worlds import world

pytestmark = pytest.mark.django_db
XSS = '"><script>alert(1)</script>'


@world
def draft(cast):
    return HouseholdFactory(union=cast.union, clerk=cast.clerk)


@pytest.fixture
def clerk(cast, as_user):
    return as_user(cast.clerk)


def test_a_new_file_begins_with_a_check_and_leads_to_its_first_section(clerk):
    number = id_number()
    assert clerk.get(reverse("archives:new")).status_code == 200
    answer = clerk.post(reverse("archives:new"), {"id_number": number, "name": "单小梅"})
    household = Household.objects.get()
    assert answer.url == section(household, "worker")
    assert "单小梅" in clerk.get(answer.url).text
    assert number not in clerk.get(answer.url).text


def test_the_task_list_tells_three_states_apart(cast, clerk, draft):
    save_section(household_id=draft.pk, section="housing", data={"homes": 1}, version=1, by=cast.clerk)
    text = clerk.get(page("tasks", draft)).text
    assert "未开始" in text
    assert "缺 6 项" in text
    assert f"{cast.clerk.name} " in text
    full = HouseholdFactory(union=cast.union, clerk=cast.clerk, complete=True)
    assert clerk.get(page("tasks", full)).text.count("已完成") >= 7


@pytest.mark.parametrize("name", Section.values)
def test_every_section_opens_empty_and_full(cast, clerk, draft, name):
    for household in (draft, HouseholdFactory(union=cast.union, clerk=cast.clerk, complete=True)):
        assert clerk.get(section(household, name)).status_code == 200


def test_an_unknown_section_is_not_found(clerk, draft):
    assert clerk.get(section(draft, "nonsense")).status_code == 404


@pytest.mark.requirement("A1")
def test_a_section_is_saved_however_incomplete(clerk, draft):
    answer = clerk.post(section(draft), filled(draft, homes="1", deposits="1.2万"))
    draft.refresh_from_db()
    assert (answer.status_code, draft.homes, str(draft.deposits), draft.address) == (302, 1, "12000.00", "")


def test_wrong_input_is_kept_and_told_with_a_link(clerk, draft):
    answer = clerk.post(section(draft), filled(draft, address="文峰路 8 号", homes="两套", floor_area="大"))
    assert answer.status_code == 422
    assert '<a href="#id_homes">' in answer.text
    assert "两套" in answer.text
    assert "文峰路 8 号" in answer.text
    assert answer.text.count("<title>错误：") == 1
    draft.refresh_from_db()
    assert (draft.address, draft.version) == ("", 1)


def test_wrong_rows_are_told_by_row(clerk, draft):
    typed = rows("rows", {"name": "张建国", "id_number": "123"}, {"name": "张雨桐", "monthly_income": "很少"})
    answer = clerk.post(section(draft, "members"), filled(draft, **typed))
    assert answer.status_code == 422
    assert '<a href="#id_rows-0-id_number">第 1 行 身份证号</a>' in answer.text
    assert "第 2 行 月收入（元）" in answer.text
    assert draft.members.count() == 1


def test_an_error_of_money_says_which_table_and_leaves_the_figures(cast, clerk):
    household = HouseholdFactory(union=cast.union, clerk=cast.clerk, complete=True)
    wage = {"kind": "wage", "annual_amount": "25200", "member": str(household.head.uid)}
    typed = rows("incomes", wage, {**wage, "annual_amount": "12000", "months": "十三月"})
    answer = clerk.post(section(household, "money"), filled(household, **typed, **rows("expenses")))
    assert answer.status_code == 422
    assert "“家庭收入”第 2 行 月份" in answer.text
    assert answer.context["verdict"].formula
    assert "填写金额后在这里核算" not in answer.text


@pytest.mark.parametrize("name", ["birth_on", "sex"])
def test_what_the_id_number_says_otherwise_is_told_at_the_field(cast, clerk, name):
    household = HouseholdFactory(union=cast.union, clerk=cast.clerk, complete=True)
    head = household.head
    other = {"birth_on": "1901-01-01", "sex": "male" if head.sex == "female" else "female"}[name]
    form = clerk.get(section(household, "worker")).context["form"]
    typed = {field.html_name: field.value() or "" for field in form if field.name != "id_number"}
    number = head.id_number.reveal()
    answer = clerk.post(section(household, "worker"), {**typed, "id_number": number, name: other})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [name]
    assert "与这里不同。请核对身份证号" in answer.text


def test_a_new_id_number_brings_its_birth_date_though_the_old_one_stands_there(cast, clerk):
    household = HouseholdFactory(union=cast.union, clerk=cast.clerk, complete=True)
    before = household.head.birth_on
    typed = filled(household, birth_on=before.isoformat(), sex=household.head.sex)
    number = id_number(born=date(1971, 2, 3), male=household.head.sex == "male")
    answer = clerk.post(section(household, "worker"), {**typed, "id_number": number})
    assert answer.status_code == 302
    household.head.refresh_from_db()
    assert household.head.birth_on == date(1971, 2, 3)


def test_rows_come_and_go_without_losing_the_others(cast, clerk, draft):
    first = {"relation": "husband", "name": "张建国", "monthly_income": "2,900元"}
    clerk.post(
        section(draft, "members"), filled(draft, **rows("rows", first, {}, {"name": "不要", "remove": "on"}))
    )
    husband = Member.objects.get(household=draft, relation="husband")
    draft.refresh_from_db()
    line = {"uid": husband.uid, "relation": "husband", "name": "张建军", "id_number": id_number(male=True)}
    clerk.post(section(draft, "members"), filled(draft, **rows("rows", line, initial=1)))
    husband.refresh_from_db()
    assert (husband.name, bool(husband.id_number), draft.members.count()) == ("张建军", True, 2)


def test_an_amount_may_be_worked_out(clerk, draft):
    typed = rows("incomes", {"kind": "wage", "annual_amount": "2100×12"}) | rows("expenses")
    clerk.post(section(draft, "money"), filled(draft, **typed))
    assert str(draft.incomes.get().annual_amount) == "25200.00"


def test_income_is_suggested_from_what_people_earn_and_not_stored_by_looking(cast, clerk, draft):
    save_section(household_id=draft.pk, section="worker", data={"name": "王秀兰", "monthly_income": 2100},
                 version=1, by=cast.clerk)  # fmt: skip
    assert "25200.00" in clerk.get(section(draft, "money")).text
    assert draft.incomes.count() == 0


def test_the_preview_judges_what_is_typed_and_stores_nothing(cast, clerk):
    household = HouseholdFactory(union=cast.union, clerk=cast.clerk, complete=True)
    typed = rows("incomes", {"kind": "wage", "annual_amount": "60000"}) | rows(
        "expenses", {"kind": "medical", "annual_amount": "30480"}, {"kind": "", "annual_amount": "abc"}
    )
    answer = clerk.post(page("preview", household), filled(household, **typed))
    assert "820.00" in answer.text
    assert "相对困难" in answer.text
    assert household.expenses.get().annual_amount == 30481


def test_what_is_typed_is_shown_as_text(clerk, draft):
    clerk.post(section(draft, "causes"), filled(draft, cause_note=XSS))
    clerk.post(section(draft, "worker"), filled(draft, name=XSS, employer=XSS))
    for name in ("check", "tasks"):
        text = clerk.get(page(name, draft)).text
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)" in text


def test_nothing_but_the_sections_own_fields_is_written(cast, clerk, draft):
    extra = {
        "state": "filed",
        "union": cast.elsewhere.pk,
        "category": "deep",
        "file_no": "X-1",
        "created_by": "1",
    }
    clerk.post(section(draft), filled(draft, address="文峰路", **extra))
    draft.refresh_from_db()
    assert (draft.address, draft.state, draft.union, draft.category, draft.file_no, draft.created_by) == (
        "文峰路", "draft", cast.union, "", None, cast.clerk,
    )  # fmt: skip


def test_the_check_page_lists_what_is_missing_and_comes_back_after_a_change(clerk, draft):
    text = clerk.get(page("check", draft)).text
    assert "补齐后才能提交" in text
    assert f"{section(draft, 'worker')}?back=check#id_name" in text
    answer = clerk.post(section(draft), filled(draft, address="文峰路", back="check"))
    assert answer.url == page("check", draft)


@pytest.mark.requirement("A1", "A2")
def test_a_complete_file_is_checked_and_submitted(cast, clerk):
    household = HouseholdFactory(union=cast.union, clerk=cast.clerk, complete=True)
    text = clerk.get(page("check", household)).text
    assert "819.97" in text
    assert "深度困难" in text
    seen = re.search(r'name="seen_hash" value="(\w{64})"', text)[1]
    answer = clerk.post(page("step", household), {"action": "submit", "seen_hash": seen})
    household.refresh_from_db()
    assert (answer.url, household.state) == (reverse("archives:case", args=[household.pk]), "under_review")


def test_a_submission_of_something_else_than_was_seen_is_refused(cast, clerk):
    household = HouseholdFactory(union=cast.union, clerk=cast.clerk, complete=True)
    for hash_, status in (("0" * 64, 409), ("", 422)):
        answer = clerk.post(page("step", household), {"action": "submit", "seen_hash": hash_})
        household.refresh_from_db()
        assert (answer.status_code, household.state) == (status, "draft")


def test_the_reasons_of_a_return_stand_where_they_belong(cast, clerk):
    household = HouseholdFactory(union=cast.union, clerk=cast.clerk, submitted=True)
    member = household.members.exclude(relation="head").first()
    take_step(household_id=household.pk, action="return", by=cast.reviewer, comment="两处", reasons=[
        Reason("worker", "employer", "写全称"), Reason("members", str(member.uid), "关系不对"),
    ])  # fmt: skip
    tasks = clerk.get(page("tasks", household)).text
    assert "职工本人 · 工作单位</a>：写全称" in tasks
    assert f"家庭成员 · {member.name}</a>：关系不对" in tasks
    assert "退回原因：写全称" in clerk.get(section(household, "worker")).text
    assert f"{member.name}</a>：关系不对" in clerk.get(section(household, "members")).text
    assert "写全称" not in clerk.get(section(household, "housing")).text


@pytest.mark.parametrize("name", ["tasks", "check"])
def test_pages_of_entry_belong_to_the_clerks_of_the_union(cast, as_user, draft, name):
    url = page(name, draft)
    assert as_user(cast.stranger).get(url).status_code == 404
    assert as_user(cast.auditor).get(url).status_code == 403
    assert as_user(UserFactory(union=cast.county, role=Role.CLERK)).get(url).status_code == 403
    assert as_user(cast.clerk).get(url).status_code == 200


def test_a_file_that_went_off_opens_as_a_case_and_refuses_a_late_save(cast, clerk):
    household = HouseholdFactory(union=cast.union, clerk=cast.clerk, submitted=True)
    assert clerk.get(section(household)).url == reverse("archives:case", args=[household.pk])
    answer = clerk.post(section(household), filled(household, address="别处"))
    assert answer.status_code == 409
    assert "别处" in answer.text


def test_a_page_of_entry_costs_the_same_for_one_and_for_ten_people(
    cast, clerk, django_assert_max_num_queries
):
    small = HouseholdFactory(union=cast.union, clerk=cast.clerk, complete=True)
    large = HouseholdFactory(union=cast.union, clerk=cast.clerk, complete=True)
    lines = [{"relation": "son", "name": f"小{n}", "status": "senior"} for n in range(8)]
    save_section(
        household_id=large.pk, section="members", data={"rows": lines}, version=large.version, by=cast.clerk
    )
    for household in (small, large):
        for name in ("worker", "members", "money"):
            with django_assert_max_num_queries(21):
                clerk.get(section(household, name))
        for name in ("tasks", "check"):
            with django_assert_max_num_queries(38):
                clerk.get(page(name, household))


def test_the_authorisation_to_sign_names_its_people_in_full_and_is_on_record(cast, clerk):
    household = HouseholdFactory(union=cast.union, clerk=cast.clerk, complete=True)
    answer = clerk.get(page("authorisation", household))
    text = PdfReader(BytesIO(answer.content)).pages[0].extract_text()
    assert answer["Content-Type"] == "application/pdf"
    assert household.head.id_number.reveal() in text
    record = AuditRecord.objects.about(household).get(kind="export")
    assert (record.action, record.data["masked"], record.data["rows"]) == ("export.authorisation", False, 3)


def test_what_is_masked_on_a_form_can_be_shown_there_and_is_no_change(cast, clerk):
    household = HouseholdFactory(union=cast.union, clerk=cast.clerk, complete=True)
    head = household.head
    shown = {field: page("reveal", household, head.uid, field) for field in ("id_number", "phone")}
    form = clerk.get(section(household, "worker")).text
    for field, url in shown.items():
        assert f'data-show-in="id_{field}" data-url="{url}"' in form
        assert getattr(head, field).reveal() not in form
        assert clerk.post(url).text == getattr(head, field).reveal()
    assert AuditRecord.objects.filter(action="reveal").count() == 2
    assert "data-show-in" not in clerk.get(section(HouseholdFactory(union=cast.union), "housing")).text


def test_a_new_file_has_nothing_to_show(clerk, draft):
    Member.objects.filter(household=draft).update(phone=None)
    assert 'data-show-in="id_phone"' not in clerk.get(section(draft, "worker")).text
