"""What the registers of students and job seekers bring to the desk."""

from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import CASE_WORKERS, Role
from hardship.kernel.desk import (
    HELP,
    PLACES,
    Help,
    NavGroup,
    Place,
    YearWork,
    label_actions,
)

label_actions({"export.seekers": _("导出求职培训名册"), "export.students": _("导出学生名册")})
PLACES.add("registers:students")(Place(_("学生与求职"), "cap", NavGroup.ARCHIVES, 20, CASE_WORKERS))
HELP.add("registers:students")(
    Help(
        purpose=_("从档案里汇总出来的名单：在读的子女、想找工作的人。不用另外填表，档案改了这里就变。"),
        then=_("用来安排金秋助学、就业援助。点姓名回到那一户的档案。"),
        seen=_("与档案相同：本工会和下级工会的看得到。"),
        year=(
            YearWork(
                (7, 8),
                (Role.CLERK,),
                _("核对在读子女的学校和年级，毕业、升学的在档案里办变更，准备助学申请。"),
            ),
        ),
    )
)
