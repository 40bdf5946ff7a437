"""What the list of files brings to the desk: its place and the names of its actions."""

from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import Role
from hardship.kernel.desk import (
    FIRST_STEPS,
    HELP,
    PLACES,
    FirstStep,
    Help,
    Naming,
    NavGroup,
    Place,
    Target,
    YearWork,
    label_actions,
    label_targets,
)

PLACES.add("lists:files")(Place(_("困难职工档案"), "folder", NavGroup.ARCHIVES, 10))
HELP.add("lists:files")(
    Help(
        purpose=_(
            "所有困难职工家庭，一户一档。可以按姓名、类别、状态、原因筛选，选好的列和条件可以存为"
            "常用筛选，也可以导出。"
        ),
        then=_(
            "点姓名打开一户。草稿接着填；填完提交给审核工会，审核一般在五个工作日内完成，建档后有档案号。"
        ),
        seen=_(
            "只看得到本工会和下级工会的档案。证件号、银行卡号默认遮住，点“显示”要留记录；省级工会看到的姓名"
            "也遮住，填写事由以后显示一小时。"
        ),
        year=(
            YearWork(
                (), (Role.CLERK,), _("发现困难职工就建档：逐项填写、传材料、签承诺与授权书，然后提交。")
            ),
            YearWork(
                (), (Role.REVIEWER,), _("审核提交上来的档案：逐份看材料，看不清或缺的退回，写明缺什么。")
            ),
        ),
    )
)
FIRST_STEPS.add("lists.department")(
    FirstStep(Role.DEPARTMENT, 10, _("看本工会的档案"), _("谁家到了哪一步，还缺什么"), "lists:files")
)
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
