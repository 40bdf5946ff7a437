"""What the records of aid bring to the desk: their list, how many a case has, log names."""

from django.utils.translation import gettext_lazy as _

from cases.aid.selectors import list_of_people
from cases.aid.states import READERS, TRANSITIONS
from cases.archives.selectors.case_page import CASE_PARTS, count_rows
from hardship.kernel.desk import (
    PLACES,
    Naming,
    NavGroup,
    Place,
    Target,
    label_actions,
    label_steps,
    label_targets,
)

label_steps("aid", TRANSITIONS, _("外部帮扶：{}"))
label_actions(
    {
        "aid.record": _("登记外部帮扶"),
        "aid.import": _("导入帮扶记录"),
        "export.aid": _("导出帮扶记录"),
        "export.family_aid": _("导出一户的帮扶记录"),
    }
)
label_targets({"aid.externalaid": Target(_("外部帮扶"), naming=Naming(person="name"))})
PLACES.add("aid:list")(Place(_("帮扶记录"), "roster", NavGroup.AID, 15, frozenset(READERS)))
CASE_PARTS.add("external_aid")(lambda household: count_rows(list_of_people(household)))
