"""Recording what a policy asks beyond the form: by the clerk who enters the file, or its reviewer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.archives.models import Evidence, Household, Member, PolicyAnswer
from cases.archives.rules.answers import PERSON
from cases.archives.selectors import live_members
from cases.archives.selectors.answers import list_answers
from cases.archives.services.assessments import assess_household
from cases.archives.services.edits import require_fresh
from cases.archives.services.entry.drafts import log_save
from cases.archives.services.refusals import FileRefused
from cases.archives.states import ANSWERS, EDITABLE_STATES, IN_FORCE_STATES, OverrideState, State
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.kernel.scope import Part, competent_id

REVIEWED_STATES = (State.UNDER_REVIEW, *IN_FORCE_STATES)


@dataclass(frozen=True)
class Answer:
    """What somebody found: `value` as the JSON of a Case holds it (None: not known); `member` a uid."""

    fact: str
    value: Any
    member: str = ""
    note: str = ""
    evidence: str = ""


def may_answer(household: Household, by: User) -> bool:
    """The clerk of the union while the file is being entered, the reviewer of its case from then on."""
    if household.state in EDITABLE_STATES:
        return household.union_id == by.union_id and by.has_role(Role.CLERK)
    if household.state not in REVIEWED_STATES:
        return False
    return by.has_role(Role.REVIEWER) and by.union_id == competent_id(household, Part.REVIEW)


@transaction.atomic
def record_answers(
    *, household_id: int, answers: Sequence[Answer], version: int, by: User
) -> list[PolicyAnswer]:
    """Keep the answers that differ from the last ones; a file under review is judged anew by them.

    Raises StaleFile when somebody answered since `version`, FileRefused for whoever may not answer now or
    while a manual override rests on the present assessment, Household.DoesNotExist outside the scope.
    """
    rows = Household.objects.visible_to(by).select_related("union", "head")
    household: Household = rows.select_for_update(of=("self",)).get(pk=household_id)
    if not may_answer(household, by):
        raise FileRefused(_("填报中由本工会经办人登记，提交后由审核人登记；您现在不能登记。"))
    require_fresh(household, ANSWERS, version)
    written = _write(household, answers, by)
    if written:
        log_save(household, ANSWERS, by, {row.fact for row in written})
        if household.state == State.UNDER_REVIEW:
            _judge_anew(household, by)
    return written


def _write(household: Household, answers: Sequence[Answer], by: User) -> list[PolicyAnswer]:
    people = {str(member.uid): member for member in live_members(household)}
    papers = {str(paper.uid): paper for paper in household.evidence.filter(removed_at__isnull=True)}
    last = list_answers(household)
    written = []
    for answer in answers:
        member = _known(people, answer.member) if answer.member else None
        paper = _paper(papers, answer.evidence) if answer.evidence else None
        if answer.fact == PERSON and answer.value:
            _known(people, str(answer.value))
        before = last.get((member.pk if member else None, answer.fact))
        if _same(before, answer, paper):
            continue
        row = PolicyAnswer(
            household=household, member=member, fact=answer.fact, value=answer.value, note=answer.note,
            evidence=paper, by=by,
        )  # fmt: skip
        row.save()
        written.append(row)
    return written


def _same(before: PolicyAnswer | None, answer: Answer, paper: Evidence | None) -> bool:
    if before is None:
        return answer.value is None
    return (before.value, before.note, before.evidence) == (answer.value, answer.note, paper)


def _judge_anew(household: Household, by: User) -> None:
    last = household.assessments.order_by("-pk").first()
    waiting = (OverrideState.REQUESTED, OverrideState.APPROVED)
    if last is not None and last.overrides.filter(state__in=waiting).exists():
        raise FileRefused(_("这份档案的人工认定正在办理或已获同意，核实事项不能再改；请先撤回人工认定。"))
    assess_household(household, by=by)


def _known(people: dict[str, Member], uid: str) -> Member:
    if uid not in people:
        raise FileRefused(_("这位家庭成员已被移除，请刷新页面后重试。"))
    return people[uid]


def _paper(papers: dict[str, Evidence], uid: str) -> Evidence:
    if uid not in papers:
        raise FileRefused(_("选择的证明材料已被移除，请刷新页面后重试。"))
    return papers[uid]
