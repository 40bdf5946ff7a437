"""What the ledgers bring to the desk: funds and budget lines, and the names of what is posted."""

from django.utils.translation import gettext_lazy as _

from funds.ledgers.states import Event
from hardship.accounts.states import FUND_WORKERS, Role
from hardship.kernel.desk import (
    FIRST_STEPS,
    PLACES,
    FirstStep,
    NavGroup,
    Place,
    Target,
    label_actions,
    label_targets,
)

label_actions({f"ledger.{event.value}": event.label for event in Event})
label_actions(
    {
        "ledger.fund": _("建立资金"),
        "ledger.open_line": _("建立指标"),
        "ledger.close_period": _("结账"),
        "export.budget_lines": _("导出资金与指标"),
    }
)
label_targets(
    {
        "ledgers.journal": Target(_("凭证")),
        "ledgers.fund": Target(_("资金")),
        "ledgers.budgetline": Target(_("指标")),
        "ledgers.period": Target(_("期间")),
    }
)
PLACES.add("ledgers:lines")(Place(_("资金与指标"), "wallet", NavGroup.MONEY, 10, FUND_WORKERS))
FIRST_STEPS.add("ledgers.funds")(
    FirstStep(Role.FINANCE, 10, _("录入资金与指标"), _("按文号登记来源和允许的用途"), "ledgers:funds")
)
