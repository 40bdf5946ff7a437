"""The same decision on many: confirm, decide, see what became of each."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from cases.applications.models import Application
from cases.approvals import services
from cases.approvals.forms import BULK_ACTIONS, BulkForm, read_items
from cases.approvals.selectors import list_budget_lines, list_flags
from cases.approvals.selectors.along import is_last
from cases.approvals.selectors.drawing import get_first_lines
from cases.approvals.services.many import MOST_AT_ONCE, too_many
from cases.approvals.states import SIGNERS
from cases.approvals.templatetags.stations import say_place
from cases.approvals.views.inbox import bulk_step, list_keys
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.kernel.attempts import attempt
from hardship.kernel.keys import read_key
from hardship.kernel.together import together

OUTCOME = "approval_outcome"


@require_POST
@require_role(*SIGNERS)
def confirm(request: AuthenticatedRequest) -> HttpResponse:
    """The chosen applications once more, or with `all` those that the list finds, with what is left out and
    why, and where the money comes from."""
    keys = list_keys(request) if "all" in request.POST else read_all(request.POST.getlist("pk"))
    if len(keys) > MOST_AT_ONCE:
        messages.error(request, too_many(len(keys)))
        return redirect("approvals:inbox")
    chosen = _load(request, keys)
    if not chosen:
        return redirect("approvals:inbox")
    action, state = bulk_step(request.user, chosen)
    applications = [row for row in chosen if row.state == state] or chosen
    elsewhere = len(chosen) - len(applications)
    lines = _lines(request, applications, action)
    flags = list_flags(applications, request.user) if lines else {}
    chosen = [row for row in applications if not flags.get(row.pk)]
    first = get_first_lines(chosen, lines, request.user)
    form = BulkForm(initial={"action": action}, lines=lines, first=first, number=len(applications))
    return _page(request, form, applications, elsewhere=elsewhere)


@require_POST
@require_role(*SIGNERS)
def decide(request: AuthenticatedRequest) -> HttpResponse:
    items = read_items(request.POST.getlist("item"))
    applications = _load(request, [pk for pk, _seen in items])
    lines = _lines(request, applications, request.POST.get("action", ""))
    form = BulkForm(
        request.POST, lines=lines, first=get_first_lines(applications, lines, request.user), number=len(items)
    )
    done = attempt(form, lambda: _take(request, form, items))
    if done.made is None:
        return _page(request, form, applications, dict(items), status=done.status)
    outcome = done.made
    request.session[OUTCOME] = {
        "done": [row.pk for row in outcome.done],
        "refused": [[row.pk, why] for row, why in outcome.refused],
    }
    return redirect("approvals:outcome")


def _take(request: AuthenticatedRequest, form: BulkForm, items: Sequence[tuple[int, str]]) -> Any:
    told = form.cleaned_data
    return services.take_many(
        items=items, action=told["action"], by=request.user, lines=form.lines(), comment=told["comment"],
        reason=told["line_reason"],
    )  # fmt: skip


@require_GET
@require_role(*SIGNERS)
def outcome(request: AuthenticatedRequest) -> HttpResponse:
    """What became of the last decision on many."""
    kept = request.session.get(OUTCOME)
    if kept is None:
        return redirect("approvals:inbox")
    rows = {row.pk: row for row in _load(request, [*kept["done"], *(pk for pk, _why in kept["refused"])])}
    done = [rows[pk] for pk in kept["done"] if pk in rows]
    context = {
        "done": [(row, say_place(row)) for row in done],
        "refused": [(rows[pk], why) for pk, why in kept["refused"] if pk in rows],
        "total": _total(done),
    }
    return render(request, "approvals/outcome.html", context)


def list_done(request: AuthenticatedRequest) -> list[Application]:
    """What the last decision on many of this session was taken on."""
    kept = request.session.get(OUTCOME)
    return _load(request, kept["done"]) if kept else []


def read_all(texts: Sequence[str]) -> list[int]:
    """The keys among them, however many."""
    return [key for text in texts if (key := read_key(text))]


def _load(request: AuthenticatedRequest, keys: Sequence[int]) -> list[Application]:
    rows = Application.objects.visible_to(request.user).filter(pk__in=keys)
    return together(rows.select_related("household__head", "programme", "union").order_by("due_on", "pk"))


def _lines(request: AuthenticatedRequest, applications: Sequence[Application], action: str) -> dict[str, Any]:
    if action != "approve":
        return {}
    uses = sorted({row.programme.use for row in applications if row.programme.uses and is_last(row)})
    return {use: list_budget_lines(user=request.user, uses=[use]) for use in uses}


def _page(
    request: AuthenticatedRequest,
    form: BulkForm,
    applications: Sequence[Application],
    seen: dict[int, str] | None = None,
    status: int = 200,
    elsewhere: int = 0,
) -> HttpResponse:
    """`elsewhere` of the chosen wait for another step and are not here."""
    flags = list_flags(applications, request.user)
    chosen = [row for row in applications if not flags[row.pk]]
    seen = seen or {}
    context = {
        "form": form,
        "rows": [(row, seen.get(row.pk, row.content_hash)) for row in chosen],
        "left_out": [(row, flags[row.pk]) for row in applications if flags[row.pk]],
        "total": _total(chosen),
        "label": dict(BULK_ACTIONS).get(form["action"].value(), ""),
        "sums": _sums(form, chosen),
        "elsewhere": elsewhere,
    }
    return render(request, "approvals/confirm.html", context, status=status)


def _sums(form: BulkForm, chosen: Sequence[Application]) -> list[dict[str, Any]]:
    """For each use: what its applications come to, and the field that names the line."""
    sums = []
    for use in form.uses:
        rows = [row for row in chosen if row.programme.use == use]
        if rows:
            names = "、".join(dict.fromkeys(row.programme.name for row in rows))
            total = _total(rows)
            sums.append(
                {
                    "field": form[f"line_{use}"],
                    "programmes": names,
                    "total": total,
                    "short": total > form.most[use],
                }
            )
    return sums


def _total(applications: Sequence[Application]) -> Decimal:
    return sum((row.amount or Decimal(0) for row in applications), Decimal(0))
