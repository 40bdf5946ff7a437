"""Where private files are kept: under random names, whole or not at all, never at an address."""

import errno
import os
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, NoReturn

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import File
from django.core.files.storage import Storage
from django.db.models.fields.files import FieldFile
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext as _

from hardship.kernel.workflow import Refused

NO_SPACE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class StorageFull(Refused):
    """There is no room for a file; nothing of it was kept, and the same can be tried again."""

    status = 507

    def __init__(self) -> None:
        super().__init__(
            _("服务器的磁盘满了，文件没有保存，其他也没有改动。请告诉系统管理员，腾出空间以后再试一次。")
        )


@contextmanager
def needing_room() -> Iterator[None]:
    """Whatever writes files, its own or those of a library. Raises StorageFull where the disk is full."""
    try:
        yield
    except OSError as fault:
        if fault.errno in NO_SPACE:
            raise StorageFull from fault
        raise


@deconstructible(path="hardship.kernel.files.FolderName")
class FolderName:
    """The `upload_to` of private files: only the folder is ours, the storage makes the name."""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def __call__(self, _row: object, _filename: str) -> str:
        return f"{self.folder}/{uuid.uuid4().hex}"


def contents_of(file: FieldFile) -> bytes:
    """All of a stored file."""
    with file.open("rb") as stored:
        content: bytes = stored.read()
    return content


@deconstructible(path="hardship.kernel.files.PrivateStorage")
class PrivateStorage(Storage):
    """Files under settings.PRIVATE_ROOT with random names; whole or not there at all, never at an address.

    Of the name that is asked for only the folders of `upload_to` and the extension are kept.
    """

    _folder = re.compile(r"[a-z][a-z0-9_]*")
    _stored = re.compile(r"(?:[a-z][a-z0-9_]*/)*[0-9a-f]{2}/[0-9a-f]{32}(?:\.[a-z0-9]{1,5})?")

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def path(self, name: str) -> str:
        """Where the file lies. Raises SuspiciousFileOperation for a name that this storage did not make."""
        if not self._stored.fullmatch(name):
            raise SuspiciousFileOperation("That is not the name of a stored file.")
        return str(Path(settings.PRIVATE_ROOT) / name)

    def exists(self, name: str) -> bool:
        return Path(self.path(name)).is_file()

    def size(self, name: str) -> int:
        return Path(self.path(name)).stat().st_size

    def delete(self, name: str) -> None:
        Path(self.path(name)).unlink(missing_ok=True)

    def url(self, name: str | None) -> NoReturn:
        raise ValueError("Private files are served by a view that checks who asks.")

    def _open(self, name: str, mode: str = "rb") -> File:  # type: ignore[type-arg]
        if mode != "rb":
            raise ValueError("Stored files are only read.")
        return File(Path(self.path(name)).open("rb"), name=name)

    def _save(self, name: str, content: File | IO[bytes]) -> str:  # type: ignore[type-arg]
        asked = PurePosixPath(name)
        if not all(self._folder.fullmatch(part) for part in asked.parts[:-1]):
            raise SuspiciousFileOperation("Folders of stored files are plain words.")
        suffix = asked.suffix.lower()
        random = uuid.uuid4().hex
        stored = str(asked.parent / random[:2] / random)
        stored += suffix if re.fullmatch(r"\.[a-z0-9]{1,5}", suffix) else ""
        self._write(Path(self.path(stored)), content if isinstance(content, File) else File(content))
        return stored

    def _write(self, path: Path, content: File) -> None:  # type: ignore[type-arg]
        """All of it or nothing: a crash leaves at most a file that starts with a dot."""
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished = path.with_name(f".{path.name}")
        try:
            descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with needing_room(), os.fdopen(descriptor, "wb") as file:
                for chunk in content.chunks():
                    file.write(chunk.encode() if isinstance(chunk, str) else chunk)
                file.flush()
                os.fsync(file.fileno())
            unfinished.rename(path)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)  # the name too survives a power cut
        finally:
            os.close(folder)
