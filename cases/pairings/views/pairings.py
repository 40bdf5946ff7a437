"""结对帮扶: the list with who lags, one pairing with what was done, each write as one address."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.archives.models import Household
from cases.giving.selectors.deeds import address_of
from cases.pairings import services
from cases.pairings.columns import PAIRING_COLUMNS
from cases.pairings.filters import SHOWN, PairingFilter
from cases.pairings.forms import HandOverForm, JudgeForm, NoteForm, PairingForm, StepForm, TargetForm
from cases.pairings.models import Helper, Pairing
from cases.pairings.selectors import pairings as selectors
from cases.pairings.selectors.terms import Book
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import CASE_WORKERS, Role
from hardship.accounts.views.exports import ListExport
from hardship.kernel.attempts import attempt
from hardship.kernel.columns import choose
from hardship.kernel.links import link_to, make_chips, make_tabs
from hardship.kernel.rows import Rows
from hardship.kernel.templatetags.ui import badge, day

READERS = tuple(sorted(CASE_WORKERS))
PAGES = (
    ("pairings:pairings", gettext_lazy("结对帮扶")),
    ("pairings:helpers", gettext_lazy("帮扶人")),
)
ORDER = ("next_visit_on", "pk")
EXPORT = ListExport("pairings", gettext_lazy("结对帮扶台账"), PAIRING_COLUMNS, "pairings:pairings")


def pairing_rows() -> Rows[Any]:
    """A row of a list; a visit that is overdue stands out."""

    def due(row: Any) -> object:
        if not row.is_running:
            return ""
        return (
            format_html("{}　{}", day(row.next_visit_on), badge("danger", _("超期")))
            if row.is_late
            else day(row.next_visit_on)
        )

    return Rows(
        choose(PAIRING_COLUMNS, ()), url=link_to("pairings:pairing", "uid"), drawn={"next_visit_on": due}
    )


@require_GET
@require_role(*READERS)
def pairings(request: AuthenticatedRequest) -> HttpResponse:
    """Those of the scope, whose visit is due first first."""
    found = _filter(request)
    context = {
        **pairing_rows().page(found.chosen.order_by(*ORDER), request.GET),
        "filter": found,
        "is_narrowed": bool(found.values),
        "chips": make_chips(found.values, "show", [("", _("全部")), *SHOWN]),
        "tabs": make_tabs(PAGES, "pairings:pairings"),
        "figures": selectors.sums_of(found.chosen),
    }
    return render(request, "pairings/pairings.html", context)


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed, with what each year asks for; the download is on record."""
    found = _filter(request)

    def make(rows: list[Any]) -> list[Any]:
        wanted = selectors.wanted_now(rows, timezone.localdate())
        for row in rows:
            row.wanted = wanted.get(row.pk, 0)
        return rows

    return EXPORT.answer(request, found.chosen.order_by(*ORDER), found, make=make)


@require_http_methods(["GET", "POST"])
@require_role(Role.CLERK)
def pairing_new(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    files = Household.objects.visible_to(request.user).select_related("union", "head")
    household = get_object_or_404(files, pk=pk)
    form = PairingForm(request.POST or None, household=household)
    done = attempt(
        form,
        lambda: services.propose(household_id=pk, chosen=form.chosen, wish=form.wish, by=request.user),
    )
    if done.made is not None:
        messages.success(request, _("已提出结对，等审核工会同意。"))
        return redirect("pairings:pairing", uid=done.made.uid)
    blocker = selectors.start_blocker(household, request.user)
    context = {"household": household, "form": form, "blocker": blocker}
    return render(request, "pairings/pairing_new.html", context, status=done.status)


@require_GET
@require_role(*READERS)
def pairing(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    return _page(request, _get(request, uid))


@require_POST
@require_role(*READERS)
def step(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    row, form = _get(request, uid), StepForm(request.POST)
    return _write(
        request, row, form,
        lambda: services.take_step(pairing_id=row.pk, by=request.user, **form.cleaned_data),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@require_role(Role.CLERK)
def hand_over(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """换人结对."""
    row = _get(request, uid)
    form = HandOverForm(request.POST or None, household=row.household)

    def change() -> Pairing:
        comment = form.cleaned_data["comment"]
        return services.hand_over(pairing_id=row.pk, chosen=form.chosen, comment=comment, by=request.user)

    done = attempt(form, change)
    if done.made is not None:
        messages.success(request, _("已换人，等审核工会同意。"))
        return redirect("pairings:pairing", uid=done.made.uid)
    context = {
        "pairing": row, "form": form, "may_hand_over": selectors.may_hand_over(row, request.user)
    }  # fmt: skip
    return render(request, "pairings/hand_over.html", context, status=done.status)


@require_POST
@require_role(*READERS)
def note(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    row = _get(request, uid)
    form = NoteForm(request.POST, pairing=row)

    def write() -> object:
        told = form.cleaned_data
        return services.note(
            pairing_id=row.pk, on=told["on"], way=told["way"], text=told["text"], given=form.given,
            by=request.user,
        )  # fmt: skip

    return _write(request, row, form, write)


@require_POST
@require_role(Role.CLERK)
def target(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    row, form = _get(request, uid), TargetForm(request.POST)
    return _write(
        request, row, form,
        lambda: services.set_target(pairing_id=row.pk, by=request.user, **form.cleaned_data),
    )  # fmt: skip


@require_POST
@require_role(Role.REVIEWER)
def judge(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    row, form = _get(request, uid), JudgeForm(request.POST)
    return _write(
        request, row, form,
        lambda: services.judge_year(pairing_id=row.pk, by=request.user, **form.cleaned_data),
    )  # fmt: skip


def _write(
    request: AuthenticatedRequest, row: Pairing, form: Form, call: Callable[[], object]
) -> HttpResponse:
    """One call, its refusal beside what was typed, or on to the pairing."""
    done = attempt(form, call)
    if done.made is None:
        return _page(request, _get(request, row.uid), form, status=done.status)
    messages.success(request, _("已保存。"))
    return redirect("pairings:pairing", uid=row.uid)


def _page(
    request: AuthenticatedRequest, row: Pairing, refused: Form | None = None, status: int = 200
) -> HttpResponse:
    """The pairing with what was done; what was refused stands where it was typed."""
    user, years = request.user, selectors.years_of(row, Book().of(row.household), timezone.localdate().year)
    buttons = selectors.list_buttons(row, user)
    context = {
        "pairing": row,
        "household": row.household,
        "following": getattr(row, "next", None),
        "notes": [
            (one, address_of(one.deed_kind, one.deed_key, row.household_id))
            for one in selectors.notes_of(row)
        ],
        "years": years,
        "buttons": buttons,
        "why": "" if buttons else selectors.get_obstacle(row, user),
        "may_hand_over": selectors.may_hand_over(row, user),
        "opens_helper": Helper.objects.visible_to(user).filter(pk=row.helper_id).exists(),
        "noting": _form(
            refused, NoteForm, lambda: NoteForm(pairing=row), not selectors.note_blocker(row, user)
        ),
        "targeting": _form(
            refused, TargetForm, TargetForm, row.is_running and not selectors.not_own(row.household, user)
        ),
        "judging": _form(
            refused, JudgeForm, JudgeForm, bool(years) and not selectors.judge_blocker(row, user)
        ),
        "refused": refused,
        "form": refused,
        "events": [
            {"text": one.label, "at": one.at, "by": one.who, "comment": one.comment}
            for one in row.steps.select_related("by", "stood_in_for").order_by("-pk")
        ],
    }
    return render(request, "pairings/pairing.html", context, status=status)


def _form(refused: Form | None, kind: type[Form], make: Callable[[], Form], may: bool) -> Form | None:
    """The form of a kind for whoever may send it: the one that was refused, else a new one."""
    if isinstance(refused, kind):
        return refused
    return make() if may else None


def _get(request: AuthenticatedRequest, uid: uuid.UUID) -> Pairing:
    rows = selectors.with_everything(Pairing.objects.visible_to(request.user))
    row: Pairing = get_object_or_404(rows.select_related("previous__helper", "next__helper"), uid=uid)
    return row


def _filter(request: AuthenticatedRequest) -> PairingFilter:
    return PairingFilter(request.GET, queryset=selectors.list_pairings(request.user), user=request.user)
