"""What campaigns bring to the desk: a place, what waits for an approver, the names of what is done."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as L

from cases.campaigns.models import Campaign
from cases.campaigns.selectors import list_to_open
from cases.campaigns.states import READERS, TRANSITIONS
from hardship.accounts.states import APPROVER, Role
from hardship.kernel.desk import (
    DUTIES,
    HELP,
    PLACES,
    Duty,
    Help,
    Naming,
    NavGroup,
    Place,
    Target,
    TodoItem,
    YearWork,
    label_actions,
    label_steps,
    label_targets,
)

label_steps("campaign", TRANSITIONS, L("慰问活动：{}"))
label_actions(
    {
        "campaign.draft": L("起草慰问活动"),
        "campaign.save": L("修改慰问活动"),
        "campaign.share_out": L("分配慰问名额"),
        "export.campaigns": L("导出慰问活动"),
        "export.campaign_quotas": L("导出慰问名额"),
        "export.campaign_scan": L("看慰问活动的文件"),
    }
)
label_targets(
    {
        "campaigns.campaign": Target(
            L("慰问活动"), "campaigns:campaign", naming=Naming(fields=("number",), is_numbered=True)
        )
    }
)
PLACES.add("campaigns:list")(Place(L("慰问活动"), "calendar", NavGroup.AID, 50, frozenset(READERS)))
HELP.add("campaigns:list")(
    Help(
        purpose=L("两节送温暖、夏送清凉这类活动：慰问谁、每人什么标准、用哪些资金、名额怎么分给各工会。"),
        then=L("经办人起草并分配名额，审批人批准；名单收齐后报批，再开始慰问，做完写总结，由审批人结束。"),
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
