"""审批流程 of a policy: who would sign each in every union, and the form that writes one."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.policies import selectors, services
from cases.policies.forms import RouteForm, RouteOrderForm, arrange
from cases.policies.models import Policy
from cases.policies.reports import PAPERS, route_sheet
from cases.policies.rules import PolicyDocument
from cases.policies.rules.document.routes import USUAL
from cases.policies.rules.routing import route_words
from cases.policies.selectors.trying import Tried, list_unions_of, try_route
from cases.policies.states import PolicyState
from cases.policies.views.standing import read_document
from cases.policies.views.tabs import get_own_policy, get_policy, may_write
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.selectors.unions import list_own_unions
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel.answers import paper
from hardship.kernel.attempts import attempt
from hardship.kernel.pages import numbered

LOOK = "look"


@require_GET
def routes(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """Each route in words, with who would sign it in every union; on a draft they are moved and left out."""
    policy = get_policy(request, uid)
    document, _errors = read_document(policy)
    if document is None:
        return redirect("policies:document", uid=policy.uid)
    chosen = request.GET.get("route", "")
    chosen = chosen if chosen in document.routes else next(iter(document.routes), "")
    seen = document.routes.get(chosen, USUAL)
    tried = try_route(seen, list_unions_of(policy, request.user))
    wrong = [one for one in tried if one.is_wrong]
    is_narrowed = request.GET.get("only") == "wrong"
    context = {
        "policy": policy,
        "rows": [(name, one, route_words(document, one)) for name, one in document.routes.items()],
        "chosen": chosen,
        "label": seen.label or _("通常的流程"),
        "page": numbered(wrong if is_narrowed else tried, request.GET),
        "chips": _chips(chosen, len(tried), len(wrong), is_narrowed=is_narrowed),
        "may_edit": _may_edit(request, policy),
    }
    return render(request, "policies/routes.html", context)


@require_GET
def route_paper(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """审批流程图 of one route (?route=) for the wall of one's own union, on A4 or A3 (?paper=a3)."""
    policy = get_policy(request, uid)
    document, _errors = read_document(policy)
    chosen, size = request.GET.get("route", ""), request.GET.get("paper", "")
    if document is None or (chosen and chosen not in document.routes):
        raise Http404
    found = document.routes.get(chosen, USUAL)
    size = size if size in PAPERS else ""
    content = route_sheet(policy, document, found, request.user.union, paper=size)
    audit.record_export("route", by=request.user, content=content, rows=len(found.stages), target=policy)
    return paper(content, f"{_('审批流程图')}_{found.label or _('通常的流程')}.pdf")


@require_http_methods(["GET", "POST"])
@require_role(Role.ADMINISTRATOR)
def route_new(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """One more route, which begins as the usual one."""
    policy, document = _draft(request, uid)
    names = (f"route_{n}" for n in range(1, len(document.routes) + 2))
    return _route_page(request, policy, document, next(one for one in names if one not in document.routes))


@require_http_methods(["GET", "POST"])
@require_role(Role.ADMINISTRATOR)
def route(request: AuthenticatedRequest, uid: uuid.UUID, name: str) -> HttpResponse:
    """One route as a form."""
    policy, document = _draft(request, uid)
    if name not in document.routes:
        raise Http404
    return _route_page(request, policy, document, name)


def _route_page(
    request: AuthenticatedRequest, policy: Policy, document: PolicyDocument, name: str
) -> HttpResponse:
    """The form; a button that moves a row, or only looks, saves nothing."""
    if request.method == "POST" and (order := request.POST.get("do", "")):
        data, focus = arrange(request.POST, order)
        form = _form(policy, document, name, data, is_quiet=order != LOOK)
        return _draw(request, policy, form, focus=focus)
    form = _form(policy, document, name, request.POST if request.method == "POST" else None)
    tried = attempt(form, lambda: _save(request, policy, form))
    if tried.made is None:
        return _draw(request, policy, form, status=tried.status)
    messages.success(request, _("已保存。请看各工会由谁办，算例是否仍然相符。"))
    return redirect(f"{_url(tried.made)}?route={name}")


def _form(
    policy: Policy,
    document: PolicyDocument,
    name: str,
    data: MultiValueDict[str, str] | None,
    *,
    is_quiet: bool = False,
) -> RouteForm:
    return RouteForm(
        data, before=document, name=name, programmes=_programmes(policy, document),
        revision=policy.revision, is_quiet=is_quiet,
    )  # fmt: skip


def _save(request: AuthenticatedRequest, policy: Policy, form: RouteForm) -> Policy:
    assert form.document is not None  # noqa: S101 (the form is valid)
    return services.save_routes(
        policy_id=policy.pk, routes=form.document.routes, by=request.user,
        revision=form.cleaned_data["revision"],
    )  # fmt: skip


def _draw(
    request: AuthenticatedRequest, policy: Policy, form: RouteForm, *, status: int = 200, focus: str = ""
) -> HttpResponse:
    """The whole page; to a script that only looks, the picture."""
    form.is_valid()
    tried = try_route(form.route, list_unions_of(policy, request.user)) if form.route else []
    shown = _seen_from(tried, request.POST.get("as_if", ""))
    context = {
        "policy": policy,
        "form": form,
        "focus": focus,
        "unions": list_own_unions(request.user, str(shown.union.pk) if shown else ""),
        "shown": shown,
        "wrong": [one.union for one in tried if one.is_wrong],
        "route_words": route_words(form.document, form.route) if form.document and form.route else "",
        "is_new": form.name not in form.before.routes,
    }
    if request.headers.get("HX-Request"):
        return render(request, "policies/_route_picture.html", context)
    return render(request, "policies/route.html", context, status=status)


def _draft(request: AuthenticatedRequest, uid: uuid.UUID) -> tuple[Policy, PolicyDocument]:
    """A policy whose routes this person may write now, as its page offers it; 403 for any other."""
    policy = get_own_policy(request, uid)
    document, _errors = read_document(policy)
    if document is None or not _may_edit(request, policy):
        raise PermissionDenied
    return policy, document


def _may_edit(request: AuthenticatedRequest, policy: Policy) -> bool:
    is_own = policy.union_id == request.user.union_id and may_write(request)
    return is_own and policy.state == PolicyState.DRAFT


@require_POST
@require_role(Role.ADMINISTRATOR)
def routes_order(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """One route moved up or down, or left out."""
    policy, document = _draft(request, uid)
    form = RouteOrderForm(request.POST, names=list(document.routes))
    tried = attempt(
        form,
        lambda: services.save_routes(
            policy_id=policy.pk, routes=form.ordered(document.routes), by=request.user,
            revision=form.cleaned_data["revision"],
        ),
    )  # fmt: skip
    if tried.made is None:
        messages.error(request, " ".join(form.told()))
        return redirect(_url(policy))
    messages.success(request, _("已保存。"))
    return redirect(_url(policy))


def _programmes(policy: Policy, document: PolicyDocument) -> list[tuple[str, str]]:
    """What a route can be for: the programmes of the policy, of one without any those in force."""
    if document.programmes:
        return [(code, programme.label) for code, programme in document.programmes.items()]
    rows = selectors.list_programmes(union=policy.union, on=timezone.localdate())
    return [(row.code, row.name) for row in rows]


def _seen_from(tried: list[Tried], chosen: str) -> Tried | None:
    """The union that was asked for, else the first of those at the bottom of the tree."""
    asked = next((one for one in tried if str(one.union.pk) == chosen), None)
    return asked or max(tried, key=lambda one: one.union.path.count("/"), default=None)


def _chips(chosen: str, of_all: int, of_wrong: int, *, is_narrowed: bool) -> list[dict[str, Any]]:
    rows = (
        (_("全部工会"), of_all, "", not is_narrowed),
        (_("有环节没有人办"), of_wrong, "wrong", is_narrowed),
    )
    return [
        {
            "label": label,
            "count": count,
            "current": current,
            "url": f"?{urlencode({'route': chosen, 'only': only})}",
        }
        for label, count, only, current in rows
    ]


def _url(policy: Policy) -> str:
    return reverse("policies:routes", args=[policy.uid])
