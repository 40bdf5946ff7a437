"""What recusals bring to the desk: those that wait for a leader, their page, their messages."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.archives.models import CaseRecusal
from cases.archives.selectors.recusals import list_recusals
from cases.archives.states.recusals import LEADERS, RecusalState
from cases.archives.views.recusals import READERS
from hardship.accounts.models import User, people_of
from hardship.kernel.desk import (
    DUTIES,
    HELP,
    PLACES,
    WORDS,
    Duty,
    Help,
    NavGroup,
    Place,
    Post,
    Target,
    TodoItem,
    YearWork,
    label_actions,
    label_targets,
)
from hardship.messaging.services import KINDS, MessageKind

label_actions(
    {
        "export.recusals": _("导出回避台账"),
        "recusal.declare": _("申请回避"),
        "recusal.accept": _("同意回避"),
        "recusal.decline": _("不必回避"),
    }
)
label_targets({"archives.caserecusal": Target(_("回避"))})
WORDS.add("recusal.state")(dict(RecusalState.choices))
for kind, text in (
    ("archives.recusal", _("有人申请回避，请看是否同意")),
    ("archives.recusal_accept", _("您申请的回避已同意")),
    ("archives.recusal_decline", _("您申请的回避，负责人认为不必")),
):
    KINDS.add(kind)(MessageKind(text, _("看回避"), lambda key: reverse("archives:recusal", args=[key])))
PLACES.add("archives:recusals")(Place(_("回避"), "people", NavGroup.QUERIES, 47, frozenset(READERS)))
HELP.add("archives:recusals")(
    Help(
        purpose=_("谁不办哪一家的审核、审批，为什么，谁同意的。在档案或申请的办理页面申请。"),
        then=_("一申请就不能再办这家的审核、审批，事情由同岗位的其他人接着办；审批表上写明谁回避。"),
        seen=_(
            "负责人、审核人和审计人员看得到本工会和下级工会的。家庭成员的身份证号与人员的相同，系统自动回避。"
        ),
        year=(YearWork((), LEADERS, _("有人申请回避的，当天答复。")),),
    )
)


def waiting(user: User) -> QuerySet[CaseRecusal]:
    """Those that wait for a leader of this union; nobody's own, nor of whom they stand in for."""
    rows = list_recusals(user=user).filter(state=RecusalState.DECLARED, union=user.union)
    return rows.exclude(declared_by__in=sorted(people_of(user)))


def _item(row: CaseRecusal) -> TodoItem:
    detail = f"{row.household} · {row.get_cause_display()}"
    return TodoItem(row.declared_by.name, detail, reverse("archives:recusal", args=[row.pk]))


DUTIES.add("archives.recusals")(
    Duty(
        "archives:recusals", _("待决定的回避"), 147, tuple(Post(role) for role in LEADERS), waiting, _item,
        f"?state={RecusalState.DECLARED}", ("pk",),
    )
)  # fmt: skip
