"""The columns of a roster: key, name in the layout, the other names that people give it.

Those of a file's fields come from archives.rules.fields; here stand the order of the national layout of 2017
(domain.md 3.3), the columns that are no field, and what a file records by itself.
"""

from dataclasses import dataclass

from cases.archives.rules.fields import FileField, Whose, fields_about
from cases.archives.states import ExpenseKind, IncomeKind
from cases.rosters.rules.facts import HOUSEHOLD_FACTS, PERSON_FACTS, PREFIX


@dataclass(frozen=True)
class Column:
    """A column by its name in the layout. `kept` is False for what a file records by itself."""

    key: str
    label: str
    aliases: tuple[str, ...] = ()
    kept: bool = True


# Income that a family has together: what single members earn follows from their monthly income.
TYPED_INCOMES = (
    IncomeKind.BUSINESS, IncomeKind.PROPERTY, IncomeKind.BASIC_PENSION, IncomeKind.TRANSFER, IncomeKind.DIBAO,
    IncomeKind.UNION_AID, IncomeKind.FESTIVAL_GIFT, IncomeKind.HONOUR, IncomeKind.COMPENSATION,
)  # fmt: skip
_DISABILITY = Column("disability", "残疾类别", ("残疾类型", "残疾等级", "残疾类别及等级"))
# What no field has for itself: computed, parted among several fields, or of the file's own life.
_OTHERS = (
    Column("category", "困难类别", ("困难职工类别", "困难户类别", "困难类型", "困难程度")),
    _DISABILITY,
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
    Column("filed_by_name", "建档人", ("登记人",), kept=False),
    Column("reviewed_by_name", "审核人", (), kept=False),
    Column("entered_by_name", "录入人", ("填表人", "经办人"), kept=False),
    # follow from the people of the row: an older roster that ticks them says nothing new
    Column("is_single_parent", "是否单亲", ("单亲", "是否单亲家庭"), kept=False),
    Column("is_zero_employment", "是否为零就业家庭", ("零就业家庭", "是否零就业家庭"), kept=False),
    Column("filed_on", "建档日期", ("建档时间", "建档年月日")),
)
_OTHERS_OF_HOUSEHOLD = (
    Column("own_label", "本级类别", (), kept=False),
    Column("labels", "标签", ("家庭标签",), kept=False),
    *(Column(f"income_{kind}", label, (f"年{label}", *aliases)) for kind, label, aliases in (
        (IncomeKind.BUSINESS, "经营净收入", ("经营收入",)),
        (IncomeKind.PROPERTY, "财产净收入", ("财产收入", "财产性收入")),
        (IncomeKind.BASIC_PENSION, "城乡居民基础养老金", ("基础养老金",)),
        (IncomeKind.TRANSFER, "其他转移净收入", ("转移净收入", "转移性收入")),
        (IncomeKind.DIBAO, "政府救助收入", ("低保金收入", "低保等救助收入")),
        (IncomeKind.UNION_AID, "工会帮扶收入", ("工会救助收入",)),
        (IncomeKind.FESTIVAL_GIFT, "节日慰问金收入", ("节日慰问金",)),
        (IncomeKind.HONOUR, "优待抚恤奖学金", ("优待抚恤金", "奖学金收入")),
        (IncomeKind.COMPENSATION, "赔偿理赔收入", ("赔偿补偿收入", "保险理赔收入")),
    )),
    Column("filing_level", "建档标准", ("档案级别", "困难标准", "建档级别")),
    *(Column(f"expense_{kind}", label, (f"年{label}", *aliases)) for kind, label, aliases in (
        (ExpenseKind.MEDICAL, "医疗自付支出", ("医疗支出", "自付医疗费", "年度医疗自付")),
        (ExpenseKind.DISABILITY, "残疾康复支出", ("康复支出",)),
        (ExpenseKind.SCHOOLING, "就学支出", ("教育支出", "上学支出")),
        (ExpenseKind.COMPULSORY_SCHOOLING, "义务教育支出", ()),
        (ExpenseKind.HOUSING, "租房支出", ("住房支出",)),
        (ExpenseKind.CARE, "照料赡养支出", ("赡养支出", "长期照料支出")),
        (ExpenseKind.WORK, "必要就业成本", ("就业成本",)),
        (ExpenseKind.EVENT, "突发事件损失", ("意外损失", "意外支出", "突发事件支出")),
        (ExpenseKind.SINGLE_PARENT, "单亲家庭扣减", ("单亲扣减",)),
        (ExpenseKind.OTHER, "其他刚性支出", ("其他支出", "年度必要支出", "必要支出", "刚性支出")),
    )),
    *(Column(f"bill_{key}", label, aliases) for key, label, aliases in (
        ("billed", "医疗总费用", ("医疗费用总额", "年度医疗总费用", "医疗费总额")),
        ("paid_basic", "基本医保报销", ("医保报销", "基本医疗保险报销")),
        ("paid_serious", "大病保险报销", ("大病报销",)),
        ("paid_assistance", "医疗救助报销", ("医疗救助金额", "民政医疗救助")),
        ("paid_mutual", "互助保障报销", ("互助保障金额", "职工互助报销")),
        ("paid_commercial", "商业保险报销", ("商业保险赔付",)),
        ("outside_catalogue", "医保目录外费用", ("目录外费用",)),
        ("hospital", "就诊医院", ("医院", "就医医院")),
        ("is_designated", "是否定点医院", ("定点医院",)),
        ("disease", "医疗费用病种", ("就诊病种",)),
        ("patient", "患者姓名", ("就诊人", "患者")),
        ("months", "医疗费用月份", ("就诊月份",)),
    )),
    *(Column(PREFIX + name, label) for name, label in HOUSEHOLD_FACTS.items()),
)  # fmt: skip
_OF_PERSONS = tuple(Column(PREFIX + name, label) for name, label in PERSON_FACTS.items())
_SPLIT = frozenset({"disability_kind", "disability_grade"})  # two fields in one cell
_NATIONAL_HEAD = (
    "former_no", "category", "name", "ethnicity", "sex", "politics", "id_number", "birth_on", "health",
    "disability", "status", "model_worker", "housing_type", "floor_area", "phone", "other_contact",
    "postcode", "working_since", "industry", "marriage", "registration", "address", "employer",
    "employer_kind", "employer_state", "is_single_parent", "monthly_income", "annual_income", "persons",
    "monthly_per_capita", "registered_at", "insurance", "has_self_help", "is_zero_employment", "main_cause",
    "bank_name", "bank_branch", "bank_card", "filed_by_name", "reviewed_by_name", "entered_by_name",
    "filed_on",
)  # fmt: skip
_NATIONAL_MEMBER = (
    "name", "relation", "sex", "politics", "id_number", "health", "monthly_income", "status", "employer",
)  # fmt: skip


def key_of(field: FileField, who: Whose) -> str:
    """The key of a field's column; in the row of a head, 备注 is the household's."""
    return "own_remark" if (field.key, who) == ("remark", Whose.HEAD) else field.key


def _columns(who: Whose) -> list[Column]:
    fields = [field for field in fields_about(who) if field.key not in _SPLIT]
    return [Column(key_of(field, who), field.column, field.aliases) for field in fields]


def _of_member(field: FileField) -> Column:
    aliases = field.aliases if field.member_aliases is None else field.member_aliases
    return Column(field.key, field.member_column or field.column, aliases)


_household = [*_columns(Whose.HOUSEHOLD), *_OTHERS_OF_HOUSEHOLD]
_head = [*_columns(Whose.HEAD), *_OF_PERSONS]
_member = [_of_member(field) for field in fields_about(Whose.MEMBER) if field.key not in _SPLIT]
_of_layout = {column.key: column for column in (*_household, *_head, *_OTHERS)}
_of_member_layout = {column.key: column for column in _member}

HEAD = tuple(_of_layout[key] for key in _NATIONAL_HEAD)
MEMBER = tuple(_of_member_layout[key] for key in _NATIONAL_MEMBER)
# Columns of later forms and of other unions that a file has room for: of the household first.
OF_HOUSEHOLD = tuple(column for column in _household if column.key not in _NATIONAL_HEAD)
OF_HEAD = tuple(column for column in _head if column.key not in _NATIONAL_HEAD)
EXTRA = (*OF_HOUSEHOLD, *OF_HEAD)
# What the nine columns of the national layout do not say of a member: the long form of domain.md 3.1.
MEMBER_MORE = (*(column for column in _member if column not in MEMBER), _DISABILITY, *_OF_PERSONS)
# What leads from a row of the second sheet to its household.
OWNER = (
    Column("owner_no", "编号", ("户主编号", "档案编号", "档案号", "职工编号", "原编号")),
    Column(
        "owner_id",
        "户主身份证号",
        ("职工身份证号", "本人身份证号", "户主身份证", "户主身份证号码", "户主证件号码"),
    ),
)
