"""What is wrong with an address to which a digest is to go."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)


def check_mobile(address: str) -> str:
    """What is wrong with a mobile number that a gateway is to send to, or ''."""
    return "" if MOBILE.fullmatch(address) else _("手机号码不对，应当是 11 位数字。")


def check_email(address: str) -> str:
    """What is wrong with an e-mail address, or ''."""
    try:
        validate_email(address)
    except ValidationError:
        return _("邮箱地址不对，例如 zhang@example.org。")
    return ""
