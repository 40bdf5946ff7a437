"""What certificates bring to the desk: their list, what runs out, a tab of the case."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.archives.models import Household
from cases.archives.selectors.case_page import CASE_TABS, CaseTab, ShownCase
from cases.archives.selectors.extensions import HANGING
from cases.certificates.models import Certificate
from cases.certificates.selectors import issue_blocker, list_of_household, list_to_renew
from cases.certificates.states import TRANSITIONS, State
from hardship.accounts.states import CASE_WORKERS, CLERK, Role
from hardship.kernel.desk import (
    DUTIES,
    HELP,
    PLACES,
    WORDS,
    Duty,
    Help,
    Naming,
    NavGroup,
    Place,
    Target,
    TodoItem,
    YearWork,
    label_actions,
    label_steps,
    label_targets,
)


@HANGING.add("certificates")
def name_certificates(household: Household) -> str:
    """The certificates of a file."""
    return str(_("优待证")) if household.certificates.exists() else ""


label_steps("certificate", TRANSITIONS)
label_actions(
    {
        "certificate.issue": _("发证"),
        "certificate.use": _("登记优待"),
        "export.certificates": _("导出优待证台账"),
    }
)
WORDS.add("certificate.state")(dict(State.choices))
label_targets(
    {
        "certificates.certificate": Target(
            _("优待证"),
            naming=Naming(fields=("number",), person="holder__name", household="household_id"),
        )
    }
)
PLACES.add("certificates:certificates")(Place(_("优待证"), "roster", NavGroup.SERVICES, 26, CASE_WORKERS))
HELP.add("certificates:certificates")(
    Help(
        purpose=_("困难职工优待证和会员卡：证号、持证人、有效期，凭证减免了什么。快到期的排在前面。"),
        then=_("从档案的“优待证”里发证；丢了挂失，到期换发，脱困注销。换发的是一张新证，原证留在记录里。"),
        seen=_("本工会和上级工会看得到。"),
        year=(YearWork((1, 12), (Role.CLERK,), _("看一遍到期的证，换发或者注销。")),),
    )
)


def _item(row: Certificate) -> TodoItem:
    url = reverse("certificates:certificate", args=[row.uid])
    return TodoItem(str(row.household), row.number, url, row.until_on)


DUTIES.add("certificates.renew")(
    Duty("certificates:certificates", _("到期的优待证"), 148, (CLERK,), list_to_renew, _item,
         "?show=soon", ("until_on", "pk"))
)  # fmt: skip


def _tab(shown: ShownCase) -> dict[str, Any]:
    return {
        "certificates": list_of_household(shown.household),
        "may_issue": not issue_blocker(shown.household, shown.user),
    }


CASE_TABS.add("certificates")(CaseTab(_("优待证"), 89, "desk/_case_certificates.html", _tab))
