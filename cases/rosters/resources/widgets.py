"""What a cell of a roster says: one widget for each kind, from whatever a spreadsheet holds to a clean value.

`clean` gets a cell that is not blank. It raises Unclear with a sentence that says what to do and repeats no
value, because the sentence is stored where the row is not.
"""

import re
from datetime import date, datetime
from typing import Any, Literal, NoReturn

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from import_export.widgets import Widget

from cases.archives.rules.readers import read_postcode
from cases.archives.states import Status
from cases.rosters.rules import labels, words
from cases.rosters.rules.entries import ERROR, WARNING
from cases.rosters.rules.school_words import STAGES
from cases.rosters.rules.spelling import bare_name, has_note
from hardship.kernel import calendar, documents, names
from hardship.kernel.fields import clean_text
from hardship.kernel.hidden import is_mask
from hardship.kernel.widths import mark_fault

MAX_PERSONS = 200
SHOWN_LABELS = 10
Kind = Literal["text", "amount", "count", "date"]
_PERSONS = re.compile(r"(\d{1,3})(?:人|口)?")
_SECONDARY = re.compile(r"[、,，;；/\s]+")


class Unclear(ValueError):
    """A cell that cannot be taken as it is. As a warning the household comes in, with `value` instead."""

    def __init__(self, code: str, message: str, *, level: str = ERROR, value: Any = None) -> None:
        super().__init__(message)
        self.code, self.level, self.value = code, level, value


class TextWidget(Widget):  # type: ignore[misc]
    """Clean text of at most `limit` characters."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        try:
            text = clean_text(text_of(value))
        except ValueError as error:
            raise Unclear("surrogate", str(error)) from None
        if len(text) > self.limit:
            raise Unclear("too_long", _("最多 %(limit)d 个字，请缩短。") % {"limit": self.limit})
        return "" if text in words.DASHES else text


class NameWidget(TextWidget):
    """A person's name in one spelling."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        name = names.clean_name(super().clean(value))
        if is_mask(name):
            raise Unclear("masked", _("姓名是遮盖着的，请换成完整的姓名再导入。"))
        return name


class OwnNameWidget(NameWidget):
    """The name of somebody of the household, who has one: a dash or 无 is none. Who that is, in brackets, and
    a title are left out with a remark; other brackets stay with one."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        name = super().clean(value)
        if not any(char.isalpha() for char in name) or labels.is_nothing(name):
            raise Unclear("missing", _("请填写姓名。"))
        bare = bare_name(name)
        if has_note(bare):
            why = _("姓名里有括号，请核对括号里是不是姓名；不是的，导入后请在档案中改正。")
            raise Unclear("name_brackets", why, level=WARNING, value=bare)
        if bare != name:
            why = _("姓名后面的称呼或关系没有存进姓名，名册原文另外保留，请核对。")
            raise Unclear("name_note", why, level=WARNING, value=bare)
        return bare


class LabelWidget(Widget):  # type: ignore[misc]
    """One value of a code list, by its word."""

    def __init__(self, choices: type[TextChoices]) -> None:
        super().__init__()
        self.choices = choices

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        return self.checked(text_of(value)[:60], **kwargs)

    def checked(self, word: str, **kwargs: Any) -> Any:
        try:
            return self.read(word, **kwargs)
        except labels.VagueLabel:
            why = _("这个词说得不够具体，先留空，导入后请在档案中选定。")
            raise Unclear("vague_label", why, level=WARNING, value="") from None
        except labels.UnknownLabel as unknown:
            _refuse_label(word, unknown.allowed)

    def read(self, word: str, **kwargs: Any) -> Any:
        return labels.read_label(word, self.choices)


class InsuranceWidget(LabelWidget):
    """是否进入医保 of the older layout, or the kind of insurance of the newer."""

    def read(self, word: str, **kwargs: Any) -> str:
        return "" if labels.plain(word) in words.INSURED_SOMEHOW else super().read(word)


class StatusWidget(LabelWidget):
    def read(self, word: str, **kwargs: Any) -> labels.StatusLabel:
        status, plain = labels.read_label(word, Status), labels.plain(word)
        return labels.StatusLabel(status, plain == words.MIGRANT_STATUS, STAGES.get(plain, ""))


class RelationWidget(LabelWidget):
    """The relation to the head; `head_sex` decides what 配偶 is."""

    def read(self, word: str, **kwargs: Any) -> str:
        return labels.read_relation(word, kwargs.get("head_sex", ""))


class CategoryWidget(LabelWidget):
    def read(self, word: str, **kwargs: Any) -> labels.CategoryLabel:
        return labels.read_category(word)


class CauseWidget(LabelWidget):
    def read(self, word: str, **kwargs: Any) -> labels.CauseLabel:
        return labels.read_cause(word)


class CausesWidget(LabelWidget):
    """Up to three causes, parted by 、 or a comma."""

    def read(self, word: str, **kwargs: Any) -> list[str]:
        found = [labels.read_cause(part).cause for part in _SECONDARY.split(word) if part]
        return list(dict.fromkeys(cause for cause in found if cause))[:3]


class YesWidget(LabelWidget):
    def __init__(self) -> None:
        super().__init__(Status)

    def read(self, word: str, **kwargs: Any) -> bool | None:
        return labels.read_yes(word)


class DisabilityWidget(LabelWidget):
    """Kind and grade of a disability."""

    def read(self, word: str, **kwargs: Any) -> labels.DisabilityLabel:
        return labels.read_disability(word)


class PersonsWidget(Widget):  # type: ignore[misc]
    """How many live in the household."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int | None:
        if why := mark_fault(text_of(value)[:60]):
            raise Unclear("note_mark", why)
        text = labels.plain(text_of(value))
        if text in words.DASHES:
            return None
        match = _PERSONS.fullmatch(text)
        if match is None or not match[1].isascii() or not 1 <= int(match[1]) <= MAX_PERSONS:
            raise Unclear("not_a_count", _("家庭人口请填人数，例如 3（包括本人）。"))
        return int(match[1])


class DateWidget(Widget):  # type: ignore[misc]
    """A day that is not to come. `needs_day` False lets a year and month pass with a remark."""

    def __init__(self, *, needs_day: bool = True) -> None:
        super().__init__()
        self.needs_day = needs_day

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> date | None:
        if labels.is_nothing(value):
            return None
        try:
            day = calendar.parse_past_date(value, today=timezone.localdate())
        except calendar.DateError as error:
            self.refuse(error.code, str(error))
        if day > timezone.localdate():
            raise Unclear("future", _("这一天还没有到，请核对日期。"))
        return day

    def refuse(self, code: str, message: str) -> NoReturn:
        sentences = {
            "no_such_date": _("没有这一天，请核对日期。"),
            "out_of_range": _("年份不对，请核对日期。"),
        }
        if code == "incomplete" and not self.needs_day:
            why = _("只有年月，先留空，导入后请在档案中补填完整日期。")
            raise Unclear("incomplete", why, level=WARNING)
        raise Unclear(code, sentences.get(code, message))


class BirthWidget(DateWidget):
    """The day of birth; a year and month are kept as they came, since the ID number tells the day."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        try:
            return super().clean(value)
        except Unclear as unclear:
            if unclear.code != "incomplete":
                raise
            return labels.PartOfDay(value)


class IdWidget(Widget):  # type: ignore[misc]
    """A resident ID number with what it tells."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> documents.IdNumber:
        try:
            return documents.check_id_number(value)
        except documents.DocumentError as error:
            raise Unclear(error.code, self.sentence(error)) from None

    @staticmethod
    def sentence(error: documents.DocumentError) -> str:
        """The kernel's sentence, unless that repeats digits of the number."""
        sentences = {
            "date": _("身份证号第 7 至 14 位不是真实日期，请对照证件核对。"),
            "future": _("身份证号中的出生日期还没有到，请对照证件核对。"),
            "age": _("按身份证号中的出生日期计算年龄超过 120 岁，请对照证件核对。"),
        }
        return sentences.get(error.code, str(error))


class CardWidget(Widget):  # type: ignore[misc]
    """A bank card; a wrong check digit is remarked on, since passbooks have none."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        if labels.is_nothing(value):
            return ""
        try:
            card = documents.check_card(value)
        except documents.DocumentError as error:
            raise Unclear(error.code, str(error)) from None
        if not card.luhn_ok:
            why = _("银行卡号的校验位不对，发放前请对照银行卡核对。")
            raise Unclear("luhn", why, level=WARNING, value=card.number)
        return card.number


class PhoneWidget(Widget):  # type: ignore[misc]
    """A telephone number; what is none is left out with a remark."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        if labels.is_nothing(value):
            return ""
        try:
            return documents.check_phone(value)
        except documents.DocumentError as error:
            why = _("%(reason)s号码没有导入，请在档案中补填。") % {"reason": str(error)}
            raise Unclear(error.code, why, level=WARNING, value="") from None


class PostcodeWidget(Widget):  # type: ignore[misc]
    """Six digits, however the spreadsheet keeps them."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        text = text_of(value)
        if labels.is_nothing(text) or labels.plain(text) == "0":
            return ""
        try:
            return read_postcode(text)
        except ValueError as error:
            why = _("%(reason)s没有导入，请在档案中补填。") % {"reason": str(error)}
            raise Unclear("postcode", why, level=WARNING, value="") from None


def text_of(value: object) -> str:
    """A cell as text: 12 for 12.0, 2025-03-05 for a day."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def _refuse_label(word: str, allowed: tuple[str, ...]) -> NoReturn:
    shown = "、".join(allowed[:SHOWN_LABELS]) + (_("等") if len(allowed) > SHOWN_LABELS else "")
    if re.fullmatch(r"[0-9.]+", labels.plain(word)):
        why = _("这里是数字代码，各版本的代码含义不同，请改填文字：%(allowed)s。")
    else:
        why = _("没有这个选项，请改填：%(allowed)s。")
    raise Unclear("unknown_label", why % {"allowed": shown})
