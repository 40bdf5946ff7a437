"""A list is handed in: its rows judged by today's policy, a sample drawn."""

import secrets
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import Household
from cases.archives.selectors.cases import get_cases, get_rules
from cases.archives.services.assessments import category_of
from cases.archives.services.taking_over import judge_basis
from cases.archives.states.taking_over import Basis
from cases.intakes.models import Intake, IntakeDraw, IntakeRow, IntakeSample, IntakeStep
from cases.intakes.rules.samples import draw, sample_size
from cases.intakes.selectors.lists import count_people, list_drafts
from cases.intakes.states import RowState
from cases.policies.rules import assess
from cases.rosters.models import RosterImport
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel import workflow

MOST = 5000
CHUNK = 500


class IntakeRefused(workflow.Refused):
    """A write on a list that may not be made; the message says what to do."""


@transaction.atomic
def hand_in(*, roster_id: int, by: User) -> Intake:
    """Give the drafts of an import, filed elsewhere before, to the county as one list.

    Raises IntakeRefused for anybody but a clerk of the union or one above it, for an import that is not done,
    does not say where its files were filed, was handed in already, or has no draft left.
    """
    rows = RosterImport.objects.visible_to(by).select_related("union")
    roster: RosterImport = workflow.lock(rows, roster_id)
    if why := hand_in_blocker(roster, by):
        raise IntakeRefused(why)
    assert roster.former_filed_on is not None  # noqa: S101  # the blocker asked
    drafts = list(list_drafts(roster)[: MOST + 1])
    if not drafts or len(drafts) > MOST:
        raise IntakeRefused(
            _("这次导入没有可以交接的草稿。")
            if not drafts
            else _("一份名单最多 5,000 户，请分成几张表导入。")
        )
    intake = Intake.objects.create(
        union=roster.union, roster=roster, document_no=roster.former_document_no,
        filed_on=roster.former_filed_on, submitted_by=by,
    )  # fmt: skip
    intake.refresh_from_db(fields=["province", "city", "county", "township"])
    IntakeRow.objects.bulk_create(_judged(intake, drafts), batch_size=CHUNK)
    draw_sample(intake, by)
    keep_step(intake, "submit", by, is_making=True)
    audit.record("intake.hand_in", target=intake, by=by, count=len(drafts))
    return intake


def hand_in_blocker(roster: RosterImport, by: User) -> str:
    """Why this person may not hand in the drafts of this import, or ''."""
    if not (by.has_role(Role.CLERK) and by.covers([roster.union])):
        return _("只有本工会或上级工会的经办人可以交接。")
    if not roster.is_of_filed:
        return _("这次导入没有注明原建档文号和日期，不是存量档案，请逐户提交审核。")
    if not roster.is_done:
        return _("导入完毕以后才能交接。")
    return _("这次导入已经交给区县工会。") if Intake.objects.filter(roster=roster).exists() else ""


def judge_again(intake: Intake) -> None:
    """The rows that are still open as they are today; one that is no draft any more is taken out."""
    rows = {row.household_id: row for row in intake.rows.filter(state=RowState.OPEN)}
    drafts = list(Household.objects.filter(pk__in=rows, state="draft").select_related("union").order_by("pk"))
    for draft in drafts:
        setattr(draft, "roster_row", rows[draft.pk].row)  # noqa: B010
    for made in _judged(intake, drafts):
        row = rows.pop(made.household_id)
        row.adopt(made)
        row.version, row.persons, row.basis = made.version, made.persons, made.basis
        row.save()
    for gone in rows.values():
        gone.state, gone.reason = RowState.OUT, _("已不是草稿")
        gone.removed_at, gone.removed_by = timezone.now(), intake.submitted_by
        gone.save()


def draw_sample(intake: Intake, by: User) -> None:
    """A new sample of the open rows, with the seed that draws it again."""
    rows = dict(intake.rows.filter(state=RowState.OPEN).order_by("row").values_list("row", "pk"))
    if not rows:
        raise IntakeRefused(_("名单上已没有待接收的档案。"))
    seed, size = secrets.token_hex(16), sample_size(len(rows))
    made = IntakeDraw.objects.create(intake=intake, seed=seed, population=list(rows), size=size, by=by)
    IntakeSample.objects.bulk_create(
        IntakeSample(drawn=made, row_id=rows[row], position=place)
        for place, row in enumerate(draw(rows, seed=seed, size=size), start=1)
    )


def keep_step(intake: Intake, action: str, by: User | None, *, is_making: bool, comment: str = "") -> None:
    IntakeStep.objects.create(intake=intake, action=action, by=by, comment=comment, is_making=is_making)


def _judged(intake: Intake, drafts: Sequence[Household]) -> list[IntakeRow]:
    """A row for each draft, judged by today's policy; writes nothing."""
    rules, today = get_rules(union=intake.union, on=timezone.localdate()), timezone.localdate()
    made: list[IntakeRow] = []
    for start in range(0, len(drafts), CHUNK):
        part = drafts[start : start + CHUNK]
        keys = [draft.pk for draft in part]
        cases, people = get_cases(keys, on=today), count_people(keys)
        for draft in part:
            result = assess(rules.document, cases[draft.pk]).as_json()
            basis = judge_basis(draft, result, has_income=bool(cases[draft.pk].incomes))
            row = _row(intake, draft, basis, people[draft.pk])
            _adopt(row, draft, category_of(rules.document, result["category"]))
            made.append(row)
    return made


def _row(intake: Intake, draft: Household, basis: Basis, people: int) -> IntakeRow:
    row: int = getattr(draft, "roster_row")  # noqa: B009  # an annotation
    return IntakeRow(
        intake=intake, household=draft, row=row, version=draft.version, persons=people, basis=basis
    )


def _adopt(row: IntakeRow, draft: Household, found: Mapping[str, str]) -> None:
    """The category that the file would have, as its basis says; not saved."""
    if row.basis == Basis.ASSESSED:
        for name, value in found.items():
            setattr(row, name, value)
    elif row.basis == Basis.ROSTER:
        row.adopt(draft)
