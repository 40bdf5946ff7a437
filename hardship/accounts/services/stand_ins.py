"""代办: the work of a post goes to somebody else for some days, and comes back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hardship.accounts.models import Appointment, StandIn, Union, User
from hardship.accounts.rules import clash_text, exclusive_pair
from hardship.accounts.selectors import list_overlapping_posts
from hardship.accounts.services.scope import AccountRefused, is_keeper
from hardship.accounts.states import MOST_STAND_IN_DAYS
from hardship.audit import services as audit
from hardship.audit.states import Kind
from hardship.kernel.checks import broken
from hardship.kernel.registry import Registry

TOLD: Registry[Callable[[StandIn, User], None]] = Registry(
    "accounts.stand_in_told", "Who is told of a stand-in that begins (appoint) or was ended early (end)."
)


@transaction.atomic
def stand_in(
    *, appointment_id: int, user: User, from_on: date, until_on: date, reason: str, by: User
) -> StandIn:
    """Let somebody do the work of a post, both days included: by its holder or an administrator.

    Raises AccountRefused for anybody else and for whoever stands in themselves; for days that are past, too
    many or outside of the post; for the holder, somebody without a working account, whoever holds the post
    anyway or a role that excludes it, and while another one stands in.
    """
    post = _lock_post(appointment_id)
    _require_hand(post, by)
    _require_days(post, from_on, until_on)
    row = StandIn(
        appointment=post, user=user, from_on=from_on, until_on=until_on, reason=reason.strip(), made_by=by
    )
    _require_fit(row)
    with _refusing_what_the_database_refuses():
        row.save()
    _log("user.stand_in", row, by)
    TOLD["appoint"](row, by)
    return row


@transaction.atomic
def end_stand_in(*, stand_in_id: int, by: User) -> StandIn:
    """End it now, in every session: by the holder, the one who stands in, or an administrator of the union.
    Raises AccountRefused."""
    rows = StandIn.objects.select_related("appointment__union", "appointment__user", "user")
    row: StandIn = rows.select_for_update(of=("self",)).get(pk=stand_in_id)
    if by.pk != row.user_id:
        _require_hand(row.appointment, by)
    if row.ended_at is not None or row.until_on < timezone.localdate():
        raise AccountRefused(_("这次代办已经结束，不用再结束。"))
    row.ended_at, row.ended_by = timezone.now(), by
    row.save(update_fields=["ended_at", "ended_by"])
    _log("user.stand_in_end", row, by)
    TOLD["end"](row, by)
    return row


def _lock_post(appointment_id: int) -> Appointment:
    rows = Appointment.objects.select_related("union", "user__union").select_for_update(of=("self",))
    post: Appointment = rows.get(pk=appointment_id)
    return post


def _require_hand(post: Appointment, by: User) -> None:
    if by.stands_for is not None:
        raise AccountRefused(_("代办期间不能再安排代办，请先回到您本人的岗位。"))
    if by.pk != post.user_id and not is_keeper(post.union, by):
        raise AccountRefused(_("只有任职的本人和本工会、上级工会的管理员可以安排代办。"))


def _require_days(post: Appointment, from_on: date, until_on: date) -> None:
    if until_on < from_on:
        raise AccountRefused(_("截止日期早于起始日期，请核对。"), "until_on")
    if from_on < timezone.localdate():
        raise AccountRefused(_("代办不能从过去的日子起：那几天的事不是代办的人办的。"), "from_on")
    if until_on - from_on >= timedelta(days=MOST_STAND_IN_DAYS):
        why = _("一次代办最多 %(n)s 天；离开更久的，请管理员另行登记任职。")
        raise AccountRefused(why % {"n": MOST_STAND_IN_DAYS}, "until_on")
    if post.revoked_at is not None or post.is_waiting or from_on < post.from_on:
        raise AccountRefused(_("这个岗位那时无人在任，不能代办。"), "from_on")
    if post.until_on is not None and until_on > post.until_on:
        why = _("任职到 %(day)s 为止，代办不能更久。")
        raise AccountRefused(why % {"day": f"{post.until_on:%Y-%m-%d}"}, "until_on")


def _require_fit(row: StandIn) -> None:
    """Raises AccountRefused for whoever may not do the work of this post in these days. The person's row is
    locked: nobody gives them a post meanwhile."""
    post, user = row.appointment, row.user
    if user.pk == post.user_id:
        raise AccountRefused(_("代办的人不能是本人，请另选一位。"), "user")
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
    if not user.is_active:
        raise AccountRefused(_("此人的账号已停用，请另选一位。"), "user")
    held = list_overlapping_posts(user, row.from_on, row.until_on)
    if (post.union_id, post.role) in held:
        raise AccountRefused(_("此人这段时间本来就能办这个岗位的事，不用代办。"), "user")
    here = {post.role, *(role for union, role in held if union == post.union_id)}
    pair = exclusive_pair(here, {role for union, role in held if union != post.union_id})
    if pair:
        at, role = next(one for one in held if one[1] in pair[:2] and one[1] != post.role)
        words = {"name": user.name, "held": role, "where": Union.objects.get(pk=at).name}
        raise AccountRefused(clash_text(pair, **words), "user")


@contextmanager
def _refusing_what_the_database_refuses() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if not broken(error).startswith("stand_in_"):
            raise
        raise AccountRefused(_("这个岗位这段时间已经有人代办，请先结束那一次。"), "from_on") from error


def _log(action: str, row: StandIn, by: User) -> None:
    post = row.appointment
    audit.record(
        action, target=row.user, by=by, union=post.union, kind=Kind.ACCESS, role=post.role, of=post.user_id,
        from_on=row.from_on.isoformat(), until_on=row.until_on.isoformat(),
    )  # fmt: skip
