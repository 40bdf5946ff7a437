"""What a policy may say of a public notice (cases.notices): codes and their words."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# What a public notice is about, which columns it shows beside the name, how it hides the name.
NOTICE_TOPICS: "Mapping[str, StrOrPromise]" = {
    "intended": _("拟帮扶"), "filing": _("建档"), "schooling": _("助学"), "visits": _("慰问名单"),
    "money": _("资金使用"),
}  # fmt: skip
PAID = "money"  # the topic of what is shown after it was paid
NOTICE_COLUMNS: "Mapping[str, StrOrPromise]" = {
    "unit": _("单位"), "category": _("困难类别"), "programme": _("帮扶项目"), "amount": _("金额"),
    "reason": _("致困原因"),
}  # fmt: skip
NAME_MASKS: "Mapping[str, StrOrPromise]" = {"middle": _("隐去中间（王*梅）"), "given": _("只留姓（王**）")}
# The lists of this page among those of the vocabulary.
NOTICE_LISTS: "dict[str, Mapping[str, StrOrPromise]]" = {
    "notice_topics": NOTICE_TOPICS,
    "notice_columns": NOTICE_COLUMNS,
    "name_masks": NAME_MASKS,
}
