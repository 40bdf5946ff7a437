"""Lists of other departments: upload, columns, match, findings, and the list of people to ask about."""

from cases.crosschecks.services.answering import cause_name, may_ask
from cases.crosschecks.services.findings import list_hit_buttons, take_hit_step
from cases.crosschecks.services.matching import fail_check, match_list
from cases.crosschecks.services.reading import ListFile, ListRefused, open_list, reopen_list
from cases.crosschecks.services.stages import (
    MATCH,
    ask_for_match,
    choose_sheet,
    discard_list,
    forget_columns,
    start_match,
    upload_list,
)

__all__ = [
    "MATCH",
    "ListFile",
    "ListRefused",
    "ask_for_match",
    "cause_name",
    "choose_sheet",
    "discard_list",
    "fail_check",
    "forget_columns",
    "list_hit_buttons",
    "match_list",
    "may_ask",
    "open_list",
    "reopen_list",
    "start_match",
    "take_hit_step",
    "upload_list",
]
