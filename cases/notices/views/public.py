"""A notice at the address of its poster: no login, what the poster shows and no more, gone at its end."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.leads.services.sendings import is_too_long
from cases.notices import reports, services
from cases.notices.forms import PublicObjectionForm
from cases.notices.models import NoticeEntry, PublicNotice
from cases.notices.selectors import get_public
from hardship.accounts.views.public import public_page
from hardship.audit.middleware import client_address
from hardship.kernel.attempts import attempt

MOST_BYTES = 16 * 1024  # of one objection; all fields full are about 4 KB
View = Callable[[HttpRequest, PublicNotice, str], HttpResponse]


def _public(view: View) -> Callable[[HttpRequest, str, str], HttpResponse]:
    """A view for anybody: one and the same page for a notice that is over and for any other token."""

    @public_page
    @wraps(view)
    def opened(request: HttpRequest, token: str, version: str) -> HttpResponse:
        row = get_public(token)
        if row is None:
            return render(request, "notices/public_over.html", status=404)
        return view(request, row, version)

    return opened


@require_http_methods(["GET", "POST"])
@_public
def public(request: HttpRequest, row: PublicNotice, version: str) -> HttpResponse:
    """The poster as it is now, whether the one in hand is the same, and a form to object."""
    context = reports.public_notice(row)
    context["is_current"] = version == context["version"]
    named = [
        (entry.pk, "　".join([str(n), entry.shown_name, *_programme(row, entry)]))
        for n, entry in enumerate(context["entries"], 1)
    ]
    if is_too_long(request.META.get("CONTENT_LENGTH"), MOST_BYTES):
        context["trouble"] = _("填写的内容太长，没有提交。请写短一些。")
        return _page(request, context | {"form": PublicObjectionForm(entries=named)}, 413)
    form = PublicObjectionForm(request.POST or None, entries=named)
    if form.is_of_machine:
        return redirect("notices:objected", token=row.token, version=version)
    client = client_address(request) or ""
    done = attempt(form, lambda: services.object_publicly(token=row.token, client=client, **form.told()))
    if done.made is not None:
        return redirect("notices:objected", token=row.token, version=version)
    return _page(request, context | {"form": form}, done.status)


@require_GET
@_public
def objected(request: HttpRequest, row: PublicNotice, version: str) -> HttpResponse:
    """What happens next; nothing of what was written."""
    return render(request, "notices/public_objected.html", {"notice": row, "version": version})


def _programme(notice: PublicNotice, entry: NoticeEntry) -> list[str]:
    return [entry.programme] if "programme" in notice.columns else []


def _page(request: HttpRequest, context: dict[str, Any], status: int) -> HttpResponse:
    answer = render(request, "notices/public.html", context, status=status)
    if status == 429:
        answer["Retry-After"] = "3600"
    return answer
