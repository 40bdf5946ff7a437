"""What people off file bring to the desk: their list, a note on the case of whoever got a file, log names."""

from django.utils.translation import gettext_lazy as _

from cases.archives.selectors.case_page import CASE_NOTES, CASE_READS, CaseNote, ShownCase
from cases.people.models import Person
from cases.people.selectors import people_of_a_file
from cases.people.states import READERS, TRANSITIONS, State
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
    label_steps,
    label_targets,
)
from hardship.trees.selectors import MOVABLES, Movable, move_rows

label_actions(
    {
        "person.register": _("登记未建档人员"),
        "person.change": _("修改未建档人员"),
        "person.take_over": _("接收其他工会离册的人员"),
        "person.open_file": _("为未建档人员建立档案"),
        "export.people": _("导出未建档人员名册"),
    }
)
label_steps("person", TRANSITIONS[::2], _("未建档人员{}"))
label_targets({"people.person": Target(_("未建档人员"), naming=Naming(person="name"))})
PLACES.add("people:people")(Place(_("未建档人员"), "person", NavGroup.ARCHIVES, 12, frozenset(READERS)))
HELP.add("people:people")(
    Help(
        purpose=_("没有困难职工档案、但慰问和服务会用到的人，例如劳模、退休职工、遗属。一个人只登记一次。"),
        then=_("以后给这个人建档，系统按证件号自动对上，不用重新登记。不再需要的人办离册，记录还在。"),
        seen=_("本工会和上级工会看得到；证件号遮住显示。"),
        year=(
            YearWork((1, 12), (Role.CLERK,), _("两节慰问之前核对一遍名单：去世、调离的办离册，新的补登。")),
        ),
    )
)
CASE_READS.add("people")(people_of_a_file)


def _known_before(shown: ShownCase) -> list[Person]:
    """Those of the household whom a list of the viewer's scope has."""
    return [row for row in shown.parts["people"] if shown.user.covers([row.union])]


CASE_NOTES.add("people")(CaseNote(60, "people/_case_people.html", _known_before, is_below=True))
MOVABLES.add("people.people")(
    Movable(
        label=_("未建档人员"), order=60, move=move_rows,
        rows=lambda union: Person.objects.filter(union=union, state=State.LISTED).order_by("pk"),
    )
)  # fmt: skip
