"""What the leads bring to the desk: their list, what is due, log names."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.leads.models import Lead
from cases.leads.selectors.leads import list_waiting
from cases.leads.states import LEAD_TRANSITIONS
from hardship.accounts.states import CASE_WORKERS, CLERK
from hardship.kernel.desk import (
    DUTIES,
    PLACES,
    Duty,
    NavGroup,
    Place,
    Target,
    TodoItem,
    label_actions,
    label_steps,
    label_targets,
)

label_steps("lead", LEAD_TRANSITIONS, _("线索：{}"))
label_actions(
    {
        "lead.record": _("登记线索"),
        "lead.change": _("修改线索"),
        "export.leads": _("导出线索台账"),
    }
)
label_targets({"leads.lead": Target(_("线索"))})
PLACES.add("leads:leads")(Place(_("线索"), "search", NavGroup.ARCHIVES, 15, CASE_WORKERS))


def _lead_item(row: Lead) -> TodoItem:
    detail = f"{row.get_state_display()} · {row.get_channel_display()}"
    return TodoItem(row.name, detail, reverse("leads:lead", args=[row.uid]), row.due_on)


DUTIES.add("leads.waiting")(
    Duty("leads:leads", _("要联系、要办结的线索"), 45, (CLERK,), list_waiting, _lead_item, "?show=open",
         ("due_on", "pk"))
)  # fmt: skip
