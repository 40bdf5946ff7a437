"""What the pages of the room have in common."""

from typing import Any

from django.utils.translation import gettext as _

from hardship.kernel.links import make_tabs


def tabs(current: str) -> list[dict[str, Any]]:
    """The lists of the room as tabs."""
    pages = (
        ("list", _("捐赠")),
        ("donors", _("捐赠人")),
        ("drives", _("募捐活动")),
        ("uses", _("使用情况")),
        ("published", _("公示名单")),
    )
    return make_tabs([(f"donations:{name}", label) for name, label in pages], f"donations:{current}")
