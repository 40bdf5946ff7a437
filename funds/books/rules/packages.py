"""The columns in which finance software takes vouchers in, as data: one row for each entry.

What the packages want differs by version: these two show the usual columns and are to be compared with the
template of the package before the first use."""

from collections.abc import Mapping
from dataclasses import dataclass

COMPARE = "第一次导入前，请与财务软件的模板逐列核对。"


@dataclass(frozen=True)
class Package:
    """A layout: title and value of each column (values.VALUES of `reports`)."""

    name: str
    columns: tuple[tuple[str, str], ...]
    note: str = COMPARE


PACKAGES: Mapping[str, Package] = {
    "u8": Package(
        "用友样式",
        (
            ("制单日期", "on"), ("凭证类别字", "word"), ("凭证编号", "number"), ("附单据数", "attachments"),
            ("摘要", "memo"), ("科目编码", "subject"), ("科目名称", "subject_name"), ("借方金额", "debit"),
            ("贷方金额", "credit"), ("项目名称", "fund"), ("制单人", "maker"), ("审核人", "checker"),
            ("记账人", "poster"),
        ),
    ),
    "k3": Package(
        "金蝶样式",
        (
            ("日期", "on"), ("会计年度", "year"), ("会计期间", "period"), ("凭证字", "word"),
            ("凭证号", "number"), ("分录序号", "position"), ("摘要", "memo"), ("科目代码", "subject"),
            ("科目名称", "subject_name"), ("借方金额", "debit"), ("贷方金额", "credit"),
            ("核算项目", "fund"), ("附件数", "attachments"), ("制单", "maker"), ("审核", "checker"),
            ("过账", "poster"),
        ),
    ),
}  # fmt: skip
