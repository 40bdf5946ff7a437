"""A survey is made, opened with its frozen list, closed and opened again."""

from datetime import date

from django.db import connection, transaction
from django.utils.translation import gettext as _

from cases.archives.models import Household
from cases.archives.states import IN_FORCE_STATES
from cases.surveys.models import Survey, SurveyEntry, SurveyUnit
from cases.surveys.states import (
    SURVEY_TRANSITIONS,
    UNDONE,
    UNIT_TRANSITIONS,
    SurveyState,
    UnitState,
)
from cases.transfers.services import MOVERS, Mover
from hardship.accounts.models import User
from hardship.accounts.states import CASE_REVIEWER
from hardship.audit import services as audit
from hardship.jobs.states import WORKER
from hardship.kernel import workflow
from hardship.kernel.scope import SCOPE_COLUMNS


class SurveyRefused(workflow.Refused):
    """A step of a survey that may not be taken now."""


# The list is frozen in two statements, whatever its length: 100,000 files take some seconds.
LIST_UNITS = """
INSERT INTO surveys_surveyunit (uid, survey_id, union_id, state, comment)
SELECT gen_random_uuid(), %s, union_id, %s, ''
  FROM archives_household WHERE {column}_id = %s AND state = ANY(%s) GROUP BY union_id ORDER BY union_id
"""
LIST_FILES = """
INSERT INTO surveys_surveyentry
       (survey_id, household_id, listed_union_id, union_id, place, return_reason, excuse)
SELECT %s, file.id, file.union_id, file.union_id,
       row_number() OVER (ORDER BY file.head_pinyin, file.file_no, file.id), '', ''
  FROM archives_household file
 WHERE file.{column}_id = %s AND file.state = ANY(%s) ORDER BY file.id
"""


def may_make(by: User) -> bool:
    """Whether this person makes surveys for their union and all below it."""
    return CASE_REVIEWER.is_held_by(by)


@transaction.atomic
def make_survey(
    *, year: int, title: str, from_on: date, to_on: date, by: User, instructions: str = ""
) -> Survey:
    """A survey of the person's own union, not opened yet. Raises SurveyRefused."""
    if not may_make(by):
        raise SurveyRefused(_("只有负责审核的工会的审核人可以组织年度核查。"))
    _require_new_title(by.union_id, year, title)
    made = Survey.objects.create(
        union=by.union, year=year, title=title, from_on=from_on, to_on=to_on, instructions=instructions,
        created_by=by,
    )  # fmt: skip
    audit.record("survey.make", target=made, by=by, year=year)
    return made


@transaction.atomic
def change_survey(
    *, survey_id: int, year: int, title: str, from_on: date, to_on: date, by: User, instructions: str = ""
) -> Survey:
    """Change what a survey says. Once it is open its year and first day stay: they decide what counts.

    Raises SurveyRefused, Survey.DoesNotExist outside the person's sight.
    """
    survey = _lock(survey_id, by)
    if not may_make(by) or survey.union_id != by.union_id:
        raise SurveyRefused(_("只有“%(union)s”的审核人可以修改。") % {"union": survey.union.name})
    if survey.state == SurveyState.CLOSED:
        raise SurveyRefused(_("核查已结束，不能再修改。"))
    if survey.state == SurveyState.OPEN and (year, from_on) != (survey.year, survey.from_on):
        raise SurveyRefused(_("核查已启动，年度和开始日期不能再改；截止日期可以延长。"))
    _require_new_title(survey.union_id, year, title, other_than=survey.pk)
    survey.year, survey.title, survey.from_on, survey.to_on = year, title, from_on, to_on
    survey.instructions = instructions
    survey.save()
    audit.record("survey.change", target=survey, by=by, year=year)
    return survey


@transaction.atomic
def take_survey_step(*, survey_id: int, action: str, by: User, comment: str = "") -> Survey:
    """Take one row of states.SURVEY_TRANSITIONS; opening freezes the list of the files in force.

    Raises Refused, Survey.DoesNotExist outside the person's sight.
    """
    survey = _lock(survey_id, by)
    workflow.take(
        SURVEY_TRANSITIONS, survey, action=action, by=by, comment=comment, blocker=_blocker, note="comment",
        effect=_enter,
        log=lambda step: audit.record(f"survey.{action}", target=survey, by=by, count=survey.entries.count()),
    )  # fmt: skip
    return survey


def list_survey_buttons(survey: Survey, by: User) -> list[workflow.Transition]:
    """What this person may do with a survey now."""
    return workflow.buttons(SURVEY_TRANSITIONS, survey, by=by, blocker=_blocker)


def _enter(step: workflow.Step[Survey]) -> None:
    if step.row.action == "open":
        step.stamp("opened")
        _freeze(step.record)
    elif step.row.action == "close":
        step.stamp("closed")
    else:
        step.clear("closed")


def _blocker(survey: Survey, row: workflow.Transition, by: User) -> str:
    if survey.union_id != by.union_id or not may_make(by):
        return _("只有“%(union)s”的审核人可以办理。") % {"union": survey.union.name}
    return ""


@MOVERS.add("surveys")
def follow_file(household_id: int) -> Mover:
    """Gives the new union of a moved file a part in the open survey that lists it, or reopens its part."""
    return lambda _union: _follow(Household.objects.get(pk=household_id))


def _follow(household: Household) -> None:
    entries = SurveyEntry.objects.filter(household=household, survey__state=SurveyState.OPEN)
    for entry in entries.select_related("survey__union").order_by("survey"):
        survey = entry.survey
        if getattr(household, f"{survey.union.scope_column}_id") != survey.union_id:
            continue
        unit, _made = SurveyUnit.objects.select_for_update(of=("self",)).get_or_create(
            survey=survey, union=household.union
        )
        if entry.status in UNDONE and workflow.available(UNIT_TRANSITIONS, state=unit.state, roles={WORKER}):
            workflow.take(
                UNIT_TRANSITIONS, unit, action="receive", by=None, roles={WORKER},
                log=lambda step: audit.record("survey_unit.receive", target=step.record, by=None),
            )  # fmt: skip


def _freeze(survey: Survey) -> None:
    """The files in force as of now, in each union's list."""
    column = survey.union.scope_column
    if column not in SCOPE_COLUMNS:
        raise ValueError(column)
    states = list(IN_FORCE_STATES)
    with connection.cursor() as cursor:
        cursor.execute(LIST_UNITS.format(column=column), [survey.pk, UnitState.OPEN, survey.union_id, states])
        cursor.execute(LIST_FILES.format(column=column), [survey.pk, survey.union_id, states])
        files = cursor.rowcount
    if not files:
        raise SurveyRefused(_("范围内没有在档的档案，不需要核查。"))


def _lock(survey_id: int, by: User) -> Survey:
    rows = Survey.objects.visible_to(by).select_related("union")
    survey: Survey = workflow.lock(rows, survey_id)
    return survey


def _require_new_title(union_id: int, year: int, title: str, *, other_than: int = 0) -> None:
    same = Survey.objects.filter(union=union_id, year=year, title=title).exclude(pk=other_than)
    if same.exists():
        raise SurveyRefused(_("这一年已有同名的核查，请换一个名称。"))
