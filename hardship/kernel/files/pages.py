"""Pages of a stored PDF as pictures, for looking at them beside what they prove.

Nothing is kept: a page is drawn when somebody who may see it asks, by kernel.files.draw, which runs apart,
two at a time in each server process, so that a hundred pages do not take the machine.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext as _

MAX_PAGES = 60
SECONDS = 12
WAIT = 20
PROGRAM = Path(__file__).with_name("draw.py")

_places = threading.BoundedSemaphore(2)


class PageError(ValueError):
    """A page that cannot be shown. The message is for the user; `code` is for programs: broken, encrypted,
    gone, page, slow, busy."""

    def __init__(self, code: str) -> None:
        super().__init__(_message(code))
        self.code = code


def draw_page(content: bytes, number: int, *, rotation: int = 0) -> bytes:
    """One page (from 1) as JPEG, at most 2000 pixels long, turned clockwise. Raises PageError."""
    return _run(content, number, rotation)[1]


def count_pages(sha256: str, read: Callable[[], bytes]) -> int:
    """How many pages the document with this hash has; `read` gives it. Raises PageError.

    Remembered by the hash, so that going through a file's documents does not count them again and again.
    """
    known = _known(sha256)
    if not known:
        try:
            known.append(_run(read(), 0, 0)[0])
        except PageError as error:
            if error.code == "busy":
                raise
            known.append(error.code)
    found = known[0]
    if isinstance(found, str):
        raise PageError(found)
    return found


@lru_cache(maxsize=2048)
def _known(_sha256: str) -> list[int | str]:
    return []


def _run(content: bytes, number: int, rotation: int) -> tuple[int, bytes]:
    if not _places.acquire(timeout=WAIT):
        raise PageError("busy")
    try:
        done = subprocess.run(  # noqa: S603  our own program, no shell, numbers as arguments
            [sys.executable, "-I", str(PROGRAM), str(number), str(rotation)],
            input=content, capture_output=True, timeout=SECONDS, env={}, cwd="/", check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise PageError("slow") from error
    finally:
        _places.release()
    line, _end, picture = done.stdout.partition(b"\n")
    if done.returncode or not line:
        raise PageError("slow" if done.returncode < 0 else "broken")
    told = json.loads(line)
    if "error" in told:
        raise PageError(told["error"])
    return told["pages"], picture


def _message(code: str) -> str:
    return {
        "broken": _("这份 PDF 已损坏或格式特殊，不能在这里显示，请下载查看，必要时请经办人重新上传。"),
        "encrypted": _("这份 PDF 有密码保护，不能在这里显示，请下载查看，并请经办人去掉密码后重新上传。"),
        "gone": _("这份材料的文件不在存储里，请联系管理员从备份中恢复。"),
        "page": _("这份 PDF 没有这一页。"),
        "slow": _("这份 PDF 太复杂，不能在这里显示，请下载查看。"),
        "busy": _("正在显示的材料太多，请稍后刷新。"),
    }[code]
