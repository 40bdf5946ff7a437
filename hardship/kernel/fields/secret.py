"""A personal number as it lives in memory, and as bytes: AES-256-GCM with a key id.

A stored value is `01 | algorithm (1) | key id (2) | nonce (12) | ciphertext and tag`. The caller's context
(table, column and the row's `uid`) is authenticated with it, so a value copied to another row or column does
not open there. Knows no model: `encrypted` keeps it in a column, `inputs` reads it from a form.
"""

import functools
import os
from typing import Literal, NoReturn, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from hardship.kernel import documents

Purpose = Literal["id_number", "bank_card", "phone", "document", "unsent", "audit", "home", "care"]


def _hide_all(text: str) -> str:
    """A form that was not sent, what was changed in a record, what somebody said in confidence: any of it
    may be personal."""
    return "…" if text else ""


MASKS = {
    "id_number": documents.mask_id,
    "bank_card": documents.mask_card,
    "phone": documents.mask_phone,
    "document": documents.mask_id,
    "unsent": _hide_all,
    "audit": _hide_all,
    "care": _hide_all,
}
_VERSION, _AES_256_GCM = 1, 1
_HEADER, _NONCE, _TAG = 4, 12, 16


class DecryptionError(Exception):
    """A stored value that does not open: another key, another row or column, or damage."""


class Ciphertext(bytes):
    """What the database holds; says nothing about itself, even in a debugger."""

    def __repr__(self) -> str:
        return "<ciphertext>"

    __str__ = __repr__


class Secret:
    """A personal number of one row. Printing it shows the mask; `reveal` gives the number itself.

    It opens when first looked at, and then raises DecryptionError if the stored value is not this row's.
    """

    __slots__ = ("_context", "_plain", "_purpose", "_sealed")

    def __init__(
        self, purpose: str, plain: str | None = None, *, sealed: bytes | None = None, context: bytes = b""
    ) -> None:
        self._purpose = purpose
        self._plain = plain
        self._sealed = sealed
        self._context = context

    def reveal(self) -> str:
        """The number itself. Whoever calls this for somebody's eyes leaves a row in the audit trail."""
        if self._plain is None:
            self._plain = "" if self._sealed is None else _decrypt(self._sealed, self._context)
        return self._plain

    reveal.alters_data = True  # type: ignore[attr-defined]  # templates refuse to call it

    def bind(self, context: bytes) -> Self:
        """The same number for the row that `context` names."""
        if context == self._context:
            return self
        return type(self)(self._purpose, self.reveal(), context=context)

    def seal(self) -> Ciphertext | None:
        """The bytes for the database; None when there is no number."""
        if not self:
            return None
        if not self._context:
            raise TypeError(
                "An encrypted value is saved with its row; update() cannot know which row it is for."
            )
        plain = self.reveal()  # what does not open is not written back
        if self._sealed is None:
            self._sealed = _encrypt(plain, self._context)
        return Ciphertext(self._sealed)

    def __str__(self) -> str:
        return MASKS[self._purpose](self.reveal())

    def __repr__(self) -> str:
        try:
            return f"<Secret {self}>"
        except DecryptionError:
            return "<Secret unreadable>"

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Secret):
            return self.reveal() == other.reveal()
        return self.reveal() == other if isinstance(other, str) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.reveal())

    def __bool__(self) -> bool:
        return bool(self._plain) if self._plain is not None else self._sealed is not None

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, object]) -> Self:
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError("A secret is not pickled.")


@functools.lru_cache(16)
def _cipher(key: bytes) -> AESGCM:
    """Making one takes longer than opening a number with it."""
    return AESGCM(key)


def _encrypt(plain: str, context: bytes) -> bytes:
    key_id = settings.FIELD_KEY_ID
    header = bytes((_VERSION, _AES_256_GCM)) + key_id.to_bytes(2, "big")
    nonce = os.urandom(_NONCE)
    sealed = _cipher(settings.FIELD_KEYS[key_id]).encrypt(nonce, plain.encode(), header + context)
    return header + nonce + sealed


def _decrypt(blob: bytes, context: bytes) -> str:
    header, nonce, sealed = blob[:_HEADER], blob[_HEADER : _HEADER + _NONCE], blob[_HEADER + _NONCE :]
    if header[:2] != bytes((_VERSION, _AES_256_GCM)) or len(sealed) < _TAG:
        raise DecryptionError("The stored value has no known format.")
    key_id = int.from_bytes(header[2:], "big")
    if key_id not in settings.FIELD_KEYS:
        raise DecryptionError(
            f"The stored value needs key {key_id}, which settings.FIELD_KEYS does not hold."
        )
    try:
        return _cipher(settings.FIELD_KEYS[key_id]).decrypt(nonce, sealed, header + context).decode()
    except InvalidTag:
        raise DecryptionError("The stored value was written with another key or for another row.") from None
