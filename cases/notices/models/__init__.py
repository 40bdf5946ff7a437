"""Public notices, their lines, objections to them, and what a room registers that puts lines there."""

from cases.notices.models.notices import NoticeEntry, PublicNotice
from cases.notices.models.objections import Objection
from cases.notices.models.sources import SOURCES, NoticeSource

__all__ = ["SOURCES", "NoticeEntry", "NoticeSource", "Objection", "PublicNotice"]
