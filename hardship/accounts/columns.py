"""The lists of unions and of people."""

from django.utils.translation import gettext_lazy as _

from hardship.kernel.columns import Column

# A row is a Union from selectors.list_unions.
UNION_COLUMNS = (
    Column("name", _("名称"), "name", is_main=True, below="formerly"),
    Column("formerly", _("曾用名"), "formerly"),
    Column("level", _("级别"), "get_level_display"),
    Column("code", _("编码"), "code", kind="code"),
    Column("parent", _("上级工会"), "parent.name"),
    Column("people", _("启用人员"), "people", kind="number"),
    Column("state", _("状态"), kind="badge"),
)
# A row is a Union at which somebody holds a role.
PLACE_COLUMNS = (
    Column("name", _("工会"), "name"),
    Column("roles", _("您的岗位")),
    Column("choose", _("办理")),
)
# A row is a User.
USER_COLUMNS = (
    Column("name", _("姓名"), "name"),
    Column("username", _("用户名"), "username"),
    Column("union", _("所在工会"), "union.name", kind="union"),
    Column("roles", _("角色"), "held_names"),
    Column("last_login", _("最近登录"), "last_login", kind="datetime"),
    Column("state", _("状态"), kind="badge"),
)
# A row is an Appointment with person and union.
APPOINTMENT_COLUMNS = (
    Column("name", _("姓名"), "user.name", kind="name", is_main=True),
    Column("username", _("用户名"), "user.username", kind="code", width=16),
    Column("role", _("岗位"), "get_role_display"),
    Column("union", _("任职工会"), "union.name", kind="union", width=28),
    Column("home", _("所在工会"), "user.union.name", kind="union", width=28, default=False),
    Column("from_on", _("起始日期"), "from_on", kind="date"),
    Column("until_on", _("截止日期"), "until_on", kind="date", empty=_("长期")),
    Column("document", _("任职文号"), "document", width=24, default=False),
    Column("confirmed_at", _("年度确认"), "confirmed_at", kind="date"),
    Column("second", _("第二人确认"), "second_words", width=28, default=False),
    Column("standing", _("状态"), "standing.label"),
)
# A row is an Appointment that waits for a second person.
SECOND_COLUMNS = (
    Column("name", _("姓名"), "user.name", kind="name", is_main=True, below="username"),
    Column("username", _("用户名"), "user.username", kind="code"),
    Column("role", _("岗位"), "get_role_display"),
    Column("union", _("任职工会"), "union.name", kind="union", width=28),
    Column("from_on", _("起始日期"), "from_on", kind="date"),
    Column("until_on", _("截止日期"), "until_on", kind="date", empty=_("长期")),
    Column("document", _("任职文号"), "document", width=24),
    Column("maker", _("办理人"), "appointed_by.name", kind="name"),
    Column("appointed_at", _("办理时间"), "appointed_at", kind="date"),
)
# A row is a StandIn with its post, holder and who stands in.
STAND_IN_COLUMNS = (
    Column("name", _("代办人"), "user.name", kind="name", is_main=True),
    Column("holder", _("代谁"), "appointment.user.name", kind="name"),
    Column("role", _("岗位"), "appointment.get_role_display"),
    Column("union", _("工会"), "appointment.union.name", kind="union", width=28),
    Column("from_on", _("起始日期"), "from_on", kind="date"),
    Column("until_on", _("截止日期"), "until_on", kind="date"),
    Column("reason", _("事由"), "reason", width=24),
    Column("state", _("状态"), "state.label"),
)
POSTS = tuple(
    column for column in APPOINTMENT_COLUMNS if column.key not in ("name", "username", "home", "second")
)
