"""A company on its own route, by the people of the demonstration: department head, union, visit, notice with
an extension and an objection, two leaders, and the result back to worker and department."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cases.applications.models import Application
from cases.applications.states import State
from cases.notices.models import PublicNotice
from cases.outcomes.models import Slip, Telling
from cases.policies import services as policies
from hardship.accounts.states import Role
from hardship.demo.places import COMPANY, COMPANY_ACCOUNTS, make_people
from tests.books import available, make_line
from tests.browser.hands import answer, photograph, press
from tests.browser.test_entry import sign_in
from tests.factories import (
    PASSWORD,
    ApplicationFactory,
    HouseholdFactory,
    UnionFactory,
    end_notices,
    load_years,
    make_visit,
)

pytestmark = pytest.mark.django_db(transaction=True)

WORKER, MASKED = "周桂芳", "周*芳"
ROUTES = """
routes:
  usual:
    label: 公司流程
    stages:
      - {kind: review, label: 部门初审, at: own, role: department, workdays: 2}
      - {kind: review, label: 公司工会审核, at: own}
      - {kind: field_check, label: 入户核查, at: own}
      - {kind: notice}
      - {kind: decide, label: 公司领导审批, at: own, role: approver, deciders: 2}
"""
SHOWN = """
  - name: 按公司流程
    given: {need: {requested: 3000}}
    expect: {stages: {usual: [部门初审, 公司工会审核, 入户核查, 公示, 公司领导审批]}}
"""


def company_policy():
    """The programmes of an installation that begins, on the route of the company."""
    text = policies.default_text().replace("\nexample_base:", f"{ROUTES}example_base:", 1)
    return text.replace("\nexamples:", f"\nexamples:{SHOWN.rstrip()}", 1)


# Two leaders decide, and the visit and the objection are for people who did not pass it before.
MORE = (
    replace(COMPANY_ACCOUNTS[0], username="gs.visitor", name="罗家访", roles=(Role.REVIEWER,)),
    replace(COMPANY_ACCOUNTS[0], username="gs.asker", name="范调查", roles=(Role.REVIEWER,)),
    replace(COMPANY_ACCOUNTS[0], username="gs.deputy", name="侯副总", roles=(Role.APPROVER,)),
)


@pytest.fixture
def people():
    """The company with its people by user name, and its route in force."""
    union = UnionFactory(parent=None, name="长江精密铸造公司工会", code=COMPANY)
    made = make_people((*COMPANY_ACCOUNTS, *MORE), {COMPANY: union})
    policies.load_standards()
    load_years()
    policies.load_policy(union=union, text=company_policy(), in_force_from=date(2024, 1, 1))
    for person in made.values():
        person.set_password(PASSWORD)
        person.save(update_fields=["password"])
    return made


@pytest.mark.requirement("B3", "B4", "B7", "F6")
def test_a_case_goes_from_the_department_head_to_the_feedback(window, live_server, people, tmp_path):
    def at_work(name):
        return sign_in(window(), people[name])

    line = make_line(people["gs.finance"], "50000")
    application = draft(people)
    clerk, reviewer = at_work("gs.clerk"), at_work("gs.reviewer")
    submit(clerk, application)
    sign(at_work("gs.head"), "同意，转下一环节", "下一环节：长江精密铸造公司工会公司工会审核")
    sign(reviewer, "同意，转下一环节", "下一环节：长江精密铸造公司工会入户核查")
    make_visit(application.household, by=people["gs.visitor"])
    sign(at_work("gs.visitor"), "审核通过，公示", "从今天起公示")

    notice = PublicNotice.objects.get()
    extend(reviewer, notice)
    object_to(clerk, notice)
    investigate(at_work("gs.asker"), notice)
    end_notices(application)
    conclude(reviewer, notice)

    leader, deputy = at_work("gs.approver"), at_work("gs.deputy")
    sign(leader, "同意，转下一环节", "下一环节：长江精密铸造公司工会公司领导审批")
    assert not leader.get_by_role("button", name="批准").count()  # one hand signs once
    sign(deputy, "批准", "已批准，资金已占用", line=str(line.pk))
    application.refresh_from_db()
    assert (application.state, available(line)) == (State.APPROVED, 50000 - application.amount)

    tell(clerk, application, tmp_path)
    papers_leave(clerk, application)
    sees_the_result(at_work("gs.head"), application)


def draft(people):
    clerk, reviewer = people["gs.clerk"], people["gs.reviewer"]
    household = HouseholdFactory(filed=True, union=clerk.union, clerk=clerk, reviewer=reviewer, name=WORKER)
    return ApplicationFactory(
        union=clerk.union, household=household, clerk=clerk, reviewer=reviewer, approver=people["gs.approver"]
    )


def submit(page, application):
    page.goto(reverse("applications:check", args=[application.pk]))
    press(page, "提交申请")
    expect(page.locator("main")).to_contain_text("已提交，申请号")


def sign(page, words, then, **more):
    """Out of the inbox, with an opinion."""
    page.goto(reverse("approvals:inbox"))
    page.locator("table").get_by_role("link", name=WORKER).click()
    expect(page.locator("#decision")).to_be_visible()
    answer(page, comment="情况属实，同意。", **more)
    press(page, words)
    expect(page.locator("main")).to_contain_text(then)


def extend(page, notice):
    page.goto(reverse("notices:notice", args=[notice.pk]))
    press(page, "延长")
    answer(page, days="2", reason="车间轮休，两个班看不到公示。")
    press(page, "延长")
    expect(page.locator("main")).to_contain_text("已延长，请重新打印公示")
    expect(page.locator("#boards")).to_contain_text("车间轮休，两个班看不到公示。")
    before = notice.ends_on
    notice.refresh_from_db()
    assert notice.ends_on > before


def object_to(page, notice):
    page.goto(reverse("notices:notice", args=[notice.pk]))
    expect(page.locator("main table")).to_contain_text(MASKED)
    page.locator("#objections summary").click()
    answer(page, entry=str(notice.entries.get().pk), text="听说他家另有一套房。", channel="phone")
    page.locator("#objections form button").click()
    expect(page.locator("main")).to_contain_text("已登记异议")


def investigate(page, notice):
    page.goto(reverse("notices:notice", args=[notice.pk]))
    page.locator("#objections a").first.click()
    answer(
        page, findings="到不动产登记中心查询，名下只有现住房。", outcome="unfounded", answer="没有其他住房。",
        told_how="nobody",
    )  # fmt: skip
    press(page, "答复")
    expect(page.locator("main")).to_contain_text("已答复")


def conclude(page, notice):
    page.goto(reverse("notices:notice", args=[notice.pk]))
    press(page, "公示期满，报审批")
    expect(page.locator("main")).to_contain_text("1 件公示期满，已报审批")


def tell(page, application, folder):
    """The worker signs the letter; its photo goes along with the record."""
    page.goto(reverse("applications:detail", args=[application.pk]))
    expect(page.locator("#told")).to_contain_text("还没有告知职工")
    page.set_input_files("#told [name=slip]", photograph(folder, "签收"))
    page.locator("#told form").filter(has_text="告知方式").get_by_role("button", name="登记").click()
    expect(page.locator("#told")).to_contain_text("当面告知职工本人")
    expect(page.locator("#told")).to_contain_text("签收回执 1")
    assert Telling.objects.get().slips.get() == Slip.objects.get()


def papers_leave(page, application):
    for kind in ("result", "feedback", "receipt"):
        address = reverse("outcomes:paper", args=[application.pk, kind])
        expect(page.locator(f"#papers a[href='{address}']")).to_be_visible()
        got = page.request.get(f"{page.url.split('/applications')[0]}{address}")
        assert (got.status, got.headers["content-type"]) == (200, "application/pdf"), kind


def sees_the_result(page, application):
    """The head of the department sees the result that they passed on."""
    page.goto(reverse("applications:detail", args=[application.pk]))
    expect(page.locator("main")).to_contain_text("已批准")
    expect(page.locator("#told")).to_contain_text("当面告知职工本人")
    assert Application.objects.get().state == State.APPROVED
