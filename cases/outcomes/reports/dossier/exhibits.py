"""The documents of a case as pages of its dossier. A damaged one is named on a page and stops nothing."""

import hashlib
from collections.abc import Iterator

from django.core.exceptions import SuspiciousFileOperation
from django.utils.translation import gettext as _

from cases.archives.models import Evidence
from cases.outcomes.selectors.pieces import Piece, Stored
from hardship.kernel.files import page_of
from hardship.kernel.files.pages import PageError, count_pages, draw_page
from hardship.kernel.pdf import render_pdf

PDF = "application/pdf"


def exhibit(piece: Piece) -> Iterator[bytes]:
    """Its pages as PDFs of one page, drawn one after the other, so that no more than one is in memory twice;
    then, where something is wrong with it, a page that says what."""
    content, fault = _read(piece)
    if not fault and piece.evidence is not None:
        try:
            yield from _draw(piece.evidence, content)
        except PageError as error:
            fault = str(error)
        except OSError:
            fault = _("图片已损坏，不能显示。")
    if fault:
        yield render_pdf("pdf/dossier_fault.html", _fault(piece, fault), title=piece.title)


def _fault(piece: Piece, fault: str) -> dict[str, str]:
    title = _("材料 %(n)s：%(title)s") % {"n": piece.number, "title": piece.title}
    return {"title": title, "fault": fault, "sha256": piece.sha256}


def _read(piece: Piece) -> tuple[bytes, str]:
    """The stored bytes, or what is wrong with them."""
    if piece.evidence is None:
        return b"", _("系统中找不到这份材料。")
    try:
        with piece.evidence.file.open("rb") as file:
            content: bytes = file.read()
    except (OSError, SuspiciousFileOperation):
        return b"", _("文件不在服务器上，请管理员从备份恢复。")
    if hashlib.sha256(content).hexdigest() != piece.sha256:
        return b"", _("文件内容与提交时的校验码不符，没有装入卷宗。")
    return content, ""


def _draw(evidence: Stored, content: bytes) -> Iterator[bytes]:
    """PDFs are drawn apart (kernel.files.pages): what came from anybody is no part of a paper of ours."""
    rotation = evidence.rotation if isinstance(evidence, Evidence) else 0  # others are shown as they came
    if evidence.media_type != PDF:
        yield page_of(content, rotation)
        return
    for number in range(1, count_pages(evidence.sha256, lambda: content) + 1):
        yield page_of(draw_page(content, number, rotation=rotation))
