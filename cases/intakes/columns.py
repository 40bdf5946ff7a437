"""The lists, the files of one, its samples, the files that lack something; uploads of scans."""

from django.utils.translation import gettext_lazy as _

from cases.archives.states.taking_over import BASIS_TONES
from cases.intakes.states import BATCH_TONES, INTAKE_TONES, ROW_TONES, SCAN_TONES, VERDICT_TONES
from hardship.kernel.columns import Column

UNNAMED = _("未填姓名")
# A row is an Intake of selectors.list_intakes.
INTAKE_COLUMNS = (
    Column("document_no", _("原建档文号"), "document_no", is_main=True, below="filed_on"),
    Column("filed_on", _("原建档日期"), "filed_on", kind="date"),
    Column("state", _("状态"), "state", kind="badge", tones=INTAKE_TONES),
    Column("union", _("工会"), "union.name", kind="union"),
    Column("files", _("户数"), "files", kind="count"),
    Column("people", _("人数"), "people", kind="count"),
    Column("submitted_at", _("提交时间"), "submitted_at", kind="date", wide_only=True),
)
# A row is an IntakeRow of selectors.list_rows.
ROW_COLUMNS = (
    Column(
        "name", _("户主"), "household.head.name", kind="name", width=10, is_main=True, below="row",
        empty=UNNAMED,
    ),
    Column("row", _("花名册行号"), "row", kind="number", width=10, phrase=_("第 %s 行")),
    Column("id_number", _("身份证号"), "household.head.id_number", kind="id_number", width=21, default=False),
    Column("former_no", _("原编号"), "household.former_no", kind="code", width=14, wide_only=True),
    Column("persons", _("家庭人口"), "persons", kind="number", width=9),
    Column("category", _("困难类别"), "category", kind="badge", width=12),
    Column("basis", _("类别依据"), "basis", kind="badge", tones=BASIS_TONES, width=20),
    Column("state", _("状态"), "state", kind="badge", tones=ROW_TONES, width=10, below="reason"),
    Column("reason", _("移出原因"), "reason", personal=True, width=30),
)  # fmt: skip
# A row is an IntakeSample.
SAMPLE_COLUMNS = (
    Column(
        "name", _("户主"), "row.household.head.name", kind="name", is_main=True, below="row", empty=UNNAMED
    ),
    Column("row", _("花名册行号"), "row.row", kind="number", phrase=_("第 %s 行")),
    Column("category", _("困难类别"), "row.category", kind="badge"),
    Column(
        "verdict",
        _("核对结果"),
        "verdict",
        kind="badge",
        tones=VERDICT_TONES,
        below="note",
        empty=_("还没有核对"),
    ),
    Column("note", _("说明"), "note", personal=True),
    Column("looked_by", _("核对人"), "looked_by.name", wide_only=True),
)
# A row is a Line of selectors.missing; the columns of what is missing come with it.
LINE_COLUMNS = (
    Column("union", _("工会"), "union.name", kind="union", is_main=True),
    Column("files", _("待补户数"), "files", kind="count"),
)
# A row is a Gap.
GAP_COLUMNS = (
    Column(
        "name",
        _("户主"),
        "household.head.name",
        kind="name",
        width=10,
        is_main=True,
        below="file_no",
        empty=UNNAMED,
    ),
    Column("file_no", _("档案号"), "household.file_no", kind="code", width=20),
    Column("union", _("申报工会"), "household.union.name", kind="union", width=26),
    Column("category", _("困难类别"), "household.get_category_display", width=12),
    Column("missing", _("还缺"), "sentence", width=60),
)
# A row is a ScanBatch of selectors.scans.list_batches.
BATCH_COLUMNS = (
    Column("name", _("上传"), "original_name", is_main=True, below="uploaded_at"),
    Column("uploaded_at", _("上传时间"), "uploaded_at", kind="datetime"),
    Column("union", _("工会"), "union.name", kind="union", wide_only=True),
    Column("state", _("状态"), "state", kind="badge", tones=BATCH_TONES),
    Column("number", _("文件"), "number", kind="count"),
    Column("placed", _("已归入"), "placed", kind="count"),
    Column("wait", _("待分拣"), "wait", kind="count"),
)
# A row is a Scan.
SCAN_COLUMNS = (
    Column("name", _("文件名"), "name", is_main=True, below="folder"),
    Column("folder", _("文件夹"), "folder"),
    Column("state", _("结果"), "state", kind="badge", tones=SCAN_TONES, below="why"),
    Column("why", _("原因"), "why"),
    Column("kind", _("材料种类"), "get_kind_display"),
    Column("household", _("档案"), "household.head.name", kind="name"),
)
