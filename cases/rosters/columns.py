"""Columns of the ready-made layouts, in their order; the national one has its own."""

from collections.abc import Mapping, Sequence

from cases.rosters.states import Preset

PRESETS: Mapping[str, Sequence[str]] = {
    Preset.CITY: (
        "name", "sex", "id_number", "union", "employer", "file_no", "category", "worker_type", "main_cause",
        "persons", "net", "is_on_dibao", "phone", "filed_on", "review_due_on",
    ),
    Preset.AUDIT: (
        "file_no", "former_no", "name", "id_number", "union", "state", "category", "filing_level",
        "main_cause", "persons", "net", "is_on_dibao", "filed_on", "review_due_on", "updated_at",
    ),
}  # fmt: skip
