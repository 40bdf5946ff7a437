"""What the framework's own form fields say when they refuse, in the words of the strict fields."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

FILL_IN, CHOOSE, CHOOSE_SOME = _("请填写此项。"), _("请选择一项。"), _("请至少选择一项。")
NOT_OFFERED = _("没有这个选项，请从列表中选择。")
EXPIRED = _("页面内容不完整，请刷新后重试。")

WORDS: dict[type[forms.Field], dict[str, Any]] = {
    forms.Field: {"required": FILL_IN},
    forms.ChoiceField: {"required": CHOOSE, "invalid_choice": NOT_OFFERED},
    forms.MultipleChoiceField: {
        "required": CHOOSE_SOME,
        "invalid_choice": NOT_OFFERED,
        "invalid_list": NOT_OFFERED,
    },
    forms.ModelChoiceField: {"required": CHOOSE, "invalid_choice": NOT_OFFERED},
    forms.FileField: {"required": _("请选择文件。"), "empty": _("文件是空的，请重新选择。")},
    forms.UUIDField: {"required": EXPIRED, "invalid": EXPIRED},
}


def speak_plainly() -> None:
    """Give the framework's fields these sentences; a field's own still win over them.

    Called once, before the first form is made: a field copies its words when it is made.
    """
    for field, words in WORDS.items():
        own = vars(field).get("default_error_messages", {})
        field.default_error_messages = {**own, **words}
