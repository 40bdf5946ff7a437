"""The demo's referrals: what departments of the county offer, one letter of each state, one that is late."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from cases.archives.models import Household
from cases.archives.states import IN_FORCE_STATES
from cases.referrals import services
from cases.referrals.models import DepartmentService, ServiceReferral
from cases.referrals.services import Offer, Result, Sending
from hardship.accounts.models import User
from hardship.demo import clock

# Department, service, of whom, of what kind, telephone, what to bring, working days.
OFFERS = (
    ("区民政局", "最低生活保障", "civil_affairs", "living", "0513-80500101", "身份证、户口本、收入证明", 20),
    ("区民政局", "临时救助", "civil_affairs", "emergency", "0513-80500102", "身份证、医疗费发票", 10),
    ("区住建局", "公共租赁住房", "government", "housing", "0513-80500201", "身份证、户口本、住房证明", 30),
    ("区住建局", "租赁补贴", "government", "housing", "0513-80500201", "身份证、租房合同", 20),
    ("区残联", "残疾人生活补贴", "disabled_federation", "living", "0513-80500301", "残疾人证、身份证", 20),
    ("区教育局", "生源地助学贷款", "education", "schooling", "0513-80500401", "录取通知书、身份证", 15),
    ("区人社局", "社会保险补缴", "government", "insurance", "0513-80500501", "身份证、劳动合同", 20),
)
# How many days ago, which service, why, and how it went on: days after, step, words, yuan.
SENT = (
    (75, 1, "妻子住院自付 3 万多元，刷完卡没有生活费。",
     ((9, "answer", "已受理，入户核实过。", None), (16, "win", "一次性救助。", "2600"))),
    (60, 2, "一家四口租住 28 平方米，房东要收回。",
     ((25, "answer", "材料齐，轮候。", None), (40, "win", "配租一套，月租 180 元。", None))),
    (50, 0, "人均收入低于低保标准，车辆已卖。", ((20, "answer", "超财产标准。", None),
                                     (20, "refuse", "名下还登记着一辆货车。", None))),
    (45, 5, "女儿考上大学，学费没有着落。", ((3, "drop", "学校已经减免学费。", None),)),
    (40, 3, "公租房轮候期间租房。", ()),
    (12, 4, "丈夫三级残疾，没有领过补贴。", ((8, "answer", "已登记，下月评定。", None),)),
    (2, 6, "断缴 14 个月，想接上。", ()),
)  # fmt: skip


def build_referrals(*, people: Mapping[str, User], today: date) -> int:
    """How many there are."""
    by, reviewer = people["xt.clerk"], people["cc.reviewer"]
    offered = [_offer(row, reviewer, today - timedelta(days=200)) for row in OFFERS]
    files = Household.objects.filter(union=by.union_id, state__in=IN_FORCE_STATES).select_related("head")
    homes = [(row, row.head) for row in files.order_by("pk")[: len(SENT)] if row.head is not None]
    for (home, head), (ago, which, why, steps) in zip(homes, SENT, strict=False):
        day = max(home.filed_on or today, today - timedelta(days=ago))
        with clock.at(day, 9):
            sending = Sending(offered[which], why, day)
            made = services.send(household_id=home.pk, member=head, sending=sending, by=by)
        for after, action, words, won in steps:
            on = min(day + timedelta(days=after), today)
            result = Result(on, words, Decimal(won) if won else None)
            with clock.at(on, 16):
                services.take_step(referral_id=made.pk, action=action, by=by, result=result)
    return ServiceReferral.objects.count()


def _offer(row: tuple[str, str, str, str, str, str, int], by: User, from_on: date) -> DepartmentService:
    department, name, giver, kind, telephone, bring, days = row
    offer = Offer(
        department, name, giver, kind, from_on, days, contact="服务窗口", telephone=telephone,
        place="区政务服务中心", bring=bring,
    )  # fmt: skip
    with clock.at(from_on, 9):
        return services.enter_service(offer=offer, by=by)
