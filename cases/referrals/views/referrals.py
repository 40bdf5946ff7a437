"""转介: the list, a new one, one with its letter and what came of it, counts."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.archives.models import Household
from cases.policies.selectors import get_calendar
from cases.referrals import selectors, services
from cases.referrals.columns import COUNT_COLUMNS, REFERRAL_COLUMNS
from cases.referrals.filters import SHOWN, CountFilter, ReferralFilter
from cases.referrals.forms import SendForm, StepForm
from cases.referrals.models import ServiceReferral
from cases.referrals.reports import referral_letter
from cases.referrals.states import READERS, WRITERS
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.views.exports import ListExport
from hardship.audit import services as audit
from hardship.kernel.answers import paper
from hardship.kernel.attempts import attempt
from hardship.kernel.columns import choose
from hardship.kernel.links import link_to, make_chips, make_tabs
from hardship.kernel.rows import Rows

LISTED = ListExport(
    "service_referrals", gettext_lazy("转介台账"), REFERRAL_COLUMNS, "referrals:referrals", totals=("won",)
)
COUNTED = ListExport(
    "service_referral_counts", gettext_lazy("转介统计"), COUNT_COLUMNS, "referrals:counts", totals=("yuan",)
)
PAGES = (
    ("referrals:referrals", gettext_lazy("转介")),
    ("referrals:services", gettext_lazy("部门服务清单")),
    ("referrals:counts", gettext_lazy("统计")),
)
ORDER = ("-sent_on", "-pk")


@require_GET
@require_role(*READERS)
def referrals(request: AuthenticatedRequest) -> HttpResponse:
    """Those of the scope, the latest first."""
    found = _filter(request)
    rows = Rows[Any](choose(REFERRAL_COLUMNS, ()), url=link_to("referrals:referral", "uid"))
    context = {
        "tabs": make_tabs(PAGES, "referrals:referrals"),
        **rows.page(found.chosen.order_by(*ORDER), request.GET),
        "filter": found,
        "is_narrowed": bool(found.values),
        "chips": make_chips(found.values, "show", SHOWN),
    }
    return render(request, "referrals/referrals.html", context)


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed; the download is on record."""
    found = _filter(request)
    return LISTED.answer(request, found.chosen.order_by(*ORDER), found)


@require_http_methods(["GET", "POST"])
@require_role(*WRITERS)
def new(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Refer somebody of a household."""
    files = Household.objects.visible_to(request.user).select_related("union", "head")
    household = get_object_or_404(files, pk=pk)
    form = SendForm(
        request.POST or None,
        members=list(household.members.filter(removed_at__isnull=True).order_by("pk")),
        services=selectors.list_offered(household.union, timezone.localdate()),
    )

    def send() -> ServiceReferral:
        key = form.cleaned_data["key"]
        sending = form.sending()
        return services.send(household_id=pk, member=form.member, sending=sending, by=request.user, key=key)

    done = attempt(form, send)
    if done.made is not None:
        messages.success(request, _("已登记，打印转介函，盖章后交给本人或者寄给部门。"))
        return redirect("referrals:referral", uid=done.made.uid)
    context = {
        "household": household,
        "form": form,
        "blocker": selectors.start_blocker(household, request.user),
    }
    return render(request, "referrals/new.html", context, status=done.status)


@require_GET
@require_role(*READERS)
def referral(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    return _page(request, _get(request, uid))


@require_POST
@require_role(*WRITERS)
def step(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """登记答复、办成、未办成、放弃、撤回结果."""
    row, form = _get(request, uid), StepForm(request.POST, auto_id=False)
    done = attempt(
        form,
        lambda: services.take_step(
            referral_id=row.pk, action=form.cleaned_data["action"], by=request.user, result=form.result()
        ),
    )  # fmt: skip
    if done.made is None:
        return _page(request, _get(request, uid), form, done.status)
    messages.success(request, _("已登记，现在是“%(state)s”。") % {"state": done.made.get_state_display()})
    return redirect("referrals:referral", uid=uid)


@require_GET
@require_role(*READERS)
def letter(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """The letter as PDF; that it was printed is on record."""
    row = _get(request, uid)
    content = referral_letter(row)
    audit.record_export("service_referral_letter", by=request.user, content=content, rows=1, target=row)
    return paper(content, _("转介函_%(number)s.pdf") % {"number": row.number})


@require_GET
@require_role(*READERS)
def counts(request: AuthenticatedRequest) -> HttpResponse:
    """By department what was asked, and what came of it."""
    found = _counted(request)
    context = {
        "tabs": make_tabs(PAGES, "referrals:counts"),
        **Rows[Any](COUNT_COLUMNS).context(selectors.count_departments(found.chosen)),
        "filter": found,
    }
    return render(request, "referrals/counts.html", context)


@require_POST
@require_role(*READERS)
def counts_sheet(request: AuthenticatedRequest) -> HttpResponse:
    """The same as a workbook."""
    found = _counted(request)
    rows = selectors.count_departments(found.chosen)
    words = [text for _name, text in found.described()]
    return COUNTED.answer(request, rows, conditions=words, filters=found.recorded)


def _page(
    request: AuthenticatedRequest, row: ServiceReferral, refused: StepForm | None = None, status: int = 200
) -> HttpResponse:
    action = refused.data.get("action", "") if refused else ""
    buttons = selectors.list_buttons(row, request.user)
    first = action or (buttons[0].action if buttons else "")
    context = {
        "referral": row,
        "days_left": get_calendar().days_left(row.due_on, timezone.localdate()),
        "steps": [
            {
                "row": one,
                "form": refused
                if refused and one.action == action
                else StepForm(auto_id=f"id_{one.action}_%s"),
                "is_open": one.action == first,
                "has_day": one.action != "take_back",
                "has_sum": one.action == "win",
            }
            for one in buttons
        ],
        "events": [
            {"text": one.label, "at": one.at, "by": one.who, "comment": one.comment}
            for one in row.steps.select_related("by", "stood_in_for").order_by("-pk")
        ],
        "form": refused,
    }
    return render(request, "referrals/referral.html", context, status=status)


def _get(request: AuthenticatedRequest, uid: uuid.UUID) -> ServiceReferral:
    rows = selectors.list_referrals(request.user)
    rows = rows.select_related("created_by", "stood_in_for", "issuer", "aid")
    row: ServiceReferral = get_object_or_404(rows, uid=uid)
    return row


def _filter(request: AuthenticatedRequest) -> ReferralFilter:
    return ReferralFilter(request.GET, queryset=selectors.list_referrals(request.user), user=request.user)


def _counted(request: AuthenticatedRequest) -> CountFilter:
    rows = ServiceReferral.objects.visible_to(request.user)
    return CountFilter(request.GET, queryset=rows, user=request.user)
