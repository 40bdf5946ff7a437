"""What stands on paper: 帮扶申请审批表 and 公示."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.selectors import list_attached
from cases.applications.states import State
from cases.approvals.columns import NOTICE_COLUMNS
from cases.approvals.models import ApprovalStep, PublicNotice
from cases.approvals.selectors import get_entry, is_on, list_entries, public_line
from cases.archives.selectors import live_members
from cases.offices.selectors import office_for
from hardship.kernel.columns import cells

FORM_TEMPLATE = "pdf/approval_form.html"
NOTICE_TEMPLATE = "pdf/public_notice.html"
FEWEST_MEMBER_ROWS = 3


def approval_form(application: Application) -> dict[str, Any]:
    """The figures and opinions of 帮扶申请审批表, of the application's present round."""
    household = application.household
    head, *members = live_members(household)
    steps = {
        step.action: step
        for step in application.steps.filter(round=application.round).select_related("by").order_by("pk")
    }
    assessment = household.assessments.order_by("-pk").first()
    return {
        "application": application,
        "household": household,
        "head": head,
        "members": members,
        "blanks": range(max(FEWEST_MEMBER_ROWS - len(members), 0)),
        "finding": assessment.result if assessment else None,
        "assessment": assessment,
        "attached": list_attached(application),
        "opinions": _opinions(application, steps),
        "entry": get_entry(application),
        "office": office_for(application.union),
        "printed_at": timezone.now(),
    }


def _opinions(application: Application, steps: dict[str, ApprovalStep]) -> list[dict[str, Any]]:
    """The three blocks with room for a seal, each with what was decided there, if anything."""
    county, city = application.county, application.city
    rejected = steps.get("reject")
    blocks = (
        (_("基层工会意见"), application.union, steps.get("submit"), _("情况属实，同意申报。"), ()),
        (_("区县工会审核意见"), county, steps.get("pass"), _("同意，进行公示。"), (State.COUNTY_REVIEW,)),
        (_("市级工会审批意见"), city, steps.get("approve"), _("同意帮扶。"), (State.CITY_APPROVAL,)),
    )
    revoked = steps.get("revoke")
    made = []
    for title, union, step, words, refusing in blocks:
        if step is None and rejected is not None and rejected.source in refusing:
            step, words = rejected, _("不予帮扶。") + rejected.comment
            text = words
        elif revoked is not None and step is steps.get("approve"):
            step, text = revoked, _("撤销批准。") + revoked.comment
        else:
            text = (step.comment or words) if step else ""
        made.append({"title": title, "union": union, "step": step, "text": text})
    return made


def public_notice(notice: PublicNotice) -> dict[str, Any]:
    """The sheet that is put up: masked names, unit, programme, amount, the days, where to object."""
    entries = [row for row in list_entries(notice) if row.withdrawn_at is None]
    return {
        "notice": notice,
        "columns": NOTICE_COLUMNS,
        "rows": [cells(NOTICE_COLUMNS, public_line(row), public=True) for row in entries],
        "is_running": any(is_on(row) for row in entries),
        "office": office_for(notice.union),
    }
