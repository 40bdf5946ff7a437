"""What comes in: pictures written anew, PDFs looked through, everything else refused.

Decoding a picture and writing it again leaves its EXIF (with the place where it was taken) and whatever
hides behind it outside. A PDF is kept as it came when it holds no script, program or attachment; its pages
are drawn by a process of their own (kernel.files.pages).
"""

import hashlib
import re
import struct
import unicodedata
import zlib
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePosixPath
from typing import NoReturn

from django.core.files.base import File
from django.utils.translation import gettext as _
from PIL import Image, ImageFile, ImageOps

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000
LONGEST_SIDE = 2000
# What a stored file may do when a browser opens it: nothing at all.
SANDBOX = "sandbox; default-src 'none'; img-src 'self'; style-src 'none'"
ACCEPT = ".jpg,.jpeg,.png,.webp,.pdf"  # for the file input of a page

_IMAGES = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}
_MEDIA_TYPES = {"jpg": "image/jpeg", "png": "image/png", "pdf": "application/pdf"}
_BROKEN_IMAGE = (
    OSError, SyntaxError, ValueError, EOFError, TypeError, IndexError, KeyError, OverflowError,
    struct.error, zlib.error,
)  # fmt: skip
_RESERVED = re.compile(r"(?:CON|PRN|AUX|NUL|COM\d|LPT\d)(?:\..*)?", re.IGNORECASE)
_ACTIVE_PDF = {
    b"/Encrypt": "encrypted",
    b"/JavaScript": "active",
    b"/Launch": "active",
    b"/RichMedia": "active",
    b"/SubmitForm": "active",
    b"/ImportData": "active",
    b"/EmbeddedFile": "attachment",
}
_PDF_NAME = re.compile(rb"|".join(_ACTIVE_PDF) + rb"|/XFA(?=[\s\[])")
_PDF_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_PDF_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_OBJECT_STREAMS, _PACKED_LIMIT, _UNPACKED_LIMIT = 1000, 1024 * 1024, 64 * 1024 * 1024


class UploadError(ValueError):
    """A file that is not taken. The message is for the user; `code` is for programs."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Accepted:
    """What is kept of an upload; `original_name` is safe to show and to download under."""

    content: bytes = field(repr=False)
    sha256: str
    media_type: str
    extension: str
    original_name: str = field(repr=False)
    size: int


def accept_upload(uploaded: File) -> Accepted:  # type: ignore[type-arg]
    """Take a JPEG, PNG, WebP or PDF of at most 10 MB.

    Pictures come back upright, at most 2000 pixels long, as JPEG or PNG. Raises UploadError with one of the
    codes empty, too_large, kind, heic, old_picture, office, mismatch, broken, pixels, active, attachment,
    encrypted.
    """
    content = _read(uploaded)
    named = PurePosixPath(safe_name(uploaded.name or "")).suffix[1:].lower()
    found = _sniff(content)
    if named and not (named == found or (named in _IMAGES and found in _IMAGES)):
        _refuse("mismatch" if named in {*_IMAGES, "pdf"} else "kind")
    if found == "pdf":
        _check_pdf(content)
        extension = "pdf"
    else:
        content, extension = _encode_again(content, _IMAGES[found])
    return Accepted(
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        media_type=_MEDIA_TYPES[extension],
        extension=extension,
        original_name=safe_name(uploaded.name or "", extension),
        size=len(content),
    )


def safe_name(name: str, extension: str = "") -> str:
    """A file name without folders, invisible marks and what Windows cannot keep; at most 100 characters."""
    name = unicodedata.normalize("NFC", name[-1000:].replace("\\", "/").rpartition("/")[2])
    name = "".join(char for char in name if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp"))
    name = re.sub(r'[<>:"|?*;%]', "_", name).strip(". ")
    stem, _dot, suffix = name.rpartition(".")
    if not stem or len(suffix) > 8:
        stem, suffix = name, ""
    stem = stem.strip(". ")[:90].strip(". ") or _("未命名")
    if _RESERVED.fullmatch(stem):
        stem = f"_{stem}"
    suffix = extension or suffix
    return f"{stem}.{suffix}" if suffix else stem


def _read(uploaded: File) -> bytes:  # type: ignore[type-arg]
    """The bytes, counted while they come: the size that a client claims is not believed."""
    parts, size = [], 0
    for chunk in uploaded.chunks():
        size += len(chunk)
        if size > MAX_BYTES:
            _refuse("too_large")
        parts.append(chunk)
    if not size:
        _refuse("empty")
    return b"".join(parts)


def _sniff(content: bytes) -> str:
    """jpg, png, webp or pdf by the first bytes; everything else is refused with its own sentence."""
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "webp"
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content[4:8] == b"ftyp":
        _refuse("heic")
    if content.startswith((b"GIF8", b"BM", b"II*\x00", b"MM\x00*")):
        _refuse("old_picture")
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf")):
        _refuse("office")
    return _refuse("kind")


def _encode_again(content: bytes, image_format: str) -> tuple[bytes, str]:
    # WeasyPrint tells all of Pillow to be content with half a picture, for as long as the process lives.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(BytesIO(content), formats=[image_format]) as image:
            if image.width * image.height > MAX_PIXELS:
                _refuse("pixels")
            image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # large photographs are decoded smaller at once
            picture = _flatten(ImageOps.exif_transpose(image))
    except UploadError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        _refuse("pixels")
    except _BROKEN_IMAGE:
        _refuse("broken")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    clean = Image.new(picture.mode, picture.size)
    clean.paste(picture)  # pixels only: comments, profiles and EXIF stay behind
    out = BytesIO()
    if image_format == "PNG":
        clean.save(out, "PNG", optimize=True)
        return out.getvalue(), "png"
    clean.save(out, "JPEG", quality=88, optimize=True)
    return out.getvalue(), "jpg"


def _flatten(image: Image.Image) -> Image.Image:
    """The first frame in grey or RGB, on white where it was transparent."""
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in ("1", "L"):
        return image.convert("L")
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer)
    return image.convert("RGB")


def _check_pdf(content: bytes) -> None:
    if b"%%EOF" not in content[-2048:]:
        _refuse("broken")
    _refuse_active(content)
    count, left = 0, _UNPACKED_LIMIT
    for match in _PDF_STREAM.finditer(content):
        head = _plain_names(content[max(0, match.start() - 512) : match.start()].rpartition(b"obj")[2])
        if b"/ObjStm" in head:  # objects may hide in a compressed stream
            count += 1
            if count > _OBJECT_STREAMS:
                _refuse("broken")
            objects = _inflate(content[match.end() : match.end() + _PACKED_LIMIT], left)
            left -= len(objects)
            _refuse_active(objects)


def _inflate(packed: bytes, limit: int) -> bytes:
    stream = zlib.decompressobj()
    try:
        objects = stream.decompress(packed.partition(b"endstream")[0], max(limit, 1))
    except zlib.error:
        objects = b""
    if not stream.eof:
        _refuse("broken")
    return objects


def _refuse_active(content: bytes) -> None:
    """Names may be spelled with escapes: /J#61vaScript."""
    match = _PDF_NAME.search(_plain_names(content))
    if match:
        _refuse(_ACTIVE_PDF.get(match.group(), "active"))


def _plain_names(content: bytes) -> bytes:
    return _PDF_ESCAPE.sub(lambda match: bytes.fromhex(match.group(1).decode()), content)


def _refuse(code: str) -> NoReturn:
    messages = {
        "empty": _("文件是空的，请重新选择。"),
        "too_large": _("文件超过 10 MB，请压缩或分开后上传。"),
        "kind": _("只能上传 JPG、PNG、WebP 图片或 PDF 文件。"),
        "heic": _("这是手机的 HEIC 等格式，请在手机相机设置中选“兼容性最佳”重拍，或另存为 JPG 后上传。"),
        "old_picture": _("这种图片格式不能上传，请另存为 JPG 或 PNG 后上传。"),
        "office": _("这是 Word、Excel 或压缩文件，请另存为 PDF 或拍照后上传。"),
        "mismatch": _("文件内容与扩展名不符，请用原来的软件另存为 JPG 或 PDF 后上传。"),
        "broken": _("文件已损坏或不完整，请重新拍照或导出后上传。"),
        "pixels": _("图片超过 4000 万像素，请缩小后上传。"),
        "active": _("这份 PDF 中含有脚本或程序，请打印成新的 PDF 或拍照后上传。"),
        "attachment": _("这份 PDF 中夹带了附件，请打印成新的 PDF 或拍照后上传。"),
        "encrypted": _("这份 PDF 有密码保护，请去掉密码后上传。"),
    }
    raise UploadError(code, messages[code])
