"""What the list of files brings to the desk: its place and the names of its actions."""

from django.utils.translation import gettext_lazy as _

from hardship.kernel.desk import PLACES, Naming, NavGroup, Place, Target, label_actions, label_targets

PLACES.add("lists:files")(Place(_("困难职工档案"), "folder", NavGroup.ARCHIVES, 10))
label_actions(
    {
        "filter.save": _("保存常用筛选"),
        "filter.change": _("修改常用筛选"),
        "filter.default": _("设定默认筛选"),
        "filter.move": _("调整常用筛选次序"),
        "filter.remove": _("删除常用筛选"),
        "filter.restore": _("恢复常用筛选"),
    }
)
label_targets({"lists.savedfilter": Target(_("常用筛选"), naming=Naming(fields=("name",)))})
