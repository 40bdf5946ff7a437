"""Columns for ID numbers, bank cards and phones: encrypted at rest, searched through a keyed hash.

Table, column and the row's `uid` are authenticated with each value (`secret` has its format). Renaming a
table or a column therefore needs the values to be written again in the same migration.
"""

from typing import TYPE_CHECKING, Any, NoReturn
from uuid import UUID

from django import forms
from django.core import checks
from django.core.exceptions import FieldDoesNotExist, FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from hardship.kernel.fields import inputs
from hardship.kernel.fields.secret import MASKS, Ciphertext, Purpose, Secret

if TYPE_CHECKING:
    _Field = models.Field["str | Secret | None", "Secret"]
else:  # Django's fields take type parameters only in their stubs
    _Field = models.Field

_FORM_FIELDS: dict[Purpose, type[forms.Field]] = {
    "id_number": inputs.IdNumberField,
    "bank_card": inputs.CardField,
    "phone": inputs.PhoneField,
    "document": inputs.DocumentField,
}


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
        if self.purpose not in MASKS:
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
        return super().formfield(**{"form_class": _FORM_FIELDS[self.purpose], **kwargs})
