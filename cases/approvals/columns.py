"""What a public notice says of each line, on the page and on paper: a masked name, unit, programme, amount.

个人信息保护法 Art. 25 asks for separate consent to publish at all; more than this is never published.
A row is a selectors.notices.Line.
"""

from django.utils.translation import gettext_lazy as _

from hardship.kernel.columns import Column

NOTICE_COLUMNS = (
    Column("name", _("姓名"), "name", kind="name", width=10),
    Column("unit", _("单位"), "unit", width=30),
    Column("programme", _("帮扶项目"), "programme", width=14),
    Column("amount", _("拟帮扶金额（元）"), "amount", kind="money", width=16),
)
