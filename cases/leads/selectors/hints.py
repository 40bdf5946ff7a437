"""What was heard of a lead and is not in the draft that was opened for it: told, and confirmed by nobody."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.archives.models import Household
from cases.archives.rules import Contents
from cases.archives.selectors.extensions import ChangeCause, Remark, cause_address
from cases.archives.states import Section
from cases.leads.models import Lead
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.kernel.keys import read_uid

KIND = "lead"  # of what a section of a file is filled in for
# Fields of the file by what a lead says.
HEARD = {"main_cause": "cause", "cause_note": "hardship", "demands": "demands", "demand_note": "demand_note"}


def get_hints(lead: Lead, by: User) -> ChangeCause | None:
    """What the draft of a lead lacks and the lead says, for a clerk of the draft's union; None for nothing.
    What somebody has filled in is never proposed otherwise."""
    draft = lead.household
    own = draft is not None and by.has_role(Role.CLERK) and draft.union_id == by.union_id
    if draft is None or not own or not draft.is_editable:
        return None
    values = _lacking(draft, lead)
    if not values:
        return None
    url = reverse("leads:lead", args=[lead.uid])
    return ChangeCause(f"{KIND}:{lead.uid}", Section.CAUSES, values, _said(lead), url)


def _lacking(draft: Household, lead: Lead) -> dict[str, Any]:
    return {
        name: getattr(lead, told)
        for name, told in HEARD.items()
        if getattr(lead, told) and not getattr(draft, name)
    }


def _said(lead: Lead) -> str:
    said = _("按线索（%(channel)s，%(day)s）填好，没有核实过，也没有保存：请向本人核对、改对后再保存。") % {
        "channel": lead.get_channel_display(),
        "day": lead.heard_on.isoformat(),
    }
    if lead.monthly_per_head is None:
        return said
    income = _("自报人均月收入 %(yuan)s 元，收入请按证明填在“收入与刚性支出”。")
    return said + income % {"yuan": f"{lead.monthly_per_head:,.2f}"}


def find_hints(household: Household, key: str, by: User) -> ChangeCause | None:
    """The same by the uid of a lead that led to this file."""
    rows = Lead.objects.visible_to(by).filter(household=household, uid=read_uid(key))
    lead = rows.select_related("household").first()
    return get_hints(lead, by) if lead is not None else None


def hints_address(lead: Lead, by: User) -> str:
    """The page on which this person takes them over; '' where there is nothing or they may not."""
    cause = get_hints(lead, by)
    return cause_address(lead.household_id, cause) if cause and lead.household_id else ""


def remark_hints(file: Contents, user: User) -> list[Remark]:
    """That a lead says more than its draft."""
    if not file.household.is_editable:
        return []
    leads = Lead.objects.visible_to(user).filter(household=file.household).select_related("household")
    return [
        Remark(
            f"lead:{lead.uid}",
            _("建档前的线索里写了致困原因或诉求，档案里还没有。"),
            url=address,
            link=_("照线索填，再核对"),
        )
        for lead in leads.order_by("pk")
        if (address := hints_address(lead, user))
    ]
