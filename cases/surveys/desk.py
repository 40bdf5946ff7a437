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
    HELP,
    PLACES,
    Duty,
    Help,
    Naming,
    NavGroup,
    Place,
    Target,
    TodoItem,
    YearWork,
    label_actions,
    label_papers,
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
    }
)
label_papers(
    "surveys:spot_checks",
    _("每次抽查"),
    {"spot_check": _("导出抽查名单"), "spot_sheets": _("打印抽查名单")},
)
label_papers(
    "surveys:surveys",
    _("每次核查"),
    {
        "survey_files": _("导出年度核查清单"),
        "survey_progress": _("导出年度核查进度"),
        "survey_roster": _("打印入户核查登记表"),
    },
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
HELP.add("surveys:surveys")(
    Help(
        purpose=_("每年把在档的家庭全部核查一遍：情况有没有变化，还困难不困难。发起以后，名单就定下来了。"),
        then=_("每户办一次“核查无变化”或提出变更；整个工会核完以后提交，县级工会逐个验收，不合格的退回。"),
        seen=_("发起的工会看得到全部进度；下级工会只看得到自己的名单。"),
        year=(
            YearWork(
                (10, 11),
                (Role.CLERK, Role.REVIEWER),
                _("年度核查：逐户走访、核对收入和材料，赶在提交期限之前核完。"),
            ),
            YearWork((12,), (Role.REVIEWER,), _("验收下级的核查清单，落下的催办或说明原因。")),
        ),
    )
)
HELP.add("surveys:spot_checks")(
    Help(
        purpose=_("从在档的家庭里随机抽几户复查，看档案写的和实际是否一致。抽中的名单由系统定，谁也不能挑。"),
        then=_("逐户记录查到的情况；与档案不符的，转给申报工会更正。"),
        seen=_("抽查的工会、审核人和审计人员看得到。"),
        year=(YearWork((6, 12), (Role.REVIEWER, Role.AUDITOR), _("半年抽查一次，抽中的户当月查完。")),),
    )
)
HELP.add("surveys:periods")(
    Help(
        purpose=_("设定每一类档案隔几个月核查一次。本工会没有设定的，用上级工会的。"),
        then=_("到了日子，档案自动变成“待核查”，出现在经办人的工作台上。"),
        seen=_("管理员设定，办案的各岗位都受它约束。"),
        year=(YearWork((1,), (Role.ADMINISTRATOR,), _("年初看一遍核查周期是否与上级文件一致。")),),
    )
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
