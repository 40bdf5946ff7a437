"""More kinds of cells: what later forms ask of people and households. As widgets, which see."""

import re
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from import_export.widgets import Widget

from cases.archives.rules.former import FORMER_HEALTH
from cases.archives.rules.periods import BANDS, Months, read_months, read_term
from cases.archives.rules.readers import read_ethnicity, read_years
from cases.rosters.resources.widgets import LabelWidget, TextWidget, Unclear, text_of
from cases.rosters.rules import labels, words
from cases.rosters.rules.entries import WARNING
from hardship.kernel.documents import DocumentError
from hardship.kernel.permits import read_document
from hardship.kernel.widths import mark_fault

_PARTS = re.compile(r"[、,，;；/\s]+")
_WHOLE = re.compile(r"([0-9]{1,4})(?:套|辆|年级|年|级|月)?", re.ASCII)
# Bands that name no number of months.
_VAGUE_TERMS = frozenset(band for _limit, band in BANDS if band not in ("两年", "三年", "四年"))


class EthnicityWidget(TextWidget):
    """汉 is 汉族."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        return read_ethnicity(super().clean(value))


class HealthWidget(LabelWidget):
    def checked(self, word: str, **kwargs: Any) -> labels.HealthLabel:
        try:
            found: labels.HealthLabel = super().checked(word, **kwargs)
        except Unclear as unclear:
            unclear.value = labels.HealthLabel(unclear.value or "")
            raise
        return found

    def read(self, word: str, **kwargs: Any) -> labels.HealthLabel:
        code, plain = labels.read_label(word, self.choices), labels.plain(word)
        is_former = plain in FORMER_HEALTH and code and plain != str(self.choices(code).label)
        return labels.HealthLabel(code, plain if is_former else "")


class LabelsWidget(LabelWidget):
    """Several of a list, parted by 、 or a comma."""

    def read(self, word: str, **kwargs: Any) -> list[str]:
        found = [labels.read_label(part, self.choices) for part in _PARTS.split(word) if part]
        return list(dict.fromkeys(one for one in found if one))


class TermWidget(Widget):  # type: ignore[misc]
    """Months of a labour contract: 3年, 36个月, 无固定期限."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int | None:
        text = text_of(value)[:40]
        if labels.is_nothing(text):
            return None
        if labels.plain(text) in _VAGUE_TERMS:
            why = _("只写了期限的档次，先留空，导入后请在档案中补填，例如 3年 或 18个月。")
            raise Unclear("vague_term", why, level=WARNING)
        try:
            return read_term(text)
        except ValueError as error:
            raise Unclear("not_a_term", str(error)) from None


class MonthsWidget(Widget):  # type: ignore[misc]
    """The months of an amount; nothing is the whole year."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Months | None:
        text = text_of(value)[:40]
        if labels.is_nothing(text):
            return None
        try:
            return read_months(text, timezone.localdate())
        except ValueError as error:
            raise Unclear("not_months", str(error)) from None


class YearsWidget(Widget):  # type: ignore[misc]
    """Years of schooling, halves allowed."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Decimal | None:
        if labels.is_nothing(value):
            return None
        try:
            text = text_of(value)[:40]
            return read_years(text)
        except ValueError as error:
            raise Unclear("not_years", str(error)) from None


class WholeWidget(Widget):  # type: ignore[misc]
    """A whole number between two others."""

    def __init__(self, least: int, most: int) -> None:
        super().__init__()
        self.least, self.most = least, most

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int | None:
        if why := mark_fault(text_of(value)[:40]):
            raise Unclear("note_mark", why)
        text = labels.plain(text_of(value)[:40])
        if text in words.NOTHING:
            return 0 if self.least == 0 and text not in words.DASHES else None
        found = _WHOLE.fullmatch(text)
        if found is None or not self.least <= int(found[1]) <= self.most:
            why = _("请填 %(least)d 到 %(most)d 之间的整数。") % {"least": self.least, "most": self.most}
            raise Unclear("not_whole", why)
        return int(found[1])


class DocumentWidget(Widget):  # type: ignore[misc]
    """The number of a passport or a permit; whether it fits its kind is seen with the kind."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        if labels.is_nothing(value):
            return ""
        try:
            return read_document(value)
        except DocumentError as error:
            raise Unclear(error.code, str(error)) from None
