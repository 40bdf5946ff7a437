"""Fills what is derived from a person's name, ID number, phone and card; the only place that does."""

from datetime import date
from typing import Any

from hardship.kernel import names
from hardship.kernel.fields import blind_index, tail_index

Bearer = Any  # a Member, or a row of another room with the same columns


def set_name(member: Bearer, name: str) -> None:
    """The name with its pinyin, initials and 2-grams for search."""
    member.name = name
    pinyin, initials = names.spell(name)
    member.name_pinyin, member.name_initials = pinyin[:160], initials[:50]
    member.name_grams = names.grams(name)


def set_id_number(member: Bearer, number: str, *, birth_on: date | None = None, sex: str = "") -> None:
    """A checked ID number ('' clears it) with its blind indexes; birth date and sex follow it."""
    member.id_number = number or None
    member.id_number_index = blind_index(number, "id_number") if number else None
    member.id_number_tail = tail_index(number, "id_number") if number else None
    if birth_on is not None:
        member.birth_on = birth_on
    if sex:
        member.sex = sex


def set_document(member: Bearer, number: str) -> None:
    """The checked number of another identity document ('' clears it); the kind is part of its index."""
    member.document_number = number or None
    member.document_index = blind_index(f"{member.document_kind}{number}", "document") if number else None


def set_phone(member: Bearer, phone: str) -> None:
    """A checked phone number ('' clears it) with its blind indexes."""
    member.phone = phone or None
    member.phone_index = blind_index(phone, "phone") if phone else None
    member.phone_tail = tail_index(phone, "phone") if phone else None


def set_bank_card(member: Bearer, card: str) -> None:
    """A checked card number ('' clears it) with its blind index."""
    member.bank_card = card or None
    member.bank_card_index = blind_index(card, "bank_card") if card else None
