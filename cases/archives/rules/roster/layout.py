"""The columns of a roster: the national layout of 2017 (domain.md 3.3), one row for each household.

A column is known by a key. Keys of members are numbered: "member1.name" to "member20.employer". Headers are
matched by name, never by place: two generations of the layout differ in words and order, and people put in
columns, blanks, line breaks and units of their own.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cases.archives.states import ImportMode

MAX_MEMBERS = 20
FAMILY = "家庭成员"  # the second sheet, one row for each member
FAMILY_PREFIX = "family."
SHOWN_MEMBERS = 5  # as many as the national layout has room for


@dataclass(frozen=True)
class Column:
    """A column by its name in the layout. `kept` is False for what a file records by itself."""

    key: str
    label: str
    aliases: tuple[str, ...] = ()
    kept: bool = True


HEAD = (
    Column("former_no", "编号", ("档案编号", "职工编号", "档案号", "原编号")),
    Column("category", "困难类别", ("困难职工类别", "困难户类别", "困难类型", "困难程度")),
    Column("name", "姓名", ("职工姓名", "户主姓名", "户主", "本人姓名", "困难职工姓名")),
    Column("ethnicity", "民族", ()),
    Column("sex", "性别", ("本人性别",)),
    Column("politics", "政治面貌", ("政治面目",)),
    Column(
        "id_number",
        "身份证号",
        ("身份证号码", "身份证", "证件号码", "证件号", "公民身份号码", "居民身份证号码", "本人身份证号"),
    ),
    Column("birth_on", "出生日期", ("出生年月日", "出生年月", "生日")),
    Column("health", "健康状况", ("健康状态", "身体状况")),
    Column("disability", "残疾类别", ("残疾类型", "残疾等级", "残疾类别及等级")),
    Column("status", "工作状态", ("工作状况", "身份", "职工身份", "人员身份", "就业状况")),
    Column("model_worker", "劳模类型", ("劳模类别", "劳模称号", "劳模")),
    Column("housing_type", "住房类型", ("住房性质", "住房情况")),
    Column("floor_area", "建筑面积", ("住房面积", "房屋面积", "住房建筑面积")),
    Column("phone", "手机号码", ("手机", "手机号", "联系电话", "电话", "电话号码", "联系方式", "移动电话")),
    Column("other_contact", "其他联系方式", ("其它联系方式", "其他电话", "固定电话", "备用电话")),
    Column("postcode", "邮政编码", ("邮编",)),
    Column("working_since", "工作时间", ("参加工作时间", "参加工作日期", "工作日期", "参加工作年月")),
    Column("industry", "所属行业", ("行业", "行业类别")),
    Column("marriage", "婚姻状态", ("婚姻状况", "婚姻", "婚否")),
    Column("registration", "户口类型", ("户籍类型", "户口性质", "户籍性质", "户口类别")),
    Column("address", "家庭住址", ("家庭地址", "住址", "现住址", "居住地址", "家庭详细地址", "地址")),
    Column("employer", "工作单位", ("单位", "单位名称", "所在单位", "所属单位", "工作单位名称")),
    Column("employer_kind", "单位性质", ("单位类型", "企业性质")),
    Column("employer_state", "企业状态", ("企业状况", "单位状况", "单位状态")),
    Column("is_single_parent", "是否单亲", ("单亲", "是否单亲家庭")),
    Column(
        "monthly_income",
        "本人月平均收入",
        ("本人月收入", "本人月均收入", "月平均收入", "个人月收入", "月收入"),
    ),
    Column(
        "annual_income",
        "家庭年度总收入",
        ("家庭年总收入", "家庭年收入", "家庭总收入", "家庭收入", "年度总收入"),
    ),
    Column("persons", "家庭人口", ("家庭人数", "家庭人口数", "人口", "家庭成员数")),
    Column(
        "monthly_per_capita",
        "家庭月人均收入",
        ("家庭人均月收入", "人均月收入", "月人均收入", "家庭人均收入", "人均收入"),
    ),
    Column("registered_at", "户口所在地", ("户籍所在地", "户口所在地行政区划", "户籍地", "户籍地址")),
    Column("insurance", "是否进入医保", ("医保状况", "医保类型", "是否参加医保", "是否享受医保", "医保情况")),
    Column("has_self_help", "是否有一定自救能力", ("自救能力", "是否有自救能力", "有一定自救能力")),
    Column("is_zero_employment", "是否为零就业家庭", ("零就业家庭", "是否零就业家庭")),
    Column("main_cause", "主要致困原因", ("致困原因", "主要困难原因", "困难原因", "致贫原因")),
    Column("bank_name", "开户银行", ("开户行", "银行名称", "银行")),
    Column("bank_branch", "支行名称", ("支行", "开户支行", "开户网点")),
    Column("bank_card", "银行卡号", ("银行账号", "银行帐号", "卡号", "账号", "帐号", "银行卡账号", "银行卡")),
    Column("filed_by_name", "建档人", ("登记人",), kept=False),
    Column("reviewed_by_name", "审核人", (), kept=False),
    Column("entered_by_name", "录入人", ("填表人", "经办人"), kept=False),
    Column("filed_on", "建档日期", ("建档时间", "建档年月日")),
)
MEMBER = (
    Column("name", "姓名", ()),
    Column("relation", "关系", ("与户主关系", "与本人关系", "称谓", "与职工关系")),
    Column("sex", "性别", ()),
    Column("politics", "政治面貌", ("政治面目",)),
    Column("id_number", "身份证号", ("身份证号码", "身份证", "证件号码", "公民身份号码")),
    Column("health", "健康状况", ("健康状态", "身体状况")),
    Column("monthly_income", "月收入", ("月平均收入", "月均收入")),
    Column("status", "身份", ("人员身份", "工作状态", "职业")),
    Column(
        "employer", "单位或学校", ("工作单位或学校", "单位", "学校", "工作单位", "单位/学校", "单位、学校")
    ),
)
# Columns that other unions add to the layout and that a file has room for.
EXTRA = (
    Column("worker_type", "用工类别", ("职工类别", "职工类型", "用工形式", "人员类别")),
    Column("filing_level", "建档标准", ("档案级别", "困难标准", "建档级别")),
    Column("secondary_causes", "次要致困原因", ("次要困难原因", "其他致困原因")),
    Column("cause_note", "困难情况说明", ("备注", "说明", "困难情况", "其他说明", "致困说明")),
    Column("contract_on", "劳动合同签订日期", ("劳动合同签订时间", "合同签订日期", "合同签订时间")),
)
REQUIRED = ("name", "id_number")
# What leads from a row of the second sheet to its household.
OWNER = (
    Column("owner_no", "编号", ("户主编号", "档案编号", "档案号", "职工编号", "原编号")),
    Column(
        "owner_id",
        "户主身份证号",
        ("职工身份证号", "本人身份证号", "户主身份证", "户主身份证号码", "户主证件号码"),
    ),
)
# Not data: running numbers, and what we wrote into a workbook that comes back.
PASSED_OVER = frozenset({"序号", "行号", "错误原因", "提醒", "no", "no."})

_MEMBER_HEADER = re.compile(r"(?:家庭)?成员\(?([0-9]{1,2}|[一二三四五六七八九十]{1,3})\)?[-_:.、]?(.+)")
_UNIT = re.compile(r"\((?!\d)[^()]*\)$")
_NUMERALS = {char: number for number, char in enumerate("一二三四五六七八九十", start=1)}


def member_key(number: int, key: str) -> str:
    """The key of a column of the n-th member."""
    return f"member{number}.{key}"


def label_of(key: str) -> str:
    """The name of a column in the layout: 身份证号, 家庭成员2身份证号."""
    prefix, _dot, rest = key.rpartition(".")
    if f"{prefix}." == FAMILY_PREFIX:
        return f"{FAMILY}表·{_FAMILY_LABELS[rest]}"
    if prefix:
        return f"家庭成员{prefix.removeprefix('member')}{_MEMBER_LABELS[rest]}"
    return _HEAD_LABELS[rest]


def missing_keys(fields: Mapping[str, object], mode: str = ImportMode.NEW) -> list[str]:
    """The columns without which nothing can be done: who changes files needs something to find them by."""
    if mode == ImportMode.UPDATE:
        return [] if {"id_number", "former_no"} & set(fields) else ["id_number"]
    return [key for key in REQUIRED if key not in fields]


def layout_keys() -> list[str]:
    """The 87 columns of the national layout in its order."""
    members = [member_key(n, column.key) for n in range(1, SHOWN_MEMBERS + 1) for column in MEMBER]
    return [column.key for column in HEAD] + members


def normal_header(text: object) -> str:
    """A header as it is compared: half-width, without blanks, line breaks, asterisks and units."""
    plain = "".join(unicodedata.normalize("NFKC", str(text or "")[:100]).lower().split())
    plain = plain.strip("*:·•'\"")
    previous = ""
    while previous != plain:
        previous, plain = plain, _UNIT.sub("", plain).strip("*:")
    return plain


def recognise(header: object) -> str:
    """The key of the column with this header, or ''."""
    plain = normal_header(header)
    if plain in _HEAD_KEYS:
        return _HEAD_KEYS[plain]
    match = _MEMBER_HEADER.fullmatch(plain)
    if match is None:
        return ""
    number = int(match[1]) if match[1].isdigit() else _numeral(match[1])
    key = _MEMBER_KEYS.get(match[2].strip("的"), "")
    return member_key(number, key) if key and 1 <= number <= MAX_MEMBERS else ""


def match_headers(headers: Sequence[str], remembered: Mapping[str, str] | None = None) -> dict[str, int]:
    """For each recognised key its 0-based column; the first of two columns with one meaning counts.

    `remembered` maps normal headers to keys ('' for a column that is not wanted): what people of this union
    chose before.
    """
    found: dict[str, int] = {}
    for column, header in enumerate(headers):
        plain = normal_header(header)
        key = remembered[plain] if remembered and plain in remembered else recognise(header)
        if key and key not in found:
            found[key] = column
    return found


def match_family(headers: Sequence[object]) -> dict[str, int]:
    """The same for the second sheet, whose columns have no numbers."""
    found: dict[str, int] = {}
    for column, header in enumerate(headers):
        key = _FAMILY_KEYS.get(normal_header(header), "")
        if key:
            found.setdefault(key, column)
    return found


def clean_header(text: object) -> str:
    """A header as it is shown: without line breaks and the blanks around it."""
    return re.sub(r"\s*[\r\n]+\s*", "", str(text if text is not None else "")).strip()[:60]


def _numeral(text: str) -> int:
    """十二 is 12; 0 for what is no number up to twenty."""
    if len(text) == 1:
        return _NUMERALS[text]
    if text[0] == "十" and len(text) == 2:
        return 10 + _NUMERALS[text[1]]
    return 20 if text == "二十" else 0


_HEAD_LABELS = {column.key: column.label for column in (*HEAD, *EXTRA)}
_MEMBER_LABELS = {column.key: column.label for column in MEMBER}
_FAMILY_LABELS = {column.key: column.label for column in (*OWNER, *MEMBER)}
_FAMILY_KEYS = {
    normal_header(name): column.key
    for column in (*MEMBER, *OWNER)
    for name in (column.label, *column.aliases)
}
_HEAD_KEYS = {
    normal_header(name): column.key for column in (*HEAD, *EXTRA) for name in (column.label, *column.aliases)
}
_MEMBER_KEYS = {
    normal_header(name): column.key for column in MEMBER for name in (column.label, *column.aliases)
}
