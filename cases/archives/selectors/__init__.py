"""Reads of household files: one file (files), many (lists)."""

from cases.archives.selectors.files import (
    content_hash,
    get_content,
    get_household_standard,
    live_members,
)

__all__ = ["content_hash", "get_content", "get_household_standard", "live_members"]
