"""Columns of the ready-made layouts in order (the national one has its own), and of the list of rosters."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from cases.rosters.states import Preset
from cases.rosters.states.imports import IMPORT_TONES
from hardship.kernel.columns import Column

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
# A row is a RosterImport.
IMPORT_COLUMNS = (
    Column("name", _("文件"), "original_name"),
    Column("union", _("导入到"), "union.name", kind="union"),
    Column("state", _("状态"), "state", kind="badge", tones=IMPORT_TONES),
    Column("rows_total", _("总户数"), kind="count"),
    Column("rows_importable", _("可导入"), kind="count"),
    Column("rows_rejected", _("未导入"), kind="count"),
    Column("uploaded_at", _("上传"), "uploaded_at", kind="datetime", below="uploaded_by"),
    Column("uploaded_by", _("上传人"), "uploaded_by.name"),
)
# A row is an ImportSpelling; `place` is drawn by the page.
SPELLING_COLUMNS = (
    Column("place", _("行"), "row", is_main=True),
    Column("column", _("列"), "column"),
    Column("cell", _("单元格"), "cell", kind="code"),
    Column("legible", _("名册原文"), "legible", personal=True),
    Column("stored", _("存为"), "stored", personal=True),
)
