"""Lists of other departments: which column is what, what one row says, where it differs from a file.

Pure. Numbers of cards and plates are not kept: of a list only what tells it from the file (domain.md 1.9).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.crosschecks.states import CheckKind, Difference
from hardship.kernel.calendar import DateError, parse_date
from hardship.kernel.money import MoneyError, format_yuan, parse_yuan
from hardship.kernel.sheets.headers import (
    SEARCHED_ROWS,
    Header,
    best_header,
    clean_header,
    normal_header,
    texts_of,
)
from hardship.kernel.sheets.memory import Choices, Memory, line_of, match_columns
from hardship.kernel.sheets.units import InUnit, UnitError, in_yuan

ID_NUMBER, NAME = "id_number", "name"
MONTHS = 12


@dataclass(frozen=True)
class ListColumn:
    """A column that a list may have: its key, its label and the headers it is known by."""

    key: str
    label: Any
    aliases: tuple[str, ...]
    kind: str = "text"


def _column(key: str, label: Any, aliases: str, kind: str = "text") -> ListColumn:
    return ListColumn(key, label, tuple(aliases.split()), kind)


WHO = (
    _column(
        ID_NUMBER,
        gettext_lazy("身份证号"),
        "身份证号 身份证号码 身份证 公民身份号码 公民身份证号码 证件号 证件号码 证件编号 居民身份证号 "
        "所有人证件号码 身份证明号码 法定代表人证件号码 死者身份证号",
    ),
    _column(
        NAME,
        gettext_lazy("姓名"),
        "姓名 人员姓名 户主姓名 机动车所有人 所有人 权利人 权利人姓名 法定代表人 法定代表人姓名 投资人 "
        "死者姓名 死亡人员姓名 对象姓名",
    ),
)
FACTS: dict[str, tuple[ListColumn, ...]] = {
    CheckKind.DIBAO: (
        _column(
            "amount", gettext_lazy("月保障金额"),
            "保障金额 月保障金额 低保金 低保金额 发放金额 月补助金额 月救助金额 救助金额 补差金额 保障金",
            "money",
        ),
        _column(
            "since", gettext_lazy("享受起始日期"),
            "享受时间 起始日期 享受起始日期 批准时间 救助开始日期 纳入时间 批准日期", "date",
        ),
        _column("type", gettext_lazy("救助类别"), "救助类别 保障类别 类别 低保类别 救助类型 对象类别"),
    ),
    CheckKind.VEHICLE: (
        _column("type", gettext_lazy("号牌种类"), "号牌种类 车辆类型 车型 机动车类型 号牌类型"),
        _column("model", gettext_lazy("品牌型号"), "品牌型号 车辆品牌 品牌 中文品牌 车辆型号"),
        _column("since", gettext_lazy("登记日期"), "登记日期 初次登记日期 注册日期 上牌日期", "date"),
        _column("state", gettext_lazy("机动车状态"), "机动车状态 车辆状态 状态"),
    ),
    CheckKind.BUSINESS: (
        _column("company", gettext_lazy("企业名称"), "企业名称 公司名称 单位名称 市场主体名称 名称 字号名称"),
        _column("role", gettext_lazy("身份"), "身份 职务 人员类型 角色 投资身份 任职身份"),
        _column("share", gettext_lazy("出资额或比例"), "出资额 出资比例 认缴出资额 持股比例 认缴额"),
        _column("since", gettext_lazy("成立日期"), "成立日期 注册日期 登记日期 核准日期", "date"),
        _column("state", gettext_lazy("登记状态"), "登记状态 经营状态 企业状态 状态"),
    ),
    CheckKind.PROPERTY: (
        _column("count", gettext_lazy("房产套数"), "套数 房产套数 房屋套数 不动产数量 登记套数", "count"),
        _column("area", gettext_lazy("建筑面积"), "建筑面积 面积 房屋面积"),
        _column("use", gettext_lazy("用途"), "用途 房屋用途 规划用途"),
        _column("since", gettext_lazy("登记日期"), "登记日期 登簿日期 登记时间", "date"),
    ),
    CheckKind.DEATH: (
        _column(
            "on", gettext_lazy("死亡日期"), "死亡日期 死亡时间 去世日期 火化日期 火化时间 去世时间", "date"
        ),
    ),
}  # fmt: skip


def columns_of(kind: str) -> tuple[ListColumn, ...]:
    """What a list of this kind may say, whoever it is about first."""
    return (*WHO, *FACTS[kind])


def label_of(kind: str, key: str) -> str:
    """The label of a column. Raises KeyError for one that a list of this kind does not have."""
    return {column.key: str(column.label) for column in columns_of(kind)}[key]


def find_list_header(
    kind: str, rows: Sequence[tuple[int, Sequence[object]]], memory: Memory | None = None
) -> Header | None:
    """The row, or up to three, with most known headers among the first thirty, be it one; a row of words
    where nothing is known; None when nothing is a header.

    `memory` is what people chose for the same header line before.
    """

    def match(texts: tuple[str, ...]) -> dict[str, int]:
        return match_headers(kind, texts, (memory or {}).get(line_of(texts)))

    return best_header(rows, match) or next(
        (
            Header(number, texts_of(cells), {})
            for number, cells in rows[:SEARCHED_ROWS]
            if sum(isinstance(cell, str) for cell in cells) > 1
        ),
        None,
    )


def is_amount(kind: str, key: str) -> bool:
    """Whether a column of such a list holds yuan."""
    return any(column.key == key and column.kind == "money" for column in FACTS[kind])


def recognise(kind: str, header: object) -> str:
    """The key of the column with this header, or ''."""
    plain = normal_header(header)
    return next((column.key for column in columns_of(kind) if plain in column.aliases), "")


def match_headers(kind: str, texts: Sequence[str], chosen: Choices | None = None) -> dict[str, int]:
    """For each recognised key its 0-based column; a choice by which the ID number is lost does not count."""
    own = [recognise(kind, text) if text else "" for text in texts]
    found = match_columns(own, chosen or {})
    return found if ID_NUMBER in found or ID_NUMBER not in own else match_columns(own, {})


def read_facts(kind: str, cells: Mapping[str, object]) -> dict[str, str]:
    """What a row says: money with two decimals, days as 2026-03-05; what cannot be read, as it came."""
    facts = {}
    for column in FACTS[kind]:
        text = _READERS[column.kind](cells.get(column.key))
        if text:
            facts[column.key] = text[:80]
    return facts


def _in_yuan(cell: InUnit) -> str:
    """In yuan where the unit of the header allows it, else as it came with that unit."""
    try:
        amount = in_yuan(cell, times=MONTHS)
    except UnitError:
        return f"{_text(cell.value)} {cell.unit.name}"
    return _money(cell.value) if amount is None else format_yuan(amount)


def _text(value: object) -> str:
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return clean_header(value)


def _money(value: object) -> str:
    """An amount a month, as 月保障金额 is."""
    if isinstance(value, InUnit):
        return _in_yuan(value)
    try:
        return format_yuan(parse_yuan(value))
    except MoneyError:
        return _text(value)


def _date(value: object) -> str:
    try:
        return parse_date(value).isoformat()
    except DateError:
        return _text(value)


def _count(value: object) -> str:
    text = _text(value)
    return text if text.isascii() and text.isdigit() and len(text) < 4 else ""


_READERS: dict[str, Callable[[object], str]] = {
    "text": _text, "money": _money, "date": _date, "count": _count,
}  # fmt: skip


@dataclass(frozen=True)
class Filed:
    """What a file says of one person and their household, as far as a list can contradict it."""

    name: str
    is_on_dibao: bool | None
    vehicles: int | None
    homes: int | None
    has_business: bool | None


@dataclass(frozen=True)
class Listed:
    """What a list says of one person: their rows' facts, the name there, and how many entries (vehicles,
    homes) it has for the whole household."""

    facts: Sequence[Mapping[str, str]]
    name: str = ""
    of_household: int = 0


@dataclass(frozen=True)
class Found:
    """One difference: what the file says in words."""

    difference: str
    filed: str
    facts: Sequence[Mapping[str, str]] = field(default=())


def describe(kind: str, rows: Sequence[Mapping[str, str]]) -> list[str]:
    """What a list says of somebody, one sentence a row."""
    labels = {column.key: str(column.label) for column in columns_of(kind)}
    return ["，".join(f"{labels.get(key, key)} {value}" for key, value in row.items()) for row in rows]


def entries_of(kind: str, facts: Mapping[str, str]) -> int:
    """How many things one row stands for: a property list may count them, anything else is one."""
    return int(facts.get("count") or 1) if kind == CheckKind.PROPERTY else 1


def compare(kind: str, filed: Filed, listed: Listed) -> list[Found]:
    """Where one person's rows differ from the file; nothing when they agree."""
    told = _COMPARISONS[kind](filed, listed)
    found = [Found(told[0], told[1], listed.facts)] if told else []
    if listed.name and filed.name and listed.name != filed.name:
        found.append(Found(Difference.NAME, filed.name, [{NAME: listed.name}]))
    return found


def missing_from_dibao(filed: Filed) -> Found | None:
    """A complete list of the region does not name a household that says it receives dibao."""
    return Found(Difference.NOT_ON_DIBAO, _("享受低保：是")) if filed.is_on_dibao else None


Told = tuple[str, str] | None


def _dibao(filed: Filed, _listed: Listed) -> Told:
    return None if filed.is_on_dibao else (Difference.ON_DIBAO, _yes_no(_("享受低保"), filed.is_on_dibao))


def _vehicle(filed: Filed, listed: Listed) -> Told:
    if listed.of_household <= (filed.vehicles or 0):
        return None
    return Difference.VEHICLES, _number(_("机动车"), filed.vehicles, _("辆"))


def _business(filed: Filed, _listed: Listed) -> Told:
    return None if filed.has_business else (Difference.BUSINESS, _yes_no(_("办有企业"), filed.has_business))


def _property(filed: Filed, listed: Listed) -> Told:
    if listed.of_household <= (filed.homes or 0):
        return None
    return Difference.HOMES, _number(_("自有房产"), filed.homes, _("套"))


def _death(_filed: Filed, _listed: Listed) -> Told:
    return Difference.DECEASED, _("列为共同生活的家庭成员")


_COMPARISONS: dict[str, Callable[[Filed, Listed], Told]] = {
    CheckKind.DIBAO: _dibao,
    CheckKind.VEHICLE: _vehicle,
    CheckKind.BUSINESS: _business,
    CheckKind.PROPERTY: _property,
    CheckKind.DEATH: _death,
}


def _yes_no(label: str, value: bool | None) -> str:
    return f"{label}：{_('未填') if value is None else _('是') if value else _('否')}"


def _number(label: str, value: int | None, unit: str) -> str:
    return f"{label}：{_('未填')}" if value is None else f"{label}：{value} {unit}"
