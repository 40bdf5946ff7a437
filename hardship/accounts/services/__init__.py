"""Writes on unions, people and posts: an administrator manages the subtree; every change is on record."""

from hardship.accounts.services.appointments import appoint, carry_over, confirm, revoke, set_end
from hardship.accounts.services.people import (
    MOST_SLIPS,
    at_logout,
    change_password,
    change_user,
    create_user,
    end_sessions,
    enrol_user,
    issue_passwords,
    one_time_password,
    rename_user,
    reset_password,
    set_active,
    set_by_sections,
    set_large_type,
)
from hardship.accounts.services.scope import AccountRefused
from hardship.accounts.services.seconds import Seconded, give_second, give_seconds, refuse_second
from hardship.accounts.services.stand_ins import end_stand_in, stand_in
from hardship.accounts.services.unions import (
    LEVEL_ORDER,
    change_union,
    close_union,
    create_union,
    end,
    hang,
    rename,
    require_hangs,
)

__all__ = [
    "LEVEL_ORDER",
    "MOST_SLIPS",
    "AccountRefused",
    "Seconded",
    "appoint",
    "at_logout",
    "carry_over",
    "change_password",
    "change_union",
    "change_user",
    "close_union",
    "confirm",
    "create_union",
    "create_user",
    "end",
    "end_sessions",
    "end_stand_in",
    "enrol_user",
    "give_second",
    "give_seconds",
    "hang",
    "issue_passwords",
    "one_time_password",
    "refuse_second",
    "rename",
    "rename_user",
    "require_hangs",
    "reset_password",
    "revoke",
    "set_active",
    "set_by_sections",
    "set_end",
    "set_large_type",
    "stand_in",
]
