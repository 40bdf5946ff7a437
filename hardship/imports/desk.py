"""What imports of lists bring to the desk."""

from django.utils.translation import gettext_lazy as _

from hardship.imports.states import LIST_ROLES, LIST_TRANSITIONS
from hardship.kernel.desk import (
    PLACES,
    Naming,
    NavGroup,
    Place,
    Target,
    label_actions,
    label_steps,
    label_targets,
)

label_steps("list", LIST_TRANSITIONS, _("表格：{}"))
label_actions(
    {
        "list.upload": _("上传表格"),
        "export.list_errors": _("下载表格错误清单"),
        "export.list": _("导出整张名单"),
    }
)
label_targets({"imports.listimport": Target(_("表格"), naming=Naming(fields=("original_name",)))})
PLACES.add("imports:list")(Place(_("导入表格"), "upload", NavGroup.ARCHIVES, 41, frozenset(LIST_ROLES)))
