"""Documents of a household: added, taken out, looked at by those who may."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from cases.archives.forms import EvidenceForm
from cases.archives.forms.evidence import BundleForm, RefileForm
from cases.archives.models import Evidence, Household
from cases.archives.models.events import CONSENT_TEXT, CONSENT_VERSION
from cases.archives.rules.proofs import SMALL
from cases.archives.selectors.alike import warn_alike
from cases.archives.selectors.entry import get_contents
from cases.archives.services.entry import evidence as services
from cases.archives.services.entry.bundles import bundle_evidence
from cases.archives.services.entry.refiling import refile_evidence
from cases.archives.states import CASE_ROLES, Section
from cases.archives.views.entered import for_entry, get_household
from cases.archives.views.entry.sections import evidence_page
from cases.archives.views.looking import ask_why, get_purpose, must_say_why
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.audit.states import Kind
from hardship.kernel import answers
from hardship.kernel.attempts import attempt
from hardship.kernel.documents import age_on
from hardship.kernel.files import MAX_PAGES, PageError, draw_page, trim
from hardship.kernel.pdf import render_pdf
from hardship.kernel.workflow import Refused

ADULT = 18
# Whom the family allows the union to ask, and about what (domain.md 1.9).
AUTHORISED_DEPARTMENTS = (
    (gettext_lazy("民政部门"), gettext_lazy("最低生活保障、特困供养、临时救助、婚姻登记、殡葬信息")),
    (gettext_lazy("人力资源社会保障、税务部门"), gettext_lazy("社会保险缴纳和待遇、就业登记、个人所得税")),
    (gettext_lazy("医疗保障部门"), gettext_lazy("参保、住院和门诊费用、医疗救助")),
    (gettext_lazy("自然资源和住房部门"), gettext_lazy("不动产登记、住房保障、住房公积金")),
    (gettext_lazy("公安部门"), gettext_lazy("户籍、机动车登记")),
    (gettext_lazy("市场监督管理部门"), gettext_lazy("企业、个体工商户登记和出资")),
    (gettext_lazy("银行、证券、保险等金融机构"), gettext_lazy("存款、有价证券、商业保险")),
)


@require_POST
@for_entry
def add(request: AuthenticatedRequest, household: Household) -> HttpResponse:
    form = EvidenceForm(request.POST, request.FILES, contents=get_contents(household))
    if not form.is_valid():
        return evidence_page(request, household, form, status=422)
    try:
        known = services.add_documents(household_id=household.pk, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return evidence_page(request, household, form, status=409)
    added = len(form.cleaned_data["documents"]) - len(known)
    if added:
        messages.success(request, _("已上传 %(count)s 个文件。") % {"count": added})
    for sentence in (*known, *_alike(household, request.user, added)):
        messages.warning(request, sentence)
    if request.headers.get("HX-Request") == "true":  # the page as it is now, in the place of the one before
        page = evidence_page(request, get_household(request, household.pk))
        page["HX-Reselect"] = "#page"
        return page
    return redirect(_page(household, request, form.cleaned_data["kind"]))


def _alike(household: Household, by: User, added: int) -> list[str]:
    """That one of the documents that just came in is a scan of another family's as well."""
    newest = household.evidence.filter(removed_at__isnull=True).order_by("-pk")[:added]
    return warn_alike(list(newest), by) if added else []


@require_POST
@for_entry
def remove(request: AuthenticatedRequest, household: Household, uid: uuid.UUID) -> HttpResponse:
    try:
        removed = services.remove_evidence(household_id=household.pk, uid=uid, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request,
            _("已移除一份“%(kind)s”。移错了可在本页下方撤回。") % {"kind": removed.get_kind_display()},
        )
    return redirect(_page(household, request))


@require_POST
@for_entry
def restore(request: AuthenticatedRequest, household: Household, uid: uuid.UUID) -> HttpResponse:
    try:
        restored = services.restore_evidence(household_id=household.pk, uid=uid, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        told = {"kind": restored.get_kind_display()}
        messages.success(request, _("已撤回移除，这份“%(kind)s”仍在档案中。") % told)
    return redirect(_page(household, request))


@require_POST
@for_entry
def refile(request: AuthenticatedRequest, household: Household, uid: uuid.UUID) -> HttpResponse:
    """Another kind or person for a document, or one more kind."""
    form = RefileForm(request.POST)
    tried = attempt(
        form,
        lambda: refile_evidence(household_id=household.pk, uid=uid, by=request.user, **form.cleaned_data),
    )
    if tried.made is None:
        told = [str(text) for texts in form.errors.values() for text in texts]
        messages.error(request, " ".join(told))
        return redirect(_page(household, request))
    messages.success(
        request, _("已放到“%(kind)s”，原因已记入操作日志。") % {"kind": tried.made.get_kind_display()}
    )
    return redirect(_page(household, request, tried.made.kind))


@require_POST
@for_entry
def bundle(request: AuthenticatedRequest, household: Household) -> HttpResponse:
    """Several pictures of one kind as one PDF."""
    form = BundleForm(request.POST, contents=get_contents(household))
    tried = attempt(
        form,
        lambda: bundle_evidence(household_id=household.pk, uids=form.cleaned_data["uids"], by=request.user),
    )
    if tried.made is None:
        told = [str(text) for texts in form.errors.values() for text in texts]
        messages.error(request, " ".join(told))
        return redirect(_page(household, request))
    messages.success(request, _("已把 %(count)s 张图片合成一份 PDF。") % {"count": len(tried.made.sources)})
    return redirect(_page(household, request, tried.made.kind))


@require_GET
@require_role(*CASE_ROLES)
def evidence_file(request: AuthenticatedRequest, uid: uuid.UUID) -> FileResponse | HttpResponse:
    """One stored document: a picture is shown, anything else is downloaded; who looked is on record."""
    evidence = _find(request, uid)
    if must_say_why(request, evidence):
        return ask_why(evidence)
    _record(request, evidence)
    return answers.stored_file(
        evidence.file.open("rb"), name=evidence.original_name, media_type=evidence.media_type
    )


@require_GET
@require_role(*CASE_ROLES)
def evidence_pdf_page(request: AuthenticatedRequest, uid: uuid.UUID, number: int) -> HttpResponse:
    """One page of a PDF as a picture, turned as the viewer has it, a card without the white sheet around it;
    of a picture, a card alone; who looked at which is on record."""
    if not 1 <= number <= MAX_PAGES:
        raise Http404
    evidence = _find(request, uid)
    if must_say_why(request, evidence):
        return ask_why(evidence)
    _record(request, evidence, page=number)
    if not evidence.is_pdf and not (evidence.kind in SMALL and number == 1):
        raise Http404
    with evidence.file.open("rb") as file:
        content = file.read()
    if not evidence.is_pdf:
        return answers.picture(trim(content))
    try:
        drawn = draw_page(content, number, rotation=evidence.rotation)
    except PageError as error:
        if error.code == "page":
            raise Http404 from error
        return answers.note(str(error), status=422)
    return answers.picture(trim(drawn) if evidence.kind in SMALL else drawn)


def _find(request: AuthenticatedRequest, uid: uuid.UUID) -> Evidence:
    """A document within this person's scope."""
    visible = Household.objects.visible_to(request.user)
    rows = Evidence.objects.filter(household__in=visible, removed_at__isnull=True)
    evidence: Evidence = get_object_or_404(rows.select_related("household__union"), uid=uid)
    return evidence


def _record(request: AuthenticatedRequest, evidence: Evidence, **page: int) -> None:
    """Who opened it, and for what, where that had to be said."""
    purpose = get_purpose(request)
    audit.record(
        "evidence.read", target=evidence, by=request.user, union=evidence.household.union, kind=Kind.READ,
        household=evidence.household_id, **dict[str, Any](page), **({"purpose": purpose} if purpose else {}),
    )  # fmt: skip


@require_GET
@require_role(Role.CLERK, Role.REVIEWER)
def authorisation(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The promise and authorisation as a sheet to sign; it names its people in full, which is on record."""
    household = get_household(request, pk)
    contents = get_contents(household)
    context = {
        "household": household,
        "head": contents.head,
        "departments": AUTHORISED_DEPARTMENTS,
        "people": [
            {
                "relation": person.get_relation_display(),
                "name": person.name,
                "number": person.id_number.reveal(),
                "is_minor": person.birth_on is not None
                and age_on(person.birth_on, timezone.localdate()) < ADULT,
            }
            for person in (contents.head, *contents.members)
        ],
        "text": CONSENT_TEXT,
        "version": CONSENT_VERSION,
    }
    content = render_pdf("pdf/authorisation.html", context, title=_("家庭经济状况核对授权委托书"))
    audit.record_export(
        "authorisation", by=request.user, content=content, rows=len(context["people"]), masked=False,
        target=household,
    )  # fmt: skip
    return answers.paper(content, _("家庭经济状况核对授权委托书.pdf"))


def _page(household: Household, request: AuthenticatedRequest, kind: str = "") -> str:
    address = reverse("archives:section", args=[household.pk, Section.EVIDENCE])
    back = "?back=check" if request.POST.get("back") == "check" else ""
    return f"{address}{back}#kind-{kind}" if kind else address + back
