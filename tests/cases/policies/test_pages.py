import pytest
from freezegun import freeze_time

from cases.policies.models import CalendarDay, LivingStandard

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("F5")
def test_everybody_reads_the_rules_in_force(as_user, cast, reference):
    page = as_user(cast.clerk).get("/policies/").content.decode()
    assert "医疗自付费用的 80%，最高 16,000.00 元" in page
    assert "中央财政专项帮扶资金使用管理办法（2015）第五条" in page
    assert "审核（审核工会审核人，5 个工作日） → 公示 → 审批" in page


def test_a_union_without_programmes_is_told_so(as_user, cast):
    assert "还没有帮扶项目" in as_user(cast.clerk).get("/policies/").content.decode()


def test_standards_are_found_by_region_and_code(as_user, cast, reference):
    client = as_user(cast.clerk)
    assert "武汉市" in client.get("/policies/standards/?q=武汉").content.decode()
    assert "武汉市" in client.get("/policies/standards/?q=4201").content.decode()
    page = client.get("/policies/standards/?q=火星").content.decode()
    assert "没有找到这个地区的标准" in page
    assert "录入新标准" not in page


def test_an_administrator_enters_a_standard(as_user, cast, reference):
    client = as_user(cast.administrator)
    data = {
        "region_code": "320600", "region": "南通市", "area": "urban", "monthly": "９00元",
        "starts_on": "2026.7.1", "document": "通民发〔2026〕3号",
    }  # fmt: skip
    assert client.post("/policies/standards/new/", data).status_code == 302
    assert LivingStandard.objects.get(document="通民发〔2026〕3号").monthly == 900
    again = client.post("/policies/standards/new/", data)
    assert again.status_code == 422
    assert "2026-07-01 起执行的标准 900.00 元" in again.content.decode()


def test_ones_own_place_stands_first_then_what_holds_above_it(as_user, cast, reference):
    rows = as_user(cast.clerk).get("/policies/standards/").context["page"].object_list
    own = cast.clerk.union.region_code
    above = (own, f"{own[:4]}00", f"{own[:2]}0000")
    codes = [row.region_code for row in rows]
    near = [above.index(code) if code in above else 3 if code[:2] == own[:2] else 4 for code in codes]
    assert near[0] < 3
    assert near[-1] == 4
    assert near == sorted(near)


@pytest.mark.parametrize("path", ["/policies/standards/new/", "/policies/calendar/set/"])
def test_others_do_not_enter_anything(path, as_user, cast, reference):
    assert as_user(cast.reviewer).post(path, {}).status_code == 403


@freeze_time("2026-11-20 10:00")
def test_the_calendar_is_kept_by_administrators_and_warns_before_the_year_ends(as_user, cast, reference):
    CalendarDay.objects.filter(on__year__gte=2027).delete()
    client = as_user(cast.administrator)
    day = {"on": "2027-01-01", "is_workday": "0", "name": "元旦"}
    assert "2027 年的放假安排还没有录入" in client.get("/policies/calendar/").content.decode()
    assert client.post("/policies/calendar/set/", day).status_code == 302
    assert "还没有录入" not in client.get("/policies/calendar/?year=2027").content.decode()
    assert CalendarDay.objects.get(on="2027-01-01").name == "元旦"
    assert client.post("/policies/calendar/remove/", day).status_code == 302
    assert not CalendarDay.objects.filter(on="2027-01-01").exists()
    assert client.post("/policies/calendar/set/", {"on": "明天"}).status_code == 422
    client.post("/policies/calendar/remove/", day)
    assert "可能已被删除" in client.get("/policies/calendar/").content.decode()


def test_a_clerk_sees_the_calendar_without_the_means_to_change_it(as_user, cast, reference):
    page = as_user(cast.clerk).get("/policies/calendar/?year=2026").content.decode()
    assert "2026-02-14" in page
    assert "增加或修改一天" not in page
