"""The list of imports; a row is a ListImport."""

from django.utils.translation import gettext_lazy as _

from hardship.imports.states import IMPORT_TONES
from hardship.kernel.columns import Column

IMPORT_COLUMNS = (
    Column("name", _("文件"), "original_name"),
    Column("kind", _("种类")),
    Column("union", _("导入到"), "union.name", kind="union"),
    Column("state", _("状态"), "state", kind="badge", tones=IMPORT_TONES),
    Column("rows_total", _("行数"), kind="count"),
    Column("rows_good", _("可导入"), kind="count"),
    Column("rows_rejected", _("有错"), kind="count"),
    Column("uploaded_at", _("上传"), "uploaded_at", kind="datetime", below="uploaded_by"),
    Column("uploaded_by", _("上传人"), "uploaded_by.name"),
)
