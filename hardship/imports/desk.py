"""What imports of lists bring to the desk."""

from django.utils.translation import gettext_lazy as _

from hardship.imports.states import LIST_ROLES, LIST_TRANSITIONS
from hardship.kernel.desk import (
    HELP,
    PLACES,
    Help,
    Naming,
    NavGroup,
    Place,
    Target,
    label_actions,
    label_papers,
    label_steps,
    label_targets,
)

label_steps("list", LIST_TRANSITIONS, _("表格：{}"))
label_actions(
    {
        "list.upload": _("上传表格"),
        "list.sheet": _("换一张工作表"),
        "list.forget": _("不再沿用列的选择"),
    }
)
label_papers(
    "imports:list",
    _("每种名单"),
    {"list": _("导出整张名单"), "list_errors": _("下载表格错误清单")},
)
label_targets({"imports.listimport": Target(_("表格"), naming=Naming(fields=("original_name",)))})
PLACES.add("imports:list")(Place(_("导入表格"), "upload", NavGroup.ARCHIVES, 41, frozenset(LIST_ROLES)))
HELP.add("imports:list")(
    Help(
        purpose=_("一行一条记录的名单，例如未建档人员、单位、以前的帮扶记录，按模板填好导进来。"),
        then=_("先下载模板，填好上传；有错的格子标红退回，没有错的先导入。导错了可以撤销。"),
        seen=_("导入的人和本工会的管理员看得到。"),
    )
)
