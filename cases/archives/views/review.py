"""Check-your-answers for the clerk, the review for the county, and the steps that both take."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.archives.forms import StepForm
from cases.archives.models import Evidence, FileStep, Household
from cases.archives.rules import completeness, missing_items
from cases.archives.rules.proofs import proves
from cases.archives.selectors import content_hash
from cases.archives.selectors.entry import (
    get_contents,
    get_next_for_review,
)
from cases.archives.selectors.extensions import Link
from cases.archives.selectors.proofs import count_findings, list_documents
from cases.archives.selectors.recusals import kin_hint
from cases.archives.selectors.rereview import get_rereview
from cases.archives.services import steps
from cases.archives.services.assessments import may_request_override
from cases.archives.states import DECISIONS, PRESETS, UNDONE_BY, Section, State
from cases.archives.views.answers import make_blocks
from cases.archives.views.changed import make_changed, mark
from cases.archives.views.entered import for_entry, get_household
from cases.archives.views.entry.links import item_url
from cases.archives.views.entry.returned import describe_returned, texts_by_field
from cases.archives.views.figures import current_verdict, get_override, stored_verdict
from cases.archives.views.life.changes import changes_page
from cases.archives.views.life.leaving import leaving_page
from cases.archives.views.remarks import remarks_context, unexplained
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.selectors import competent_union
from hardship.accounts.states import Role
from hardship.kernel.scope import Part
from hardship.kernel.workflow import Refused


@require_GET
@for_entry
def check(request: AuthenticatedRequest, household: Household) -> HttpResponse:
    return check_page(request, household)


@require_GET
@require_role(Role.REVIEWER)
def review(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    household = get_household(request, pk)
    if household.state != State.UNDER_REVIEW:
        return redirect("archives:case", pk=pk)
    return review_page(request, household, StepForm())


@require_POST
@require_role(Role.CLERK, Role.REVIEWER)
def step(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    household = get_household(request, pk)
    form = StepForm(request.POST)
    if not form.is_valid():
        return _page_again(request, household, form, status=422)
    if form.cleaned_data["action"] == "verify":
        return redirect("archives:verify", pk=pk)  # which asks what was looked at
    try:
        taken = steps.take_step(household_id=household.pk, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        if form.cleaned_data["action"] in UNDONE_BY:  # pressed on the case page, which shows what is so now
            messages.error(request, str(refusal))
            return redirect("archives:case", pk=pk)
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        household.refresh_from_db()
        return _page_again(request, household, form, status=409)
    messages.success(request, _told(taken))
    if taken.action in ("file", "return"):
        offer_next(request)
    if taken.target in (State.DRAFT, State.RETURNED) and request.user.union_id == household.union_id:
        return redirect("archives:tasks", pk=pk)
    return redirect("archives:case", pk=pk)


def offer_next(request: AuthenticatedRequest) -> None:
    """A link to the next file of the queue, beside the message about this one."""
    following = get_next_for_review(request.user)
    if following is not None:
        words = _("审核下一件：%(name)s") % {"name": following}
        _offer(request, Link(reverse("archives:review", args=[following.pk]), words))


def _offer(request: AuthenticatedRequest, link: Link | None) -> None:
    if link is not None:
        messages.info(request, format_html('<a href="{}">{}</a>', link.url, link.words))


def check_page(
    request: AuthenticatedRequest, household: Household, form: StepForm | None = None, status: int = 200
) -> HttpResponse:
    """The whole file read-only, what it comes to, what it lacks, and the one button that submits it."""
    context = _file(request, household, back="check")
    context["form"] = form
    context["unexplained"] = unexplained(context["file_remarks"].stopping)
    context["presets"] = PRESETS["submit"]
    context["reviewer"] = competent_union(household, Part.REVIEW)
    context["submit"] = next((row for row in context["buttons"] if row.action == "submit"), None)
    return render(request, "archives/check.html", context, status=status)


def review_page(
    request: AuthenticatedRequest, household: Household, form: StepForm, status: int = 200
) -> HttpResponse:
    """The file as submitted, beside the decision; one that was returned opens on what changed since."""
    rereview = get_rereview(household)
    context = _file(request, household)
    if rereview is not None:
        changed = make_changed(rereview, context["contents"], request.GET.get("show", ""))
        context |= {"changed": changed, "blocks": mark(context["blocks"], changed)}
    context["form"] = form
    context["presets"] = [words for row in context["buttons"] for words in PRESETS.get(row.action, ())]
    return render(request, "archives/review.html", context, status=status)


def _file(request: AuthenticatedRequest, household: Household, *, back: str = "") -> dict[str, Any]:
    contents = get_contents(household)
    states = completeness(contents)
    missing = missing_items(states)
    documents = list_documents(household)
    reasons = describe_returned(contents, back="check")
    contents = replace(contents, evidence=documents)
    last = household.assessments.select_related("rules").order_by("-pk").first()
    under_review = household.state == State.UNDER_REVIEW and last is not None
    return {
        **remarks_context(contents, request.user, back=back),
        "contents": contents,
        "blocks": make_blocks(contents, states, texts_by_field(reasons)),
        "reasons": reasons,
        "unanswered": sum(reason.is_open for reason in reasons),
        "missing": missing,
        "gaps": [
            (item.label, item_url(contents, item.section, item.field, back="check")) for item in missing
        ],
        "findings": count_findings(documents),
        "proofs": _proofs(documents),
        "verdict": stored_verdict(last) if last and under_review else current_verdict(household),
        "override": get_override(last, request.user) if under_review else None,
        "may_request": may_request_override(household, request.user),
        "seen_hash": content_hash(household),
        "buttons": steps.list_buttons(household, request.user),
        "hint": kin_hint(household, request.user),
        "blocker": steps.blocker(household, request.user),
        "steps": household.steps.select_related("by").prefetch_related("reasons").order_by("-pk")[:10],
    }


def _proofs(documents: list[Evidence]) -> dict[str, list[Evidence]]:
    """The documents by the section that they speak of."""
    return {
        str(section): [item for item in documents if section in dict(proves(item.kind))]
        for section in Section.values
    }


def _page_again(
    request: AuthenticatedRequest, household: Household, form: StepForm, status: int
) -> HttpResponse:
    """The page that the refused step came from, with what was typed."""
    if form.data.get("action") in DECISIONS and request.user.has_role(Role.REVIEWER):
        return leaving_page(request, household, form=form, status=status)
    if form.data.get("action") == "leave":
        told = "".join(str(text) for text in form.non_field_errors())
        return changes_page(request, household, error=told, status=status)
    if household.state == State.UNDER_REVIEW and request.user.has_role(Role.REVIEWER):
        return review_page(request, household, form, status)
    if household.union_id != request.user.union_id or not request.user.has_role(Role.CLERK):
        if request.user.has_role(Role.REVIEWER):
            return review_page(request, household, form, status)
        raise PermissionDenied
    return check_page(request, household, form, status)


def _told(taken: FileStep) -> str:
    done = {
        "submit": _("已提交，等待审核。"),
        "withdraw": _("已撤回，可以继续修改。"),
        "file": _("已建档，档案号 %(number)s。办错了可以在档案页撤回。")
        % {"number": taken.household.file_no},
        "return": _("已退回，申报工会会看到退回原因。对方动手补正之前，可以在档案页撤回。"),
        "discard": _("草稿已作废，可在列表中恢复。"),
        "restore": _("草稿已恢复。"),
        "unfile": _("已撤回建档，档案回到待审核；原档案号为这份档案保留。"),
        "unreturn": _("已撤回退回，档案回到待审核，申报工会会收到消息。"),
        "unverify": _("已撤回“核查无变化”，下次核查日期恢复原样。"),
        "relieve": _("已办理解困，档案继续有效，转为常态帮扶。"),
        "lift": _("已办理脱困，档案转入脱困档案库。"),
    }
    return done.get(taken.action, _("已办理“%(label)s”。") % {"label": taken.label})
