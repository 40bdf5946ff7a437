"""Reads the words of the code lists: by label, never by integer code.

Two public schemas number the same list differently (domain.md 3.2), so a figure in such a cell is an unknown
word. Older words stand beside the ones they became.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.db.models import TextChoices

from cases.archives.states import Category, Cause, DisabilityGrade, DisabilityKind, Relation, Sex
from cases.rosters.rules import words

SPOUSES: Mapping[str, str] = {Sex.FEMALE: Relation.HUSBAND, Sex.MALE: Relation.WIFE}


class UnknownLabel(ValueError):
    """A word that the list does not know; `allowed` are the words of today's."""

    def __init__(self, allowed: tuple[str, ...]) -> None:
        super().__init__("unknown label")
        self.allowed = allowed


class VagueLabel(ValueError):
    """A word that says too little to choose one value of the list."""


class Label:
    """What a cell says that holds several values; false when it says nothing."""

    def __bool__(self) -> bool:
        return any(value not in (None, "") for value in vars(self).values())


@dataclass(frozen=True)
class PartOfDay(Label):
    """A year, or a year and a month, as the cell has it."""

    value: object


@dataclass(frozen=True)
class CategoryLabel(Label):
    """What 困难类别 says: today's category or '', the word of an earlier one, whether it tells of 低保."""

    category: str
    original: str = ""
    is_on_dibao: bool | None = None


@dataclass(frozen=True)
class StatusLabel(Label):
    """What 工作状态 says; 农民工 is a kind of worker and no status, 本科 tells the stage too."""

    status: str = ""
    is_migrant: bool = False
    stage: str = ""

    def __bool__(self) -> bool:
        return bool(self.status) or self.is_migrant


@dataclass(frozen=True)
class HealthLabel(Label):
    """Today's health, and the word of the list before 2019 where the cell has one."""

    health: str = ""
    former: str = ""


@dataclass(frozen=True)
class DisabilityLabel(Label):
    """What 肢体三级 says: kind and grade, '' where not said."""

    kind: str = ""
    grade: str = ""


@dataclass(frozen=True)
class CauseLabel(Label):
    """Today's cause, and the word of an older list that it stands for."""

    cause: str = ""
    former: str = ""


def plain(text: str) -> str:
    """A word as it is compared: half-width, without blanks, in small letters."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def is_said(value: object) -> bool:
    """Whether the value of a cell says anything."""
    return value not in (None, "") and (not isinstance(value, Label) or bool(value))


def is_nothing(value: object) -> bool:
    """Whether a cell says that there is nothing to say: 无, /, —."""
    return isinstance(value, str) and len(value) < 10 and plain(value) in words.NOTHING


def read_label(text: str, choices: type[TextChoices]) -> str:
    """The value of the word, '' for nothing. Raises UnknownLabel, VagueLabel."""
    word = plain(text)
    table = _table(choices)
    if word in table:
        return table[word]
    if word in words.NOTHING:
        return ""
    if word in words.VAGUE.get(choices, ()):
        raise VagueLabel
    raise UnknownLabel(allowed(choices))


def read_category(text: str) -> CategoryLabel:
    """困难类别 of any generation. Raises UnknownLabel."""
    word = plain(text)
    if word in words.EARLIER_CATEGORIES:
        known = {**dict.fromkeys(words.ON_DIBAO, True), **dict.fromkeys(words.NOT_ON_DIBAO, False)}
        return CategoryLabel("", word, known.get(word))
    original = word if word == words.SAME_IN_EVERY_GENERATION else ""
    return CategoryLabel(read_label(text, Category), original)


def read_cause(text: str) -> CauseLabel:
    """A cause, with the word itself where an older list is said in today's 其他. Raises UnknownLabel."""
    word = plain(text)
    if word in words.EARLIER_CAUSES:
        return CauseLabel(Cause.OTHER.value, word)
    return CauseLabel(read_label(text, Cause))


def read_yes(text: str) -> bool | None:
    """是 or 否, None for nothing. Raises UnknownLabel."""
    word = plain(text)
    if word in words.YES or word in words.NO:
        return word in words.YES
    if word in words.NOTHING:
        return None
    raise UnknownLabel(("是", "否"))


def read_relation(text: str, sex: str) -> str:
    """The relation to the head, whose sex decides what 配偶 is. Raises UnknownLabel."""
    if plain(text) in words.SPOUSE:
        return str(
            {Sex.FEMALE: Relation.HUSBAND, Sex.MALE: Relation.WIFE}.get(Sex(sex)) if sex else Relation.OTHER
        )
    return read_label(text, Relation)


def read_disability(text: str) -> DisabilityLabel:
    """肢体三级, 视力残疾一级（极重度）, 多重. Raises UnknownLabel."""
    word = plain(text)
    if word in words.NOTHING or word in ("否", "非残疾", "无残疾", "健全"):
        return DisabilityLabel()
    kind, grade = _search(DisabilityKind, word), _search(DisabilityGrade, word)
    if not kind and not grade:
        raise UnknownLabel(tuple(f"{label}残疾" for label in DisabilityKind.labels))
    return DisabilityLabel(kind, grade)


def allowed(choices: type[TextChoices]) -> tuple[str, ...]:
    """The words of a list as the layout writes them."""
    if choices is Category:
        return ("深度困难职工", "相对困难职工", "意外致困职工")
    return tuple(str(choice.label) for choice in choices if choice is not Relation.HEAD)


def _search(choices: type[TextChoices], text: str) -> str:
    """The value whose word stands somewhere in the text; longer words first, 极重度 before 重度."""
    table = _table(choices)
    found = re.search("|".join(sorted(map(re.escape, table), key=len, reverse=True)), text)
    return table[found[0]] if found else ""


@cache
def _table(choices: type[TextChoices]) -> Mapping[str, str]:
    said = (choice for choice in choices if choice is not Category.OWN)  # a union's own word says which
    labels = {plain(str(choice.label)): str(choice.value) for choice in said}
    aliases = words.WORDS.get(choices, {})
    return labels | {plain(word): str(value) for value, text in aliases.items() for word in text.split()}
