"""What the outcomes bring to the desk: results that wait to be told, their list, names of what was done."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.applications.desk import application_item
from cases.applications.selectors import lists
from cases.archives.states import CASE_ROLES
from cases.outcomes.models import Telling
from cases.outcomes.selectors.appeals import list_to_answer
from cases.outcomes.selectors.collecting import list_to_collect
from cases.outcomes.selectors.telling import told_late
from cases.outcomes.services.appeals import ANSWERED, APPEALED
from cases.outcomes.services.telling import TOLD, UNTOLD
from cases.outcomes.states import Way
from hardship.accounts.models import User
from hardship.accounts.states import CASE_APPROVER, CASE_REVIEWER, CLERK, Role
from hardship.kernel.desk import (
    DUTIES,
    HELP,
    PLACES,
    WORDS,
    Duty,
    Help,
    NavGroup,
    Place,
    TodoItem,
    YearWork,
    label_actions,
    label_papers,
)
from hardship.messaging.services import KINDS, MessageKind

label_actions(
    {
        "application.tell": _("登记结果告知"),
        "application.slip": _("上传签收的告知书"),
        "application.appeal": _("登记复核申请"),
        "application.answer_appeal": _("登记复核意见"),
        "export.results": _("导出结果告知台账"),
    }
)
label_papers(
    "applications:list",
    _("每份申请"),
    {
        "dossier": _("装订卷宗"),
        "minutes_annex": _("打印会议纪要附表"),
        "paper_correction": _("打印补正通知书"),
        "paper_documents": _("打印材料清单"),
        "paper_feedback": _("打印办理结果反馈单"),
        "paper_form": _("打印帮扶申请表"),
        "paper_receipt": _("打印签领单"),
        "paper_rejection": _("打印不予帮扶告知书"),
        "paper_result": _("打印结果告知书"),
        "paper_review": _("打印复核答复书"),
    },
)
label_papers("lists:files", _("每份档案"), {"paper_hardship": _("打印生活困难证明")})
WORDS.add("application.way")(dict(Way.choices))
PLACES.add("outcomes:results")(Place(_("结果告知"), "person", NavGroup.AID, 45, frozenset(CASE_ROLES)))
HELP.add("outcomes:results")(
    Help(
        purpose=_("批准、不予帮扶、退回补正的申请，要把结果告诉职工本人。这里看哪些说了，哪些还没有说。"),
        then=_(
            "打印告知书交给职工，或者打电话，再在申请页上登记哪天、怎么告知的。五个工作日没有登记的会提醒。"
            "有领取期限的，快到期提醒您催领；过了期还没有可用银行卡的、实物还没有上花名册的，批准自动失效，"
            "还需要的重新申请；有可用银行卡的不失效，由财务尽快发放。"
        ),
        seen=_("申报工会和上级工会看得到，由申报工会的经办人登记。登记以后不能改，再告知一次就再登记一次。"),
        year=(
            YearWork(
                (), (Role.CLERK,), _("收到结果五个工作日内告诉职工，不予帮扶的说清理由和怎样申请复核。")
            ),
        ),
    )
)
KINDS.add(UNTOLD)(
    MessageKind(
        _("有申请的结果超过五个工作日没有告知职工"),
        _("看没有告知的"),
        lambda _key: f"{reverse('outcomes:results')}?show=late",
    )
)


for kind, text in (
    (APPEALED, _("有职工对一份申请的决定申请复核")),
    (ANSWERED, _("您登记的复核申请有了复核意见")),
    (TOLD, _("一份申请的结果已经告知职工")),
):
    KINDS.add(kind)(MessageKind(text, _("看申请"), lambda key: reverse("applications:detail", args=[key])))


def _untold(user: User) -> QuerySet[Any]:
    return told_late(lists.list_applications(user=user).filter(union=user.union))


def _to_collect_item(row: Telling) -> TodoItem:
    application = row.step.application
    url = reverse("applications:detail", args=[application.pk])
    return TodoItem(str(application.household), application.programme.name, url, row.collect_by)


DUTIES.add("outcomes.untold")(
    Duty(
        "outcomes:results",
        _("结果还没有告知职工"),
        215,
        (CLERK,),
        _untold,
        application_item,
        "?show=late",
        ("pk",),
    )
)
DUTIES.add("outcomes.collecting")(
    Duty(
        "outcomes:results", _("批准的帮扶还没有领取"), 214, (CLERK,), list_to_collect, _to_collect_item,
        "?show=collect", ("collect_by", "pk"),
    )
)  # fmt: skip
DUTIES.add("outcomes.appeals")(
    Duty(
        "outcomes:results",
        _("等您复核的申请"),
        216,
        (CASE_REVIEWER, CASE_APPROVER),
        list_to_answer,
        application_item,
        "?show=appealed",
        ("pk",),
    )
)
