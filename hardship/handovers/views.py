"""The pages of hand-overs: who handed over what, what somebody has in hand, what lies with nobody."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.models import Union, User
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.handovers import selectors, services
from hardship.handovers.columns import HANDOVER_COLUMNS, HELD_COLUMNS, ITEM_COLUMNS, LEFT_COLUMNS
from hardship.handovers.forms import DeclineForm, HandoverForm
from hardship.handovers.models import Handover, HandoverItem
from hardship.handovers.reports import handover_sheet
from hardship.kernel.answers import paper
from hardship.kernel.attempts import attempt
from hardship.kernel.keys import read_key
from hardship.kernel.links import link_to, make_tabs
from hardship.kernel.rows import Rows
from hardship.kernel.templatetags.ui import badge
from hardship.kernel.workflow import Refused

HEADS = (Role.ADMINISTRATOR, Role.DEPARTMENT)
PAGES = (
    ("handovers:handovers", gettext_lazy("工作移交")),
    ("handovers:left", gettext_lazy("无人经办")),
)


@require_GET
def handovers(request: AuthenticatedRequest) -> HttpResponse:
    rows = Rows[Handover](
        HANDOVER_COLUMNS,
        url=link_to("handovers:handover", "uid"),
        drawn={"state": lambda row: badge(row.tone, row.get_state_display())},
    )
    context = {
        "tabs": make_tabs(PAGES, "handovers:handovers") if request.user.has_role(*HEADS) else [],
        **rows.page(selectors.list_handovers(request.user), request.GET),
    }
    return render(request, "handovers/handovers.html", context)


@require_role(*HEADS)
@require_GET
def left(request: AuthenticatedRequest) -> HttpResponse:
    """无人经办: what lies with people who cannot go on with it, each line with the way to hand it over."""
    rows = Rows[selectors.Left](
        LEFT_COLUMNS,
        url=lambda row: f"{reverse('handovers:person', args=[row.person.pk])}?union={row.union.pk}",
    )
    context = {
        "tabs": make_tabs(PAGES, "handovers:left"),
        **rows.context(selectors.list_left(request.user)),
    }
    return render(request, "handovers/left.html", context)


@require_http_methods(["GET", "POST"])
def person(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What somebody has in hand at a union, and to whom it goes."""
    giver, unions = _giver(request, pk)
    union = _chosen(request, unions)
    held = selectors.list_held(giver, union)
    form = HandoverForm(
        request.POST or None,
        held=held,
        receivers=selectors.list_receivers(giver, union, request.user),
    )
    made = attempt(
        form, lambda: services.hand_over(giver=giver, union=union, by=request.user, **form.cleaned_data)
    )
    if made.made is not None:
        messages.success(request, _("移交已办，等“%(name)s”确认接收。") % {"name": made.made.to.name})
        return redirect("handovers:handover", uid=made.made.uid)
    context = {
        "form": form,
        "person": giver,
        "union": union,
        "chips": _chips(unions, union),
        "held": held,
        **_held_rows(request.user).context([(one, row) for one in held for row in one.rows]),
    }
    return render(request, "handovers/person.html", context, status=made.status)


@require_GET
def handover(request: AuthenticatedRequest, uid: str) -> HttpResponse:
    return _page(request, _found(request, uid), DeclineForm())


@require_POST
def receive(request: AuthenticatedRequest, uid: str) -> HttpResponse:
    row = _found(request, uid)
    return _answer(
        request, row, lambda: services.receive(handover_id=row.pk, by=request.user),
        _("已接收，这些事现在由您负责。"),
    )  # fmt: skip


@require_POST
def decline(request: AuthenticatedRequest, uid: str) -> HttpResponse:
    row = _found(request, uid)
    form = DeclineForm(request.POST)
    made = attempt(form, lambda: services.decline(handover_id=row.pk, by=request.user, **form.cleaned_data))
    if made.made is None:
        return _page(request, row, form, status=made.status)
    messages.success(request, _("没有接收，事情仍在移交人名下。"))
    return redirect("handovers:handover", uid=row.uid)


@require_POST
def withdraw(request: AuthenticatedRequest, uid: str) -> HttpResponse:
    row = _found(request, uid)
    return _answer(
        request, row, lambda: services.withdraw(handover_id=row.pk, by=request.user), _("移交已撤回。")
    )


@require_GET
def sheet(request: AuthenticatedRequest, uid: str) -> HttpResponse:
    """移交清单; the print is on record."""
    row = _found(request, uid)
    content = handover_sheet(row)
    audit.record_export("handover", by=request.user, content=content, rows=row.items.count())
    return paper(content, _("工作移交清单.pdf"))


def _answer(
    request: AuthenticatedRequest, row: Handover, call: Callable[[], Handover], said: str
) -> HttpResponse:
    try:
        call()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("handovers:handover", uid=row.uid)


def _page(request: AuthenticatedRequest, row: Handover, form: DeclineForm, status: int = 200) -> HttpResponse:
    user = request.user
    rows = Rows[HandoverItem](ITEM_COLUMNS, drawn={"result": lambda item: _result(row, item)})
    context = {
        "row": row,
        "form": form,
        "parts": [(label, rows.context(items)) for label, items in selectors.items_by_kind(row)],
        "may_answer": not services.answer_blocker(row, user),
        "may_withdraw": row.is_offered and not services.hand_blocker(row.giver, row.union, user),
    }
    return render(request, "handovers/handover.html", context, status=status)


def _result(row: Handover, item: HandoverItem) -> object:
    if item.left:
        return format_html("{} {}", badge("warning", _("留下")), item.left)
    if item.is_moved:
        return badge("success", _("已移交"))
    return badge("info", _("待接收")) if row.is_offered else badge("muted", _("没有移交"))


def _held_rows(user: User) -> Rows[tuple[selectors.Held, Any]]:
    """What is in hand, each with its way there for whoever works on cases; others see the number."""
    opens = not user.has_role(Role.ADMINISTRATOR)
    return Rows[tuple[selectors.Held, Any]](
        HELD_COLUMNS,
        url=(lambda pair: pair[0].holding.page(pair[1])) if opens else None,
        drawn={
            "kind": lambda pair: str(pair[0].holding.label),
            "name": lambda pair: pair[0].holding.name(pair[1]),
        },
    )


def _chips(unions: list[Union], chosen: Union) -> list[dict[str, Any]]:
    if len(unions) < 2:
        return []
    return [{"label": one.name, "url": f"?union={one.pk}", "current": one.pk == chosen.pk} for one in unions]


def _chosen(request: AuthenticatedRequest, unions: list[Union]) -> Union:
    """The union of the address, the first without one; 404 for one that is not among them."""
    if (named := request.GET.get("union")) is None:
        return unions[0]
    union = next((one for one in unions if one.pk == read_key(named)), None)
    if union is None:
        raise Http404
    return union


def _giver(request: AuthenticatedRequest, pk: int) -> tuple[User, list[Union]]:
    """A person and the unions at which whoever asks may hand over what they have in hand."""
    user = request.user
    giver = get_object_or_404(selectors.list_givers(user), pk=pk)
    unions = selectors.list_unions_of(giver, user)
    mine = [one for one in unions if not services.hand_blocker(giver, one, user)]
    if not mine:
        raise Http404
    return giver, mine


def _found(request: AuthenticatedRequest, uid: str) -> Handover:
    return get_object_or_404(selectors.list_handovers(request.user), uid=uid)
