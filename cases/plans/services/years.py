"""Planning when households leave hardship, and what a union is to reach in a year."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import Household
from cases.archives.states import IN_FORCE_STATES
from cases.plans.models import ExitPlan, YearTask
from cases.plans.services.plans import PlanRefused
from cases.plans.states import PLANNERS, ExitKind
from hardship.accounts.models import Union, User
from hardship.accounts.states import Role
from hardship.audit import services as audit

MOST_AT_ONCE = 5000


@transaction.atomic
def plan_exits(
    *, households: QuerySet[Household], kind: str, by: User, year: int | None = None, note: str = ""
) -> int:
    """Plan households in force of the person's scope to leave hardship in `year`, or (kind regular) for
    regular aid for good; returns how many are planned otherwise than before.

    Raises PlanRefused for anybody but a clerk or reviewer, and for a year that is over.
    """
    if not by.has_role(*PLANNERS):
        raise PlanRefused(_("脱困年度由经办人或审核人安排。"))
    year = _year_of(kind, year)
    rows = Household.objects.visible_to(by).filter(state__in=IN_FORCE_STATES)
    rows = rows.filter(pk__in=households.order_by().values("pk")).order_by("pk")
    keys = list(rows.select_for_update(of=("self",)).values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
    if len(keys) > MOST_AT_ONCE:
        raise PlanRefused(_("一次最多安排 5,000 户，请先筛选。"))
    holding = ExitPlan.objects.filter(household__in=keys, replaced_at__isnull=True)
    same = set(holding.filter(kind=kind, year=year, note=note).values_list("household", flat=True))
    changed = [key for key in keys if key not in same]
    holding.filter(household__in=changed).update(replaced_at=timezone.now(), replaced_by=by)
    ExitPlan.objects.bulk_create(
        ExitPlan(household_id=key, kind=kind, year=year, note=note, set_by=by) for key in changed
    )
    if changed:
        audit.record("exit_plan.set", target=_only(changed), by=by, what=kind, year=year, count=len(changed))
    return len(changed)


@transaction.atomic
def set_task(
    *,
    union: Union,
    year: int,
    numerator: int,
    denominator: int,
    document: str,
    by: User,
    households: int | None = None,
) -> YearTask:
    """What part of its filed households a union is to bring out of hardship in a year, from that year on.

    Raises PlanRefused for whoever may not (may_set_task), and for a share that is none.
    """
    if not may_set_task(union, by):
        raise PlanRefused(_("年度任务由上级工会的审核人设定。"))
    if not 0 < numerator <= denominator:
        raise PlanRefused(_("比例要大于零、不超过全部。"))
    Union.objects.select_for_update(no_key=True).get(pk=union.pk)
    told = {
        "numerator": numerator, "denominator": denominator, "households": households, "document": document,
        "set_at": timezone.now(), "set_by": by,
    }  # fmt: skip
    task, _made = YearTask.objects.update_or_create(union=union, year=year, defaults=told)
    audit.record("year_task.set", target=task, by=by, year=year, share=f"{numerator}/{denominator}",
                 households=households)  # fmt: skip
    return task


def may_set_task(union: Union, by: User) -> bool:
    """Reviewers of a union above; of the union itself where there is none above it."""
    is_above = union.pk != by.union_id or union.parent_id is None
    return by.has_role(Role.REVIEWER) and is_above and by.covers([union])


def _year_of(kind: str, year: int | None) -> int | None:
    if kind == ExitKind.REGULAR:
        return None
    if year is None or year < timezone.localdate().year:
        raise PlanRefused(_("请填写脱困年度，今年或以后。"))
    return year


def _only(keys: list[int]) -> Household | None:
    """The household, where it is one: the trail of a file shows when it was planned for what."""
    return Household.objects.get(pk=keys[0]) if len(keys) == 1 else None
