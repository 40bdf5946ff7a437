"""What the registers of students and job seekers bring to the desk."""

from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import CASE_WORKERS
from hardship.kernel.desk import PLACES, NavGroup, Place, label_actions

label_actions(
    {
        "export.students": _("导出学生名册"),
        "export.seekers": _("导出求职培训名册"),
    }
)
PLACES.add("registers:students")(Place(_("学生与求职"), "cap", NavGroup.ARCHIVES, 20, CASE_WORKERS))
