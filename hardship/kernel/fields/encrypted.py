"""ID numbers, bank cards and phones at rest: AES-256-GCM with a key id, searched through a keyed hash.

A stored value is `01 | algorithm (1) | key id (2) | nonce (12) | ciphertext and tag`. Table, column and the
row's `uid` are authenticated with it, so a value copied to another row or column does not open there.
Renaming a table or a column therefore needs the values to be written again in the same migration.
"""

import functools
import os
from typing import TYPE_CHECKING, Any, Literal, NoReturn, Self
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django import forms
from django.conf import settings
from django.core import checks
from django.core.exceptions import FieldDoesNotExist, FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from hardship.kernel import documents

if TYPE_CHECKING:
    _Field = models.Field["str | Secret | None", "Secret"]
else:  # Django's fields take type parameters only in their stubs
    _Field = models.Field

Purpose = Literal["id_number", "bank_card", "phone", "document"]

_MASKS = {
    "id_number": documents.mask_id,
    "bank_card": documents.mask_card,
    "phone": documents.mask_phone,
    "document": documents.mask_id,
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
        return _MASKS[self._purpose](self.reveal())

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


class SecretAttribute(DeferredAttribute):
    """Keeps the ciphertext or a Secret in the instance and hands out a Secret bound to its row."""

    field: "EncryptedField"

    def __get__(self, instance: models.Model | None, cls: type[models.Model] | None = None) -> Any:
        if instance is None:
            return self
        held = super().__get__(instance, cls)
        context = self.field.context(instance)
        if isinstance(held, Ciphertext):
            held = Secret(self.field.purpose, sealed=held, context=context)
        else:
            held = (held or Secret(self.field.purpose, "")).bind(context)
        instance.__dict__[self.field.attname] = held
        return held

    def __set__(self, instance: models.Model, value: object) -> None:
        if isinstance(value, str):
            value = Secret(self.field.purpose, value)
        if value is not None and not isinstance(value, Ciphertext | Secret):
            raise TypeError(f"{self.field.name} takes text, not {type(value).__name__}")
        instance.__dict__[self.field.attname] = value


class EncryptedField(_Field):
    """A personal number in a `bytea` column of a model that has a unique `uid`; "" and None become NULL.

    On an instance it is a Secret, never None. It cannot be searched: keep a BlindIndexField beside it. Works
    with save, bulk_create and bulk_update; `update()` has no row to bind the value to and is refused.
    """

    descriptor_class = SecretAttribute

    def __init__(self, purpose: Purpose, *args: Any, **kwargs: Any) -> None:
        self.purpose = purpose
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "hardship.kernel.fields.EncryptedField", [self.purpose, *args], kwargs

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        errors = super().check(**kwargs)
        if self.purpose not in _MASKS:
            errors.append(checks.Error(f"Unknown purpose {self.purpose!r}.", obj=self, id="kernel.E001"))
        try:
            uid = self.model._meta.get_field("uid")
        except FieldDoesNotExist:
            uid = None
        if not isinstance(uid, models.UUIDField) or not uid.unique or not uid.has_default():
            errors.append(
                checks.Error("The model needs a unique uid with a default.", obj=self, id="kernel.E002")
            )
        return errors

    def get_internal_type(self) -> str:
        return "BinaryField"

    def context(self, instance: models.Model) -> bytes:
        """What is authenticated with the value: table, column and row."""
        uid = instance.uid  # type: ignore[attr-defined]
        return self._context_of(uid if isinstance(uid, UUID) else UUID(str(uid)))

    def open(self, sealed: bytes, uid: UUID) -> Secret:
        """The number of the row with this uid, for a list that is read without its objects."""
        return Secret(self.purpose, sealed=sealed, context=self._context_of(uid))

    def _context_of(self, uid: UUID) -> bytes:
        return f"{self.model._meta.db_table}.{self.column}".encode() + b"\x00" + uid.bytes

    def from_db_value(self, value: Any, expression: object, connection: object) -> Ciphertext | None:
        return None if value is None else Ciphertext(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> Ciphertext | None:
        secret: Secret = getattr(model_instance, self.attname)
        return secret.seal()

    def get_prep_value(self, value: Any) -> Ciphertext | None:
        if isinstance(value, Secret):
            return value.seal()
        if value is not None and not isinstance(value, Ciphertext):
            raise TypeError("An encrypted value is saved with its row, not by update() or in a filter.")
        return value

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        value = super().get_db_prep_value(value, connection, prepared)
        return None if value is None else connection.Database.Binary(value)

    def get_lookup(self, lookup: str) -> Any:
        if lookup != "isnull":
            raise FieldError(f"{self.name} is encrypted; search its blind index.")
        return super().get_lookup(lookup)

    def value_to_string(self, obj: models.Model) -> NoReturn:
        raise TypeError(f"{self.name} is not serialised.")

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        from hardship.kernel.fields import inputs

        kinds = {
            "id_number": inputs.IdNumberField,
            "bank_card": inputs.CardField,
            "phone": inputs.PhoneField,
            "document": inputs.DocumentField,
        }
        return super().formfield(**{"form_class": kinds[self.purpose], **kwargs})


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
