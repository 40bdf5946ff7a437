"""The union tree and its people."""

from collections.abc import Iterable
from functools import cached_property
from importlib import import_module
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import ANCESTOR_LEVELS, Level, Role
from hardship.kernel.checks import check
from hardship.kernel.scope import Part, ancestor, competent_id


class UnionQuerySet(models.QuerySet["Union"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """The user's own union and everything below it."""
        if not isinstance(user, User):
            return self.none()
        return self.filter(path__startswith=user.union.path)

    def open(self) -> Self:
        return self.filter(closed_on__isnull=True)


class Union(models.Model):
    """A trade union (工会组织): one node of the tree.

    `path` lists the ids from the root, "/1/4/9/"; the ancestor columns hold the union of each level on
    that path, itself included. Both are set by the database when a union is made or moved.
    """

    code = models.CharField(_("工会编码"), max_length=20, unique=True)
    name = models.CharField(_("工会名称"), max_length=80)
    short_name = models.CharField(_("简称"), max_length=20)
    level = models.CharField(_("级别"), max_length=12, choices=Level.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级工会")
    )
    path = models.CharField(max_length=120, editable=False, default="")
    region_code = models.CharField(_("行政区划代码"), max_length=6)
    province = ancestor(_("省级工会"))
    city = ancestor(_("市级工会"))
    county = ancestor(_("区县工会"))
    township = ancestor(_("乡镇工会"))
    opened_on = models.DateField(_("成立日期"), default=timezone.localdate)
    closed_on = models.DateField(_("撤销日期"), null=True, blank=True)

    objects = UnionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("工会")
        indexes = [models.Index(fields=["path"], name="union_path", opclasses=["varchar_pattern_ops"])]
        constraints = [
            check("union_level_known", models.Q(level__in=Level.values), _("请选择工会级别。")),
            check(
                "union_province_is_root",
                ~models.Q(level=Level.PROVINCE) | models.Q(parent__isnull=True),
                _("省级工会没有上级。"),
            ),
            check(
                "union_region_code", models.Q(region_code__regex=r"^[0-9]{6}$"), _("行政区划代码是六位数字。")
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def scope_column(self) -> str:
        """The column of a scoped row that holds this union for everything below it."""
        return self.level if self.level in ANCESTOR_LEVELS else "union"

    @property
    def root_id(self) -> int:
        """The key of the union at the top of its tree."""
        return int(self.path.split("/")[1])

    @cached_property
    def parts(self) -> frozenset[str]:
        """What it does with the cases of its own workers, and of unions below that have no nearer one."""
        return frozenset(part for part in Part if competent_id(self, part) == self.pk)


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """The people of the user's union and of every union below it."""
        if not isinstance(user, User):
            return self.none()
        return self.filter(union__path__startswith=user.union.path)


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> UserQuerySet:
        """A person comes with their union: scope asks for it on every page."""
        return UserQuerySet(self.model, using=self._db).select_related("union")

    def visible_to(self, user: "User | AnonymousUser") -> UserQuerySet:
        """See `UserQuerySet.visible_to`."""
        return self.get_queryset().visible_to(user)


class User(AbstractBaseUser):
    """A person who works with the system, at home in one union, holding roles there."""

    username = models.CharField(_("用户名"), max_length=30, unique=True)
    name = models.CharField(_("姓名"), max_length=30)
    union = models.ForeignKey(Union, models.PROTECT, related_name="users", verbose_name=_("所在工会"))
    must_change_password = models.BooleanField(_("下次登录须改密码"), default=True)
    is_active = models.BooleanField(_("启用"), default=True)
    large_type = models.BooleanField(_("大字版"), default=False)
    created_at = models.DateTimeField(_("建立时间"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("建立人"),
    )

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        verbose_name = verbose_name_plural = _("人员")
        constraints = [
            check(
                "user_username_form",
                models.Q(username__regex=r"^[a-z0-9._-]{2,30}$"),
                _("用户名由小写字母、数字、点、横线组成，2 到 30 位。"),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles held now, read once per request."""
        return frozenset(self.grants.filter(revoked_at__isnull=True).values_list("role", flat=True))

    def has_role(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)

    @property
    def role_names(self) -> str:
        return "、".join(str(role.label) for role in Role if role in self.roles)

    @property
    def held_names(self) -> str:
        """The names of the roles held now, from prefetched grants: no query in a list."""
        held = {grant.role for grant in self.grants.all() if grant.revoked_at is None}
        return "、".join(str(role.label) for role in Role if role in held)

    def covers(self, unions: Iterable[Union]) -> bool:
        """Whether every one of these unions lies in the user's scope."""
        return all(union.path.startswith(self.union.path) for union in unions)


class RoleGrant(models.Model):
    """A role that a person holds in their union, from when to when and by whom."""

    user = models.ForeignKey(User, models.PROTECT, related_name="grants", verbose_name=_("人员"))
    role = models.CharField(_("角色"), max_length=16, choices=Role.choices)
    granted_at = models.DateTimeField(_("授予时间"), default=timezone.now, editable=False)
    granted_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("授予人")
    )
    revoked_at = models.DateTimeField(_("收回时间"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("收回人")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("角色授予")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role"], condition=models.Q(revoked_at__isnull=True), name="role_granted_once"
            ),
            check("role_known", models.Q(role__in=Role.values), _("请选择角色。")),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()}"


class Session(AbstractBaseSession):
    """A session of the website: Django's, and whose it is, so that one query reads both (accounts.sessions)
    and all sessions of a person can be ended."""

    user = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="sessions", verbose_name=_("人员")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("会话")

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        store: type[SessionBase] = import_module(settings.SESSION_ENGINE).SessionStore
        return store
