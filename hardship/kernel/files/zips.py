"""Zip files as people send them: names in GBK, folders of their system, other things, and bombs.

Nothing is written to disk under a name of the archive, so a path that climbs out of a folder is a name like
any other. What an entry claims of its size is not believed: bytes are counted while they come.
"""

import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from django.utils.translation import gettext as _

from hardship.kernel.files.uploads import MAX_BYTES, UploadError

MOST_FILES = 2000
MOST_UNPACKED = 1024 * 1024 * 1024  # bytes, all files together
JUNK = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")
_UTF8 = 0x800
_ENCRYPTED = 0x1
_BLOCK = 64 * 1024
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError, ValueError)


@dataclass(frozen=True)
class Packed:
    """One file of an archive; `content` is None where `why` says for what reason it cannot be had."""

    name: str = field(repr=False)
    content: bytes | None = field(repr=False)
    why: str = ""


def count_files(stream: IO[bytes]) -> int:
    """How many files an archive has. Raises UploadError for one that is broken, empty or too long."""
    with _open(stream) as archive:
        number = len(_entries(archive))
    if not number:
        raise UploadError("empty", _("压缩包里没有文件。"))
    if number > MOST_FILES:
        raise UploadError("many", _("压缩包里超过 2,000 个文件，请分成几个压缩包上传。"))
    return number


def read_zip(stream: IO[bytes], *, start: int = 0) -> Iterator[Packed]:
    """The files from this place on, in the order of the archive, each at most MAX_BYTES."""
    left = MOST_UNPACKED
    with _open(stream) as archive:
        for entry in _entries(archive)[:MOST_FILES][start:]:
            packed = _read(archive, entry, min(left, MAX_BYTES))
            left -= len(packed.content or b"")
            yield packed


def _open(stream: IO[bytes]) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(stream)
    except _BROKEN as error:
        raise UploadError("broken", _("压缩包已损坏或不是 ZIP 格式，请重新压缩成 .zip 后上传。")) from error


def _entries(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    rows = [
        row for row in archive.infolist() if not row.is_dir() and not stat.S_ISLNK(row.external_attr >> 16)
    ]
    return [row for row in rows if not any(word in f"/{row.filename}".lower() for word in JUNK)]


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limit: int) -> Packed:
    name = _name(entry)
    if entry.flag_bits & _ENCRYPTED:
        return Packed(name, None, _("压缩包有密码，请去掉密码后上传。"))
    parts, size = [], 0
    try:
        with archive.open(entry) as stream:
            while block := stream.read(_BLOCK):
                size += len(block)
                if size > limit:
                    return Packed(name, None, _("文件超过 10 MB，请压缩或分开后上传。"))
                parts.append(block)
    except _BROKEN:
        return Packed(name, None, _("文件已损坏或不完整，请重新压缩后上传。"))
    return Packed(name, b"".join(parts))


def _name(entry: zipfile.ZipInfo) -> str:
    """Windows in Chinese packs names as GBK and does not say so."""
    if entry.flag_bits & _UTF8:
        return entry.filename
    raw = entry.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename
