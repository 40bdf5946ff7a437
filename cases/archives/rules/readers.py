"""Areas, years of schooling, postcodes, peoples as they are written: in a form, in a cell of a roster."""

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from cases.archives.rules.field_rows import words
from hardship.kernel.documents import normalise
from hardship.kernel.widths import half_width

_AREA = re.compile(
    r"((?:[0-9]{1,2},[0-9]{3}|[0-9]{1,5})(?:\.[0-9]{1,2})?)\s*(?:平方米|平方|平米|平|m2)?", re.IGNORECASE
)
_YEARS = re.compile(r"([0-9]{1,2}(?:\.[05])?)\s*年?制?")
# How people write that there is none, where a number is asked for.
NOTHING = ("0", "无", "没有")
# GB/T 3304-1991, each without its 族.
PEOPLES = frozenset(
    words(
        "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 "
        "东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 "
        "俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺"
    )
)
_POSTCODE = re.compile(r"[0-9]{6}")


def read_area(text: str) -> Decimal:
    """Square metres with two places, below 100,000, with or without the unit. Raises ValueError."""
    found = _AREA.fullmatch(_half_width(text))
    if not found:
        raise ValueError(_("面积请只填数字，单位为平方米，例如 62.5。"))
    return Decimal(found[1].replace(",", "")).quantize(Decimal("0.01"))


def read_years(text: str) -> Decimal:
    """Years of schooling, from half a year to ten, halves allowed. Raises ValueError."""
    found = _YEARS.fullmatch(_half_width(text))
    if not found or not Decimal("0.5") <= Decimal(found[1]) <= 10:
        raise ValueError(_("学制请填年数，例如 3 或 2.5。"))
    return Decimal(found[1]).quantize(Decimal("0.1"))


def read_postcode(text: str) -> str:
    """Six digits. Raises ValueError."""
    code = normalise(half_width(text))
    if not _POSTCODE.fullmatch(code):
        raise ValueError(_("邮政编码是 6 位数字。"))
    return code


def read_ethnicity(text: str) -> str:
    """One of the 56 peoples of GB/T 3304 in its full name, 汉 as 汉族; any other word as it is."""
    name = text.strip()
    return f"{name}族" if name in PEOPLES else name


def read_nothing(text: object) -> bool:
    """Whether this says that there is none, where a number is asked for."""
    return _half_width(str(text)[:20]) in NOTHING


def _half_width(text: str) -> str:
    return half_width(text.replace("m²", "m2").replace("M²", "m2")).strip()
