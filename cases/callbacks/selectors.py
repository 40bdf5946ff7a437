"""到账回访: what is due and for whom, what they said, what differs from the books, which rule holds."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection
from django.db.models import Avg, BooleanField, Count, F, Func, Q, QuerySet, Value
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import Household
from cases.callbacks.models import Callback, CallbackRule, Difference
from cases.callbacks.states import CALLABLE, UNHAPPY, DifferenceState, State
from hardship.accounts.models import Union, User, people_of
from hardship.kernel import workflow

WITH = ("union", "payment__payable", "household__head", "signed_by", "signed_for")


@dataclass(frozen=True)
class Counts:
    """A list in figures; `score` is the mean satisfaction, None while nobody answered."""

    all: int
    done: int
    late: int
    unreached: int
    unhappy: int
    score: Decimal | None


def list_callbacks(user: User) -> QuerySet[Callback]:
    """Those of the scope, with what a row shows; in no order."""
    rows: QuerySet[Callback] = Callback.objects.visible_to(user)
    return rows.select_related(*WITH)


def due(rows: QuerySet[Callback]) -> QuerySet[Callback]:
    return rows.filter(state__in=CALLABLE, due_on__lte=timezone.localdate())


def late(rows: QuerySet[Callback]) -> QuerySet[Callback]:
    return rows.filter(state__in=CALLABLE, due_on__lt=timezone.localdate())


def unhappy(rows: QuerySet[Callback]) -> QuerySet[Callback]:
    return rows.filter(score__lte=UNHAPPY)


def count(rows: QuerySet[Callback]) -> Counts:
    """The figures of a list as it is narrowed."""
    today = timezone.localdate()
    found = rows.aggregate(
        all=Count("pk"),
        done=Count("pk", filter=Q(state=State.DONE)),
        late=Count("pk", filter=Q(state__in=CALLABLE, due_on__lt=today)),
        unreached=Count("pk", filter=Q(state=State.UNREACHED)),
        unhappy=Count("pk", filter=Q(score__lte=UNHAPPY)),
        score=Avg("score"),
    )
    mean = found.pop("score")
    return Counts(**found, score=None if mean is None else Decimal(str(mean)).quantize(Decimal("0.1")))


def list_to_call(user: User) -> QuerySet[Callback]:
    """What is due at this person's union and theirs to ask: they neither decided nor paid."""
    rows = due(list_callbacks(user)).filter(union=user.union_id, state=State.DUE)
    for person in people_of(user):
        rows = rows.filter(~Q(_has_hand(person)))
    return rows


def _has_hand(person: int) -> Func:
    return Func(F("payment_id"), Value(person), function="callbacks_has_hand", output_field=BooleanField())


def has_hand(payment_id: int, user: User) -> bool:
    """Whether somebody, or whom they stand in for, decided on a payment or paid it: the database's own
    question (migrations/sql/callbacks.sql)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT bool_or(callbacks_has_hand(%s, one)) FROM unnest(%s::bigint[]) one",
            [payment_id, list(people_of(user))],
        )
        found = cursor.fetchone()
    return bool(found and found[0])


def call_blocker(row: Callback, step: workflow.Transition, by: User) -> str:
    """What keeps somebody from asking, or from saying that nobody asks any more, or ''. The latter is for the
    unions above as well: in a small union everybody may have had a hand in the payment."""
    is_end = step.action == "end"
    if by.union_id != row.union_id and not is_end:
        return _("由“%(union)s”回访。") % {"union": row.union}
    if has_hand(row.payment_id, by):
        if is_end:
            return _("批准或者办理过这笔款的人不能定不再回访，请由同事或者上级工会的审核人来定。")
        return _("批准或者办理过这笔款的人不能自己回访，请由同事来问。")
    return ""


def settle_blocker(row: Difference, _step: workflow.Transition, by: User) -> str:
    """What keeps an auditor from settling a difference, or ''."""
    asked = row.callback
    if {asked.signed_by_id, asked.signed_for_id} & people_of(by) or has_hand(asked.payment_id, by):
        return _("批准、办理或者回访过这笔款的人不能自己查，请由别的审计人员来查。")
    return ""


def list_differences(user: User) -> QuerySet[Difference]:
    rows: QuerySet[Difference] = Difference.objects.visible_to(user)
    return rows.select_related(
        "union", "callback__payment__payable", "callback__household__head", "callback__signed_by",
        "callback__signed_for", "settled_by", "settled_for",
    )  # fmt: skip


def list_open_differences(user: User) -> QuerySet[Difference]:
    return list_differences(user).filter(state=DifferenceState.OPEN)


def list_of_payments(sources: Collection[str]) -> list[Callback]:
    """The calls after the payments of these sources that were answered, by their day."""
    rows = Callback.objects.filter(payment__payable__source__in=sources, state=State.DONE)
    return list(rows.select_related(*WITH).order_by("on", "pk"))


def list_answered(household: Household) -> QuerySet[Callback]:
    """What a family said, the newest first."""
    rows: QuerySet[Callback] = household.callbacks.filter(state=State.DONE)
    return rows.select_related("signed_by", "signed_for").order_by("-signed_at", "-pk")


def list_of_household(household: Household) -> list[Callback]:
    """The calls after what a family got, the newest first."""
    return list(household.callbacks.select_related(*WITH).order_by("-due_on", "-pk"))


def list_rules(union: Union) -> QuerySet[CallbackRule]:
    """The rules of a union and those above it, the nearest and newest first."""
    above = [key for key in (union.province_id, union.city_id, union.county_id, union.township_id) if key]
    rows = CallbackRule.objects.filter(union__in=[union.pk, *above])
    return rows.select_related("union", "set_by", "set_for").order_by(
        Length("union__path").desc(), "-valid_from"
    )


def get_rule(union: Union, on: date) -> CallbackRule | None:
    """The rule for what arrives at a union on a day: the nearest union's, of these the latest."""
    return list_rules(union).filter(valid_from__lte=on).first()
