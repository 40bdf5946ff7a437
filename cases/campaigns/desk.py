"""What campaigns bring to the desk: a place, what waits for an approver, the names of what is done."""

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as L

from cases.campaigns import services
from cases.campaigns.models import Campaign, CampaignList, Quota, ReportPart, Wish
from cases.campaigns.selectors import list_to_approve, list_to_hand_in, list_to_open
from cases.campaigns.selectors.figures import list_parts_to_take, list_to_report
from cases.campaigns.selectors.lists import list_unreported
from cases.campaigns.selectors.visits import list_own_wishes
from cases.campaigns.states import HEARERS, LIST_TRANSITIONS, PART_TRANSITIONS, READERS, TRANSITIONS
from hardship.accounts.models import Union
from hardship.accounts.selectors import UNSETTLED
from hardship.accounts.states import APPROVER, CLERK, Role
from hardship.handovers.selectors import HOLDINGS, Holding
from hardship.kernel.desk import (
    DUTIES,
    HELP,
    PLACES,
    Duty,
    Help,
    Naming,
    NavGroup,
    Place,
    Post,
    Target,
    TodoItem,
    YearWork,
    label_actions,
    label_papers,
    label_steps,
    label_targets,
)

HELPERS = tuple(Post(role) for role in HEARERS)
label_steps("campaign", TRANSITIONS, L("慰问活动：{}"))
label_steps("report_part", PART_TRANSITIONS, L("慰问总结：{}"))
label_steps("campaign_list", LIST_TRANSITIONS, L("慰问名单：{}"))
label_actions(
    {
        "campaign.draft": L("起草慰问活动"),
        "campaign.save": L("修改慰问活动"),
        "campaign.share_out": L("分配慰问名额"),
        "campaign_list.begin": L("慰问名单：建立"),
        "campaign_list.add": L("慰问名单：列入"),
        "campaign_list.change": L("慰问名单：修改一行"),
        "campaign_list.renew": L("慰问名单：从上年续助"),
        "campaign_list.prove": L("慰问名单：核对在读证明"),
        "campaign_list.remove": L("慰问名单：移出"),
        "campaign_list.end": L("慰问名单：停发一人"),
        "campaign_list.issue": L("慰问名单：发放物资"),
        "campaign_list.return_goods": L("慰问名单：退回物资"),
        "campaign_list.lead": L("慰问名单：登记为线索"),
        "campaign.allot": L("慰问活动：分派慰问对象"),
        "campaign.take_back_allotments": L("慰问活动：收回分派"),
        "visit_team.form": L("慰问组：编组"),
        "visit_team.change": L("慰问组：修改"),
        "visit_team.dissolve": L("慰问组：撤销"),
        "campaign_visit.record": L("慰问走访：登记"),
        "wish.pass": L("愿望：转给他人办"),
        "wish.answer": L("愿望：办结"),
        "export.wishes": L("导出慰问中听到的愿望"),
        "export.visit_teams": L("导出慰问组安排表"),
        "export.visit_plan": L("导出慰问分派表"),
        "export.campaign_lists": L("导出慰问名单台账"),
        "export.campaign_list": L("导出慰问名单"),
        "export.campaigns": L("导出慰问活动"),
        "export.campaign_quotas": L("导出慰问名额"),
    }
)
label_papers(
    "campaigns:list",
    L("每次活动"),
    {
        "campaign_figures": L("导出慰问情况统计表"),
        "campaign_report": L("打印慰问活动总结"),
        "campaign_scan": L("看慰问活动的文件"),
    },
)
label_papers(
    "campaigns:list",
    L("每个慰问组"),
    {"team_roster": L("打印慰问签领花名册"), "team_sheet": L("打印慰问组走访单")},
)
label_targets(
    {
        "campaigns.campaign": Target(
            L("慰问活动"), "campaigns:campaign", naming=Naming(fields=("number",), is_numbered=True)
        ),
        "campaigns.campaignlist": Target(
            L("慰问名单"), "campaigns:people", naming=Naming(fields=("campaign__number", "union__name"))
        ),
        "campaigns.reportpart": Target(
            L("慰问总结"), "campaigns:part", naming=Naming(fields=("campaign__number", "union__name"))
        ),
        "campaigns.campaignvisit": Target(
            L("慰问走访"), naming=Naming(fields=("beneficiary__campaign__number", "visited_on"))
        ),
        "campaigns.wish": Target(
            L("愿望"), "campaigns:wish", naming=Naming(fields=("union__name", "due_on"))
        ),
        "campaigns.visitteam": Target(
            L("慰问组"), "campaigns:team", naming=Naming(fields=("campaign__number", "position"))
        ),
    }
)
PLACES.add("campaigns:list")(Place(L("慰问活动"), "calendar", NavGroup.SERVICES, 10, frozenset(READERS)))
HELP.add("campaigns:list")(
    Help(
        purpose=L("两节送温暖、夏送清凉这类活动：慰问谁、每人什么标准、用哪些资金、名额怎么分给各工会。"),
        then=L(
            "经办人起草并分配名额，审批人批准；各工会的名单收齐、批准以后开始慰问，做完写总结，由审批人结束。"
        ),
        seen=L("本工会和下级工会的都看得到；上级工会批准了的活动，下级也看得到。"),
        year=(
            YearWork((11, 12), (Role.CLERK,), L("起草两节送温暖的活动，分配名额。")),
            YearWork((6,), (Role.CLERK,), L("起草夏送清凉的活动。")),
        ),
    )
)


def _item(row: Campaign) -> TodoItem:
    return TodoItem(row.name, row.get_state_display(), reverse("campaigns:campaign", args=[row.pk]))


DUTIES.add("campaigns.to_open")(
    Duty("campaigns:list", L("待批准的慰问活动"), 161, (APPROVER,), list_to_open, _item)
)
PLACES.add("campaigns:lists")(Place(L("慰问名单"), "roster", NavGroup.SERVICES, 12, frozenset(READERS)))
HELP.add("campaigns:lists")(
    Help(
        purpose=L("每个工会在一次慰问活动中要慰问的人：从档案选、从未建档人员选、逐行填或者导入 Excel。"),
        then=L("上报以后名单不再变动；活动指定的工会批准时占用资金，形成待发放的款项，按发放批次付款。"),
        seen=L("本工会和下级工会的名单都看得到；别的工会的名单看不到。"),
        year=(
            YearWork((12, 1), (Role.CLERK,), L("编制两节送温暖的名单，上报。")),
            YearWork((12, 1), (Role.APPROVER,), L("批准两节送温暖的名单。")),
        ),
    )
)


PLACES.add("campaigns:wishes")(Place(L("愿望"), "return", NavGroup.SERVICES, 14, frozenset(HEARERS)))
HELP.add("campaigns:wishes")(
    Help(
        purpose=L("走访慰问时听到的愿望，每个有办的人和期限：想找活干、孩子要补课、房子漏雨。"),
        then=L("由办的人写明结果后办结；办不了的转给别人。还没有办结的，出现在办的人的工作台上。"),
        seen=L("本工会和下级工会的看得到；交给自己办的也看得到。"),
        year=(YearWork((1, 2, 3), HEARERS, L("把春节走访时听到的愿望逐个办结。")),),
    )
)


def _wish_item(row: Wish) -> TodoItem:
    url = reverse("campaigns:wish", args=[row.pk])
    return TodoItem(row.text, row.visit.beneficiary.name, url, row.due_on)


DUTIES.add("campaigns.wishes")(
    Duty(
        "campaigns:wishes", L("慰问中听到的愿望"), 173, HELPERS, list_own_wishes, _wish_item, "?show=mine",
        ("due_on", "pk"),
    )
)  # fmt: skip
HOLDINGS.add("campaigns.wishes")(
    Holding(
        label=L("还没有办结的愿望"), order=45, roles=frozenset(HEARERS),
        rows=lambda: Wish.objects.filter(answered_at__isnull=True).select_related("visit__beneficiary"),
        holder="owner_id", unions=("owner__union",), name=lambda row: f"{row.due_on:%Y-%m-%d} #{row.pk}",
        page=lambda row: reverse("campaigns:wish", args=[row.pk]), move=services.receive_wish,
    )
)  # fmt: skip


@UNSETTLED.add("campaigns.wishes")
def open_wishes(union: Union) -> str:
    """Wishes that people of this union have not done yet."""
    count = Wish.objects.filter(union=union, answered_at__isnull=True).count()
    return gettext("没有办结的愿望 %(n)s 个") % {"n": count} if count else ""


@UNSETTLED.add("campaigns.parts")
def open_parts(union: Union) -> str:
    """Approved lists of which the organiser of the campaign still waits for the report."""
    count = list_unreported(union).count()
    return gettext("没有收下总结的慰问名单 %(n)s 份") % {"n": count} if count else ""


def _list_item(row: CampaignList) -> TodoItem:
    return TodoItem(row.union.name, row.campaign.name, reverse("campaigns:people", args=[row.pk]))


def _quota_item(row: Quota) -> TodoItem:
    return TodoItem(
        row.campaign.name,
        f"{row.campaign.until_on:%Y-%m-%d}",
        reverse("campaigns:campaign", args=[row.campaign_id]),
    )


DUTIES.add("campaigns.to_approve")(
    Duty("campaigns:lists", L("待批准的慰问名单"), 162, (APPROVER,), list_to_approve, _list_item)
)
DUTIES.add("campaigns.to_hand_in")(
    Duty("campaigns:lists", L("还没有上报的慰问名单"), 169, (CLERK,), list_to_hand_in, _quota_item)
)


def _to_report_item(row: CampaignList) -> TodoItem:
    url = reverse("campaigns:report", args=[row.campaign_id])
    return TodoItem(row.campaign.name, f"{row.campaign.until_on:%Y-%m-%d}", url)


def _part_item(row: ReportPart) -> TodoItem:
    return TodoItem(row.union.name, row.campaign.name, reverse("campaigns:part", args=[row.pk]))


DUTIES.add("campaigns.to_report")(
    Duty("campaigns:lists", L("要上报的慰问总结"), 171, (CLERK,), list_to_report, _to_report_item)
)
DUTIES.add("campaigns.parts")(
    Duty("campaigns:list", L("等着收下的慰问总结"), 172, (CLERK,), list_parts_to_take, _part_item)
)
