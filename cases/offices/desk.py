"""What the offices bring to the desk: their list, whom a family turns to, log names."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.selectors.case_page import CASE_NOTES, CASE_READS, CaseNote, ShownCase
from cases.archives.selectors.extensions import UNION_CONTACTS, Contact
from cases.offices.selectors import (
    nearest,
    office_for,
    offices_of_a_file,
    responsible_for_a_file,
)
from cases.offices.states import READERS
from hardship.accounts.models import Union
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
    label_targets,
)


@UNION_CONTACTS.add("offices")
def _whom_to_ring(union: Union) -> Contact | None:
    """The office where people of this union go: its telephone is public."""
    office = office_for(union)
    return Contact(office.name, office.telephone) if office else None


label_actions(
    {
        "office.open": _("登记帮扶中心（站）"),
        "office.change": _("修改帮扶中心（站）"),
        "office.close": _("撤销帮扶中心（站）"),
        "office.add_staff": _("登记帮扶中心人员"),
        "office.end_staff": _("登记帮扶中心人员离岗"),
        "office.check": _("登记标准化检查"),
        "responsible.appoint": _("登记第一责任人"),
        "responsible.correct": _("更正第一责任人"),
        "export.responsible": _("导出第一责任人名册"),
        "export.offices": _("导出帮扶中心名册"),
    }
)
label_targets(
    {
        "offices.office": Target(_("帮扶中心（站）"), naming=Naming(fields=("name",))),
        "offices.firstresponsible": Target(_("第一责任人"), naming=Naming(fields=("name",))),
    }
)
PLACES.add("offices:offices")(Place(_("帮扶中心"), "pin", NavGroup.QUERIES, 40, frozenset(READERS)))
HELP.add("offices:offices")(
    Help(
        purpose=_("困难职工到哪里办、打哪个电话、什么时间有人。公示和审批表上印的就是这里的电话和地址。"),
        then=_("改了以后，新打印的表和公示就用新的。还可以登记人员和标准化检查。"),
        seen=_("本工会和下级工会看得到。"),
        year=(YearWork((1,), (Role.CLERK,), _("核对地址、电话、工作时间。")),),
    )
)


CASE_READS.add("offices")(offices_of_a_file)
CASE_READS.add("responsible")(responsible_for_a_file)


def _whom_to_ask(shown: ShownCase) -> list[dict[str, Any]]:
    union, parts = shown.household.union, shown.parts
    today = timezone.localdate()
    in_post = [row for row in parts["responsible"] if row.is_in_post(today)]
    found = {"responsible": nearest(union, in_post), "office": nearest(union, parts["offices"])}
    return [found] if any(found.values()) else []


CASE_NOTES.add("offices")(CaseNote(50, "offices/_case_offices.html", _whom_to_ask, is_below=True))
