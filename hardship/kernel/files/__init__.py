"""Documents of people: what comes in, and where it is kept."""

from hardship.kernel.files.storage import PrivateStorage
from hardship.kernel.files.uploads import (
    ACCEPT,
    MAX_BYTES,
    SANDBOX,
    Accepted,
    UploadError,
    accept_upload,
    safe_name,
)

__all__ = [
    "ACCEPT",
    "MAX_BYTES",
    "SANDBOX",
    "Accepted",
    "PrivateStorage",
    "UploadError",
    "accept_upload",
    "safe_name",
]
