"""Bytes of a file as text: UTF-8, UTF-16 and GBK, as Notepad and WPS write them."""

import codecs
import re

from django.utils.translation import gettext as _

from cases.policies.rules.document.keys import PolicyError, PolicyInvalid

BINARY = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
HEAD = 200


def decode(content: bytes) -> str:
    """The text of a file, without byte order mark. Raises PolicyInvalid where it is no text."""
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not BINARY.search(text):
            return text.replace("\r\n", "\n").removeprefix("\ufeff")
    said = _("文件不是文字，或编码不能识别；请用记事本打开，另存为“UTF-8”编码的文本文件。")
    raise PolicyInvalid((PolicyError(0, "", said),))


def _encodings(content: bytes) -> tuple[str, ...]:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    # A policy begins with Latin letters, which UTF-16 writes with a zero byte each.
    if b"\0" in content[:HEAD]:
        return ("utf-16-le",) if content[1:2] == b"\0" else ("utf-16-be",) if content[:1] == b"\0" else ()
    return ("utf-8", "gb18030")
