"""What the home visits bring to the desk: their list, the checklist, a tab of the case."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.archives.selectors.case_page import CASE_PARTS, CASE_TABS, CaseTab, ShownCase, count_rows
from cases.archives.selectors.extensions import CHANGE_CAUSES, CauseKind
from cases.visits.models import VisitDraft
from cases.visits.selectors import KIND, draft_blocker, find_voices, visits_of
from cases.visits.services import receive_draft, recording_blocker
from cases.visits.states import RECORDERS
from cases.visits.views.lists import visit_rows
from hardship.accounts.states import CASE_WORKERS, Role
from hardship.handovers.selectors import HOLDINGS, Holding
from hardship.kernel.desk import (
    HELP,
    PLACES,
    Help,
    NavGroup,
    Place,
    YearWork,
    label_actions,
    label_papers,
)
from hardship.kernel.templatetags.ui import day

label_actions(
    {
        "visit.record": _("登记入户调查"),
        "visit.correct": _("更正入户调查"),
        "visit.checklist": _("修改入户调查清单"),
        "visit.checklist_end": _("停用入户调查清单"),
        "export.visits": _("导出入户调查台账"),
    }
)
label_papers("visits:visit_list", _("每次调查"), {"visit_form": _("打印入户调查表")})
label_papers("visits:visit_list", _("每户"), {"visit_blank": _("打印空白入户调查表")})
PLACES.add("visits:visit_list")(Place(_("入户调查"), "pin", NavGroup.CHECKING, 20, CASE_WORKERS))
PLACES.add("visits:visit_checklist")(
    Place(_("入户调查清单"), "check", NavGroup.ADMINISTRATION, 40, frozenset({Role.ADMINISTRATOR}))
)
HELP.add("visits:visit_list")(
    Help(
        purpose=_("入户调查的记录：哪天、谁去的、看到了什么。至少两个人一起去，可以用手机在现场填。"),
        then=_("填好保存以后不能再改；照片和签字表作为材料附在后面。下一次调查会带出上一次的回答供参考。"),
        seen=_("本工会和上级工会办案的各岗位看得到。"),
        year=(YearWork((4, 5, 10), (Role.CLERK,), _("每户至少入户一次；新建档的在提交之前去。")),),
    )
)
HELP.add("visits:visit_checklist")(
    Help(
        purpose=_("入户时逐项要问、要看的清单。可以增加本工会自己的项目，定好从哪一天起用。"),
        then=_("从那一天起，手机上和打印的调查表都按新的清单；以前的记录不变。"),
        seen=_("管理员设定，本工会和下级工会都用。"),
    )
)
CHANGE_CAUSES.add(KIND)(CauseKind(find_voices))
CASE_PARTS.add("visits")(lambda household: count_rows(household.home_visits.all()))


def _visits(shown: ShownCase) -> dict[str, Any]:
    may_record = shown.user.has_role(*RECORDERS) and not recording_blocker(shown.household, shown.user)
    rows = visit_rows(of_case=True).context(visits_of(shown.household))
    return {**rows, "may_record_visit": may_record}


CASE_TABS.add("visits")(
    CaseTab(_("入户调查"), 50, "desk/_case_visits.html", _visits, lambda shown: shown.parts["visits"])
)
HOLDINGS.add("visits.drafts")(
    Holding(
        label=_("没有登记的入户调查草稿"), order=25, roles=frozenset(RECORDERS),
        rows=lambda: VisitDraft.objects.select_related("household__union", "corrects"),
        holder="saved_by_id", unions=("household__union",),
        name=lambda row: f"{row.household.file_no or ''} {day(row.saved_at)} #{row.pk}",
        page=lambda row: reverse("visits:visit_new", args=[row.household_id]),
        move=receive_draft, blocker=draft_blocker,
    )
)  # fmt: skip
