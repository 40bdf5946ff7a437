"""What cross-checks bring to the desk: differences on the union's own files, and those of a case."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.archives.models import Household
from cases.archives.selectors.case_page import CASE_NOTES, CASE_PARTS, CaseNote, ShownCase, count_rows
from cases.archives.selectors.extensions import CHANGES_PAGE, PagePart
from cases.crosschecks.models import CrossCheckHit
from cases.crosschecks.selectors import list_household_hits
from cases.crosschecks.states import CHECK_TRANSITIONS, HIT_TRANSITIONS, HitState
from cases.crosschecks.views.hits import make_rows
from hardship.accounts.models import User
from hardship.accounts.states import CLERK, Role
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

CHECKERS = frozenset({Role.CLERK, Role.REVIEWER, Role.AUDITOR})

label_steps("crosscheck", CHECK_TRANSITIONS, _("核对名单：{}"))
label_steps("crosscheck_hit", HIT_TRANSITIONS, _("核对差异：{}"))
label_actions(
    {
        "crosscheck.upload": _("上传核对名单"),
        "crosscheck.forget": _("不再沿用列的选择"),
        "crosscheck.sheet": _("换一张工作表"),
        "export.hits": _("导出核对差异台账"),
        "export.crosschecks": _("导出核对名单台账"),
        "export.unauthorised": _("导出缺核对授权的家庭"),
    }
)
label_papers("crosschecks:hit_list", _("每批核对"), {"crosscheck_people": _("导出待核对人员名单")})
label_targets(
    {
        "crosschecks.crosscheck": Target(_("核对名单"), naming=Naming(fields=("department", "as_of"))),
        "crosschecks.crosscheckhit": Target(
            _("核对差异"),
            naming=Naming(fields=("household__file_no",), person="member__name", household="household_id"),
        ),
    }
)
PLACES.add("crosschecks:hit_list")(Place(_("信息核对"), "columns", NavGroup.CHECKING, 40, CHECKERS))
HELP.add("crosschecks:hit_list")(
    Help(
        purpose=_(
            "把民政、残联、社保等部门给的名单传上来，和档案逐人对照，差异列在这里：例如享受了低保"
            "档案里没有写，或者人已经去世。"
        ),
        then=_(
            "每条差异核实以后选一个结果：档案要改的，直接带出变更；名单错的，写明依据。变更被同意"
            "，差异自动办结。"
        ),
        seen=_("没有签授权书的家庭不参加核对。名单和差异只有办案的各岗位看得到。"),
        year=(
            YearWork(
                (3, 6, 9, 12), (Role.CLERK, Role.REVIEWER), _("每季度拿到部门名单后核对一次，差异当月办完。")
            ),
        ),
    )
)


def _hit_item(row: CrossCheckHit) -> TodoItem:
    detail = f"{row.get_difference_display()} · {row.crosscheck.department}"
    return TodoItem(str(row.household), detail, reverse("crosschecks:hit", args=[row.uid]))


def _hits(state: HitState, order: int, label: Any) -> Duty:
    """Differences on files of the clerk's own union: they ask the family, or change the file."""

    def rows(user: User) -> QuerySet[CrossCheckHit]:
        found: QuerySet[CrossCheckHit] = CrossCheckHit.objects.visible_to(user).filter(state=state)
        return found.filter(household__union=user.union).select_related("household__head", "crosscheck")

    return Duty("crosschecks:hit_list", label, order, (CLERK,), rows, _hit_item, f"?state={state}")


DUTIES.add("crosschecks.open")(_hits(HitState.OPEN, 110, _("信息核对：待核实的差异")))
DUTIES.add("crosschecks.to_change")(_hits(HitState.TO_CHANGE, 120, _("信息核对：属实待变更")))


@CHANGES_PAGE.add("crosschecks")
def show_asked(household: Household) -> PagePart | None:
    """The differences because of which a change waits: who checks it sees what the list says."""
    rows = household.crosscheck_hits.filter(state=HitState.ASKED).select_related("crosscheck", "member")
    hits = make_rows(rows.order_by("pk"))
    return PagePart("top", "crosschecks/_asked.html", {"rows": hits}) if hits else None


CASE_PARTS.add("hits")(lambda household: count_rows(household.crosscheck_hits.all()))


def _notes(shown: ShownCase) -> list[Any]:
    return list(make_rows(list_household_hits(shown.household))) if shown.parts["hits"] else []


CASE_NOTES.add("crosschecks")(CaseNote(30, "crosschecks/_case_hits.html", _notes))
