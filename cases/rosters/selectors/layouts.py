"""Layouts of an exported roster: the ready-made ones and those that people saved."""

from typing import Any

from cases.lists.selectors.extensions import EXPORT_LAYOUTS
from cases.rosters.models import RosterLayout
from cases.rosters.states import Preset
from hardship.accounts.models import User


@EXPORT_LAYOUTS.add("rosters")
def layout_choices(user: User) -> list[tuple[str, Any]]:
    """The ready-made layouts, then those that this person saved or may use."""
    saved = RosterLayout.objects.visible_to(user).order_by("name", "pk").values_list("uid", "name")
    return [*Preset.choices, *((str(uid), name) for uid, name in saved)]
