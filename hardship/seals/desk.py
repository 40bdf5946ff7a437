"""What the seals bring to the desk: their page, its help, the names of their actions."""

from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import Role
from hardship.kernel.desk import HELP, PLACES, Help, NavGroup, Place, YearWork, label_actions

label_actions(
    {
        "seals.verify": _("校验操作日志"),
        "seals.compare": _("核对外部留存的校验码"),
        "export.seals": _("导出操作日志封存"),
    }
)
PLACES.add("seals:seals")(
    Place(_("日志封存"), "clock", NavGroup.ADMINISTRATION, 51, frozenset({Role.ADMINISTRATOR, Role.AUDITOR}))
)
HELP.add("seals:seals")(
    Help(
        purpose=_(
            "每天的操作日志在第二天封存：逐条留下摘要，一天接一天连成校验码。谁绕过系统改动、删除、补记日志，"
            "校验时都会指出是哪一条。"
        ),
        then=_("需要证明时点“逐条校验”；再把外部留存的校验码贴进来核对，就能证明封存本身也没有重做过。"),
        seen=_("管理员和审计人员看得到。页面上只有天数、条数和校验码，没有个人信息。"),
        year=(
            YearWork(
                (3, 6, 9, 12),
                (Role.AUDITOR,),
                _("用外部留存的校验码核对一次日志封存，把结果写进季度审计记录。"),
            ),
        ),
    )
)
