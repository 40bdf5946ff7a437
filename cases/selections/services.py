"""Writes of lists: made, gathered, handed in, decided row by row, approved."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import Household
from cases.selections.models import Selection, SelectionRow, SelectionStep
from cases.selections.rules import approving_id, approving_part
from cases.selections.selectors import count_unsettled, has_made, list_candidates
from cases.selections.states import MAKERS, ROW_TRANSITIONS, SELECTION_TRANSITIONS, RowState
from cases.surveys.models import Survey
from hardship.accounts.models import Union, User
from hardship.accounts.selectors import competent_union
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.checks import broken

MOST_AT_ONCE = 5000
ONCE_A_YEAR = "selection_row_once_a_year"


class SelectionRefused(workflow.Refused):
    """A write on a list that may not be made; the message says what to do."""


@transaction.atomic
def make_selection(*, year: int, title: str, by: User, survey: Survey | None = None) -> Selection:
    """An empty list of the person's union. Raises SelectionRefused for anybody but its clerks and reviewers,
    for a title that the year has, and for a survey that is not of this union or one above it."""
    if not by.has_role(*MAKERS):
        raise SelectionRefused(_("帮扶对象名单由经办人或审核人建立。"))
    Union.objects.select_for_update(no_key=True).get(pk=by.union_id)
    if Selection.objects.filter(union=by.union, year=year, title=title).exists():
        raise SelectionRefused(_("这一年已有同名的名单，请换一个名称。"), "title")
    if survey is not None and not Survey.objects.visible_to(by).filter(pk=survey.pk).exists():
        raise SelectionRefused(_("请从列出的年度核查中选择。"), "survey")
    selection = Selection.objects.create(union=by.union, year=year, title=title, survey=survey, created_by=by)
    _keep(selection, "make", by, is_making=True)
    audit.record("selection.make", target=selection, by=by, year=year)
    return selection


@transaction.atomic
def add_households(*, selection_id: int, households: QuerySet[Household], by: User) -> int:
    """Put households on an open list; returns how many. `households` may be a wide choice: those that are no
    candidates are passed over. Raises SelectionRefused for somebody else's list and one that is handed in."""
    selection = _lock_open(selection_id, by)
    rows = list_candidates(selection, by).filter(pk__in=households.order_by().values("pk"))
    people = Count("members", filter=Q(members__removed_at__isnull=True))
    found = list(rows.annotate(people=people)[: MOST_AT_ONCE + 1])
    if len(found) > MOST_AT_ONCE:
        raise SelectionRefused(_("一次最多列入 5,000 户，请先筛选。"))
    with _once_a_year():
        SelectionRow.objects.bulk_create(_row(selection, household, by) for household in found)
    if found:
        _keep(selection, "add", by, is_making=True)
        audit.record("selection.add", target=selection, by=by, count=len(found))
    return len(found)


@transaction.atomic
def remove_rows(*, selection_id: int, keys: Collection[int], by: User) -> int:
    """Take households off an open list; returns how many."""
    selection = _lock_open(selection_id, by)
    rows = SelectionRow.objects.filter(selection=selection, pk__in=keys, removed_at__isnull=True)
    count = rows.update(removed_at=timezone.now(), removed_by=by)
    if count:
        _keep(selection, "remove", by, is_making=True)
        audit.record("selection.remove", target=selection, by=by, count=count)
    return count


@transaction.atomic
def decide_rows(
    *, selection_id: int, action: str, by: User, keys: Collection[int] | None = None, reason: str = ""
) -> int:
    """Agree to, refuse or send back households (without `keys` all that are open), as ROW_TRANSITIONS has it;
    returns how many. Raises Refused for whoever may not, and without the reason that a refusal needs."""
    selection = _lock(selection_id, by)
    if why := decide_blocker(selection, by):
        raise SelectionRefused(why)
    rows = SelectionRow.objects.filter(selection=selection, removed_at__isnull=True)
    rows = rows.filter(state=RowState.OPEN) if keys is None else rows.filter(pk__in=keys)
    chosen = list(rows.select_for_update(of=("self",)).order_by("pk"))
    for row in chosen:
        workflow.take(
            ROW_TRANSITIONS, row, action=action, by=by, comment=reason, note="reason", stamp="decided",
            log=lambda _step: None,
        )  # fmt: skip
    if chosen:
        audit.record("selection.decide", target=selection, by=by, what=action, count=len(chosen))
    return len(chosen)


@transaction.atomic
def take_step(*, selection_id: int, action: str, by: User, comment: str = "") -> Selection:
    """Take one row of states.SELECTION_TRANSITIONS.

    An empty list is not handed in; none is approved while a household waits or was sent back. A household
    that was sent back is open again when the list is handed in anew. Raises Refused, Selection.DoesNotExist.
    """
    selection = _lock(selection_id, by)

    def log(step: workflow.Step[Selection]) -> None:
        _keep(selection, action, by, comment=step.comment, is_making=not step.row.is_decision)
        audit.record(f"selection.{action}", target=selection, by=by, state=selection.state)

    workflow.take(
        SELECTION_TRANSITIONS, selection, action=action, by=by, comment=comment, blocker=_blocker,
        note="comment", effect=_enter, log=log,
    )  # fmt: skip
    return selection


def list_buttons(selection: Selection, by: User) -> list[workflow.Transition]:
    """What this person may do with the list now."""
    return workflow.buttons(SELECTION_TRANSITIONS, selection, by=by, blocker=_blocker)


def may_change(selection: Selection, by: User) -> bool:
    """Whether this person may put households on the list and take them off."""
    return selection.is_open and selection.union_id == by.union_id and by.has_role(*MAKERS)


def decide_blocker(selection: Selection, by: User) -> str:
    """Why this person may not decide on households of the list, or ''."""
    if not selection.is_submitted:
        return _("名单提交以后、审定以前，才能逐户审定。")
    rows = workflow.available(ROW_TRANSITIONS, state=RowState.OPEN, roles=by.roles, parts=by.union.parts)
    if approving_part(selection) not in {row.part for row in rows}:
        return _("名单由负责的工会审定。")
    return _not_another(selection, by)


def _enter(step: workflow.Step[Selection]) -> None:
    selection, action = step.record, step.row.action
    if action == "submit":
        _require_rows(selection)
        back = SelectionRow.objects.filter(selection=selection, removed_at__isnull=True, state=RowState.BACK)
        back.update(state=RowState.OPEN, decided_at=None, decided_by=None, reason="")
        step.stamp("submitted")
        step.clear("decided")
    elif action == "approve":
        step.stamp("decided")


def _blocker(selection: Selection, row: workflow.Transition, by: User) -> str:
    if row.part is None:
        return "" if selection.union_id == by.union_id else _not_own(selection)
    if row.part != approving_part(selection):
        return _("名单由负责的工会审定。")
    return _not_another(selection, by) or (held_up(selection) if row.action == "approve" else "")


def held_up(selection: Selection) -> str:
    """What has to be decided before the list can be approved, or ''."""
    waiting = count_unsettled(selection)
    if not waiting:
        return ""
    return _("还有 %(n)s 户没有审定或已退回核实：逐户审定后再审定名单；有退回核实的，请退回名单。") % {
        "n": waiting
    }


def _not_another(selection: Selection, by: User) -> str:
    if approving_id(selection) != by.union_id:
        return _("这份名单由“%(union)s”审定。") % {
            "union": competent_union(selection, approving_part(selection))
        }
    if has_made(selection, by):
        return _("您参与过这份名单的建立、列入或提交，请由其他人审定。")
    return ""


def _not_own(selection: Selection) -> str:
    return _("只有“%(union)s”的经办人、审核人可以办理。") % {"union": selection.union.name}


def _require_rows(selection: Selection) -> None:
    if not SelectionRow.objects.filter(selection=selection, removed_at__isnull=True).exists():
        raise SelectionRefused(_("名单上还没有家庭，请先列入，再提交。"))


def _row(selection: Selection, household: Household, by: User) -> SelectionRow:
    row = SelectionRow(
        selection=selection,
        household=household,
        year=selection.year,
        origin=getattr(household, "origin"),  # noqa: B009
        persons=getattr(household, "people"),  # noqa: B009
        added_by=by,
    )
    row.adopt(household)
    return row


def _keep(selection: Selection, action: str, by: User, *, is_making: bool, comment: str = "") -> None:
    SelectionStep.objects.create(
        selection=selection, action=action, by=by, comment=comment, is_making=is_making
    )


@contextmanager
def _once_a_year() -> Iterator[None]:
    """Somebody may have put a household on another list of the year a moment ago."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if broken(error) != ONCE_A_YEAR:
            raise
        raise SelectionRefused(_("有的家庭刚被列入本年度另一份名单，请刷新页面，看还能列入哪些。")) from error


def _lock_open(selection_id: int, by: User) -> Selection:
    selection = _lock(selection_id, by)
    if not may_change(selection, by):
        if selection.union_id != by.union_id or not by.has_role(*MAKERS):
            raise SelectionRefused(_not_own(selection))
        raise SelectionRefused(_("名单已经提交，撤回以后才能修改。"))
    return selection


def _lock(selection_id: int, by: User) -> Selection:
    rows = Selection.objects.visible_to(by).select_related("union", "survey")
    selection: Selection = workflow.lock(rows, selection_id)
    return selection
