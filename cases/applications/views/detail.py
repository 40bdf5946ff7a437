"""One application: who, what, why, on which documents. How it is decided comes from cases.approvals' tags."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.applications.forms import OfferForm, UnfiledForm
from cases.applications.models import Application
from cases.applications.selectors import entry_blocker, list_attached, missing_papers, papers_of
from cases.applications.selectors.beside import get_beside
from cases.applications.selectors.content import dated_kinds
from cases.applications.selectors.payees import get_owed
from cases.applications.selectors.permits import contact_blocker, taking_blocker
from cases.applications.selectors.unfiled import answer_blocker, file_by, is_unfiled
from cases.applications.selectors.waivers import list_waivers
from cases.applications.states import EDITABLE_STATES, OPEN_STATES, State
from cases.applications.views.entry import figure_rows
from cases.applications.views.found import get_application
from cases.archives.states import CASE_ROLES
from cases.policies.rules import describe_programme
from cases.policies.selectors import get_calendar
from hardship.accounts.access import AuthenticatedRequest
from hardship.accounts.states import Role


@require_GET
def detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    application = get_application(request, pk)
    return render(request, "applications/detail.html", detail_context(request, application))


def detail_context(request: AuthenticatedRequest, application: Application) -> dict[str, Any]:
    """What the page of one application shows; the views of the approval render it too."""
    household = application.household
    assessment = household.assessments.order_by("-pk").first()
    return {
        "application": application,
        "step_form": None,
        "offer_form": None,
        "refusal": "",
        "household": household,
        "may_read_remarks": request.user.has_role(*CASE_ROLES),
        "identity": _identity(request, application),
        "rows": figure_rows(application),
        "amounts": describe_programme(application.programme.document, application.programme.code),
        "attached": list_attached(application),
        "dated": dated_kinds(application.programme),
        "missing": missing_papers(application, papers_of(application)),
        "finding": assessment.result if assessment else None,
        "persons": household.members.filter(removed_at__isnull=True).count(),
        "receiving": _receiving(request, application),
        "beside": get_beside(application, request.user),
        "unfiled": _unfiled(request, application),
        "unfiled_form": UnfiledForm(),
        "waivers": list_waivers(application, request.user),
    }


def _unfiled(request: AuthenticatedRequest, application: Application) -> dict[str, Any] | None:
    """Of an approved one off file: until when a file is to be opened, or why none is."""
    if not (application.off_file and application.decided_at) or application.state != State.APPROVED:
        return None
    waits, answer = is_unfiled(application), getattr(application, "unfiled_answer", None)
    return {
        "by": file_by(application),
        "waits": waits,
        "answer": answer,
        "is_late": waits and (file_by(application) or timezone.localdate()) < timezone.localdate(),
        "must": application.programme.rule.must_file,
        "may_answer": waits and not answer_blocker(application, request.user),
    }


def _receiving(request: AuthenticatedRequest, application: Application) -> dict[str, Any]:
    """How it came in, who has it in hand, the receipts; what this person may do about it."""
    by = request.user
    may_offer = not contact_blocker(application, by)
    is_clerk, why_not = by.has_role(Role.CLERK), taking_blocker(application, by)
    return {
        "steps": application.contact_steps.select_related("to", "by").order_by("-pk"),
        "receipts": application.receipts.order_by("-pk"),
        "may_receipt": application.state in OPEN_STATES and not entry_blocker(application, by),
        "form": OfferForm(application=application) if may_offer and not application.offered_id else None,
        "may_take": is_clerk and not why_not,
        "why_not": why_not if by.pk == application.offered_id else "",
        "may_keep": application.offered_id and by.pk in (application.contact_id, application.offered_id),
    }


def _identity(request: AuthenticatedRequest, application: Application) -> dict[str, Any]:
    household = application.household
    editable = application.state in EDITABLE_STATES and not entry_blocker(application, request.user)
    edit_url = reverse("applications:edit", args=[application.pk])
    label = _("补正") if application.state == State.RETURNED else _("继续填写")
    return {
        "name": str(household),
        "badges": [
            {"kind": application.category, "text": application.get_category_display()},
            {"kind": application.tone, "text": application.get_state_display()},
            *([{"kind": "danger", "text": application.urgent_word}] if application.is_urgent else []),
            *([{"kind": "warning", "text": _("档案待补材料")}] if household.is_incomplete else []),
        ],
        "meta": [
            application.number or _("还没有申请号"),
            application.programme.name,
            application.union.name,
        ],
        "facts": _facts(application),
        "primary": {"label": label, "url": edit_url} if editable else None,
        "links": _links(application),
    }


def _facts(application: Application) -> list[dict[str, str]]:
    days = None
    if application.due_on:
        days = get_calendar().days_left(application.due_on, timezone.localdate())
    facts = (
        *_sums(application),
        (_("年度"), str(application.year)),
        (_("提交"), _day(application)),
        (_("时限"), _left(days, application)),
        (_("全程时限"), _whole(application)),
        (_("最迟发放"), _pay_day(application)),
        (_("首问责任人"), str(application.contact or "")),
    )
    return [{"label": label, "value": value} for label, value in facts if value]


def _pay_day(application: Application) -> str:
    """Until when the family is to have its money, while it has not, where the programme lays that down."""
    if application.state != State.APPROVED or application.programme.rule.pay_by is None:
        return ""
    owed = get_owed(application)
    if owed is None or owed.due_on is None:
        return ""
    late = _("%(day)s（已超期）") if owed.is_late else "%(day)s"
    return late % {"day": owed.due_on.isoformat()}


def _whole(application: Application) -> str:
    """Until when the whole way is to be gone, while somebody is to do something."""
    due_on = application.whole_due_on
    if due_on is None or application.state not in (State.REVIEW, State.PUBLIC_NOTICE, State.APPROVAL):
        return ""
    days = get_calendar().days_left(due_on, timezone.localdate())
    late = _("%(day)s（超期 %(n)s 个工作日）") % {"day": due_on.isoformat(), "n": -days}
    return late if days < 0 else _("%(day)s（剩 %(n)s 个工作日）") % {"day": due_on.isoformat(), "n": days}


def _sums(application: Application) -> tuple[tuple[str, str], ...]:
    if application.programme.is_service:
        return ((_("形式"), application.programme.manner),)
    # what was agreed to, maybe less
    is_approved = application.state in (State.APPROVED, State.REVOKED, State.LAPSED)
    label = _("批准金额") if is_approved else _("申请金额")
    return (label, _yuan(application.amount)), (_("可享受金额"), _yuan(application.entitled))


def _yuan(amount: Any) -> str:
    return "—" if amount is None else f"¥{amount:,.2f}"


def _day(application: Application) -> str:
    if application.submitted_at is None:
        return ""
    return timezone.localtime(application.submitted_at).strftime("%Y-%m-%d")


def _left(days: int | None, application: Application) -> str:
    if days is None or application.due_on is None:
        return ""
    if days < 0:
        return _("超期 %(n)s 个工作日") % {"n": -days}
    if days == 0:
        return _("今天到期")
    return _("%(day)s（剩 %(n)s 个工作日）") % {"day": application.due_on.isoformat(), "n": days}


def _links(application: Application) -> list[dict[str, str]]:
    links = [{"label": _("困难职工档案"), "url": reverse("archives:case", args=[application.household_id])}]
    if application.number:
        url = reverse("approvals:form_pdf", args=[application.pk])
        links.append({"label": _("打印审批表"), "url": url})
    return links
