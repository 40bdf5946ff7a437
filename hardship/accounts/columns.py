"""The lists of unions and of people."""

from django.utils.translation import gettext_lazy as _

from hardship.kernel.columns import Column

# A row is a Union from selectors.list_unions.
UNION_COLUMNS = (
    Column("name", _("名称"), "name"),
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
