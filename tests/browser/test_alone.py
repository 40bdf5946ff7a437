"""A county alone and a company alone: each by a policy of its own takes one family from draft to money."""

from types import SimpleNamespace

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cases.applications.models import Application
from cases.archives.models import Household
from cases.policies import services
from cases.policies.models import Policy
from funds.ledgers.selectors import line_buckets
from hardship.accounts.states import Role
from tests.browser import test_story as story
from tests.browser.hands import answer, press
from tests.browser.test_entry import sign_in
from tests.cases.archives.test_own_categories import own_policy
from tests.factories import UnionFactory, UserFactory, end_notices, id_number, load_years

pytestmark = pytest.mark.django_db(transaction=True)


def county_alone():
    """A county with none above it, and one union below."""
    county = UnionFactory(level="county", parent=None, name="启东市总工会")
    return county, UnionFactory(parent=county, name="启东纺织工会")


def company_alone():
    """A company whose union has none above and none below."""
    company = UnionFactory(parent=None, name="长江精密铸造公司工会")
    return company, company


@pytest.mark.requirement("F1", "F2", "A4", "A5", "G9")
@pytest.mark.parametrize("make", [county_alone, company_alone])
def test_one_family_comes_from_draft_to_money(make, window, live_server, tmp_path):
    top, unit = make()
    services.load_standards()
    load_years()
    services.load_default_policy(union=top)

    def at_work(role, union=top):
        return sign_in(window(), UserFactory(union=union, role=role))

    people = SimpleNamespace(
        clerk=at_work(Role.CLERK, unit), reviewer=at_work(Role.REVIEWER), approver=at_work(Role.APPROVER),
        finance=at_work(Role.FINANCE), checker=at_work(Role.REVIEWER),
    )  # fmt: skip
    put_policy_in_force(at_work(Role.ADMINISTRATOR), at_work(Role.ADMINISTRATOR))

    story.start_household(people.clerk, id_number(born=story.BORN))
    story.fill_every_section(people.clerk, tmp_path, category="还缺：住房套数")
    expect(people.clerk.locator("main")).to_contain_text("特困职工")
    expect(people.clerk.locator("main")).to_contain_text(f"提交后由“{top.name}”审核")
    story.check_and_submit_file(people.clerk)
    story.file_the_household(people.reviewer)
    household = Household.objects.get()
    assert (household.category, household.own_label) == ("deep", "特困职工")

    story.apply_for_medical_aid(people.clerk, household, tmp_path)
    story.pass_at_county(people.reviewer)
    end_notices(Application.objects.get())
    story.conclude_the_notice(people.reviewer)
    line = story.register_money(people.finance)
    story.approve_at_city(people.approver, line)
    story.make_batch(people.finance)
    story.sign_batch(people.checker, "复核无误", "待放行")
    story.sign_batch(people.approver, "放行并生成银行名单", "待送银行", sure=True)
    story.type_bank_result(people.finance)
    assert line_buckets(line.pk)["paid"] == story.SELF_PAID
    story.assert_aid_stands_in_the_file(people.clerk, household)


# A union that has none above writes its programmes as well.
MEDICAL = """programmes:
  medical:
    label: 医疗救助
    kind: medical
    uses: medical
    beneficiary: member
    for: [special, ordinary]
    amount: {share: 100%, of: self_paid}
    cap: 20000
    papers: [{any_of: diagnosis}, {any_of: medical_record}, {any_of: fee_list}]
    caps: [{limit: 20000, per: [household, year]}]"""


def put_policy_in_force(writer, second):
    """One writes it, another says that it is what the paper says, the first puts it in force."""
    writer.goto(reverse("policies:document_new"))
    writer.fill("main [name=text]", own_policy().replace("programmes:", MEDICAL, 1))
    press(writer, "保存草稿")
    expect(writer.locator("main")).to_contain_text("复核")
    policy = Policy.objects.get(state="draft")
    page = reverse("policies:document", args=[policy.uid])
    second.goto(page)
    press(second, "复核通过")
    expect(second.locator("main")).to_contain_text("已复核")
    writer.goto(page)
    answer(writer, starts_on="2026-01-01")
    press(writer, "公布执行")
    expect(writer.locator("main")).to_contain_text("已公布")
