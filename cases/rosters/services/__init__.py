"""Taking in a roster: upload, which column is which, check, import, undo."""

from cases.rosters.services.checking import (
    Summary,
    fail,
    keep_changes,
    keep_figures,
    keep_spellings,
    record_check,
)
from cases.rosters.services.matching import Matcher, Plan
from cases.rosters.services.reading import RosterFile, RosterRefused, open_roster, reopen_roster
from cases.rosters.services.returning import return_rejected
from cases.rosters.services.stages import (
    ask_for_check,
    ask_for_import,
    ask_for_undo,
    choose_sheet,
    forget_columns,
    has_active_job,
    require_right,
    start_without_job,
    upload_roster,
)
from cases.rosters.services.undo import undo_roster
from cases.rosters.services.updating import write_plans
from cases.rosters.services.writing import finish, import_entries, import_entry
from hardship.imports.services.returning import is_long, returned_name

__all__ = [
    "Matcher",
    "Plan",
    "RosterFile",
    "RosterRefused",
    "Summary",
    "ask_for_check",
    "ask_for_import",
    "ask_for_undo",
    "choose_sheet",
    "fail",
    "finish",
    "forget_columns",
    "has_active_job",
    "import_entries",
    "import_entry",
    "is_long",
    "keep_changes",
    "keep_figures",
    "keep_spellings",
    "open_roster",
    "record_check",
    "reopen_roster",
    "require_right",
    "return_rejected",
    "returned_name",
    "start_without_job",
    "undo_roster",
    "upload_roster",
    "write_plans",
]
