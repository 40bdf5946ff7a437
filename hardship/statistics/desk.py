"""What the statistics bring to the desk: their page and the names of their exports."""

from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import Role
from hardship.kernel.desk import (
    HELP,
    PLACES,
    Help,
    NavGroup,
    Place,
    YearWork,
    label_papers,
)

label_papers(
    "statistics:archive",
    _("按条件"),
    {"archive_statistics": _("导出档案统计表"), "archive_status_periods": _("导出在档名册")},
)
PLACES.add("statistics:archive")(Place(_("档案统计"), "bars", NavGroup.QUERIES, 10))
HELP.add("statistics:archive")(
    Help(
        purpose=_("某一天在档的困难职工有多少户、什么类别、什么原因，与去年同一天比较。"),
        then=_("每个数字都能点开，看到是哪些档案。报表可以导出、打印。"),
        seen=_("数字只包括本工会和下级工会。"),
        year=(YearWork((3, 6, 9, 12), (Role.CLERK, Role.REVIEWER), _("季度末导出档案统计，报上级。")),),
    )
)
