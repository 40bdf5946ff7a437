"""帮扶人: the list with their load, one with what they have in hand, what is said of them, the booklet."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from cases.pairings import reports, services
from cases.pairings.columns import HELPER_COLUMNS
from cases.pairings.filters import LOADS, HelperFilter
from cases.pairings.forms import LeaveForm, MentionForm
from cases.pairings.models import Helper
from cases.pairings.selectors.helpers import list_helpers, list_pairings_of, why_not_advanced
from cases.pairings.selectors.pairings import visits_this_year, with_everything
from cases.pairings.selectors.terms import Book
from cases.pairings.services.helpers import keep_blocker, mention_blocker
from cases.pairings.views.pairings import PAGES, READERS, pairing_rows
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.accounts.views.exports import ListExport
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.answers import paper
from hardship.kernel.attempts import attempt
from hardship.kernel.columns import choose
from hardship.kernel.links import link_to, make_chips, make_tabs
from hardship.kernel.rows import Rows

EXPORT = ListExport("helpers", gettext_lazy("帮扶人名册"), HELPER_COLUMNS, "pairings:helpers")
ORDER = ("-late", "-load", "pk")


@require_GET
@require_role(*READERS)
def helpers(request: AuthenticatedRequest) -> HttpResponse:
    """Those of the scope, who lags most first."""
    found = _filter(request)
    rows = Rows[Any](choose(HELPER_COLUMNS, ()), url=link_to("pairings:helper", "uid"))
    context = {
        **rows.page(found.chosen.order_by(*ORDER), request.GET),
        "filter": found,
        "is_narrowed": bool(found.values),
        "chips": make_chips(found.values, "show", [("", _("全部")), *LOADS]),
        "tabs": make_tabs(PAGES, "pairings:helpers"),
    }
    return render(request, "pairings/helpers.html", context)


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed; the download is on record."""
    found = _filter(request)
    return EXPORT.answer(request, found.chosen.order_by(*ORDER), found)


@require_GET
@require_role(*READERS)
def helper(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    return _page(request, _get(request, uid))


@require_POST
@require_role(Role.CLERK)
def leave(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """登记离岗."""
    row, form = _get(request, uid), LeaveForm(request.POST)
    return _write(
        request, row, form,
        lambda: services.leave(helper_id=row.pk, by=request.user, **form.cleaned_data),
    )  # fmt: skip


@require_POST
@require_role(Role.REVIEWER)
def mention(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """表扬、评为先进、批评."""
    row, form = _get(request, uid), MentionForm(request.POST)
    return _write(
        request, row, form,
        lambda: services.mention(helper_id=row.pk, praise=form.praise, by=request.user),
    )  # fmt: skip


@require_GET
@require_role(*READERS)
def booklet(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """帮扶工作手册, with the households that this person may see; the print is on record."""
    row = _get(request, uid)
    rows = list(with_everything(list_pairings_of(row, request.user)))
    content = reports.booklet(row, rows)
    audit.record_export(
        "pairing_booklet", by=request.user, content=content, rows=len(rows), masked=False, target=row
    )
    return paper(content, _("帮扶工作手册.pdf"))


def _write(
    request: AuthenticatedRequest, row: Helper, form: Form, call: Callable[[], object]
) -> HttpResponse:
    done = attempt(form, call)
    if done.made is None:
        return _page(request, _get(request, row.uid), form, status=done.status)
    messages.success(request, _("已保存。"))
    return redirect("pairings:helper", uid=row.uid)


def _page(
    request: AuthenticatedRequest, row: Helper, refused: Form | None = None, status: int = 200
) -> HttpResponse:
    user, terms = request.user, Book().of(row)
    pairings = visits_this_year(list_pairings_of(row, user))
    may_leave = row.left_on is None and not keep_blocker(row, user)
    leaving = LeaveForm() if may_leave else None
    may_mention = not workflow.of_both(lambda person: mention_blocker(row, person), user)
    mentioning = MentionForm() if may_mention else None
    context = {
        "helper": row,
        "terms": terms,
        **pairing_rows().context(pairings),
        "barred": why_not_advanced(row, terms, timezone.localdate().year),
        "mentions": row.mentions.select_related("by", "stood_in_for").order_by("-on", "-pk"),
        "leaving": refused if isinstance(refused, LeaveForm) else leaving,
        "mentioning": refused if isinstance(refused, MentionForm) else mentioning,
        "form": refused,
    }
    return render(request, "pairings/helper.html", context, status=status)


def _get(request: AuthenticatedRequest, uid: uuid.UUID) -> Helper:
    row: Helper = get_object_or_404(list_helpers(request.user), uid=uid)
    return row


def _filter(request: AuthenticatedRequest) -> HelperFilter:
    return HelperFilter(request.GET, queryset=list_helpers(request.user), user=request.user)
