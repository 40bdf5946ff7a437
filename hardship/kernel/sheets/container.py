"""The zip around a workbook, looked through before anything parses what is inside."""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterable
from io import BytesIO

from django.utils.translation import gettext as _

MAX_FILE = 30 * 1024 * 1024
MAX_ENTRIES = 200
MAX_INFLATED = 100 * 1024 * 1024
MAX_RATIO = 100
_RATIO_FROM = 1024 * 1024  # small parts may compress as well as they like
_CHUNK = 256 * 1024
_MAX_XML_INDEX = 2 * 1024 * 1024

_BROKEN_ZIP = (
    zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, EOFError, OSError, RuntimeError,
    KeyError, ValueError, OverflowError,
)  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_HTML = re.compile(rb"\s*<(?:!doctype\s+html|html|head|meta|body|table|style|div)", re.IGNORECASE)
_FOREIGN = (
    ("macro", re.compile(r"vbaProject\.bin$|macrosheets/|\.vbs?$", re.IGNORECASE)),
    ("embedded", re.compile(r"(?:^|/)(?:embeddings|activeX)/|oleObject", re.IGNORECASE)),
    ("embedded", re.compile(r"\.(?:zip|rar|7z|exe|dll|js|xls[xmb]?|doc[xm]?|pdf)$", re.IGNORECASE)),
    ("external", re.compile(r"(?:^|/)(?:externalLinks|queryTables)/|xl/connections\.xml$", re.IGNORECASE)),
)  # fmt: skip


class SheetError(ValueError):
    """A workbook that is not read. The message is for the user; `code` is for programs."""

    def __init__(self, message: str, code: str = "invalid") -> None:
        super().__init__(message)
        self.code = code


def open_container(content: bytes) -> dict[str, bytes]:
    """The parts of an .xlsx by name, counted while they inflate.

    Raises SheetError with one of the codes empty, too_large, password, old_excel, xml_excel, html, pdf, csv,
    not_excel, damaged, wrong_kind, too_many_parts, unsafe, macro, embedded, external, too_big, bomb, doctype.
    """
    parts = open_parts(content)
    _check_kind(parts)
    return parts


def open_parts(content: bytes) -> dict[str, bytes]:
    """The same of any zip, whatever kind of workbook is in it."""
    if not content:
        raise refusal("empty")
    if len(content) > MAX_FILE:
        raise refusal("too_large")
    if not content.startswith(b"PK\x03\x04"):
        raise refusal(what_is_it(content))
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _check_directory(entries)
            parts = _inflate(archive, entries)
    except SheetError:
        raise
    except _BROKEN_ZIP:
        raise refusal("damaged") from None
    return parts


def pack(parts: dict[str, bytes], *, compressed: bool = True) -> bytes:
    """The parts as a zip whose bytes depend on nothing else: no clock, no order of a set."""
    out = BytesIO()
    method = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(fixed_entry(name, method), data)
    return out.getvalue()


def pack_lightly(parts: Iterable[tuple[str, bytes]]) -> BytesIO:
    """The same for a reader that follows at once: quickly and small, one part after the other."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in parts:
            archive.writestr(fixed_entry(name), data, compresslevel=1)
    out.seek(0)
    return out


def fixed_entry(name: str, method: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
    """An entry of 1 January 1980, the first day that a zip knows."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = method
    entry.external_attr = 0o600 << 16
    return entry


def is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml"))


def _check_directory(entries: Iterable[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    for count, entry in enumerate(entries, start=1):
        name = entry.filename
        if count > MAX_ENTRIES:
            raise refusal("too_many_parts")
        if entry.flag_bits & 0x1:
            raise refusal("password")
        folded = name.casefold()
        if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/") or folded in seen:
            raise refusal("unsafe")
        seen.add(folded)
        for code, pattern in _FOREIGN:
            if pattern.search(name):
                raise refusal(code)


def _inflate(archive: zipfile.ZipFile, entries: Iterable[zipfile.ZipInfo]) -> dict[str, bytes]:
    parts, left = {}, MAX_INFLATED
    for entry in entries:
        data, size = BytesIO(), 0  # whose bytes are handed out without another copy
        with archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                size += data.write(chunk)
                if size > left:
                    raise refusal("too_big")
                if size > _RATIO_FROM and size > MAX_RATIO * max(entry.compress_size, 1):
                    raise refusal("bomb")
        left -= size
        parts[entry.filename] = data.getvalue()
    return parts


def _check_kind(parts: dict[str, bytes]) -> None:
    if "xl/workbook.bin" in parts or "mimetype" in parts or not any(n.startswith("xl/") for n in parts):
        raise refusal("wrong_kind")
    types = parts.get("[Content_Types].xml", b"")
    if b"macroEnabled" in types:
        raise refusal("macro")
    if not types or "xl/workbook.xml" not in parts or "xl/_rels/workbook.xml.rels" not in parts:
        raise refusal("damaged")
    if max(len(parts["xl/workbook.xml"]), len(parts["xl/_rels/workbook.xml.rels"])) > _MAX_XML_INDEX:
        raise refusal("damaged")
    for name, data in parts.items():
        if is_xml(name):
            _check_xml(data)


def _check_xml(data: bytes) -> None:
    if b"\x00" in data:  # UTF-16 would pass every check that looks for ASCII
        raise refusal("damaged")
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise refusal("doctype")


def what_is_it(content: bytes) -> str:
    """The code of the sentence for something that is no zip; '' for a zip."""
    if content.startswith(b"PK\x03\x04"):
        return ""
    head = content[:4096].removeprefix(b"\xef\xbb\xbf")
    if head.startswith(_OLE):
        return "password" if _ENCRYPTED_PACKAGE in content else "old_excel"
    if head.startswith(b"%PDF"):
        return "pdf"
    if _HTML.match(head):
        return "html"
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        return "xml_excel"
    return "csv" if _is_text(head) else "not_excel"


def _is_text(head: bytes) -> bool:
    """Lines with commas, semicolons or tabs, in UTF-8, UTF-16 or a Chinese encoding."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return b"\x00" not in head and b"\n" in head and any(mark in head for mark in (b",", b"\t", b";"))


def refusal(code: str, *, rows: int = 0) -> SheetError:
    """The SheetError of a code, with its sentence; `rows` is the limit that it names."""
    messages = {
        "empty": _("文件是空的，请重新选择。"),
        "too_large": _("文件超过 30 MB，请删去图片或分成几个文件后上传。"),
        "password": _("文件有密码保护，请在 Excel 中取消密码后另存，再上传。"),
        "old_excel": _("这是旧版 Excel（.xls）或 WPS（.et）文件，请另存为“Excel 工作簿（.xlsx）”后上传。"),
        "xml_excel": _("这是 Excel 2003 的 XML 表格，请另存为“Excel 工作簿（.xlsx）”后上传。"),
        "html": _("这其实是网页表格，请用 Excel 打开后另存为“Excel 工作簿（.xlsx）”再上传。"),
        "pdf": _("这是 PDF 文件，请上传 Excel 工作簿（.xlsx）。"),
        "csv": _("这里不收文本（CSV）文件，请上传 Excel 工作簿（.xlsx）。"),
        "not_table": _("这不是表格：请上传 Excel、WPS 表格，或者每行用逗号、分号、制表符分列的文本文件。"),
        "not_excel": _("这不是 Excel 工作簿，请上传 .xlsx 文件。"),
        "damaged": _("文件已损坏或没有传完，请用 Excel 打开检查、重新保存后再上传。"),
        "wrong_kind": _("这不是 .xlsx 工作簿，请用 Excel 或 WPS 另存为“Excel 工作簿（.xlsx）”后上传。"),
        "too_many_parts": _("工作簿内部的部件太多，请把数据复制到新的工作簿后上传。"),
        "unsafe": _("工作簿内部结构异常，请把数据复制到新的工作簿后上传。"),
        "macro": _("工作簿中有宏，请另存为不带宏的“Excel 工作簿（.xlsx）”后上传。"),
        "embedded": _("工作簿中嵌入了其他文件或控件，请删去后上传。"),
        "external": _("工作簿引用了其他文件或数据连接，请断开链接、粘贴为数值后上传。"),
        "too_big": _("工作簿展开后超过 100 MB，请删去图片和多余的行后上传。"),
        "bomb": _("工作簿压缩比异常，请把数据复制到新的工作簿后上传。"),
        "doctype": _("工作簿内部含有不允许的定义，请把数据复制到新的工作簿后上传。"),
        "no_data": _("工作簿里没有找到数据，请检查是否填在第一个可见的工作表中。"),
        "no_sheet": _("工作簿里没有这个工作表，请重新选择。"),
        "too_many_rows": _("一次最多导入 %(rows)s 行，请分成几个文件。") % {"rows": rows},
        "too_many_columns": _("表格超过 400 列，请删去多余的列后上传。"),
    }
    return SheetError(messages[code], code)
