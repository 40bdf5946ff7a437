"""What audit packages bring to the desk: their page, its help, the names of their actions."""

from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import Role
from hardship.kernel.desk import (
    HELP,
    PLACES,
    Help,
    NavGroup,
    Place,
    Target,
    YearWork,
    label_actions,
    label_papers,
    label_targets,
)

label_actions({"audit_package.check": _("校验审计包"), "export.audit_packages": _("导出审计包清单")})
label_papers("packages:packages", _("一个工会的一段时间"), {"audit_package": _("制作审计包")})
label_targets({"packages.auditpackage": Target(_("审计包"))})
PLACES.add("packages:packages")(
    Place(
        _("审计包"), "download", NavGroup.QUERIES, 26,
        frozenset({Role.AUDITOR, Role.FINANCE, Role.ADMINISTRATOR}),
    )
)  # fmt: skip
HELP.add("packages:packages")(
    Help(
        purpose=_(
            "把一个工会一段时间的账、凭证、花名册、制度、日志装成一个文件，交给没用过本系统的审计人员。"
        ),
        then=_(
            "选工会和起止日期，后台制作；做好以后下载，把校验码另外书面交给对方。"
            "对方用包里的 verify.py 核对：改动一个字都查得出来。"
        ),
        seen=_("审计、财务和管理员看得到本工会和下级的；卷宗只有审计人员抽得到。证件号、卡号都遮盖。"),
        year=(YearWork((1, 2, 3), (Role.AUDITOR, Role.FINANCE), _("年度审计前做一份上年的审计包。")),),
    )
)
