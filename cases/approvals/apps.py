from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class ApprovalsConfig(RoomConfig):
    name = "cases.approvals"
    label = "approvals"
    verbose_name = _("审批")
    registers = (
        "selectors.books",
        "selectors.looking",
        "selectors.named",
        "selectors.papers",
        "selectors.prechecks",
        "services.payables",
        "services.sources",
        "services.replies",
        "desk",
        "tasks",
        "packaging",
    )
