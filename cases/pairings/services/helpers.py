"""Writes about helpers: who left, what is said of them, what a union asks; what a colleague takes over."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.pairings.models import Helper, Mention, Pairing, PairingNote, PairingRule
from cases.pairings.rules import Terms
from cases.pairings.selectors.helpers import list_accounts, load_blocker, why_not_advanced
from cases.pairings.selectors.terms import Book
from cases.pairings.services.notes import fix_next_visit
from cases.pairings.services.pairings import Chosen, PairingRefused, choose_helper, move, succeed
from cases.pairings.states import HAND_OVER, MentionKind, State
from hardship.accounts.models import Union, User, stood_in_for
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel import workflow

__all__ = ["Chosen", "Praise", "follow_rules", "leave", "mention", "set_rule", "take_blocker", "take_pairing"]
RECENT = timedelta(days=7)  # the worker may have stood still on the day on which a rule began


@dataclass(frozen=True)
class Praise:
    """表扬、先进、批评: on a day, for what, by which document, with how many yuan."""

    kind: str
    on: date
    text: str
    document: str
    reward: Decimal | None = None


def keep_blocker(helper: Helper, by: User) -> str:
    """Why somebody may not say that a helper left, or ''."""
    if helper.union_id == by.union_id and by.has_role(Role.CLERK):
        return ""
    return _("只有“%(union)s”的经办人可以登记。") % {"union": helper.union.name}


def mention_blocker(helper: Helper, by: User) -> str:
    """Why somebody may not praise or criticise a helper, or '': it is the word of the reviewers above or at
    the helper's union, never of the helper."""
    if not by.has_role(Role.REVIEWER):
        return _("表扬和批评由审核人登记。")
    return _("不能登记对自己的表扬。") if helper.user_id == by.pk else ""


@transaction.atomic
def leave(*, helper_id: int, on: date, by: User) -> Helper:
    """A helper left their post: their households are handed over within the days of the rule. Raises
    PairingRefused for anybody but a clerk of the helper's union, twice, and for a day to come."""
    helper = _lock(helper_id, by)
    if why := keep_blocker(helper, by):
        raise PairingRefused(why)
    if helper.left_on is not None:
        raise PairingRefused(_("已经登记离岗。"))
    if on > timezone.localdate():
        raise PairingRefused(_("日期不能晚于今天。"), "on")
    helper.left_on = on
    helper.hand_over_until = on + timedelta(days=Book().of(helper).days)
    helper.save(update_fields=["left_on", "hand_over_until"])
    audit.record("helper.leave", target=helper, by=by, until=helper.hand_over_until.isoformat())
    return helper


@transaction.atomic
def mention(*, helper_id: int, praise: Praise, by: User) -> Mention:
    """表扬、评为先进、批评 with the document. Raises PairingRefused for whoever may not say it, and for 先进
    after years without effect."""
    helper = _lock(helper_id, by)
    if why := workflow.of_both(lambda person: mention_blocker(helper, person), by):
        raise PairingRefused(why)
    if praise.on > timezone.localdate():
        raise PairingRefused(_("日期不能晚于今天。"), "on")
    if praise.reward is not None and praise.kind == MentionKind.CRITICISM:
        raise PairingRefused(_("批评没有奖励，请清空奖励。"), "reward")
    if praise.kind == MentionKind.ADVANCED:
        why = why_not_advanced(helper, Book().of(helper), praise.on.year)
        if why:
            raise PairingRefused(why, "kind")
    made: Mention = Mention.objects.create(
        helper=helper, kind=praise.kind, on=praise.on, text=praise.text, document=praise.document,
        reward=praise.reward, by=by, stood_in_for=stood_in_for(by),
    )  # fmt: skip
    audit.record("helper.mention", target=helper, by=by, mention=made.pk, what=praise.kind)
    return made


@transaction.atomic
def set_rule(*, terms: Terms, document: str, starts_on: date, by: User) -> PairingRule:
    """What one's own union asks from a day on; the rule before ends the day before, one of the same day is
    replaced. The next visits of running pairings are due by it from that day. Raises PairingRefused for
    anybody but an administrator, and for a day before today."""
    if not by.has_role(Role.ADMINISTRATOR):
        raise PairingRefused(_("只有管理员可以修改结对帮扶要求。"))
    if starts_on < timezone.localdate():
        raise PairingRefused(_("启用日期不能早于今天。"), "starts_on")
    if (terms.income is None) != (terms.reward is None):
        raise PairingRefused(_("奖励要写明自挣收入超过多少、奖多少，或者都不填。"), "reward")
    Union.objects.select_for_update(of=("self",), no_key=True).get(pk=by.union_id)
    own = PairingRule.objects.filter(union=by.union)
    own.filter(effective__startswith__gte=starts_on).delete()
    for before in own.filter(effective__contains=starts_on):
        before.effective = DateRange(before.effective.lower, starts_on)
        before.save(update_fields=["effective"])
    row: PairingRule = PairingRule.objects.create(
        union=by.union, visits=terms.visits, most=terms.most, days=terms.days, years=terms.years,
        income=terms.income, reward=terms.reward, document=document,
        effective=DateRange(starts_on, None), created_by=by,
    )  # fmt: skip
    audit.record("pairing_rule.set", target=row, by=by, visits=terms.visits, starts=starts_on.isoformat())
    if starts_on == timezone.localdate():
        _reckon_anew(by.union)
    return row


def take_blocker(pairing: Pairing, to: User) -> str:
    """Why a colleague may not take a household over, or ''."""
    if not list_accounts(pairing.household).filter(pk=to.pk).exists():
        return _("只有“%(union)s”和审核工会的人可以接手。") % {"union": pairing.household.union.name}
    known = Helper.objects.filter(user=to).first()
    return load_blocker(known, pairing.household, Book().of(pairing.household)) if known else ""


def take_pairing(pairing: Pairing, to: User) -> None:
    """Whoever receives what a colleague hands over (hardship.handovers) is proposed as the next helper; the
    caller holds the row locked and asked whether they may."""
    helper = choose_helper(Chosen(user=to), pairing.household, to)
    move(pairing, HAND_OVER, by=to, is_own=False)
    succeed(pairing, helper, by=to)


@transaction.atomic
def follow_rules() -> int:
    """By rules that began lately the next visits anew, as `set_rule` does for one of today; returns how many
    days moved. Done every hour: what is right stays."""
    since = timezone.localdate() - RECENT
    rules = PairingRule.objects.filter(
        effective__startswith__gt=since, effective__startswith__lte=timezone.localdate()
    )
    unions = Union.objects.filter(pk__in=rules.values("union"))
    return sum(_reckon_anew(union) for union in unions.order_by("pk"))


def _reckon_anew(union: Union) -> int:
    """The rules and, for all rows, the notes are read once."""
    below = {f"household__{union.scope_column}_id": union.pk}
    rows = Pairing.objects.filter(state=State.RUNNING, **below).select_related("household")
    rows = rows.prefetch_related(Prefetch("notes", PairingNote.objects.select_related("visit__correction")))
    book = Book()
    locked = rows.select_for_update(of=("self",)).order_by("pk")
    return sum(fix_next_visit(row, book) for row in locked)


def _lock(helper_id: int, by: User) -> Helper:
    rows: Any = Helper.objects.visible_to(by).select_related("union", "user")
    helper: Helper = rows.select_for_update(of=("self",)).get(pk=helper_id)
    return helper
