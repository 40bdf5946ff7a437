"""核查无变化: what somebody vouches for, before they say that nothing has changed."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.archives.forms import VerifyForm
from cases.archives.models import Household
from cases.archives.selectors import content_hash
from cases.archives.selectors.entry import get_contents
from cases.archives.selectors.extensions import AFTER_VERIFICATION
from cases.archives.selectors.lifecycle import list_differences
from cases.archives.services.lifecycle import plan_review
from cases.archives.services.steps import list_buttons, take_step
from cases.archives.states import ChangeState
from cases.archives.views.entered import get_household
from cases.archives.views.figures import current_verdict
from cases.archives.views.life.differences import delta_lines
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.kernel.attempts import attempt


@require_http_methods(["GET", "POST"])
@require_role(Role.CLERK)
def verify(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What the file says and what will be recorded; with the tick, the verification."""
    household = get_household(request, pk)
    form = VerifyForm(request.POST or None)
    done = attempt(
        form,
        lambda: take_step(
            household_id=pk,
            action="verify",
            by=request.user,
            comment=form.cleaned_data["comment"],
            seen_hash=form.cleaned_data["seen_hash"],
        ),
    )
    if done.made is None:
        household.refresh_from_db()
        return render(request, "archives/verify.html", _context(request, household, form), status=done.status)
    _tell(request, done.made.household)
    return redirect("archives:case", pk=pk)


def _tell(request: AuthenticatedRequest, household: Household) -> None:
    said = _("核查无变化，已记录，下次核查 %(day)s。24 小时内、他人办理之前，可以在档案页撤回。")
    messages.success(request, said % {"day": household.review_due_on})
    for find_next in AFTER_VERIFICATION:
        link = find_next(request.user, household)
        if link is not None:
            messages.info(request, format_html('<a href="{}">{}</a>', link.url, link.words))


def _context(request: AuthenticatedRequest, household: Household, form: VerifyForm) -> dict[str, Any]:
    buttons = list_buttons(household, request.user)
    snapshot, deltas = list_differences(household)
    pending = household.changes.filter(state=ChangeState.PENDING).exists()
    return {
        "household": household,
        "form": form,
        "seen_hash": content_hash(household),
        "facts": _facts(household),
        "records": _records(request, household),
        "snapshot": snapshot,
        "differences": delta_lines(household, deltas),
        "may_verify": any(row.action == "verify" for row in buttons) and not pending,
        "pending": pending,
        "changes_url": reverse("archives:changes", args=[household.pk]),
    }


def _facts(household: Household) -> list[tuple[str, Any, str]]:
    """What the file says now, each with how it is to be drawn."""
    contents, verdict = get_contents(household), current_verdict(household)
    documents = contents.evidence
    newest = max((item.uploaded_at for item in documents), default=None)
    names = "、".join(person.name for person in (contents.head, *contents.members))
    return [
        (_("家庭成员"), f"{len(contents.members) + 1} 人：{names}", ""),
        (_("近 12 个月收入"), sum((row.annual_amount for row in contents.incomes), Decimal(0)), "money"),
        (_("近 12 个月刚性支出"), sum((row.annual_amount for row in contents.expenses), Decimal(0)), "money"),
        (_("人均月收入（核算）"), verdict.net, "money"),
        (_("低保标准（月）"), verdict.standard, "money"),
        (_("按今天核算"), verdict.label, ""),
        (_("在档类别"), household.get_category_display(), ""),
        (_("主要致困原因"), household.get_main_cause_display(), ""),
        (_("住房"), household.get_housing_type_display(), ""),
        (_("证明材料"), _("%(count)s 份") % {"count": len(documents)}, ""),
        (_("最近上传"), newest, "day"),
        (_("建档日期"), household.filed_on, "day"),
        (_("上次核查"), household.verified_at, "day"),
        (_("原定下次核查"), household.review_due_on, "day"),
    ]  # fmt: skip


def _records(request: AuthenticatedRequest, household: Household) -> list[tuple[str, Any, str]]:
    kind, due_on = plan_review(household)
    return [
        (_("核查结果"), _("核查无变化"), ""),
        (_("核查日期"), timezone.localdate(), "day"),
        (_("核查人"), request.user.name, ""),
        (_("核查类型"), kind.label, ""),
        (_("下次核查"), due_on, "day"),
    ]
