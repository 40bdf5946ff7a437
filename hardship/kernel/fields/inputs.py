"""Form fields that take what people type and refuse the rest with a sentence that says what to do.

Django's own are laxer than they look: its numbers take 1e3, 1_000 and Arabic digits, its text takes
bidirectional overrides and lone surrogates, its dates take the year 1. None of these here does.
"""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hardship.kernel import calendar, documents, money, permits
from hardship.kernel.fields.secret import Secret
from hardship.kernel.widths import half_width

_LINE_ENDS = re.compile(r"\r\n?|[\u0085\u2028\u2029\v\f]")
_MAX_RAW = 60
_INTEGER = re.compile(r"-?[0-9]{1,18}")


def clean_text(value: str, *, multiline: bool = False) -> str:
    """Text for people: composed (NFC), without control, zero-width and bidirectional marks, ends stripped.

    Line breaks stay, as \\n, when `multiline`; otherwise they and tabs become blanks. Rare characters and
    those of the private use area survive. Raises ValueError for half a surrogate pair, which no database
    stores.
    """
    text = _LINE_ENDS.sub("\n", unicodedata.normalize("NFC", value)).replace("\t", " ")
    if not multiline:
        text = text.replace("\n", " ")
    categories = [unicodedata.category(char) for char in text]
    if "Cs" in categories:
        raise ValueError(str(_("文字中有无法保存的字符，请删去后重新输入。")))
    kept = (
        char for char, kind in zip(text, categories, strict=True) if kind not in ("Cc", "Cf") or char == "\n"
    )
    return "".join(kept).strip()


class CleanTextField(forms.CharField):
    """Text of at most `max_length` characters, counted as people count them: 𠮷 is one."""

    default_error_messages = {
        "required": _("请填写此项。"),
        "max_length": _("最多填写 %(limit_value)d 个字，现在是 %(show_value)d 个字，请缩短。"),
    }

    def __init__(self, *, max_length: int = 200, multiline: bool = False, **kwargs: Any) -> None:
        self.multiline = multiline
        if multiline:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> str:
        if value in self.empty_values:
            return str(self.empty_value)
        # Composing a very long run of accents is slow, so what cannot fit anyway is refused before.
        if self.max_length is not None and len(str(value)) > 2 * self.max_length + 100:
            raise ValidationError(
                self.error_messages["max_length"],
                code="max_length",
                params={"limit_value": self.max_length, "show_value": len(str(value))},
            )
        try:
            text = clean_text(str(value), multiline=self.multiline)
        except ValueError as error:
            raise ValidationError(str(error), code="surrogate") from None
        return text or str(self.empty_value)


class CheckedField(forms.Field):
    """A field whose value a kernel function reads; its refusals become the field's errors."""

    attributes: ClassVar[dict[str, str]] = {"autocomplete": "off"}

    def read(self, value: Any) -> Any:
        """The value of the text, or a ValueError with a sentence and perhaps a `code`."""
        raise NotImplementedError

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values or (isinstance(value, str) and not value[:_MAX_RAW].strip()):
            return None
        try:
            return self.read(value)
        except ValueError as error:
            raise ValidationError(str(error), code=getattr(error, "code", "invalid")) from None

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), **self.attributes}

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True


class YuanField(CheckedField):
    """An amount in yuan as Decimal with two places, from any spelling that money.parse_yuan reads."""

    attributes: ClassVar[dict[str, str]] = {"inputmode": "decimal", "autocomplete": "off"}
    default_error_messages = {
        "required": _("请填写金额。"),
        "min_value": _("金额不能少于 %(limit)s 元。"),
        "max_value": _("金额不能超过 %(limit)s 元。"),
    }

    def __init__(
        self,
        *,
        min_value: Decimal | None = None,
        max_value: Decimal | None = None,
        allow_negative: bool = False,
        **kwargs: Any,
    ) -> None:
        self.min_value, self.max_value, self.allow_negative = min_value, max_value, allow_negative
        super().__init__(**kwargs)

    def read(self, value: Any) -> Decimal:
        return money.parse_yuan(value, allow_negative=self.allow_negative)

    def validate(self, value: Decimal | None) -> None:
        super().validate(value)
        if value is None:
            return
        for name, limit, wrong in (
            ("min_value", self.min_value, self.min_value is not None and value < self.min_value),
            ("max_value", self.max_value, self.max_value is not None and value > self.max_value),
        ):
            if wrong and limit is not None:
                shown = money.format_yuan(limit)
                raise ValidationError(self.error_messages[name], code=name, params={"limit": shown})

    def prepare_value(self, value: Any) -> Any:
        return f"{value:.2f}" if isinstance(value, Decimal) else value


class DateField(CheckedField):
    """A day from any spelling that calendar.parse_date reads; `past_only` refuses days to come."""

    attributes: ClassVar[dict[str, str]] = {
        "autocomplete": "off",
        "placeholder": _("年-月-日"),  # type: ignore[dict-item]  # lazy
        "maxlength": "40",
    }
    default_error_messages = {
        "required": _("请填写日期。"),
        "future": _("日期不能晚于今天，请核对。"),
    }

    def __init__(self, *, past_only: bool = False, **kwargs: Any) -> None:
        self.past_only = past_only
        super().__init__(**kwargs)

    def read(self, value: Any) -> date:
        if self.past_only:
            return calendar.parse_past_date(value, today=timezone.localdate())
        return calendar.parse_date(value)

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if self.past_only and value is not None and value > timezone.localdate():
            raise ValidationError(self.error_messages["future"], code="future")

    def prepare_value(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, date) else value


class StrictIntegerField(CheckedField):
    """A whole number written with plain (or full-width) digits; within what an integer column holds."""

    attributes: ClassVar[dict[str, str]] = {"inputmode": "numeric", "autocomplete": "off"}
    default_error_messages = {
        "required": _("请填写数字。"),
        "min_value": _("不能小于 %(limit)d。"),
        "max_value": _("不能大于 %(limit)d。"),
    }

    def __init__(self, *, min_value: int = 0, max_value: int = 2_147_483_647, **kwargs: Any) -> None:
        self.min_value, self.max_value = min_value, max_value
        super().__init__(**kwargs)

    def read(self, value: Any) -> int:
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        text = half_width(str(value)[: _MAX_RAW + 1]).strip()
        if not _INTEGER.fullmatch(text):
            raise ValueError(_("请只填整数，例如 3。"))
        return int(text)

    def validate(self, value: int | None) -> None:
        super().validate(value)
        if value is not None and value < self.min_value:
            raise ValidationError(
                self.error_messages["min_value"], code="min_value", params={"limit": self.min_value}
            )
        if value is not None and value > self.max_value:
            raise ValidationError(
                self.error_messages["max_value"], code="max_value", params={"limit": self.max_value}
            )


class SecretInputField(CheckedField):
    """A personal number. What is on record shows as its mask; the mask sent back means that nothing changed.

    `cleaned_data` holds the checked number as text, or the Secret on record when it was left alone.
    """

    attributes: ClassVar[dict[str, str]] = {"autocomplete": "off", "spellcheck": "false", "maxlength": "40"}
    on_record: Secret | None = None

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundField:
        bound = super().get_bound_field(form, field_name)
        self.on_record = bound.initial if isinstance(bound.initial, Secret) else None
        return bound

    def to_python(self, value: Any) -> Any:
        if isinstance(value, Secret):
            return value
        if self.on_record and isinstance(value, str) and value.strip() == str(self.on_record):
            return self.on_record
        return super().to_python(value) or ""

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, Secret) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        if isinstance(initial, Secret) and isinstance(data, str) and data.strip() == str(initial):
            return False
        return super().has_changed(initial, data)


class IdNumberField(SecretInputField):
    """A resident ID number of 18 characters; documents.check_id_number says what else it tells."""

    default_error_messages = {"required": _("请填写身份证号。")}

    def read(self, value: Any) -> str:
        return documents.check_id_number(value).number


class DocumentField(SecretInputField):
    """The number of another identity document; permits.check_document knows the shape of each kind."""

    default_error_messages = {"required": _("请填写证件号码。")}

    def read(self, value: Any) -> str:
        return permits.read_document(value)


class CardField(SecretInputField):
    """A bank card or account number; a wrong Luhn digit is left for the page to warn about."""

    attributes: ClassVar[dict[str, str]] = {**SecretInputField.attributes, "inputmode": "numeric"}
    default_error_messages = {"required": _("请填写银行卡号。")}

    def read(self, value: Any) -> str:
        return documents.check_card(value).number


class PhoneField(SecretInputField):
    """A mobile or a landline number in one spelling."""

    attributes: ClassVar[dict[str, str]] = {**SecretInputField.attributes, "inputmode": "tel"}
    default_error_messages = {"required": _("请填写电话号码。")}

    def read(self, value: Any) -> str:
        return documents.check_phone(value)


class TelephoneField(CheckedField):
    """The telephone of an office or a company, which is no secret; in one spelling."""

    attributes: ClassVar[dict[str, str]] = {"inputmode": "tel", "autocomplete": "off", "maxlength": "40"}
    default_error_messages = {"required": _("请填写电话号码。")}

    def read(self, value: Any) -> str:
        return documents.check_phone(value)


class UsccField(CheckedField):
    """A unified social credit code with its check digit."""

    attributes: ClassVar[dict[str, str]] = {"autocomplete": "off", "spellcheck": "false", "maxlength": "40"}

    def read(self, value: Any) -> str:
        return documents.check_uscc(value)
