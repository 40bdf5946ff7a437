"""The list of people off file; imports know the columns by these labels."""

from django.utils.translation import gettext_lazy as _

from cases.people.states import TONES
from hardship.kernel.columns import Column

PERSON_COLUMNS = (
    Column("name", _("姓名"), "name", kind="name", width=12, is_main=True, below="union"),
    Column("id_number", _("身份证号"), "id_number", kind="id_number", width=22),
    Column("sex", _("性别"), "get_sex_display", width=6, personal=True, wide_only=True),
    Column("birth_on", _("出生日期"), "birth_on", kind="birth", width=12, default=False),
    Column("groups", _("人员类别"), "group_names", width=24),
    Column("employer", _("工作单位"), "employer", width=26),
    Column("phone", _("手机号码"), "phone", kind="phone", width=16),
    Column("bank_name", _("开户银行"), "bank_name", width=18, default=False),
    Column("bank_card", _("银行卡号"), "bank_card", kind="bank_card", width=22, default=False),
    Column("union", _("所属工会"), "union.name", kind="union", width=26),
    Column("union_code", _("工会编码"), "union.code", kind="code", width=14, default=False),
    Column("on_file", _("建档情况"), "on_file_name", width=10),
    Column("state", _("状态"), "state", kind="badge", tones=TONES, width=8),
    Column("left_reason", _("离册原因"), "get_left_reason_display", width=16, default=False),
    Column("note", _("备注"), "note", width=30, personal=True, default=False),
)
# What a workbook to import may have, by the key that the form knows it by.
IMPORTED = ("name", "id_number", "groups", "employer", "phone", "bank_name", "bank_card", "note",
            "union", "union_code")  # fmt: skip
PERSON_SHEET = tuple(column for column in PERSON_COLUMNS if column.key in IMPORTED)
