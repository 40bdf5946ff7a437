"""Public notices, their lines, boards and objections, and what a room registers that puts lines there."""

from cases.notices.models.boards import BoardPhoto, EndChange, NoticeBoard
from cases.notices.models.notices import NoticeEntry, PublicNotice
from cases.notices.models.objections import Objection
from cases.notices.models.sources import SOURCES, NoticeSource

__all__ = [
    "SOURCES",
    "BoardPhoto",
    "EndChange",
    "NoticeBoard",
    "NoticeEntry",
    "NoticeSource",
    "Objection",
    "PublicNotice",
]
