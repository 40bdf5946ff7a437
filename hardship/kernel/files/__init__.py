"""Documents of people: what comes in, and where it is kept."""

from hardship.kernel.files.bundles import bundle, page_of
from hardship.kernel.files.fields import FilesField, ProofField
from hardship.kernel.files.pages import MAX_PAGES, PageError, count_pages, draw_page
from hardship.kernel.files.storage import FolderName, PrivateStorage, StorageFull, contents_of, needing_room
from hardship.kernel.files.trimming import trim
from hardship.kernel.files.uploads import (
    ACCEPT,
    MAX_BYTES,
    SANDBOX,
    Accepted,
    UploadError,
    accept_upload,
    safe_name,
)
from hardship.kernel.files.zips import MOST_FILES, Packed, count_files, read_zip

__all__ = [
    "ACCEPT",
    "MAX_BYTES",
    "MAX_PAGES",
    "MOST_FILES",
    "SANDBOX",
    "Accepted",
    "FilesField",
    "FolderName",
    "Packed",
    "PageError",
    "PrivateStorage",
    "ProofField",
    "StorageFull",
    "UploadError",
    "accept_upload",
    "bundle",
    "contents_of",
    "count_files",
    "count_pages",
    "draw_page",
    "needing_room",
    "page_of",
    "read_zip",
    "safe_name",
    "trim",
]
