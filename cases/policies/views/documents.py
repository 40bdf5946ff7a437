"""制度公示: the policies that a person works by, as readable 制度 with examples and versions."""

import uuid
from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from cases.policies import selectors, services
from cases.policies.forms import SourceForm
from cases.policies.models import Policy
from cases.policies.rules import PolicyDocument, compare_policies, describe_policy, remark_on
from cases.policies.states import PolicyState
from cases.policies.views.standing import example_rows, policy_rows, read_document, row_of, thresholds
from cases.policies.views.tabs import get_policy, may_write, tabs
from hardship.accounts.access import AuthenticatedRequest
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel import answers
from hardship.kernel.pdf import render_pdf

SIZE = 50


@require_GET
def documents(request: AuthenticatedRequest) -> HttpResponse:
    """What applies to the person's union, what is being written, what unions below have of their own."""
    today, union = timezone.localdate(), request.user.union
    applying = selectors.list_policies_for(union=union)
    below = selectors.list_published_below(request.user)[:SIZE]
    drafts, rows = selectors.list_drafts(request.user)[:SIZE], policy_rows()
    context = {
        "current": selectors.get_policy(union=union, on=today),
        "headings": rows.headings(),
        "applying": rows.draw(row_of(policy, today) for policy in applying),
        "drafts": rows.draw(row_of(policy, today) for policy in drafts),
        "below": rows.draw(row_of(policy, today) for policy in below),
        "tabs": tabs("documents"),
        "may_write": may_write(request),
    }
    return render(request, "policies/documents.html", context)


@require_GET
def document(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    return document_page(request, get_policy(request, uid))


def document_page(
    request: AuthenticatedRequest, policy: Policy, form: Any = None, status: int = 200
) -> HttpResponse:
    """The policy with its examples, versions and the steps that this person may take."""
    today, user = timezone.localdate(), request.user
    read, errors = read_document(policy)
    buttons = services.list_buttons(policy, user)
    context = {
        "row": row_of(policy, today),
        "policy": policy,
        "form": form,
        "errors": errors,
        "remarks": remark_on(read, policy.text) if read else (),
        "chapters": describe_policy(read) if read else (),
        "has_programmes": read is not None and any(one.is_open for one in read.programmes.values()),
        "computed": _computed_only(read),
        "examples": example_rows(read) if read else (),
        "thresholds": thresholds(read, user.union.region_code, today) if read else (),
        "region": user.union,
        "versions": [row_of(version, today) for version in selectors.list_versions(policy, user)],
        "steps": policy.steps.select_related("by").order_by("-pk")[:30],
        "buttons": buttons,
        "plain_buttons": [row for row in buttons if row.action != "put_in_force"],
        "source_form": SourceForm(),
        "blocker": services.blocker(policy, user),
        "is_mine": policy.union_id == user.union_id and may_write(request),
        "is_draft": policy.state == PolicyState.DRAFT,
        "may_copy": may_write(request),
        "may_run": user.has_role(Role.ADMINISTRATOR, Role.REVIEWER, Role.APPROVER, Role.AUDITOR),
        "today": today,
    }
    return render(request, "policies/document.html", context, status=status)


def _computed_only(read: PolicyDocument | None) -> list[str]:
    """The programmes that money pays for and that cannot be applied for here yet: goods."""
    programmes = read.programmes.values() if read else ()
    return [one.label for one in programmes if one.uses and not one.is_open]


@require_GET
def document_pdf(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """The readable 制度 on paper."""
    policy = get_policy(request, uid)
    read, _errors = read_document(policy)
    if read is None:
        raise Http404
    chapters = describe_policy(read)
    context = {"policy": policy, "chapters": chapters, "examples": example_rows(read)}
    content = render_pdf("pdf/policy.html", context, title=policy.name)
    audit.record_export("policy", by=request.user, content=content, rows=len(chapters), target=policy)
    return answers.paper(content, f"{policy.name}.pdf")


@require_GET
def source_file(request: AuthenticatedRequest, uid: uuid.UUID) -> FileResponse:
    """The issued document as it was uploaded: a picture is shown, a PDF downloaded."""
    policy = get_policy(request, uid)
    if not policy.source_file:
        raise Http404
    return answers.stored_file(
        policy.source_file.open("rb"), name=policy.source_name, media_type=policy.source_media_type
    )


@require_GET
def yaml_file(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """The text as a file that load_policy and check_policy take."""
    policy = get_policy(request, uid)
    content = policy.text.encode()
    audit.record_export("policy", by=request.user, content=content, rows=1, target=policy)
    return answers.yaml(policy.text, f"{policy.name}.yaml")


@require_GET
def changes(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """Two versions side by side: this one and the one before, or any other that the person may read."""
    policy = get_policy(request, uid)
    versions = [row for row in selectors.list_versions(policy, request.user) if row.pk != policy.pk]
    other = _other(request, policy, versions)
    new, _errors_of_new = read_document(policy)
    old, _errors_of_old = read_document(other) if other else (None, ())
    context = {
        "policy": policy,
        "other": other,
        "choices": versions,
        "differences": compare_policies(old, new) if old and new else (),
        "is_readable": old is not None and new is not None,
    }
    return render(request, "policies/changes.html", context)


def _other(request: AuthenticatedRequest, policy: Policy, versions: list[Policy]) -> Policy | None:
    asked = request.GET.get("with", "")
    if asked:
        try:
            wanted = uuid.UUID(asked)
        except ValueError as error:
            raise Http404 from error
        return get_object_or_404(selectors.list_readable(request.user), uid=wanted)
    if policy.predecessor:
        return policy.predecessor
    return next((row for row in versions if row.number < policy.number), None)
