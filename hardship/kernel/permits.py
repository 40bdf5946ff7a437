"""Identity documents of people without a resident ID number, by kind."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from hardship.kernel.documents import HYPHENS, DocumentError, check_digit, read_text, refuse_character

_DOCUMENTS = {
    "passport": (
        re.compile(r"(?=.*[0-9])[A-Z0-9]{5,15}"),
        _lazy("护照号码应为 5 至 15 位字母和数字，例如 E12345678，请对照证件核对。"),
    ),
    "hk_macao": (
        re.compile(r"[HM][0-9]{8}(?:[0-9]{2})?"),
        _lazy("港澳居民来往内地通行证号码是 H 或 M 加 8 位数字，请对照证件核对。"),
    ),
    "taiwan": (
        re.compile(r"[0-9]{8}|[0-9]{10}[A-Z]?"),
        _lazy("台湾居民来往大陆通行证号码是 8 位数字，请对照证件核对。"),
    ),
    "foreign_stay": (
        re.compile(r"9[0-9]{16}[0-9X]|[A-Z]{3}[0-9]{12}"),
        _lazy("外国人永久居留身份证号码是 9 开头的 18 位，旧证是 3 位字母加 12 位数字，请对照证件核对。"),
    ),
}


def read_document(value: object) -> str:
    """The number of a passport or a permit: letters and digits only, upper case; any kind.

    Raises DocumentError with one of the codes missing, not_text, length, character.
    """
    label = _("证件号码")
    number = read_text(value, label).translate(HYPHENS).replace("-", "").upper()
    for place, char in enumerate(number, start=1):
        if not (char.isascii() and char.isalnum()):
            refuse_character(label, place, char)
    if not 5 <= len(number) <= 18:
        raise DocumentError(
            "length", _("证件号码应为 5 至 18 位，现在是 %(count)d 位。") % {"count": len(number)}
        )
    return number


def check_document(kind: str, value: object) -> str:
    """The number of an identity document of this kind (passport, hk_macao, taiwan, foreign_stay).

    The shapes are those that the National Immigration Administration publishes: for Hong Kong and Macao H
    or M and 8 digits (older cards 10), for Taiwan 8 digits, for foreign residents 18 digits that begin with
    9 and end with the check digit of GB 11643 (since 2023), earlier three letters and 12 digits. Passports
    follow no common rule. Raises DocumentError with read_document's codes, kind, format or checksum.
    """
    number = read_document(value)
    if kind not in _DOCUMENTS:
        raise DocumentError("kind", _("请选择证件种类。"))
    shape, message = _DOCUMENTS[kind]
    if not shape.fullmatch(number):
        raise DocumentError("format", str(message))
    if kind == "foreign_stay" and len(number) == 18 and check_digit(number[:17]) != number[17]:
        raise DocumentError("checksum", _("永居证号第 18 位校验码不对，请对照证件逐位核对。"))
    return number
