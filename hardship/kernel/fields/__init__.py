"""Fields of models and forms: encrypted at rest, strict at the door."""

from hardship.kernel.fields.blind import BlindIndexField, blind_index, tail_index
from hardship.kernel.fields.encrypted import EncryptedField
from hardship.kernel.fields.inputs import (
    CardField,
    CleanTextField,
    DateField,
    IdNumberField,
    PhoneField,
    StrictIntegerField,
    TelephoneField,
    UsccField,
    YuanField,
    clean_text,
)
from hardship.kernel.fields.secret import DecryptionError, Secret
from hardship.kernel.fields.transactions import TransactionIdField

__all__ = [
    "BlindIndexField",
    "CardField",
    "CleanTextField",
    "DateField",
    "DecryptionError",
    "EncryptedField",
    "IdNumberField",
    "PhoneField",
    "Secret",
    "StrictIntegerField",
    "TelephoneField",
    "TransactionIdField",
    "UsccField",
    "YuanField",
    "blind_index",
    "clean_text",
    "tail_index",
]
