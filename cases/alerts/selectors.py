"""预警: which a person sees, what waits for whom, the limits that hold, what keeps somebody from acting."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.alerts.models import Alert, AlertRule, AlertRun
from cases.alerts.rules import KINDS, AlertKind
from cases.alerts.states import ACTORS, READERS, WAITING, Severity, State
from cases.archives.models import Household
from cases.archives.selectors.recusals import recusal_blocker
from hardship.accounts.models import Union, User
from hardship.accounts.states import Role
from hardship.kernel import workflow

WITH = ("union", "household__head", "owner", "signed_by", "signed_for")
GRAVEST = tuple(Severity.values)


@dataclass(frozen=True)
class Held:
    """The limits of one kind that hold at a union: the rule that set them, None for the presets."""

    kind: AlertKind
    rule: AlertRule | None

    @property
    def is_on(self) -> bool:
        return self.rule is None or self.rule.is_on

    @property
    def first(self) -> Any:
        return self.kind.first.preset if self.rule is None else self.rule.first

    @property
    def second(self) -> Any:
        if self.rule is not None and self.rule.second is not None:
            return self.rule.second
        return self.kind.second.preset if self.kind.second else None


def _kinds(user: User, roles: Mapping[str, tuple[Role, ...]]) -> list[str]:
    return [code for code, kind in KINDS.items() if user.has_role(*roles[kind.circle])]


def list_alerts(user: User) -> QuerySet[Alert]:
    """Those of the scope of the kinds that this person's roles read, with what a row shows."""
    rows: QuerySet[Alert] = Alert.objects.visible_to(user).filter(kind__in=_kinds(user, READERS))
    return rows.select_related(*WITH)


def gravest_first(rows: QuerySet[Any]) -> QuerySet[Any]:
    order = [When(severity=severity, then=Value(place)) for place, severity in enumerate(GRAVEST)]
    grave = Case(*order, output_field=IntegerField())
    return rows.order_by(grave, "due_on", "pk")


def late(rows: QuerySet[Alert]) -> QuerySet[Alert]:
    return rows.filter(state=State.OPEN, due_on__lt=timezone.localdate())


def list_to_handle(user: User) -> QuerySet[Alert]:
    """What waits for this person: taken by them, or by nobody yet and of their own union; for reviewers and
    approvers what is late below them too."""
    rows = list_alerts(user).filter(state=State.OPEN, kind__in=_kinds(user, ACTORS))
    mine = Q(owner=user) | Q(owner=None, union=user.union_id)
    if user.has_role(Role.REVIEWER, Role.APPROVER):
        mine |= Q(due_on__lt=timezone.localdate())
    return rows.filter(mine)


def count(rows: QuerySet[Alert]) -> dict[str, int]:
    """How many of these are open by severity, and how many are late."""
    waits = Q(state=State.OPEN)
    found: dict[str, int] = rows.order_by().aggregate(
        late=Count("pk", filter=waits & Q(due_on__lt=timezone.localdate())),
        **{severity: Count("pk", filter=waits & Q(severity=severity)) for severity in GRAVEST},
    )
    return found


def list_of_household(household: Household, user: User) -> list[Alert]:
    """What warns of a family now, of the kinds that this person reads, the gravest first."""
    return list(gravest_first(list_alerts(user).filter(household=household, state__in=WAITING)))


def alert_blocker(row: Alert, _step: workflow.Transition, by: User) -> str:
    """What keeps somebody from acting, or ''; nobody ends what warns of their own family."""
    roles = ACTORS[row.about.circle]
    if not by.has_role(*roles):
        return _("这类预警由%(roles)s处理。") % {"roles": "、".join(str(role.label) for role in roles)}
    return workflow.of_both(partial(recusal_blocker, row.household), by) if row.household else ""


def list_rules(union: Union) -> QuerySet[AlertRule]:
    """The rules of a union and those above it, the nearest and newest first."""
    above = [key for key in (union.province_id, union.city_id, union.county_id, union.township_id) if key]
    rows = AlertRule.objects.filter(union__in=[union.pk, *above])
    return rows.select_related("union", "set_by", "set_for").order_by(
        Length("union__path").desc(), "-valid_from"
    )


def get_rule(union: Union, kind: str, on: date) -> AlertRule | None:
    """The rule of a kind that holds at a union on a day: the nearest union's, of these the latest."""
    return list_rules(union).filter(kind=kind, valid_from__lte=on).first()


def list_held(union: Union, on: date) -> list[Held]:
    """Every kind with the limits that hold at a union on a day."""
    rules: dict[str, AlertRule] = {}
    for rule in list_rules(union).filter(valid_from__lte=on):
        rules.setdefault(rule.kind, rule)
    return [Held(kind, rules.get(code)) for code, kind in KINDS.items()]


def get_last_run() -> AlertRun | None:
    return AlertRun.objects.order_by("-pk").first()
