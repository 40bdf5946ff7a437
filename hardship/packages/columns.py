"""The packages that were handed out, once for the page and the workbook."""

from django.utils.translation import gettext_lazy as _

from hardship.kernel.columns import Column

PACKAGES = (
    Column("union", _("工会"), "union.name", kind="union", width=24, is_main=True),
    Column("since", _("从"), "since", kind="date", width=12, sorts="since", below="until"),
    Column("until", _("到"), "until", kind="date", width=12, sorts="until"),
    Column("purpose", _("用途"), "purpose", width=24, below="drawn_words"),
    Column("drawn_words", _("抽取卷宗"), "drawn_words", width=18),
    Column("files", _("文件数"), "files", kind="count", width=9),
    Column("sha256", _("校验码"), "code", width=68),
    Column("made_at", _("制作时间"), "made_at", kind="datetime", width=17, below="made_by"),
    Column("made_by", _("制作人"), "maker", width=12),
)
