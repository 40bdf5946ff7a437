"""The list of imports. A row is a SheetImport."""

from django.utils.translation import gettext_lazy as _

from hardship.imports.states import IMPORT_TONES
from hardship.kernel.columns import Column

IMPORT_COLUMNS = (
    Column("name", _("文件"), "original_name", is_main=True),
    Column("union", _("导入到"), "union.name"),
    Column("state", _("状态"), "state", kind="badge", tones=IMPORT_TONES),
    Column("rows_total", _("总行数"), "rows_total", kind="count"),
    Column("rows_done", _("已导入"), "rows_done", kind="count"),
    Column("rows_wrong", _("有错"), "rows_wrong", kind="count"),
    Column("uploaded_at", _("上传"), "uploaded_at", kind="datetime", below="uploaded_by"),
    Column("uploaded_by", _("上传人"), "uploaded_by.name"),
)
