"""Entering an application: choose a programme, one page for everything it asks, check, submit."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.applications import services
from cases.applications.forms import FILE, ApplicationForm
from cases.applications.forms.waivers import WaiverForm
from cases.applications.models import Application
from cases.applications.rules import Offer
from cases.applications.selectors import (
    content_hash,
    entry_blocker,
    get_offer,
    list_attached,
    list_choices,
    list_gaps,
)
from cases.applications.selectors.beside import get_beside
from cases.applications.selectors.content import dated_kinds
from cases.applications.selectors.copying import list_unconfirmed, newest_by_code
from cases.applications.selectors.entitling import NEED, Asked
from cases.applications.selectors.facts import said
from cases.applications.selectors.missing import find_missing
from cases.applications.selectors.returned import get_return, list_to_mend
from cases.applications.selectors.waivable import list_waivable
from cases.applications.selectors.waivers import list_waivers, still_asked
from cases.applications.states import EDITABLE_STATES, PAPER, PRESETS
from cases.applications.views.found import get_application
from cases.applications.views.sections import (
    BY_SECTIONS,
    WHOLE,
    address_after,
    find_sections,
)
from cases.applications.views.taking_in import take_in
from cases.archives.models import Household
from cases.policies.rules import describe_programme, kinds_words
from cases.policies.rules.asked import asked_of_applicant
from cases.policies.rules.document.handling import Paper
from cases.policies.rules.vocabulary import FACTS
from cases.policies.states import EvidenceKind
from hardship.accounts import services as accounts
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.kernel.keys import read_key
from hardship.kernel.templatetags.ui import day
from hardship.kernel.workflow import Refused


@require_http_methods(["GET", "POST"])
@require_role(Role.CLERK)
def new(request: AuthenticatedRequest) -> HttpResponse:
    """Which programme for which household; each says what the family would get, or why not."""
    pk = read_key(request.POST.get("household") or request.GET.get("household", ""))
    if not pk:
        return redirect("lists:files")
    files = Household.objects.visible_to(request.user).select_related("head", "union")
    household: Household = get_object_or_404(files, pk=pk)
    if request.method == "POST":
        return _start(request, household)
    return _choices_page(request, household)


def _start(request: AuthenticatedRequest, household: Household) -> HttpResponse:
    try:
        application = services.start(
            household_id=household.pk,
            programme_id=read_key(request.POST.get("programme") or request.POST.get("copy", "")),
            is_copy="copy" in request.POST,
            by=request.user,
        )
    except services.AlreadyOpen as refusal:
        messages.info(request, str(refusal))
        if refusal.application is None:
            return redirect(f"{request.path}?household={household.pk}")
        return redirect("applications:detail", pk=refusal.application.pk)
    except Refused as refusal:
        return _choices_page(request, household, str(refusal), status=409)
    return redirect("applications:edit", pk=application.pk)


def _choices_page(
    request: AuthenticatedRequest, household: Household, refusal: str = "", status: int = 200
) -> HttpResponse:
    present = set(household.evidence.filter(removed_at__isnull=True).values_list("kind", flat=True))
    last = newest_by_code(household, timezone.localdate().year, user=request.user)
    choices = [
        {
            "choice": choice,
            "last": last.get(choice.programme.code),
            "amounts": describe_programme(choice.programme.document, choice.programme.code),
            "documents": [
                (kinds_words(paper), bool(present.intersection(paper.any_of)), paper.when is not None)
                for paper in choice.programme.rule.papers
            ],
        }
        for choice in list_choices(household)
    ]
    context = {"household": household, "choices": choices, "refusal": refusal}
    return render(request, "applications/new.html", context, status=status)


@require_http_methods(["GET", "POST"])
@require_role(Role.CLERK)
def edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    application = get_application(request, pk)
    if application.state not in EDITABLE_STATES or entry_blocker(application, request.user):
        return redirect("applications:detail", pk=pk)
    if request.method == "GET":
        return _form_page(request, application, ApplicationForm(application=application))
    return _save(request, application)


def _save(request: AuthenticatedRequest, application: Application) -> HttpResponse:
    """Documents first: what was taken in stays, whatever is wrong with the figures."""
    form = ApplicationForm(request.POST, request.FILES, application=application)
    form.is_valid()
    taken = take_in(request, application, form)
    form.raise_version(len(taken))
    picked, go = form.picked | taken, request.POST.get("go", "")
    if go in (WHOLE, BY_SECTIONS):
        accounts.set_by_sections(user=request.user, by_sections=go == BY_SECTIONS)
    if form.errors:
        return _form_page(request, application, form, picked, status=422)
    try:
        services.save(
            application_id=application.pk,
            version=form.cleaned_data["version"],
            by=request.user,
            evidence_ids=picked,
            received=form.received(),
            confirmed=form.true_copies,
            **form.figures(),
        )
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _form_page(request, application, form, picked, status=409)
    if go == "check":
        return redirect("applications:check", pk=application.pk)
    messages.success(
        request, _("已保存草稿，新上传 %(n)s 份材料。") % {"n": len(taken)} if taken else _("已保存草稿。")
    )
    return redirect(address_after(request, application, go, anchor="#id_evidence" if taken else ""))


def _form_page(
    request: AuthenticatedRequest,
    application: Application,
    form: ApplicationForm,
    picked: set[int] | None = None,
    status: int = 200,
) -> HttpResponse:
    offer = get_offer(application)
    context = {
        "application": application,
        "form": form,
        "fields": form.asked_fields,
        "beside": get_beside(application, request.user),
        "unconfirmed": list(list_unconfirmed(application)),
        "offer": offer,
        "documents": _documents(form, form.picked if picked is None else picked, offer),
        "returned": get_return(application),
        "to_mend": form.mending.rows,
        "amounts": describe_programme(application.programme.document, application.programme.code),
        "entry": find_sections(request, application, form),
    }
    return render(request, "applications/form.html", context, status=status)


def _documents(form: ApplicationForm, picked: set[int], offer: Offer) -> list[dict[str, Any]]:
    """By kind: the documents of the file with a box each, and where to add one. What the programme asks for
    leads; `lacking` says what keeps it from being submitted while nothing of what is chosen serves."""
    documents = form.list_documents()  # some may have just come in
    chosen = [row for row in documents if row.pk in picked]
    papers = still_asked(form.application, offer.papers)
    missing = find_missing(papers, chosen, form.application.member_id, timezone.localdate())
    asked = {kind: _papers_for(kind, offer) for kind in EvidenceKind.values}
    present = {row.kind for row in documents}
    rest = sorted(present - set(form.kinds))
    return [
        {
            "kind": kind,
            "label": EvidenceKind(kind).label,
            "needed": bool(asked[kind]),
            "lacking": [one.why for one in missing if kind in one.kinds],
            "others": _alternatives(kind, asked[kind]),
            "is_dated": any(paper.within_months is not None for paper in asked[kind]),
            "notes": list(dict.fromkeys(paper.text for paper in asked[kind] if paper.text)),
            "rows": [(row, row.pk in picked) for row in documents if row.kind == kind],
            "count": sum(row.kind == kind and row.pk in picked for row in documents),
            "field": form[FILE + kind] if FILE + kind in form.fields else None,
            "reason": form.mending.reason_of(PAPER + kind),
            "closed": form.mending.is_closed(PAPER + kind),
        }
        for kind in [*form.kinds[:-1], *rest, *form.kinds[-1:]]
    ]


def _papers_for(kind: str, offer: Offer) -> list[Paper]:
    """What is asked for that a document of this kind would do for."""
    return [paper for paper in offer.papers if kind in paper.any_of]


def _alternatives(kind: str, papers: Sequence[Paper]) -> str:
    """The other kinds of which one would do as well for all of these papers."""
    kinds = dict.fromkeys(one for paper in papers for one in paper.any_of if one != kind)
    others = [one for one in kinds if all(one in paper.any_of for paper in papers)]
    return _("或").join(str(EvidenceKind(one).label) for one in others)


@require_POST
@require_role(Role.CLERK)
def figures(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What the figures that are typed now would give; nothing is stored."""
    application = get_application(request, pk)
    form = ApplicationForm(request.POST, application=application)
    form.is_valid()
    typed = form.figures()
    found = get_offer(application, Asked(NEED.write(typed["facts"]), typed["member"], typed["amount"]))
    context = {"offer": found, "asked": _asked(found, typed["amount"]), "application": application}
    return render(request, "applications/_offer.html", context)


def _asked(found: Offer, amount: Any) -> Any:
    return amount if amount is not None else found.limit


@require_GET
@require_role(Role.CLERK)
def check(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Everything read-only, what it lacks, and the one button that submits it."""
    application = get_application(request, pk)
    if application.state not in EDITABLE_STATES or entry_blocker(application, request.user):
        return redirect("applications:detail", pk=pk)
    return check_page(request, application)


def check_page(
    request: AuthenticatedRequest, application: Application, form: WaiverForm | None = None, status: int = 200
) -> HttpResponse:
    """With the form that asks to go on without a paper, where the policy lets somebody agree to that."""
    found = get_offer(application)
    papers = list_waivable(application, found)
    context = {
        "waivers": list_waivers(application, request.user),
        "waiver_form": form or (WaiverForm(papers=papers) if papers else None),
        "application": application,
        "offer": found,
        "gaps": list_gaps(application, found, request.user),
        "attached": list_attached(application),
        "dated": dated_kinds(application.programme),
        "seen_hash": content_hash(application),
        "rows": figure_rows(application),
        "beside": get_beside(application, request.user),
        "presets": PRESETS["submit"],
        "to_mend": list_to_mend(application),
    }
    return render(request, "applications/check.html", context, status=status)


def figure_rows(application: Application) -> list[dict[str, Any]]:
    """The answers of an application as rows of a summary list."""
    programme, person = application.programme, application.member
    member = _("%(name)s（%(relation)s）") % {
        "name": person, "relation": person.get_relation_display(),
    } if person else ""  # fmt: skip
    asked = asked_of_applicant(programme.document, programme.code)
    rows = [
        (_("帮扶项目"), programme.name),
        (_("受助人"), member or ("" if programme.needs_person else _("全家"))),
        *((str(FACTS[name].label), _said(application, name)) for name in asked),
        *([(_("申请物资"), application.goods_words)] if programme.rule.goods else []),
        *([(_("票据号码"), application.invoice_words)] if application.invoices else []),
        (_("申请理由"), application.reason),
        (_("收到日期"), day(application.received_on) if application.received_on else ""),
        (_("申请方式"), "，".join(filter(None, _received(application)))),
    ]
    if person and person.stage and programme.is_for_students:
        rows.insert(2, (_("在读阶段"), person.get_stage_display()))
    return [
        {"label": label, "value": value, "absent": "" if value else _("还没有填写")} for label, value in rows
    ]


def _received(application: Application) -> tuple[str, ...]:
    agent = application.agent_name, application.agent_relation
    return str(application.get_channel_display()), *agent


def _said(application: Application, name: str) -> str:
    return said(name, application.facts[name]) if name in application.facts else ""
