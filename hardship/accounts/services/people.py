"""Writes on people, their passwords and sessions; every change leaves an audit row."""

import secrets
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from hardship.accounts.models import Appointment, Union, User, is_own
from hardship.accounts.selectors import list_fellows, list_lasting, list_without_password
from hardship.accounts.services.appointments import cut_off, set_roles
from hardship.accounts.services.scope import AccountRefused, require_scope
from hardship.audit import services as audit
from hardship.audit.states import Kind
from hardship.kernel.checks import broken
from hardship.kernel.fields import blind_index
from hardship.kernel.registry import Registry

# No 0 O 1 l I: the password is read from a slip of paper.
PASSWORD_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # noqa: S105
MOST_SLIPS = 20  # of one page; hashing a password takes a good part of a second


at_logout: Registry[Callable[[User], None]] = Registry(
    "accounts.at_logout", "Is called with whoever logs out, in the request that does it."
)


def one_time_password() -> str:
    """Twelve characters that are easy to read aloud; the person must change it at the first login."""
    return "".join(secrets.choice(PASSWORD_ALPHABET) for _place in range(12))


@transaction.atomic
def create_user(
    *,
    username: str,
    name: str,
    union: Union,
    roles: Collection[str],
    by: User | None,
    from_on: date | None = None,
    until_on: date | None = None,
) -> tuple[User, str]:
    """A new person with a one-time password, which is returned once and stored nowhere. A role that gives
    power waits for a second person, here as in `change_user` and `enrol_user`.

    Raises AccountRefused outside the administrator's scope or for roles that exclude each other.
    """
    password = one_time_password()
    user = User(username=username, name=name, union=union, created_by=by)
    user.set_password(password)
    user.password_reset_at, user.password_reset_by = timezone.now(), by
    _add(user, roles, by, from_on, until_on)
    return user, password


@transaction.atomic
def enrol_user(
    *,
    username: str,
    name: str,
    union: Union,
    roles: Collection[str],
    by: User,
    from_on: date | None = None,
    until_on: date | None = None,
) -> User:
    """A new person who cannot log in before somebody hands them a slip (`issue_passwords`).

    Raises AccountRefused as `create_user` does, and for a name that somebody has, in the scope or not.
    """
    user = User(username=username, name=name, union=union, created_by=by)
    user.set_unusable_password()
    _add(user, roles, by, from_on, until_on)
    return user


@transaction.atomic
def issue_passwords(*, by: User) -> list[tuple[User, str]]:
    """One-time passwords for those of the scope who have none yet, fellow administrators left out, by union,
    at most `MOST_SLIPS`; shown once and stored nowhere. What two administrators are given has nobody in
    common."""
    require_scope(by.union, by)
    waiting = list_without_password(user=by).select_for_update(of=("self",))
    issued = [(user, one_time_password()) for user in waiting[:MOST_SLIPS]]
    for user, password in issued:
        user.set_password(password)
        user.must_change_password = True
        user.password_reset_at, user.password_reset_by = timezone.now(), by
        user.save(
            update_fields=["password", "must_change_password", "password_reset_at", "password_reset_by"]
        )
        audit.record("user.issue_password", target=user, by=by, kind=Kind.ACCESS)
    return issued


@transaction.atomic
def change_user(
    *,
    user: User,
    name: str,
    roles: Collection[str],
    by: User,
    from_on: date | None = None,
    until_on: date | None = None,
) -> User:
    """Rename a person and set the roles that they hold at their home union; new ones run from a day (today)
    to another one or without end."""
    require_scope(user.union, by)
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    held = set(list_lasting(user, user.union).values_list("role", flat=True))
    if is_own(user, by) and held != set(roles):
        raise AccountRefused(_("不能修改自己的角色，请由上级管理员办理。"), "roles")
    user.name = name
    user.save(update_fields=["name"])
    seconds = set_roles(user, roles, by, from_on=from_on, until_on=until_on)
    audit.record(
        "user.change", target=user, by=by, kind=Kind.ACCESS, roles=sorted(roles), before=sorted(held),
        **seconds,
    )  # fmt: skip
    return user


@transaction.atomic
def rename_user(*, user: User, name: str, id_number: str = "", address: str = "", by: User) -> User:
    """Correct the name of a person, on whom `by` keeps the account; with an ID number keep its fingerprint,
    and nothing else of it, by which 回避 knows the person's family; of an address too, by which it hints.
    Raises AccountRefused for a number that another account has."""
    require_scope(user.union, by)
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    user.name = name
    if id_number:
        user.id_number_index = blind_index(id_number, "id_number")
        if User.objects.filter(id_number_index=user.id_number_index).exclude(pk=user.pk).exists():
            raise AccountRefused(_("这个身份证号已登记在另一个账号上，请核对。"), "id_number")
    if address:
        user.home_index = blind_index(address, "home")
    user.save(update_fields=["name", "id_number_index", "home_index"])
    audit.record(
        "user.change", target=user, by=by, kind=Kind.ACCESS, has_number=bool(id_number),
        has_address=bool(address),
    )  # fmt: skip
    return user


@transaction.atomic
def reset_password(*, user: User, by: User | None) -> str:
    """A new one-time password; every session of the person ends. Whoever holds it can do all that the person
    may: raises AccountRefused where that is more than `by` administers, and for a fellow administrator, or
    one would be both persons of an appointment. None is a command of the machine."""
    _require_all(user, by)
    _require_no_fellow(
        user, by,
        _("同级管理员的密码由上级工会的管理员重设；没有上级工会的，请系统维护人员在服务器上重设。"),
    )  # fmt: skip
    password = one_time_password()
    user.set_password(password)
    user.must_change_password = True
    user.password_reset_at, user.password_reset_by = timezone.now(), by
    user.save(update_fields=["password", "must_change_password", "password_reset_at", "password_reset_by"])
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
    """Let a person in or keep them out; being kept out ends their sessions at once. It touches every union
    that they work at, and raises AccountRefused as `reset_password` does."""
    _require_all(user, by)
    if is_own(user, by):
        raise AccountRefused(_("不能停用自己的账号。"))
    why = _("同级管理员的账号由上级工会的管理员停用、启用；离岗的，可以先免去管理员岗位，再停用账号。")
    _require_no_fellow(user, by, why)
    if active:
        _require_open_home(user)
    user.is_active = active
    user.save(update_fields=["is_active"])
    if not active:
        end_sessions(user)
        cut_off(user, by)
    audit.record("user.enable" if active else "user.disable", target=user, by=by, kind=Kind.ACCESS)


def _require_open_home(user: User) -> None:
    """Raises AccountRefused where the home of a person is closed; whoever closes it waits for us."""
    home = Union.objects.select_for_update(of=("self",), no_key=True).get(pk=user.union_id)
    if home.closed_on is not None:
        raise AccountRefused(
            _("“%(union)s”已撤销，不能启用那里的账号；请先把这个人转到别的工会。") % {"union": home.name}
        )


def set_large_type(*, user: User, large: bool) -> None:
    """The person's own choice of the large-type pages."""
    user.large_type = large
    user.save(update_fields=["large_type"])


def set_by_sections(*, user: User, by_sections: bool) -> None:
    """The person's own choice of how a long form is shown: one section at a time, or whole."""
    user.by_sections = by_sections
    user.save(update_fields=["by_sections"])


def _require_no_fellow(user: User, by: User | None, why: str) -> None:
    """Raises AccountRefused with this sentence for another administrator of the union or of one above it."""
    if by is not None and list_fellows(by).filter(pk=user.pk).exists():
        raise AccountRefused(why)


def _require_all(user: User, by: User | None) -> None:
    """Raises AccountRefused unless `by` administers the home of a person and every union that they hold or
    are to hold a role at."""
    today = timezone.localdate()
    lasting = Q(until_on__isnull=True) | Q(until_on__gte=today)
    rows = Appointment.objects.filter(lasting, user=user, revoked_at__isnull=True).select_related("union")
    for union in (user.union, *(row.union for row in rows)):
        require_scope(union, by)


def end_sessions(user: User) -> None:
    """End every session of this person."""
    user.sessions.all().delete()


def _add(
    user: User, roles: Collection[str], by: User | None, from_on: date | None, until_on: date | None
) -> None:
    """Writes a new person and the roles they hold at their home union."""
    require_scope(user.union, by)
    with _login_is_free():
        user.save()
    seconds = set_roles(user, roles, by, from_on=from_on, until_on=until_on)
    audit.record(
        "user.create", target=user, by=by, union=user.union, kind=Kind.ACCESS, roles=sorted(roles), **seconds
    )


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
