"""Writing a policy as YAML or by form; the issued document; new versions; the steps of its table."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.policies import services
from cases.policies.forms import PartsForm, SourceForm, StepForm, TextForm
from cases.policies.models import Policy
from cases.policies.rules import PolicyDocument, PolicyError, PolicyInvalid, dump_policy, parse_policy
from cases.policies.services.loading import default_text
from cases.policies.states import PolicyState
from cases.policies.views.documents import document_page
from cases.policies.views.standing import read_document
from cases.policies.views.tabs import get_own_policy, get_policy, may_write
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused


@require_http_methods(["GET", "POST"])
@require_role(Role.ADMINISTRATOR)
def new(request: AuthenticatedRequest) -> HttpResponse:
    """A first draft, beginning with the policy that every installation has."""
    form = TextForm(request.POST or None, initial={"text": default_text()})
    if request.method != "POST":
        return _editor(request, None, form)
    if not form.is_valid():
        return _editor(request, None, form, status=422)
    try:
        policy = services.save_draft(
            text=form.cleaned_data["text"], union=request.user.union, by=request.user
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _editor(request, None, form, status=409)
    return _saved(request, policy)


@require_http_methods(["GET", "POST"])
@require_role(Role.ADMINISTRATOR)
def edit(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """The YAML editor: what is typed is kept, errors stand beside it at their lines."""
    policy = get_own_policy(request, uid)
    form = TextForm(request.POST or None, initial={"text": policy.text, "revision": policy.revision})
    if request.method != "POST":
        return _editor(request, policy, form)
    if not form.is_valid():
        return _editor(request, policy, form, status=422)
    try:
        policy = services.save_draft(policy_id=policy.pk, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _editor(request, policy, form, status=409)
    return _saved(request, policy)


@require_http_methods(["GET", "POST"])
@require_role(Role.ADMINISTRATOR)
def parts(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """The usual parts as a form; it writes the same document and leaves alone what it does not know."""
    policy = get_own_policy(request, uid)
    document, _errors = read_document(policy)
    if document is None or policy.state != PolicyState.DRAFT:
        return redirect("policies:edit", uid=policy.uid)
    form = PartsForm(request.POST or None, document=document, revision=policy.revision)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                text = _text(form.changed_document())
                services.save_draft(
                    policy_id=policy.pk, text=text, by=request.user, revision=form.cleaned_data["revision"]
                )
            except PolicyInvalid as invalid:
                for error in invalid.errors:
                    form.add_error(None, f"{error.key}：{error.message}")
            except Refused as refusal:
                form.add_error(None, str(refusal))
                status = 409
            else:
                messages.success(request, _("已保存。请看下面的算例是否仍然相符。"))
                return redirect("policies:document", uid=policy.uid)
    return render(request, "policies/parts.html", {"policy": policy, "form": form}, status=status)


@require_POST
@require_role(Role.ADMINISTRATOR)
def attach(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    policy = get_own_policy(request, uid)
    form = SourceForm(request.POST, request.FILES)
    if not form.is_valid():
        return document_page(request, policy, form, status=422)
    try:
        services.attach_source(policy_id=policy.pk, accepted=form.cleaned_data["document"], by=request.user)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return document_page(request, policy, form, status=409)
    messages.success(request, _("已上传文件原件。"))
    return redirect("policies:document", uid=policy.uid)


@require_POST
@require_role(Role.ADMINISTRATOR)
def version(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """A draft of the person's own union, with the text of this policy to begin with."""
    policy = get_policy(request, uid)
    try:
        made = services.new_version(policy_id=policy.pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("policies:document", uid=policy.uid)
    messages.success(request, _("已建立第 %(number)s 版草稿，修改后请另一人复核。") % {"number": made.number})
    return redirect("policies:edit", uid=made.uid)


@require_POST
@require_role(Role.ADMINISTRATOR, Role.REVIEWER)
def step(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    policy = get_own_policy(request, uid)
    form = StepForm(request.POST)
    if not form.is_valid():
        return document_page(request, policy, form, status=422)
    data = dict(form.cleaned_data)
    try:
        policy = services.take_step(
            policy_id=policy.pk, by=request.user, revision=data.pop("version"), **data
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        policy.refresh_from_db()
        return document_page(request, policy, form, status=409)
    messages.success(request, _told(policy, form.cleaned_data["action"]))
    return redirect("policies:document", uid=policy.uid)


def _told(policy: Policy, action: str) -> str:
    if action == "put_in_force" and policy.starts_on:
        said = _("已公布，自 %(day)s 起执行。此前已作的认定不受影响。")
        return said % {"day": policy.starts_on.isoformat()}
    done = {
        "check": _("已复核。由编写工会的管理员公布执行。"),
        "return": _("已退回，编写人会看到您的意见。"),
        "discard": _("已作废。"),
    }
    return done[action]


def _saved(request: AuthenticatedRequest, policy: Policy) -> HttpResponse:
    """To the readable page, or back to the editor while there are errors."""
    _document, errors = read_document(policy)
    if errors:
        messages.warning(request, _("已存为草稿，还有 %(count)s 处要改。") % {"count": len(errors)})
        return redirect("policies:edit", uid=policy.uid)
    messages.success(request, _("已保存。"))
    return redirect("policies:document", uid=policy.uid)


def _editor(
    request: AuthenticatedRequest, policy: Policy | None, form: TextForm, status: int = 200
) -> HttpResponse:
    text = form["text"].value() or ""
    stale = policy is not None and form.is_bound and form.data.get("revision") != str(policy.revision)
    context = {
        "policy": policy,
        "form": form,
        "text_errors": _errors_of(text),
        "latest": policy.text if policy and stale else "",
        "may_save": may_write(request) and (policy is None or _may_edit(request, policy)),
    }
    return render(request, "policies/edit.html", context, status=status)


def _may_edit(request: AuthenticatedRequest, policy: Policy) -> bool:
    return policy.state == PolicyState.DRAFT and policy.union_id == request.user.union_id


def _errors_of(text: str) -> tuple[PolicyError, ...]:
    try:
        parse_policy(text)
    except PolicyInvalid as invalid:
        return invalid.errors
    return ()


def _text(document: PolicyDocument) -> str:
    """Canonical YAML of a changed document, which must still be a policy. Raises PolicyInvalid."""
    text = dump_policy(document)
    parse_policy(text)
    return text
