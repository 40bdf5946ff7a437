"""What the records of aid bring to the desk: their list, how many a case has, log names."""

from django.utils.translation import gettext_lazy as _

from cases.aid.selectors import list_of_people
from cases.aid.states import READERS, TRANSITIONS
from cases.archives.selectors.case_page import CASE_PARTS, count_rows
from cases.people.selectors import PERSON_NOTES, PersonNote
from hardship.accounts.states import Role
from hardship.kernel.desk import (
    HELP,
    PLACES,
    Help,
    Naming,
    NavGroup,
    Place,
    Target,
    YearWork,
    label_actions,
    label_papers,
    label_steps,
    label_targets,
)

label_steps("aid", TRANSITIONS, _("外部帮扶：{}"))
label_actions(
    {
        "aid.record": _("登记外部帮扶"),
        "aid.import": _("导入帮扶记录"),
        "export.aid": _("导出帮扶记录"),
    }
)
label_papers("aid:list", _("每户"), {"family_aid": _("导出一户的帮扶记录")})
label_papers("aid:list", _("每个指标、项目或户"), {"statement": _("导出资金往来明细")})
label_targets({"aid.externalaid": Target(_("外部帮扶"), naming=Naming(person="name"))})
PLACES.add("aid:list")(Place(_("帮扶记录"), "roster", NavGroup.AID, 15, frozenset(READERS)))
HELP.add("aid:list")(
    Help(
        purpose=_("给过困难职工家庭的所有帮扶：本系统发的，也有民政、教育、慈善给的和以前给的。"),
        then=_("发放成功后自动记在这里；别的部门给的由经办人登记。审批时用来看有没有重复帮扶。"),
        seen=_("本工会和上级工会看得到。"),
        year=(YearWork((1,), (Role.CLERK,), _("把上一年度其他部门给的帮扶补登完整。")),),
    )
)
PERSON_NOTES.add("statement")(PersonNote(30, "aid/_person_statement.html", lambda person, _user: [person]))
CASE_PARTS.add("external_aid")(lambda household: count_rows(list_of_people(household)))
