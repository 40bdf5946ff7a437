"""People and their posts: who may do what, where, from when to when."""

import copy
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from functools import cached_property
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hardship.accounts.models.seconds import SECOND_CHECKS, Seconded
from hardship.accounts.models.standings import AppointmentQuerySet
from hardship.accounts.models.unions import Union
from hardship.accounts.states import ENDING_DAYS, WITHOUT_EFFECT, Role, Second, Standing
from hardship.kernel.checks import check
from hardship.kernel.fields import BlindIndexField


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """The people who are at home in the user's union or below it, or hold or held a post there."""
        if not isinstance(user, User):
            return self.none()
        posts = Appointment.objects.filter(user=OuterRef("pk"), union__path__startswith=user.union.path)
        return self.filter(Q(union__path__startswith=user.union.path) | Exists(posts))

    def working_at(self, *unions: int) -> Self:
        """The people with a working account who are at home in one of these unions or hold a post there
        today."""
        posts = Appointment.objects.in_force(timezone.localdate()).filter(union__in=unions)
        here = Q(union__in=unions) | Exists(posts.filter(user=OuterRef("pk")))
        return self.filter(here, is_active=True)

    def holding(self, *roles: str, union: Any) -> Self:
        """The people with a working account who hold one of these roles at a union today: a union, its key or
        an OuterRef to it."""
        where = OuterRef(union) if isinstance(union, OuterRef) else union  # one query further in
        posts = Appointment.objects.in_force(timezone.localdate()).filter(role__in=roles, union=where)
        return self.filter(Exists(posts.filter(user=OuterRef("pk"))), is_active=True)


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> UserQuerySet:
        """A person comes with their union: scope asks for it on every page."""
        return UserQuerySet(self.model, using=self._db).select_related("union")

    def visible_to(self, user: "User | AnonymousUser") -> UserQuerySet:
        """See `UserQuerySet.visible_to`."""
        return self.get_queryset().visible_to(user)

    def working_at(self, *unions: int) -> UserQuerySet:
        """See `UserQuerySet.working_at`."""
        return self.get_queryset().working_at(*unions)

    def holding(self, *roles: str, union: Any) -> UserQuerySet:
        """See `UserQuerySet.holding`."""
        return self.get_queryset().holding(*roles, union=union)


class User(AbstractBaseUser):
    """A person who works with the system, at home in one union, holding roles there and at others.

    The column `union` is the home; on somebody signed in it is the union that they work at now (`at`), and
    what they see and may do follows from the roles held there today.
    """

    username = models.CharField(_("用户名"), max_length=30, unique=True)
    name = models.CharField(_("姓名"), max_length=30)
    union = models.ForeignKey(Union, models.PROTECT, related_name="users", verbose_name=_("所在工会"))
    must_change_password = models.BooleanField(_("下次登录须改密码"), default=True)
    is_active = models.BooleanField(_("启用"), default=True)
    # Tells whether somebody is of a family (回避); the number itself is not kept.
    id_number_index = BlindIndexField(null=True, editable=False, unique=True, db_index=False)
    # Tells whether somebody lives where a family does (a hint of 回避); the address itself is not kept.
    home_index = BlindIndexField(null=True, editable=False, db_index=False)
    large_type = models.BooleanField(_("大字版"), default=False)
    by_sections = models.BooleanField(_("申请分步填写"), default=False)
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

    # Whoever did it is no second person by it, and makes nobody vanish (accounts.selectors.seconds).
    password_reset_at = models.DateTimeField(_("重设密码时间"), null=True, editable=False)
    password_reset_by = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("重设密码的人")
    )
    cut_off_at = models.DateTimeField(_("停用、提前离任时间"), null=True, editable=False)
    cut_off_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("停用、提前离任办理人"),
    )

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    stands_for: "User | None" = None  # whose post they act in (models.stand_ins.standing_in)
    stand_in: Any = None  # by which StandIn
    may_stand_in = True  # whether there is one to act by today; accounts.sessions knows
    over: Any = None  # the StandIn that they acted by until it ended, while they have not gone on

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
    def places(self) -> Mapping[int, frozenset[str]]:
        """The roles held today by the key of the union, read once per request."""
        held: dict[int, set[str]] = {}
        for union, role in self.appointments.in_force(timezone.localdate()).values_list("union", "role"):
            held.setdefault(union, set()).add(role)
        return {union: frozenset(roles) for union, roles in held.items()}

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles held today at the union that the person works at."""
        return self.places.get(self.union_id, frozenset())

    def has_role(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)

    def at(self, union: Union) -> "User":
        """The same person, working at this union with the roles held there. Never saved as a whole: the
        database would take the union for the person's home."""
        person = copy.copy(self)
        for name in ("roles", "stands_for", "stand_in", "over"):
            person.__dict__.pop(name, None)
        person.union = union
        return person

    @property
    def role_names(self) -> str:
        return names_of(self.roles)

    @property
    def held_names(self) -> str:
        """The roles held today by union, the own one first and without its name, from prefetched
        appointments with their unions: no query in a list."""
        today, held = timezone.localdate(), dict[Union, list[str]]()
        for row in self.appointments.all():
            if row.is_in_force(today):
                held.setdefault(row.union, []).append(row.role)
        mine = sorted(held, key=lambda union: (union.pk != self.union_id, union.path))
        return "；".join(
            names_of(held[union]) + ("" if union.pk == self.union_id else f"（{union.name}）")
            for union in mine
        )

    def covers(self, unions: Iterable[Union]) -> bool:
        """Whether every one of these unions lies in the user's scope."""
        return all(union.path.startswith(self.union.path) for union in unions)


def names_of(roles: Collection[str]) -> str:
    """The names of some roles, in the order in which work goes through them."""
    return "、".join(str(role.label) for role in Role if role in roles)


class Appointment(Seconded):
    """A role that a person holds at a union (任职), from one day to another, both included.

    These rows are the only source of what anybody may do. One that was taken back before its last day has
    `revoked_at` and counts no more from that moment; nothing else of a row changes but the last day, the
    yearly confirmation and what a second person says (migrations/sql/appointments.sql). One that waits for
    that person gives nothing.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="appointments", verbose_name=_("人员"))
    union = models.ForeignKey(Union, models.PROTECT, related_name="appointments", verbose_name=_("任职工会"))
    role = models.CharField(_("岗位"), max_length=16, choices=Role.choices)
    from_on = models.DateField(_("起始日期"), default=timezone.localdate)
    until_on = models.DateField(_("截止日期"), null=True, blank=True)
    document = models.CharField(_("任职文号"), max_length=60, blank=True)
    appointed_at = models.DateTimeField(_("办理时间"), default=timezone.now, editable=False)
    appointed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("办理人")
    )
    confirmed_at = models.DateTimeField(_("年度确认时间"), null=True, editable=False)
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("年度确认人")
    )
    revoked_at = models.DateTimeField(_("免去时间"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("免去人")
    )

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("任职")
        indexes = [models.Index(fields=["union", "role"], name="appointment_of_union")]
        constraints = [
            ExclusionConstraint(
                name="appointment_once",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("union", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (
                        Func(
                            F("from_on"),
                            F("until_on"),
                            Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(revoked_at__isnull=True),
                violation_error_message=_("此人这段时间在这个工会已经任这个岗位。"),
            ),
            check("role_known", Q(role__in=Role.values), _("请选择岗位。")),
            check(
                "appointment_ends_after_it_begins",
                Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                _("截止日期早于起始日期，请核对。"),
            ),
            *SECOND_CHECKS,
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.union} {self.get_role_display()}"

    def is_in_force(self, day: date) -> bool:
        """As `in_force` asks the database."""
        return self.standing_on(day) in (Standing.HELD, Standing.ENDING)

    def standing_on(self, day: date) -> Standing:
        """How it stands on a day."""
        if self.revoked_at is not None:
            return WITHOUT_EFFECT.get(Second(self.second), Standing.REVOKED)
        if self.second == Second.WAITING:
            return Standing.WAITING
        if self.from_on > day:
            return Standing.UPCOMING
        if self.until_on is None or self.until_on > day + timedelta(days=ENDING_DAYS):
            return Standing.HELD
        return Standing.ENDING if self.until_on >= day else Standing.ENDED

    @property
    def standing(self) -> Standing:
        return self.standing_on(timezone.localdate())

    @property
    def is_confirmed(self) -> bool:
        """Whether somebody confirmed it this year, or it began this year."""
        year = timezone.localdate().year
        confirmed = self.confirmed_at is not None and timezone.localtime(self.confirmed_at).year == year
        return confirmed or self.from_on.year == year
