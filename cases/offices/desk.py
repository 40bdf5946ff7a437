"""What the offices bring to the desk: their list, whom a family turns to, log names."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.archives.selectors.case_page import CASE_NOTES, CaseNote, ShownCase
from cases.offices.selectors import office_for, responsible_for
from cases.offices.states import READERS
from hardship.kernel.desk import PLACES, NavGroup, Place, Target, label_actions, label_targets

label_actions(
    {
        "office.open": _("登记帮扶中心（站）"),
        "office.change": _("修改帮扶中心（站）"),
        "office.close": _("撤销帮扶中心（站）"),
        "office.add_staff": _("登记帮扶中心人员"),
        "office.end_staff": _("登记帮扶中心人员离岗"),
        "office.check": _("登记标准化检查"),
        "responsible.appoint": _("登记第一责任人"),
        "export.offices": _("导出帮扶中心名册"),
    }
)
label_targets(
    {
        "offices.office": Target(_("帮扶中心（站）")),
        "offices.firstresponsible": Target(_("第一责任人")),
    }
)
PLACES.add("offices:offices")(Place(_("帮扶中心"), "pin", NavGroup.QUERIES, 40, frozenset(READERS)))


def _whom_to_ask(shown: ShownCase) -> list[dict[str, Any]]:
    union = shown.household.union
    found = {"responsible": responsible_for(union), "office": office_for(union)}
    return [found] if any(found.values()) else []


CASE_NOTES.add("offices")(CaseNote(50, "offices/_case_offices.html", _whom_to_ask, is_below=True))
