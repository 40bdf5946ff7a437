"""Files that were filed elsewhere before: taken over into force, given back, confirmed as complete.

Whether a file may be taken over is decided for a whole list by cases.intakes, whose guards in the database
let no such step through without two people of the county.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import Assessment, FileStep, Household
from cases.archives.rules import completeness, missing_items
from cases.archives.rules.taking_over import basis_of
from cases.archives.selectors.entry import get_contents, is_maker
from cases.archives.selectors.extensions import list_hanging
from cases.archives.selectors.recusals import recusal_blocker
from cases.archives.services import lifecycle, undo
from cases.archives.services.assessments import assess_household, get_category, set_category
from cases.archives.services.numbering import give_number
from cases.archives.services.refusals import FileRefused, IncompleteFile, one_active_file
from cases.archives.services.step_log import log_step, look_at
from cases.archives.states import FilingLevel
from cases.archives.states.taking_over import (
    COMPLETE,
    GIVE_BACK,
    SOUND,
    TAKE_OVER,
    TAKE_OVER_TRANSITIONS,
    Basis,
)
from hardship.accounts.models import User
from hardship.accounts.selectors import competent_union
from hardship.kernel import workflow
from hardship.kernel.scope import Part, competent_id
from hardship.kernel.undoing import Act, undo_blocker


@dataclass(frozen=True)
class Taken:
    """A file that was taken over: the step, and what its category rests on."""

    step: FileStep
    basis: Basis


@transaction.atomic
def take_over(*, household_id: int, filed_on: date, by: User, comment: str = "") -> Taken:
    """Put a draft into force that was filed elsewhere on `filed_on`, whatever documents it lacks.

    Its category is what today's policy finds; where facts are missing, what the roster says. A day of filing
    that the roster names stays. Raises FileRefused where neither gives a category, where somebody is in
    another active file, and Refused as the table says.
    """
    household, basis = _lock(household_id, by), [Basis.UNKNOWN]

    def enter(step: workflow.Step[Household]) -> None:
        basis[0] = _set_category(household, by)
        _set_filed(household, filed_on, by)

    step = _take(household, TAKE_OVER, by, enter, comment=comment)
    return Taken(step, basis[0])


@transaction.atomic
def give_back(*, household_id: int, by: User) -> FileStep:
    """Take back that a file was taken over: it is a draft again. Raises FileRefused once anybody else has
    acted on it, after a day, and while something hangs on it."""
    household = _lock(household_id, by)
    if why := give_back_blocker(household, by):
        raise FileRefused(why)

    def enter(step: workflow.Step[Household]) -> None:
        undone = undo.get_undone(household, GIVE_BACK)
        if undone is not None:
            undo.put_back(household, undone)

    return _take(household, GIVE_BACK, by, enter)


def give_back_blocker(household: Household, by: User) -> str:
    """Why this person may not take back that the file was taken over, or ''."""
    undone = undo.get_undone(household, GIVE_BACK)
    if undone is None:
        return _("“%(name)s”接收以后又办理过，不能再撤回接收；请按现在的档案办理。") % {"name": household}
    why = undo_blocker(Act(undone.label, undone.by_id, undone.at, household.updated_by_id), by)
    hanging = list_hanging(household) if not why else []
    if hanging:
        return _("接收以后，“%(name)s”已有%(what)s，不能再撤回接收。") % {
            "name": household, "what": "、".join(hanging),
        }  # fmt: skip
    return why


@transaction.atomic
def complete(*, household_id: int, by: User) -> FileStep:
    """Confirm that a file which was taken over has everything it needs now, and judge it by today's policy.

    Raises IncompleteFile while something is missing, FileRefused where today's policy finds no category.
    """
    household = _lock(household_id, by)
    if why := complete_blocker(household, by):
        raise FileRefused(why)

    def enter(step: workflow.Step[Household]) -> None:
        missing = missing_items(completeness(get_contents(household)))
        if missing:
            raise IncompleteFile(missing)
        _require_category(household, by)
        step.stamp("completed")
        lifecycle.set_verified(household, by=by)

    return _take(household, COMPLETE, by, enter)


def complete_blocker(household: Household, by: User) -> str:
    """Why this person may not confirm that the file is complete, or ''; what is missing is asked apart."""
    if not household.is_incomplete:
        return _("这份档案不在“待补材料”之列，可能已经确认补齐。")
    if competent_id(household, Part.REVIEW) != by.union_id:
        return _("这份档案由“%(union)s”办理。") % {"union": competent_union(household, Part.REVIEW)}
    if is_maker(household, by):
        return _("不能审核自己建立、填写或提交的档案，请由其他审核人办理。")
    return recusal_blocker(household, by)


def _lock(household_id: int, by: User) -> Household:
    rows = Household.objects.visible_to(by).select_related("union", "head")
    household: Household = workflow.lock(rows, household_id)
    return household


def _take(household: Household, action: str, by: User, enter: Any, *, comment: str = "") -> FileStep:
    kept = look_at(household)

    def effect(step: workflow.Step[Household]) -> None:
        enter(step)
        household.version += 1
        household.updated_at, household.updated_by = timezone.now(), by

    with one_active_file(household):
        return workflow.take(
            TAKE_OVER_TRANSITIONS, household, action=action, by=by, comment=comment, blocker=_blocker,
            effect=effect, log=lambda step: log_step(step, kept),
        )  # fmt: skip


def _blocker(household: Household, row: workflow.Transition, by: User) -> str:
    if competent_id(household, Part.REVIEW) != by.union_id:
        return _("这份档案由“%(union)s”办理。") % {"union": competent_union(household, Part.REVIEW)}
    if row.is_decision and is_maker(household, by):
        return _("不能审核自己建立、填写或提交的档案，请由其他审核人办理。")
    return recusal_blocker(household, by) if row.is_decision else ""


def _set_filed(household: Household, filed_on: date, by: User) -> None:
    now = timezone.now()
    give_number(household, timezone.localdate().year)
    household.filed_on = household.filed_on or filed_on
    household.filed_at, household.filed_by = now, by
    household.taken_over_at, household.taken_over_by = now, by
    lifecycle.set_review(household)


def _set_category(household: Household, by: User) -> Basis:
    """What the category rests on; not saved."""
    found = assess_household(household, by=by)
    basis = judge_basis(household, found.result, has_income=household.incomes.exists())
    if basis not in SOUND:
        raise FileRefused(_("%(name)s：%(why)s，不能接收。") % {"name": household, "why": basis.label})
    if basis == Basis.ASSESSED:
        set_category(household, found, found)
    else:
        household.filing_level = household.filing_level or FilingLevel.NATIONAL
    return basis


def _require_category(household: Household, by: User) -> None:
    found: Assessment = assess_household(household, by=by)
    chosen = get_category(found)
    if chosen is None or not chosen.category:
        raise FileRefused(_("按今天的政策核算，这户不符合困难认定条件；请办理脱困、解困或注销。"))
    set_category(household, found, chosen)


def judge_basis(household: Household, result: Mapping[str, Any], *, has_income: bool) -> Basis:
    """What the category of this draft would rest on, `result` being the JSON of today's Outcome."""
    return basis_of(
        category=result["category"],
        undecided=result["undecided"],
        is_money_known=has_income or household.money_reviewed,
        on_roster=household.category,
    )
