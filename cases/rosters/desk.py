"""What the rosters bring to the desk: import, layouts and exports."""

from collections.abc import Mapping

from django.db.models.expressions import Combinable
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.archives.models import Household
from cases.archives.selectors.case_page import CASE_NOTES, CASE_PARTS, CaseNote, ShownCase, count_rows
from cases.rosters.models import ImportChange, ImportRow, RosterImport
from cases.rosters.selectors.imports import Origin, list_origins
from cases.rosters.states import IMPORT_TRANSITIONS, OPEN_IMPORTS, UpdateState
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.handovers.selectors import HOLDINGS, Holding
from hardship.kernel.desk import (
    FIRST_STEPS,
    HELP,
    MASS_ACTIONS,
    PLACES,
    FirstStep,
    Help,
    Naming,
    NavGroup,
    Place,
    Recent,
    Target,
    YearWork,
    label_actions,
    label_papers,
    label_steps,
    label_targets,
)
from hardship.kernel.templatetags.ui import day
from hardship.messaging.services import KINDS, MessageKind

for kind, text in (("checked", _("花名册检查完毕，可以核对、导入")), ("imported", _("花名册已导入"))):
    KINDS.add(f"rosters.{kind}")(
        MessageKind(text, _("看结果"), lambda key: reverse("rosters:import_detail", args=[key]), key="uid")
    )
label_steps("import", IMPORT_TRANSITIONS, _("花名册：{}"))
label_actions(
    {
        "import.upload": _("导入花名册"),
        "import.sheet": _("换一张工作表"),
        "import.forget": _("不再沿用列的选择"),
        "layout.save": _("保存花名册版式"),
        "layout.remove": _("删除花名册版式"),
        "roster.ask_full": _("申请导出完整号码"),
        "household.import": _("由花名册导入"),
        "household.import_update": _("按花名册更新"),
        "household.import_restore": _("撤销按花名册的更新"),
    }
)
label_papers("lists:files", _("按条件"), {"archive_roster": _("导出困难职工花名册")})
label_papers("rosters:import_list", _("每次导入"), {"import_errors": _("下载花名册错误清单")})
for action in ("household.import", "household.import_update", "household.import_restore"):
    MASS_ACTIONS.add(action)(True)


def _describe(user: User, keys: list[int]) -> Mapping[int, Recent]:
    return {
        row.pk: Recent(
            str(_("导入 %(count)s 户") % {"count": row.rows_importable}),
            f"{row.original_name} · {row.get_state_display()}",
            reverse("rosters:import_detail", args=[row.uid]),
        )
        for row in RosterImport.objects.visible_to(user).filter(pk__in=keys)
    }


label_targets(
    {
        "rosters.rosterimport": Target(
            _("花名册"), naming=Naming(fields=("original_name",)), describe=_describe
        )
    }
)


def _count_rows_of_rosters(household: Household) -> Combinable:
    changed = ImportChange.objects.filter(household=household, state=UpdateState.APPLIED)
    return count_rows(ImportRow.objects.filter(household=household)) + count_rows(changed)


def _origins(shown: ShownCase) -> list[Origin]:
    """The rows of rosters that the file comes from, where it comes from any."""
    return list_origins(shown.household) if shown.parts["rosters"] else []


CASE_PARTS.add("rosters")(_count_rows_of_rosters)
CASE_NOTES.add("rosters")(CaseNote(90, "rosters/_case_origin.html", _origins, is_below=True))
PLACES.add("rosters:import_list")(
    Place(_("导入花名册"), "upload", NavGroup.ARCHIVES, 40, frozenset({Role.CLERK}))
)
HELP.add("rosters:import_list")(
    Help(
        purpose=_("把已有的困难职工花名册一次导进来。全国 2017 版表格可以直接用，表头有两三行也认得。"),
        then=_(
            "系统先检查：有错的行退给您一份标红的表，改好再传；没有错的行先导入，成为草稿或更新已"
            "有档案。导错了可以整批撤销。"
        ),
        seen=_("只有导入的工会看得到导入记录；导进来的档案与别的档案一样。"),
        year=(YearWork((1,), (Role.CLERK,), _("第一次使用时导入已有的花名册。")),),
    )
)
FIRST_STEPS.add("archives.import")(
    FirstStep(Role.CLERK, 20, _("导入已有花名册"), _("全国 2017 版表格可直接导入"), "rosters:import_new")
)
HOLDINGS.add("rosters.imports")(
    Holding(
        label=_("没有办完的花名册导入"), order=70, roles=frozenset({Role.CLERK}),
        rows=lambda: RosterImport.objects.filter(state__in=OPEN_IMPORTS).select_related("union"),
        holder="uploaded_by_id", unions=("union",),
        name=lambda row: f"{row.get_state_display()} {day(row.uploaded_at)} #{row.pk}",
        page=lambda row: reverse("rosters:import_detail", args=[row.uid]),
    )
)  # fmt: skip
