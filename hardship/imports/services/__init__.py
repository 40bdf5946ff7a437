"""What is done with an uploaded list, one step after the other."""

from hardship.imports.services.exporting import export_list
from hardship.imports.services.reading import ListFile, ListRefused, reopen_list
from hardship.imports.services.returning import is_long, return_rejected, returned_name
from hardship.imports.services.stages import (
    ask_for_check,
    ask_for_import,
    ask_for_undo,
    choose_sheet,
    drop_list,
    forget_columns,
    upload_list,
)
from hardship.imports.services.working import check_list, fail, undo_list, write_list

__all__ = [
    "ListFile",
    "ListRefused",
    "ask_for_check",
    "ask_for_import",
    "ask_for_undo",
    "check_list",
    "choose_sheet",
    "drop_list",
    "export_list",
    "fail",
    "forget_columns",
    "is_long",
    "reopen_list",
    "return_rejected",
    "returned_name",
    "undo_list",
    "upload_list",
    "write_list",
]
