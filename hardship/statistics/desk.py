"""What the statistics bring to the desk: their page and the names of their exports."""

from django.utils.translation import gettext_lazy as _

from hardship.kernel.desk import PLACES, NavGroup, Place, label_actions

label_actions(
    {
        "export.archive_statistics": _("导出档案统计表"),
        "export.archive_status_periods": _("导出在档名册"),
    }
)
PLACES.add("statistics:archive")(Place(_("档案统计"), "bars", NavGroup.QUERIES, 10))
