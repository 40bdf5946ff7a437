"""Writes on unions and people: an administrator manages the subtree, every change leaves an audit row."""

import secrets
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hardship.accounts.models import RoleGrant, Union, User
from hardship.accounts.rules import exclusive_pair
from hardship.accounts.selectors import list_without_password
from hardship.accounts.states import Level, Role
from hardship.audit import services as audit
from hardship.audit.states import Kind
from hardship.kernel.checks import broken
from hardship.kernel.registry import Registry
from hardship.kernel.workflow import Refused

# No 0 O 1 l I: the password is read from a slip of paper.
PASSWORD_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # noqa: S105
MOST_SLIPS = 20  # of one page; hashing a password takes a good part of a second
LEVEL_ORDER = {level: rank for rank, level in enumerate(Level.values)}


at_logout: Registry[Callable[[User], None]] = Registry(
    "accounts.at_logout", "Is called with whoever logs out, in the request that does it."
)


class AccountRefused(Refused):
    """A change of unions or people that may not be made."""


def one_time_password() -> str:
    """Twelve characters that are easy to read aloud; the person must change it at the first login."""
    return "".join(secrets.choice(PASSWORD_ALPHABET) for _place in range(12))


@transaction.atomic
def create_user(
    *, username: str, name: str, union: Union, roles: Collection[str], by: User | None
) -> tuple[User, str]:
    """A new person with a one-time password, which is returned once and stored nowhere.

    Raises AccountRefused outside the administrator's scope or for roles that exclude each other.
    """
    password = one_time_password()
    user = User(username=username, name=name, union=union, created_by=by)
    user.set_password(password)
    _add(user, roles, by)
    return user, password


@transaction.atomic
def enrol_user(*, username: str, name: str, union: Union, roles: Collection[str], by: User) -> User:
    """A new person who cannot log in before somebody hands them a slip (`issue_passwords`).

    Raises AccountRefused as `create_user` does, and for a name that somebody has, in the scope or not.
    """
    user = User(username=username, name=name, union=union, created_by=by)
    user.set_unusable_password()
    _add(user, roles, by)
    return user


@transaction.atomic
def issue_passwords(*, by: User) -> list[tuple[User, str]]:
    """One-time passwords for those of the scope who have none yet, by union, at most `MOST_SLIPS`; shown once
    and stored nowhere. What two administrators are given has nobody in common."""
    _require_scope(by.union, by)
    waiting = list_without_password(user=by).select_for_update(of=("self",))
    issued = [(user, one_time_password()) for user in waiting[:MOST_SLIPS]]
    for user, password in issued:
        user.set_password(password)
        user.must_change_password = True
        user.save(update_fields=["password", "must_change_password"])
        audit.record("user.issue_password", target=user, by=by, kind=Kind.ACCESS)
    return issued


@transaction.atomic
def change_user(*, user: User, name: str, roles: Collection[str], by: User) -> User:
    """Rename a person and set the roles they hold from now on."""
    _require_scope(user.union, by)
    _require_compatible(roles)
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    held = set(user.grants.filter(revoked_at__isnull=True).values_list("role", flat=True))
    if user.pk == by.pk and held != set(roles):
        raise AccountRefused(_("不能修改自己的角色，请由上级管理员办理。"), "roles")
    user.name = name
    user.save(update_fields=["name"])
    user.grants.filter(revoked_at__isnull=True, role__in=held - set(roles)).update(
        revoked_at=timezone.now(), revoked_by=by
    )
    RoleGrant.objects.bulk_create(
        RoleGrant(user=user, role=r, granted_by=by) for r in sorted(set(roles) - held)
    )
    audit.record(
        "user.change", target=user, by=by, kind=Kind.ACCESS, roles=sorted(roles), before=sorted(held)
    )
    return user


@transaction.atomic
def reset_password(*, user: User, by: User) -> str:
    """A new one-time password; every session of the person ends."""
    _require_scope(user.union, by)
    password = one_time_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    end_sessions(user)
    audit.record("user.reset_password", target=user, by=by, kind=Kind.ACCESS)
    return password


@transaction.atomic
def change_password(*, user: User, password: str) -> None:
    """The person's own new password."""
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    audit.record("user.change_password", target=user, by=user, kind=Kind.ACCESS)


@transaction.atomic
def set_active(*, user: User, active: bool, by: User) -> None:
    """Let a person in or keep them out; being kept out ends their sessions at once."""
    _require_scope(user.union, by)
    if user.pk == by.pk:
        raise AccountRefused(_("不能停用自己的账号。"))
    user.is_active = active
    user.save(update_fields=["is_active"])
    if not active:
        end_sessions(user)
    audit.record("user.enable" if active else "user.disable", target=user, by=by, kind=Kind.ACCESS)


def set_large_type(*, user: User, large: bool) -> None:
    """The person's own choice of the large-type pages."""
    user.large_type = large
    user.save(update_fields=["large_type"])


def end_sessions(user: User) -> None:
    """End every session of this person."""
    user.sessions.all().delete()


@transaction.atomic
def create_union(
    *,
    code: str,
    name: str,
    short_name: str,
    level: str,
    parent: Union | None,
    region_code: str,
    by: User | None,
) -> Union:
    """A new union below `parent`; without one it is a root: a province, city, county or company by itself."""
    if parent is not None:
        _require_scope(parent, by)
        _require_below(level, parent)
    union = Union.objects.create(
        code=code, name=name, short_name=short_name, level=level, parent=parent, region_code=region_code
    )
    union.refresh_from_db()
    audit.record("union.create", target=union, by=by, union=union, code=code, level=level)
    return union


@transaction.atomic
def change_union(*, union: Union, name: str, short_name: str, parent: Union | None, by: User) -> Union:
    """Rename a union or hang it under another one; the rows below follow by trigger."""
    _require_scope(union, by)
    before = {"name": union.name, "parent": union.parent_id}
    if parent is not None and parent.pk != union.parent_id:
        _require_scope(parent, by)
        _require_outside(union, parent)
        _require_below(union.level, parent)
        union.parent = parent
    union.name, union.short_name = name, short_name
    union.save(update_fields=["name", "short_name", "parent"])
    union.refresh_from_db()
    audit.record("union.change", target=union, by=by, union=union, before=before, parent=union.parent_id)
    return union


@transaction.atomic
def close_union(*, union: Union, on: date, by: User) -> None:
    """Close a union that has no open union and no active person left."""
    _require_scope(union, by)
    if union.children.filter(closed_on__isnull=True).exists():
        raise AccountRefused(_("该工会还有未撤销的下级工会，请先撤销或移走下级工会。"))
    if union.users.filter(is_active=True).exists():
        raise AccountRefused(_("该工会还有启用的人员，请先停用或移走这些人员。"))
    union.closed_on = on
    union.save(update_fields=["closed_on"])
    audit.record("union.close", target=union, by=by, union=union, on=on.isoformat())


def _add(user: User, roles: Collection[str], by: User | None) -> None:
    """Writes a new person and the roles they hold."""
    _require_scope(user.union, by)
    _require_compatible(roles)
    with _login_is_free():
        user.save()
    RoleGrant.objects.bulk_create(RoleGrant(user=user, role=role, granted_by=by) for role in sorted(roles))
    audit.record("user.create", target=user, by=by, union=user.union, kind=Kind.ACCESS, roles=sorted(roles))


@contextmanager
def _login_is_free() -> Iterator[None]:
    """Raises AccountRefused for a login that somebody has, perhaps since a moment ago."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if not broken(error).startswith("accounts_user_username"):
            raise
        why = _("这个用户名已有人使用，请换一个，例如在后面加编号。")
        raise AccountRefused(why, "username") from error


def _require_scope(union: Union, by: User | None) -> None:
    if by is not None and not (by.has_role(Role.ADMINISTRATOR) and by.covers([union])):
        raise AccountRefused(_("只能管理本工会及下级工会的工会与人员。"))


def _require_outside(union: Union, parent: Union) -> None:
    if parent.path.startswith(union.path):
        raise AccountRefused(
            _("“%(parent)s”是“%(union)s”自己的下级，不能作它的上级，请另选上级工会。")
            % {"parent": parent.name, "union": union.name}
        )


def _require_below(level: str, parent: Union) -> None:
    if LEVEL_ORDER[level] <= LEVEL_ORDER[parent.level]:
        raise AccountRefused(_("“%(parent)s”的级别不高于新工会，不能作它的上级。") % {"parent": parent.name})


def _require_compatible(roles: Collection[str]) -> None:
    pair = exclusive_pair(roles)
    if pair:
        raise AccountRefused(
            _("“%(a)s”与“%(b)s”不能由同一人担任（不相容职务）。") % {"a": pair[0].label, "b": pair[1].label},
            "roles",
        )
