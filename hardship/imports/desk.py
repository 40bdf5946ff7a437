"""What the imports bring to the desk: names of actions."""

from django.utils.translation import gettext_lazy as _

from hardship.imports.states import IMPORT_TRANSITIONS
from hardship.kernel.desk import Target, label_actions, label_steps, label_targets

label_steps("sheet", IMPORT_TRANSITIONS, _("名单导入：{}"))
label_actions({"sheet.upload": _("上传名单"), "export.sheet_errors": _("下载名单错误清单")})
label_targets({"imports.sheetimport": Target(_("名单导入"))})
