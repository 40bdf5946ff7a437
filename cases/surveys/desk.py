"""What surveys, spot checks and review periods bring to the desk."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.surveys.models import SpotRow, SurveyEntry, SurveyUnit
from cases.surveys.selectors.spotchecks import list_findings
from cases.surveys.selectors.surveys import MOST_URGENT, list_open_entries, list_submitted_units
from cases.surveys.states import SPOT_TRANSITIONS, SURVEY_TRANSITIONS, UNIT_TRANSITIONS
from hardship.accounts.states import CASE_REVIEWER, CASE_WORKERS, CLERK, Role
from hardship.kernel.desk import (
    DUTIES,
    PLACES,
    Duty,
    Naming,
    NavGroup,
    Place,
    Target,
    TodoItem,
    label_actions,
    label_steps,
    label_targets,
)

label_steps("survey", SURVEY_TRANSITIONS, _("年度核查：{}"))
label_steps("survey_unit", UNIT_TRANSITIONS, _("核查清单：{}"))
label_steps("spot_check", SPOT_TRANSITIONS, _("抽查：{}"))
label_actions(
    {
        "review_period.set": _("设定核查周期"),
        "survey.make": _("年度核查：建立"),
        "survey.change": _("年度核查：修改"),
        "survey.return_files": _("年度核查：批量退回"),
        "survey_entry.excuse": _("年度核查：说明未能核查的原因"),
        "spot_check.draw": _("抽查：抽取"),
        "export.spot_check": _("导出抽查名单"),
        "export.spot_sheets": _("打印抽查名单"),
        "export.survey_progress": _("导出年度核查进度"),
        "export.survey_files": _("导出年度核查清单"),
        "export.survey_roster": _("打印入户核查登记表"),
    }
)
label_targets(
    {
        "surveys.survey": Target(_("年度核查"), naming=Naming(fields=("title",))),
        "archives.reviewperiod": Target(_("核查周期"), naming=Naming(fields=("document",))),
        "surveys.spotcheck": Target(_("抽查"), naming=Naming(fields=("year", "number"), pattern="{}-{}")),
        "surveys.surveyunit": Target(
            _("核查清单"), naming=Naming(fields=("survey__title", "union__short_name"))
        ),
    }
)
PLACES.add("surveys:surveys")(Place(_("年度核查"), "calendar", NavGroup.CHECKING, 10, CASE_WORKERS))
PLACES.add("surveys:spot_checks")(
    Place(_("抽查"), "search", NavGroup.CHECKING, 30, frozenset({Role.REVIEWER, Role.AUDITOR}))
)
PLACES.add("surveys:periods")(
    Place(_("核查周期"), "return", NavGroup.ADMINISTRATION, 30, frozenset({Role.ADMINISTRATOR}))
)


def _entry_item(row: SurveyEntry) -> TodoItem:
    detail = row.return_reason or row.survey.title
    url = reverse("archives:changes", args=[row.household_id])
    return TodoItem(str(row.household), detail, url, row.survey.to_on)


def _unit_item(row: SurveyUnit) -> TodoItem:
    url = reverse("surveys:survey_files", args=[row.survey.uid])
    return TodoItem(row.union.name, row.survey.title, f"{url}?union={row.union_id}", row.survey.to_on)


def _finding_item(row: SpotRow) -> TodoItem:
    return TodoItem(str(row.household), row.note, reverse("archives:changes", args=[row.household_id]))


DUTIES.add("surveys.entries")(
    Duty("surveys:surveys", _("年度核查：还没有核查的档案"), 60, (CLERK,), list_open_entries, _entry_item,
         urgent_first=MOST_URGENT)
)  # fmt: skip
DUTIES.add("surveys.units")(
    Duty("surveys:surveys", _("年度核查：待验收的清单"), 70, (CASE_REVIEWER,),
         list_submitted_units, _unit_item)
)  # fmt: skip
DUTIES.add("surveys.findings")(
    Duty("lists:files", _("抽查有出入，等您改正"), 80, (CLERK,), list_findings, _finding_item,
         "?differing=1")
)  # fmt: skip
