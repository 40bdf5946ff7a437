"""Search for what is encrypted: a keyed hash of the number, and one of its last four places."""

import hashlib
import hmac
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models

from hardship.kernel import documents
from hardship.kernel.fields.secret import Purpose, Secret

if TYPE_CHECKING:
    _BinaryField = models.BinaryField[bytes | None, bytes | None]
else:  # Django's fields take type parameters only in their stubs
    _BinaryField = models.BinaryField


class BlindIndexField(_BinaryField):
    """16 bytes beside an EncryptedField, from `blind_index`: equality search that never opens it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("db_index", True)
        kwargs.setdefault("max_length", 16)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        if kwargs.get("max_length") == 16:
            del kwargs["max_length"]
        return name, "hardship.kernel.fields.BlindIndexField", args, kwargs

    def get_prep_value(self, value: Any) -> Any:
        # A number given by mistake would otherwise travel to the server, and into its log, in plain text.
        if value is not None and not isinstance(value, bytes | bytearray | memoryview):
            raise TypeError(f"{self.name} is searched with blind_index(value, purpose).")
        return super().get_prep_value(value)


def blind_index(value: "str | Secret", purpose: Purpose) -> bytes:
    """16 bytes, equal for the same number of the same purpose, whatever its blanks, hyphens and width.

    HMAC-SHA256 under settings.BLIND_INDEX_KEY. ID numbers are few enough to be tried one by one, so this key
    is as precious as the data. Raises ValueError for an empty value.
    """
    text = value.reveal() if isinstance(value, Secret) else value
    canonical = documents.normalise(text).upper().replace("-", "")
    if not canonical:
        raise ValueError("An empty value has no blind index.")
    message = purpose.encode() + b"\x00" + canonical.encode()
    return hmac.new(settings.BLIND_INDEX_KEY, message, hashlib.sha256).digest()[:16]


def tail_index(value: "str | Secret", purpose: Purpose) -> bytes:
    """16 bytes, equal for numbers that end in the same four places; of four places it is their own index.

    Only 10,000 of them exist; docs/adr/0010 says what that means.
    """
    text = value.reveal() if isinstance(value, Secret) else value
    message = b"tail\x00" + purpose.encode() + b"\x00" + documents.normalise(text).upper()[-4:].encode()
    return hmac.new(settings.BLIND_INDEX_KEY, message, hashlib.sha256).digest()[:16]
