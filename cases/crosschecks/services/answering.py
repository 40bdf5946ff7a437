"""A difference is answered by a change of the file: asked for because of it, closed when it is accepted."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.archives.models import ChangeRequest, Household
from cases.archives.selectors.extensions import CHANGE_CAUSES, CauseKind, ChangeCause
from cases.archives.services.lifecycle import LEAVING
from cases.archives.states import ChangeState
from cases.crosschecks.models import CrossCheckHit
from cases.crosschecks.rules import describe
from cases.crosschecks.rules.answers import Answer
from cases.crosschecks.selectors import get_answer
from cases.crosschecks.services.findings import take_by_system
from cases.crosschecks.states import ASKABLE, OF_PERSON, HitState
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.kernel.keys import read_uid

KIND = "hit"


def cause_name(hit: CrossCheckHit) -> str:
    """What names this difference as the cause of a change (archives.change_causes)."""
    return f"{KIND}:{hit.uid}"


def may_ask(hit: CrossCheckHit, by: User) -> bool:
    """Whether this person may ask for a change of the file because of it: a clerk of the file's union, while
    nothing has been asked for and the file is in force."""
    own = by.has_role(Role.CLERK) and hit.household.union_id == by.union_id
    return own and hit.state in ASKABLE and hit.household.is_in_force


def _find(household: Household, key: str, by: User) -> ChangeCause | None:
    hit = _get(household, key, by)
    answer = get_answer(hit) if hit else None
    if hit is None or answer is None:
        return None
    said = _(
        "信息核对：%(name)s，%(difference)s（%(department)s %(on)s）。名单上：%(listed)s；档案中：%(filed)s。"
        "已按名单填好，请核实后提交；审核同意后，这条差异自动办结。"
    ) % {
        "name": hit.member.name,
        "difference": hit.get_difference_display(),
        "department": hit.crosscheck.department,
        "on": hit.crosscheck.as_of,
        "listed": "；".join(describe(hit.crosscheck.kind, hit.listed)) or _("没有此户"),
        "filed": hit.filed,
    }
    url = reverse("crosschecks:hit", args=[hit.uid])
    return ChangeCause(cause_name(hit), answer.section, answer.proposed, said, url)


def _get(household: Household, key: str, by: User) -> CrossCheckHit | None:
    """The difference of this file that this person may ask for a change for, by its uid."""
    rows = CrossCheckHit.objects.visible_to(by).filter(household=household, uid=read_uid(key))
    hit = rows.select_related("crosscheck", "household", "member").first()
    return hit if hit is not None and may_ask(hit, by) else None


def _ask(change: ChangeRequest, key: str, by: User) -> None:
    """The difference waits for this change, and with it every other one that says the same, as long as the
    change is about the field; a change of something else leaves it to do."""
    hit = _get(change.household, key, by)
    answer = get_answer(hit) if hit else None
    if hit is None or answer is None or not _concerns(change, answer):
        return
    for row in _alike(hit).order_by("pk").select_for_update(of=("self",)):
        row.change = change
        take_by_system(row, action="ask", by=by)


def _concerns(change: ChangeRequest, answer: Answer) -> bool:
    part = "rows" if answer.row else ""
    return change.items.filter(part=part, row=answer.row, field=answer.field).exists()


def _alike(hit: CrossCheckHit) -> QuerySet[CrossCheckHit]:
    """What is open of this household and says the same; of one person where it is about a person."""
    rows = CrossCheckHit.objects.filter(
        household=hit.household_id, difference=hit.difference, state__in=ASKABLE
    ).select_related("household__union")
    return rows.filter(member=hit.member_id) if hit.difference in OF_PERSON else rows


def _follow(change: ChangeRequest, by: User) -> None:
    """What was asked for is decided: what waited for it is settled, or is to do again."""
    action = "answer" if change.state == ChangeState.ACCEPTED else "release"
    _take_all(CrossCheckHit.objects.filter(change=change), action=action, by=by, comment=change.comment)


@LEAVING.add("crosschecks")
def release_asked(household: Household, by: User | None) -> None:
    """The family has left and its open changes were withdrawn: none of them answers anything any more."""
    rows = CrossCheckHit.objects.filter(household=household, change__state=ChangeState.WITHDRAWN)
    _take_all(rows, action="release", by=by)


def _take_all(rows: QuerySet[CrossCheckHit], *, action: str, by: User | None, comment: str = "") -> None:
    waiting = rows.filter(state=HitState.ASKED).select_related("household__union").order_by("pk")
    for hit in waiting.select_for_update(of=("self",)):
        take_by_system(hit, action=action, by=by, comment=comment)


CHANGE_CAUSES.add(KIND)(CauseKind(_find, _ask, _follow))
