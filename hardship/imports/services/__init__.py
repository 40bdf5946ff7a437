"""Taking in a flat list: upload, which column is which, check, import, undo."""

from hardship.imports.services.reading import ImportRefused
from hardship.imports.services.registry import IMPORTERS, Importer
from hardship.imports.services.stages import (
    ask_for_check,
    ask_for_import,
    ask_for_undo,
    fail,
    finish,
    record_check,
    record_undo,
    upload_sheet,
)

__all__ = [
    "IMPORTERS",
    "ImportRefused",
    "Importer",
    "ask_for_check",
    "ask_for_import",
    "ask_for_undo",
    "fail",
    "finish",
    "record_check",
    "record_undo",
    "upload_sheet",
]
