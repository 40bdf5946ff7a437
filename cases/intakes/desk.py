"""What the intake of files that were filed elsewhere brings to the desk, to a case and to an import."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.archives.rules import Contents, completeness, missing_items
from cases.archives.selectors.case_page import CASE_NOTES, CaseNote, ShownCase
from cases.archives.selectors.entry import get_contents
from cases.archives.selectors.extensions import FILE_REMARKS, PagePart, Remark
from cases.archives.services.taking_over import complete_blocker
from cases.archives.states.taking_over import TAKE_OVER_TRANSITIONS, Basis
from cases.intakes.models import Intake, Scan
from cases.intakes.selectors.lists import get_intake_row, list_for_decision, list_unfinished
from cases.intakes.selectors.missing import say_missing
from cases.intakes.selectors.scans import list_waiting
from cases.intakes.services import hand_in_blocker
from cases.intakes.states import INTAKE_TRANSITIONS, READERS
from cases.rosters.models import RosterImport
from cases.rosters.selectors.extensions import RESULT_PARTS
from cases.rosters.services.stages import UNDO_BLOCKERS
from hardship.accounts.models import User
from hardship.accounts.states import CASE_REVIEWER, CLERK, Role
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
from hardship.kernel.scope import Part


@RESULT_PARTS.add("intakes")
def offer_hand_in(roster: RosterImport, user: User) -> PagePart | None:
    """On the page of an import of filed households: give them to the county, or where they stand."""
    if not roster.is_of_filed:
        return None
    intake = Intake.objects.filter(roster=roster).first()
    context = {"roster": roster, "intake": intake, "why": "" if intake else hand_in_blocker(roster, user)}
    return PagePart("top", "intakes/_hand_in.html", context)


@UNDO_BLOCKERS.add("intakes")
def refuse_undo(roster: RosterImport) -> str:
    """While the county decides on a list, and once it has, its import stays."""
    intake = Intake.objects.filter(roster=roster).first()
    if intake is None or intake.is_open:
        return ""
    return gettext("这批档案的接收名单%(state)s，不能撤销导入；要撤销，请先撤回名单或请区县退回。") % {
        "state": gettext("“%(state)s”") % {"state": intake.get_state_display()}
    }


@FILE_REMARKS.add("intakes")
def remark_on_intake(file: Contents, _user: User) -> list[Remark]:
    """Of a file that was taken over what it lacks, and what its category rests on; told
    up to the last decision on any aid for it."""
    if not file.household.is_incomplete:
        return []
    lacking = missing_items(completeness(file))
    text = gettext("本档案为整批接收的存量档案，待补材料")
    text += (
        gettext("，还缺：%(what)s。") % {"what": say_missing(lacking)}
        if lacking
        else gettext("；已齐，待区县确认。")
    )
    row = get_intake_row(file.household)
    if row is not None and row.basis == Basis.ROSTER:
        text += gettext("困难类别按名册，没有按今天的政策核算。")
    return [Remark(f"intake:{file.household.pk}", text, tuple(item.label for item in lacking))]


def _note(shown: ShownCase) -> list[dict[str, Any]]:
    """On the overview of a case that was taken over: from where, what it lacks, the button that ends it."""
    household = shown.household
    row = get_intake_row(household) if household.taken_over_at else None
    if row is None:
        return []
    lacking = missing_items(completeness(get_contents(household))) if household.is_incomplete else []
    may = (
        household.is_incomplete
        and shown.user.has_role(Role.REVIEWER)
        and not complete_blocker(household, shown.user)
    )
    told = {"lacking": say_missing(lacking) if lacking else "", "may_complete": may and not lacking}
    return [{"row": row, "intake": row.intake, "household": household, **told}]


CASE_NOTES.add("intakes")(CaseNote(4, "intakes/_case_note.html", _note))
label_steps("intake", INTAKE_TRANSITIONS, _("存量档案接收：{}"))
label_steps("household", TAKE_OVER_TRANSITIONS)
label_actions(
    {
        "intake.hand_in": _("存量档案接收：交区县核对"),
        "intake.look": _("存量档案接收：核对抽中的档案"),
        "intake.take_out": _("存量档案接收：移出档案"),
        "scan.upload": _("批量补材料：上传"),
        "scan.sort": _("批量补材料：分拣完毕"),
        "scan.place": _("批量补材料：人工归入"),
        "scan.throw": _("批量补材料：标为不要"),
        "scan.read": _("批量补材料：查看扫描件"),
    }
)
label_papers("intakes:intakes", _("每次接收"), {"intake": _("导出存量档案接收名单")})
label_papers("intakes:missing", _("按条件"), {"intake_gaps": _("导出存量档案还缺什么")})
label_targets(
    {
        "intakes.intake": Target(_("存量档案接收名单"), naming=Naming(fields=("document_no", "filed_on"))),
        "intakes.scanbatch": Target(_("批量补材料"), naming=Naming(fields=("original_name",))),
    }
)
PLACES.add("intakes:intakes")(Place(_("存量档案接收"), "folder", NavGroup.ARCHIVES, 45, frozenset(READERS)))
PLACES.add("intakes:missing")(Place(_("还缺什么"), "paperclip", NavGroup.ARCHIVES, 46, frozenset(READERS)))
HELP.add("intakes:intakes")(
    Help(
        purpose=_("以前在别处已经建档的家庭，导入以后整批交区县工会接收，不用逐户重新申报。"),
        then=_("区县先按抽中的档案与纸质原档案核对，再由两人先后同意；接收后即为在档，所缺材料以后补。"),
        seen=_("填报的工会和接收的区县工会看得到。"),
        year=(YearWork((1,), (Role.CLERK,), _("把已有的档案导入，交区县接收。")),),
    )
)
PLACES.add("intakes:batches")(
    Place(_("批量补材料"), "upload", NavGroup.ARCHIVES, 47, frozenset({Role.CLERK}))
)
HELP.add("intakes:batches")(
    Help(
        purpose=_("把很多户的扫描件一次传上来，按文件名“身份证号_种类.jpg”自动归到各户档案。"),
        then=_("认不出的留在这里，看着图选是谁的、是什么；同一份传两次不会重存。"),
        seen=_("本工会和上级工会的经办人看得到，只有本工会的分拣。"),
        year=(YearWork((), (Role.CLERK,), _("接收的存量档案，用这里成批补材料。")),),
    )
)
HELP.add("intakes:missing")(
    Help(
        purpose=_("整批接收的档案各缺哪些材料，按工会列出，点数字看是哪些家庭。"),
        then=_("经办人补材料和授权；齐了以后由区县审核人在档案上确认补齐，按今天的政策重新核算。"),
        seen=_("本工会和上级工会看得到。"),
        year=(YearWork((), (Role.CLERK,), _("把接收的档案所缺的材料逐步补齐。")),),
    )
)


def _item(row: Intake) -> TodoItem:
    url = reverse("intakes:intake", args=[row.uid])
    return TodoItem(row.union.name, f"{row.document_no} · {row.get_state_display()}", url)


DECIDING = (CASE_REVIEWER, Post(Role.APPROVER, Part.REVIEW))
DUTIES.add("intakes.decision")(
    Duty("intakes:intakes", _("待接收的存量档案"), 33, DECIDING, list_for_decision, _item)
)  # fmt: skip


def _scan_item(row: Scan) -> TodoItem:
    return TodoItem(row.name, row.why, reverse("intakes:scan", args=[row.uid]))


DUTIES.add("intakes.scans")(
    Duty("intakes:batches", _("待分拣的扫描件"), 35, (CLERK,), list_waiting, _scan_item)
)
DUTIES.add("intakes.unfinished")(
    Duty("intakes:intakes", _("存量档案名单：被退回或已撤回"), 34, (CLERK,), list_unfinished, _item,
         is_draft=True)
)  # fmt: skip
