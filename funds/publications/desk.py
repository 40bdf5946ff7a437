"""What publications bring to the desk: a place, what waits, what is due, the names of what is done."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as L

from funds.publications.models import Publication
from funds.publications.rules import name_of
from funds.publications.selectors import last_quarter, list_own_missing, list_to_check, list_to_publish
from funds.publications.services.steps import ANSWERED
from funds.publications.states import CHECKERS, READERS, WRITERS
from hardship.accounts.models import Union
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
    Post,
    Target,
    TodoItem,
    YearWork,
    label_actions,
    label_papers,
    label_targets,
)
from hardship.messaging.services import KINDS, MessageKind

label_actions(
    {
        "publication.draft": L("编制使用公开"),
        "publication.retake": L("使用公开重新取数"),
        "publication.check": L("复核使用公开"),
        "publication.return": L("退回使用公开"),
        "publication.publish": L("批准使用公开"),
        "publication.replaced": L("使用公开由更正后的代替"),
        "publication.take_down": L("撤下使用公开"),
        "publication.drop": L("作废使用公开"),
        "export.publications": L("导出使用公开台账"),
    }
)
label_papers(
    "publications:list",
    L("每期"),
    {"publication_poster": L("打印使用公开"), "publication_sheet": L("导出使用公开的表")},
)
label_targets(
    {
        "publications.publication": Target(
            L("使用公开"), "publications:publication", naming=Naming(fields=("number",), is_numbered=True)
        )
    }
)
PLACES.add("publications:list")(Place(L("使用公开"), "megaphone", NavGroup.MONEY, 28, frozenset(READERS)))
HELP.add("publications:list")(
    Help(
        purpose=L("每季度向职工公开帮扶资金怎么来的、用在哪里、还剩多少，数字直接从账上取。"),
        then=L(
            "经办人或财务编制，另一位复核，审批人凭会议纪要批准；打印张贴，扫码看得到现行的一版。有错的编制更正，旧的留着。"
        ),
        seen=L(
            "经办人、财务、审核人、审批人和审计人员看得到本工会和下级工会的；公开以后，扫码的人都看得到。"
        ),
        year=(YearWork((1, 4, 7, 10), WRITERS, L("公开上一季度的资金使用情况；一月再公开上一年全年的。")),),
    )
)
KINDS.add(ANSWERED)(
    MessageKind(
        L("您编制的使用公开有了结果"), L("看使用公开"),
        lambda key: reverse("publications:publication", args=[key]),
    )
)  # fmt: skip


def _item(row: Publication) -> TodoItem:
    return TodoItem(row.title, row.union.name, reverse("publications:publication", args=[row.pk]))


def _missing_item(union: Union) -> TodoItem:
    period = name_of(*last_quarter(timezone.localdate()))
    detail = _("%(period)s的资金使用情况还没有公开") % {"period": period}
    return TodoItem(union.name, detail, reverse("publications:new"))


DUTIES.add("publications.to_check")(
    Duty(
        "publications:list", L("待复核的使用公开"), 241, tuple(Post(role) for role in CHECKERS),
        list_to_check, _item, "?state=draft",
    )
)  # fmt: skip
DUTIES.add("publications.to_publish")(
    Duty(
        "publications:list", L("待批准的使用公开"), 242, (APPROVER,), list_to_publish, _item,
        "?state=checked",
    )
)  # fmt: skip
DUTIES.add("publications.missing")(
    Duty(
        "publications:list", L("还没有公开的季度"), 243, (Post(Role.FINANCE),), list_own_missing,
        _missing_item,
    )
)  # fmt: skip
